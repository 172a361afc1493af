"""REST API of the path of a transformation: read where it stands, write what it rests on."""

from datetime import date
from typing import Any

from ninja import Router, Schema, Status

from headwater.vocabulary.shapes import to_json
from headwater.web.account.actions import transformation as actions
from headwater.web.account.gather import gathered
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


class ProcessIn(Schema):
    """Services (keys of the catalogue) in order, and the promise for the whole."""

    title: str
    customer: str
    services: list[str]
    owner: str = ""
    days: int | None = None
    since: date | None = None


class GrowthIn(Schema):
    """What grows, and the keys of the objectives that it serves."""

    title: str
    objectives: list[str] = []
    value: float | None = None
    owner: str = ""
    starts: date | None = None


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
    return Status(201, to_json(made.record()))


@router.post("/processes", response={201: dict[str, Any], **ERRORS})
def process(request: Request, given: ProcessIn) -> Status[dict[str, Any]]:
    """Register an end-to-end process."""
    made = actions.register_process(**given.dict(), by=person(request))
    return Status(201, to_json(made.record()))


@router.post("/growth", response={201: dict[str, Any], **ERRORS})
def growth(request: Request, given: GrowthIn) -> Status[dict[str, Any]]:
    """Plan something that grows out of what was freed."""
    made = actions.plan_growth(**given.dict(), by=person(request))
    return Status(201, to_json(made.record()))
