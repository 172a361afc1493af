"""The slow oracle of flips: every portfolio in a table, every step of a figure tried."""

from collections.abc import Iterable
from itertools import product

import numpy as np
from brute import keeps, synergies
from numpy.typing import NDArray

from headwater.vocabulary.portfolio import Problem

Floats = NDArray[np.float64]
EQUAL = 1e-9


class Table:
    """All portfolios that the rules allow, as rows; figures of one project can be replaced."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.candidates = sorted(problem.candidates, key=lambda each: each.id)
        self.ids = [each.id for each in self.candidates]
        every = np.array(list(product((1, 0), repeat=len(self.ids))), dtype=np.int64)
        rows, bonus = [], []
        for row in every:
            chosen = frozenset(i for i, bit in zip(self.ids, row, strict=True) if bit)
            ordered = all(each.id in chosen for each in self.candidates if each.mandatory)
            unknown = any(
                None in each.uses.values() and each.id in chosen and not each.mandatory
                for each in self.candidates
            )
            if ordered and not unknown and all(keeps(rule, chosen) for rule in problem.rules):
                rows.append(row)
                bonus.append(float(synergies(problem, chosen)))
        self.rows = np.array(rows, dtype=np.int64).reshape(-1, len(self.ids))
        self.bonus = np.array(bonus)
        self.limits = sorted(problem.limits, key=lambda each: (each.kind, each.name))
        self.amounts = np.array([each.amount for each in self.limits])
        self.uses = np.array(
            [[use.high if (use := c.uses.get(li.name)) else 0.0 for c in self.candidates]
             for li in self.limits]
        ).reshape(len(self.limits), len(self.ids))  # fmt: skip
        names = list(problem.weights.criteria)
        self.middles = np.array(
            [[c.values[name].middle for name in names] for c in self.candidates]
        )
        self.values = self.middles @ np.array(problem.weights.centre)

    def holds(
        self,
        project: str,
        *,
        values: Floats | None = None,
        uses: Floats | None = None,
        amounts: Floats | None = None,
    ) -> bool | None:
        """Say whether the recommended portfolio contains a project; None where there is none."""
        taken = self.uses if uses is None else uses
        room = self.amounts if amounts is None else amounts
        fits = (self.rows @ taken.T <= room + 1e-9).all(axis=1)
        if not fits.any():
            return None
        rows = self.rows[fits]
        worth = rows @ (self.values if values is None else values) + self.bonus[fits]
        best = rows[worth >= worth.max() - EQUAL * max(1.0, abs(worth.max()))]
        if len(self.limits):
            spent = best @ taken[0]
            best = best[spent <= spent.min() + EQUAL]
        best = best[best.sum(axis=1) == best.sum(axis=1).min()]
        return bool(best[0, self.ids.index(project)])  # rows come in alphabetical order

    def costs(self, project: str, factor: float) -> Floats:
        """Uses with all of one project's budgets scaled."""
        uses = self.uses.copy()
        budgets = [number for number, each in enumerate(self.limits) if each.kind == "budget"]
        uses[budgets, self.ids.index(project)] *= factor
        return uses

    def worth(self, project: str, by: float) -> Floats:
        """Values with one project worth more."""
        values = self.values.copy()
        values[self.ids.index(project)] += by
        return values

    def weighted(self, weights: Iterable[float]) -> Floats:
        """Values at other weights."""
        return self.middles @ np.array(list(weights))
