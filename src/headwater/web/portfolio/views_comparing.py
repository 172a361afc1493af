"""Two choices side by side: scenarios or runs, whichever. Find, act, show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from headwater.errors import InputError
from headwater.vocabulary.decision import LimitUse
from headwater.vocabulary.portfolio import Limit
from headwater.vocabulary.scenario import Comparison
from headwater.web.organization.request import Request
from headwater.web.portfolio import actions
from headwater.web.portfolio.models import KIND, Scenario
from headwater.web.projects.permissions import readers_only
from headwater.web.runs.models import Run, State

MOST_CHOICES = 300
"""Scenarios and runs offered to compare with, newest first."""


@dataclass(frozen=True, slots=True)
class Line:
    """One project of a comparison that entered or left, with what moved it."""

    name: str
    id: str
    entered: bool
    why: str


@require_GET
@readers_only
def compare(request: Request) -> HttpResponse:
    """Show two choices side by side: scenarios or runs."""
    picked = request.GET.getlist("pick")
    one, other = request.GET.get("one", ""), request.GET.get("other", "")
    if picked:
        one, other = (*picked, "", "")[:2]
    context: dict[str, Any] = {
        "choices": _choices(),
        "one": one,
        "other": other,
        "calls": request.GET.get("calls") == "1",
        "wrong": "Tick two, not more." if len(picked) > 2 else "",
    }
    status = 200
    if one and other and not context["wrong"]:
        try:
            found = actions.compare_sides(
                one=one, other=other, calls=context["calls"], by=request.user
            )
            context |= {"found": found, **_differences(found)}
            context |= {"one": found.one.ref, "other": found.other.ref, "look": found.look}
        except InputError as error:
            context["wrong"], status = str(error), error.http_status
    return render(request, "portfolio/compare.html", context, status=status)


def _choices() -> list[tuple[str, str, str]]:
    """Return what can be compared: reference, name and run of each, the newest runs first."""
    runs = Run.objects.light().filter(kind=KIND, state=State.DONE).order_by("-number")
    kept = Scenario.objects.light().filter(put_away_at=None).select_related("run")
    kept = kept.defer("changes", "result", "run__inputs", "run__result").order_by("-pk")
    found = [("latest", "The latest run, as it is", "")]
    found += [(f"run:{each.pk}", f"{each}, as it is", "") for each in runs[:20]]
    found += [
        (f"scenario:{each.pk}", each.name, f"run {each.run.number}") for each in kept[:MOST_CHOICES]
    ]
    return found


def _differences(found: actions.Compared) -> dict[str, Any]:
    return {} if found.found is None else shown(found.found, found.names, found.limits)


def shown(
    found: Comparison, names: Mapping[str, str], limits: Sequence[Limit | LimitUse]
) -> dict[str, Any]:
    """Return what the template of a comparison needs, with names instead of ids."""
    kinds = {each.name: each.kind for each in limits}
    largest = max((abs(each.part) for each in found.causes), default=0.0) or 1.0
    return {
        "comparison": found,
        "lines": [
            Line(
                names.get(each.project, each.project),
                each.project,
                each.direction > 0,
                each.causes[0].group if each.causes else "",
            )
            for each in found.moves
        ],
        "causes": [(each, abs(each.part) / largest) for each in found.causes],
        "uses": [(name, kinds.get(name, ""), *pair) for name, pair in found.uses.items()],
        "money": _money(found, limits),
        "shifts": [(names.get(each.project, each.project), each) for each in found.calls],
        "share": found.value_change / abs(found.value_before) if found.value_before else None,
    }


def _money(found: Comparison, limits: Sequence[Limit | LimitUse]) -> tuple[float, float, float]:
    """Return what is spent before and after, and the difference: in total, else over periods."""
    budgets = [each for each in limits if each.kind == "budget"]
    whole = [each for each in budgets if not each.period][:1] or budgets
    pairs = [found.uses[each.name] for each in whole if each.name in found.uses]
    before, after = (fsum(pair[side] for pair in pairs) for side in (0, 1))
    return before, after, after - before
