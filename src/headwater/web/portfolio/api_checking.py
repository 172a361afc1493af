"""REST API of second opinions: what other decision rules recommend, and the certificate."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from headwater.vocabulary.shapes import to_json
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.portfolio.actions import checking, risking
from headwater.web.portfolio.api_looks import LOOKS, under_way
from headwater.web.portfolio.models import Decision
from headwater.web.runs.models import Run

router = Router(tags=["Portfolio"])


class RulesOut(Schema):
    """What each rule recommends, with its meaning."""

    run: UUID
    rules: list[dict[str, Any]]


class FuturesIn(Schema):
    """Futures as a table, and what to ask of them; numbers as people write them."""

    futures: str = Field(
        description="A row a project, a column a future, perhaps a row 'probability'; parted by "
        "tabs, semicolons or commas.",
        max_length=5_000_000,
    )
    caution: str = Field("", description="Per cent: 0 the average only, 100 the bad end only.")
    tail: str = Field("", description="Per cent of the futures that count as bad; 10 if blank.")
    target: str = Field("", description="A value that is good enough; none if blank.")


class FuturesOut(Schema):
    """The recommended portfolio in the futures, beside ones chosen for them."""

    run: UUID
    view: dict[str, Any]


class CertificateOut(Schema):
    """What each check found; `sound` says that none failed."""

    run: UUID
    sound: bool
    text: str
    certificate: dict[str, Any]


@router.get("/decision/{uuid:run_id}/rules", response={200: RulesOut, **LOOKS})
def rules(request: Request, run_id: UUID) -> dict[str, Any] | Status[Run]:
    """Recommend by highest expected value, least regret and best worst case."""
    check_can(request.user, "read")
    run = get_object_or_404(Decision.kept, pk=run_id)
    advised = checking.other_rules(run=run, by=request.user)
    return under_way(advised.look) or {"run": run.pk, "rules": to_json(advised.found)}


@router.post("/decision/{uuid:run_id}/risk", response={200: FuturesOut, **LOOKS})
def risk(request: Request, run_id: UUID, given: FuturesIn) -> dict[str, Any] | Status[Run]:
    """Weigh the choice in stated futures: beside a cautious one, and one that is good enough."""
    check_can(request.user, "read")
    run = get_object_or_404(Decision.kept, pk=run_id)
    made = risking.choices_in_futures(run=run, **given.dict(), by=request.user)
    return under_way(made.look) or {"run": run.pk, "view": to_json(made.found)}


@router.get("/decision/{uuid:run_id}/certificate", response={200: CertificateOut, **LOOKS})
def certificate(request: Request, run_id: UUID) -> dict[str, Any] | Status[Run]:
    """Check the recommended portfolio exactly, by a cold solve and by a second solver."""
    check_can(request.user, "read")
    run = get_object_or_404(Decision.kept, pk=run_id)
    made = checking.certified(run=run, by=request.user)
    if (waiting := under_way(made.look)) or made.found is None:
        return waiting or Status(202, made.look)
    return {
        "run": run.pk,
        "sound": made.found.sound,
        "text": made.found.text,
        "certificate": to_json(made.found),
    }
