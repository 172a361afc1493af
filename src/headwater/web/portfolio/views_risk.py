"""The page of bad futures: what is recommended, beside choices made for them. Find, act, show."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from headwater.errors import InputError
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.portfolio import actions
from headwater.web.portfolio.actions import risking
from headwater.web.portfolio.models import Decision
from headwater.web.portfolio.views_checking import moves_of
from headwater.web.projects.permissions import readers_only
from headwater.web.runs.models import Run

FIELDS = ("futures", "caution", "tail", "target")


@require_http_methods(["GET", "HEAD", "POST"])
def risk(request: Request, pk: UUID) -> HttpResponse:
    """Show the form that takes the futures; sent, start the look at them."""
    check_can(request.user, "read")
    run = _found(pk)
    typed = {each: request.POST.get(each, "") for each in FIELDS}
    if request.method != "POST":
        return _shown(request, run, typed | {"futures": risking.blank_table(run)})
    try:
        made = risking.choices_in_futures(run=run, **typed, by=request.user)
    except InputError as error:
        return _shown(request, run, typed, wrong=str(error), status=error.http_status)
    return redirect("portfolio:risk_found", run.pk, made.look.pk)


@require_GET
@readers_only
def risk_found(request: Request, pk: UUID, look: UUID) -> HttpResponse:
    """Show the choices in the futures, or how far the look at them is."""
    run = _found(pk)
    kept = get_object_or_404(Run, pk=look, kind=risking.KIND, inputs__of=str(run.pk))
    made = risking.risk_in(kept)
    return _shown(request, run, kept.inputs["asked"]["typed"], made=made)


def _found(pk: UUID) -> Decision:
    return get_object_or_404(Decision.kept.select_related("by"), pk=pk)


def _shown(
    request: Request,
    run: Decision,
    typed: dict[str, str],
    *,
    made: risking.Risk | None = None,
    wrong: str = "",
    status: int = 200,
) -> HttpResponse:
    decision = actions.decision_of(run)
    context: dict[str, Any] = {
        "run": run,
        "decision": decision,
        "typed": typed,
        "wrong": wrong,
        "usual": {"caution": risking.CAUTION, "tail": risking.TAIL},
        "look": made.look if made else None,
        "outcomes": made.outcomes if made else None,
    }
    if made is not None and made.found is not None:
        found = made.found
        doubts = (*found.cautious.doubts, *(found.reaching.doubts if found.reaching else ()))
        context |= {
            "found": found,
            "cautious": moves_of(found.recommended.chosen, found.cautious.chosen, decision),
            "reaching": moves_of(
                found.recommended.chosen,
                found.reaching.chosen if found.reaching else found.recommended.chosen,
                decision,
            ),
            "doubts": tuple(dict.fromkeys(doubts)),
        }
    return render(request, "portfolio/risk.html", context, status=status)
