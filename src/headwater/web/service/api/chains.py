"""REST API of chains: the customer's one clock over several services, and its promise."""

from typing import Any, Literal

from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from headwater.vocabulary.service import Target
from headwater.vocabulary.shapes import to_json
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request, person
from headwater.web.organization.shapes import ERRORS
from headwater.web.service.actions import chains as actions
from headwater.web.service.models import Calendar, Engagement

router = Router(tags=["Chains"])


class PromiseIn(Schema):
    """One delivery for the whole; `calendar` is a key, the usual one unless given."""

    amount: int = Field(ge=1, le=10_000)
    unit: Literal["days", "hours"] = "days"
    calendar: str = Field("", max_length=60)


class ChainOut(Schema):
    """A chain by the number of its first engagement; `holders` are engagements not over yet."""

    root: int
    title: str
    customer: str
    engagements: list[str]
    holders: list[str]
    calendar: str
    zone: str
    reading: Any


@router.get("/chains", response={200: list[ChainOut], **ERRORS})
def list_chains(request: Request, limit: int = 50, offset: int = 0) -> list[dict[str, Any]]:
    """List the chains, the newest first; at most 100 at once."""
    check_can(request.user, "read")
    offset = max(offset, 0)
    begun = actions.roots()[offset : offset + min(max(limit, 1), 100)]
    return [_out(each) for each in actions.read_all(list(begun))]


@router.get("/chains/{int:number}", response={200: ChainOut, **ERRORS})
def show_chain(request: Request, number: int) -> dict[str, Any]:
    """Show the chain that an engagement is part of, with the customer's clock as of now."""
    check_can(request.user, "read")
    return _out(actions.read(actions.root_of(get_object_or_404(Engagement, number=number))))


@router.post("/chains/{int:number}/promise", response={201: ChainOut, **ERRORS})
def promise_chain(request: Request, number: int, given: PromiseIn) -> Status[dict[str, Any]]:
    """Promise one delivery for the whole, on the customer's calendar; the latest holds."""
    found = get_object_or_404(Engagement, number=number)
    calendar = get_object_or_404(Calendar, key=given.calendar) if given.calendar else None
    within = Target("delivery", given.amount, given.unit)
    actions.promise_whole(
        engagement=found, within=within, calendar=calendar, by=person(request)
    )  # fmt: skip
    return Status(201, _out(actions.read(actions.root_of(found))))


def _out(found: actions.Chain) -> dict[str, Any]:
    return {
        "root": found.root.number,
        "title": found.root.title,
        "customer": found.root.asked_by,
        "engagements": [each.engagement.label for each in found.links],
        "holders": [each.engagement.label for each in found.holders],
        "calendar": found.hours.id,
        "zone": found.hours.zone,
        "reading": to_json(found.reading),
    }
