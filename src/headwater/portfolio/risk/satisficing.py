"""Good enough: the portfolio that reaches a stated target in as many futures as possible."""

from typing import Literal

import numpy as np

from headwater.errors import InputError
from headwater.numeric.milp import Relaxation
from headwater.numeric.mixed import Line, MixedProgram
from headwater.numeric.programs import BinaryProgram
from headwater.portfolio import wording
from headwater.portfolio.grids import Floats, Integers
from headwater.portfolio.ladder import Aim, Ladder, choices_of, settle
from headwater.portfolio.model import compile_model
from headwater.portfolio.optimum import optimum, unknown_doubts
from headwater.portfolio.risk.futures import Futures
from headwater.vocabulary.portfolio import Problem
from headwater.vocabulary.progress import Watcher, ignore
from headwater.vocabulary.risk import Outcomes, Satisficing

STAGE = "Seeking what is good enough"
NEAR = 1e-9
"""Part of all amounts by which a value may miss the target and still reach it (rounding)."""
Goal = Literal["probability", "shortfall"]


def satisfice(
    problem: Problem,
    outcomes: Outcomes,
    *,
    target: float,
    goal: Goal = "probability",
    time_limit: float = 60.0,
    watch: Watcher = ignore,
) -> Satisficing:
    """Choose the portfolio most likely to be worth at least `target` [simon1955]_.

    Parameters
    ----------
    target
        The value that is good enough, in the unit of the outcomes.
    goal
        "probability" makes reaching it as likely as possible, then the expected shortfall
        small; "shortfall" the other way round. Of equals the higher mean is taken.

    Raises
    ------
    InfeasibleError
        If no portfolio is allowed.
    InputError
        If the target is not finite, or outcomes and projects do not match.

    Notes
    -----
    A yes/no choice a future says that the target is reached: V_s >= target - M_s (1 - b_s),
    where M_s is what the portfolio worth least in that future, over the linear relaxation,
    falls short of the target.
    """
    if not np.isfinite(target):
        raise InputError(f"the target {target} is not a finite number")
    if goal not in ("probability", "shortfall"):
        raise InputError(f"the goal is 'probability' or 'shortfall', not {goal!r}")
    futures = Futures(compile_model(problem), outcomes)
    best = optimum(problem, time_limit=time_limit, watch=watch, ties=False)
    first = futures.model.with_synergies(futures.model.positions(best.chosen))
    program = _Reach(futures, target)
    ladder = program.ladder(time_limit, watch)
    aims = [program.likely(), program.short(), program.mean()]
    if goal == "shortfall":
        aims[:2] = aims[1::-1]
    unit = 1.0 if goal == "probability" else futures.unit
    gap: float | None = 0.0
    x, proved = first, True
    for number, aim in enumerate(aims):
        rung = ladder.climb(aim)
        if rung is not None and (number == 0 or rung.proved):
            x = rung.x
        if rung is None or not rung.proved:
            proved = number > 0
            gap = 0.0 if proved else ladder.gap(aim, x, unit)
            break
    else:
        x = settle(ladder, futures.model, x, aims[0].cost.size)
    return _answer(
        futures, program, futures.model.with_synergies(x),
        proved=proved, gap=gap, settled=ladder.complete,
    )  # fmt: skip


class _Reach:
    """Amounts beside the choices: whether each future reaches the target, and its shortfall."""

    def __init__(self, futures: Futures, target: float) -> None:
        self._futures = futures
        self.target = target
        size = max(np.abs(futures.values).sum(axis=1).max(initial=0.0), abs(target))
        self._enough = target - NEAR * float(size)
        self._goal = self._enough / futures.unit
        self._choices = choices_of(futures.model)
        self._least = self._lowest()

    def reached(self, x: Integers) -> Floats:
        """Say for each future, by 1 or 0, whether a portfolio reaches the target."""
        return (self._futures.worth(x) >= self._enough).astype(np.float64)

    def shortfall(self, x: Integers) -> float:
        """Return by how much the target is missed on average."""
        short = np.maximum(self.target - self._futures.worth(x), 0.0)
        short[self.reached(x) == 1] = 0.0
        return float(self._futures.chances @ short)

    def ladder(self, time_limit: float, watch: Watcher) -> Ladder:
        count = self._futures.count
        settled = self._least >= self._goal  # reached by every portfolio
        lower = np.concatenate([settled.astype(np.float64), np.zeros(count)])
        upper = np.concatenate([np.ones(count), np.full(count, np.inf)])
        program = MixedProgram(
            self._choices, np.zeros(self._futures.width + 2 * count), tuple(self._lines()),
            lower, upper, np.arange(2 * count) < count,
        )  # fmt: skip
        return Ladder(program, time_limit=time_limit, watch=watch)

    def _lines(self) -> list[Line]:
        futures, found = self._futures, []
        for future in range(futures.count):
            # value + short >= target, and value >= least + (target - least) reached
            short = [(futures.count + future, -1.0)]
            found.append(futures.falls_short(future, short, -self._goal))
            room = self._goal - self._least[future]
            if room > 0:
                least = -float(self._least[future])
                found.append(futures.falls_short(future, [(future, float(room))], least))
        return found

    def _lowest(self) -> Floats:
        """Return a proved lower bound of every portfolio's value in each future."""
        futures, found = self._futures, []
        relaxed = Relaxation(self._choices)
        for future in range(futures.count):
            cost = -futures.row(future)
            prices, _ = relaxed.prices(cost)
            found.append(-_bound(self._choices, cost, prices))
        return np.array(found) - 1e-6

    def _aim(self, at: int, weights: Floats) -> Floats:
        cost = np.zeros(self._futures.width + 2 * self._futures.count)
        cost[self._futures.width + at : self._futures.width + at + weights.size] = weights
        return cost

    def likely(self) -> Aim:
        """Return the aim to reach the target as likely as possible."""
        chances = self._futures.chances
        cost = self._aim(0, chances)
        return Aim(STAGE, cost, lambda x: float(chances @ self.reached(x)), size=1.0)

    def short(self) -> Aim:
        """Return the aim to fall short by as little as possible on average."""
        futures = self._futures
        cost = self._aim(futures.count, -futures.chances)
        return Aim(STAGE, cost, lambda x: -self.shortfall(x) / futures.unit)

    def mean(self) -> Aim:
        """Return the aim of a high mean."""
        futures = self._futures
        cost = np.concatenate([futures.average(), np.zeros(2 * futures.count)])
        return Aim(STAGE, cost, lambda x: futures.mean(x) / futures.unit)


def _bound(program: BinaryProgram, cost: Floats, prices: Floats) -> float:
    """Return an upper bound of cost @ x over all allowed x, for any prices (weak duality)."""
    weighted = program.coefficient * np.repeat(prices, np.diff(program.start))
    used = np.bincount(program.index, weights=weighted, minlength=cost.size)
    reduced = cost - used
    gain = np.maximum(reduced * program.lower, reduced * program.upper)
    return float(prices @ program.limit + gain.sum())


def _answer(
    futures: Futures,
    program: _Reach,
    x: Integers,
    *,
    proved: bool,
    gap: float | None,
    settled: bool,
) -> Satisficing:
    reached = program.reached(x)
    chance = float(futures.chances @ reached)
    short, mean = program.shortfall(x), futures.mean(x)
    chosen = futures.model.portfolio(x)
    missed = tuple(
        label
        for label, hit, p in zip(futures.labels, reached, futures.chances, strict=True)
        if not hit and p > 0
    )
    doubts = list(unknown_doubts(futures.model))
    if not proved:
        doubts.append("Time ran out before this was proved best.")
    elif not settled:
        doubts.append("Other portfolios may do as well; time ran out to settle it.")
    return Satisficing(
        chosen=chosen,
        target=program.target,
        probability=chance,
        shortfall=short,
        mean=mean,
        missed=missed,
        status="optimal" if proved else "best found",
        gap=gap,
        text=_text(futures, chosen, program.target, chance, short),
        doubts=tuple(doubts),
    )


def _text(
    futures: Futures, chosen: tuple[str, ...], target: float, chance: float, short: float
) -> str:
    who = "One project reaches" if len(chosen) == 1 else f"{len(chosen)} projects reach"
    if chance >= 1 - 1e-12:
        return f"{who} {wording.amount(target)} in every one of {futures.count} futures."
    if chance <= 0:
        return (
            f"No allowed portfolio reaches {wording.amount(target)} in any future; this one falls "
            f"short by {wording.amount(short)} on average."
        )
    return (
        f"{who} {wording.amount(target)} with a probability of {wording.percent(chance)}; on "
        f"average over all futures {wording.amount(short)} is missing."
    )
