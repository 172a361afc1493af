"""Pages of decisions: the list with how they last, a record, its minutes, and a new one."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from headwater.errors import ConflictError, InputError
from headwater.web.judgement import actions
from headwater.web.judgement.forms import RecordForm, told
from headwater.web.judgement.models import DecisionRecord, Item, Workshop
from headwater.web.judgement.permissions import check_can_conduct
from headwater.web.judgement.views.preparing import conducted
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.projects.permissions import readers_only
from headwater.web.runs.models import Run, State

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
}
MOST_RUNS = 30


@require_GET
@readers_only
def decisions(request: Request) -> HttpResponse:
    """List the decisions, newest first, with how long decisions last and what they cost."""
    rows = DecisionRecord.objects.select_related("workshop", "supersedes", "superseded_by")
    shown = {"records": list(rows), "lasting": actions.durability()}
    return render(request, "judgement/decisions.html", shown)


@require_GET
@readers_only
def decision(request: Request, number: int) -> HttpResponse:
    """Show one decision record."""
    return render(request, "judgement/decision.html", {"record": _found(number)})


@require_GET
def minutes(request: Request, number: int, kind: str) -> HttpResponse:
    """Give the minutes of a decision as a Word file or as a page."""
    check_can(request.user, "download")
    if kind not in TYPES:
        raise Http404(kind)
    record = _found(number)
    content = actions.minutes_of(record=record, kind=kind, by=request.user)
    response = HttpResponse(content, content_type=TYPES[kind])
    name = f"decision-{record.number}-minutes.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "POST"])
def record(request: Request) -> HttpResponse:
    """Write down a decision that was taken outside a workshop."""
    check_can(request.user, "facilitate")
    return _written(request, actions.Words("", ""))


@require_http_methods(["GET", "POST"])
def record_item(request: Request, pk: UUID, item_id: UUID) -> HttpResponse:
    """Write down what was decided on a point of a workshop's agenda."""
    workshop = conducted(request, pk)
    item = get_object_or_404(Item, pk=item_id, workshop=workshop)
    return _written(request, actions.draft(item), workshop=workshop, item=item)


@require_http_methods(["GET", "POST"])
def supersede(request: Request, number: int) -> HttpResponse:
    """Write down the decision that takes the place of an earlier one."""
    check_can(request.user, "facilitate")
    earlier = _found(number)
    if earlier.workshop is not None:
        check_can_conduct(request.user, earlier.workshop)
    words = actions.words_of(earlier)
    return _written(request, words, workshop=earlier.workshop, earlier=earlier)


def _found(number: int) -> DecisionRecord:
    rows = DecisionRecord.objects.select_related("workshop", "run", "supersedes", "superseded_by")
    return get_object_or_404(rows, number=number)


def _written(
    request: Request,
    words: actions.Words,
    *,
    workshop: Workshop | None = None,
    item: Item | None = None,
    earlier: DecisionRecord | None = None,
) -> HttpResponse:
    runs = Run.objects.light().filter(state=State.DONE).order_by("-created")
    shown: dict[str, Any] = {
        "words": words,
        "workshop": workshop,
        "item": item,
        "earlier": earlier,
        "runs": list(runs[:MOST_RUNS]),
        "typed": request.POST,
    }
    if request.method == "GET":
        return render(request, "judgement/record.html", shown)
    form = RecordForm(request.POST)
    try:
        if not form.is_valid():
            raise InputError(told(form))
        made = _kept(request, form, workshop=workshop, item=item, earlier=earlier)
    except (InputError, ConflictError) as error:
        shown["fault"] = str(error)
        return render(request, "judgement/record.html", shown, status=error.http_status)
    return redirect("judgement:decision", number=made.number)


def _kept(
    request: Request,
    form: RecordForm,
    *,
    workshop: Workshop | None,
    item: Item | None,
    earlier: DecisionRecord | None,
) -> DecisionRecord:
    given = form.cleaned_data
    run = get_object_or_404(Run, pk=given["run"]) if given["run"] else None
    return actions.record_decision(
        words=actions.Words(
            title=given["title"],
            decision=given["decision"],
            alternatives=form.pairs("alternatives"),
            dissent=form.pairs("dissent"),
            evidence=form.pairs("evidence"),
            conditions=given["conditions"],
            trigger=given["trigger"],
            review=given["review"],
        ),
        by=request.user,
        workshop=workshop,
        item=item,
        run=run,
        supersedes=earlier,
        effect=given["effect"],
        why=given["why"],
    )
