"""A recommended portfolio in the futures, beside a cautious one and one that reaches a target."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import fsum

from headwater.errors import InputError
from headwater.portfolio.model import compile_model
from headwater.portfolio.risk.futures import Futures
from headwater.portfolio.risk.mean_risk import mean_risk, measured
from headwater.portfolio.risk.satisficing import NEAR, satisfice
from headwater.vocabulary.portfolio import Problem
from headwater.vocabulary.progress import Watcher, ignore
from headwater.vocabulary.risk import FuturesView, Outcomes


def beside(
    problem: Problem,
    outcomes: Outcomes,
    chosen: Sequence[str],
    *,
    caution: float = 0.5,
    tail: float = 0.1,
    target: float | None = None,
    time_limit: float = 60.0,
    watch: Watcher = ignore,
) -> Iterator[FuturesView]:
    """Yield what a portfolio brings in the futures, beside ones that are chosen for them.

    Parameters
    ----------
    chosen
        Ids of the portfolio that is recommended today.
    caution, tail, target
        As in `mean_risk` and `satisfice`; None for no target.

    Yields
    ------
    FuturesView
        First with the cautious choice, then, where there is a target, with the surest one.

    Raises
    ------
    InfeasibleError
        If no portfolio is allowed.
    InputError
        If a number lies outside its range, or outcomes and projects do not match.
    """
    if target is not None and not abs(target) < float("inf"):
        raise InputError(f"the target {target} is not a finite number")
    futures = Futures(compile_model(problem), outcomes)
    cautious = mean_risk(
        problem, outcomes, caution=caution, tail=tail, time_limit=time_limit, watch=watch
    )
    view = FuturesView(
        futures=futures.count,
        unit=outcomes.unit,
        recommended=measured(problem, outcomes, chosen, tail=tail),
        chance=None if target is None else _chance(futures, chosen, target),
        cautious=cautious,
        cautious_chance=None if target is None else _chance(futures, cautious.chosen, target),
    )
    yield view
    if target is not None:
        reaching = satisfice(problem, outcomes, target=target, time_limit=time_limit, watch=watch)
        reached = measured(problem, outcomes, reaching.chosen, tail=tail)
        yield replace(view, reaching=reaching, reached=reached)


def _chance(futures: Futures, chosen: Sequence[str], target: float) -> float:
    x = futures.model.with_synergies(futures.model.positions(chosen))
    worth = futures.worth(x)
    near = NEAR * float(abs(futures.values).sum())
    return fsum(float(p) for p, v in zip(futures.chances, worth, strict=True) if v >= target - near)
