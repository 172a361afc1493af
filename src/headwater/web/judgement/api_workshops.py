"""REST API of workshops and decisions, for reading: what the pages show, nothing of a ballot."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from pydantic import Field

from headwater.web.judgement.models import DecisionRecord, Item, Round, Workshop
from headwater.web.judgement.states import State
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request, person
from headwater.web.organization.shapes import ERRORS

router = Router(tags=["Workshops"])
"""Of all operations on workshops, rounds and decisions: one path is served by one router."""


class PointOut(Schema):
    """One point of an agenda; `published` is what the last reveal showed everyone, or null.

    `round` is the last round of its question.
    """

    id: UUID
    title: str
    kind: str
    question: str
    method: str
    subjects: list[str]
    criteria: list[str]
    anchors: dict[str, str]
    state: str
    minutes: int
    outcome: str
    version: int
    round: UUID | None
    published: Any


class RoundOut(Schema):
    """One time that a question is put; `asked` is frozen under `digest`.

    Where `adaptive`, what is asked depends on the answers: POST what was answered so far to
    `look`. `published` is null before the reveal.
    """

    id: UUID
    number: int
    mode: str
    state: str
    quorum: int
    adaptive: bool
    asked: list[dict[str, Any]]
    changes: list[str]
    digest: str
    published: Any


class WorkshopOut(Schema):
    """A workshop as those who take part see it."""

    id: UUID
    title: str
    purpose: str
    state: str
    mode: str
    pace: str
    quorum: int
    deadline: datetime | None
    now: UUID | None = Field(description="The point on everyone's screen.")
    version: int
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
    return [told_of_workshop(each) for each in rows]


@router.get("/workshops/{uuid:id}", response={200: WorkshopOut, **ERRORS})
def workshop(request: Request, id: UUID) -> dict[str, Any]:
    """Show one workshop with what was published."""
    check_can(request.user, "read")
    rows = Workshop.objects.seen_by(person(request)).prefetch_related("items__rounds")
    return told_of_workshop(get_object_or_404(rows, pk=id))


@router.get("/decisions", response={200: list[DecisionOut], **ERRORS})
def decisions(request: Request) -> list[dict[str, Any]]:
    """List the decision records, newest first."""
    check_can(request.user, "read")
    rows = DecisionRecord.objects.select_related("supersedes", "superseded_by")
    return [told_of_decision(each) for each in rows]


def told_of_workshop(row: Workshop) -> dict[str, Any]:
    """Return a workshop as those who take part see it."""
    plain = ("title", "purpose", "state", "mode", "pace", "quorum", "deadline", "version")
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in plain},
        "now": row.now_id,
        "points": [told_of_point(item) for item in row.items.all()],
    }


def told_of_point(item: Item) -> dict[str, Any]:
    """Return a point of the agenda with what was published of it."""
    plain = (
        "title", "kind", "question", "method", "subjects", "criteria", "anchors", "state",
        "minutes", "outcome", "version",
    )  # fmt: skip
    rounds = list(item.rounds.all())
    revealed = [each for each in rounds if each.state == State.REVEALED]
    return {name: getattr(item, name) for name in plain} | {
        "id": item.pk,
        "round": rounds[-1].pk if rounds else None,
        "published": revealed[-1].published if revealed else None,
    }


def told_of_round(row: Round) -> dict[str, Any]:
    """Return a round: what it asks, and what was published after the reveal, nothing before."""
    plain = ("number", "mode", "state", "quorum", "changes", "digest")
    return {name: getattr(row, name) for name in plain} | {
        "id": row.pk,
        "adaptive": bool(row.frozen.get("adaptive")),
        "asked": [] if row.frozen.get("adaptive") else row.frozen["asked"],
        "published": row.published if row.state == State.REVEALED else None,
    }


def told_of_decision(row: DecisionRecord) -> dict[str, Any]:
    """Return a decision record and what took its place."""
    plain = (
        "number", "title", "decision", "alternatives", "dissent", "evidence", "conditions",
        "trigger", "review", "made", "by_name", "effect", "why", "minutes", "digest",
    )  # fmt: skip
    later = getattr(row, "superseded_by", None)
    return {name: getattr(row, name) for name in plain} | {
        "supersedes": row.supersedes.number if row.supersedes else None,
        "superseded_by": later.number if later else None,
    }
