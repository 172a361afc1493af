"""The path of a transformation: stages, savings ledger, end-to-end processes, growth plan."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from headwater.vocabulary.service_figures import ServiceFigure
from headwater.vocabulary.service_path import GrowthInitiative
from headwater.web.account.actions import transformation as actions
from headwater.web.account.forms_path import GoalForm, SavingForm
from headwater.web.account.gather import Gathered, gathered
from headwater.web.account.models_path import Growth, Process, Saving
from headwater.web.account.views.behind import between, records, worded
from headwater.web.account.views.path_forms import BACK, filled, seen_in
from headwater.web.account.views.processes import process_shown
from headwater.web.organization.doors import readers_only
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.service.models import Offering
from headwater.web.strategy.models import Objective


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of a stage, and the sentence of its rule."""

    figure: ServiceFigure
    value: str
    interval: str
    text: str
    met: bool


@dataclass(frozen=True, slots=True)
class GrowthShown:
    """One initiative with the names of its objectives."""

    record: GrowthInitiative
    objectives: tuple[str, ...]

    @property
    def number(self) -> int:
        """The number in its label."""
        return int(self.record.id.removeprefix("G-"))


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
        "processes": [process_shown(each, path, titles) for each in reading.processes],
        "growth": [
            GrowthShown(each, tuple(objectives.get(key, key) for key in each.objectives))
            for each in reading.growth
        ],
        "ended": Process.objects.exclude(ended_on=None),
        "dropped": Growth.objects.exclude(dropped_at=None),
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
    return filled(request, form, words, actions.set_goal, lambda: form.cleaned_data)


@require_http_methods(["GET", "POST"])
@readers_only
def saving(request: Request) -> HttpResponse:
    """Show the form of a saving (GET); claim it (POST)."""
    check_can(request.user, "work_engagements")
    form = SavingForm(request.POST or None)
    words = ("Claim a saving", "It counts once it is evidenced, and a leader has confirmed it.")
    return filled(request, form, words, actions.claim_saving, lambda: form.cleaned_data)


@require_http_methods(["GET", "POST"])
@readers_only
def mend_saving(request: Request, number: int) -> HttpResponse:
    """Show a claim as a form (GET); write what was missing (POST)."""
    check_can(request.user, "work_engagements")
    found = _saving(number)
    same = ("title", "period", "amount", "baseline", "baseline_source", "evidence", "evidenced")
    initial = {**{name: getattr(found, name) for name in same}, "cost_line": found.line}
    form = SavingForm(request.POST or None, initial=initial)
    act = partial(actions.mend_saving, saving=found, seen=seen_in(request))
    words = (
        f"Change {found.label}",
        "Whoever changes a claim cannot confirm it; it is asked anew.",
    )
    return filled(request, form, words, act, lambda: form.cleaned_data, version=found.version)


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
