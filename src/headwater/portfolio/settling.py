"""Whether any open answer can still change the choice: the worst that can come of it, exactly.

The recommended portfolio x is best in every world that the ranges allow exactly when no rival y
beats it in the world most in y's favour: values of y at the high end, those of x that y lacks at
the low end, all uses at the low end, weights at a vertex. Values of common projects cancel. That
world's best rival is one exact solve a vertex [boutilier2006]_.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from headwater.portfolio import wording
from headwater.portfolio.flips.solves import Solves, UnsettledError
from headwater.portfolio.grids import Floats, Integers, off_grid
from headwater.portfolio.model import Model, compile_model, tolerance, weighted
from headwater.portfolio.solver import Solver
from headwater.vocabulary.explanation import Settled
from headwater.vocabulary.portfolio import Optimum, Problem
from headwater.vocabulary.progress import Watcher, ignore

Solve: TypeAlias = Callable[[Solver, Integers], tuple[Integers, int]]
"""Finds the best choices for a cost, and their value on the grid."""

STAGE = "Seeing whether any answer can change the choice"


@dataclass(frozen=True, slots=True)
class Threat:
    """The strongest rival at one vertex of the weights.

    Attributes
    ----------
    chosen, rival
        Portfolios, 0/1 by position in `model`, whose uses are at the low ends.
    regret
        By how much the rival is worth more in the world most in its favour; 0 where a tie.
    prices
        Of the limits there: value for a unit of each limit.
    """

    model: Model
    weights: Floats
    chosen: Integers
    rival: Integers
    regret: float
    prices: Floats


def threats(problem: Problem, optimum: Optimum, solves: Solves) -> list[Threat]:
    """Return the strongest rival at each vertex of the weights, the worst first.

    Raises
    ------
    UnsettledError
        If one is not proved in the time.
    """
    model = compile_model(problem, case="low")
    chosen = model.positions(optimum.chosen)
    found = [threat_at(model, chosen, vertex, solves.exact) for vertex in model.vertices]
    return sorted(found, key=lambda each: -each.regret)


def threat_at(model: Model, chosen: Integers, weights: Floats, solve: Solve) -> Threat:
    """Return the strongest rival at some weights, as `solve` finds it (choices and value)."""
    lows, highs = weighted(model.lows, weights), weighted(model.highs, weights)
    values = np.where(chosen == 1, lows, highs)
    cost, power = model.graded(values, weights)
    solver = Solver(model, cost)
    own = model.with_synergies(chosen)
    if solver.program.allows(own):
        solver.remember(own)
    x, whole = solve(solver, cost)
    excess = whole - int(cost @ own)
    at, _ = solver.price(cost)
    prices = [
        off_grid(price, power - row)
        for price, row in zip(at.prices[: len(model.limits)].tolist(), model.powers, strict=True)
    ]
    tied = excess <= tolerance(whole)
    regret = 0.0 if tied else off_grid(excess, power)
    rival = chosen if tied else x[: model.size]
    return Threat(model, weights, chosen, rival, regret, np.array(prices))


def settled(
    problem: Problem, optimum: Optimum, *, watch: Watcher = ignore, time_limit: float = 30.0
) -> Settled:
    """Say whether any answer within the ranges can still change the recommended portfolio.

    Parameters
    ----------
    optimum
        What is recommended now.
    time_limit
        Seconds; where the proof is not complete by then the answer says so.

    Returns
    -------
    Settled
        Exact: with `settled` the portfolio is best in every world that the ranges allow;
        without it there is such a world, and a portfolio that is worth more in it.
    """
    try:
        return verdict(
            problem,
            optimum,
            threats(problem, optimum, Solves(watch=watch, time_limit=time_limit, stage=STAGE)),
        )
    except UnsettledError:
        text = "Whether any answer can still change the choice was not settled in the time."
        return Settled(settled=False, regret=0.0, rival=(), proved=False, text=text)


def verdict(problem: Problem, optimum: Optimum, found: Sequence[Threat]) -> Settled:
    """Say what the worst threat means."""
    worst = found[0]
    if worst.regret <= 0.0:
        text = (
            "No answer can change the choice any more: the recommended portfolio is best for "
            "every weight, value and cost that is still possible."
        )
        return Settled(settled=True, regret=0.0, rival=(), proved=True, text=text)
    names = wording.names_of(problem)
    rival = worst.model.portfolio(worst.rival)
    inside = set(worst.model.portfolio(worst.chosen))
    enters = [names[each] for each in rival if each not in inside]
    leaves = sorted(names[each] for each in inside - set(rival))
    moves = " and ".join(
        part
        for part in (
            f"with {wording.listed(enters, most=4)}" if enters else "",
            f"without {wording.listed(leaves, most=4)}" if leaves else "",
        )
        if part
    )
    text = (
        f"Answers can still change the choice. If all that is open came out against it, a "
        f"portfolio {moves} would be worth {wording.amount(worst.regret)} more"
        f"{_beside(worst.regret, optimum.value)}."
    )
    return Settled(settled=False, regret=worst.regret, rival=rival, proved=True, text=text)


def _beside(regret: float, value: float) -> str:
    """Say what is at stake beside what the recommended portfolio is expected to be worth."""
    if not value:
        return ""
    share = regret / abs(value)
    part = "under 0.1%" if share < 1e-3 else wording.part(share)
    return f", which is {part} of what the recommended one is expected to be worth"
