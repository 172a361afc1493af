"""REST API of decisions: recording one, taking the place of another, and how decisions last."""

from datetime import date
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Schema, Status
from pydantic import Field

from headwater.web.judgement import actions
from headwater.web.judgement.api_workshops import DecisionOut, router, told_of_decision
from headwater.web.judgement.models import DecisionRecord, Item, Workshop
from headwater.web.judgement.permissions import check_can_conduct
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.organization.shapes import ERRORS
from headwater.web.runs.models import Run


class AlternativeIn(Schema):
    """Something else that was on the table, and why not."""

    what: str
    why_not: str = ""


class DissentIn(Schema):
    """Who dissented (a position where answers are hidden), and why."""

    who: str
    why: str = ""


class EvidenceIn(Schema):
    """What the decision rests on, and where it stands."""

    what: str
    where: str = ""


class DecisionIn(Schema):
    """A decision as it is written down for good."""

    title: str = Field(max_length=300)
    decision: str
    workshop: UUID | None = None
    point: UUID | None = None
    alternatives: list[AlternativeIn] = []
    dissent: list[DissentIn] = []
    evidence: list[EvidenceIn] = []
    run: UUID | None = None
    conditions: str = ""
    trigger: str = ""
    review: date | None = None


class SupersedeIn(DecisionIn):
    """The decision that takes the place of an earlier one, and why."""

    effect: str = Field(description="refines or reverses.", max_length=10)
    why: str


class HeldOut(Schema):
    """How many decisions were reversed within so many days, of those old enough to tell."""

    days: int
    old_enough: int
    reversed: int
    share: float | None


class ReversalOut(Schema):
    """A decision that was reversed: after how many days, and why."""

    number: int
    days: int
    why: str


class LastingOut(Schema):
    """How long decisions hold, why some did not, and the leaders' minutes that one takes."""

    decisions: int
    held: list[HeldOut]
    reversals: list[ReversalOut]
    minutes: float | None
    measured: int


@router.get("/decisions/lasting", response={200: LastingOut, **ERRORS})
def lasting(request: Request) -> dict[str, Any]:
    """Say how decisions last and what they cost in leaders' time."""
    check_can(request.user, "read")
    found = actions.durability().figures
    return {
        "decisions": found.decisions,
        "held": list(found.held),
        "reversals": [
            {"number": number, "days": days, "why": why}
            for number, (days, why) in sorted(found.reversals.items())
        ],
        "minutes": found.minutes,
        "measured": found.measured,
    }


@router.post("/decisions", response={201: DecisionOut, **ERRORS})
def record(request: Request, given: DecisionIn) -> Status[dict[str, Any]]:
    """Record a decision, taken in a workshop or elsewhere. It is never changed afterwards."""
    check_can(request.user, "facilitate")
    workshop, item = _place(request, given)
    made = actions.record_decision(
        words=_words(given), workshop=workshop, item=item, run=_run(given), by=request.user
    )
    return Status(201, told_of_decision(made))


@router.post("/decisions/{int:number}/supersede", response={201: DecisionOut, **ERRORS})
def supersede(request: Request, number: int, given: SupersedeIn) -> Status[dict[str, Any]]:
    """Record the decision that refines or reverses an earlier one."""
    check_can(request.user, "facilitate")
    earlier = get_object_or_404(DecisionRecord.objects.select_related("workshop"), number=number)
    if earlier.workshop is not None:
        check_can_conduct(request.user, earlier.workshop)
    made = actions.record_decision(
        words=_words(given),
        workshop=earlier.workshop,
        run=_run(given),
        supersedes=earlier,
        effect=given.effect,
        why=given.why,
        by=request.user,
    )
    return Status(201, told_of_decision(made))


def _place(request: Request, given: DecisionIn) -> tuple[Workshop | None, Item | None]:
    if given.workshop is None:
        return None, None
    own = Workshop.objects.conducted_by(request.user)
    workshop = get_object_or_404(own, pk=given.workshop)
    item = get_object_or_404(Item, pk=given.point, workshop=workshop) if given.point else None
    return workshop, item


def _run(given: DecisionIn) -> Run | None:
    return get_object_or_404(Run, pk=given.run) if given.run else None


def _words(given: DecisionIn) -> actions.Words:
    return actions.Words(
        title=given.title,
        decision=given.decision,
        alternatives=[(each.what, each.why_not) for each in given.alternatives],
        dissent=[(each.who, each.why) for each in given.dissent],
        evidence=[(each.what, each.where) for each in given.evidence],
        conditions=given.conditions,
        trigger=given.trigger,
        review=given.review,
    )
