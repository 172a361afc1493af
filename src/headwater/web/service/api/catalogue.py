"""REST API of the service catalogue: read, add, revise, retire."""

from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from headwater.vocabulary.offering import Offering as Record
from headwater.vocabulary.shapes import from_json, to_json
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request, person
from headwater.web.organization.shapes import ERRORS
from headwater.web.service.actions import catalogue as actions
from headwater.web.service.models import Offering

router = Router(tags=["Catalogue"])


class OfferingOut(Schema):
    """An offering in the edition in force."""

    key: str
    edition: int
    retired: bool
    offering: Any


class OfferingIn(Schema):
    """An offering whole, as the file of the catalogue has it."""

    offering: dict[str, Any]


class Revised(OfferingIn):
    """A new edition; `edition` is the one that you read."""

    edition: int = Field(ge=0, le=2**31 - 1)
    note: str = Field("", max_length=1_000)


class RetiredIn(Schema):
    """Whether it is no longer offered."""

    retired: bool


@router.get("/catalogue", response={200: list[OfferingOut], **ERRORS})
def list_offerings(request: Request) -> list[dict[str, Any]]:
    """List the offerings in their newest editions."""
    check_can(request.user, "read")
    return [_out(each, to_json(edition.said)) for each, edition in actions.in_force()]


@router.post("/catalogue/starter", response={200: list[OfferingOut], **ERRORS})
def starter(request: Request) -> list[dict[str, Any]]:
    """Add the starter set; what is there already stays as it is."""
    actions.load_starter(by=person(request))
    return list_offerings(request)


@router.post("/catalogue", response={201: OfferingOut, **ERRORS})
def add(request: Request, given: OfferingIn) -> Status[dict[str, Any]]:
    """Put a new offering into the catalogue."""
    made = actions.add_offering(record=from_json(Record, given.offering), by=person(request))
    return Status(201, _one(made))


@router.put("/catalogue/{str:key}", response={200: OfferingOut, **ERRORS})
def revise(request: Request, key: str, given: Revised) -> dict[str, Any]:
    """Write a new edition; what was agreed on an older one keeps to it."""
    found = get_object_or_404(Offering, key=key)
    actions.revise_offering(
        offering=found,
        record=from_json(Record, {**given.offering, "key": key}),
        seen=given.edition,
        note=given.note,
        by=person(request),
    )
    return _one(Offering.objects.get(pk=found.pk))


@router.put("/catalogue/{str:key}/retired", response={200: OfferingOut, **ERRORS})
def retire(request: Request, key: str, given: RetiredIn) -> dict[str, Any]:
    """Take an offering out of the catalogue, or put it back."""
    found = get_object_or_404(Offering, key=key)
    return _one(actions.retire_offering(offering=found, retired=given.retired, by=person(request)))


def _one(offering: Offering) -> dict[str, Any]:
    return _out(offering, to_json(actions.newest(offering).said))


def _out(offering: Offering, record: Any) -> dict[str, Any]:
    return {
        "key": offering.key,
        "edition": offering.edition,
        "retired": offering.is_retired,
        "offering": record,
    }
