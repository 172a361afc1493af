"""A first allowed portfolio in a moment: greedy by value for what it takes, then exchanges."""

from collections.abc import Sequence

import numpy as np

from headwater.numeric.programs import BinaryProgram
from headwater.portfolio.grids import Floats, Integers
from headwater.portfolio.model import Model
from headwater.portfolio.searching import Columns

MOST_TRIES = 3_000_000
"""Exchanges tried by the local search at most."""


class Filling:
    """A portfolio being filled: what is chosen, and what each row has left."""

    def __init__(self, model: Model, program: BinaryProgram, columns: Columns) -> None:
        self._model, self._program, self._columns = model, program, columns
        self.chosen = np.zeros(program.cost.size, np.int64)
        self.room = program.limit.copy()
        self._needs = _needs(model)
        self._once = _once(columns)

    def bundle(self, candidate: int) -> list[int]:
        """Return the candidate and all that it requires, as far as not chosen yet."""
        return [each for each in self._needs(candidate) if not self.chosen[each]]

    def takes(self, bundle: Sequence[int]) -> tuple[Integers, Integers]:
        """Return the rows that a bundle touches and by how much."""
        if len(bundle) == 1 and self._once:  # nothing to add up, and by far the most common
            (only,) = bundle
            span = slice(self._columns.start[only], self._columns.start[only + 1])
            return self._columns.index[span], self._columns.coefficient[span]
        spans = [
            np.arange(self._columns.start[each], self._columns.start[each + 1]) for each in bundle
        ]
        at = np.concatenate([np.zeros(0, np.int64), *spans]).astype(np.int64)
        touched, inverse = np.unique(self._columns.index[at], return_inverse=True)
        sums = np.zeros(touched.size, np.int64)
        np.add.at(sums, inverse, self._columns.coefficient[at])
        return touched, sums

    def try_bundle(self, candidate: int, *, whatever: bool = False) -> bool:
        """Choose a candidate with all that it requires, if every row has room for it."""
        bundle = self.bundle(candidate)
        if not bundle or any(not self._program.upper[each] for each in bundle):
            return False
        touched, sums = self.takes(bundle)
        if not whatever and ((sums > 0) & (sums > self.room[touched])).any():
            return False
        self.chosen[bundle] = 1
        self.room[touched] -= sums
        return True


def _once(columns: Columns) -> bool:
    """Say whether no candidate stands twice in one row."""
    column = np.repeat(np.arange(columns.start.size - 1), np.diff(columns.start))
    again = (np.diff(columns.index) == 0) & (np.diff(column) == 0)
    return not again.any()


def _needs(model: Model):  # type: ignore[no-untyped-def]
    required: dict[int, list[int]] = {}
    for row in model.rule_rows:
        if row.limit == 0 and row.coefficients.tolist() == [1, -1]:
            required.setdefault(int(row.columns[0]), []).append(int(row.columns[1]))

    def closure(candidate: int) -> list[int]:
        if candidate not in required:
            return [candidate]
        found, open_ = {candidate}, [candidate]
        while open_:
            for each in required.get(open_.pop(), ()):
                if each not in found:
                    found.add(each)
                    open_.append(each)
        return sorted(found)

    return closure


def densities(model: Model, cost: Integers, prices: Floats | None = None) -> Floats:
    """Return value for what a candidate takes of the limits, each limit at its amount."""
    weight = np.full(model.size, 1e-12)
    for number, row in enumerate(model.limit_rows):
        price = 1.0 / max(row.limit, 1) if prices is None else prices[number]
        weight[row.columns] += np.maximum(row.coefficients, 0) * price
    found: Floats = cost[: model.size] / weight
    return found


def skeleton(model: Model, program: BinaryProgram, columns: Columns, density: Floats) -> Filling:
    """Fill in only what orders and rules demand, the best by `density` where there is choice."""
    filling = Filling(model, program, columns)
    for candidate in sorted(model.forced):
        if not filling.chosen[candidate]:
            filling.try_bundle(candidate, whatever=True)
    place = np.empty(density.size, np.int64)
    place[np.argsort(-density, kind="stable")] = np.arange(density.size)
    for row, line in enumerate(model.rule_rows, start=len(model.limit_rows)):
        if filling.room[row] < 0:
            for candidate in line.columns[np.argsort(place[line.columns])]:
                if filling.room[row] >= 0:
                    break
                if not filling.chosen[candidate]:
                    filling.try_bundle(int(candidate))
    return filling


def greedy(
    model: Model, program: BinaryProgram, columns: Columns, density: Floats
) -> Integers | None:
    """Fill a portfolio in the order of `density`, after what rules order; None if that fails.

    Returns choices of candidates and synergies that `program` allows.
    """
    filling = skeleton(model, program, columns, density)
    for candidate in np.argsort(-density, kind="stable"):
        worth = sum(int(program.cost[each]) for each in filling.bundle(int(candidate)))
        if worth > 0:
            filling.try_bundle(int(candidate))
    found = model.with_synergies(filling.chosen)
    return found if program.allows(found) else None


def polished(
    model: Model,
    program: BinaryProgram,
    columns: Columns,
    first: Integers,
    density: Floats,
    *,
    most_tries: int = MOST_TRIES,
) -> Integers:
    """Return the portfolio after exchanges that pay; never a worse one."""
    from headwater.portfolio.kernels.swaps import improve

    chosen = first.copy()
    chosen[model.size :] = 0
    free = program.lower < program.upper
    free[model.size :] = False
    order = np.argsort(-density, kind="stable")
    room = -program.excess(chosen)
    loss_rows = room < 0  # losses of joint choices are added again below
    room[loss_rows] = 0
    improve(
        chosen, program.cost, free, order, columns.start, columns.index, columns.coefficient,
        room, most_tries,
    )  # fmt: skip
    found = model.with_synergies(chosen)
    better = program.allows(found) and int(program.cost @ found) > int(program.cost @ first)
    return found if better else first
