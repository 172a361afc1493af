"""Exact solves of a problem as it is changed: the best with a project and the best without it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import monotonic

import numpy as np

from headwater.errors import InfeasibleError
from headwater.numeric.milp import maximize
from headwater.portfolio.flips.changed import candidate_of
from headwater.portfolio.grids import Integers, off_grid
from headwater.portfolio.model import Model, compile_model, tolerance
from headwater.portfolio.optimum import optimum
from headwater.portfolio.solver import Solver
from headwater.vocabulary.portfolio import Optimum, Problem
from headwater.vocabulary.progress import Progress, Watcher

STAGE = "Finding what it takes"
MOST_STEPS = 30_000_000
"""Steps of the quick search before the solver takes over: some tenths of a second."""
MOST_KEPT = 12
"""Portfolios kept as starts for the next solve, on each side."""


class UnsettledError(Exception):
    """A solve was not proved in the time allowed; never leaves this package."""


@dataclass(frozen=True, slots=True)
class Side:
    """The best portfolio on one side: its choices, its value on the grid and in its unit.

    `tie` is how far apart two values on that grid may lie and still count as equal.
    """

    x: Integers
    whole: int
    value: float
    tie: int

    def beats(self, other: "Side | None") -> bool:
        """Say whether this one is worth more than the other, beyond a tie."""
        return other is None or self.whole > other.whole + max(self.tie, other.tie)


class Solves:
    """Solves changed problems; remembers portfolios as starts. Not for several threads."""

    def __init__(self, *, watch: Watcher, time_limit: float, stage: str = STAGE) -> None:
        self._watch, self._stage = watch, stage
        self._ends = monotonic() + time_limit
        self._kept: dict[tuple[str, bool], list[Integers]] = {}
        self.count = 0

    def recommended(self, problem: Problem) -> Optimum | None:
        """Return the recommended portfolio, proved; None where nothing is allowed.

        Raises
        ------
        UnsettledError
            If it is not proved in the time left.
        """
        self._pulse()
        try:
            found = optimum(problem, watch=self._watch, time_limit=self.left(), ties=False)
        except InfeasibleError:
            return None
        if found.status != "optimal":
            raise UnsettledError
        return found

    def has(self, problem: Problem, project: str) -> bool:
        """Say whether the recommended portfolio contains a project."""
        found = self.recommended(problem)
        return found is not None and project in found.chosen

    def best(self, problem: Problem, project: str, *, inside: bool) -> Side | None:
        """Return the best portfolio with (or without) a project; None where none is allowed.

        An order on the project itself is lifted for the side without it.
        """
        return self.best_of(_sided(problem, project, inside=inside), (project, inside))

    def best_of(self, model: Model, kept: tuple[str, bool] = ("", True)) -> Side | None:
        """Return the best portfolio of a model, starting from those kept under a key."""
        cost, power = model.graded(model.middle_values)
        solver = Solver(model, cost)
        starts = self._kept.setdefault(kept, [])
        self._remember(solver, starts)
        if not solver.pool.size and not self._started(solver, cost):
            return None
        x, whole = self.exact(solver, cost)
        starts.append(x[: model.size])
        del starts[:-MOST_KEPT]
        return Side(x[: model.size], whole, off_grid(whole, power), tolerance(whole))

    def exact(self, solver: Solver, cost: Integers) -> tuple[Integers, int]:
        """Return the proved best choices for a cost and their value on the grid.

        Some portfolio must be allowed.
        """
        self._pulse()
        found = solver.quick(cost, most_steps=MOST_STEPS)
        return (found.x, found.value) if found.proved else self._by_solver(solver, found.x)

    def left(self) -> float:
        """Return the seconds left, at least a tenth."""
        return max(self._ends - monotonic(), 0.1)

    def _remember(self, solver: Solver, starts: Sequence[Integers]) -> None:
        for start in starts:
            complete = solver.model.with_synergies(start)
            if solver.program.allows(complete):
                solver.remember(complete)

    def _started(self, solver: Solver, cost: Integers) -> bool:
        return solver.best(cost, most_steps=MOST_STEPS) is not None or solver.allowed()

    def _by_solver(self, solver: Solver, x: Integers) -> tuple[Integers, int]:
        answer = maximize(
            solver.program, first=x, time_limit=self.left(), report=lambda _v, _b: self._pulse()
        )
        if answer.x is None or not answer.proved:
            raise UnsettledError
        return answer.x, answer.value

    def _pulse(self) -> None:
        """Give a sign of life, which may raise to stop; stop where time is up."""
        self.count += 1
        self._watch(Progress(self._stage))
        if monotonic() > self._ends:
            raise UnsettledError


def _sided(problem: Problem, project: str, *, inside: bool) -> Model:
    model = compile_model(problem)
    at = frozenset({model.ids.index(project)})
    if inside:
        return replace(model, forced=model.forced | at)
    return replace(model, forced=model.forced - at, barred=model.barred | at)


def middle_value(problem: Problem, project: str) -> float:
    """Return a project's value under the central weights, at the middle of its ranges."""
    candidate = candidate_of(problem, project)
    weights = zip(problem.weights.criteria, problem.weights.centre, strict=True)
    return float(np.sum([weight * candidate.values[name].middle for name, weight in weights]))
