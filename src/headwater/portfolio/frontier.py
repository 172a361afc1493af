"""What each amount of one budget buys: the highest value at every level."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from headwater.errors import InputError
from headwater.portfolio.grids import Integers, on_grid
from headwater.portfolio.model import Model, compile_model
from headwater.portfolio.solver import Solver
from headwater.vocabulary.portfolio import FrontierPoint, FrontierStep, Optimum, Problem
from headwater.vocabulary.progress import Progress, Watcher, ignore

STAGE = "Drawing value against budget"
MOST_STEPS = 3_000_000
MOST_LEVELS = 1_000
"""Steps of the search at one level at most; what is then not proved is said by the point's gap."""

LARGE = 500
"""Candidates beyond which a level never gets starts beside its neighbours' portfolios."""


def frontier(
    problem: Problem,
    *,
    limit: str,
    levels: int = 20,
    watch: Watcher = ignore,
    optimum: Optimum | None = None,
) -> tuple[FrontierPoint, ...]:
    """Find the highest value that each of `levels` amounts of one limit buys.

    Parameters
    ----------
    limit
        The limit's name. All other limits and rules stay as they are.
    levels
        Number of amounts, evenly spread from the least that is feasible (0 when nothing is
        ordered) to the cost of all projects together; today's amount is one of them.
    optimum
        The recommended portfolio, if known: no point that can pay for it is worth less.

    Returns
    -------
    tuple of FrontierPoint
        By amount; value and cost under the central weights and the middle of each range, use
        at the high end. Values never fall. `gap` is (bound - value) / |value|: 0 when proved.
        Empty when the other limits and rules allow no portfolio at all.

    Raises
    ------
    InputError
        If no limit bears that name, or fewer than two levels or too many are asked for.
    """
    found = _levels(problem, limit, levels, watch, optimum, calm=False)
    return tuple(point for point, _ in found)


def frontier_steps(
    problem: Problem,
    *,
    limit: str,
    levels: int = 20,
    watch: Watcher = ignore,
    optimum: Optimum | None = None,
) -> tuple[FrontierStep, ...]:
    """Find the frontier, and which projects each level takes in and lets go.

    Parameters, points and errors are those of `frontier`. Where several portfolios are worth
    the same at a level, the one of the level before is kept as long as it is among the best, so
    that projects move only where a move pays; at today's amount it is the recommended one.
    """
    found: list[FrontierStep] = []
    last: tuple[str, ...] = ()
    for point, chosen in _levels(problem, limit, levels, watch, optimum, calm=True):
        enters, leaves = set(chosen) - set(last), set(last) - set(chosen)
        found.append(FrontierStep(point, tuple(sorted(enters)), tuple(sorted(leaves))))
        last = chosen
    return tuple(found)


def _levels(
    problem: Problem,
    limit: str,
    levels: int,
    watch: Watcher,
    optimum: Optimum | None,
    *,
    calm: bool,
) -> Iterator[tuple[FrontierPoint, tuple[str, ...]]]:
    model = compile_model(problem)
    at = next((n for n, each in enumerate(model.limits) if each.name == limit), None)
    if at is None:
        raise InputError(f"no limit is called {limit!r}, so value cannot be drawn against it")
    if not 2 <= levels <= MOST_LEVELS:
        raise InputError(
            f"value against budget is drawn at 2 to {MOST_LEVELS:,} levels, not at {levels:,}"
        )
    if model.size == 0:
        return
    first = _least(model, at)
    if first is None:
        return
    cost, _ = model.graded(model.middle_values)
    chosen = [] if optimum is None else [model.with_synergies(model.positions(optimum.chosen))]
    least = model.used(at, first)
    solver = Solver(_with_amount(model, at, least), cost)
    solver.remember(first)
    last: list[Integers] = []
    for number, amount in enumerate(_amounts(model, at, least, levels)):
        watch(Progress(STAGE, fraction=number / levels))
        solver.relax(at, _grid(model, at, amount))
        for each in chosen:
            if solver.program.allows(each):
                solver.remember(each)
        best = solver.quick(cost, most_steps=MOST_STEPS)
        if not best.proved and model.size <= LARGE:  # starts of its own, where that is cheap
            again = solver.best(cost, most_steps=MOST_STEPS)
            best = again if again is not None and again.value >= best.value else best
        x = best.x
        if calm:
            today = chosen if amount == model.limits[at].amount else []
            x = next((e for e in (*today, *last) if int(cost @ e) >= best.value), x)
            last = [x]
        point = FrontierPoint(
            budget=amount,
            value=model.value_of(x),
            cost=model.used(at, x),
            gap=0.0 if best.proved else _gap(best.value, best.bound),
        )
        yield point, model.portfolio(x)


def _gap(value: int, bound: float) -> float:
    return max(0.0, (bound - value) / max(abs(value), 1))


def _least(model: Model, at: int) -> Integers | None:
    """Return the allowed portfolio that uses least of the limit, however much that is."""
    row = model.limit_rows[at]
    free = _with_row(model, at, int(row.coefficients.clip(0).sum()))
    cost = np.zeros(model.size + len(model.synergies), np.int64)
    value, _ = model.graded(model.middle_values)
    solver = Solver(free, value)
    if not solver.allowed():
        return None
    if model.used(at, solver.pool[-1]) == 0:
        none: Integers = solver.pool[-1]
        return none
    cost[row.columns] = -row.coefficients
    best = solver.best(cost, most_steps=MOST_STEPS)
    return None if best is None else best.x


def _amounts(model: Model, at: int, least: float, levels: int) -> list[float]:
    everything = float(model.uses[at].clip(min=0).sum())
    today = model.limits[at].amount
    inside = least <= today <= everything
    even = np.linspace(least, max(everything, least), levels - 1 if inside else levels)
    amounts = {float(f"{each:.12g}") for each in even[1:]} | {least}
    return sorted(amounts | {today}) if inside else sorted(amounts)


def _grid(model: Model, at: int, amount: float) -> int:
    most = int(model.limit_rows[at].coefficients.clip(0).sum())
    return min(int(on_grid(np.array([amount]), model.powers[at])[0]), most)


def _with_amount(model: Model, at: int, amount: float) -> Model:
    return _with_row(model, at, _grid(model, at, amount))


def _with_row(model: Model, at: int, limit: int) -> Model:
    rows = list(model.limit_rows)
    rows[at] = replace(rows[at], limit=limit)
    return replace(model, limit_rows=tuple(rows))
