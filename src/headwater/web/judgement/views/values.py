"""Pages of what leaders value. Each view: find, check the form, act, show."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from headwater.errors import ConflictError, InputError
from headwater.web.judgement import actions
from headwater.web.judgement.forms import PointsForm
from headwater.web.judgement.models import Judgement, Sheet
from headwater.web.organization.permissions import can, check_can
from headwater.web.organization.request import Request
from headwater.web.projects.forms import VersionForm
from headwater.web.projects.permissions import readers_only
from headwater.web.projects.templatetags.figures import figure, typed

METHODS = {"swing": "points", "rating": "points", "ahp": "pairs", "ranking": "order"}
METHODS |= {"allocation": "shares of 100", "ratio": "ratios", "best_worst": "best and worst"}
METHODS |= {"tradeoff": "trade-offs"}


@dataclass(frozen=True, slots=True)
class Line:
    """A leader's row of the table: what stands under each criterion, in words."""

    sheet: Sheet
    how: str
    cells: tuple[tuple[str, str], ...]
    is_own: bool


@require_GET
@readers_only
def values(request: Request) -> HttpResponse:
    """Show what leaders answered, and the weights that follow."""
    found = actions.values()
    own = actions.own_name(request.user)
    sheets = list(Sheet.objects.prefetch_related("answers").select_related("recorded_by"))
    context = {
        "values": found,
        "most_weight": max([each.high for each in found.ranges], default=1.0),
        "lines": [_line(sheet, found, own) for sheet in sheets],
        "illustrative": any(sheet.illustrative for sheet in sheets),
        "own": own,
        "has_own": any(sheet.leader == own for sheet in sheets),
        "may_record": can(request.user, "judge") and can(request.user, "edit_projects"),
    }
    return render(request, "judgement/values.html", context)


@require_http_methods(["GET", "POST"])
def give(request: Request) -> HttpResponse:
    """Ask for a leader's points (GET), or keep them (POST); typed text stays with its error."""
    check_can(request.user, "judge")
    criteria = actions.values().criteria
    if len(criteria) < 2:
        return redirect("judgement:values")
    if request.method == "GET":
        return _asked(request, criteria, leader=request.GET.get("leader", ""))
    form = PointsForm(criteria, request.POST)
    if not form.is_valid():
        raise InputError("The criteria have changed meanwhile: reload the page and answer again.")
    texts = form.texts()
    points, wrong = actions.read_points(texts)
    leader = form.cleaned_data["leader"]
    if wrong:
        return _asked(request, criteria, leader=leader, texts=texts, wrong=wrong, status=422)
    try:
        actions.give_points(
            leader=leader, points=points, version=form.cleaned_data["version"], by=request.user
        )
    except (InputError, ConflictError) as error:
        status = error.http_status
        return _asked(
            request, criteria, leader=leader, texts=texts, whole=str(error), status=status
        )
    messages.success(request, f"The answers of {leader} were kept.")
    return redirect("judgement:values")


@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    """Take a leader's answers away."""
    sheet = get_object_or_404(Sheet, pk=pk)
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise InputError("Reload the page and try again: the form had no version.")
    actions.remove_sheet(sheet=sheet, version=form.cleaned_data["version"], by=request.user)
    messages.success(request, f"The answers of {sheet.leader} were removed.")
    return redirect("judgement:values")


def _asked(
    request: Request,
    criteria: tuple[str, ...],
    *,
    leader: str,
    texts: dict[str, str] | None = None,
    wrong: dict[str, str] | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    own = actions.own_name(request.user)
    leader = leader or own
    sheet = Sheet.objects.filter(leader=leader).first()
    before = _points(sheet) if sheet else {}
    asked = [
        {
            "field": f"points-{number}",
            "criterion": each,
            "text": (texts or before).get(each, ""),
            "wrong": (wrong or {}).get(each, ""),
        }
        for number, each in enumerate(criteria)
    ]
    context = {
        "asked": asked,
        "leader": leader,
        "own": own,
        "sheet": sheet,
        "version": sheet.version if sheet else 0,
        "may_record": can(request.user, "edit_projects"),
        **more,
    }
    return render(request, "judgement/give.html", context, status=status)


def _points(sheet: Sheet) -> dict[str, str]:
    answers = sheet.answers.filter(method__in=("swing", "rating"))
    return {answer.left: typed(answer.answer) for answer in answers}


def _line(sheet: Sheet, found: actions.Values, own: str) -> Line:
    answers: list[Judgement] = list(sheet.answers.all())
    method = answers[0].method if answers else ""
    if all(not answer.right for answer in answers):
        said = {answer.left: figure(answer.answer) for answer in answers}
    else:
        said = _weights(sheet.leader, found)
    cells = tuple((criterion, said.get(criterion, "?")) for criterion in found.criteria)
    return Line(sheet, METHODS.get(method, method), cells, sheet.leader == own)


def _weights(leader: str, found: actions.Values) -> dict[str, str]:
    """Say a leader's weight of each criterion, where the answers compare and so are no points."""
    shown = {}
    for each in found.ranges:
        if (interval := each.by_leader.get(leader)) is not None:
            low, high = f"{interval.low:.0%}", f"{interval.high:.0%}"
            shown[each.criterion] = low if low == high else f"{low} – {high}"
    return shown
