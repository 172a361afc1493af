"""Which choice to branch on: the one whose two sides are expected to lose most of the bound."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from headwater.numeric.compiled import compiled, compiled_within
from headwater.portfolio.kernels.simplex import CUT_OFF, INFEASIBLE, PIVOT, settle, solve

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
WHOLE = 1e-6
TRIAL = 12
"""Exchanges made to see what settling a choice would do to the bound."""
RELIABLE = 3
"""How often that is tried, or learnt from the search, before the mean is trusted."""
MOST_TRIALS = 8
"""Choices tried at one node at most."""


class Scaled(NamedTuple):
    """The problem in sizes near 1: rows (m, n), limit (m,), cost (n,)."""

    rows: Floats
    limit: Floats
    cost: Floats


class Tables(NamedTuple):
    """A table of the dual simplex method for each depth, and a spare one last; see `simplex`.

    Shapes (depths, m, n), (depths, m), (depths, n), (depths, m), (depths, n), (depths, n),
    (depths, n + m), (depths, n + m), (depths, n + m).
    """

    table: Floats
    value: Floats
    reduced: Floats
    basic: Integers
    outside: Integers
    at: Floats
    place: Integers
    low: Floats
    high: Floats


class Table(NamedTuple):
    """The table at one depth."""

    table: Floats
    value: Floats
    reduced: Floats
    basic: Integers
    outside: Integers
    at: Floats
    place: Integers
    low: Floats
    high: Floats


class Learnt(NamedTuple):
    """What the bound lost for a unit when a choice went to 0 or 1.

    Attributes
    ----------
    lost, times
        Shapes (n, 2): summed, and how often that was seen.
    estimate
        Shape (n, 2): what is expected at the node in hand.
    passed, true
        Shapes (n,): room for the simplex method to work in.
    """

    lost: Floats
    times: Integers
    estimate: Floats
    passed: NDArray[np.bool_]
    true: Floats


@compiled_within
def table_at(depth: int, tables: Tables) -> Table:
    """Return the table at a depth, to be changed in place."""
    return Table(
        tables.table[depth], tables.value[depth], tables.reduced[depth], tables.basic[depth],
        tables.outside[depth], tables.at[depth], tables.place[depth], tables.low[depth],
        tables.high[depth],
    )  # fmt: skip


@compiled_within
def solved(
    node: Table, goal: float, most: int, scaled: Scaled, learnt: Learnt
) -> tuple[int, float, int]:
    """Bring a table to its optimum; see `simplex.solve`."""
    how, bound, count = solve(
        scaled.rows, scaled.limit, scaled.cost, node.table, node.value, node.reduced, node.basic,
        node.outside, node.at, node.place, node.low, node.high, goal, most, learnt.passed,
        learnt.true,
    )  # fmt: skip
    return how, bound, count


@compiled_within
def settled(which: int, value: int, node: Table) -> None:
    """Fix a choice in a table."""
    settle(which, float(value), node.table, node.value, node.at, node.place, node.low, node.high)


@compiled_within
def copied(node: Table, other: Table, which: int, value: int) -> None:
    """Copy a node's table to another, and settle a choice there."""
    other.table[:] = node.table
    other.value[:] = node.value
    other.reduced[:] = node.reduced
    other.basic[:] = node.basic
    other.outside[:] = node.outside
    other.at[:] = node.at
    other.place[:] = node.place
    other.low[:] = node.low
    other.high[:] = node.high
    settled(which, value, other)


@compiled_within
def _tried(
    which: int,
    value: int,
    node: Table,
    spare: Table,
    goal: float,
    scaled: Scaled,
    learnt: Learnt,
) -> tuple[float, int]:
    """Return the bound after a choice is settled, by a few exchanges; -1e300: no way there."""
    copied(node, spare, which, value)
    how, bound, count = solved(spare, goal, TRIAL, scaled, learnt)
    return (-1e300 if how in (INFEASIBLE, CUT_OFF) else bound), count + 2


@compiled
def _expect(n: int, spare: float, node: Table, learnt: Learnt) -> None:
    """Estimate what the bound loses when each choice between 0 and 1 goes to either.

    At least what the table says; more where that was seen. (One function, as the compiler counts
    every array that is handed over.)
    """
    table, reduced, outside = node.table, node.reduced, node.outside
    at, low, high = node.at, node.low, node.high
    lost, times, estimate = learnt.lost, learnt.times, learnt.estimate
    for row in range(node.basic.size):
        choice, part = node.basic[row], node.value[row]
        if choice >= n or low[choice] == high[choice] or part < WHOLE or part > 1.0 - WHOLE:
            continue
        down, up = 1e300, 1e300
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
        for side in range(2):
            span = part if side == 0 else 1.0 - part
            one = (down if side == 0 else up) * span
            if times[choice, side] > 0:
                one = max(one, lost[choice, side] / times[choice, side] * span)
            estimate[choice, side] = min(one, spare)


@compiled_within
def learn(which: int, side: int, part: float, lost: float, learnt: Learnt) -> None:
    """Remember what the bound lost when a choice of this part went to 0 or 1."""
    learnt.lost[which, side] += max(lost, 0.0) / (part if side == 0 else 1.0 - part)
    learnt.times[which, side] += 1


@compiled
def chosen(
    node: Table, other: Table, bound: float, goal: float, scaled: Scaled, learnt: Learnt
) -> tuple[int, int, float, int]:
    """Return the choice to branch on, the value to try first, its part, and the effort.

    -1 where all are whole. What is expected is learnt from the search, and tried out in the
    table `other` while little is known.
    """
    times, estimate = learnt.times, learnt.estimate
    n, spare = scaled.cost.size, bound - goal
    found, first, kept, most, effort, trials = -1, 0, 0.0, -1.0, 0, 0
    _expect(n, spare, node, learnt)
    for turn in range(2):  # first by what is known, then the most promising unknown are tried
        for row in range(scaled.limit.size):
            which = node.basic[row]
            if which >= n or node.low[which] == node.high[which]:
                continue
            part = node.value[row]
            if part < WHOLE or part > 1.0 - WHOLE:
                continue
            unknown = min(times[which, 0], times[which, 1]) < RELIABLE
            if turn == 1 and not (unknown and trials < MOST_TRIALS):
                continue
            if turn == 1:
                trials += 1
                for side in range(2):
                    after, count = _tried(which, side, node, other, goal, scaled, learnt)
                    effort += count
                    lost = max(0.0, min(bound - after, spare))
                    learn(which, side, part, lost, learnt)
                    estimate[which, side] = lost
                    if after < goal:
                        return which, 1 - side, part, effort
            down, up = estimate[which, 0], estimate[which, 1]
            score = max(down, 1e-6 * spare) * max(up, 1e-6 * spare)
            if score > most or (turn == 1 and which == found):
                most, found, kept = score, which, part
                first = 0 if down < up else 1
    return found, first, kept, effort
