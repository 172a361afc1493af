"""Several aims in order of rank: the first as high as it goes, then the second, then the third.

Aims are counted again from the choices themselves after every solve, so the solver's tolerance
can neither lift a portfolio above its true worth nor let one through that falls short of an aim
already settled.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, log2
from time import monotonic

import numpy as np

from headwater.numeric.mixed import Line, MixedProgram, maximize_mixed, without
from headwater.numeric.programs import BinaryProgram
from headwater.portfolio.grids import Floats, Integers
from headwater.portfolio.model import Model
from headwater.vocabulary.progress import Progress, Watcher, ignore

SIZE = 1e3
"""Amounts are scaled so that the largest portfolio is worth about this."""
SURE = 1e-7
"""An aim within this part of the size of all amounts of its bound counts as proved."""
EQUAL = 1e-9
"""Aims that differ by less than this part of the size count as equal."""
MOST_SOLVES = 400
CHUNK = 16
"""Projects settled by one solve when the alphabet decides: powers of two up to 2**15."""

Measure = Callable[[Integers], float]
"""Counts an aim from the choices: candidates, then synergies, 0/1 by position."""
Refine = Callable[[Integers], Sequence[Line]]
"""Rows that hold for every portfolio and show the solver what it overlooked at these choices."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What is maximized: coefficients over (choices, amounts), and the true count.

    `size` is what a portfolio counts at most, about, in the same (scaled) unit.
    """

    name: str
    cost: Floats
    measure: Measure
    size: float = SIZE


@dataclass(frozen=True, slots=True)
class Rung:
    """What was reached of an aim, in its unit: the best choices, the bound, whether proved."""

    x: Integers
    value: float
    bound: float
    proved: bool


def choices_of(model: Model) -> BinaryProgram:
    """Return the rows of a model over candidates and synergies, all costs at the centre."""
    cost, _ = model.graded(model.middle_values)
    return model.program(cost)


def unit_of(amounts: Sequence[Floats]) -> float:
    """Return the power of two that brings the largest of these portfolios to about SIZE."""
    total = max((float(np.abs(each).sum()) for each in amounts), default=0.0)
    return 2.0 ** ceil(log2(total / SIZE)) if total > 0 else 1.0


class Ladder:
    """Climbs aim after aim over one program; rows that settled aims leave stay in it."""

    def __init__(
        self,
        program: MixedProgram,
        *,
        refine: Refine | None = None,
        time_limit: float = 60.0,
        watch: Watcher = ignore,
    ) -> None:
        self._program = program
        self._refine = refine
        self._ends = monotonic() + time_limit
        self._watch = watch
        self._floors: list[tuple[Measure, float]] = []
        self.complete = True
        self.roof = float("inf")
        """Bound of the aim climbed last, in its unit."""

    @property
    def left(self) -> float:
        """Seconds left."""
        return max(self._ends - monotonic(), 0.0)

    def gap(self, aim: Aim, x: Integers, unit: float) -> float | None:
        """Return what x falls short of the bound of the aim climbed last; None without a bound."""
        return (self.roof - aim.measure(x)) * unit if np.isfinite(self.roof) else None

    def climb(self, aim: Aim) -> Rung | None:
        """Maximize an aim without giving up those before it; None where nothing is allowed."""
        rung = self._best(aim)
        self.complete &= rung is not None and rung.proved
        if rung is None:
            return None
        self.keep(aim, rung.value)
        return rung

    def keep(self, aim: Aim, value: float) -> None:
        """From now on ask for at least this much of an aim."""
        used = np.flatnonzero(aim.cost)
        line = Line(used, -aim.cost[used], -(value - 10 * EQUAL * aim.size))
        self._program = self._program.with_lines([line])
        self._floors.append((aim.measure, value - EQUAL * aim.size))

    def other_than(self, x: Integers, columns: int) -> bool | None:
        """Say whether other choices reach the same; None where time ran out."""
        kept = self._program
        self._program = kept.with_lines([without(x, columns)])
        none = np.zeros(kept.cost.size)
        found = self._best(Aim("any", none, lambda _: 0.0))
        self._program = kept
        if found is not None:
            return True
        return False if self.left > 0 else None

    def _best(self, aim: Aim) -> Rung | None:
        best: Rung | None = None
        seen: list[Line] = []
        self.roof = np.inf
        for _ in range(MOST_SOLVES):
            if self.left <= 0:
                break
            found = maximize_mixed(
                self._posed(aim, seen), report=lambda *_: self._tell(aim), time_limit=self.left
            )
            known = -np.inf if best is None else best.value
            self.roof = min(self.roof, max(known, found.bound))
            if found.x is None:
                return best if best is None else self._closed(best, aim)
            if short := self._short(found.x):
                self._program = self._program.with_lines(short)
                continue
            value = aim.measure(found.x)
            if best is None or value > best.value:
                best = Rung(found.x, value, self.roof, False)
            best = self._closed(best, aim)
            if best.proved or found.status == "stopped":
                return best
            lines = self._refine(found.x) if self._refine else ()
            self._program = self._program.with_lines(lines)
            seen.append(without(found.x, found.x.size))  # counted: nothing is lost without it
        return best

    def _posed(self, aim: Aim, seen: Sequence[Line]) -> MixedProgram:
        program = self._program
        return MixedProgram(
            program.choices, aim.cost, (*program.lines, *seen),
            program.lower, program.upper, program.whole,
        )  # fmt: skip

    def _short(self, x: Integers) -> list[Line]:
        """Return rows against choices that only the tolerance let through a settled aim."""
        if all(measure(x) >= floor for measure, floor in self._floors):
            return []
        lines = list(self._refine(x)) if self._refine else []
        return [*lines, without(x, x.size)]

    def _closed(self, rung: Rung, aim: Aim) -> Rung:
        bound = max(rung.value, self.roof)
        return Rung(rung.x, rung.value, bound, bound - rung.value <= SURE * aim.size)

    def _tell(self, aim: Aim) -> None:
        self._watch(Progress(aim.name))


def settle(ladder: Ladder, model: Model, x: Integers, width: int) -> Integers:
    """Of all choices that reach the same aims, return those that every method here recommends.

    Least use of the first limit, then fewest projects, then first in alphabetical order.
    `width` is the number of choices and amounts together. `ladder.complete` says afterwards
    whether this was settled in time.
    """
    for aim in _ties(model, width):
        more = ladder.other_than(x, model.size)
        if more is False:
            return x
        rung = ladder.climb(aim) if more else None
        if rung is None or not rung.proved:
            ladder.complete = False
            return x
        x = rung.x
    return x


def _ties(model: Model, width: int) -> list[Aim]:
    aims = []
    if model.limit_rows:
        row = model.limit_rows[0]
        use = np.zeros(width)
        use[row.columns] = -row.coefficients.astype(np.float64)
        unit = unit_of([use])
        aims.append(_counted("Taking the one that uses least", use / unit))
    few = np.zeros(width)
    few[: model.size] = -1.0
    aims.append(_counted("Taking the one with fewest projects", few))
    for first in range(0, model.size, CHUNK):
        some = np.arange(first, min(first + CHUNK, model.size))
        order = np.zeros(width)
        order[some] = 2.0 ** np.arange(some.size - 1, -1, -1) / 64
        aims.append(_counted("Taking the first in the alphabet", order))
    return aims


def _counted(name: str, cost: Floats) -> Aim:
    def measure(x: Integers) -> float:
        return float(cost[: x.size] @ x)

    return Aim(name, cost, measure)
