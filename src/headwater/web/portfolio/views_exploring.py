"""Pages around a decision: room for a project, what would have to be true, what money buys."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from headwater.errors import InputError
from headwater.vocabulary.decision import Decision as DecisionRecord
from headwater.web.organization.request import Request
from headwater.web.portfolio import actions
from headwater.web.portfolio.charts.frontier import steps_chart
from headwater.web.portfolio.models import Decision
from headwater.web.projects.permissions import readers_only
from headwater.web.projects.templatetags.figures import figure

MOST_WANTED = 12
FIRST = 5
"""Contested projects that are offered to be worked out one by one."""


@dataclass(frozen=True, slots=True)
class Level:
    """One amount of the limit with the projects that enter and leave there."""

    budget: float
    value: float
    cost: float
    gap: float
    enters: tuple[str, ...]
    leaves: tuple[str, ...]
    is_today: bool


@require_GET
@readers_only
def room(request: Request, pk: UUID) -> HttpResponse:
    """Show what would have to stop so that a project can start."""
    run = _found(pk)
    decision = actions.decision_of(run)
    calls = {each.id: each for each in decision.projects}
    call = calls.get(request.GET.get("id", ""))
    if call is None:
        raise Http404
    among, exits = request.GET.get("among", ""), request.GET.get("exits", "")
    context: dict[str, Any] = {
        "run": run,
        "decision": decision,
        "call": call,
        "calls": calls,
        "among": among,
        "exits": exits,
    }
    status = 200
    try:
        rooms = actions.make_room(
            run=run, project=call.id, among=among, exits=exits, by=request.user
        )
        sets = [_set(each, calls, decision) for each in rooms.rooms or ()]
        context |= {"rooms": rooms, "sets": sets, "look": rooms.look}
    except InputError as error:
        context["wrong"], status = str(error), error.http_status
    return render(request, "portfolio/room.html", context, status=status)


@require_GET
@readers_only
def conditions(request: Request, pk: UUID) -> HttpResponse:
    """Show what would have to be true for projects to be recommended: a fragment or a page."""
    run = _found(pk)
    decision = actions.decision_of(run)
    calls = {each.id: each for each in decision.projects}
    wanted = [each for each in dict.fromkeys(request.GET.getlist("want")) if each][:MOST_WANTED]
    outside = [e for e in decision.projects if not e.chosen and not e.mandatory]
    outside.sort(key=lambda each: (-each.core_index, each.name.casefold()))
    context: dict[str, Any] = {
        "run": run,
        "decision": decision,
        "wanted": [calls[each] for each in wanted if each in calls],
        "outside": outside,
        "first": [each for each in outside if each.core_index > 0][:FIRST],
        "asked": bool(wanted),
        "part": _part(request),
        "own": f"#{_part(request)}",
    }
    status = 200
    if wanted:
        try:
            answer = actions.conditions(run=run, wanted=wanted, by=request.user)
            context |= {"found": answer.found, "look": answer.look}
        except InputError as error:
            context["wrong"], status = str(error), error.http_status
    if request.headers.get("HX-Request") == "true":
        return render(request, "portfolio/_conditions.html", context)
    return render(request, "portfolio/conditions.html", context, status=status)


@require_GET
@readers_only
def money(request: Request, pk: UUID) -> HttpResponse:
    """Show what amounts of a limit buy, who enters and leaves, and what a little more brings."""
    run = _found(pk)
    decision = actions.decision_of(run)
    names = {each.id: each.name for each in decision.projects}
    limit = request.GET.get("limit", "")
    context: dict[str, Any] = {
        "run": run,
        "decision": decision,
        "limits": actions.limits_of(run),
    }
    status = 200
    try:
        found = actions.what_money_buys(run=run, limit=limit, by=request.user)
    except InputError as error:
        context["wrong"], status = str(error), error.http_status
        return render(request, "portfolio/money.html", context, status=status)
    context |= {"found": found, "names": names, "look": found.look}
    if found.steps is not None:
        levels = [_level(each, names, found.limit.amount) for each in found.steps]
        context |= {
            "levels": levels,
            "chart": steps_chart(found.steps, found.limit, decision, names),
        }
        context |= _beside_today(_spans(found.steps, names), found.limit.amount)
    return render(request, "portfolio/money.html", context, status=status)


def _part(request: Request) -> str:
    """Return the id of the part of a page that an answer goes into: one of several, or the one."""
    target = request.headers.get("HX-Target", "")
    return target if target.startswith("nearest-") and target[8:].isdecimal() else "look"


def _found(pk: UUID) -> Decision:
    return get_object_or_404(Decision.kept.select_related("by"), pk=pk)


def _set(room: Any, calls: Any, decision: DecisionRecord) -> dict[str, Any]:
    budgets = {each.name for each in decision.limits if each.kind == "budget"}

    def amount(name: str, freed: float) -> str:
        return decision.money.show(freed) if name in budgets else figure(freed)

    return {
        "room": room,
        "stops": [calls[each] for each in room.stops],
        "starts": [calls[each] for each in room.starts],
        "frees": [(name, amount(name, freed)) for name, freed in room.frees.items() if freed],
    }


def _level(step: Any, names: Any, today: float) -> Level:
    point = step.point
    return Level(
        budget=point.budget,
        value=point.value,
        cost=point.cost,
        gap=point.gap,
        enters=tuple(names.get(each, each) for each in step.enters),
        leaves=tuple(names.get(each, each) for each in step.leaves),
        is_today=point.budget == today,
    )


def _beside_today(spans: list[Any], today: float) -> dict[str, list[Any]]:
    """Divide projects into those that come in with more, soonest first, and those in today.

    Of those in today the last that came in stands first: it is the first to go with less.
    """
    inside = [
        each for each in spans if any(a <= today and (b is None or today < b) for a, b in each[1])
    ]
    coming = [each for each in spans if each not in inside and each[1][-1][0] > today]
    return {"coming": coming, "leaving": inside[::-1]}


def _spans(steps: Any, names: Any) -> list[tuple[str, list[tuple[float, float | None]]]]:
    """Return for each project the stretches of the limit in which it is chosen: from, to."""
    found: dict[str, list[tuple[float, float | None]]] = {}
    for step in steps:
        for each in step.enters:
            found.setdefault(each, []).append((step.point.budget, None))
        for each in step.leaves:
            start, _ = found[each][-1]
            found[each][-1] = (start, step.point.budget)
    ordered = sorted(found.items(), key=lambda item: (item[1][0][0], names.get(item[0], item[0])))
    return [(names.get(id_, id_), spans) for id_, spans in ordered]
