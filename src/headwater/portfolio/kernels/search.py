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
    bound: float,
    fixed_value: int,
    target: float,
    step: float,
    most_nodes: int,
    found: NDArray[np.uint8],
) -> tuple[int, int, int]:
    """Find choices worth at least `target`: all of them, or (step >= 0) ever better ones.

    Parameters
    ----------
    cost, reduced
        Shape (n,): value, and value less the priced use of the rows, of each free choice,
        largest |reduced| first.
    start, index, coefficient
        Rows that each choice touches, compressed by choice.
    room, spare
        Shape (m,): see `_decide`; changed and restored.
    bound
        Value of the relaxation at these prices, for all free choices.
    step
        When not negative, each find raises the target to its value plus `step` and replaces
        the find before; when negative, all are kept, up to the rows of `found`.
    found
        Shape (most finds, n), filled with zeros and ones.

    Returns
    -------
    finds, nodes, state
        State 1 when the search was complete, 0 when it hit `most_nodes`, -1 when `found` was
        full.
    """
    size = cost.size
    tried = np.zeros(size + 1, np.int8)
    bounds = np.zeros(size + 1, np.float64)
    bounds[0] = bound
    choice = np.zeros(size, np.uint8)
    value = fixed_value
    depth = 0
    nodes = 0
    finds = 0
    while depth >= 0:
        if depth == size:
            if value >= target:
                if step >= 0:
                    finds = 1
                    target = value + step
                    found[0, :] = choice
                else:
                    if finds == found.shape[0]:
                        return finds, nodes, -1
                    found[finds, :] = choice
                    finds += 1
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
            continue
        tried[depth] += 1
        nodes += 1
        if nodes > most_nodes:
            return finds, nodes, 0
        now = prefers if tried[depth] == 1 else 1 - prefers
        fits, loss = _decide(depth, now, 1, start, index, coefficient, room, spare, prices)
        if tried[depth] == 2:
            loss += abs(reduced[depth])
        choice[depth] = now
        value += cost[depth] * now
        if fits and bounds[depth] - loss >= target:
            bounds[depth + 1] = bounds[depth] - loss
            depth += 1
    return finds, nodes, 1
