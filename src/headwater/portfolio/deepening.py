"""Lower and lower bounds: is anything worth this much? If not, is anything worth a little less?

Each question is one complete search with a fixed goal, so it needs little memory and its work is
spent on the bound alone. The last question is whether anything beats the best portfolio known.
"""

from collections.abc import Callable

import numpy as np

from headwater.portfolio.grids import Integers
from headwater.portfolio.searching import Priced
from headwater.portfolio.solver import Solver
from headwater.portfolio.tree import Tree, least_rise, opened

FIRST_DROP = 0.2
"""Part of what is missing between bound and value that the first question takes away."""
GROWTH = 4.0
"""How many times the work of the last question the next one may take, as far as foreseen."""
MOST_DROP, LEAST_DROP = 0.6, 0.05
NO_LIMIT = 2**62

Known = Callable[[], Integers]
"""Returns the best portfolio known by now; may be another one at each call."""
Told = Callable[[float], bool]
"""Is told the bound several times a second; says whether to go on, or raises."""


class Deepening:
    """Proves the best portfolio for one cost, or how far it can be from the best."""

    def __init__(self, solver: Solver, cost: Integers, at: Priced, x: Integers) -> None:
        self._solver, self._cost, self._at = solver, cost, at
        self.x, self.value = x, int(cost @ x)
        self.bound = max(at.bound, float(self.value))
        self.proved = False
        self.possible = True
        self._last_work = 0
        self._drop = FIRST_DROP

    def run(self, known: Known, told: Told) -> None:
        """Ask question after question until the best is proved or `told` says stop."""
        while not self.proved and self.possible:
            self._take(known())
            rise = least_rise(self._cost, self.value)
            missing = self.bound - self.value
            goal = max(self.bound - self._drop * missing, self.value + rise)
            if not self._ask(goal, rise, known, told):
                return

    def _ask(self, goal: float, rise: float, known: Known, told: Told) -> bool:
        """Search for anything worth the goal; False where that was stopped or cannot be done."""
        solver = self._solver
        part, roof = opened(solver.program, solver.columns, self._cost, self._at, goal)
        tree = Tree(part, goal, rise=rise)
        self.possible = tree.possible

        def pulse() -> bool:
            self._take(known())
            if self.value + rise > goal:
                tree.raise_goal(self.value + rise)
            return told(self.bound)

        tree.run(NO_LIMIT, pulse=pulse)
        if tree.found is not None:
            self._take(solver.model.with_synergies(tree.found))
        if not tree.complete:
            return False
        self._close(goal, max(roof, tree.roof), rise, tree.work)
        return told(self.bound)

    def _close(self, goal: float, roof: float, rise: float, work: int) -> None:
        """Take over what a complete search proved: nothing is worth its goal but what it found."""
        after = max(float(self.value), min(roof, self.bound))
        if self.value + rise >= goal and roof < self.value + rise:
            self.proved, self.bound = True, float(self.value)
            return
        self.bound = min(self.bound, after)
        if self._last_work:
            grown = np.log(max(work / self._last_work, 1.2))
            self._drop *= float(np.clip(np.log(GROWTH) / grown, 0.5, 1.5))
        self._drop = min(max(self._drop, LEAST_DROP), MOST_DROP)
        self._last_work = work
        if self.bound - self.value <= 3 * rise:
            self._drop = 1.0

    def _take(self, x: Integers) -> None:
        value = int(self._cost @ x)
        if value > self.value and self._solver.program.allows(x):
            self.x, self.value = x, value
