"""What is known of the customer: notes, units, stakeholders. Find, check the form, act, show."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from headwater.errors import ConflictError, InputError
from headwater.web.organization import actions
from headwater.web.organization.doors import readers_only
from headwater.web.organization.forms import NoteForm, StakeholderForm, UnitForm
from headwater.web.organization.models import Note, Stakeholder, Unit
from headwater.web.organization.request import Request
from headwater.web.organization.versions import VersionForm

ABOUT = ("strategy", "culture", "maturity")
BUSINESS = ("serves", "offers", "income", "costs", "partners", "bounds")
WHY = {
    "strategy": "What it has decided to become, in a few sentences.",
    "culture": "How things are really done here; what is praised, what is avoided.",
    "maturity": "How far it is in running projects as a service to itself.",
    "serves": "Citizens, clients, members, other units.",
    "offers": "What they come for.",
    "income": "Taxes, fees, grants, sales; with amounts and year.",
    "costs": "The large blocks; with amounts and year.",
    "partners": "Suppliers, funders, neighbours.",
    "bounds": "Laws, owners, contracts, promises made.",
}
DEEPEST = 12


@require_GET
@readers_only
def about(request: Request) -> HttpResponse:
    """Show what is known of the organization, subject by subject, with source and date."""
    held = actions.notes()
    labels = dict(Note.Subject.choices)

    def cards(subjects: tuple[str, ...]) -> list[dict[str, Any]]:
        return [
            {
                "subject": each,
                "title": labels[each],
                "why": WHY[each],
                "note": next(iter(held[each]), None),
                "earlier": max(0, len(held[each]) - 1),
            }
            for each in subjects
        ]

    told = {
        "notes": cards(ABOUT),
        "business": cards(BUSINESS),
        "units": Unit.objects.count(),
        "stakeholders": Stakeholder.objects.count(),
    }
    return render(request, "organization/about.html", told)


@require_http_methods(["GET", "POST"])
@readers_only
def note(request: Request, subject: str) -> HttpResponse:
    """Show all notes on a subject (GET); write a new one (POST)."""
    if subject not in Note.Subject.values:
        raise Http404
    form = NoteForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            actions.write_note(subject=subject, by=request.user, **form.cleaned_data)
        except InputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The note was written.")
            return redirect("organization:about")
    told = {
        "subject": subject,
        "title": dict(Note.Subject.choices)[subject],
        "why": WHY[subject],
        "notes": actions.notes()[subject],
        "form": form,
    }
    return render(request, "organization/note.html", told, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@readers_only
def units(request: Request) -> HttpResponse:
    """Show the units as a tree, with their leaders (GET); add one (POST)."""
    form = UnitForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            made = actions.add_unit(by=request.user, **form.cleaned_data)
        except InputError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, f"{made} was added.")
            return redirect("organization:units")
    told = {"tree": tree(), "form": form}
    return render(request, "organization/units.html", told, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@readers_only
def unit(request: Request, pk: int) -> HttpResponse:
    """Show one unit (GET); change it (POST)."""
    found = get_object_or_404(Unit.objects.select_related("leader", "parent"), pk=pk)
    fields = ("name", "purpose", "leader_name")
    held = {name: getattr(found, name) for name in fields}
    held |= {"parent": found.parent, "leader": found.leader}
    form = UnitForm(request.POST or None, initial=held, unit=found)
    if form.is_bound and form.is_valid():
        try:
            seen = _version(request)
            actions.change_unit(unit=found, version=seen, by=request.user, **form.cleaned_data)
        except (InputError, ConflictError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{found} was saved.")
            return redirect("organization:units")
    status = 422 if form.is_bound else 200
    return render(request, "organization/unit.html", {"unit": found, "form": form}, status=status)


@require_POST
def remove_unit(request: Request, pk: int) -> HttpResponse:
    """Remove a unit that nothing hangs on."""
    found = get_object_or_404(Unit, pk=pk)
    actions.remove_unit(unit=found, version=_version(request), by=request.user)
    messages.success(request, f"{found} was removed.")
    return redirect("organization:units")


@require_http_methods(["GET", "POST"])
@readers_only
def stakeholders(request: Request) -> HttpResponse:
    """Show who decides, who pays and who is affected (GET); add one (POST)."""
    form = StakeholderForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            made = actions.save_stakeholder(by=request.user, **form.cleaned_data)
        except InputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{made} is on the map.")
            return redirect("organization:stakeholders")
    held = list(Stakeholder.objects.select_related("unit"))
    told = {
        "stakeholders": held,
        "columns": [
            {"title": "Decides", "who": [each for each in held if each.decides]},
            {"title": "Pays", "who": [each for each in held if each.pays]},
            {"title": "Is affected", "who": [each for each in held if each.is_affected]},
        ],
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "organization/stakeholders.html", told, status=status)


@require_http_methods(["GET", "POST"])
@readers_only
def stakeholder(request: Request, pk: int) -> HttpResponse:
    """Show one stakeholder (GET); change it (POST)."""
    found = get_object_or_404(Stakeholder, pk=pk)
    held = {name: getattr(found, name) for name in StakeholderForm.base_fields}
    form = StakeholderForm(request.POST or None, initial=held)
    if form.is_bound and form.is_valid():
        try:
            actions.save_stakeholder(
                stakeholder=found, version=_version(request), by=request.user, **form.cleaned_data
            )
        except (InputError, ConflictError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{found} was saved.")
            return redirect("organization:stakeholders")
    told = {"stakeholder": found, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "organization/stakeholder.html", told, status=status)


@require_POST
def remove_stakeholder(request: Request, pk: int) -> HttpResponse:
    """Take a stakeholder off the map."""
    found = get_object_or_404(Stakeholder, pk=pk)
    actions.remove_stakeholder(stakeholder=found, version=_version(request), by=request.user)
    messages.success(request, f"{found} is off the map.")
    return redirect("organization:stakeholders")


def tree() -> list[dict[str, Any]]:
    """Return the units as a tree laid flat: each before what stands below it."""
    below: dict[int | None, list[Unit]] = {}
    for each in Unit.objects.select_related("leader"):
        below.setdefault(each.parent_id, []).append(each)
    found: list[dict[str, Any]] = []

    def climb(parent: int | None, depth: int) -> None:
        for each in below.get(parent, ()):
            found.append({"unit": each, "depth": min(depth, 3)})
            if depth < DEEPEST:
                climb(each.pk, depth + 1)

    climb(None, 0)
    return found


def _version(request: Request) -> int:
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise InputError("The form could not be read: reload the page and fill it in again.")
    version: int = form.cleaned_data["version"]
    return version
