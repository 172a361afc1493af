"""REST API of what is known of the customer: notes, units, stakeholders."""

from datetime import date
from typing import Any, Literal

from django.contrib.auth.models import User
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from headwater.web.organization import actions
from headwater.web.organization.models import Note, Stakeholder, Unit
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request, person
from headwater.web.organization.shapes import ERRORS

router = Router(tags=["Organization"])
SAME = (
    *("name", "part", "decides", "pays", "is_affected", "influence", "interest"),
    "cares_about",
)
Say = Literal[1, 2, 3] | None


class NoteIn(Schema):
    """What is known in one respect."""

    subject: str = Field(max_length=20)
    text: str = Field(max_length=10_000)
    source: str = Field("", max_length=1_000)
    as_of: date | None = None


class NoteOut(NoteIn):
    """A note as it is kept; the newest of a subject comes first."""


class UnitIn(Schema):
    """A unit; `parent` is another's name, `leader` a person's user name."""

    name: str = Field(max_length=1_000)
    parent: str = Field("", max_length=200)
    leader: str = Field("", max_length=150)
    leader_name: str = Field("", max_length=1_000)
    purpose: str = Field("", max_length=2_000)


class UnitChange(UnitIn):
    """A unit as it should be, and the version that you read."""

    version: int = Field(ge=0, le=2**31 - 1)


class UnitOut(Schema):
    """A unit as it is kept."""

    id: int
    name: str
    parent: str
    leader: str
    purpose: str
    version: int


class StakeholderIn(Schema):
    """Who decides, pays or is affected; influence and interest are 1 to 3, null for unknown."""

    name: str = Field(max_length=1_000)
    part: str = Field("", max_length=1_000)
    unit: str = Field("", max_length=200)
    decides: bool = False
    pays: bool = False
    is_affected: bool = False
    influence: Say = None
    interest: Say = None
    cares_about: str = Field("", max_length=2_000)


class StakeholderChange(Schema):
    """What should be different, and the version that you read; what is not named stays."""

    version: int = Field(ge=0, le=2**31 - 1)
    name: str | None = Field(None, max_length=1_000)
    part: str | None = Field(None, max_length=1_000)
    unit: str | None = Field(None, max_length=200)
    decides: bool | None = None
    pays: bool | None = None
    is_affected: bool | None = None
    influence: Say = None
    interest: Say = None
    cares_about: str | None = Field(None, max_length=2_000)


class StakeholderOut(StakeholderIn):
    """A stakeholder as it is kept."""

    id: int
    version: int


@router.get("/organization/notes", response={200: list[NoteOut], **ERRORS})
def list_notes(request: Request) -> list[Note]:
    """List every note, the newest first."""
    check_can(request.user, "read")
    return list(Note.objects.all())


@router.post("/organization/notes", response={201: NoteOut, **ERRORS})
def write_note(request: Request, given: NoteIn) -> Status[Note]:
    """Write down what is known in one respect; the note before stays readable."""
    return Status(201, actions.write_note(**given.dict(), by=person(request)))


@router.get("/organization/units", response={200: list[UnitOut], **ERRORS})
def list_units(request: Request) -> list[dict[str, Any]]:
    """List the units with their leaders."""
    check_can(request.user, "read")
    return [_unit(each) for each in Unit.objects.select_related("parent", "leader")]


@router.post("/organization/units", response={201: UnitOut, **ERRORS})
def add_unit(request: Request, given: UnitIn) -> Status[dict[str, Any]]:
    """Add a unit."""
    return Status(201, _unit(actions.add_unit(**_unit_given(given), by=person(request))))


@router.put("/organization/units/{int:id}", response={200: UnitOut, **ERRORS})
def change_unit(request: Request, id: int, given: UnitChange) -> dict[str, Any]:
    """Rename or move a unit, or say who leads it."""
    found = get_object_or_404(Unit, pk=id)
    values = _unit_given(given)
    return _unit(
        actions.change_unit(unit=found, version=given.version, **values, by=person(request))
    )


@router.delete("/organization/units/{int:id}", response={204: None, **ERRORS})
def remove_unit(request: Request, id: int, version: int) -> Status[None]:
    """Remove a unit that nothing stands below or hangs on."""
    found = get_object_or_404(Unit, pk=id)
    actions.remove_unit(unit=found, version=version, by=person(request))
    return Status(204, None)


@router.get("/organization/stakeholders", response={200: list[StakeholderOut], **ERRORS})
def list_stakeholders(request: Request) -> list[dict[str, Any]]:
    """List who decides, pays or is affected."""
    check_can(request.user, "read")
    return [_stakeholder(each) for each in Stakeholder.objects.select_related("unit")]


@router.post("/organization/stakeholders", response={201: StakeholderOut, **ERRORS})
def add_stakeholder(request: Request, given: StakeholderIn) -> Status[dict[str, Any]]:
    """Put a stakeholder on the map."""
    values = given.dict()
    values["unit"] = get_object_or_404(Unit, name=given.unit) if given.unit else None
    return Status(201, _stakeholder(actions.save_stakeholder(**values, by=person(request))))


@router.patch("/organization/stakeholders/{int:id}", response={200: StakeholderOut, **ERRORS})
def change_stakeholder(request: Request, id: int, given: StakeholderChange) -> dict[str, Any]:
    """Change what is named; a null for influence or interest says that it is not known."""
    found = get_object_or_404(Stakeholder, pk=id)
    values = {name: getattr(found, name) for name in (*SAME, "unit")}
    sent = given.dict(exclude_unset=True)
    version = sent.pop("version")
    if "unit" in sent:
        name = sent.pop("unit")
        values["unit"] = get_object_or_404(Unit, name=name) if name else None
    may_be_null = ("influence", "interest")
    values |= {key: say for key, say in sent.items() if say is not None or key in may_be_null}
    made = actions.save_stakeholder(
        stakeholder=found, version=version, **values, by=person(request)
    )
    return _stakeholder(made)


@router.delete("/organization/stakeholders/{int:id}", response={204: None, **ERRORS})
def remove_stakeholder(request: Request, id: int, version: int) -> Status[None]:
    """Take a stakeholder off the map."""
    found = get_object_or_404(Stakeholder, pk=id)
    actions.remove_stakeholder(stakeholder=found, version=version, by=person(request))
    return Status(204, None)


def _unit_given(given: UnitIn) -> dict[str, Any]:
    return {
        "name": given.name,
        "parent": get_object_or_404(Unit, name=given.parent) if given.parent else None,
        "leader": get_object_or_404(User, username=given.leader) if given.leader else None,
        "leader_name": given.leader_name,
        "purpose": given.purpose,
    }


def _unit(unit: Unit) -> dict[str, Any]:
    return {
        "id": unit.pk,
        "name": unit.name,
        "parent": unit.parent.name if unit.parent else "",
        "leader": unit.led_by,
        "purpose": unit.purpose,
        "version": unit.version,
    }


def _stakeholder(found: Stakeholder) -> dict[str, Any]:
    unit = found.unit.name if found.unit else ""
    return {**{name: getattr(found, name) for name in ("id", *SAME, "version")}, "unit": unit}
