"""The smallest change of the budget that puts a project in or out, scanned without gaps.

Membership is not monotone in the budget: a project can come in at one amount and drop out again
at the next. The best with the project and the best without it both rise with the budget,
though, so between two amounts nothing can flip as long as the side that is behind, at the
larger amount, stays below what the side that is ahead reaches at the smaller.
"""

from dataclasses import dataclass

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
        self.single = sum(each.kind == "budget" for each in case.problem.limits) == 1

    def _at(self, away: int) -> float:
        return float(f"{self._now + self._steps.at(away):.12g}")

    def _changed(self, away: int) -> Problem:
        return with_budget(self._case.problem, self._at(away))

    def side(self, away: int, *, own: bool) -> Side | None:
        """Return the best portfolio on the project's own side, or the other, at an amount."""
        inside = self._case.chosen if own else not self._case.chosen
        return self._case.solves.best(self._changed(away), self._case.project, inside=inside)

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


class _Walk:
    """Steps ruled out so far in one direction, and both sides there."""

    def __init__(self, scanner: _Scanner, direction: int) -> None:
        self._scanner, self._direction = scanner, direction
        self.cleared, self.wall = 0, False
        self._stride = 64
        self._own = scanner.side(0, own=True)
        self._other = scanner.side(0, own=False)

    def leap(self, far: int) -> bool:
        """Rule out as many further steps as a solve or a few show; False when not even one."""
        stride = min(self._stride, far - self.cleared)
        while stride >= 1:
            moved = self._moved(stride)
            if moved is not None:
                self._own, self._other = moved
                self.cleared += stride
                self._stride = stride * 2
                return True
            if stride == 1:
                break
            stride = max(1, stride // 3)
        self._stride = 1
        return False

    def _moved(self, stride: int) -> tuple[Side | None, Side | None] | None:
        """Return both sides after a stride, if nothing can flip on the way; else None."""
        away = (self.cleared + stride) * self._direction
        if self._direction > 0:
            other = self._scanner.side(away, own=False)
            if self._own is not None and self._own.beats(other):
                return self._scanner.side(away, own=True), other
            return self._unmoved(self._scanner.side(away, own=True), other)
        own = self._scanner.side(away, own=True)
        if own is not None and own.beats(self._other):
            return own, self._scanner.side(away, own=False)
        return self._unmoved(own, self._scanner.side(away, own=False))

    def _unmoved(self, own: Side | None, other: Side | None) -> tuple[Side, Side] | None:
        """Return both sides if neither best value moved: then what decides a tie did not either.

        Both values are monotone, so equal ends mean constant; what becomes affordable uses
        more of the one budget, so it is not preferred among equals.
        """
        if own is None or other is None or self._own is None or self._other is None:
            return None
        still = own.whole == self._own.whole and other.whole == self._other.whole
        return (own, other) if still and self._scanner.single else None

    def arrived(self) -> bool:
        """Go one step by solving the whole problem again; say whether the project flips there."""
        away = (self.cleared + 1) * self._direction
        self._own = self._scanner.side(away, own=True)
        self._other = self._scanner.side(away, own=False)
        if self._scanner.flipped_by(away, self._own, self._other):
            return True
        if self._own is None and self._other is None:
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
