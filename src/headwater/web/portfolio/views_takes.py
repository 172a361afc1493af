"""The page of what it would take to turn the answer on one project: find, act, show."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from headwater.vocabulary.decision import Call
from headwater.web.organization.request import Request
from headwater.web.portfolio import actions
from headwater.web.portfolio.actions import takes as taking
from headwater.web.portfolio.models import Decision
from headwater.web.projects.permissions import readers_only

WHY = {
    "rule": "one requires the other",
    "synergy": "worth more together",
    "fit": "they fit together best",
}
"""Why projects go together, as the page says it."""


@require_GET
@readers_only
def takes(request: Request, pk: UUID) -> HttpResponse:
    """Show what would turn the answer: a fragment where one is asked for, else a page."""
    run = get_object_or_404(Decision, pk=pk)
    calls = {each.id: each for each in actions.decision_of(run).projects}
    call = calls.get(request.GET.get("id", ""))
    if call is None:
        raise Http404
    taken = taking.what_it_takes(run=run, project=call.id, by=request.user)
    context = {"run": run, "call": call, **shown(taken, calls)}
    is_fragment = request.headers.get("HX-Request") == "true"
    template = "portfolio/_takes.html" if is_fragment else "portfolio/takes.html"
    return render(request, template, context)


def shown(taken: taking.Taken | None, calls: Mapping[str, Call]) -> dict[str, Any]:
    """Return what the part of a page that shows it needs."""
    if taken is None:
        return {"takes": None, "look": None}
    beside = taken.found.stands_or_falls_with if taken.found else ()
    found = taken.found.changes if taken.found else ()
    beyond = [each for each in found if each.kind == "weight" and not each.within]
    return {
        "changes": [each for each in found if each not in beyond],
        "beyond": beyond,
        "takes": taken.found,
        "look": taken.look,
        "company": [(calls[each.project], WHY[each.why]) for each in beside],
    }
