"""Pages of the choice. Each view: find, check the form, act, show."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from headwater.errors import HeadwaterError, InputError
from headwater.vocabulary.decision import Call, Decision, Verdict
from headwater.web.organization.request import Request
from headwater.web.portfolio import actions, views_takes
from headwater.web.portfolio.actions import takes as taking
from headwater.web.portfolio.forms import RationalizeForm
from headwater.web.portfolio.models import KIND, Scenario
from headwater.web.portfolio.views_what_if import panel
from headwater.web.projects.models import Budget, Capacity, Project, ProjectList
from headwater.web.projects.permissions import readers_only
from headwater.web.projects.templatetags.figures import typed
from headwater.web.runs.models import Run, State

CALLS: tuple[Verdict, ...] = ("start", "contested", "stop")
TALK: tuple[Verdict, ...] = ("contested", "start", "stop")  # what needs talk comes first
PAGE = 15
MOST_CONTESTED = 6
MOST_RUNS = 20


@require_GET
@readers_only
def latest(request: Request) -> HttpResponse:
    """Show the newest decision, or the one next step that leads to the first."""
    run = actions.latest()
    return _first(request) if run is None else _shown(request, run)


@require_POST
def rationalize(request: Request) -> HttpResponse:
    """Start a run and go to the page that shows how far it is."""
    form = RationalizeForm(request.POST)
    try:
        if not form.is_valid():
            raise InputError("A seed is a whole number, 0 or more, of up to nine digits.")
        given = form.cleaned_data
        seed = 1 if given["seed"] is None else given["seed"]
        run = actions.rationalize(
            budget=given["budget"],
            seed=seed,
            title=given["title"],
            by_size=given["by_size"],
            by=request.user,
        )
    except InputError as error:
        given = {name: request.POST.get(name, "") for name in form.fields}
        return _asked_again(request, error, given)
    return redirect("runs:show", run.pk)


@require_GET
@readers_only
def show(request: Request, pk: UUID) -> HttpResponse:
    """Show what a run found; a run that is not done shows how far it is."""
    run = get_object_or_404(Run.objects.select_related("by"), pk=pk, kind=KIND)
    if run.state != State.DONE:
        return redirect("runs:show", run.pk)
    return _shown(request, run)


@require_GET
@readers_only
def project(request: Request, pk: UUID) -> HttpResponse:
    """Show what a run says of one project, and why."""
    run = get_object_or_404(Run, pk=pk, kind=KIND, state=State.DONE)
    decision = actions.decision_of(run)
    calls = {each.id: each for each in decision.projects}
    call = calls.get(request.GET.get("id", ""))
    if call is None:
        raise Http404
    context = {
        "run": run,
        "decision": decision,
        "call": call,
        "questions": [each for each in decision.questions if each.project == call.id],
        "serves": [each for each in decision.coverage if call.id in each.projects],
        "is_tie": call.id in decision.ties,
        "kept": Project.objects.present().filter(key=call.id).first(),
        **views_takes.shown(taking.kept(run=run, project=call.id), calls),
    }
    return render(request, "portfolio/project.html", context)


def _shown(request: Request, run: Run, *, status: int = 200, **more: Any) -> HttpResponse:
    decision = actions.decision_of(run)
    wanted = request.GET.get("show", "")
    wanted = wanted if wanted in (*CALLS, "chosen") else ""
    calls = _calls(decision, wanted)
    page = Paginator(calls, PAGE).get_page(request.GET.get("page"))
    context = {
        "run": run,
        "decision": decision,
        "headline": actions.headline(decision),
        "proof": actions.proof(decision),
        "groups": [(call, decision.called(call)) for call in CALLS],
        "contested": decision.called("contested")[:MOST_CONTESTED],
        "contested_count": len(decision.called("contested")),
        "chosen": sum(each.chosen for each in decision.projects),
        "wanted": wanted,
        "page": page,
        "query": f"show={wanted}&" if wanted else "",
        "ties": [each for each in decision.projects if each.id in decision.ties],
        "stale": actions.is_stale(run),
        "standing": actions.standing(run, decision),
        "scenario_count": Scenario.objects.filter(run=run, put_away_at=None).count(),
        "zombies": actions.zombies_in(run),
        "most_weight": max([each.high for each in decision.weights], default=1.0),
        "manifest": actions.provenance(decision),
        **panel(decision, QueryDict()),
        **_form(run),
        **more,
    }
    return render(request, "portfolio/show.html", context, status=status)


def _first(request: Request, *, status: int = 200, **more: Any) -> HttpResponse:
    waiting = Run.objects.light().open().filter(kind=KIND).first()
    context = {"projects": Project.objects.present().count(), "waiting": waiting, **_form(None)}
    return render(request, "portfolio/first.html", {**context, **more}, status=status)


def _asked_again(request: Request, error: HeadwaterError, given: dict[str, str]) -> HttpResponse:
    run = actions.latest()
    told: dict[str, Any] = {"given": given, "wrong": str(error), "status": error.http_status}
    return _first(request, **told) if run is None else _shown(request, run, **told)


def _form(run: Run | None) -> dict[str, Any]:
    listed = ProjectList.current()
    before = listed.budget if run is None or listed.budget is not None else run.inputs["budget"]
    runs = Run.objects.light().filter(kind=KIND).order_by("-number")
    return {
        "listed": listed,
        "given": {"budget": typed(before), "seed": "1", "title": ""},
        "budgets": list(Budget.objects.order_by("period")),
        "capacities": Capacity.objects.count(),
        "runs": list(runs[:MOST_RUNS]),
    }


def _calls(decision: Decision, wanted: str) -> list[Call]:
    if wanted == "chosen":
        found = [each for each in decision.projects if each.chosen]
        return sorted(found, key=lambda each: (-each.core_index, each.name.casefold()))
    return [
        call for verdict in TALK if wanted in ("", verdict) for call in decision.called(verdict)
    ]
