"""Pages for preparing a workshop: the list, what is settled beforehand, agenda and people."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from headwater.errors import ConflictError, InputError
from headwater.web.judgement import actions
from headwater.web.judgement.forms import (
    ItemForm,
    NewWorkshopForm,
    PeopleForm,
    WorkshopForm,
    told,
)
from headwater.web.judgement.models import Item, Participant, Workshop
from headwater.web.judgement.states import PROMISE, SEES, Mode, Pace
from headwater.web.judgement.templates import KINDS, TEMPLATES
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.projects.models import Project
from headwater.web.projects.permissions import readers_only

SETTLED = ("title", "purpose", "mode", "pace", "quorum", "deadline", "remind", "late_joiners")


def conducted(request: Request, pk: UUID) -> Workshop:
    """Return the workshop if the person facilitates it; 403 without the role, else 404."""
    check_can(request.user, "facilitate")
    return get_object_or_404(Workshop.objects.conducted_by(request.user), pk=pk)


@require_GET
@readers_only
def workshops(request: Request) -> HttpResponse:
    """List the workshops that the person facilitates or takes part in."""
    rows = list(Workshop.objects.seen_by(request.user).prefetch_related("items"))
    own = set(Workshop.objects.conducted_by(request.user).values_list("pk", flat=True))
    lines = [(each, each.pk in own) for each in rows]
    shown = {"lines": lines, "lasting": actions.durability().figures}
    return render(request, "judgement/workshops.html", shown)


@require_http_methods(["GET", "POST"])
def new_workshop(request: Request) -> HttpResponse:
    """Ask for a title and a template, and make the workshop."""
    check_can(request.user, "facilitate")
    form = NewWorkshopForm(
        request.POST if request.method == "POST" else None,
        initial={"template": request.GET.get("template", "")},
    )
    if form.is_valid():
        made = actions.create_workshop(
            title=form.cleaned_data["title"],
            template=form.cleaned_data["template"],
            by=request.user,
        )
        return redirect("judgement:prepare", pk=made.pk)
    status = 422 if form.is_bound else 200
    shown = {"form": form, "templates": TEMPLATES}
    return render(request, "judgement/new_workshop.html", shown, status=status)


@require_GET
def prepare(request: Request, pk: UUID) -> HttpResponse:
    """Show everything that is settled before the workshop opens."""
    return _prepared(request, conducted(request, pk))


@require_POST
def change(request: Request, pk: UUID) -> HttpResponse:
    """Keep what is settled; what was typed stays with its fault."""
    workshop = conducted(request, pk)
    form = WorkshopForm(request.POST)
    if not form.is_valid():
        return _prepared(request, workshop, form=form, status=422)
    values = {name: form.cleaned_data[name] for name in SETTLED}
    try:
        actions.change_workshop(
            workshop=workshop,
            values=values,
            version=form.cleaned_data["version"],
            by=request.user,
        )
    except (InputError, ConflictError) as error:
        form.add_error(None, str(error))
        return _prepared(request, workshop, form=form, status=error.http_status)
    messages.success(request, "Kept.")
    return redirect("judgement:prepare", pk=pk)


@require_POST
def add_item(request: Request, pk: UUID) -> HttpResponse:
    """Add a point to the agenda."""
    workshop = conducted(request, pk)
    form = ItemForm(request.POST)
    if not form.is_valid():
        raise InputError(told(form))
    actions.put_item(workshop=workshop, values=form.values(), by=request.user)
    return redirect(reverse("judgement:prepare", args=[pk]) + "#agenda")


@require_POST
def change_item(request: Request, pk: UUID, item_id: UUID) -> HttpResponse:
    """Change a point of the agenda, move it, or take it off."""
    workshop = conducted(request, pk)
    item = get_object_or_404(Item, pk=item_id, workshop=workshop)
    what = request.POST.get("do", "keep")
    if what in ("up", "down"):
        actions.move_item(item=item, by=-1 if what == "up" else 1, person=request.user)
    elif what == "remove":
        actions.remove_item(item=item, by=request.user)
    else:
        form = ItemForm(request.POST)
        if not form.is_valid():
            raise InputError(told(form))
        version = request.POST.get("version", "")
        values = form.values() | ({"version": int(version)} if version.isdigit() else {})
        actions.put_item(workshop=workshop, item=item, values=values, by=request.user)
        messages.success(request, f"“{item.title}” was kept.")
    return redirect(reverse("judgement:prepare", args=[pk]) + "#agenda")


@require_POST
def add_people(request: Request, pk: UUID) -> HttpResponse:
    """Put people on the list; those who cannot be are named, the others are added."""
    workshop = conducted(request, pk)
    form = PeopleForm(request.POST)
    if not form.is_valid():
        raise InputError("Write at least one name, one person a line.")
    added, faults = 0, []
    for name, address in form.lines():
        try:
            actions.add_participant(
                workshop=workshop,
                name=name,
                email=address,
                part=form.cleaned_data["part"],
                by=request.user,
            )
            added += 1
        except (InputError, ConflictError) as error:
            faults.append(str(error))
    if added:
        messages.success(request, f"{added} added to the list.")
    for fault in faults[:5]:
        messages.warning(request, fault)
    return redirect(reverse("judgement:prepare", args=[pk]) + "#people")


@require_POST
def change_person(request: Request, pk: UUID, person_id: UUID, what: str) -> HttpResponse:
    """Make a personal link, name a proxy, or take someone off the list."""
    workshop = conducted(request, pk)
    person = get_object_or_404(Participant, pk=person_id, workshop=workshop)
    step = PERSON_STEPS.get(what)
    if step is None:
        raise Http404(what)
    answer = step(request, person)
    return answer or redirect(reverse("judgement:prepare", args=[pk]) + "#people")


def _link(request: Request, person: Participant) -> HttpResponse:
    made = actions.make_personal_link(participant=person, by=request.user)
    shown = {
        "person": person,
        "workshop": person.workshop,
        "address": request.build_absolute_uri(made.path),
    }
    return render(request, "judgement/personal_link.html", shown)


def _proxy(request: Request, person: Participant) -> None:
    wanted = request.POST.get("proxy", "")
    others = Participant.objects.filter(workshop=person.workshop, removed=False)
    proxy = get_object_or_404(others, pk=UUID(wanted)) if wanted else None
    actions.set_proxy(absent=person, proxy=proxy, by=request.user)


def _off(request: Request, person: Participant) -> None:
    actions.remove_participant(participant=person, by=request.user)
    messages.success(request, f"{person.name} is off the list.")


PERSON_STEPS: dict[str, Callable[[Request, Participant], HttpResponse | None]] = {
    "link": _link,
    "proxy": _proxy,
    "remove": _off,
}


def _prepared(
    request: Request, workshop: Workshop, *, form: WorkshopForm | None = None, status: int = 200
) -> HttpResponse:
    first: dict[str, Any] = {name: getattr(workshop, name) for name in SETTLED}
    form = form or WorkshopForm(initial=first | {"version": workshop.version})
    shown = {
        "workshop": workshop,
        "form": form,
        "items": list(workshop.items.all()),
        "people": list(workshop.participants.filter(removed=False).select_related("proxy", "user")),
        "kinds": KINDS,
        "methods": actions.method_names(),
        "projects": list(
            Project.objects.present().order_by("name").values_list("name", flat=True)[:500]
        ),
        "sees": SEES,
        "modes": [(mode, PROMISE[mode]) for mode in Mode],
        "paces": list(Pace),
        "mode_fixed": actions.has_been_asked(workshop),
        "notes": list(workshop.notes.select_related("participant")),
        "join_address": request.build_absolute_uri(reverse("room:join", args=[workshop.code])),
    }
    return render(request, "judgement/prepare.html", shown, status=status)
