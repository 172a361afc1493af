"""What a portfolio is worth at its worst, at the centre and at its best, and what it may miss."""

from dataclasses import dataclass

import numpy as np

from headwater.numeric.milp import maximize
from headwater.portfolio import conflict
from headwater.portfolio.enumeration import values_at
from headwater.portfolio.grids import Floats, Integers, off_grid
from headwater.portfolio.model import Model
from headwater.portfolio.optimum import SHORT_STEPS
from headwater.portfolio.solver import Solver

CELLS = 40_000_000
"""Cells of the largest table of differences between portfolios (8 bytes each)."""


@dataclass(frozen=True, slots=True)
class Rival:
    """The portfolio that beats another by most at one vertex, by how much, and the bound of it."""

    x: Integers
    ahead: float
    most: float


class Yardstick:
    """Measures portfolios of one model. A portfolio is 0/1 by position, synergies after it.

    Attributes
    ----------
    lows, highs
        Shape (vertices, candidates): values at the ends of their ranges.
    """

    def __init__(self, model: Model, *, time_limit: float = 60.0) -> None:
        self.model = model
        self.lows: Floats = np.array([values_at(model, each, "low") for each in model.vertices])
        self.highs: Floats = np.array([values_at(model, each, "high") for each in model.vertices])
        self.time_limit = time_limit
        self._solver: Solver | None = None
        self._known: dict[tuple[int, bytes], Rival] = {}

    @property
    def ranges(self) -> bool:
        """Whether some value is a range."""
        return bool((self.lows < self.highs).any())

    def worst(self, x: Integers) -> float:
        """Return the value at the least favourable weights and values."""
        return min(self.model.value_of(x, each) for each in self.lows)

    def best(self, x: Integers) -> float:
        """Return the value at the most favourable weights and values."""
        return max(self.model.value_of(x, each) for each in self.highs)

    def centre(self, x: Integers) -> float:
        """Return the value under the central weights, at the middle of each range."""
        return self.model.value_of(x)

    def rivals(self, x: Integers) -> list[Rival]:
        """Return, for each vertex, the allowed portfolio that may be ahead of x by most.

        A project in both has the same value in both, whatever it is; so the rival's other
        projects count at their high ends, and those of x that it leaves out at their low ends.
        """
        return [self._rival(vertex, x) for vertex in range(len(self.lows))]

    def regret(self, x: Integers) -> float:
        """Return the most by which any other portfolio may turn out to be better."""
        return max(0.0, *(each.ahead for each in self.rivals(x)))

    def most_regret(self, x: Integers) -> float:
        """Return a proved bound of the regret: the same where every rival was proved best."""
        return max(0.0, *(each.most for each in self.rivals(x)))

    def _rival(self, vertex: int, x: Integers) -> Rival:
        inside = x[: self.model.size] == 1
        values = np.where(inside, self.lows[vertex], self.highs[vertex])
        key = (vertex, values.tobytes())
        if key not in self._known:
            self._known[key] = self._solved(values, self.model.vertices[vertex])
        found = self._known[key]
        own = self.model.value_of(x, values)
        return Rival(found.x, found.ahead - own, found.most - own)

    def _solved(self, values: Floats, weights: Floats) -> Rival:
        """Return the best portfolio for these values: its value in `ahead`, bound in `most`."""
        cost, power = self.model.graded(values, weights)
        if self._solver is None:
            self._solver = Solver(self.model, cost)
        found = self._solver.best(cost, most_steps=SHORT_STEPS)
        if found is not None and found.proved:
            value = self.model.value_of(found.x, values)
            return Rival(found.x, value, value)
        start = None if found is None else found.x
        answer = maximize(self._solver.program, first=start, time_limit=self.time_limit)
        if answer.x is None:
            raise conflict.explain(self.model)
        x = self.model.with_synergies(answer.x)
        value = self.model.value_of(x, values)
        return Rival(x, value, value if answer.proved else off_grid(answer.bound, power))


def table(yardstick: Yardstick, portfolios: Integers) -> tuple[Floats, Floats, Floats]:
    """Return worst value, central value and regret of each listed portfolio.

    Parameters
    ----------
    portfolios
        Shape (count, candidates): all that nothing dominates, so that the best rival of any
        portfolio, for any weights and values, is among them.
    """
    model = yardstick.model
    rows = portfolios.astype(np.float64)
    gains = np.zeros(len(rows))
    for members, value, _ in model.synergies:
        gains += value * portfolios[:, list(members)].all(axis=1)
    worst = np.min([rows @ low + gains for low in yardstick.lows], axis=0)
    regret = np.zeros(len(rows))
    for low, high in zip(yardstick.lows, yardstick.highs, strict=True):
        np.maximum(regret, _behind(rows, low, high, gains), out=regret)
    return worst, rows @ model.middle_values + gains, regret


def _behind(rows: Floats, low: Floats, high: Floats, gains: Floats) -> Floats:
    """Return by how much the best rival of each row may be ahead of it at one vertex."""
    reach, own = rows @ high + gains, rows @ low + gains
    if (low == high).all():
        return np.asarray(reach.max() - own)
    found = np.empty(len(rows))
    step = max(1, CELLS // len(rows))
    width = rows * (high - low)
    for first in range(0, len(rows), step):
        some = slice(first, first + step)
        shared = width[some] @ rows.T  # what common projects could gain: it cancels
        found[some] = (reach[None, :] - shared).max(axis=1) - own[some]
    return found
