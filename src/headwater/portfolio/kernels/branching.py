"""Branch and bound over yes/no choices, depth first, each node from its parent's table."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from headwater.numeric.compiled import compiled, compiled_within
from headwater.portfolio.kernels.choosing import (
    WHOLE,
    Learnt,
    Scaled,
    Table,
    Tables,
    chosen,
    copied,
    learn,
    settled,
    solved,
    table_at,
)
from headwater.portfolio.kernels.simplex import CUT_OFF, INFEASIBLE, OPTIMAL, first_table, settle

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
DEPTH, FINDS, NODES, WORK = 0, 1, 2, 3
"""Places in the state of a search; work counts multiplications."""


class Whole(NamedTuple):
    """The same problem in whole numbers: rows (m, n), limit (m,)."""

    rows: Integers
    limit: Integers


class Trail(NamedTuple):
    """The way to the node in hand.

    Attributes
    ----------
    stage, split
        Shapes (depths,), (depths, 2): what was tried there; the choice and first value.
    came, from_bound, part
        Shapes (depths, 2), (depths,), (depths,): the choice and value that led to a node, its
        parent's bound, and the part of the branched choice.
    """

    stage: Integers
    split: Integers
    came: Integers
    from_bound: Floats
    part: Floats


class Search(NamedTuple):
    """Where a search stands.

    Attributes
    ----------
    state
        Shape (4,): depth, finds, nodes, work.
    goal, roof
        Shapes (1,), in the units of the scaled cost: the value asked for, and the highest bound
        of anything dropped because it misses that.
    best, x
        Shapes (n,): the best find, and choices in the making.
    """

    state: Integers
    goal: Floats
    roof: Floats
    best: Integers
    x: Integers


@compiled
def _allowed(x: Integers, whole: Whole) -> bool:
    m, n = whole.rows.shape
    for row in range(m):
        total = 0
        for column in range(n):
            if x[column]:
                total += whole.rows[row, column]
        if total > whole.limit[row]:
            return False
    return True


@compiled
def _closed(bound: float, node: Table, learnt: Learnt, search: Search) -> tuple[int, int]:
    """Settle what would lose more than there is to lose, and round the rest in `x`.

    Returns an open choice, -1 where there is none, and the value it is nearest to.
    """
    x, true, roof = search.x, learnt.true, search.roof
    value, at, places, low, high = node.value, node.at, node.place, node.low, node.high
    open_, nearest = -1, 0
    for column in range(x.size):
        if low[column] == high[column]:
            x[column] = int(low[column])
            continue
        if bound - abs(true[column]) < search.goal[0]:
            roof[0] = max(roof[0], bound - abs(true[column]))
            x[column] = 1 if true[column] > 0 else 0
            settle(column, float(x[column]), node.table, value, at, places, low, high)
            continue
        place = places[column]
        inside = value[place] if place >= 0 else at[-1 - place]
        x[column] = 1 if inside > 0.5 else 0
        open_, nearest = column, x[column]
    return open_, nearest


@compiled
def _keep(raise_by: float, scaled: Scaled, search: Search) -> None:
    """Take over allowed choices if they are worth the goal, and raise it."""
    worth = 0.0
    for column in range(search.x.size):
        worth += scaled.cost[column] * search.x[column]
    if worth >= search.goal[0]:
        search.best[:] = search.x
        search.state[FINDS] += 1
        search.goal[0] = worth + raise_by


@compiled_within
def _seen(depth: int, bound: float, goal: float, trail: Trail, learnt: Learnt) -> None:
    """Remember what the bound lost when the choice that led here was settled."""
    which, part = trail.came[depth, 0], trail.part[depth]
    if which >= 0 and WHOLE < part < 1.0 - WHOLE:
        lost = trail.from_bound[depth] - max(bound, goal)
        learn(which, trail.came[depth, 1], part, lost, learnt)


@compiled_within
def _began(scaled: Scaled, node: Table, trail: Trail) -> None:
    """Fill the first table."""
    first_table(
        scaled.rows, scaled.limit, scaled.cost, node.table, node.value, node.reduced, node.basic,
        node.outside, node.at, node.place, node.low, node.high,
    )  # fmt: skip
    trail.came[0, 0] = -1


@compiled_within
def _went_down(depth: int, tables: Tables, trail: Trail) -> None:
    """Make the node below, where the first value is tried."""
    trail.stage[depth], trail.stage[depth + 1] = 2, 0
    trail.came[depth + 1] = trail.split[depth]
    trail.from_bound[depth + 1], trail.part[depth + 1] = trail.from_bound[depth], trail.part[depth]
    which, value = trail.split[depth, 0], trail.split[depth, 1]
    copied(table_at(depth, tables), table_at(depth + 1, tables), which, value)


@compiled
def branch(
    scaled: Scaled,
    whole: Whole,
    tables: Tables,
    trail: Trail,
    learnt: Learnt,
    search: Search,
    raise_by: float,
    until: int,
) -> int:
    """Find choices worth at least the goal, ever better ones; go on where it was left.

    Parameters
    ----------
    raise_by
        A find raises the goal to its value plus this.
    until
        Stop when the work reaches this.

    Returns
    -------
    int
        1 when the search was complete, 0 at `until`.
    """
    m, n = scaled.rows.shape
    state, goal, depth = search.state, search.goal, search.state[DEPTH]
    if state[NODES] == 0:
        _began(scaled, table_at(0, tables), trail)
    spare = table_at(tables.value.shape[0] - 1, tables)
    while depth >= 0 and state[WORK] < until:
        if trail.stage[depth] == 1:  # go down to the first value; come back for the other
            _went_down(depth, tables, trail)
            state[WORK] += m * n
            depth += 1
            continue
        node = table_at(depth, tables)
        if trail.stage[depth] == 2:
            trail.came[depth, 0] = trail.split[depth, 0]
            trail.came[depth, 1] = 1 - trail.split[depth, 1]
            settled(trail.came[depth, 0], trail.came[depth, 1], node)
            trail.stage[depth] = 0
        state[NODES] += 1
        how, bound, count = solved(node, goal[0], 50 + 20 * m, scaled, learnt)
        state[WORK] += (count + 2) * m * n
        _seen(depth, bound, goal[0], trail, learnt)
        if how in (INFEASIBLE, CUT_OFF):
            if how == CUT_OFF:
                search.roof[0] = max(search.roof[0], bound)
            depth -= 1
            continue
        open_, nearest = _closed(bound, node, learnt, search)
        which, first, part = open_, nearest, 0.5
        if how == OPTIMAL:
            which, first, part, effort = chosen(node, spare, bound, goal[0], scaled, learnt)
            state[WORK] += effort * m * n
        if which < 0 or open_ < 0:
            allowed = _allowed(search.x, whole)
            if allowed:
                _keep(raise_by, scaled, search)
            if allowed or open_ < 0:
                depth -= 1
                continue
            which, first = open_, nearest
        trail.split[depth, 0], trail.split[depth, 1], trail.stage[depth] = which, first, 1
        trail.from_bound[depth], trail.part[depth] = bound, part
    state[DEPTH] = depth
    return 1 if depth < 0 else 0
