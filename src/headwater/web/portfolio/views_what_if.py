"""The what-if panel: what would be best if some things were different. Find, form, act, show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from headwater.errors import ConflictError, HeadwaterError, InputError
from headwater.vocabulary.decision import Call, Decision
from headwater.vocabulary.scenario import WhatIf
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.portfolio import actions
from headwater.web.portfolio.models import Decision as Kept
from headwater.web.projects.permissions import readers_only
from headwater.web.projects.templatetags.figures import typed
from headwater.web.runs.models import Run

MOST_ROWS = 8
"""Contested projects that the panel offers to put in or leave out; others are named."""
MOST_NAMES = 2_000
"""Names offered while typing; every project can be typed."""
SIDES = ("in", "out")


@dataclass(frozen=True, slots=True)
class Field:
    """A number on the panel: its field's name, label, what stands in it, and where it is today."""

    name: str
    label: str
    text: str
    now: float


@require_http_methods(["GET", "POST"])
@readers_only
def what_if(request: Request, pk: UUID) -> HttpResponse:
    """Answer a what-if: a fragment where one is asked for, else the panel as a page."""
    run = get_object_or_404(Kept.kept.select_related("by"), pk=pk)
    sent: QueryDict = request.POST
    found: WhatIf | None = None
    wrong = ""
    status = 200
    try:
        sent = _with_added(run, sent)
        changes = actions.changes_asked(run=run, asked=_asked(sent))
        if changes:
            found = actions.what_if(run=run, changes=changes, by=request.user)
    except InputError as error:
        wrong, status = str(error), error.http_status
    context = panel(actions.decision_of(run), sent) | {"found": found, "wrong": wrong}
    context |= {"run": run, "asked": bool(sent), "added": bool(request.POST.get("side"))}
    if request.headers.get("HX-Request") == "true":
        return render(request, "portfolio/_what_if_swapped.html", context)
    return render(request, "portfolio/what_if.html", context, status=status)


@require_POST
def keep(request: Request, pk: UUID) -> HttpResponse:
    """Keep what was asked as a scenario, and go to it."""
    check_can(request.user, "run")
    run = get_object_or_404(Kept.kept.select_related("by"), pk=pk)
    try:
        made = actions.make_scenario(
            run=run,
            changes=actions.changes_asked(run=run, asked=_asked(request.POST)),
            name=request.POST.get("name", ""),
            key=_key(request.POST.get("key", "")),
            by=request.user,
        )
    except (InputError, ConflictError) as error:
        return _asked_again(request, run, error)
    messages.success(request, f"Kept as the scenario “{made.name}”.")
    return redirect("portfolio:scenario", made.pk)


def panel(decision: Decision, sent: QueryDict) -> dict[str, Any]:
    """Return what the panel's template needs, with what was sent still standing in it."""
    knobs = actions.panel(decision)
    forced = {name[2:]: side for name, side in sent.items() if name[:2] == "p:" and side in SIDES}
    contested = decision.called("contested")
    rows = [*contested[:MOST_ROWS]]
    shown = {each.id for each in rows}
    rows += [each for each in decision.projects if each.id in forced and each.id not in shown]
    budgets = _fields(sent, "b:", [(each.name, each.now) for each in knobs.budgets])
    return {
        "decision": decision,
        "chosen_count": sum(each.chosen for each in decision.projects),
        "key": uuid4(),
        "sides": (("", "as is"), ("in", "in"), ("out", "out")),
        "percent": sent.get("percent", "") or "0",
        "single_budgets": budgets,
        "roles": _fields(sent, "r:", [(each.name, each.now) for each in knobs.roles]),
        "weights": _fields(sent, "w:", [(each.name, each.now) for each in knobs.weights]),
        "rows": [(each, forced.get(each.id, "")) for each in rows],
        "names": _names(decision.projects, shown),
        "hidden": [(name, text) for name, text in sent.items() if name not in NOT_CARRIED],
        "moved_budgets": any(each.text != (typed(each.now) or "0") for each in budgets),
    }


NOT_CARRIED = ("csrfmiddlewaretoken", "add", "side", "name", "key")


def _names(calls: Sequence[Call], shown: set[str]) -> list[str]:
    names = sorted({each.name for each in calls if each.id not in shown}, key=str.casefold)
    return names[:MOST_NAMES]


def _fields(sent: QueryDict, prefix: str, knobs: list[tuple[str, float]]) -> list[Field]:
    return [
        Field(prefix + name, name, sent.get(prefix + name, typed(now) or "0"), now)
        for name, now in knobs
    ]


def _with_added(run: Run, sent: QueryDict) -> QueryDict:
    """Put in or out the project that was named, as if it had been ticked."""
    words, side = sent.get("add", "").strip(), sent.get("side", "")
    if not words or side not in SIDES:
        return sent
    more = sent.copy()
    more[f"p:{actions.project_named(run=run, words=words)}"] = side
    more["add"] = ""
    return more


def _asked(sent: QueryDict) -> actions.Asked:
    def those(prefix: str) -> dict[str, str]:
        return {name[2:]: str(text) for name, text in sent.items() if name.startswith(prefix)}

    forced = those("p:")
    return actions.Asked(
        percent=sent.get("percent", ""),
        budgets=those("b:"),
        roles=those("r:"),
        weights=those("w:"),
        force_in=tuple(each for each, side in forced.items() if side == "in"),
        force_out=tuple(each for each, side in forced.items() if side == "out"),
    )


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def _asked_again(request: Request, run: Run, error: HeadwaterError) -> HttpResponse:
    context = panel(actions.decision_of(run), request.POST)
    context |= {"run": run, "found": None, "wrong": str(error), "asked": True}
    return render(request, "portfolio/what_if.html", context, status=error.http_status)
