"""Local search: put in what fits, exchange one chosen for one not chosen while it pays."""

import numpy as np
from numpy.typing import NDArray

from headwater.numeric.compiled import compiled

Integers = NDArray[np.int64]


@compiled
def _fits(
    leaves: int,
    enters: int,
    start: Integers,
    index: Integers,
    coefficient: Integers,
    room: Integers,
    change: Integers,
) -> bool:
    """Say whether one choice may leave (-1: none) and another enter (-1: none)."""
    if leaves >= 0:
        for at in range(start[leaves], start[leaves + 1]):
            change[index[at]] -= coefficient[at]
    if enters >= 0:
        for at in range(start[enters], start[enters + 1]):
            change[index[at]] += coefficient[at]
    fits = True
    for which in (leaves, enters):
        if which >= 0:
            for at in range(start[which], start[which + 1]):
                row = index[at]
                if change[row] > 0 and change[row] > room[row]:
                    fits = False
    for which in (leaves, enters):
        if which >= 0:
            for at in range(start[which], start[which + 1]):
                change[index[at]] = 0
    return fits


@compiled
def _move(
    which: int,
    sign: int,
    start: Integers,
    index: Integers,
    coefficient: Integers,
    room: Integers,
) -> None:
    for at in range(start[which], start[which + 1]):
        room[index[at]] -= sign * coefficient[at]


@compiled
def improve(
    chosen: Integers,
    cost: Integers,
    free: NDArray[np.bool_],
    order: Integers,
    start: Integers,
    index: Integers,
    coefficient: Integers,
    room: Integers,
    most_tries: int,
) -> int:
    """Improve an allowed portfolio in place until no single move pays; return its gain.

    Parameters
    ----------
    chosen
        Shape (n,), 0/1; changed in place, as is `room` (m,), what each row has left.
    order
        Choices in the order in which they are tried, the most promising first.
    most_tries
        Exchanges tried at most: the work does not depend on the machine.
    """
    change = np.zeros(room.size, np.int64)
    gain = 0
    tries = 0
    better = True
    while better and tries < most_tries:
        better = False
        for enters in order:
            if chosen[enters] == 1 or not free[enters] or cost[enters] <= 0:
                continue
            if _fits(-1, enters, start, index, coefficient, room, change):
                _move(enters, 1, start, index, coefficient, room)
                chosen[enters] = 1
                gain += cost[enters]
                better = True
                continue
            for place in range(order.size - 1, -1, -1):
                leaves = order[place]
                if chosen[leaves] == 0 or not free[leaves] or cost[leaves] >= cost[enters]:
                    continue
                tries += 1
                if _fits(leaves, enters, start, index, coefficient, room, change):
                    _move(leaves, -1, start, index, coefficient, room)
                    _move(enters, 1, start, index, coefficient, room)
                    chosen[leaves] = 0
                    chosen[enters] = 1
                    gain += cost[enters] - cost[leaves]
                    better = True
                    break
            if tries >= most_tries:
                break
    return gain
