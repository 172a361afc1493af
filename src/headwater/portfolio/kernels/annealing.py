"""Take some projects out, fill up with others, keep what pays or nearly pays."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from headwater.numeric.compiled import compiled

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


class Open(NamedTuple):
    """The open choices, most promising first: values (n,), what each takes of rows (n, m)."""

    cost: Integers
    takes: Integers


class Walk(NamedTuple):
    """What a walk changes, so that it goes on where it was left.

    Attributes
    ----------
    chosen, room
        Shapes (n,), (m,): 0/1, and what each row has left.
    best
        Shape (n,): the best allowed choices so far.
    changed, banned
        Shapes (n,), (n,): marks of one move.
    place
        Shape (4,): moves made, value, best value, work (rows looked at).
    seed
        Shape (1,): state of the random numbers.
    """

    chosen: Integers
    room: Integers
    best: Integers
    changed: Integers
    banned: Integers
    place: Integers
    seed: NDArray[np.uint64]


@compiled
def _drawn(seed: NDArray[np.uint64]) -> float:
    """Return the next random number from 0 to 1 (splitmix64)."""
    seed[0] += np.uint64(0x9E3779B97F4A7C15)
    z = seed[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return float(z >> np.uint64(11)) * 1.1102230246251565e-16


@compiled
def _flip(which: int, open_: Open, walk: Walk) -> None:
    """Choose what is not chosen, or the other way round."""
    sign = 1 - 2 * walk.chosen[which]
    walk.chosen[which] += sign
    walk.changed[which] = 1 - walk.changed[which]
    walk.place[1] += sign * open_.cost[which]
    for row in range(walk.room.size):
        walk.room[row] -= sign * open_.takes[which, row]


@compiled
def _mended(open_: Open, walk: Walk) -> None:
    """Take out what a row that is overshot counts, the least promising first."""
    n, m = open_.takes.shape
    for row in range(m):
        which = n - 1
        while walk.room[row] < 0 and which >= 0:
            if walk.chosen[which] and open_.takes[which, row] > 0:
                _flip(which, open_, walk)
                walk.banned[which] = walk.place[0]
            which -= 1


@compiled
def _fits(which: int, first: int, open_: Open, walk: Walk) -> int:
    """Return a row that has no room for a choice, -1 where all have; `first` is tried first."""
    if open_.takes[which, first] > 0 and open_.takes[which, first] > walk.room[first]:
        return first
    for row in range(walk.room.size):
        size = open_.takes[which, row]
        if size > 0 and size > walk.room[row]:
            return row
    return -1


@compiled
def _filled(skipped: float, open_: Open, walk: Walk) -> None:
    """Put in what fits, first some at random, then all; take out losses that nothing asks for."""
    n, m = open_.takes.shape
    now = walk.place[0]
    last = 0
    for turn in range(2):
        for which in range(n):
            if walk.chosen[which]:
                continue
            if turn == 0 and (walk.banned[which] == now or _drawn(walk.seed) < skipped):
                continue
            row = _fits(which, last, open_, walk)
            walk.place[3] += 1 if row == last else row + 2 if row >= 0 else m
            if row < 0:
                _flip(which, open_, walk)
            else:
                last = row
    for which in range(n):
        if walk.chosen[which] and open_.cost[which] <= 0:
            needed = False
            for row in range(m):
                if walk.room[row] + open_.takes[which, row] < 0:
                    needed = True
                    break
            if not needed:
                _flip(which, open_, walk)


@compiled
def wander(
    open_: Open, walk: Walk, hot: float, cold: float, moves: int, most_out: int, until: int
) -> None:
    """Make moves from the allowed choices that `walk` holds, until so many are made in all.

    Parameters
    ----------
    hot, cold
        A move that loses this much is kept once in e times: at first, and at the end.
    moves
        Moves of the whole walk, over which it cools.
    most_out
        Choices taken out in one move at most.
    until
        Moves made when to come back.
    """
    n, m = open_.takes.shape
    place, chosen, changed = walk.place, walk.chosen, walk.changed
    cooling = np.log(cold / hot) / moves
    while place[0] < until:
        place[0] += 1
        before = place[1]
        changed[:] = 0
        out = 1 + int(_drawn(walk.seed) * most_out)
        for _ in range(4 * n):
            if out == 0:
                break
            which = int(_drawn(walk.seed) * n)
            if chosen[which]:
                _flip(which, open_, walk)
                walk.banned[which] = place[0]
                out -= 1
        _mended(open_, walk)
        _filled(0.5, open_, walk)
        place[3] += n + m
        allowed = True
        for row in range(m):
            if walk.room[row] < 0:
                allowed = False
                break
        lost = before - place[1]
        if allowed and place[1] > place[2]:
            place[2] = place[1]
            walk.best[:] = chosen
        if not allowed or (
            lost > 0 and _drawn(walk.seed) >= np.exp(-lost / (hot * np.exp(cooling * place[0])))
        ):
            for which in range(n):
                if changed[which]:
                    _flip(which, open_, walk)
