"""What stands in a project's way: rules, limits, and projects that give more for less."""

import numpy as np

from headwater.portfolio.enumeration import propagated, values_at
from headwater.portfolio.grids import Floats, Integers, off_grid
from headwater.portfolio.model import Model
from headwater.portfolio.states import Flags
from headwater.vocabulary.workbook import Rule

MOST_PAIRED = 60
"""Of the projects that fit into another's place, how many are tried two by two."""

MOST_COMPARED = 5_000
"""Projects beyond which nobody is compared with all others."""


class Field:
    """The projects side by side: values at every vertex, uses of every limit, settled ones."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.lows = np.array([values_at(model, each, "low") for each in model.vertices])
        self.highs = np.array([values_at(model, each, "high") for each in model.vertices])
        cost, _ = model.graded(model.middle_values)
        lower, upper = propagated(model.program(cost), model.size)
        self.settled_in = lower == 1
        self.settled_out = (upper == 0) & ~self.settled_in
        place = {id_: at for at, id_ in enumerate(model.ids)}
        self._tied_up = {place[each] for rule in model.problem.rules for each in rule.members}
        self._free = np.array(
            [n for n in range(model.size) if n not in self._tied_up and not self.settled_out[n]],
            np.int64,
        )
        self.uses: Integers = np.zeros((len(model.limit_rows), model.size), np.int64)
        for number, row in enumerate(model.limit_rows):
            self.uses[number, row.columns] = row.coefficients

    def rules_of(self, at: int) -> list[Rule]:
        """Return the rules that speak of a project, in a fixed order."""
        id_ = self.model.ids[at]
        found = [rule for rule in self.model.problem.rules if id_ in rule.members]
        return sorted(found, key=lambda rule: (rule.kind, rule.project, rule.other))

    def too_large(self, at: int) -> tuple[str, float, float, bool] | None:
        """Return limit, need, what there is, and whether orders took part of it; or None."""
        for number, row in enumerate(self.model.limit_rows):
            need = int(self.uses[number, at])
            taken = int(self.uses[number, sorted(self.model.forced)].sum())
            if need > row.limit - taken and at not in self.model.forced:
                power = self.model.powers[number]
                left = row.limit if need > row.limit else row.limit - taken
                name = self.model.limits[number].name
                return name, off_grid(need, power), off_grid(left, power), need <= row.limit
        return None

    def better(self, at: int) -> tuple[int, ...]:
        """Return up to two projects, no rule on any, that use no more and always give more.

        Two together when no single project does.
        """
        if at in self._tied_up or self.model.size > MOST_COMPARED:
            return ()
        others = self._free[self._free != at]
        if not others.size:
            return ()
        beats = self._beat(self.uses[:, others], self.lows[:, others], at)
        singles = others[beats]
        if singles.size:
            order = np.argsort(-self.lows[:, singles].sum(axis=0), kind="stable")
            return tuple(int(each) for each in singles[order[:2]])
        return self._pair(others, at)

    def _pair(self, others: Integers, at: int) -> tuple[int, ...]:
        fits = (self.uses[:, others] <= self.uses[:, at][:, None]).all(axis=0)
        small = others[fits & (self.lows[:, others] >= 0).all(axis=0)]
        worth = self.lows[:, small].sum(axis=0)
        small = np.sort(small[np.argsort(-worth, kind="stable")[:MOST_PAIRED]])
        for one in small:
            rest = small[small > one]
            beats = self._beat(
                self.uses[:, rest] + self.uses[:, one][:, None],
                self.lows[:, rest] + self.lows[:, one][:, None],
                at,
            )
            if beats.any():
                return int(one), int(rest[int(np.argmax(beats))])
        return ()

    def _beat(self, uses: Integers, lows: Floats, at: int) -> Flags:
        size = 1e-9 * max(float(np.abs(self.highs).sum(axis=1).max()), 1e-300)
        cheaper = np.all(uses <= self.uses[:, at][:, None], axis=0)
        found: Flags = cheaper & np.all(lows > self.highs[:, at][:, None] + size, axis=0)
        return found
