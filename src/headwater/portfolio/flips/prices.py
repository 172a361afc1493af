"""The smallest change of a project's own cost, and of its own value, that flips it."""

from collections.abc import Callable
from math import ceil, floor

from headwater.portfolio.flips.case import Case, part
from headwater.portfolio.flips.changed import (
    candidate_of,
    counted,
    total_budget,
    total_cost,
    with_cost,
    with_use,
    with_value,
)
from headwater.portfolio.flips.solves import UnsettledError, middle_value
from headwater.portfolio.flips.steps import Steps, galloped, last
from headwater.vocabulary.explanation import Change
from headwater.vocabulary.portfolio import Problem
from headwater.vocabulary.units import Interval

FAR = 1_000_000
"""Steps beyond the computed threshold of a value at which nobody looks any more."""


def cost_change(case: Case) -> Change:
    """Scale all budget uses of the project together until it changes sides.

    The best portfolio without it does not depend on its cost, and the best with it never gains
    when its cost rises: so there is one threshold, found by halving.
    """
    about = f"cost of {case.name}"
    now = total_cost(case.problem, case.project)
    steps = Steps.of(now)
    uses = candidate_of(case.problem, case.project).uses
    taken = [e for n, e in uses.items() if n in _budget_names(case.problem) and e is not None]
    if not any(each.high > 0 for each in taken) or now <= 0:
        text = f"No change of the cost of {case.name} is meant: it takes no money."
        return case.change("cost", about, text, now=now, steps=steps)
    if any(each.low < 0 for each in taken):
        text = f"{case.name} gives money back in some budget, so its cost cannot be scaled."
        return case.change("cost", about, text, now=now, steps=steps)
    return _dearer(case, about, now, steps) if case.chosen else _cheaper(case, about, now, steps)


def _cheaper(case: Case, about: str, now: float, steps: Steps) -> Change:
    def out(number: int) -> bool:
        changed = with_cost(case.problem, case.project, steps.at(number))
        return not case.holds(changed, without=case.without)

    if out(0):
        text = f"No cut of its cost alone brings {case.name} in: even at no cost it stays out."
        return case.change("cost", about, text, now=now, steps=steps, searched=Interval(0.0, now))
    first = steps.below(now)
    number = first if not out(first) else last(lambda n: not out(n), 0, first)
    to = steps.at(number)
    text = (
        f"{case.name} comes in at a cost of {case.amount(to, steps)} instead of "
        f"{case.amount(now, steps)} ({_part_or_free(now, to)})"
        f"{_not_yet(case, number + 1, steps, now)}."
    )
    return _verified(case, about, text, now, to, number + 1, steps)


def _verified(
    case: Case, about: str, text: str, now: float, to: float, short: int, steps: Steps
) -> Change:
    """Solve the whole problem again at the new cost, and one step short of it."""
    passed = (steps.at(short) - now) * (to - now) <= 0
    sure = case.flips(with_cost(case.problem, case.project, to)) and (
        passed or not case.flips(with_cost(case.problem, case.project, steps.at(short)))
    )
    return case.change("cost", about, text, now=now, to=to, steps=steps, verified=sure)


def _part_or_free(now: float, to: float) -> str:
    return part(now, to) if to > 0 else "free of charge"


def _not_yet(case: Case, number: int, steps: Steps, now: float) -> str:
    short = steps.at(number)
    return f"; at {case.amount(short, steps)} it does not" if short < now else ""


def _dearer(case: Case, about: str, now: float, steps: Steps) -> Change:
    if case.without is None:
        text = f"No rise of its cost takes {case.name} out: no portfolio without it is allowed."
        return case.change("cost", about, text, now=now, steps=steps)
    farthest = steps.above(_unpayable(case.problem, case.project, now))

    def inside(number: int) -> bool:
        changed = with_cost(case.problem, case.project, steps.at(number))
        return case.holds(changed, without=case.without)

    number = galloped(inside, steps.above(now) - 1, 1, farthest)
    if number is None:
        text = f"No rise of its cost alone takes {case.name} out: it pays even where it fills all."
        searched = Interval(now, steps.at(farthest))
        return case.change("cost", about, text, now=now, steps=steps, searched=searched)
    to = steps.at(number + 1)
    text = (
        f"{case.name} drops out at a cost of {case.amount(to, steps)} instead of "
        f"{case.amount(now, steps)} ({part(now, to)}); up to "
        f"{case.amount(max(now, steps.at(number)), steps)} it stays in."
    )
    return _verified(case, about, text, now, to, number, steps)


def _budget_names(problem: Problem) -> set[str]:
    return {each.name for each in problem.limits if each.kind == "budget"}


def _unpayable(problem: Problem, project: str, now: float) -> float:
    """Return a cost that no budget can hold, whatever other projects give back."""
    uses = candidate_of(problem, project).uses
    factors = []
    for limit in problem.limits:
        use = uses.get(limit.name)
        if limit.kind == "budget" and use is not None and use.high > 0:
            others = (e.uses.get(limit.name) for e in problem.candidates if e.id != project)
            back = sum(max(0.0, -each.high) for each in others if each is not None)
            factors.append((max(limit.amount, 0.0) + back) / use.high)
    return max(now, now * max(min(factors), 0.0) * (1 + 1e-9))


def unknown_cost(case: Case, limits: tuple[str, ...]) -> Change:
    """Return the highest cost at which a project of unknown cost would be recommended."""
    about = f"cost of {case.name}"
    steps = Steps.of(total_budget(case.problem) / 10)
    names = counted(case.problem)
    if limits != names or len(names) != 1:
        text = f"What {case.name} takes is not known in more than one place; find that out first."
        return case.change("cost", about, text, now=None, steps=steps)

    def inside(number: int) -> bool:
        changed = with_use(case.problem, case.project, {names[0]: steps.at(number)})
        return case.holds(changed)

    if not inside(0):
        text = f"What {case.name} costs is not known; even at no cost it would stay out."
        return case.change("cost", about, text, now=None, steps=steps)
    number = galloped(inside, 0, 1, steps.above(total_budget(case.problem) * 1000))
    if number is None:
        text = f"What {case.name} costs is not known; the budget would hold any cost."
        return case.change("cost", about, text, now=None, steps=steps)
    to = steps.at(number)
    text = (
        f"What {case.name} costs is not known; it comes in at a cost of up to "
        f"{case.amount(to, steps)}."
    )
    return case.change("cost", about, text, now=None, to=to, steps=steps)


def value_change(case: Case) -> Change:
    """Make the project worth more or less, under any weights, until it changes sides.

    Only the best portfolio with it moves, and by as much: the threshold is the difference of
    the two best values, rounded outwards to a step and solved again.
    """
    about = f"value of {case.name}"
    now = middle_value(case.problem, case.project)
    ahead = case.ahead.value if case.ahead else 0.0
    steps = Steps.of(now if abs(now) > 1e-9 * abs(ahead) else ahead)
    if case.with_it is None or case.without is None:
        text = _fixed(case)
        return case.change("value", about, text, now=now, steps=steps)
    gap = case.without.value - case.with_it.value
    rises = not case.chosen

    def flips(number: int) -> bool:
        by = steps.at(number) - now
        return case.flips(with_value(case.problem, case.project, by))

    whole = (now + gap) / steps.size
    guess = ceil(whole - 1e-6) if rises else floor(whole + 1e-6)
    first = steps.above(now) if rises else steps.below(now)
    nearest = max(guess, first) if rises else min(guess, first)
    number = _threshold(flips, nearest, first, 1 if rises else -1)
    to = steps.at(number)
    verb = "comes in" if rises else "drops out"
    share = f" ({part(now, to)})" if now > 0 and to >= 0 else ""
    text = (
        f"{case.name} {verb} if it is worth {steps.write(to)} instead of {steps.write(now)}{share}."
    )
    return case.change("value", about, text, now=now, to=to, steps=steps)


def _threshold(flips: Callable[[int], bool], guess: int, first: int, direction: int) -> int:
    """Return the number of steps nearest to `first` that flips, sought around a guess."""
    number, stride = guess, 1
    while not flips(number):
        number, stride = number + direction * stride, stride * 2
        if stride > FAR:
            raise UnsettledError
    if number == first or not flips(number - direction):
        return number
    return last(flips, number, first - direction)


def _fixed(case: Case) -> str:
    if case.with_it is None:
        return f"No value brings {case.name} in: no portfolio with it is allowed."
    return f"No value takes {case.name} out: no portfolio without it is allowed."
