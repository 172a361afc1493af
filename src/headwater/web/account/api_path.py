"""REST API of the path of a transformation: read where it stands, write what it rests on."""

from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from headwater.vocabulary.shapes import to_json
from headwater.web.account.actions import transformation as actions
from headwater.web.account.gather import gathered
from headwater.web.account.models_path import Saving
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request, person
from headwater.web.organization.shapes import ERRORS

router = Router(tags=["Account"])


class GoalIn(Schema):
    """What is to be saved, in the organization's currency."""

    amount: float
    reason: str = ""


class SavingIn(Schema):
    """A saving as it is claimed; blanks are kept."""

    title: str
    cost_line: str
    period: str
    amount: float
    baseline: float | None = None
    baseline_source: str = ""
    evidence: str = ""
    evidenced: date | None = None


class SavingChange(SavingIn):
    """A claim as it should be, and the version that you read."""

    version: int = Field(ge=0, le=2**31 - 1)


@router.get("", response={200: dict[str, Any], **ERRORS})
def path(request: Request) -> dict[str, Any]:
    """Return the stage reached, what holds the next one, the ledger, processes, runs and growth."""
    check_can(request.user, "read")
    found = actions.path(found=gathered())
    return {"reading": to_json(found.reading), "runs": to_json(found.runs)}


@router.post("/goal", response={201: dict[str, Any], **ERRORS})
def goal(request: Request, given: GoalIn) -> Status[dict[str, Any]]:
    """Set what is to be saved."""
    made = actions.set_goal(**given.dict(), by=person(request))
    return Status(201, {"amount": made.amount})


@router.post("/savings", response={201: dict[str, Any], **ERRORS})
def saving(request: Request, given: SavingIn) -> Status[dict[str, Any]]:
    """Claim a saving."""
    made = actions.claim_saving(**given.dict(), by=person(request))
    return Status(201, _said(made))


@router.put("/savings/{int:number}", response={200: dict[str, Any], **ERRORS})
def change_saving(request: Request, number: int, given: SavingChange) -> dict[str, Any]:
    """Add what a claim lacks, or correct it; it then has to be confirmed anew."""
    check_can(request.user, "work_engagements")
    values = given.dict()
    made = actions.mend_saving(
        saving=_saving(number), seen=values.pop("version"), **values, by=person(request)
    )
    return _said(made)


@router.post("/savings/{int:number}/confirm", response={200: dict[str, Any], **ERRORS})
def confirm_saving(request: Request, number: int) -> dict[str, Any]:
    """Confirm a saving on the customer's side; never whoever claimed it."""
    check_can(request.user, "accept")
    return _said(actions.confirm_saving(saving=_saving(number), by=person(request)))


@router.post("/savings/{int:number}/withdraw", response={200: dict[str, Any], **ERRORS})
def withdraw_saving(request: Request, number: int) -> dict[str, Any]:
    """Take a claim back; it stays on record and no longer counts."""
    check_can(request.user, "work_engagements")
    return _said(actions.withdraw_saving(saving=_saving(number), by=person(request)))


def _saving(number: int) -> Saving:
    return get_object_or_404(Saving, number=number)


def _said(row: Saving) -> dict[str, Any]:
    return {**to_json(row.record()), "number": row.number, "version": row.version}
