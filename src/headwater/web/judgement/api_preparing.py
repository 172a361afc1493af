"""REST API for those who prepare a workshop: what is settled beforehand, the agenda, the people.

The same permissions and rules as on the pages: what is not there for a page is 404 here.
"""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Schema, Status
from pydantic import Field

from headwater.web.judgement import actions
from headwater.web.judgement.api_workshops import (
    PointOut,
    WorkshopOut,
    router,
    told_of_point,
    told_of_workshop,
)
from headwater.web.judgement.models import Item, Participant, Workshop
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.organization.shapes import ERRORS

ONE = "/workshops/{uuid:id}"
POINT = ONE + "/points/{uuid:point_id}"
MOST = 2**31 - 1


class WorkshopIn(Schema):
    """A workshop to begin, from a template or with an empty agenda."""

    title: str = Field(max_length=200)
    template: str = Field("", max_length=40, description="criteria, shortlist, pbrs, premortem ...")
    purpose: str = ""


class FrameIn(Schema):
    """What is settled beforehand; what is left out stays. The first question fixes the mode."""

    version: int = Field(ge=0, le=MOST)
    title: str | None = None
    purpose: str | None = None
    mode: str | None = Field(None, description="named, confidential or anonymous.")
    pace: str | None = Field(None, description="together or apart.")
    quorum: int | None = Field(None, ge=1, le=10_000)
    deadline: datetime | None = None
    remind: datetime | None = None
    late_joiners: bool | None = None


class PointIn(Schema):
    """A point of the agenda; see the tutorial for kinds and methods."""

    kind: str = Field(description="criteria, projects, write, discuss or decide.", max_length=10)
    title: str = Field(max_length=200)
    question: str = Field("", max_length=2000)
    method: str = Field(
        "", max_length=40, description="How criteria are asked about; swing if blank."
    )
    minutes: int = Field(10, ge=0, le=600)
    subjects: list[str] = []
    criteria: list[str] = []
    anchors: dict[str, str] = Field({}, description='What a level looks like: {"4": "as ..."}.')


class PointChangeIn(PointIn):
    """A changed point, and the version that was seen."""

    version: int = Field(ge=0, le=MOST)


class PersonIn(Schema):
    """Someone to put on the list."""

    name: str = Field(max_length=200)
    email: str = Field("", max_length=254)
    part: Literal["leader", "observer"] = "leader"


class PersonOut(Schema):
    """Someone on the list; never what they answered."""

    id: UUID
    name: str
    part: str
    joined: bool
    proxy: str | None


class LinkOut(Schema):
    """A personal link: it works once and is shown once."""

    address: str


class ProxyIn(Schema):
    """Who casts on somebody's behalf; null for nobody."""

    proxy: UUID | None


@router.post("/workshops", response={201: WorkshopOut, **ERRORS})
def create(request: Request, given: WorkshopIn) -> Status[dict[str, Any]]:
    """Make a workshop in preparation."""
    made = actions.create_workshop(**given.dict(), by=request.user)
    return Status(201, told_of_workshop(made))


@router.patch(ONE, response={200: WorkshopOut, **ERRORS})
def change(request: Request, id: UUID, given: FrameIn) -> dict[str, Any]:
    """Change what is settled beforehand."""
    values = given.dict(exclude_unset=True)
    version = values.pop("version")
    found = conducted(request, id)
    actions.change_workshop(workshop=found, values=values, version=version, by=request.user)
    return told_of_workshop(conducted(request, id))


@router.post(f"{ONE}/points", response={201: PointOut, **ERRORS})
def add_point(request: Request, id: UUID, given: PointIn) -> Status[dict[str, Any]]:
    """Add a point at the end of the agenda."""
    made = actions.put_item(workshop=conducted(request, id), values=_point(given), by=request.user)
    return Status(201, told_of_point(made))


@router.put(POINT, response={200: PointOut, **ERRORS})
def change_point(
    request: Request, id: UUID, point_id: UUID, given: PointChangeIn
) -> dict[str, Any]:
    """Change a point whose question is not open."""
    item = item_of(request, id, point_id)
    actions.put_item(workshop=item.workshop, item=item, values=_point(given), by=request.user)
    return told_of_point(Item.objects.get(pk=item.pk))


@router.delete(POINT, response={204: None, **ERRORS})
def remove_point(request: Request, id: UUID, point_id: UUID) -> Status[None]:
    """Take a point off that was never asked."""
    actions.remove_item(item=item_of(request, id, point_id), by=request.user)
    return Status(204, None)


@router.post(f"{ONE}/people", response={201: PersonOut, **ERRORS})
def add_person(request: Request, id: UUID, given: PersonIn) -> Status[dict[str, Any]]:
    """Put someone on the list."""
    made = actions.add_participant(workshop=conducted(request, id), **given.dict(), by=request.user)
    return Status(201, told_of_person(made))


@router.post(ONE + "/people/{uuid:person_id}/link", response={201: LinkOut, **ERRORS})
def link(request: Request, id: UUID, person_id: UUID) -> Status[dict[str, str]]:
    """Make a personal link; an earlier one stops working."""
    person = _participant(request, id, person_id)
    made = actions.make_personal_link(participant=person, by=request.user)
    return Status(201, {"address": request.build_absolute_uri(made.path)})


@router.put(ONE + "/people/{uuid:person_id}/proxy", response={200: PersonOut, **ERRORS})
def proxy(request: Request, id: UUID, person_id: UUID, given: ProxyIn) -> dict[str, Any]:
    """Say who casts on somebody's behalf."""
    person = _participant(request, id, person_id)
    other = _participant(request, id, given.proxy) if given.proxy else None
    actions.set_proxy(absent=person, proxy=other, by=request.user)
    return told_of_person(Participant.objects.select_related("proxy").get(pk=person.pk))


@router.delete(ONE + "/people/{uuid:person_id}", response={204: None, **ERRORS})
def remove_person(request: Request, id: UUID, person_id: UUID) -> Status[None]:
    """Take someone off the list."""
    person = _participant(request, id, person_id)
    actions.remove_participant(participant=person, by=request.user)
    return Status(204, None)


def conducted(request: Request, id: UUID) -> Workshop:
    """Return the workshop if the person facilitates it; 403 without the role, else 404."""
    check_can(request.user, "facilitate")
    return get_object_or_404(Workshop.objects.conducted_by(request.user), pk=id)


def item_of(request: Request, id: UUID, point_id: UUID) -> Item:
    """Return a point of a workshop that the person facilitates, or 404."""
    return get_object_or_404(Item, pk=point_id, workshop=conducted(request, id))


def _participant(request: Request, id: UUID, person_id: UUID) -> Participant:
    people = Participant.objects.select_related("proxy", "workshop")
    return get_object_or_404(people, pk=person_id, workshop=conducted(request, id), removed=False)


def _point(given: PointIn) -> dict[str, Any]:
    values = given.dict()
    if given.kind != "criteria" or not given.method:
        values.pop("method")
    return values


def told_of_person(each: Participant) -> dict[str, Any]:
    """Return someone on the list; never what they answered."""
    plain = ("name", "part", "joined")
    return {name: getattr(each, name) for name in plain} | {
        "id": each.pk,
        "proxy": each.proxy.name if each.proxy else None,
    }
