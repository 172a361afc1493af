"""The smallest move of one criterion's weight that flips a project, by bounds on two hulls.

Along the line that keeps the ratios of the other weights, the best value with the project and
the best without it are both convex in the weight. So the side behind lies below the chord
between any two of its values, the side ahead lies above the line of any portfolio known, and
nothing flips where the chord is below the lines.
"""

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np

from headwater.portfolio.flips.case import Case
from headwater.portfolio.flips.changed import weights_at, with_weights
from headwater.portfolio.flips.solves import Side
from headwater.portfolio.flips.steps import Steps
from headwater.portfolio.model import Model, compile_model
from headwater.vocabulary.explanation import Change
from headwater.vocabulary.portfolio import Problem
from headwater.vocabulary.units import Interval

WHOLE = 1_000
STEPS = Steps(-3)
"""Weights are looked at in thousandths of the whole."""
INSIDE = 1e-7
"""Distance from the hull of the leaders' weights that still counts as inside it."""
TIED = 3e-9
"""Part of the value by which bounds must differ to rule a flip out: more than a tie."""
SPLIT = 4
"""Thousandths from which the stretch ahead is halved, for tighter bounds."""
Place: TypeAlias = tuple[float, Side, Side]
"""Thousandths, and the best there on the side ahead today and on the other."""


def weight_changes(case: Case) -> tuple[Change, ...]:
    """Return for each criterion the smallest move of its weight that flips, smallest first."""
    criteria = sorted(case.problem.weights.criteria)
    if len(criteria) < 2:
        return ()
    found = []
    for criterion in criteria:
        now = _centre(case.problem, criterion)
        if now >= 1 - 1e-9:
            continue  # the others have no ratios to keep
        about = f"weight of {criterion}"
        found.append(
            case.settled("weight", about, now, _Line(case, criterion, now, about).smallest)
        )
    return tuple(sorted(found, key=lambda each: (not each.found, abs(each.by or 0.0), each.about)))


def _centre(problem: Problem, criterion: str) -> float:
    return problem.weights.centre[problem.weights.criteria.index(criterion)]


class _Line:
    """One criterion's weight from 0 to 1, the others in their ratios."""

    def __init__(self, case: Case, criterion: str, now: float, about: str) -> None:
        self._case, self._criterion, self._now, self._about = case, criterion, now, about
        self._models: dict[float, Model] = {}

    def smallest(self) -> Change:
        """Return the nearer of the flips below and above today's weight."""
        case = self._case
        if case.behind is None:
            return self._nothing(" that the limits and rules allow")
        up = self._first(STEPS.above(self._now), WHOLE, 1)
        reach = WHOLE if up is None else round((STEPS.at(up) - self._now) * WHOLE + 0.5)
        lowest = max(0, STEPS.below(self._now) - reach)
        down = self._first(STEPS.below(self._now), lowest, -1)
        numbers = [each for each in (up, down) if each is not None]
        if not numbers:
            return self._nothing("")
        nearest = min(numbers, key=lambda n: (abs(STEPS.at(n) - self._now), n))
        return self._found(nearest)

    def _problem(self, number: float) -> Problem:
        share = min(1.0, max(0.0, number / WHOLE))
        weights = weights_at(self._case.problem, self._criterion, share)
        return with_weights(self._case.problem, weights)

    def _worth(self, number: float, side: Side) -> float:
        """Return what a portfolio is worth at a weight."""
        if number not in self._models:
            self._models[number] = compile_model(self._problem(number))
        return self._models[number].value_of(side.x)

    def _place(self, number: float) -> Place | None:
        """Return the best on the side ahead today and on the other, at a weight."""
        case = self._case
        problem = self._problem(number)
        own = case.solves.best(problem, case.project, inside=case.chosen)
        other = case.solves.best(problem, case.project, inside=not case.chosen)
        return None if own is None or other is None else (number, own, other)

    def _first(self, start: int, end: int, direction: int) -> int | None:
        """Return the first number of thousandths from `start` to `end` that flips."""
        case = self._case
        if (end - start) * direction < 0 or case.ahead is None or case.behind is None:
            return None
        here: Place = (self._now * WHOLE, case.ahead, case.behind)
        ahead = [far for far in (self._place(end),) if far is not None]
        while ahead:
            far = ahead[-1]
            number = self._crossing(here, far, start, direction)
            if number is None:
                here, start = ahead.pop(), round(far[0]) + direction
                continue
            place = self._place(number)
            if place is None or self._flipped(place):
                return None if place is None else number
            here, start = place, number + direction
            middle = (number + round(far[0])) // 2
            if abs(middle - number) >= SPLIT and (split := self._place(middle)) is not None:
                ahead.append(split)
        return None

    def _flipped(self, place: Place) -> bool:
        number, own, other = place
        inside, outside = (own, other) if self._case.chosen else (other, own)
        held = self._case.decided(self._problem(number), inside, outside)
        return held != self._case.chosen

    def _crossing(self, here: Place, far: Place, start: int, direction: int) -> int | None:
        """Return the first number from `start` to `far` that the bounds do not rule out."""
        (at, own, other), (end, far_own, far_other) = here, far
        numbers = np.arange(start, round(end) + direction, direction)
        part = (numbers - at) / (end - at) if end != at else np.zeros(numbers.size)
        chord = other.value + part * (far_other.value - other.value)
        own_far, far_here = self._worth(end, own), self._worth(at, far_own)
        lines = np.maximum(
            own.value + part * (own_far - own.value), far_here + part * (far_own.value - far_here)
        )
        margin = TIED * max(abs(own.value), abs(far_own.value), 1e-300)
        open_ = np.flatnonzero(chord >= lines - margin)
        return int(numbers[open_[0]]) if open_.size else None

    def _found(self, number: int) -> Change:
        case, to = self._case, STEPS.at(number)
        short = number - (1 if to > self._now else -1)
        passed = (STEPS.at(short) - self._now) * (to - self._now) <= 0
        verified = case.flips(self._problem(number)) and (
            passed or not case.flips(self._problem(short))
        )
        verb = "drops out" if case.chosen else "comes in"
        within = allows(case.problem, weights_at(case.problem, self._criterion, to))
        known = len(case.problem.weights.vertices) == 1
        allowed = (
            "the leaders' answers leave that open"
            if within
            else (
                "the weights stated are different"
                if known
                else "that is outside what the leaders' answers allow"
            )
        )
        text = (
            f"{case.name} {verb} if {self._criterion!r} counts for {to * 100:.1f}% of the whole "
            f"instead of {self._now * 100:.1f}%, the others in proportion; {allowed}."
        )
        return case.change(
            "weight", self._about, text, now=self._now, to=to, steps=STEPS, within=within,
            verified=verified, searched=Interval(min(self._now, to), max(self._now, to)),
        )  # fmt: skip

    def _nothing(self, why: str) -> Change:
        verb, side = ("takes", "out") if self._case.chosen else ("brings", "in")
        text = (
            f"No weight of {self._criterion!r} alone, from nothing to the whole, {verb} "
            f"{self._case.name} {side}{why}."
        )
        return self._case.change(
            "weight", self._about, text, now=self._now, steps=STEPS, searched=Interval(0.0, 1.0)
        )


def allows(problem: Problem, weights: Mapping[str, float]) -> bool:
    """Say whether the leaders' answers allow these weights: whether they lie in the hull."""
    from scipy.optimize import nnls  # slow to import

    vertices = np.array(problem.weights.vertices, dtype=np.float64)
    wanted = np.array([weights[each] for each in problem.weights.criteria])
    matrix = np.vstack([vertices.T, np.ones(len(vertices))])
    _, distance = nnls(matrix, np.append(wanted, 1.0))
    return bool(distance <= INSIDE)
