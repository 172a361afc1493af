"""Quick exact search: prices from the linear relaxation settle most choices, the rest is tried.

For any prices p >= 0 of the rows, cost @ x <= p @ limit + sum(max(0, cost - p @ rows)) for every
allowed x (weak duality), and a choice against the sign of its reduced value loses that much:
so choices that would lose more than there is to lose are settled, exactly.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from headwater.numeric.programs import BinaryProgram
from headwater.portfolio.grids import Floats, Integers
from headwater.portfolio.model import tolerance

MOST_FREE = 2_000
"""Choices left open beyond which trying is hopeless."""
PULSE = 30_000_000
"""Steps between two signs of life: some tenths of a second."""
Pulse: TypeAlias = Callable[[], bool]
"""Is called as a sign of life; says whether to go on, or raises."""


def rest() -> bool:
    """Give no sign of life, and go on."""
    return True


@dataclass(frozen=True, slots=True)
class Priced:
    """A program's upper bound at some prices, and what each choice loses against its sign."""

    prices: Floats
    reduced: Floats
    bound: float


@dataclass(frozen=True, slots=True)
class Columns:
    """The rows of a program, compressed by column."""

    start: Integers
    index: Integers
    coefficient: Integers


def by_column(program: BinaryProgram) -> Columns:
    """Return the rows compressed by column."""
    rows = np.repeat(np.arange(program.limit.size), np.diff(program.start))
    order = np.argsort(program.index, kind="stable")
    counts = np.bincount(program.index, minlength=program.cost.size)
    start = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
    return Columns(start, rows[order], program.coefficient[order])


def priced(program: BinaryProgram, cost: Integers, prices: Floats) -> Priced:
    """Return the bound of a cost at the given prices."""
    weighted = program.coefficient * np.repeat(prices, np.diff(program.start))
    used = np.bincount(program.index, weights=weighted, minlength=cost.size)
    reduced: Floats = cost.astype(np.float64) - used
    gain = np.where(
        program.lower == program.upper, reduced * program.upper, np.maximum(reduced, 0.0)
    )
    return Priced(prices, reduced, float(prices @ program.limit + gain.sum()))


@dataclass(frozen=True, slots=True)
class Finds:
    """What a search found: portfolios as rows of 0/1, and whether it looked everywhere."""

    rows: Integers
    complete: bool
    steps: int


def search(
    program: BinaryProgram,
    columns: Columns,
    cost: Integers,
    at: Priced,
    *,
    target: float,
    every: bool,
    most_steps: int,
    most_finds: int = 1,
    pulse: Pulse = rest,
) -> Finds:
    """Find the best choices worth at least `target`, or `every` such, exactly.

    `target` is on the grid of cost; with `every` false the best is found up to half the
    tolerance at which values count as equal. `most_steps` caps the rows looked at; `pulse` is
    called every few tenths of a second.
    """
    from headwater.portfolio.kernels.search import explore

    half = tolerance(target) / 2
    open_ = (program.lower < program.upper) & (np.abs(at.reduced) <= at.bound - target + half)
    fixed = np.where(program.lower == program.upper, program.lower, (at.reduced > 0).astype(int))
    fixed[open_] = 0
    free = np.flatnonzero(open_)
    if free.size > MOST_FREE:
        return Finds(np.zeros((0, cost.size), np.int64), False, 0)
    free = free[np.argsort(-np.abs(at.reduced[free]), kind="stable")]
    start, index, coefficient = _picked(columns, free)
    room = -program.excess(fixed)
    room -= np.bincount(index, weights=np.minimum(coefficient, 0), minlength=room.size).astype(
        np.int64
    )
    spare = -program.excess(fixed) - np.bincount(
        index, weights=np.maximum(coefficient, 0), minlength=room.size
    ).astype(np.int64)
    if (room < 0).any():
        return Finds(np.zeros((0, cost.size), np.int64), True, 0)
    # what settled choices lose against their sign (mandatory, barred) is in the bound already
    bounds = np.zeros(free.size + 1)
    bounds[0] = at.bound - float(at.prices @ np.maximum(spare, 0))
    goal = np.array([target - half if every else target])
    tried, place = np.zeros(free.size + 1, np.int64), np.zeros(4, np.int64)
    place[1] = int(cost @ fixed)
    choice = np.zeros(free.size, np.uint8)
    found = np.zeros((most_finds if every else 1, free.size), np.uint8)
    state = 0
    while state == 0 and place[3] < most_steps:
        state = explore(
            cost[free], at.reduced[free], start, index, coefficient, room, spare, at.prices,
            -1.0 if every else half, goal, tried, bounds, place,
            min(int(place[3]) + PULSE, most_steps), choice, found,
        )  # fmt: skip
        if not pulse():
            break
    whole = np.repeat(fixed[None, :], place[2], axis=0)
    whole[:, free] = found[: place[2]]
    return Finds(whole, state == 1, int(place[3]))


def _picked(columns: Columns, free: NDArray[np.int64]) -> tuple[Integers, Integers, Integers]:
    sizes = columns.start[free + 1] - columns.start[free]
    start = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
    spans = [np.arange(columns.start[c], columns.start[c + 1]) for c in free]
    taken = np.concatenate([np.zeros(0, np.int64), *spans]).astype(np.int64)
    return start, columns.index[taken], columns.coefficient[taken]
