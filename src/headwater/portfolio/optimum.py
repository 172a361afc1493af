"""The portfolio of highest value under the central weights: proved, canonical, ties stated."""

from time import monotonic

import numpy as np

from headwater.numeric.milp import maximize
from headwater.portfolio import conflict, wording
from headwater.portfolio.deepening import Known
from headwater.portfolio.grids import Floats, Integers, off_grid
from headwater.portfolio.incumbent import MOST_TRIES, densities, greedy, polished
from headwater.portfolio.model import Model, compile_model
from headwater.portfolio.racing import race
from headwater.portfolio.relaxing import from_relaxation
from headwater.portfolio.searching import Priced
from headwater.portfolio.solver import LARGE, QUICK_TRIES, Solver
from headwater.portfolio.ties import settle
from headwater.vocabulary.portfolio import Optimum, Problem
from headwater.vocabulary.progress import Progress, Watcher, ignore

STAGE = "Finding the best portfolio"
QUICK_STEPS = 250_000_000
SHORT_STEPS = 30_000_000
FEW_PRICED = 8
"""Steps of the quick search before the solver takes over: a few seconds where few limits have
a price, as then it mostly proves the best; else a few tenths of a second."""


def optimum(
    problem: Problem, *, watch: Watcher = ignore, time_limit: float = 60.0, ties: bool = True
) -> Optimum:
    """Choose the projects of highest total value that every limit and rule allows.

    Value is counted under the central weights and at the middle of each range; use of limits
    at the high end of its range. A candidate whose use of a limit is not known cannot be
    chosen, unless it is mandatory: then it counts as 0 there, with a doubt.

    Parameters
    ----------
    watch
        Told of every better portfolio and bound; it may raise CancelledError to stop.
    time_limit
        Seconds for the proof. Only a problem too hard to prove in it depends on the machine.
    ties
        Whether to settle which projects are in some but not all optimal portfolios.

    Returns
    -------
    Optimum
        Among portfolios of equal value (to 1e-9 of it) the one that uses least of the first
        budget, then that with fewest projects, then the first in alphabetical order. Status
        "best found" when the proof was not complete in time: value, bound and gap are then
        what was reached.

    Raises
    ------
    InfeasibleError
        If no portfolio is allowed; `rules` names a smallest conflicting set.
    InputError
        If a rule lacks its number.
    """
    model = compile_model(problem)
    if model.size == 0:
        return _nothing(model)
    return _Ascent(model, watch, time_limit).climb(ties=ties)


class _Ascent:
    """From the first allowed portfolio to the proved best; tells what it has on the way."""

    def __init__(self, model: Model, watch: Watcher, time_limit: float) -> None:
        self._model, self._watch = model, watch
        self._ends = monotonic() + time_limit
        self._cost, self._power = model.graded(model.middle_values)
        self._bound = float("inf")
        self._value: float | None = None
        self._solver = Solver(model, self._cost)

    def climb(self, *, ties: bool) -> Optimum:
        first = self._first()
        at, relaxed = self._solver.price(self._cost)
        self._tell(None, at.bound)
        if self._model.size >= LARGE:
            self._from_relaxation(at, relaxed)
        few = np.count_nonzero(at.prices[: len(self._model.limit_rows)]) <= FEW_PRICED
        steps = QUICK_STEPS if few else SHORT_STEPS
        quick = self._solver.best(self._cost, most_steps=steps, pulse=self._pulse)
        best = first if quick is None else quick.x
        proved, bound = (False, at.bound) if quick is None else (quick.proved, quick.bound)
        if best is not None:
            self._tell(int(self._cost @ best), bound)
        if best is None:
            best, bound, proved = self._by_solver(best, bound)
        elif not proved:
            best, bound, proved = self._raced(at, best)
        if not proved:
            return self._answer(best, bound, None, proved=False)
        settled = settle(
            self._solver, self._cost, at, best,
            ties=ties, time_limit=max(self._ends - monotonic(), 0.1),
            pulse=self._pulse,
        )  # fmt: skip
        tied = settled.tied if ties else None
        return self._answer(settled.x, bound, tied, proved=True, asked=ties)

    def _first(self) -> Integers | None:
        density = densities(self._model, self._cost)
        program, columns = self._solver.program, self._solver.columns
        found = greedy(self._model, program, columns, density)
        if found is None:
            return None
        self._tell(int(self._cost @ found), float("inf"))
        tries = QUICK_TRIES if self._model.size >= LARGE else MOST_TRIES
        better = polished(self._model, program, columns, found, density, most_tries=tries)
        self._tell(int(self._cost @ better), float("inf"))
        self._solver.remember(better)
        return better

    def _from_relaxation(self, at: Priced, relaxed: Floats) -> None:
        """Remember a portfolio that is near the relaxation, if the solver finds one."""

        def alive(_value: float | None, _bound: float) -> None:  # of a part: not to be told
            self._tell(None, float("inf"))

        found = from_relaxation(self._solver, self._cost, at, relaxed, report=alive)
        if found is not None:
            self._tell(int(self._cost @ found), float("inf"))
            self._solver.remember(found)

    def _raced(self, at: Priced, first: Integers) -> tuple[Integers, float, bool]:
        """Improve and prove on two threads; the solver proves what is too large for tables."""

        def solve(x: Integers, known: Known) -> tuple[Integers, float, bool]:
            return self._by_solver(x, at.bound, known)

        found = race(self._solver, self._cost, at, first, self._told_of, solve)
        return found.x, found.bound, found.proved

    def _told_of(self, x: Integers, bound: float) -> bool:
        self._tell(int(self._cost @ x), bound)
        return monotonic() < self._ends

    def _by_solver(
        self, first: Integers | None, bound: float, known: Known | None = None
    ) -> tuple[Integers, float, bool]:
        """Solve from a portfolio; `known` is the best that is found beside it meanwhile."""

        def hear(value: float | None, bound: float) -> None:
            if known is not None:
                self._tell(int(self._cost @ known()), bound)
            self._tell(value, bound)

        limit = max(self._ends - monotonic(), 0.1)
        found = maximize(self._solver.program, first=first, time_limit=limit, report=hear)
        if found.x is None:
            if found.status == "infeasible":
                raise conflict.explain(self._model)
            found = maximize(self._solver.program, report=hear, relative_gap=1e9)
            if found.x is None:
                raise conflict.explain(self._model)
        return self._model.with_synergies(found.x), min(bound, found.bound), found.proved

    def _pulse(self) -> bool:
        self._tell(None, float("inf"))
        return monotonic() < self._ends

    def _tell(self, value: float | None, bound: float) -> None:
        """Pass on the best value and bound so far, in the unit of value; never a worse one."""
        self._bound = min(self._bound, bound)
        if value is not None:
            self._value = value if self._value is None else max(self._value, value)
        shown = None if self._value is None else off_grid(self._value, self._power)
        if not np.isfinite(self._bound):
            self._watch(Progress(STAGE, value=shown))
            return
        most = off_grid(self._bound, self._power)
        gap = None if shown is None else _gap(shown, most)
        self._watch(Progress(STAGE, value=shown, bound=most, gap=gap))

    def _answer(
        self,
        x: Integers,
        bound: float,
        tied: frozenset[int] | None,
        *,
        proved: bool,
        asked: bool = True,
    ) -> Optimum:
        model = self._model
        if not self._solver.program.allows(x):
            raise AssertionError("the portfolio breaks a rule in exact arithmetic")
        value = model.value_of(x)
        most = value if proved else max(value, off_grid(bound, self._power))
        names = None if tied is None else tuple(model.ids[at] for at in sorted(tied))
        return Optimum(
            chosen=model.portfolio(x),
            value=value,
            bound=most,
            gap=_gap(value, most),
            status="optimal" if proved else "best found",
            ties=names,
            doubts=(*unknown_doubts(model), *_proof_doubts(value, most, proved, asked, names)),
        )


def _gap(value: float, bound: float) -> float:
    return 0.0 if bound <= value else (bound - value) / max(abs(value), 1e-12)


def _nothing(model: Model) -> Optimum:
    if any(row.limit < 0 for row in (*model.limit_rows, *model.rule_rows)):
        raise conflict.explain(model)
    return Optimum((), 0.0, 0.0, 0.0, "optimal", (), ("There are no projects to choose from.",))


def unknown_doubts(model: Model) -> tuple[str, ...]:
    """Say which candidates' use of limits is not known, and how they were treated."""
    found = []
    ordered = [at for at in sorted(model.unknown) if at in model.forced]
    left_out = [at for at in sorted(model.unknown) if at not in model.forced]
    for at in ordered:
        limits = wording.listed(model.unknown[at], most=2)
        found.append(
            f"{model.names[model.ids[at]]} is mandatory, and what it takes of {limits} is not "
            f"known: it was counted as 0 there."
        )
    if left_out:
        names = wording.listed((model.names[model.ids[at]] for at in left_out), most=5)
        found.append(
            f"{names} cannot be recommended until it is known what they take."
            if len(left_out) > 1
            else f"{names} cannot be recommended until it is known what it takes."
        )
    return tuple(found)


def _proof_doubts(
    value: float, bound: float, proved: bool, asked: bool, ties: tuple[str, ...] | None
) -> tuple[str, ...]:
    if not proved:
        part = wording.part(_gap(value, bound), digits=2)
        return (
            f"The recommended portfolio is the best found in the time allowed, not proved best: "
            f"its value is at most {part} below the highest possible. Another machine or more "
            f"time may find a better one, and whether others are as good was not settled.",
        )
    if asked and ties is None:
        return (
            "Many portfolios are worth the same, and time ran out before it was settled in which "
            "projects they differ.",
        )
    return ()
