"""Pages of the objectives. Each view: find, check the form, act, show."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from headwater.errors import ConflictError, InputError
from headwater.vocabulary.decision import ObjectiveCoverage
from headwater.web.organization.request import Request
from headwater.web.projects.forms import VersionForm
from headwater.web.projects.models import Project
from headwater.web.projects.permissions import readers_only
from headwater.web.projects.templatetags.figures import typed
from headwater.web.strategy import actions
from headwater.web.strategy.forms import AddForm, LinksForm, ObjectiveForm
from headwater.web.strategy.models import Link, Objective

UNREADABLE = "The form could not be read: reload the page and fill it in again."
DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Branch:
    """An objective in the tree: how deep it stands, and what the engine found about it."""

    objective: Objective
    depth: int
    coverage: ObjectiveCoverage


@dataclass(frozen=True, slots=True)
class Tick:
    """A project in the list of boxes to tick."""

    key: str
    name: str
    unit: str
    is_linked: bool


@require_GET
@readers_only
def objectives(request: Request) -> HttpResponse:
    """Show the tree of objectives, with who serves each, gaps and crowding."""
    return _tree(request)


@require_POST
def add(request: Request) -> HttpResponse:
    """Add an objective; what was typed comes back when it cannot be used."""
    form = AddForm(request.POST)
    form.is_valid()
    given = {name: request.POST.get(name, "") for name in form.fields}
    try:
        made = actions.add_objective(**given, by=request.user)
    except InputError as error:
        return _tree(request, status=422, adding=given, wrong=str(error))
    messages.success(request, f"“{made.name}” was added.")
    return redirect("strategy:objective", made.pk)


@require_http_methods(["GET", "POST"])
@readers_only
def objective(request: Request, pk: int) -> HttpResponse:
    """Show one objective with its projects (GET), or change its name, place and weight (POST)."""
    found = get_object_or_404(Objective, pk=pk)
    if request.method == "GET":
        return _one(request, found)
    form = ObjectiveForm(request.POST)
    if not form.is_valid():
        raise InputError(UNREADABLE)
    try:
        actions.change_objective(objective=found, by=request.user, **form.cleaned_data)
    except (InputError, ConflictError) as error:
        found.refresh_from_db()
        return _one(request, found, status=error.http_status, given=request.POST, wrong=str(error))
    messages.success(request, "The objective was saved.")
    return redirect("strategy:objective", pk)


@require_POST
def link(request: Request, pk: int) -> HttpResponse:
    """Say which projects serve the objective."""
    found = get_object_or_404(Objective, pk=pk)
    form = LinksForm(request.POST, list(Project.objects.present().values_list("key", flat=True)))
    if not form.is_valid():
        raise InputError("A project of the form is no longer on the list: reload the page.")
    given = form.cleaned_data
    try:
        actions.link_projects(
            objective=found, projects=given["projects"], version=given["version"], by=request.user
        )
    except ConflictError as error:
        found.refresh_from_db()
        ticked = set(given["projects"])
        return _one(
            request, found, status=409, ticked=ticked, wrong=f"{error}. Save again to keep yours."
        )
    messages.success(request, "The links were saved.")
    return redirect("strategy:objective", pk)


@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    """Remove an objective and its links."""
    found = get_object_or_404(Objective, pk=pk)
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise InputError(UNREADABLE)
    actions.remove_objective(objective=found, version=form.cleaned_data["version"], by=request.user)
    messages.success(request, f"“{found.name}” was removed.")
    return redirect("strategy:objectives")


def branches() -> tuple[Branch, ...]:
    """Return the objectives as a tree laid flat: each parent before what stands below it."""
    coverage = {each.id: each for each in actions.coverage()}
    rows = {each.key: each for each in Objective.objects.all()}
    below: dict[str, list[Objective]] = {}
    for row in rows.values():
        below.setdefault(row.parent if row.parent in rows else "", []).append(row)
    found: list[Branch] = []

    def climb(parent: str, depth: int) -> None:
        for row in sorted(below.get(parent, ()), key=lambda each: (each.name.casefold(), each.key)):
            found.append(Branch(row, depth, coverage[row.key]))
            if depth < DEEPEST:
                climb(row.key, depth + 1)

    climb("", 0)
    return tuple(found)


def _tree(request: Request, *, status: int = 200, **more: Any) -> HttpResponse:
    tree = branches()
    findings = [branch for branch in tree if branch.coverage.finding]
    listed = Project.objects.present()
    linked = Link.objects.values("project")
    context = {
        "branches": tree,
        "findings": findings,
        "projects": listed.count(),
        "unlinked": listed.exclude(key__in=linked).count(),
        **more,
    }
    return render(request, "strategy/objectives.html", context, status=status)


def _one(
    request: Request,
    found: Objective,
    *,
    status: int = 200,
    ticked: set[str] | None = None,
    **more: Any,
) -> HttpResponse:
    linked = set(Link.objects.filter(objective=found.key).values_list("project", flat=True))
    ticked = linked if ticked is None else ticked
    listed = Project.objects.present().values_list("key", "name", "unit")
    projects = [Tick(key, name, unit, key in ticked) for key, name, unit in listed]
    projects.sort(key=lambda each: (not each.is_linked, each.name.casefold()))
    context = {
        "objective": found,
        "weight": typed(found.weight),
        "others": Objective.objects.exclude(pk=found.pk),
        "projects": projects,
        "linked": sum(each.is_linked for each in projects),
        **more,
    }
    return render(request, "strategy/objective.html", context, status=status)
