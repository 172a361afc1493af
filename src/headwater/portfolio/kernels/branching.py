"""Branch and bound over yes/no choices, depth first, each node from its parent's table."""

import numpy as np
from numpy.typing import NDArray

from headwater.numeric.compiled import compiled
from headwater.portfolio.kernels.simplex import (
    CUT_OFF,
    INFEASIBLE,
    OPTIMAL,
    PIVOT,
    first_table,
    settle,
    solve,
)

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
WHOLE = 1e-6
TRIAL = 12
"""Exchanges made to see what settling a choice would do to the bound."""
RELIABLE = 3
"""How often that is tried, or learnt from the search, before the mean is trusted."""
MOST_TRIALS = 8
"""Choices tried at one node at most."""


@compiled
def _losses(
    row: int,
    table: Floats,
    basic_value: Floats,
    reduced: Floats,
    outside: Integers,
    at: Floats,
    low: Floats,
    high: Floats,
) -> tuple[float, float]:
    """Return what the bound loses at least when a row's choice goes to 0, and to 1."""
    down, up = 1e300, 1e300
    part = basic_value[row]
    for column in range(outside.size):
        which = outside[column]
        entry = table[row, column]
        if low[which] == high[which] or abs(entry) < PIVOT:
            continue
        each = abs(reduced[column] / entry)
        if (at[column] == low[which]) == (entry > 0):
            down = min(down, each)
        else:
            up = min(up, each)
    return down * part, up * (1.0 - part)


@compiled
def _copied(
    here: int,
    there: int,
    which: int,
    value: int,
    tables: Floats,
    basic_values: Floats,
    reduceds: Floats,
    basics: Integers,
    outsides: Integers,
    ats: Floats,
    places: Integers,
    lows: Floats,
    highs: Floats,
) -> None:
    """Copy a node's table to another place, and settle a choice there."""
    tables[there] = tables[here]
    basic_values[there] = basic_values[here]
    reduceds[there] = reduceds[here]
    basics[there] = basics[here]
    outsides[there] = outsides[here]
    ats[there] = ats[here]
    places[there] = places[here]
    lows[there] = lows[here]
    highs[there] = highs[here]
    settle(
        which, float(value), tables[there], basic_values[there], ats[there], places[there],
        lows[there], highs[there],
    )  # fmt: skip


@compiled
def _tried(
    which: int,
    value: int,
    here: int,
    spare_slot: int,
    rows: Floats,
    limit: Floats,
    cost: Floats,
    tables: Floats,
    basic_values: Floats,
    reduceds: Floats,
    basics: Integers,
    outsides: Integers,
    ats: Floats,
    places: Integers,
    lows: Floats,
    highs: Floats,
    goal: float,
    passed: NDArray[np.bool_],
    true: Floats,
) -> tuple[float, int]:
    """Return the bound after a choice is settled, by a few exchanges; -1e300: no way there."""
    _copied(
        here, spare_slot, which, value, tables, basic_values, reduceds, basics, outsides, ats,
        places, lows, highs,
    )  # fmt: skip
    how, bound, count = solve(
        rows, limit, cost, tables[spare_slot], basic_values[spare_slot], reduceds[spare_slot],
        basics[spare_slot], outsides[spare_slot], ats[spare_slot], places[spare_slot],
        lows[spare_slot], highs[spare_slot], goal, TRIAL, passed, true,
    )  # fmt: skip
    return (-1e300 if how in (INFEASIBLE, CUT_OFF) else bound), count + 2


@compiled
def _chosen(
    here: int,
    spare_slot: int,
    rows: Floats,
    limit: Floats,
    cost: Floats,
    tables: Floats,
    basic_values: Floats,
    reduceds: Floats,
    basics: Integers,
    outsides: Integers,
    ats: Floats,
    places: Integers,
    lows: Floats,
    highs: Floats,
    bound: float,
    goal: float,
    learnt: Floats,
    times: Integers,
    estimate: Floats,
    passed: NDArray[np.bool_],
    true: Floats,
) -> tuple[int, int, float, int]:
    """Return the choice to branch on, the value to try first, its part, and the effort.

    -1 where all are whole. The choice is the one whose two sides are expected to lose most; what
    is expected is learnt from the search, and tried out while little is known.
    """
    table, basic_value, basic = tables[here], basic_values[here], basics[here]
    low, high = lows[here], highs[here]
    n, spare = cost.size, bound - goal
    found, first, kept, most, effort, trials = -1, 0, 0.0, -1.0, 0, 0
    for turn in range(2):  # first by what is known, then the most promising unknown are tried
        for row in range(basic.size):
            which = basic[row]
            if which >= n or low[which] == high[which]:
                continue
            part = basic_value[row]
            if part < WHOLE or part > 1.0 - WHOLE:
                continue
            if turn == 0:
                down, up = _losses(
                    row, table, basic_value, reduceds[here], outsides[here], ats[here], low, high
                )
                for side in range(2):
                    one = down if side == 0 else up
                    if times[which, side] > 0:
                        mean = learnt[which, side] / times[which, side]
                        one = max(one, mean * (part if side == 0 else 1.0 - part))
                    estimate[which, side] = min(one, spare)
            elif min(times[which, 0], times[which, 1]) < RELIABLE and trials < MOST_TRIALS:
                trials += 1
                for side in range(2):
                    after, count = _tried(
                        which, side, here, spare_slot, rows, limit, cost, tables, basic_values,
                        reduceds, basics, outsides, ats, places, lows, highs, goal, passed, true,
                    )  # fmt: skip
                    effort += count
                    lost = max(0.0, min(bound - after, spare))
                    learnt[which, side] += lost / (part if side == 0 else 1.0 - part)
                    times[which, side] += 1
                    estimate[which, side] = lost
                    if after < goal:
                        return which, 1 - side, part, effort
            else:
                continue
            down, up = estimate[which, 0], estimate[which, 1]
            score = max(down, 1e-6 * spare) * max(up, 1e-6 * spare)
            if score > most or (turn == 1 and which == found):
                most, found, kept = score, which, part
                first = 0 if down < up else 1
    return found, first, kept, effort


@compiled
def _allowed(x: Integers, whole_rows: Integers, whole_limit: Integers) -> bool:
    m, n = whole_rows.shape
    for row in range(m):
        total = 0
        for column in range(n):
            if x[column]:
                total += whole_rows[row, column]
        if total > whole_limit[row]:
            return False
    return True


@compiled
def _closed(
    bound: float,
    table: Floats,
    value: Floats,
    at: Floats,
    place: Integers,
    low: Floats,
    high: Floats,
    true: Floats,
    x: Integers,
    goal: Floats,
    roof: Floats,
) -> tuple[int, int]:
    """Settle what would lose more than there is to lose, and round the rest in `x`.

    Returns an open choice, -1 where there is none, and the value it is nearest to.
    """
    open_, nearest = -1, 0
    for column in range(x.size):
        if low[column] == high[column]:
            x[column] = int(low[column])
            continue
        if bound - abs(true[column]) < goal[0]:
            roof[0] = max(roof[0], bound - abs(true[column]))
            x[column] = 1 if true[column] > 0 else 0
            settle(column, float(x[column]), table, value, at, place, low, high)
            continue
        inside = value[place[column]] if place[column] >= 0 else at[-1 - place[column]]
        x[column] = 1 if inside > 0.5 else 0
        open_, nearest = column, x[column]
    return open_, nearest


@compiled
def _keep(
    x: Integers, cost: Floats, raise_by: float, goal: Floats, state: Integers, best: Integers
) -> None:
    """Take over allowed choices if they are worth the goal, and raise it."""
    worth = 0.0
    for column in range(x.size):
        worth += cost[column] * x[column]
    if worth >= goal[0]:
        best[:] = x
        state[1] += 1
        goal[0] = worth + raise_by


@compiled
def _learnt(
    came: Integers,
    from_bound: float,
    part: float,
    bound: float,
    goal: float,
    learnt: Floats,
    times: Integers,
) -> None:
    """Remember what the bound lost when the choice that led here was settled."""
    which, side = came[0], came[1]
    if which < 0 or part <= WHOLE or part >= 1.0 - WHOLE:
        return
    lost = from_bound - max(bound, goal)
    learnt[which, side] += max(lost, 0.0) / (part if side == 0 else 1.0 - part)
    times[which, side] += 1


@compiled
def branch(
    rows: Floats,
    limit: Floats,
    cost: Floats,
    whole_rows: Integers,
    whole_limit: Integers,
    raise_by: float,
    goal: Floats,
    tables: Floats,
    basic_values: Floats,
    reduceds: Floats,
    basics: Integers,
    outsides: Integers,
    ats: Floats,
    places: Integers,
    lows: Floats,
    highs: Floats,
    stage: Integers,
    split: Integers,
    came: Integers,
    from_bound: Floats,
    parts: Floats,
    learnt: Floats,
    times: Integers,
    state: Integers,
    roof: Floats,
    until: int,
    best: Integers,
) -> int:
    """Find choices worth at least the goal, ever better ones; go on where it was left.

    Parameters
    ----------
    rows, limit, cost
        Shapes (m, n), (m,), (n,), scaled to sizes near 1; the whole ones are exact.
    raise_by
        A find raises the goal to its value plus this.
    goal
        Shape (1,): in the units of `cost`.
    tables ... highs
        One table for each depth; see `simplex`.
    stage, split
        Shapes (depths,), (depths, 2): what was tried there; the choice and first value.
    came, from_bound, parts
        Shapes (depths, 2), (depths,), (depths,): the choice and value that led to a node, its
        parent's bound, and the part of the branched choice.
    learnt, times
        Shapes (n, 2): what the bound lost for a unit when a choice went to 0 or 1, summed, and
        how often that was seen.
    state
        Shape (4,): depth, finds, nodes, work (multiplications).
    roof
        Shape (1,): the highest bound of anything dropped because it misses the goal.
    until
        Stop when the work reaches this.

    Returns
    -------
    int
        1 when the search was complete, 0 at `until`.
    """
    m, n = rows.shape
    passed, true, estimate = np.zeros(n, np.bool_), np.zeros(n), np.zeros((n, 2))
    x, spare_slot, depth = np.zeros(n, np.int64), stage.size - 1, state[0]
    if state[2] == 0:
        first_table(
            rows, limit, cost, tables[0], basic_values[0], reduceds[0], basics[0], outsides[0],
            ats[0], places[0], lows[0], highs[0],
        )  # fmt: skip
        came[0, 0] = -1
    while depth >= 0 and state[3] < until:
        if stage[depth] == 1:  # go down to the first value; come back for the other
            stage[depth], stage[depth + 1] = 2, 0
            came[depth + 1] = split[depth]
            from_bound[depth + 1], parts[depth + 1] = from_bound[depth], parts[depth]
            _copied(
                depth, depth + 1, split[depth, 0], split[depth, 1], tables, basic_values,
                reduceds, basics, outsides, ats, places, lows, highs,
            )  # fmt: skip
            state[3] += m * n
            depth += 1
            continue
        table, value, at, place = tables[depth], basic_values[depth], ats[depth], places[depth]
        low, high = lows[depth], highs[depth]
        if stage[depth] == 2:
            came[depth, 0], came[depth, 1] = split[depth, 0], 1 - split[depth, 1]
            settle(came[depth, 0], float(came[depth, 1]), table, value, at, place, low, high)
            stage[depth] = 0
        state[2] += 1
        how, bound, count = solve(
            rows, limit, cost, table, value, reduceds[depth], basics[depth], outsides[depth], at,
            place, low, high, goal[0], 50 + 20 * m, passed, true,
        )  # fmt: skip
        state[3] += (count + 2) * m * n
        _learnt(came[depth], from_bound[depth], parts[depth], bound, goal[0], learnt, times)
        if how in (INFEASIBLE, CUT_OFF):
            if how == CUT_OFF:
                roof[0] = max(roof[0], bound)
            depth -= 1
            continue
        open_, nearest = _closed(bound, table, value, at, place, low, high, true, x, goal, roof)
        which, first, part = open_, nearest, 0.5
        if how == OPTIMAL:
            which, first, part, effort = _chosen(
                depth, spare_slot, rows, limit, cost, tables, basic_values, reduceds, basics,
                outsides, ats, places, lows, highs, bound, goal[0], learnt, times, estimate,
                passed, true,
            )  # fmt: skip
            state[3] += effort * m * n
        if which < 0 or open_ < 0:
            allowed = _allowed(x, whole_rows, whole_limit)
            if allowed:
                _keep(x, cost, raise_by, goal, state, best)
            if allowed or open_ < 0:
                depth -= 1
                continue
            which, first = open_, nearest
        split[depth, 0], split[depth, 1], stage[depth] = which, first, 1
        from_bound[depth], parts[depth] = bound, part
    state[0] = depth
    return 1 if depth < 0 else 0
