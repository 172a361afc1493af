"""The smallest change of the budget that puts a project in or out, scanned without gaps.

Membership is not monotone in the budget: a project can come in at one amount and drop out again
at the next. The best with the project and the best without it both rise with the budget,
though, so between two amounts nothing can flip as long as the side that is behind, at the
larger amount, stays below what the side that is ahead reaches at the smaller.
"""

from dataclasses import dataclass

import numpy as np

from headwater.portfolio.flips.case import Case, part
from headwater.portfolio.flips.changed import (
    can_scale_budget,
    counted,
    total_budget,
    total_cost,
    with_budget,
)
from headwater.portfolio.flips.solves import Side
from headwater.portfolio.flips.steps import Steps, last
from headwater.portfolio.model import compile_model
from headwater.vocabulary.explanation import Change
from headwater.vocabulary.portfolio import Problem
from headwater.vocabulary.units import Interval

MOST_SOLVES = 90
"""Solves a direction at most; what lies beyond is then only looked at, not ruled out."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What a scan in one direction found.

    Attributes
    ----------
    flip
        Steps from today's budget at which the project changes sides; None where nowhere.
    cleared
        Up to how many steps every amount was ruled out.
    whole
        Whether that is as far as amounts mean anything.
    """

    flip: int | None
    cleared: int
    whole: bool


def budget_changes(case: Case) -> tuple[Change, ...]:
    """Return the smallest change of all budgets together; a second one where it surprises."""
    names = counted(case.problem)
    about = "total budget" if len(names) != 1 else names[0]
    now = total_budget(case.problem)
    cost = total_cost(case.problem, case.project)
    steps = Steps.of(cost if cost > 0 else now)
    if not can_scale_budget(case.problem):
        text = "There is no budget to change."
        return (case.change("budget", about, text, now=now, steps=steps),)
    scanner = _Scanner(case, now, steps)
    usual, odd = (-1, 1) if case.chosen else (1, -1)
    first = scanner.scan(usual, None)
    second = scanner.scan(odd, first.flip)
    found = {usual: first, odd: second}
    if second.flip is not None and (first.flip is None or second.flip < first.flip):
        made = [scanner.flipped(about, odd, second, smallest=_sure(first, second.flip))]
        if first.flip is not None:
            made.append(scanner.flipped(about, usual, first, smallest=False))
        return tuple(made)
    if first.flip is not None:
        sure = first.cleared >= first.flip - 1 and _sure(second, first.flip)
        return (scanner.flipped(about, usual, first, smallest=sure),)
    return (scanner.nothing(about, found[-1], found[1]),)


def _sure(other: Scan, distance: int) -> bool:
    return other.whole or other.cleared >= distance


class _Scanner:
    """Goes from today's budget outwards, in steps, up or down."""

    def __init__(self, case: Case, now: float, steps: Steps) -> None:
        self._case, self._now, self._steps = case, now, steps
        self._least, self._most = _ends(case.problem, now)
        model = compile_model(case.problem)
        budgets = [n for n, each in enumerate(model.limits) if each.kind == "budget"]
        self._uses = model.uses[budgets]
        self._amounts = np.array([model.limits[each].amount for each in budgets])
        self.single = len(budgets) == 1

    def _at(self, away: int) -> float:
        return float(f"{self._now + self._steps.at(away):.12g}")

    def _changed(self, away: int) -> Problem:
        return with_budget(self._case.problem, self._at(away))

    def side(self, away: int, *, own: bool) -> Side | None:
        """Return the best portfolio on the project's own side, or the other, at an amount."""
        inside = self._case.chosen if own else not self._case.chosen
        return self._case.solves.best(self._changed(away), self._case.project, inside=inside)

    def payable(self, side: Side, direction: int) -> int:
        """Return the last step outwards before a portfolio becomes, or stops being, payable."""
        used = self._uses @ side.x
        if self.single:
            needed = float(used[0])
        elif (self._amounts > 0).all():
            needed = float((used / self._amounts).max()) * self._now
        else:
            return 0
        away = needed - self._now
        if direction > 0:
            return self._steps.below(away)
        return self._steps.above(-away) - 1

    def scan(self, direction: int, nearer: int | None) -> Scan:
        """Scan in one direction for a flip fewer than `nearer` steps away."""
        end = self._most if direction > 0 else self._least
        far = max(0, self._steps.above(end - self._now) if direction > 0 else (
            self._steps.above(self._now - end) - 1))  # fmt: skip
        far = far if nearer is None else min(far, nearer - 1)
        walk = _Walk(self, direction)
        solves = self._case.solves
        stop = solves.count + MOST_SOLVES
        while walk.cleared < far and solves.count < stop:
            if not walk.leap(far) and walk.arrived():
                return Scan(walk.cleared + 1, walk.cleared, whole=True)
            if walk.wall:
                return Scan(None, walk.cleared, whole=True)
        if walk.cleared >= far:
            return Scan(None, far, whole=True)
        return self._beyond(direction, walk.cleared, far)

    def _beyond(self, direction: int, cleared: int, far: int) -> Scan:
        """Look for some flip beyond what was ruled out, by halving; it need not be the first."""
        if not self.flipped_at(direction * far):
            return Scan(None, cleared, whole=False)
        number = last(lambda n: self._quickly(direction * n), far, cleared)
        return Scan(number, cleared, whole=False)

    def flipped_at(self, away: int) -> bool:
        """Say whether the project is on the other side; where nothing is allowed it is not."""
        found = self._case.solves.recommended(self._changed(away))
        return found is not None and (self._case.project in found.chosen) != self._case.chosen

    def _quickly(self, away: int) -> bool:
        return self.flipped_by(away, self.side(away, own=True), self.side(away, own=False))

    def flipped_by(self, away: int, own: Side | None, other: Side | None) -> bool:
        """Say the same from the best on both sides."""
        if own is None and other is None:
            return False
        inside, outside = (own, other) if self._case.chosen else (other, own)
        held = self._case.decided(self._changed(away), inside, outside)
        return held != self._case.chosen

    def flipped(self, about: str, direction: int, scan: Scan, *, smallest: bool) -> Change:
        case, steps = self._case, self._steps
        away = (scan.flip or 0) * direction
        to = self._at(away)
        verified = self.flipped_at(away) and (
            abs(away) == 1 or not self.flipped_at(away - direction)
        )
        verb = "drops out" if case.chosen else "comes in"
        share = f" ({part(self._now, to)})" if self._now > 0 else ""
        text = (
            f"{case.name} {verb} with a {about} of {case.amount(to, steps)} instead of "
            f"{case.amount(self._now, steps)}{share}."
        )
        searched = Interval(min(self._now, to), max(self._now, to))
        return case.change(
            "budget", about, text, now=self._now, to=to, steps=steps,
            smallest=smallest, verified=verified, searched=searched,
        )  # fmt: skip

    def nothing(self, about: str, down: Scan, up: Scan) -> Change:
        case, steps = self._case, self._steps
        low, high = self._at(-down.cleared), self._at(up.cleared)
        verb = "takes" if case.chosen else "brings"
        side = "out" if case.chosen else "in"
        if down.whole and up.whole:
            text = f"No change of the {about} alone {verb} {case.name} {side}."
        else:
            text = (
                f"No {about} between {case.amount(low, steps)} and {case.amount(high, steps)} "
                f"{verb} {case.name} {side}; not every amount beyond that was tried."
            )
        return case.change(
            "budget", about, text, now=self._now, steps=steps,
            smallest=down.whole and up.whole, searched=Interval(low, high),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Tried:
    """Both sides at an amount, and whether everything up to there was ruled out."""

    own: Side | None
    other: Side | None
    clear: bool


class _Walk:
    """Steps ruled out so far in one direction, and both sides there."""

    def __init__(self, scanner: _Scanner, direction: int) -> None:
        self._scanner, self._direction = scanner, direction
        self.cleared, self.wall = 0, False
        self._stride = 64
        self._here = _Tried(scanner.side(0, own=True), scanner.side(0, own=False), clear=True)

    def leap(self, far: int) -> bool:
        """Rule out a whole stride, or as much of it as can be; say whether it was the whole."""
        start, here = self.cleared, self._here
        whole = min(self._stride, far - start)
        clear, stuck = 0, whole + 1
        tried, latest = whole, here
        while clear < stuck - 1:
            latest = self._tried(here, start + tried)
            if latest.clear:
                clear, self._here = tried, latest
            else:
                stuck = tried
            tried = self._guess(start, clear, stuck, latest)
        self.cleared = start + clear
        self._stride = whole * 2 if clear == whole else max(64, clear)
        return clear == whole

    def _guess(self, start: int, clear: int, stuck: int, latest: _Tried) -> int:
        """Return the step to try next: just before something becomes, or stops being, payable."""
        side = latest.other if self._direction > 0 else self._here.own
        hint = self._scanner.payable(side, self._direction) - start if side is not None else clear
        if clear < hint < stuck:
            return hint
        return clear + 1 if hint == clear else (clear + stuck) // 2

    def _tried(self, here: _Tried, away: int) -> _Tried:
        """Return both sides farther out, and whether nothing can flip on the way from `here`."""
        away *= self._direction
        scanner = self._scanner
        if self._direction > 0:
            other = scanner.side(away, own=False)
            clear = here.own is not None and here.own.beats(other)
            own = scanner.side(away, own=True)
        else:
            own = scanner.side(away, own=True)
            clear = own is not None and own.beats(here.other)
            other = scanner.side(away, own=False)
        return _Tried(own, other, clear or self._unmoved(here, own, other))

    def _unmoved(self, here: _Tried, own: Side | None, other: Side | None) -> bool:
        """Say whether neither best value moved: then what decides a tie did not either.

        Both values are monotone, so equal ends mean constant; what becomes payable uses more
        of the one budget, so it is not preferred among equals.
        """
        if own is None or other is None or here.own is None or here.other is None:
            return False
        still = own.whole == here.own.whole and other.whole == here.other.whole
        return still and self._scanner.single

    def arrived(self) -> bool:
        """Go one step by solving the whole problem there; say whether the project flips."""
        away = (self.cleared + 1) * self._direction
        own, other = self._scanner.side(away, own=True), self._scanner.side(away, own=False)
        self._here = _Tried(own, other, clear=True)
        if self._scanner.flipped_by(away, own, other):
            return True
        if own is None and other is None:
            self.wall = True
        else:
            self.cleared += 1
        return False


def _ends(problem: Problem, now: float) -> tuple[float, float]:
    """Return the least budget that means anything, 0, and the least that binds nobody."""
    factors = [1.0]
    single = len([each for each in problem.limits if each.kind == "budget"]) == 1
    for limit in problem.limits:
        if limit.kind != "budget":
            continue
        uses = (each.uses.get(limit.name) for each in problem.candidates)
        whole = sum(max(0.0, each.high) for each in uses if each is not None)
        if single:
            return min(0.0, now), max(whole, now)
        factors.append(whole / limit.amount if limit.amount > 0 else 1.0)
    return min(0.0, now), now * max(factors)
