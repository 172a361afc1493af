"""One problem made ready to be solved many times: program, columns, relaxation, finds so far."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from headwater.numeric.milp import Relaxation, maximize
from headwater.portfolio.conflict import explain
from headwater.portfolio.grids import Floats, Integers
from headwater.portfolio.incumbent import densities, greedy, polished, skeleton
from headwater.portfolio.model import Model, tolerance
from headwater.portfolio.searching import Finds, Priced, Pulse, by_column, priced, rest, search

WORTH_IMPROVING = 0.002
"""Part of the bound that a known portfolio must miss for exchanges to be tried first."""
LARGE, NEAR = 1_000, 0.005
"""Of so many candidates no new starts are made where a portfolio is known within this part of
the bound: they take seconds, and improving that one is worth more."""
QUICK_TRIES = 100_000
"""Exchanges tried in a quick solve at most."""


@dataclass(frozen=True, slots=True)
class Best:
    """The best choices found for a cost, an upper bound, and whether they are proved equal."""

    x: Integers
    value: int
    bound: float
    proved: bool
    steps: int = 0


class Solver:
    """Solves one set of limits and rules for many costs; remembers good portfolios.

    Costs are on the grid of `Model.graded`: candidates first, then synergies, whose signs must
    not change between costs.
    """

    def __init__(self, model: Model, cost: Integers) -> None:
        self.model = model
        self.program = model.program(cost)
        self.columns = by_column(self.program)
        self._relaxation: Relaxation | None = None
        self.pool = np.zeros((0, cost.size), np.int64)
        self._bare: Integers | None = None

    def price(self, cost: Integers) -> tuple[Priced, Floats]:
        """Return the best bound of the relaxation, and its choices between 0 and 1."""
        if self._relaxation is None:
            self._relaxation = Relaxation(self.program)
        prices, x = self._relaxation.prices(cost.astype(np.float64))
        return priced(self.program, cost, prices), x

    def relax(self, row: int, limit: int) -> None:
        """Raise a row's limit (on its grid); all portfolios remembered stay allowed."""
        limits = self.program.limit.copy()
        limits[row] = max(limit, int(limits[row]))
        self.program = replace(self.program, limit=limits)
        if self._relaxation is not None:
            self._relaxation.change_limits(limits)

    def remember(self, x: Integers) -> None:
        """Keep an allowed portfolio as a start for other costs."""
        if not (self.pool == x).all(axis=1).any():
            self.pool = np.vstack([self.pool, x])[-200:]

    def starts(self, cost: Integers, at: Priced) -> Iterator[Integers]:
        """Yield allowed portfolios to start from, better and better ideas first."""
        if self.pool.size:
            known = self.pool[int(np.argmax(self.pool @ cost))]
            yield known
            if self.model.size >= LARGE and at.bound - int(cost @ known) <= NEAR * abs(at.bound):
                return
        size = self.model.size
        for density in (at.reduced[:size], densities(self.model, cost, at.prices)):
            found = greedy(self.model, self.program, self.columns, density)
            if found is not None:
                yield polished(self.model, self.program, self.columns, found, density)

    def best(self, cost: Integers, *, most_steps: int, pulse: Pulse = rest) -> Best | None:
        """Return the best portfolio for a cost, proved if that takes at most `most_steps`.

        None when no allowed portfolio was found within that work.
        """
        at, _ = self.price(cost)
        found = max(self.starts(cost, at), key=lambda x: int(cost @ x), default=None)
        target = -float(np.abs(cost).sum()) if found is None else float(cost @ found)
        if found is not None:
            target += tolerance(target) / 2
        finds = self.search(
            cost, at, target=target, every=False, most_steps=most_steps, pulse=pulse
        )
        if finds.rows.size and (found is None or int(cost @ finds.rows[0]) > int(cost @ found)):
            found = self.model.with_synergies(finds.rows[0])
        if found is None:
            return None
        self.remember(found)
        value = int(cost @ found)
        return Best(found, value, value if finds.complete else at.bound, finds.complete)

    def quick(self, cost: Integers, *, most_steps: int) -> Best:
        """Return the best portfolio for a cost near to others solved before: no new starts.

        Raises
        ------
        InfeasibleError
            If no portfolio is allowed.
        """
        if not self.pool.size:
            first = self.best(cost, most_steps=most_steps)
            if first is None:
                if not self.allowed():
                    raise explain(self.model)
                first = self.best(cost, most_steps=most_steps)
            if first is not None:
                return first
        at, _ = self.price(cost)
        known = self.pool[int(np.argmax(self.pool @ cost))]
        if at.bound - float(cost @ known) > WORTH_IMPROVING * abs(at.bound):
            known = self._exchanged(cost, known, at)
        target = float(cost @ known)
        target += tolerance(target) / 2
        finds = self.search(cost, at, target=target, every=False, most_steps=most_steps)
        found = self.model.with_synergies(finds.rows[0]) if finds.rows.size else known
        if not finds.complete:
            found = self._exchanged(cost, found, at)
        self.remember(found)
        value = int(cost @ found)
        bound = value if finds.complete else at.bound
        return Best(found, value, bound, finds.complete, finds.steps)

    def bare(self, density: Floats) -> Integers:
        """Return only what orders and rules demand; it may break a limit."""
        if self._bare is None:
            bare = skeleton(self.model, self.program, self.columns, density)
            self._bare = self.model.with_synergies(bare.chosen)
        return self._bare

    def _exchanged(self, cost: Integers, known: Integers, at: Priced) -> Integers:
        """Return the portfolio after exchanges that pay at this cost."""
        density = at.reduced[: self.model.size]
        program = replace(self.program, cost=cost)
        found = known
        for first in (known, self.bare(density)):
            if program.allows(first):
                better = polished(
                    self.model, program, self.columns, first, density, most_tries=QUICK_TRIES
                )
                found = max(found, better, key=lambda x: int(cost @ x))
        return found

    def allowed(self) -> bool:
        """Say whether any portfolio is allowed; remember one if so."""
        bare = self.bare(-densities(self.model, self.program.cost))
        if self.program.allows(bare):
            self.remember(bare)
            return True
        found = maximize(self.program, relative_gap=1e9)
        if found.x is None:
            return False
        self.remember(self.model.with_synergies(found.x))
        return True

    def search(
        self,
        cost: Integers,
        at: Priced,
        *,
        target: float,
        every: bool,
        most_steps: int,
        most_finds: int = 1,
        pulse: Pulse = rest,
    ) -> Finds:
        """Search this problem; see `searching.search`."""
        return search(
            self.program, self.columns, cost, at,
            target=target, every=every, most_steps=most_steps, most_finds=most_finds,
            pulse=pulse,
        )  # fmt: skip
