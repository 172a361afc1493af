"""The single facts that are not known, and what knowing each is worth to a contest."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from headwater.portfolio import wording
from headwater.portfolio.grids import off_grid
from headwater.portfolio.model import compile_model
from headwater.portfolio.settling import Threat
from headwater.portfolio.solver import Solver
from headwater.vocabulary.explanation import Worth
from headwater.vocabulary.portfolio import Candidate, Problem
from headwater.vocabulary.units import Interval


@dataclass(frozen=True, slots=True)
class Item:
    """One fact that is not known: a score, a project's uses, or a weight.

    `at` is the candidate's position, -1 for weights; `criterion` its column, -1 for uses.
    """

    kind: Literal["score", "cost", "weight"]
    about: str
    text: str
    project: str
    at: int
    criterion: str
    column: int


def items(problem: Problem) -> Iterator[Item]:
    """Yield every open score, use and weight, in a fixed order."""
    names = wording.names_of(problem)
    criteria = sorted(problem.weights.criteria)
    reach = {each: problem.weights.range_of(each) for each in criteria}
    for at, candidate in enumerate(sorted(problem.candidates, key=lambda each: each.id)):
        name = names[candidate.id]
        for column, criterion in enumerate(criteria):
            value = candidate.values[criterion]
            if not value.is_point and reach[criterion].high > 0:
                of = f"{criterion} of {name}"
                asks = f"How does {name} do on {criterion!r}"
                if len(criteria) == 1:
                    asks = f"What is the {criterion} of {name}"
                text = f"{asks}: {_between(value)}?"
                yield Item("score", of, text, candidate.id, at, criterion, column)
        if text := _use_text(problem, candidate, name):
            what = "need" if text.startswith("How much") else "cost"
            yield Item("cost", f"{what} of {name}", text, candidate.id, at, "", -1)
    for column, criterion in enumerate(criteria):
        span = reach[criterion]
        if span.high - span.low > 1e-9:
            ends = f"between {span.low * 100:.0f}% and {span.high * 100:.0f}%"
            text = f"How much does {criterion!r} count: {ends} of the whole?"
            yield Item("weight", f"weight of {criterion}", text, "", -1, criterion, column)


def _between(value: Interval) -> str:
    return f"between {wording.amount(value.low)} and {wording.amount(value.high)}"


def _use_text(problem: Problem, candidate: Candidate, name: str) -> str:
    open_ = [
        limit
        for limit in sorted(problem.limits, key=lambda each: (each.kind, each.name))
        if (use := candidate.uses.get(limit.name, Interval(0, 0))) is None or not use.is_point
    ]
    if not open_:
        return ""
    budgets = [limit for limit in open_ if limit.kind == "budget"]
    if budgets:
        use = candidate.uses[budgets[0].name]
        periods = [limit.period for limit in budgets]
        when = "" if "" in periods else f" in {wording.listed(periods, most=3)}"
        ends = "" if use is None or len(budgets) > 1 else f": {_between(use)}"
        others = wording.listed((e.name for e in open_ if e not in budgets), most=2, none="")
        also = f", and how much of {others} does it need" if others else ""
        return f"What will {name} cost{when}{ends}{also}?"
    return f"How much of {wording.listed((e.name for e in open_), most=2)} does {name} need?"


class Contest:
    """The recommended portfolio against its strongest rival, and prices of what is scarce."""

    def __init__(self, problem: Problem, threat: Threat, minutes: Mapping[str, float]) -> None:
        self._threat, self._minutes = threat, minutes
        self._high, self._low = compile_model(problem), threat.model
        cost, power = self._high.graded(self._high.middle_values)
        at, _ = Solver(self._high, cost).price(cost)
        rows = range(len(self._high.limits))
        self._prices = np.array(
            [off_grid(float(at.prices[row]), power - self._high.powers[row]) for row in rows]
        )
        self._reduced = np.array([off_grid(each, power) for each in at.reduced.tolist()])

    def worth(self, item: Item) -> Worth:
        """Return what an answer is worth, in the unit of the portfolio's value."""
        worst, expected = {"score": self._score, "cost": self._cost, "weight": self._weight}[
            item.kind
        ](item)
        return Worth(
            about=item.about,
            kind=item.kind,
            project=item.project,
            criterion=item.criterion,
            expected=expected,
            worst=worst,
            minutes=self._minutes[item.kind],
            text=item.text,
        )

    def _apart(self, at: int) -> bool:
        return bool(self._threat.chosen[at] != self._threat.rival[at])

    def _score(self, item: Item) -> tuple[float, float]:
        span = self._high.highs[item.at, item.column] - self._high.lows[item.at, item.column]
        worst = self._threat.weights[item.column] * span if self._apart(item.at) else 0.0
        half = self._high.centre[item.column] * span / 2
        return float(worst), _two_sided(half, abs(self._reduced[item.at]))

    def _cost(self, item: Item) -> tuple[float, float]:
        """Count a rival's saving at the prices of its world; unknown uses count as all there is."""
        at = item.at
        if at in self._high.unknown:
            reached = self._threat.regret if self._threat.rival[at] else 0.0
            gain = max(0.0, float(self._high.middle_values[at]))
            return reached, gain / 2 if reached else 0.0
        saved = self._high.uses[:, at] - self._low.uses[:, at]
        worst = float(self._threat.prices @ saved) if self._threat.rival[at] else 0.0
        most = float(self._prices @ saved)
        return max(worst, 0.0), _one_sided(most, -self._reduced[at])

    def _weight(self, item: Item) -> tuple[float, float]:
        model, threat = self._high, self._threat
        span = float(np.ptp(model.vertices[:, item.column]))
        sign = threat.rival - threat.chosen
        middles = model.lows / 2 + model.highs / 2
        moved = sign @ middles
        others = float(moved @ model.centre)
        slope = abs(float(moved[item.column]) - others)
        return slope * span, _two_sided(slope * span / 2, abs(others))


def _two_sided(half: float, loss: float) -> float:
    """Return E[max(u, loss)] - loss for u uniform on -half..half: the gain of knowing u."""
    return float((half - loss) ** 2 / (4 * half)) if half > loss else 0.0


def _one_sided(most: float, loss: float) -> float:
    """Return E[max(u - loss, 0)] for u uniform on 0..most; all of u where the loss is below 0."""
    if most <= 0 or loss >= most:
        return 0.0
    return float(most / 2 if loss <= 0 else (most - loss) ** 2 / (2 * most))
