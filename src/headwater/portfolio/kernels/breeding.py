"""Better and better portfolios from pairs of good ones [chubeasley1998]."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from headwater.numeric.compiled import compiled

Integers = NDArray[np.int64]
Choices = NDArray[np.uint8]
NOTHING = -(2**62)
"""Value of choices that break a row."""
FLIPPED = 2
"""Choices of a child that are turned over, whatever its parents have."""
MENDED = 2
"""Attempts to put in what a row asks for."""


class Open(NamedTuple):
    """The open choices, most promising first: values (n,), what each takes of rows (n, m)."""

    cost: Integers
    takes: Integers
    room: Integers


class Herd(NamedTuple):
    """What breeding changes, so that it goes on where it was left.

    Attributes
    ----------
    rows, values
        Shapes (p, n), (p,): choices as 0/1, and what each row of them is worth.
    child, left
        Shapes (n,), (m,): the choices being made, and what they leave of each row.
    place
        Shape (4,): children made, children made when one was last taken in, the least valuable
        row, work (rows looked at).
    seed
        Shape (1,): state of the random numbers.
    """

    rows: Choices
    values: Integers
    child: Choices
    left: Integers
    place: Integers
    seed: NDArray[np.uint64]


@compiled
def _bits(seed: NDArray[np.uint64]) -> np.uint64:
    """Return the next 64 random bits (splitmix64)."""
    seed[0] += np.uint64(0x9E3779B97F4A7C15)
    z = seed[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: np.uint64 = z ^ (z >> np.uint64(31))
    return mixed


@compiled
def _drawn(seed: NDArray[np.uint64], below: int) -> int:
    """Return a random whole number from 0 up to, not with, `below`."""
    return int(float(_bits(seed) >> np.uint64(11)) * 1.1102230246251565e-16 * below)


@compiled
def _flip(which: int, open_: Open, herd: Herd) -> None:
    """Choose what is not chosen, or the other way round."""
    sign = 1 - 2 * int(herd.child[which])
    herd.child[which] ^= np.uint8(1)
    for row in range(herd.left.size):
        herd.left[row] -= sign * open_.takes[which, row]
    herd.place[3] += herd.left.size


@compiled
def _broken(herd: Herd) -> bool:
    return bool((herd.left < 0).any())


@compiled
def _helps(which: int, open_: Open, herd: Herd) -> bool:
    """Say whether leaving a choice out gives something back to a row that is overshot."""
    return bool(((herd.left < 0) & (open_.takes[which] > 0)).any())


@compiled
def _taken_out(open_: Open, herd: Herd) -> bool:
    """Take out what overshot rows count, the least promising first; say whether all fits."""
    broken, changed = _broken(herd), True
    while broken and changed:
        changed = False
        for which in range(herd.child.size - 1, -1, -1):
            if herd.child[which] and _helps(which, open_, herd):
                _flip(which, open_, herd)
                changed = True
                broken = _broken(herd)
                if not broken:
                    return True
    return not broken


@compiled
def _put_in(open_: Open, herd: Herd) -> None:
    """Put in what rows that nothing can be taken out of ask for, the most promising first."""
    for row in range(herd.left.size):
        for which in range(herd.child.size):
            if herd.left[row] >= 0:
                break
            if not herd.child[which] and open_.takes[which, row] < 0:
                _flip(which, open_, herd)


@compiled
def _mended(open_: Open, herd: Herd) -> bool:
    """Change choices until no row is overshot; say whether that was reached."""
    for _ in range(MENDED):
        if _taken_out(open_, herd):
            return True
        _put_in(open_, herd)
    return _taken_out(open_, herd)


@compiled
def _blocked(which: int, last: int, open_: Open, herd: Herd) -> int:
    """Return a row that has no room for a choice, -1 where all have; `last` is tried first."""
    if open_.takes[which, last] > 0 and open_.takes[which, last] > herd.left[last]:
        return last
    for row in range(herd.left.size):
        size = open_.takes[which, row]
        if size > 0 and size > herd.left[row]:
            herd.place[3] += row
            return row
    herd.place[3] += herd.left.size
    return -1


@compiled
def _filled(open_: Open, herd: Herd) -> None:
    """Put in what fits, the most promising first, while that lets in something more."""
    last, changed = 0, True
    while changed:
        changed = False
        for which in range(herd.child.size):
            if herd.child[which] or open_.cost[which] <= 0:
                continue
            row = _blocked(which, last, open_, herd)
            if row >= 0:
                last = row
                continue
            _flip(which, open_, herd)
            for other in range(open_.takes.shape[1]):
                if open_.takes[which, other] < 0:  # it makes room: look again
                    changed = True
        herd.place[3] += herd.child.size


@compiled
def _without_losses(open_: Open, herd: Herd) -> None:
    """Take out what costs value and no row asks for."""
    for which in range(herd.child.size):
        if herd.child[which] and open_.cost[which] <= 0:
            asked = False
            for row in range(herd.left.size):
                if herd.left[row] + open_.takes[which, row] < 0:
                    asked = True
                    break
            if not asked:
                _flip(which, open_, herd)


@compiled
def _exchange(which: int, open_: Open, herd: Herd) -> bool:
    """Put a choice in for one that is worth less, the least promising first, if that fits."""
    for other in range(herd.child.size - 1, -1, -1):
        if not herd.child[other] or open_.cost[other] >= open_.cost[which]:
            continue
        fits = True
        for row in range(herd.left.size):
            more = open_.takes[which, row] - open_.takes[other, row]
            if more > 0 and more > herd.left[row]:
                fits = False
                herd.place[3] += row + 1
                break
        if fits:
            _flip(which, open_, herd)
            _flip(other, open_, herd)
            return True
    return False


@compiled
def _exchanged(open_: Open, herd: Herd) -> None:
    """Exchange one choice for another as long as that pays."""
    changed = True
    while changed:
        changed = False
        for which in range(herd.child.size):
            if not herd.child[which] and _exchange(which, open_, herd):
                changed = True
        if changed:
            _filled(open_, herd)


@compiled
def _worth(open_: Open, herd: Herd) -> int:
    value = 0
    for which in range(herd.child.size):
        if herd.child[which]:
            value += open_.cost[which]
    return value


@compiled
def made(open_: Open, herd: Herd) -> int:
    """Mend and fill the choices in `herd.child`; return their value, NOTHING if not allowed."""
    herd.left[:] = open_.room
    for which in range(herd.child.size):
        if herd.child[which]:
            for row in range(herd.left.size):
                herd.left[row] -= open_.takes[which, row]
    herd.place[3] += herd.child.size * (1 + herd.left.size // 2)
    if not _mended(open_, herd):
        return NOTHING
    _filled(open_, herd)
    _without_losses(open_, herd)
    return _worth(open_, herd)


@compiled
def _known(value: int, herd: Herd) -> bool:
    for row in range(herd.values.size):
        if herd.values[row] == value:
            same = True
            for which in range(herd.child.size):
                if herd.rows[row, which] != herd.child[which]:
                    same = False
                    break
            if same:
                return True
    return False


@compiled
def _parent(herd: Herd) -> int:
    """Return the better of two rows drawn."""
    one, other = _drawn(herd.seed, herd.values.size), _drawn(herd.seed, herd.values.size)
    return one if herd.values[one] >= herd.values[other] else other


@compiled
def _crossed(herd: Herd) -> None:
    """Draw each choice of a child from one of two parents, and turn a few over."""
    one, other = _parent(herd), _parent(herd)
    bits, left = np.uint64(0), 0
    for which in range(herd.child.size):
        if left == 0:
            bits, left = _bits(herd.seed), 64
        herd.child[which] = herd.rows[one if bits & np.uint64(1) else other, which]
        bits >>= np.uint64(1)
        left -= 1
    for _ in range(FLIPPED):
        herd.child[_drawn(herd.seed, herd.child.size)] ^= np.uint8(1)


@compiled
def breed(open_: Open, herd: Herd, until: int) -> None:
    """Make children until so many are made in all; each new one replaces the least valuable."""
    place, values = herd.place, herd.values
    while place[0] < until:
        place[0] += 1
        _crossed(herd)
        value = made(open_, herd)
        least = values[place[2]]
        if value <= least:
            continue
        _exchanged(open_, herd)
        value = _worth(open_, herd)
        if not _known(value, herd):
            herd.rows[place[2]] = herd.child
            values[place[2]] = value
            place[1] = place[0]
            place[2] = np.argmin(values)
