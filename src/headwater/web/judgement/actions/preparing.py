"""Preparing a workshop: from a template, its agenda, and everything that is fixed at opening."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from headwater.errors import ConflictError, InputError
from headwater.web.judgement.actions.announcing import announce
from headwater.web.judgement.actions.questions import method_names
from headwater.web.judgement.models import Item, Round, Workshop
from headwater.web.judgement.permissions import check_can_conduct
from headwater.web.judgement.states import Mode, Pace, State
from headwater.web.judgement.templates import KINDS, PROJECT_HIGH, PROJECT_LOW, TEMPLATES
from headwater.web.organization import audit
from headwater.web.organization.permissions import check_can
from headwater.web.projects.models import Project, ProjectList, write_if_unchanged

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is read as another
USUAL_METHOD = "swing"
MOST_PROJECTS = 12  # of a shortlist that a template fills in
MOST_ITEMS = 40
MOST_SUBJECTS = 200
LONGEST_QUESTION = 2000


@transaction.atomic
def create_workshop(*, title: str, template: str = "", purpose: str = "", by: User) -> Workshop:
    """Make a workshop in preparation, with the agenda of a template if one is named."""
    check_can(by, "facilitate")
    if template and template not in TEMPLATES:
        raise InputError(f"There is no template {template!r}; there are: {', '.join(TEMPLATES)}.")
    chosen = TEMPLATES.get(template)
    workshop = Workshop.objects.create(
        title=_title(title or (chosen.title if chosen else "")),
        purpose=_text(purpose or (chosen.sentence if chosen else "")),
        template=template,
        mode=chosen.mode if chosen else Mode.CONFIDENTIAL,
        code=_new_code(),
        pin=new_pin(),
    )
    workshop.facilitators.add(by)
    for place, point in enumerate(chosen.points if chosen else ()):
        Item.objects.create(
            workshop=workshop,
            place=place,
            kind=point.kind,
            title=point.title,
            question=point.question,
            minutes=point.minutes,
            method=USUAL_METHOD if point.kind == "criteria" else "",
            subjects=list(point.subjects) or _usual_subjects(point.kind),
            criteria=_criteria() if point.kind == "projects" else [],
        )
    audit.record("judgement.workshop.made", target=workshop, by=by, detail={"template": template})
    return workshop


@transaction.atomic
def change_workshop(
    *, workshop: Workshop, values: Mapping[str, Any], version: int, by: User
) -> Workshop:
    """Change title, purpose, mode, pace, times, quorum or who may join late.

    Raises
    ------
    ConflictError
        If the mode changes after a question was opened, or someone else changed the workshop.
    InputError
        If a value cannot be used.
    """
    check_can_conduct(by, workshop)
    kept = Workshop.objects.get(pk=workshop.pk)
    new = _checked(dict(values))
    if "mode" in new and new["mode"] != kept.mode and has_been_asked(workshop):
        raise ConflictError(
            "The mode was fixed when the first question opened, and everyone was told. "
            "Make another workshop for another mode."
        )
    write_if_unchanged(workshop, version, new)
    if kept.state != State.DRAFT:
        Round.objects.filter(item__workshop=workshop, state=State.OPEN).update(
            deadline=workshop.deadline
        )
        announce(workshop, "changed")
    audit.record("judgement.workshop.changed", target=workshop, by=by, detail={"what": sorted(new)})
    return workshop


@transaction.atomic
def put_item(
    *, workshop: Workshop, values: Mapping[str, Any], item: Item | None = None, by: User
) -> Item:
    """Add an item at the end of the agenda, or change one whose question is not open.

    `values` may hold kind, title, question, method, subjects, criteria, anchors and minutes.
    """
    check_can_conduct(by, workshop)
    new = _checked_item(dict(values), item)
    if item is None:
        if workshop.items.count() >= MOST_ITEMS:
            raise InputError(f"An agenda holds {MOST_ITEMS} points; make a second workshop.")
        last = workshop.items.order_by("-place").values_list("place", flat=True).first()
        item = Item.objects.create(workshop=workshop, place=0 if last is None else last + 1, **new)
    else:
        _check_not_open(item)
        version = int(values.get("version", item.version))
        write_if_unchanged(item, version, new)
    announce(workshop, "changed")
    audit.record("judgement.item.put", target=item, by=by)
    return item


@transaction.atomic
def move_item(*, item: Item, by: int, person: User) -> None:
    """Move an item up (-1) or down (1) in the agenda."""
    check_can_conduct(person, item.workshop)
    items = list(item.workshop.items.all())
    here = next(place for place, each in enumerate(items) if each.pk == item.pk)
    there = min(max(here + by, 0), len(items) - 1)
    items.insert(there, items.pop(here))
    for place, each in enumerate(items):
        Item.objects.filter(pk=each.pk).update(place=place)
    announce(item.workshop, "changed")
    audit.record("judgement.item.moved", target=item, by=person)


@transaction.atomic
def remove_item(*, item: Item, by: User) -> None:
    """Take an item off the agenda; one that was ever asked stays."""
    check_can_conduct(by, item.workshop)
    if item.rounds.exists() or item.decisions.exists():
        raise ConflictError(
            f"“{item.title}” has been asked or decided; what was said stays on record."
        )
    audit.record("judgement.item.removed", target=item, by=by)
    announce(item.workshop, "changed")
    item.delete()


@transaction.atomic
def add_facilitator(*, workshop: Workshop, person: User, by: User) -> None:
    """Let another person, whose role allows it, run the workshop too."""
    check_can_conduct(by, workshop)
    check_can(person, "facilitate")
    workshop.facilitators.add(person)
    detail = {"who": person.get_username()}
    audit.record("judgement.facilitator.added", target=workshop, by=by, detail=detail)


def has_been_asked(workshop: Workshop) -> bool:
    """Say whether a question of the workshop was ever opened."""
    return Round.objects.filter(item__workshop=workshop).exists()


def new_pin() -> str:
    """Return six digits for the room."""
    return f"{secrets.randbelow(1_000_000):06d}"


def _new_code() -> str:
    while True:
        code = "".join(secrets.choice(LETTERS) for _ in range(6))
        if not Workshop.objects.filter(code=code).exists():
            return code


def _usual_subjects(kind: str) -> list[str]:
    if kind == "criteria":
        return _criteria()
    if kind == "projects":
        names = Project.objects.present().order_by("name").values_list("name", flat=True)
        return list(names[:MOST_PROJECTS])
    return []


def _criteria() -> list[str]:
    from headwater.web.judgement.actions.values import values

    found = values().criteria
    return list(found or ProjectList.current().criteria)


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    if "title" in values:
        values["title"] = _title(values["title"])
    if "purpose" in values:
        values["purpose"] = _text(values["purpose"])
    if values.get("mode", Mode.NAMED) not in Mode.values:
        raise InputError(f"There is no mode {values['mode']!r}: {', '.join(Mode.values)}.")
    if values.get("pace", Pace.APART) not in Pace.values:
        raise InputError(f"There is no pace {values['pace']!r}: {', '.join(Pace.values)}.")
    if not 1 <= int(values.get("quorum", 1)) <= 10_000:
        raise InputError("A quorum is a number of answers, 1 or more.")
    deadline: datetime | None = values.get("deadline")
    remind: datetime | None = values.get("remind")
    if deadline and deadline <= timezone.now():
        raise InputError("The deadline has passed already; choose a later one.")
    if remind and deadline and remind >= deadline:
        raise InputError("The reminder comes before the deadline; choose an earlier time.")
    return values


def _checked_item(values: dict[str, Any], item: Item | None) -> dict[str, Any]:
    values.pop("version", None)
    kind = values.get("kind", item.kind if item else "")
    if kind not in KINDS:
        raise InputError(f"There is no kind of item {kind!r}; there are: {', '.join(KINDS)}.")
    if "title" in values or item is None:
        values["title"] = _title(values.get("title", ""))
    if kind == "criteria":
        values.setdefault("method", item.method if item and item.method else USUAL_METHOD)
        if values["method"] not in method_names():
            raise InputError(
                f"There is no method {values['method']!r}: {', '.join(method_names())}."
            )
    for name in ("subjects", "criteria"):
        if name in values:
            values[name] = _names(values[name])
    _check_anchors(values.get("anchors", {}), values.get("criteria", item.criteria if item else []))
    if not 0 <= int(values.get("minutes", 1)) <= 600:
        raise InputError("An item takes 0 to 600 minutes.")
    return values


def _check_anchors(anchors: Mapping[str, str], criteria: Any) -> None:
    """Refuse what names no level of the scale: "4", or "Safety 4" for one criterion alone."""
    for name in anchors:
        about, _, level = name.rpartition(" ")
        known = level.isdigit() and PROJECT_LOW <= int(level) <= PROJECT_HIGH
        if not known or (about and about not in criteria):
            raise InputError(
                f"What a level looks like: {name!r} names no level. Write a level from "
                f"{PROJECT_LOW:g} to {PROJECT_HIGH:g}, alone or behind a criterion (Safety 4)."
            )


def _names(names: Any) -> list[str]:
    found = list(dict.fromkeys(" ".join(str(each).split()) for each in names))
    found = [each for each in found if each]
    if len(found) > MOST_SUBJECTS or any(len(each) > 500 for each in found):
        raise InputError(f"A list holds {MOST_SUBJECTS} names of up to 500 characters.")
    if any(" | " in each for each in found):
        raise InputError("A name must not hold “ | ”; write a comma or a dash.")
    return found


def _check_not_open(item: Item) -> None:
    if item.rounds.filter(state=State.OPEN).exists():
        raise ConflictError(
            f"“{item.title}” is open: its question is frozen. Close it first; what you change then "
            "goes into the next round, and everyone is told what changed."
        )


def _title(text: str) -> str:
    text = " ".join(str(text).replace("\x00", "").split())
    if not text or len(text) > 200:
        raise InputError("Give it a title of 1 to 200 characters.")
    return text


def _text(text: str) -> str:
    text = str(text).replace("\x00", "").strip()
    if len(text) > 10_000:
        raise InputError("That is too long: 10,000 characters are the most.")
    return text
