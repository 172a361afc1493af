"""Depth-first search through yes/no choices with prices of the rows as bounds."""

import numpy as np
from numpy.typing import NDArray

from headwater.numeric.compiled import compiled

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@compiled
def _decide(
    column: int,
    value: int,
    sign: int,
    start: Integers,
    index: Integers,
    coefficient: Integers,
    room: Integers,
    spare: Integers,
    prices: Floats,
) -> tuple[bool, float]:
    """Apply (sign 1) or undo (sign -1) a decision; say whether all rows still have room.

    `room` is what a row has left if the undecided choices take as little as they can,
    `spare` if they take as much as they can; unused priced resource is lost value.
    """
    fits = True
    loss = 0.0
    for at in range(start[column], start[column + 1]):
        row = index[at]
        size = coefficient[at]
        if (value == 1) == (size > 0):
            room[row] -= sign * abs(size)
            if room[row] < 0:
                fits = False
        else:
            before = spare[row] if spare[row] > 0 else 0
            spare[row] += sign * abs(size)
            after = spare[row] if spare[row] > 0 else 0
            loss += prices[row] * (after - before)
    return fits, loss


@compiled
def explore(
    cost: Integers,
    reduced: Floats,
    start: Integers,
    index: Integers,
    coefficient: Integers,
    room: Integers,
    spare: Integers,
    prices: Floats,
    raise_by: float,
    goal: Floats,
    tried: Integers,
    bounds: Floats,
    place: Integers,
    until: int,
    choice: NDArray[np.uint8],
    found: NDArray[np.uint8],
) -> int:
    """Find choices worth at least the goal: all of them, or (raise_by >= 0) ever better ones.

    All that it changes is kept in arrays, so that a search goes on where it was left.

    Parameters
    ----------
    cost, reduced
        Shape (n,): value, and value less the priced use of the rows, of each free choice,
        largest |reduced| first.
    start, index, coefficient
        Rows that each choice touches, compressed by choice.
    room, spare
        Shape (m,): see `_decide`.
    raise_by
        When not negative, each find raises the goal to its value plus this and replaces the
        find before; when negative, all are kept, up to the rows of `found`.
    goal
        Shape (1,): the value to reach.
    tried, bounds
        Shape (n + 1,): values tried at each depth, upper bound there; bounds[0] is given.
    place
        Shape (4,): depth, value, finds, and steps (rows looked at).
    until
        Stop when the steps reach this.
    choice, found
        Shapes (n,), (most finds, n), zeros and ones.

    Returns
    -------
    int
        1 when the search was complete, 0 at `until`, -1 when `found` was full.
    """
    size = cost.size
    depth, value, finds, steps = place
    state = 1
    while depth >= 0:
        if depth == size:
            if value >= goal[0]:
                if raise_by < 0 and finds == found.shape[0]:
                    state = -1
                    break
                at = 0 if raise_by >= 0 else finds
                found[at, :] = choice
                finds = at + 1
                if raise_by >= 0:
                    goal[0] = value + raise_by
            depth -= 1
            continue
        prefers = 1 if reduced[depth] > 0 else 0
        if tried[depth] > 0:
            last = prefers if tried[depth] == 1 else 1 - prefers
            _decide(depth, last, -1, start, index, coefficient, room, spare, prices)
            value -= cost[depth] * last
        if tried[depth] == 2:
            tried[depth] = 0
            depth -= 1
            if steps >= until:
                state = 0
                break
            continue
        tried[depth] += 1
        steps += 1 + start[depth + 1] - start[depth]
        now = prefers if tried[depth] == 1 else 1 - prefers
        fits, loss = _decide(depth, now, 1, start, index, coefficient, room, spare, prices)
        if tried[depth] == 2:
            loss += abs(reduced[depth])
        choice[depth] = now
        value += cost[depth] * now
        if fits and bounds[depth] - loss >= goal[0]:
            bounds[depth + 1] = bounds[depth] - loss
            depth += 1
    place[:] = (depth, value, finds, steps)
    return state
