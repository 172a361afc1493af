"""The smallest changes of cost, benefit and budget that would put a project in, in plain words."""

from math import ceil, floor, log10

from headwater.portfolio.flips.budgets import budget_changes
from headwater.portfolio.flips.case import Case
from headwater.portfolio.flips.prices import cost_change, unknown_cost, value_change
from headwater.portfolio.flips.solves import Solves, UnsettledError
from headwater.refusing.words import money_is_worth, states_worth
from headwater.vocabulary.decision import Call, Decision
from headwater.vocabulary.explanation import Change
from headwater.vocabulary.portfolio import Optimum, Problem
from headwater.vocabulary.progress import Watcher
from headwater.vocabulary.refusal import WayIn

FAR = 1.0
"""A change by more than this part of the figure is only named where nothing nearer was found."""


def changes_of(
    problem: Problem,
    best: Optimum,
    call: Call,
    *,
    decision: Decision,
    time_limit: float,
    watch: Watcher,
) -> tuple[tuple[WayIn, ...], str]:
    """Find what would put a project in, smallest step first; and say what was not settled.

    Every change was solved again: at the change the project is recommended. Where time runs out,
    what was found by then is told, and what was not settled is named.
    """
    solves = Solves(watch=watch, time_limit=time_limit)
    candidate = next(each for each in problem.candidates if each.id == call.id)
    unknown = tuple(sorted(name for name, use in candidate.uses.items() if use is None))
    flips: list[Change] = []
    trying = "What would change the answer"
    try:
        if unknown:
            case = Case(problem, call.id, call.name, False, None, None, solves, decision.money)
            return _unknown(unknown_cost(case, unknown), decision), ""
        inside = solves.best(problem, call.id, inside=True)
        outside = solves.best(problem, call.id, inside=False)
        if inside is None and not _too_dear(call, decision):
            return (), "No cost or budget was tried, because a rule stands in the way."
        case = Case(problem, call.id, call.name, False, inside, outside, solves, decision.money)
        flips.append(cost_change(case))
        if states_worth(decision):
            trying = "How much more it would have to bring"
            flips.append(value_change(case))
        trying = "How much larger the budget would have to be"
        flips += budget_changes(case)
    except UnsettledError:
        return _worded(flips, decision), f"{trying} was not settled in the time we had."
    return _worded(flips, decision), ""


def _too_dear(call: Call, decision: Decision) -> bool:
    """Say whether the budget alone keeps it out, so that its cost or the budget can let it in."""
    return call.cost is not None and call.cost.high > (decision.budget or float("inf"))


def _worded(flips: list[Change], decision: Decision) -> tuple[WayIn, ...]:
    useful = [each for each in flips if each.found and each.to is not None and each.now is not None]
    useful = [each for each in useful if each.kind != "budget" or (each.by or 0) > 0]
    useful.sort(key=_step)
    near = [each for each in useful if _step(each) <= FAR] or useful[:1]
    return tuple(_change(each, decision) for each in near)


def _step(flip: Change) -> float:
    return abs(flip.by or 0.0) / abs(flip.now) if flip.now else float("inf")


def _change(flip: Change, decision: Decision) -> WayIn:
    now, to = flip.now or 0.0, flip.to or 0.0
    then = "we would recommend it"
    if flip.kind == "cost":
        if to <= 0:
            return WayIn("Someone else pays", f"Free of charge, {then}.", flip.verified)
        return WayIn(
            f"A lower cost ({_rounded(now, to)} less)",
            f"At {_amount(to, flip, decision)} or less, instead of "
            f"{_amount(now, flip, decision)}, {then}.",
            flip.verified,
        )
    if flip.kind == "budget":
        return WayIn(
            f"A larger budget ({_rounded(now, to)} more)",
            f"With {_amount(to, flip, decision)} to spend, instead of "
            f"{_amount(now, flip, decision)}, {then}.",
            flip.verified,
        )
    if money_is_worth(decision):
        text = (
            f"At a benefit of {_amount(to, flip, decision)} or more, instead of "
            f"{_amount(now, flip, decision)}, {then}."
        )
    else:
        text = f"With a score that is at least {_part(now, to)} higher, {then}."
    return WayIn("More benefit", text, flip.verified)


def _rounded(now: float, to: float) -> str:
    """Write how far it is, for a headline above the exact figures."""
    share = abs(to - now) / abs(now) if now else 1.0
    return "under 1%" if share < 0.01 else f"{share:.0%}"


def _part(now: float, to: float) -> str:
    """Write how much more, rounded up so that it is enough: '31%', '0.2%'."""
    share = 100 * (to - now) / abs(now) if now else 100.0
    digits = 0 if share >= 10 else 1 if share >= 1 else 2
    return f"{ceil(share * 10**digits - 1e-6) / 10**digits:.{digits}f}%"


def _amount(figure: float, flip: Change, decision: Decision) -> str:
    """Write an amount with all the digits that the change was found to."""
    digits = max(0, -floor(log10(flip.resolution) + 1e-9)) if flip.resolution > 0 else None
    if digits is not None and round(figure, 6) == int(figure):
        digits = 0
    return decision.money.show(figure, digits)


def _unknown(flip: Change, decision: Decision) -> tuple[WayIn, ...]:
    if not flip.found or flip.to is None:
        text = "Tell us what it costs. Even at no cost, others would bring more for now."
        return (WayIn("Its cost", text, flip.verified),)
    text = f"Tell us what it costs. At {_amount(flip.to, flip, decision)} or less, we would "
    return (WayIn("Its cost", f"{text}recommend it.", flip.verified),)
