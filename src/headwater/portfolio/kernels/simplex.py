"""The dual simplex method for choices between 0 and 1, on a dense table that is kept.

A table holds, for each basic variable, its value and how it moves with the others. Variables are
the n choices, then one slack a row; every choice has two ends, so the first table is dual
feasible as it stands and each later one is reached from its neighbour by a few exchanges.
Nothing that is concluded rests on the table: `bound_at` and `never_fits` count again from the
rows, with whatever prices the table suggests. (The compiler keeps `choosing` and `branching`
with these inside: touch those files when this one changes.)
"""

import numpy as np
from numpy.typing import NDArray

from headwater.numeric.compiled import compiled

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
FEASIBLE = 1e-7
PIVOT = 1e-8
OPTIMAL, INFEASIBLE, CUT_OFF, TIRED = 0, 1, 2, 3


@compiled
def first_table(
    rows: Floats,
    limit: Floats,
    cost: Floats,
    table: Floats,
    basic_value: Floats,
    reduced: Floats,
    basic: Integers,
    outside: Integers,
    at: Floats,
    place: Integers,
    low: Floats,
    high: Floats,
) -> None:
    """Fill the table in which all slacks are basic and every choice is at its better end."""
    m, n = rows.shape
    for column in range(n):
        outside[column] = column
        place[column] = -1 - column
        reduced[column] = cost[column]
        at[column] = high[column] if cost[column] > 0 else low[column]
    for row in range(m):
        basic[row] = n + row
        place[n + row] = row
        total = limit[row]
        for column in range(n):
            table[row, column] = rows[row, column]
            total -= rows[row, column] * at[column]
        basic_value[row] = total


@compiled
def settle(
    which: int,
    value: float,
    table: Floats,
    basic_value: Floats,
    at: Floats,
    place: Integers,
    low: Floats,
    high: Floats,
) -> None:
    """Fix a choice at a value; the table may stop being feasible."""
    low[which] = value
    high[which] = value
    if place[which] < 0:
        column = -1 - place[which]
        shift = value - at[column]
        if shift != 0.0:
            at[column] = value
            for row in range(basic_value.size):
                basic_value[row] -= table[row, column] * shift


@compiled
def _worst(basic_value: Floats, basic: Integers, low: Floats, high: Floats) -> int:
    """Return the row whose basic variable lies farthest outside its ends; -1 where none does."""
    found, most = -1, FEASIBLE
    for row in range(basic.size):
        which = basic[row]
        over = max(low[which] - basic_value[row], basic_value[row] - high[which])
        if over > most:
            most = over
            found = row
    return found


@compiled
def _entering(
    row: int,
    rises: bool,
    over: float,
    table: Floats,
    basic_value: Floats,
    reduced: Floats,
    outside: Integers,
    at: Floats,
    low: Floats,
    high: Floats,
    passed: NDArray[np.bool_],
) -> int:
    """Return the column that enters; those it passes are moved to their other end. -1: none."""
    n = outside.size
    passed[:] = False
    slope = over
    while True:
        found, best, size = -1, 1e300, 0.0
        for column in range(n):
            which = outside[column]
            if passed[column] or low[which] == high[which]:
                continue
            entry = table[row, column] if rises else -table[row, column]
            at_low = at[column] == low[which]
            if (at_low and entry < -PIVOT) or (not at_low and entry > PIVOT):
                each = abs(reduced[column]) / abs(entry)
                if each < best - 1e-12 or (each <= best + 1e-12 and abs(entry) > size):
                    best, found, size = each, column, abs(entry)
        if found < 0:
            return -1
        which = outside[found]
        slope -= size * (high[which] - low[which])
        if slope <= 0.0:
            return found
        passed[found] = True
        shift = high[which] - low[which] if at[found] == low[which] else low[which] - high[which]
        at[found] += shift
        for other in range(basic_value.size):
            basic_value[other] -= table[other, found] * shift


@compiled
def _exchange(
    row: int,
    column: int,
    end: float,
    table: Floats,
    basic_value: Floats,
    reduced: Floats,
    basic: Integers,
    outside: Integers,
    at: Floats,
    place: Integers,
) -> None:
    """Let the basic variable of a row leave to its end, and a column's variable enter."""
    m, n = table.shape
    pivot = table[row, column]
    step = (basic_value[row] - end) / pivot
    for other in range(m):
        basic_value[other] -= table[other, column] * step
    basic_value[row] = at[column] + step
    for each in range(n):
        table[row, each] /= pivot
    table[row, column] = 1.0 / pivot
    for other in range(m):
        factor = table[other, column]
        if other == row or factor == 0.0:
            continue
        table[other, column] = 0.0
        for each in range(n):
            table[other, each] -= factor * table[row, each]
    factor = reduced[column]
    reduced[column] = 0.0
    for each in range(n):
        reduced[each] -= factor * table[row, each]
    leaves, enters = basic[row], outside[column]
    basic[row], outside[column] = enters, leaves
    at[column] = end
    place[enters], place[leaves] = row, -1 - column


@compiled
def bound_at(
    rows: Floats,
    limit: Floats,
    cost: Floats,
    reduced: Floats,
    outside: Integers,
    low: Floats,
    high: Floats,
    true: Floats,
) -> float:
    """Return an upper bound of all choices at the table's prices; fill in their reduced costs."""
    n = rows.shape[1]
    total = 0.0
    for column in range(n):
        true[column] = cost[column]
    for column in range(n):
        row = outside[column] - n
        if row >= 0 and reduced[column] < 0.0:
            price = -reduced[column]
            total += price * limit[row]
            for each in range(n):
                true[each] -= price * rows[row, each]
    for column in range(n):
        each = true[column]
        total += each * (high[column] if each > 0 else low[column])
    return total


@compiled
def never_fits(
    row: int,
    rises: bool,
    rows: Floats,
    limit: Floats,
    table: Floats,
    basic: Integers,
    outside: Integers,
    low: Floats,
    high: Floats,
    joint: Floats,
) -> bool:
    """Prove by one sum of rows that nothing within the ends is allowed; False where that fails."""
    n = rows.shape[1]
    sign = 1.0 if rises else -1.0
    joint[:] = 0.0
    most, size = 0.0, 1.0
    for column in range(n + 1):
        which = outside[column] if column < n else basic[row]
        factor = sign * (table[row, column] if column < n else 1.0)
        if which >= n and factor > 0.0:
            most += factor * limit[which - n]
            size += factor * abs(limit[which - n])
            for each in range(n):
                joint[each] += factor * rows[which - n, each]
    least = 0.0
    for each in range(n):
        least += joint[each] * (low[each] if joint[each] > 0 else high[each])
        size += abs(joint[each])
    return least > most + 1e-9 * size


@compiled
def solve(
    rows: Floats,
    limit: Floats,
    cost: Floats,
    table: Floats,
    basic_value: Floats,
    reduced: Floats,
    basic: Integers,
    outside: Integers,
    at: Floats,
    place: Integers,
    low: Floats,
    high: Floats,
    goal: float,
    most: int,
    passed: NDArray[np.bool_],
    true: Floats,
) -> tuple[int, float, int]:
    """Bring the table to its optimum; say how that ended, the bound, and the exchanges made.

    OPTIMAL; INFEASIBLE, proved; CUT_OFF when nothing here reaches the goal, proved; TIRED after
    `most` exchanges or where a conclusion could not be proved. `true` (n,) are reduced costs.
    """
    count = 0
    while True:
        row = _worst(basic_value, basic, low, high)
        if row < 0 or count >= most:
            bound = bound_at(rows, limit, cost, reduced, outside, low, high, true)
            if bound < goal:
                return CUT_OFF, bound, count
            return (OPTIMAL if row < 0 else TIRED), bound, count
        which = basic[row]
        rises = basic_value[row] < low[which]
        end = low[which] if rises else high[which]
        over = abs(basic_value[row] - end)
        column = _entering(
            row, rises, over, table, basic_value, reduced, outside, at, low, high, passed
        )
        if column < 0:
            if never_fits(row, rises, rows, limit, table, basic, outside, low, high, true):
                return INFEASIBLE, -1e300, count
            bound = bound_at(rows, limit, cost, reduced, outside, low, high, true)
            return (CUT_OFF if bound < goal else TIRED), bound, count
        _exchange(row, column, end, table, basic_value, reduced, basic, outside, at, place)
        count += 1
        if count % 4 == 0:
            bound = bound_at(rows, limit, cost, reduced, outside, low, high, true)
            if bound < goal:
                return CUT_OFF, bound, count
