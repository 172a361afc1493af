"""Complete portfolios kept beside the enumeration: what none of them leaves open, it drops."""

import numpy as np

from headwater.numeric.streams import stream
from headwater.portfolio.enumeration import EQUAL, Choice
from headwater.portfolio.grids import Floats, Integers
from headwater.portfolio.states import Comparison, Flags, States, unpacked, whole

CELLS = 4096
MOST_TABLED_ROWS = 4
MOST_TABLE = 60_000_000
"""Cells of all tables at most (8 bytes each)."""
STARTS = 300
MOST_KEPT = 4_000
MOST_KEPT_WITH_RANGES = 96
REFRESH_EVERY = 4
SAMPLED = 2_000


class Archive:
    """Good complete portfolios, and bounds of what partial ones can become.

    Parameters
    ----------
    first
        Complete portfolios to start from, (count, n); more are made greedily.
    """

    def __init__(self, choice: Choice, first: Integers, seed: int) -> None:
        self._choice = choice
        self._seed = seed
        self._roofs = choice.highs.copy()
        for members, gain in choice.synergies:
            self._roofs[:, members[-1]] += gain.clip(min=0)
        self._density = self._densities(np.ones(choice.lows.shape[0]))
        self._tabled = self._table()
        self._reduced = self._roofs - choice.prices @ choice.rows
        self._left = _float_tail(self._reduced.clip(min=0))
        portfolios = np.concatenate([first.astype(np.uint8), self._greedy()])
        self._kept = whole(choice, np.unique(portfolios, axis=0))
        self._trim(Comparison(choice, lambda: None))

    def _densities(self, weights: Floats) -> Floats:
        choice = self._choice
        scale = np.maximum(np.abs(choice.highs).sum(axis=1), 1)
        worth = weights @ (choice.highs / scale[:, None])
        limits = np.maximum(choice.limits, 1)[:, None]
        taken = (choice.rows.clip(min=0) / limits).sum(axis=0)
        found: Floats = worth / np.maximum(taken, 1e-9)
        return found

    def _table(self) -> list[tuple[int, float, Integers]]:
        """Return row, cells per unit and table for the dearest rows of amounts."""
        from headwater.portfolio.kernels.bounds import tables

        choice = self._choice
        plain = [r for r in range(choice.limits.size) if (choice.rows[r] >= 0).all()]
        dear = sorted(
            plain, key=lambda r: (-float((choice.prices[:, r] * choice.limits[r]).sum()), r)
        )
        made: list[tuple[int, float, Integers]] = []
        each = self._roofs.shape[0] * (choice.size + 1) * CELLS
        for row in dear[: min(MOST_TABLED_ROWS, MOST_TABLE // max(each, 1))]:
            limit = int(choice.limits[row])
            scale = 1.0 if limit < CELLS else (CELLS - 1) / limit
            weights = np.floor(choice.rows[row] * scale * (1 - 1e-12)).astype(np.int64)
            made.append((row, scale, tables(self._roofs, weights, CELLS)))
        return made

    def _greedy(self) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
        from headwater.portfolio.kernels.bounds import complete

        choice = self._choice
        random = stream(self._seed, 0)
        chosen = np.zeros((STARTS, choice.size), np.uint8)
        allowed = np.zeros(STARTS, bool)
        for start in range(STARTS):
            shares: Floats = random.exponential(size=(choice.lows.shape[0],))
            density = self._densities(shares) * random.uniform(0.8, 1.25, choice.size)
            worth = shares @ choice.highs
            order = np.argsort(-density, kind="stable")
            used = np.zeros((1, choice.limits.size), np.int64)
            allowed[start] = complete(
                chosen[start : start + 1], used, choice.limits, choice.rows, order[worth[order] > 0]
            )[0]
        return chosen[allowed]

    def _trim(self, comparison: Comparison) -> None:
        kept = comparison.best(self._kept)
        most = MOST_KEPT_WITH_RANGES if self._choice.ranges else MOST_KEPT
        if kept.count > most:
            step = np.linspace(0, kept.count - 1, most).astype(np.int64)
            order = np.lexsort(kept.lows)
            kept = kept.picked(np.sort(order[step]))
        self._kept = kept

    def _roof(self, states: States, place: int) -> tuple[Integers, Integers]:
        """Return the most that the open projects can add at each vertex, and priced room."""
        room = self._choice.limits[:, None] - states.used
        priced = np.ceil(self._choice.prices @ np.maximum(room, 0)).astype(np.int64) + 1
        roof = priced + np.ceil(self._left[:, place]).astype(np.int64)[:, None] + 1
        for row, scale, table in self._tabled:
            cells = np.floor(room[row] * scale + 1e-6).astype(np.int64).clip(0, CELLS - 1)
            np.minimum(roof, table[:, place, :][:, cells], out=roof)
        return roof, priced

    def beats_all_of(self, states: States, place: int, comparison: Comparison) -> Flags:
        """Say which states can only become portfolios that a kept one dominates."""
        if states.count == 0 or self._kept.count == 0:
            return np.zeros(states.count, bool)
        roof, priced = self._roof(states, place)
        if not self._choice.ranges:
            best = States(states.used, states.lows + roof, states.highs, states.masks)
            return comparison.beaten(self._kept, self._kept.lows, best, best.lows, 0)
        return self._beats_with_ranges(states, place, roof, priced, comparison)

    def _beats_with_ranges(
        self,
        states: States,
        place: int,
        roof: Integers,
        priced: Integers,
        comparison: Comparison,
    ) -> Flags:
        from headwater.portfolio.kernels.bounds import hopeless

        choice, kept = self._choice, self._kept
        holds = unpacked(kept.masks, choice.size)[:, place:].astype(np.float64)
        rest = np.empty((kept.count, choice.lows.shape[0]), np.int64)
        width = choice.width.astype(np.float64)
        for vertex in range(choice.lows.shape[0]):
            each = self._reduced[vertex, place:] - holds * width[vertex, place:]
            rest[:, vertex] = np.ceil(np.maximum(each, 0).sum(axis=1)) + 1
        out = np.zeros(states.count, bool)
        comparison.work += hopeless(
            roof, states.masks, states.highs, priced, kept.lows, kept.masks, rest,
            choice.width, EQUAL, out,
        )  # fmt: skip
        return out

    def refresh(self, states: States, place: int, comparison: Comparison) -> None:
        """Complete some of the states greedily and keep what is good."""
        from headwater.portfolio.kernels.bounds import complete

        choice = self._choice
        if place % REFRESH_EVERY or place >= choice.size or states.count == 0:
            return
        some = states.picked(np.arange(0, states.count, max(1, states.count // SAMPLED)))
        chosen = np.ascontiguousarray(unpacked(some.masks, choice.size))
        order = np.argsort(-self._density, kind="stable")
        order = order[(order >= place) & (self._density[order] > 0)]
        used = np.ascontiguousarray(some.used.T)
        allowed = complete(chosen, used, choice.limits, choice.rows, order)
        if allowed.any():
            fresh = whole(choice, np.unique(chosen[allowed], axis=0))
            self._kept = _distinct(self._kept.joined(fresh))
            self._trim(comparison)


def _distinct(states: States) -> States:
    _, first = np.unique(states.masks, axis=0, return_index=True)
    return states.picked(np.sort(first))


def _float_tail(each: Floats) -> Floats:
    sums = np.cumsum(each[:, ::-1], axis=1)[:, ::-1]
    return np.concatenate([sums, np.zeros((each.shape[0], 1))], axis=1)
