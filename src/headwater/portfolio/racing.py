"""Two searches side by side: one for better portfolios, one for the proof that none is better.

They run on two threads and tell each other what they have found. What is proved best does not
depend on which was first; only where time runs out can another machine reach something else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Thread

from headwater.portfolio.deepening import Deepening, Known
from headwater.portfolio.grids import Integers
from headwater.portfolio.neighbourhoods import Neighbourhoods
from headwater.portfolio.searching import Priced
from headwater.portfolio.solver import LARGE, Solver

FIRST_WORK = 500_000_000
"""Multiplications spent on better portfolios before the proof begins: about half a second. Of
large portfolios every way to better ones has had a turn by then, however long that takes: the
proof of those begins with tables so large that it would starve the search."""
SEED = 1

Told = Callable[[Integers, float], bool]
"""Is told the best portfolio and the bound several times a second, on the calling thread; says
whether to go on, or raises."""
Solve = Callable[[Integers, Known], tuple[Integers, float, bool]]
"""Improves and proves a portfolio in another way, and tells what it has and what is known by
now; returns the best portfolio, the bound and whether it is proved."""


@dataclass(frozen=True, slots=True)
class Raced:
    """The best portfolio, the bound, and whether it is proved."""

    x: Integers
    bound: float
    proved: bool


def race(
    solver: Solver, cost: Integers, at: Priced, x: Integers, told: Told, solve: Solve
) -> Raced:
    """Improve an allowed portfolio and prove it, until proved or told to stop.

    What is too large for tables of our own is proved by `solve`.
    """
    near = Neighbourhoods(solver, cost, at, x, SEED)

    def alone() -> bool:
        return told(near.x, at.bound)

    large = solver.model.size >= LARGE
    while near.work < FIRST_WORK or (large and not near.round_done):
        near.step(alone)
        if not alone():
            return Raced(near.x, at.bound, False)
    deep = Deepening(solver, cost, at, near.x)
    with _Beside(near):
        deep.run(lambda: near.x, lambda bound: told(_better(cost, deep.x, near.x), bound))
        best, bound, proved = deep.x, deep.bound, deep.proved
        if not deep.possible and alone():
            best, bound, proved = solve(near.x, lambda: near.x)
    return Raced(_better(cost, best, near.x), bound, proved)


def _better(cost: Integers, one: Integers, other: Integers) -> Integers:
    return other if int(cost @ other) > int(cost @ one) else one


class _Beside:
    """Improves a portfolio on a thread of its own for as long as the context lasts."""

    def __init__(self, near: Neighbourhoods) -> None:
        self._near, self._stop = near, Event()
        self._error: BaseException | None = None
        self._thread = Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                self._near.step(lambda: not self._stop.is_set())
        except BaseException as error:  # raised again on the calling thread
            self._error = error

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *raised: object) -> None:
        self._stop.set()
        self._thread.join()
        if self._error is not None and raised[0] is None:
            raise self._error
