"""The path of a transformation: stages, savings ledger, end-to-end processes, growth plan."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from headwater.errors import ConflictError, InputError
from headwater.vocabulary.service_figures import ServiceFigure
from headwater.vocabulary.service_path import EndToEndProcess, GrowthInitiative, ProcessReading
from headwater.web.account.actions import transformation as actions
from headwater.web.account.forms_path import GoalForm, GrowthForm, ProcessForm, SavingForm
from headwater.web.account.gather import Gathered, gathered
from headwater.web.account.models_path import Saving
from headwater.web.account.views.maturity import between, records, worded
from headwater.web.organization.doors import readers_only
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.organization.versions import VersionForm
from headwater.web.service.models import Offering
from headwater.web.strategy.models import Objective

BACK = "account:transformation"


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of a stage, and the sentence of its rule."""

    figure: ServiceFigure
    value: str
    interval: str
    text: str
    met: bool


@dataclass(frozen=True, slots=True)
class ProcessShown:
    """One process with the names of its steps and the runs so far."""

    record: EndToEndProcess
    steps: tuple[str, ...]
    runs: tuple[tuple[ProcessReading, str], ...]
    kept: int
    settled: int


@dataclass(frozen=True, slots=True)
class GrowthShown:
    """One initiative with the names of its objectives."""

    record: GrowthInitiative
    objectives: tuple[str, ...]


@require_GET
@readers_only
def transformation(request: Request) -> HttpResponse:
    """Show where the transformation stands, stage by stage, and what holds it."""
    path = actions.path(found=gathered(), at=timezone.now())
    reading = path.reading
    titles = dict(Offering.objects.values_list("key", "title"))
    objectives = dict(Objective.objects.values_list("key", "name"))
    told = {
        "reading": reading,
        "standing": reading.standing,
        "stages": [(each, _measures(each.rules)) for each in reading.standing.rungs],
        "goal": path.goal,
        "processes": [_process(each, path, titles) for each in reading.processes],
        "growth": [
            GrowthShown(each, tuple(objectives.get(key, key) for key in each.objectives))
            for each in reading.growth
        ],
        "rows": {each.label: each for each in Saving.objects.filter(withdrawn_at=None)},
    }
    return render(request, "account/transformation.html", told)


@require_GET
@readers_only
def figure(request: Request, key: str) -> HttpResponse:
    """List the records behind one measure of the path."""
    found = gathered()
    path = actions.path(found=found, at=timezone.now())
    for each in path.reading.standing.figures:
        if each.key == key:
            own = with_own(found, path)
            return records(request, found=own, figure=each, back=(reverse(BACK), "Transformation"))
    raise Http404(f"The path has no measure {key!r}.")


@require_http_methods(["GET", "POST"])
@readers_only
def goal(request: Request) -> HttpResponse:
    """Show the form of the savings goal (GET); set it (POST)."""
    check_can(request.user, "edit_catalogue")
    form = GoalForm(request.POST or None)
    words = ("Savings goal", "What is to be saved in all; the goals before stay on record.")
    return _filled(request, form, words, actions.set_goal, lambda: form.cleaned_data)


@require_http_methods(["GET", "POST"])
@readers_only
def saving(request: Request) -> HttpResponse:
    """Show the form of a saving (GET); claim it (POST)."""
    check_can(request.user, "work_engagements")
    form = SavingForm(request.POST or None)
    words = ("Claim a saving", "It counts once it is evidenced, and a leader has confirmed it.")
    return _filled(request, form, words, actions.claim_saving, lambda: form.cleaned_data)


@require_http_methods(["GET", "POST"])
@readers_only
def mend_saving(request: Request, number: int) -> HttpResponse:
    """Show a claim as a form (GET); write what was missing (POST)."""
    check_can(request.user, "work_engagements")
    found = _saving(number)
    same = ("title", "period", "amount", "baseline", "baseline_source", "evidence", "evidenced")
    initial = {**{name: getattr(found, name) for name in same}, "cost_line": found.line}
    form = SavingForm(request.POST or None, initial=initial)
    version = VersionForm(request.POST)
    seen = version.cleaned_data["version"] if version.is_valid() else -1
    act = partial(actions.mend_saving, saving=found, seen=seen)
    words = (
        f"Change {found.label}",
        "Whoever changes a claim cannot confirm it; it is asked anew.",
    )
    return _filled(request, form, words, act, lambda: form.cleaned_data, version=found.version)


@require_http_methods(["GET", "POST"])
@readers_only
def process(request: Request) -> HttpResponse:
    """Show the form of an end-to-end process (GET); register it (POST)."""
    check_can(request.user, "edit_catalogue")
    form = ProcessForm(request.POST or None)
    words = ("Register a process", "Several services in a chain, with one clock for the customer.")
    return _filled(request, form, words, actions.register_process, form.given)


@require_http_methods(["GET", "POST"])
@readers_only
def growth(request: Request) -> HttpResponse:
    """Show the form of a growth initiative (GET); plan it (POST)."""
    check_can(request.user, "work_engagements")
    form = GrowthForm(request.POST or None)
    words = ("Plan growth", "What the organization starts with what was freed.")
    return _filled(request, form, words, actions.plan_growth, lambda: form.cleaned_data)


@require_POST
def confirm_saving(request: Request, number: int) -> HttpResponse:
    """Confirm a saving on the customer's side."""
    check_can(request.user, "accept")
    found = actions.confirm_saving(saving=_saving(number), by=request.user)
    messages.success(request, f"{found.label} is confirmed.")
    return redirect(BACK)


@require_POST
def withdraw_saving(request: Request, number: int) -> HttpResponse:
    """Take a claim back."""
    check_can(request.user, "work_engagements")
    found = actions.withdraw_saving(saving=_saving(number), by=request.user)
    messages.success(request, f"{found.label} was withdrawn.")
    return redirect(BACK)


def with_own(found: Gathered, path: actions.Path) -> Gathered:
    """Let savings, processes, runs and initiatives have names and pages too."""
    page = reverse(BACK)
    own = {each: f"{page}#{each.replace(':', '-')}" for each in path.names}
    own |= {
        f"run:{run}": reverse("service:engagement", args=[pk]) for run, pk in path.first.items()
    }
    names = {**found.where.names, **path.names}
    return replace(found, where=replace(found.where, names=names, own=own))


def _saving(number: int) -> Saving:
    return get_object_or_404(Saving, number=number)


def _filled(
    request: Request,
    form: forms.Form,
    words: tuple[str, str],
    act: Callable[..., Any],
    given: Callable[[], dict[str, Any]],
    version: int = 0,
) -> HttpResponse:
    """Show a form, or do what it asks and go back to the path."""
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                made = act(**given(), by=request.user)
            except (InputError, ConflictError) as error:
                form.add_error(None, str(error))
                status = error.http_status
            else:
                messages.success(request, f"{made} was written down.")
                return redirect(BACK)
    told = {"form": form, "words": words, "version": version}
    return render(request, "account/path_form.html", told, status=status)


def _measures(rules: Any) -> list[Measure]:
    return [
        Measure(
            each.figure,
            worded(each.figure.value, each.figure),
            between(each.figure.interval, each.figure),
            each.text,
            each.met,
        )
        for each in rules
    ]


def _process(record: EndToEndProcess, path: actions.Path, titles: dict[str, str]) -> ProcessShown:
    own = [each for each in path.runs if each.process == record.id]
    settled = [each for each in own if each.clock.outcome in ("met", "breached")]
    return ProcessShown(
        record,
        tuple(titles.get(each.service, each.service) for each in record.steps),
        tuple(
            (each, reverse("service:engagement", args=[path.first[each.run]])) for each in own[-8:]
        ),
        sum(each.clock.outcome == "met" for each in settled),
        len(settled),
    )
