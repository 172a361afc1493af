"""REST API of overrides: the ledger of a run, the price of an order, confirming and undoing it."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from headwater.vocabulary.shapes import to_json
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.organization.shapes import ERRORS
from headwater.web.portfolio import actions
from headwater.web.portfolio.api_looks import LOOKS, under_way
from headwater.web.portfolio.models import Decision, OverrideEntry
from headwater.web.runs.models import Run

router = Router(tags=["Portfolio"])


class OrderIn(Schema):
    """An order that overrules the choice; the person is the one whose token it is."""

    kind: str = Field(description="force_in, force_out, exempt or reorder.", max_length=20)
    project: str
    other: str = Field("", description="The project it goes behind; for reorder only.")
    reason: str
    cycle: str = Field("", description="The year if left out.")


class ConfirmIn(OrderIn):
    """An order whose price was seen, and the version of the ledger that the price came with."""

    version: int = Field(ge=0, le=2**31 - 1)
    key: UUID | None = Field(None, description="Your own; sent again, it records nothing more.")


class UndoIn(Schema):
    """Why an order is taken back."""

    reason: str


class PriceOut(Schema):
    """What an order costs after those that stand, and all of them together."""

    version: int
    standing: int
    priced: dict[str, Any]
    together: dict[str, Any]


class EntryOut(Schema):
    """A line of the ledger; `value_lost` is in the decision's unit of value."""

    number: int
    kind: str
    project: str
    other: str
    reason: str
    cycle: str
    by_name: str
    created: datetime
    value_lost: float
    priced: dict[str, Any]
    stands: bool
    undone_by_name: str
    undone_at: datetime | None
    undo_reason: str


class LedgerOut(Schema):
    """The ledger of a run: its lines, and what those standing cost, by cycle and person."""

    run: UUID
    version: int
    standing: int
    value_lost: float
    share: float | None
    cycles: list[dict[str, Any]]
    entries: list[EntryOut]


PLACE = "/decision/{uuid:run_id}/overrides"


@router.get(PLACE, response={200: LedgerOut, **ERRORS})
def overrides(request: Request, run_id: UUID) -> dict[str, Any]:
    """Show the overrides of a run, undone ones too."""
    check_can(request.user, "read")
    run = get_object_or_404(Decision, pk=run_id)
    found = actions.standing(run, actions.decision_of(run))
    return {
        "run": run.pk,
        "version": actions.version_of(run),
        "standing": found.count,
        "value_lost": found.value_lost,
        "share": found.share,
        "cycles": [to_json(each) for each in found.cycles],
        "entries": list(actions.ledger(run)),
    }


@router.post(f"{PLACE}/price", response={200: PriceOut, **LOOKS})
def price(request: Request, run_id: UUID, given: OrderIn) -> dict[str, Any] | Status[Run]:
    """Say what an order would displace and cost, by solving again; nothing is written."""
    check_can(request.user, "run")
    run = get_object_or_404(Decision, pk=run_id)
    found = actions.price_override(run=run, **given.dict(), by=request.user)
    return under_way(found.look) or {
        "version": found.version,
        "standing": found.standing,
        "priced": to_json(found.order),
        "together": to_json(found.together),
    }


@router.post(PLACE, response={201: EntryOut, **ERRORS})
def confirm(request: Request, run_id: UUID, given: ConfirmIn) -> Status[OverrideEntry]:
    """Record an order with its price, if the ledger is as it was when the price was seen."""
    check_can(request.user, "run")
    run = get_object_or_404(Decision, pk=run_id)
    order = given.dict(exclude={"key"})
    key = given.key or uuid4()
    return Status(201, actions.confirm_override(run=run, **order, key=key, by=request.user))


@router.post(f"{PLACE}/{{int:number}}/undo", response={200: EntryOut, **ERRORS})
def undo(request: Request, run_id: UUID, number: int, given: UndoIn) -> OverrideEntry:
    """Mark an order as undone; its line stays."""
    check_can(request.user, "run")
    run = get_object_or_404(Decision, pk=run_id)
    get_object_or_404(OverrideEntry, run=run, number=number)
    return actions.undo_override(run=run, number=number, reason=given.reason, by=request.user)
