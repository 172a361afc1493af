"""A portfolio chosen for its mean and for its mean in the worst futures; the efficient ones."""

from collections.abc import Sequence

import numpy as np

from headwater.errors import InputError
from headwater.numeric.mixed import MixedProgram
from headwater.portfolio import wording
from headwater.portfolio.grids import Floats, Integers
from headwater.portfolio.ladder import EQUAL, SIZE, Aim, Ladder, choices_of, settle
from headwater.portfolio.model import Model, compile_model
from headwater.portfolio.optimum import optimum, unknown_doubts
from headwater.portfolio.risk.futures import Futures
from headwater.vocabulary.portfolio import Problem
from headwater.vocabulary.progress import Watcher, ignore
from headwater.vocabulary.risk import Outcomes, RiskChoice, RiskFrontier

STAGE = "Weighing the mean against the bad futures"


def mean_risk(
    problem: Problem,
    outcomes: Outcomes,
    *,
    caution: float,
    tail: float = 0.1,
    time_limit: float = 60.0,
    watch: Watcher = ignore,
) -> RiskChoice:
    """Maximize (1 - caution) x mean + caution x mean of the worst futures.

    Only what the outcomes say counts as value, and synergies, which change it alike in every
    future; the problem's own values and weights do not. Use of limits counts at its high end.

    Parameters
    ----------
    caution
        0 looks at the mean only, 1 at the bad futures only. Of equals the higher mean is taken.
    tail
        The share of the futures that counts as bad, above 0 to 1 (0.1 is the worst tenth).

    Raises
    ------
    InfeasibleError
        If no portfolio is allowed.
    InputError
        If caution or tail lie outside 0 to 1, or outcomes and projects do not match.

    Notes
    -----
    The tail's mean is max over h of h - sum of p_s max(0, h - V_s) / tail, which is linear in
    h and one shortfall a future [rockafellar2000]_.
    """
    if not 0 <= caution <= 1:
        raise InputError(f"caution is {caution:g}; it runs from 0 (the mean) to 1 (the bad end)")
    futures = _futures(problem, outcomes, tail)
    first = _start(problem, time_limit, watch)
    ladder = _Tail(futures, tail).ladder(time_limit, watch)
    return _weighed(futures, first, caution, tail, ladder)


def measured(
    problem: Problem, outcomes: Outcomes, chosen: Sequence[str], *, tail: float = 0.1
) -> RiskChoice:
    """Say what a portfolio brings on average and in the worst futures, whatever it was chosen for.

    Raises
    ------
    InputError
        If the tail lies outside 0 to 1, or outcomes and projects do not match.
    """
    futures = _futures(problem, outcomes, tail)
    x = futures.model.with_synergies(futures.model.positions(tuple(chosen)))
    return _choice(futures, x, tail, None)


def efficient(
    problem: Problem,
    outcomes: Outcomes,
    *,
    tail: float = 0.1,
    most: int = 50,
    time_limit: float = 120.0,
    watch: Watcher = ignore,
) -> RiskFrontier:
    """Return portfolios of which no other allowed one has more of mean and tail mean alike.

    All of them, supported by a caution or not, one for each pair of mean and tail mean; from
    the highest mean on, each next one has the highest mean among those with a better tail.

    Parameters
    ----------
    most
        Points at most; `complete` is False when there are more, or time ran out.
    """
    futures = _futures(problem, outcomes, tail)
    first = _start(problem, time_limit, watch)
    program = _Tail(futures, tail)
    points: list[RiskChoice] = []
    floor = -np.inf
    ladder = program.ladder(time_limit, watch)
    for _ in range(most):
        rung = ladder.climb(program.mean_aim())
        if rung is None:
            complete = ladder.left > 0 and bool(points)
            return _frontier(futures, points, complete)
        better = ladder.climb(program.tail_aim()) if rung.proved else None
        if better is None or not better.proved:
            break
        x = futures.model.with_synergies(better.x)
        points.append(_choice(futures, x, tail, None))
        floor = futures.tail_mean(x, tail) / futures.unit
        ladder = program.ladder(ladder.left, watch)
        ladder.keep(program.tail_aim(), floor + 100 * EQUAL * SIZE)
    if not points:
        points.append(_choice(futures, first, tail, None, proved=False))
    return _frontier(futures, points, complete=False)


def _frontier(futures: Futures, points: list[RiskChoice], complete: bool) -> RiskFrontier:
    doubts = () if complete else (
        "There may be more portfolios between or beyond these: the number asked for, or the "
        "time, ran out first.",
    )  # fmt: skip
    return RiskFrontier(tuple(points), complete, (*unknown_doubts(futures.model), *doubts))


class _Tail:
    """The program whose amounts are h, the edge of the tail, and the shortfall in each future."""

    def __init__(self, futures: Futures, tail: float) -> None:
        self._futures, self._tail = futures, tail
        self._lines = tuple(
            futures.falls_short(future, [(0, 1.0), (1 + future, -1.0)], 0.0)
            for future in range(futures.count)
        )

    def ladder(self, time_limit: float, watch: Watcher) -> Ladder:
        futures = self._futures
        choices = choices_of(futures.model)
        count = 1 + futures.count
        lower = np.zeros(count)
        lower[0] = -np.inf
        program = MixedProgram(
            choices, np.zeros(futures.width + count), self._lines,
            lower, np.full(count, np.inf), np.zeros(count, bool),
        )  # fmt: skip
        return Ladder(program, time_limit=time_limit, watch=watch)

    def mean_aim(self) -> Aim:
        return self.aim(0.0)

    def tail_aim(self) -> Aim:
        return self.aim(1.0)

    def aim(self, caution: float) -> Aim:
        futures, tail = self._futures, self._tail
        own = (1 - caution) * futures.average()
        cost = np.concatenate([own, [caution], -caution / tail * futures.chances])

        def measure(x: Integers) -> float:
            mean = (1 - caution) * futures.mean(x) if caution < 1 else 0.0
            bad = caution * futures.tail_mean(x, tail) if caution > 0 else 0.0
            return (mean + bad) / futures.unit

        return Aim(STAGE, cost, measure)


def _weighed(
    futures: Futures, first: Integers, caution: float, tail: float, ladder: Ladder
) -> RiskChoice:
    program = _Tail(futures, tail)
    aim = program.aim(caution)
    rung = ladder.climb(aim)
    if rung is None or not rung.proved:
        x = first if rung is None else futures.model.with_synergies(rung.x)
        gap = ladder.gap(aim, x, futures.unit)
        return _choice(futures, x, tail, caution, proved=False, gap=gap)
    x, settled = rung.x, True
    second = ladder.climb(program.tail_aim() if caution == 0 else program.mean_aim())
    if second is not None and second.proved:
        x = settle(ladder, futures.model, second.x, aim.cost.size)
        settled = ladder.complete
    else:
        settled = False
    return _choice(futures, futures.model.with_synergies(x), tail, caution, settled=settled)


def _choice(
    futures: Futures,
    x: Integers,
    tail: float,
    caution: float | None,
    *,
    proved: bool = True,
    gap: float | None = 0.0,
    settled: bool = True,
) -> RiskChoice:
    worth = futures.worth(x)
    mean, bad = futures.mean(x), futures.tail_mean(x, tail)
    chosen = futures.model.portfolio(x)
    doubts = list(unknown_doubts(futures.model)) if caution is not None else []
    if not proved:
        doubts.append(
            "Time ran out before this was proved: another portfolio may be better"
            + (f" by up to {wording.amount(gap)}." if gap else ".")
        )
    elif not settled:
        doubts.append("Other portfolios may do as well; time ran out to settle it.")
    if caution is not None and tail * _weight_of_fewest(futures.chances) < 1:
        doubts.append(
            f"The worst {wording.part(tail, digits=0)} is less than one future: its mean is the "
            f"value in the worst future alone."
        )
    projects = "one project" if len(chosen) == 1 else f"{len(chosen)} projects"
    return RiskChoice(
        chosen=chosen,
        mean=mean,
        worst=float(worth[futures.chances > 0].min()),
        tail=tail,
        tail_mean=bad,
        caution=caution,
        status="optimal" if proved else "best found",
        gap=gap,
        text=(
            f"{projects[0].upper()}{projects[1:]}, worth {wording.amount(mean)} on average and "
            f"{wording.amount(bad)} on average in the worst {wording.part(tail, digits=0)} of "
            f"futures."
        ),
        doubts=tuple(doubts),
    )


def _weight_of_fewest(chances: Floats) -> float:
    """Return one over the smallest chance of a future that is possible."""
    return 1.0 / float(chances[chances > 0].min())


def _futures(problem: Problem, outcomes: Outcomes, tail: float) -> Futures:
    if not 0 < tail <= 1:
        raise InputError(f"the tail is {tail:g}; give the share of bad futures, above 0 to 1")
    return Futures(compile_model(problem), outcomes)


def _start(problem: Problem, time_limit: float, watch: Watcher) -> Integers:
    """Return an allowed portfolio, or say why there is none."""
    best = optimum(problem, time_limit=time_limit, watch=watch, ties=False)
    model: Model = compile_model(problem)
    return model.with_synergies(model.positions(best.chosen))
