"""Of all optimal portfolios: which projects they differ in, and the one that is recommended.

Recommended is the one that uses least of the first budget, then the one with fewest projects,
then the one that comes first when projects are gone through alphabetically. So no order of rows
or tables changes it.
"""

from dataclasses import dataclass
from time import monotonic

import numpy as np

from headwater.numeric.milp import maximize
from headwater.numeric.programs import BinaryProgram, Solution
from headwater.portfolio.grids import Integers
from headwater.portfolio.model import Model, stacked, tolerance
from headwater.portfolio.rows import Row
from headwater.portfolio.searching import Priced, Pulse
from headwater.portfolio.solver import Solver

MOST_FINDS = 20_000
MOST_STEPS = 250_000_000
CHUNK = 20
"""Projects settled by one solve when the alphabet decides: powers of two up to 2**20."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The recommended portfolio, and the positions in some but not all optimal ones.

    `tied` is None where time ran out before that was known.
    """

    x: Integers
    tied: frozenset[int] | None


def settle(
    solver: Solver,
    cost: Integers,
    at: Priced,
    best: Integers,
    *,
    ties: bool,
    time_limit: float,
    pulse: Pulse,
) -> Settled:
    """Choose canonically among all portfolios worth as much as `best`, which is optimal."""
    value = int(cost @ best)
    enough = value - tolerance(value)
    finds = solver.search(
        cost,
        at,
        target=enough,
        every=True,
        most_steps=MOST_STEPS,
        most_finds=MOST_FINDS,
        pulse=pulse,
    )
    if finds.complete and finds.rows.size:
        return _from_all(solver.model, np.unique(finds.rows[:, : solver.model.size], axis=0))
    return _Solves(solver, cost, enough, best, time_limit, pulse).settle(ties=ties)


def _from_all(model: Model, found: Integers) -> Settled:
    varying = frozenset(np.flatnonzero((found != found[0]).any(axis=0)).tolist())
    if model.limit_rows:
        row = model.limit_rows[0]
        used = found[:, row.columns] @ row.coefficients
        found = found[used == used.min()]
    found = found[found.sum(axis=1) == found.sum(axis=1).min()]
    first = max(range(len(found)), key=lambda number: found[number].tolist())
    return Settled(model.with_synergies(found[first]), varying)


class _Solves:
    """The same by the solver, where there are too many optimal portfolios to list."""

    def __init__(
        self,
        solver: Solver,
        cost: Integers,
        enough: int,
        best: Integers,
        time_limit: float,
        pulse: Pulse,
    ) -> None:
        self._model, self._base = solver.model, solver.program
        self._best, self._pulse = best, pulse
        self._ends = monotonic() + time_limit
        columns = np.flatnonzero(cost)
        self._rows = [Row(columns, -cost[columns], -enough, "as good as the best")]

    def settle(self, *, ties: bool) -> Settled:
        chosen, sure = self._least_use()
        if sure:
            chosen, sure = self._fewest(chosen)
        tied = self._tied(chosen) if ties and sure else None
        if sure:
            chosen, sure = self._alphabetical(chosen, tied)
        return Settled(self._model.with_synergies(chosen), tied if sure else None)

    def _solve(self, cost: Integers, first: Integers) -> Solution:
        program = self._base
        lines = stacked(self._rows, cost, program.lower, program.upper)
        joined = BinaryProgram(
            cost=cost,
            start=np.concatenate([program.start, program.start[-1] + lines.start[1:]]),
            index=np.concatenate([program.index, lines.index]),
            coefficient=np.concatenate([program.coefficient, lines.coefficient]),
            limit=np.concatenate([program.limit, lines.limit]),
            lower=program.lower,
            upper=program.upper,
        )
        left = max(self._ends - monotonic(), 0.1)
        return maximize(
            joined, first=first, time_limit=left, report=lambda _value, _bound: self._tell()
        )

    def _tell(self) -> None:
        self._pulse()

    def _least_use(self) -> tuple[Integers, bool]:
        if not self._model.limit_rows:
            return self._best, True
        row = self._model.limit_rows[0]
        cost = np.zeros(self._best.size, np.int64)
        cost[row.columns] = -row.coefficients
        found = self._solve(cost, self._best)
        if found.x is None:
            return self._best, False
        self._rows.append(Row(row.columns, row.coefficients, -found.value, "least use"))
        return found.x, found.proved

    def _fewest(self, chosen: Integers) -> tuple[Integers, bool]:
        cost = np.zeros(self._best.size, np.int64)
        cost[: self._model.size] = -1
        found = self._solve(cost, chosen)
        if found.x is None:
            return chosen, False
        every = np.arange(self._model.size, dtype=np.int64)
        self._rows.append(Row(every, np.ones_like(every), -found.value, "fewest"))
        return found.x, found.proved

    def _tied(self, chosen: Integers) -> frozenset[int] | None:
        """Flip as many projects as possible at once until none can be flipped any more."""
        kept, self._rows = self._rows, self._rows[:1]
        seen = np.zeros(self._model.size, bool)
        while True:
            gain = np.where(chosen == 1, -1, 1)
            gain[self._model.size :] = 0
            gain[: self._model.size][seen] = 0
            found = self._solve(gain, chosen)
            if found.x is None or not found.proved:
                self._rows = kept
                return None
            flipped = (found.x != chosen)[: self._model.size] & ~seen
            if not flipped.any():
                self._rows = kept
                return frozenset(np.flatnonzero(seen).tolist())
            seen |= flipped

    def _alphabetical(self, chosen: Integers, tied: frozenset[int] | None) -> tuple[Integers, bool]:
        open_ = sorted(tied) if tied is not None else list(range(self._model.size))
        for first in range(0, len(open_), CHUNK):
            some = np.array(open_[first : first + CHUNK], np.int64)
            cost = np.zeros(self._best.size, np.int64)
            cost[some] = 2 ** np.arange(some.size - 1, -1, -1)
            found = self._solve(cost, chosen)
            if found.x is None or not found.proved:
                return chosen, False
            chosen = found.x
            for each in some:
                sign = -1 if chosen[each] else 1
                column = np.array([each], np.int64)
                self._rows.append(Row(column, np.array([sign], np.int64), min(sign, 0), "settled"))
        return chosen, True
