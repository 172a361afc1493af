"""What the undecided projects can still bring: tables, priced bounds, greedy completions."""

import numpy as np
from numpy.typing import NDArray

from headwater.numeric.compiled import compiled

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Bits = NDArray[np.uint64]


@compiled
def tables(values: Integers, weights: Integers, cells: int) -> Integers:
    """Return the best value of projects k.. at each vertex within each capacity of one row.

    `values` has shape (vertices, n), `weights` (n,) whole cells, rounded down; the table has
    shape (vertices, n + 1, cells) and never understates.
    """
    vertices, size = values.shape
    table = np.zeros((vertices, size + 1, cells), np.int64)
    for vertex in range(vertices):
        for project in range(size - 1, -1, -1):
            weight, value = weights[project], values[vertex, project]
            for cell in range(cells):
                best = table[vertex, project + 1, cell]
                if value > 0 and cell >= weight:
                    taken = table[vertex, project + 1, cell - weight] + value
                    if taken > best:
                        best = taken
                table[vertex, project, cell] = best
    return table


@compiled
def hopeless(
    rest: Integers,
    masks: Bits,
    highs: Integers,
    priced: Integers,
    kept_lows: Integers,
    kept_masks: Bits,
    kept_rest: Integers,
    width: Integers,
    tolerance: int,
    out: NDArray[np.bool_],
) -> int:
    """Mark states all of whose completions some kept portfolio dominates, values in ranges.

    Parameters
    ----------
    rest
        Shape (vertices, states): the most that the undecided can add, at high values.
    masks, highs
        Shapes (states, words), (vertices, states): the decided part and its high values.
    priced
        Shape (vertices, states): what is left of the rows, at their prices.
    kept_lows, kept_masks
        Low values and bits of the kept portfolios: (vertices, kept), (kept, words).
    kept_rest
        Shape (kept, vertices): the most the undecided can add beyond the prices, counting at
        low value what the kept portfolio has too.
    width
        Shape (vertices, projects): high less low value.

    Returns
    -------
    int
        Pairs compared.
    """
    vertices, states = highs.shape
    projects = width.shape[1]
    common = np.zeros(projects, np.int64)
    work = 0
    for state in range(states):
        dead = False
        for kept in range(kept_lows.shape[1]):
            count = -1
            better = False
            fails = False
            for vertex in range(vertices):
                roof = min(rest[vertex, state], kept_rest[kept, vertex] + priced[vertex, state])
                gap = kept_lows[vertex, kept] - highs[vertex, state] - roof
                if gap < -tolerance:
                    if count < 0:
                        count = 0
                        for project in range(projects):
                            word, bit = project >> 6, np.uint64(project & 63)
                            if (masks[state, word] & kept_masks[kept, word]) >> bit & np.uint64(1):
                                common[count] = project
                                count += 1
                        work += 1
                    for number in range(count):
                        gap += width[vertex, common[number]]
                    if gap < -tolerance:
                        fails = True
                        break
                if gap > tolerance:
                    better = True
            if not fails and better:
                dead = True
                break
        work += kept_lows.shape[1] >> 3
        out[state] = dead
    return work


@compiled
def complete(
    chosen: NDArray[np.uint8],
    used: Integers,
    limits: Integers,
    coefficients: Integers,
    order: Integers,
) -> NDArray[np.bool_]:
    """Fill each state (rows of `chosen`) greedily in `order`; say which end up allowed.

    `used` has shape (states, rows) and is changed; `coefficients` (rows, n) in decision order.
    """
    states, rows = used.shape
    allowed = np.ones(states, np.bool_)
    for state in range(states):
        for project in order:
            fits = True
            for row in range(rows):
                more = coefficients[row, project]
                if more > 0 and used[state, row] + more > limits[row]:
                    fits = False
                    break
            if fits:
                chosen[state, project] = 1
                for row in range(rows):
                    used[state, row] += coefficients[row, project]
        for row in range(rows):
            if used[state, row] > limits[row]:
                allowed[state] = False
    return allowed
