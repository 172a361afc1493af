"""Which sets of assumptions cannot bring the wanted projects in, without solving for them.

With prices p >= 0 of the rows, every portfolio that holds the wanted projects is worth at most
p @ limits + sum(max(0, value - p @ uses)), wanted ones without the max. An assumption raises that
bound by no more than it changes its own terms, and raises or lowers the worth of each known
portfolio by an exact amount. Where the bound stays below a known portfolio, the wanted projects
cannot all be recommended. Whatever the prices, no possible set is ruled out.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, combinations, product
from math import comb

import numpy as np

from headwater.portfolio.flips.assumptions import Slot, assumed
from headwater.portfolio.flips.solves import Solves
from headwater.portfolio.grids import Floats, Integers, off_grid
from headwater.portfolio.model import Model, compile_model
from headwater.portfolio.solver import Solver
from headwater.vocabulary.portfolio import Optimum, Problem

MARGIN = 1e-8
"""Part of a portfolio's value that the bound must fall short by: more than a tie."""


class Ruler:
    """Bounds for every set of assumptions: one table for each set of weights and budget."""

    def __init__(
        self,
        problem: Problem,
        optimum: Optimum,
        wanted: Sequence[str],
        slots: Sequence[Slot],
        solves: Solves,
    ) -> None:
        self._slots = slots
        kinds = {kind: [n for n, each in enumerate(slots) if each.slot[0] == kind]
                 for kind in ("weight", "budget")}  # fmt: skip
        self._plain = [n for n, each in enumerate(slots) if each.slot[0] not in kinds]
        base = compile_model(problem)
        steps = [_Step(base, slots, number) for number in self._plain]
        self._tables: list[tuple[tuple[int, ...], _Table]] = []
        for pair in product([None, *kinds["weight"]], [None, *kinds["budget"]]):
            made = tuple(number for number in pair if number is not None)
            model = compile_model(assumed(problem, [slots[each].assumption for each in made]))
            best = solves.best_of(model)
            known = [base.positions(optimum.chosen)] + ([] if best is None else [best.x])
            self._tables.append((made, _Table(model, known, wanted, steps)))

    def open_sets(self, count: int, most: int) -> list[tuple[int, ...]] | None:
        """Return the sets of `count` assumptions not ruled out; None where there are too many."""
        sizes = [count - len(made) for made, _ in self._tables if len(made) <= count]
        if sum(comb(len(self._plain), size) for size in sizes) > most:
            return None
        found: list[tuple[int, ...]] = []
        for made, table in self._tables:
            if len(made) <= count:
                found += [
                    tuple(sorted((*made, *(self._plain[each] for each in some))))
                    for some in table.open_sets(count - len(made))
                ]
        return found


class _Step:
    """What one assumption about a project changes: its value by criterion, and its uses."""

    def __init__(self, base: Model, slots: Sequence[Slot], number: int) -> None:
        made = slots[number].assumption
        changed = compile_model(assumed(base.problem, [made]))
        self.at = base.ids.index(made.project)
        middle = (changed.lows + changed.highs - base.lows - base.highs)[self.at] / 2
        self.gain: Floats = middle
        self.saves: Floats = (base.uses - changed.uses)[:, self.at]
        self.twice = sum(each.assumption.project == made.project for each in slots) > 1


class _Table:
    """What each assumption adds to the bound, less what it adds to each known portfolio."""

    def __init__(
        self, model: Model, known: Sequence[Integers], wanted: Sequence[str], steps: Sequence[_Step]
    ) -> None:
        sided = _with_wanted(model, wanted)
        cost, power = sided.graded(sided.middle_values)
        priced, _ = Solver(sided, cost).price(cost)
        bound = off_grid(priced.bound, power)
        prices = np.array(
            [off_grid(price, power - row) for price, row in zip(
                priced.prices[: len(sided.limit_rows)].tolist(), sided.powers, strict=True)]
        )  # fmt: skip
        reduced = np.array([off_grid(each, power) for each in priced.reduced[: sided.size]])
        self._known = [each for each in known if _allowed(model, each)]
        worth = np.array([model.value_of(each) for each in self._known])
        size = max(float(np.abs(worth).max(initial=0.0)), abs(bound))
        self._gap: Floats = worth - bound - MARGIN * size
        added = [self._added(sided, step, prices, reduced) for step in steps]
        self._adds = np.array(added).reshape(len(steps), len(self._known))

    def _added(self, sided: Model, step: _Step, prices: Floats, reduced: Floats) -> Floats:
        """Return, for each known portfolio, what an assumption adds to the bound less to it."""
        gain = float(step.gain @ sided.centre)
        delta = gain + (float(prices @ step.saves) if prices.size else 0.0)
        if step.at in sided.forced:
            raised = delta
        elif step.twice:
            raised = max(0.0, delta)
        else:
            raised = max(0.0, reduced[step.at] + delta) - max(0.0, reduced[step.at])
        return np.array([raised - gain * x[step.at] for x in self._known])

    def open_sets(self, count: int) -> list[tuple[int, ...]]:
        """Return the sets of `count` assumptions that no known portfolio rules out."""
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


def _allowed(model: Model, x: Integers) -> bool:
    cost, _ = model.graded(model.middle_values)
    return model.program(cost).allows(model.with_synergies(x))
