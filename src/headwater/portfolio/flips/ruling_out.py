"""Which sets of assumptions cannot bring the wanted projects in, without solving for them.

With prices p >= 0 of the rows, every portfolio that holds the wanted projects is worth at most
p @ limits + sum(max(0, value - p @ uses)), wanted ones without the max. An assumption raises that
bound by no more than it changes its own terms, and raises or lowers the worth of each known
portfolio by an exact amount. Where the bound stays below a known portfolio, the wanted projects
cannot all be recommended. Whatever the prices, no possible set is ruled out.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, combinations
from math import comb

import numpy as np

from headwater.portfolio.flips.assumptions import Slot, assumed
from headwater.portfolio.flips.solves import Solves
from headwater.portfolio.grids import Floats
from headwater.portfolio.model import Model, compile_model
from headwater.portfolio.solver import Solver
from headwater.vocabulary.portfolio import Optimum, Problem

MARGIN = 1e-8
"""Part of a portfolio's value that the bound must fall short by: more than a tie."""


class Ruler:
    """Bounds for every set of assumptions, one table for each set of weights."""

    def __init__(
        self,
        problem: Problem,
        optimum: Optimum,
        wanted: Sequence[str],
        slots: Sequence[Slot],
        solves: Solves,
    ) -> None:
        self._slots = slots
        self._plain = [n for n, each in enumerate(slots) if each.slot[0] != "weight"]
        self._regimes: list[tuple[int | None, _Table]] = []
        weights = [n for n, each in enumerate(slots) if each.slot[0] == "weight"]
        plain = [slots[n] for n in self._plain]
        for number in (None, *weights):
            made = [] if number is None else [slots[number].assumption]
            at = assumed(problem, made)
            best = solves.best_of(compile_model(at))
            known = [compile_model(problem).positions(optimum.chosen)]
            known += [] if best is None else [best.x]
            self._regimes.append((number, _Table(at, known, wanted, plain, solves)))

    def open_sets(self, count: int, most: int) -> list[tuple[int, ...]] | None:
        """Return the sets of `count` assumptions not ruled out; None where there are too many."""
        plain, mixed = comb(len(self._plain), count), comb(len(self._plain), count - 1)
        if plain + mixed * (len(self._regimes) - 1) > most:
            return None
        found: list[tuple[int, ...]] = []
        for number, table in self._regimes:
            others = count if number is None else count - 1
            for some in table.open_sets(others):
                members = [self._plain[each] for each in some]
                if number is not None:
                    members.append(number)
                if len({self._slots[each].slot for each in members}) == count:
                    found.append(tuple(sorted(members)))
        return found


class _Table:
    """What each assumption adds to the bound, less what it adds to each known portfolio."""

    def __init__(
        self,
        problem: Problem,
        known: Sequence[np.ndarray],
        wanted: Sequence[str],
        plain: Sequence[Slot],
        solves: Solves,
    ) -> None:
        base = compile_model(problem)
        sided = _with_wanted(base, wanted)
        cost, power = sided.graded(sided.middle_values)
        solver = Solver(sided, cost)
        priced, _ = solver.price(cost)
        unit = 10.0**-power
        self._bound = priced.bound * unit
        prices = priced.prices[: len(sided.limit_rows)] * 10.0 ** (
            np.array(sided.powers, dtype=np.float64) - power
        )
        reduced = priced.reduced[: sided.size] * unit
        self._known = [each for each in known if _allowed(base, each)]
        worth = np.array([base.value_of(each) for each in self._known])
        size = max(float(np.abs(worth).max(initial=0.0)), abs(self._bound))
        self._gap: Floats = worth - self._bound - MARGIN * size
        self._adds = np.array(
            [self._added(base, sided, each, plain, prices, reduced) for each in plain]
        ).reshape(len(plain), len(self._known))

    def _added(
        self,
        base: Model,
        sided: Model,
        slot: Slot,
        plain: Sequence[Slot],
        prices: Floats,
        reduced: Floats,
    ) -> Floats:
        """Return, for each known portfolio, what an assumption adds to the bound less to it."""
        changed = compile_model(assumed(base.problem, [slot.assumption]))
        if slot.slot[0] == "budget":
            amounts = [new.amount - old.amount for new, old in zip(
                changed.limits, base.limits, strict=True)]  # fmt: skip
            return np.full(len(self._known), float(prices @ np.array(amounts)))
        at = base.ids.index(slot.assumption.project)
        gain = float(changed.middle_values[at] - base.middle_values[at])
        saved = float(prices @ (base.uses[:, at] - changed.uses[:, at])) if len(prices) else 0.0
        delta = gain + saved
        twice = sum(each.assumption.project == slot.assumption.project for each in plain) > 1
        if at in sided.forced:
            raised = delta
        elif twice:
            raised = max(0.0, delta)
        else:
            raised = max(0.0, reduced[at] + delta) - max(0.0, reduced[at])
        return np.array([raised - gain * x[at] for x in self._known])

    def open_sets(self, count: int) -> list[tuple[int, ...]]:
        """Return the sets of `count` plain assumptions that no known portfolio rules out."""
        if count == 0:
            return [()] if not (self._gap > 0).any() else []
        number = len(self._adds)
        if count > number:
            return []
        flat = chain.from_iterable(combinations(range(number), count))
        sets = np.fromiter(flat, dtype=np.int64).reshape(-1, count)
        added = self._adds[sets].sum(axis=1)
        ruled = (added < self._gap).any(axis=1)
        return [tuple(each) for each in sets[~ruled].tolist()]


def _with_wanted(model: Model, wanted: Sequence[str]) -> Model:
    at = frozenset(model.ids.index(each) for each in wanted)
    return replace(model, forced=model.forced | at)


def _allowed(model: Model, x: np.ndarray) -> bool:
    cost, _ = model.graded(model.middle_values)
    return model.program(cost).allows(model.with_synergies(x))
