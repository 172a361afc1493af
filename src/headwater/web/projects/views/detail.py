"""One project: everything that is known of it, each field open to editing."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from headwater.errors import InputError
from headwater.vocabulary.shapes import JOIN
from headwater.web.organization.request import Request
from headwater.web.projects import actions
from headwater.web.projects.forms import NeedForm
from headwater.web.projects.models import CashFlow, Edit, Project, ProjectList, Rule
from headwater.web.projects.permissions import readers_only
from headwater.web.projects.templatetags.figures import behind
from headwater.web.projects.views.grid import Cell, Column, cell_of

MOST_EDITS = 20


@dataclass(frozen=True, slots=True)
class Section:
    """A group of fields under one heading."""

    title: str
    cells: tuple[Cell, ...]


@require_GET
@readers_only
def project(request: Request, pk: int) -> HttpResponse:
    """Show everything that is known of one project."""
    found = get_object_or_404(Project.objects.select_related("need"), pk=pk)
    listed = ProjectList.current()
    rules = [rule for rule in Rule.objects.all() if found.key in rule.record().members]
    edits = Edit.objects.filter(project=found).select_related("by")[:MOST_EDITS]
    context = {
        "project": found,
        "listed": listed,
        "sections": sections(found, listed),
        "rules": rules,
        "flows": CashFlow.objects.filter(project=found.key).order_by("year", "kind"),
        "edits": edits,
    }
    return render(request, "projects/project.html", context)


@require_POST
def attach_need(request: Request, pk: int) -> HttpResponse:
    """Say which need the project answers."""
    found = get_object_or_404(Project.objects.select_related("need"), pk=pk)
    form = NeedForm(request.POST)
    if not form.is_valid():
        raise InputError("That need is no longer there: reload the page and choose again.")
    actions.attach_need(
        project=found,
        need=form.cleaned_data["need"],
        version=form.cleaned_data["version"],
        by=request.user,
    )
    messages.success(request, "Saved.")
    return redirect("projects:project", pk)


def sections(found: Project, listed: ProjectList) -> tuple[Section, ...]:
    """Return the project's fields by group; groups that the list does not use are left out."""
    money = behind(listed.money)
    general = [
        Column("name", "Name"),
        Column("description", "Description"),
        Column("unit", "Unit"),
        Column("stage", "Stage"),
        Column("start", "Start"),
        Column("end", "End"),
        Column("sponsor", "Sponsor"),
        Column("sponsor_email", "E-mail of the sponsor"),
    ]
    law = [
        Column("mandatory", "Mandatory"),
        Column("mandatory_basis", "Law or clause that orders it"),
        Column("mandatory_date", "By when it must be met"),
        Column("mandatory_penalty", "What happens if it is not done"),
        Column("mandatory_option", "The least that satisfies the law"),
        Column("mandatory_cost", f"Cost of that least{money}", is_number=True),
    ]
    cost = [
        Column("cost", f"Cost{money}", is_number=True),
        Column("benefit", f"Benefit{money}", is_number=True),
    ]
    cost += [
        Column(f"period:{each}", f"Cost in {each}", is_number=True)
        for each in sorted(found.costs_by_period)
    ]
    scores = [Column(f"score:{each}", each, is_number=True) for each in listed.criteria]
    needs = [
        Column(f"capacity:{each}", each.replace(JOIN, ", "), is_number=True)
        for each in sorted(found.capacity)
    ]
    groups = (
        ("What it is", general),
        ("Money", cost),
        ("Mandatory, with evidence", law),
        ("Scores", scores),
        ("People", needs),
    )
    return tuple(
        Section(title, tuple(cell_of(found, column) for column in group))
        for title, group in groups
        if group
    )
