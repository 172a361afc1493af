"""REST API of workshops and decisions, for reading: what the pages show, nothing of a ballot."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from headwater.web.judgement.models import DecisionRecord, Workshop
from headwater.web.judgement.states import State
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request, person
from headwater.web.organization.shapes import ERRORS

router = Router(tags=["Judgement"])


class PointOut(Schema):
    """One point of an agenda; `published` is what the last reveal showed everyone, or null."""

    title: str
    kind: str
    state: str
    minutes: int
    outcome: str
    published: Any


class WorkshopOut(Schema):
    """A workshop as those who take part see it."""

    id: UUID
    title: str
    purpose: str
    state: str
    mode: str
    pace: str
    deadline: datetime | None
    points: list[PointOut]


class DecisionOut(Schema):
    """One decision record; `superseded_by` is the number of the record in its place, or null."""

    number: int
    title: str
    decision: str
    alternatives: list[dict[str, str]]
    dissent: list[dict[str, str]]
    evidence: list[dict[str, str]]
    conditions: str
    trigger: str
    review: date | None
    made: datetime
    by_name: str
    supersedes: int | None
    superseded_by: int | None
    effect: str
    why: str
    minutes: int | None
    digest: str


@router.get("/workshops", response={200: list[WorkshopOut], **ERRORS})
def workshops(request: Request) -> list[dict[str, Any]]:
    """List the workshops that the person facilitates or takes part in."""
    check_can(request.user, "read")
    rows = Workshop.objects.seen_by(person(request)).prefetch_related("items__rounds")
    return [_workshop(each) for each in rows]


@router.get("/workshops/{uuid:id}", response={200: WorkshopOut, **ERRORS})
def workshop(request: Request, id: UUID) -> dict[str, Any]:
    """Show one workshop with what was published."""
    check_can(request.user, "read")
    rows = Workshop.objects.seen_by(person(request)).prefetch_related("items__rounds")
    return _workshop(get_object_or_404(rows, pk=id))


@router.get("/decisions", response={200: list[DecisionOut], **ERRORS})
def decisions(request: Request) -> list[dict[str, Any]]:
    """List the decision records, newest first."""
    check_can(request.user, "read")
    rows = DecisionRecord.objects.select_related("supersedes", "superseded_by")
    return [_decision(each) for each in rows]


def _workshop(row: Workshop) -> dict[str, Any]:
    plain = ("title", "purpose", "state", "mode", "pace", "deadline")
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in plain},
        "points": [_point(item) for item in row.items.all()],
    }


def _point(item: Any) -> dict[str, Any]:
    plain = ("title", "kind", "state", "minutes", "outcome")
    revealed = [each for each in item.rounds.all() if each.state == State.REVEALED]
    published = revealed[-1].published if revealed else None
    return {name: getattr(item, name) for name in plain} | {"published": published}


def _decision(row: DecisionRecord) -> dict[str, Any]:
    plain = (
        "number", "title", "decision", "alternatives", "dissent", "evidence", "conditions",
        "trigger", "review", "made", "by_name", "effect", "why", "minutes", "digest",
    )  # fmt: skip
    later = getattr(row, "superseded_by", None)
    return {name: getattr(row, name) for name in plain} | {
        "supersedes": row.supersedes.number if row.supersedes else None,
        "superseded_by": later.number if later else None,
    }
