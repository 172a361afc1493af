"""REST API of the lenses: equal shares beside a decision, and the signals around it."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from headwater.vocabulary.shapes import to_json
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.portfolio.actions import lenses
from headwater.web.portfolio.api_looks import LOOKS, under_way
from headwater.web.portfolio.models import Decision
from headwater.web.runs.models import Run

router = Router(tags=["Portfolio"])


class FairnessOut(Schema):
    """The optimum beside equal shares over units and leaders; ids are those of the decision."""

    run: UUID
    fairness: dict[str, Any]


class SignalsIn(Schema):
    """What to compare with."""

    before: UUID | None = Field(None, description="An earlier run with a decision; none if absent.")
    usual: float | None = Field(None, gt=0, lt=1, description="Usual share of mandatory projects.")


class SignalsOut(Schema):
    """Signals, strongest first, under one false-alarm level; and what was not looked at."""

    run: UUID
    before: UUID | None
    watch: dict[str, Any]
    not_looked: list[str]


@router.get("/decision/{uuid:run_id}/fair-share", response={200: FairnessOut, **LOOKS})
def fair_share(request: Request, run_id: UUID, limit: str = "") -> dict[str, Any] | Status[Run]:
    """Say what equal shares would choose, whom the optimum starves, and the price of fairness."""
    check_can(request.user, "read")
    run = get_object_or_404(Decision, pk=run_id)
    shared = lenses.fair_share(run=run, limit=limit, by=request.user)
    return under_way(shared.look) or {"run": run.pk, "fairness": to_json(shared.found)}


@router.get("/decision/{uuid:run_id}/signals", response={200: SignalsOut, **LOOKS})
def signals(
    request: Request, run_id: UUID, given: Query[SignalsIn]
) -> dict[str, Any] | Status[Run]:
    """Show patterns that chance hardly explains: warnings with evidence, never verdicts."""
    check_can(request.user, "read")
    run = get_object_or_404(Decision, pk=run_id)
    before = get_object_or_404(Decision.kept, pk=given.before) if given.before else None
    seen = lenses.signals(run=run, before=before, usual=given.usual, by=request.user)
    return under_way(seen.look) or {
        "run": run.pk,
        "before": before.pk if before else None,
        "watch": to_json(seen.watch),
        "not_looked": list(seen.missing),
    }
