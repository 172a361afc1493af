"""Branch and bound on the choices that are left open: exact, and the same on every machine.

What a table of the dual simplex method suggests is proved in sums of rows before anything is
dropped, and every find is checked in whole numbers; see kernels/branching.py.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from headwater.numeric.programs import BinaryProgram
from headwater.portfolio.grids import Integers
from headwater.portfolio.model import tolerance
from headwater.portfolio.searching import Columns, Priced, Pulse, rest

MOST_BYTES = 400_000_000
"""Memory of all tables at most."""
SLICE = 200_000_000
"""Multiplications between two signs of life: some tenths of a second."""
NOTHING = -np.inf


def least_rise(cost: Integers, value: float) -> float:
    """Return by how much a portfolio must be worth more than `value` to count as better."""
    step = int(np.gcd.reduce(cost)) if cost.size else 1
    near = tolerance(value) / 2
    return near if step <= near else step - near


@dataclass(frozen=True, slots=True)
class Part:
    """A program on its open choices alone, the others settled.

    Attributes
    ----------
    free
        Positions of the open choices (n,).
    base
        All choices, the open ones 0.
    rows, room
        Shapes (m, n), (m,): the rows that can bind, and what the settled choices leave of them.
    cost
        Shape (n,), whole numbers.
    offset
        Value of the settled choices.
    fits
        False where the settled choices already break a row.
    """

    free: Integers
    base: Integers
    rows: Integers
    room: Integers
    cost: Integers
    offset: int
    fits: bool


def part_of(
    columns: Columns, cost: Integers, base: Integers, free: Integers, room: Integers
) -> Part:
    """Take the open choices out of a program; `room` is what `base` leaves of its rows."""
    sizes = columns.start[free + 1] - columns.start[free]
    first = np.repeat(columns.start[free] - np.concatenate([[0], np.cumsum(sizes)[:-1]]), sizes)
    at = first + np.arange(first.size)
    column = np.repeat(np.arange(free.size), sizes)
    touched, row = np.unique(columns.index[at], return_inverse=True)
    dense = np.zeros((touched.size, free.size), np.int64)
    dense[row, column] = columns.coefficient[at]
    here = room[touched]
    fits = bool((dense.clip(max=0).sum(axis=1) <= here).all())
    untouched = room < 0
    untouched[touched] = False
    binds = dense.clip(min=0).sum(axis=1) > here
    return Part(
        free, base, np.ascontiguousarray(dense[binds]), here[binds], cost[free],
        int(cost @ base), fits and not untouched.any(),
    )  # fmt: skip


class Tree:
    """One search for choices worth at least a goal; it can be stopped and goes on where it was.

    Parameters
    ----------
    goal
        Value to reach, on the grid of the cost.
    rise
        By how much each find raises the goal above its own value.
    """

    def __init__(self, part: Part, goal: float, *, rise: float) -> None:
        self._part = part
        self._goal, self._rise = goal, rise
        self.roof = NOTHING
        """The highest bound of all that was dropped because it misses the goal."""
        self.complete = not part.fits
        self.work = self.nodes = self.finds = 0
        m, n = part.rows.shape
        depths = n + 3
        self.possible = 8 * depths * (m * n + 10 * (m + n)) <= MOST_BYTES
        """Whether the tables fit into the memory allowed."""
        if self.possible and not self.complete:
            self._prepare(m, n, depths)

    def _prepare(self, m: int, n: int, depths: int) -> None:
        from headwater.portfolio.kernels.branching import Search, Trail, Whole
        from headwater.portfolio.kernels.choosing import Learnt, Scaled, Tables

        part = self._part
        size = np.maximum(np.abs(part.rows).max(axis=1, initial=1), 1)
        scale = 2.0 ** -np.ceil(np.log2(size))
        self._unit = 2.0 ** np.ceil(np.log2(max(1, int(np.abs(part.cost).max(initial=1)))))
        self._scaled = Scaled(part.rows * scale[:, None], part.room * scale, part.cost / self._unit)
        self._whole = Whole(part.rows, part.room)
        high = np.ones((depths, n + m))
        high[:, n:] = np.inf
        self._tables = Tables(
            np.zeros((depths, m, n)), np.zeros((depths, m)), np.zeros((depths, n)),
            np.zeros((depths, m), np.int64), np.zeros((depths, n), np.int64),
            np.zeros((depths, n)), np.zeros((depths, n + m), np.int64),
            np.zeros((depths, n + m)), high,
        )  # fmt: skip
        self._trail = Trail(
            np.zeros(depths, np.int64), np.zeros((depths, 2), np.int64),
            np.zeros((depths, 2), np.int64), np.zeros(depths), np.zeros(depths),
        )  # fmt: skip
        self._learnt = Learnt(
            np.zeros((n, 2)), np.zeros((n, 2), np.int64), np.zeros((n, 2)), np.zeros(n, np.bool_),
            np.zeros(n),
        )  # fmt: skip
        self._search = Search(
            np.zeros(4, np.int64), np.array([(self._goal - part.offset) / self._unit]),
            np.array([-1e300]), np.zeros(n, np.int64), np.zeros(n, np.int64),
        )  # fmt: skip

    def run(self, most_work: int, *, pulse: Pulse = rest) -> bool:
        """Search on until all work reaches this; say whether the search is complete."""
        from headwater.portfolio.kernels.branching import branch

        while self.possible and not self.complete and self.work < most_work:
            ended = branch(
                self._scaled, self._whole, self._tables, self._trail, self._learnt, self._search,
                self._rise / self._unit, min(self.work + SLICE, most_work),
            )  # fmt: skip
            self.complete = bool(ended)
            _, self.finds, self.nodes, self.work = (int(each) for each in self._search.state)
            if self._search.roof[0] > -1e300:
                self.roof = float(self._search.roof[0]) * self._unit + self._part.offset
            if not pulse():
                break
        return self.complete

    def raise_goal(self, goal: float) -> None:
        """Ask for more from now on, as somebody else has found as much."""
        if self.possible and not self.complete:
            scaled = (goal - self._part.offset) / self._unit
            self._search.goal[0] = max(float(self._search.goal[0]), scaled)

    @property
    def found(self) -> Integers | None:
        """Return the best choices found, or None."""
        if not self.finds:
            return None
        x = self._part.base.copy()
        x[self._part.free] = self._search.best
        return x


def opened(
    program: BinaryProgram, columns: Columns, cost: Integers, at: Priced, goal: float
) -> tuple[Part, float]:
    """Settle what would miss the goal at these prices; also return the roof of what that drops."""
    settled: NDArray[np.bool_] = program.lower == program.upper
    after = at.bound - np.abs(at.reduced)
    lost = ~settled & (after < goal)
    base = np.where(settled, program.lower, (at.reduced > 0).astype(np.int64))
    free = np.flatnonzero(~settled & ~lost)
    base[free] = 0
    roof = float(after[lost].max()) if lost.any() else NOTHING
    return part_of(columns, cost, base, free, -program.excess(base)), roof
