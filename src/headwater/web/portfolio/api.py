"""REST API of the choice: start a run, read its decision. Progress and cancel are under /runs."""

from typing import Any, Literal
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.organization.shapes import ERRORS
from headwater.web.portfolio import (
    actions,
    api_checking,
    api_exploring,
    api_lenses,
    api_overrides,
    api_scenarios,
)
from headwater.web.portfolio.models import Decision
from headwater.web.projects.api import Amount, as_typed
from headwater.web.runs.api import RunOut
from headwater.web.runs.models import Run

router = Router(tags=["Portfolio"])
router.add_router("", api_overrides.router)
router.add_router("", api_lenses.router)
router.add_router("", api_scenarios.router)
router.add_router("", api_exploring.router)
router.add_router("", api_checking.router)


class RationalizeIn(Schema):
    """What a run needs beside what is kept."""

    budget: Amount = Field(None, description='In the list\'s unit, or a text such as "3.6bn".')
    seed: int = Field(1, ge=0, le=actions.MOST_SEED)
    title: str = Field("", max_length=200)
    size: Literal["", "cost"] = Field("", description="Let scores count by project cost.")


class DecisionOut(Schema):
    """A decision, as decision.json holds it, and whether the data has changed since."""

    run: UUID
    stale: bool
    decision: dict[str, Any]


@router.post("/runs", response={202: RunOut, **ERRORS})
def rationalize(request: Request, given: RationalizeIn) -> Status[Run]:
    """Start a run on what is kept now; follow it under /runs/{id}."""
    run = actions.rationalize(
        budget=as_typed(given.budget),
        seed=given.seed,
        title=given.title,
        by_size=given.size == "cost",
        by=request.user,
    )
    return Status(202, run)


@router.get("/decision", response={200: DecisionOut, **ERRORS})
def latest(request: Request) -> dict[str, Any]:
    """Show the newest decision."""
    check_can(request.user, "read")
    run = actions.latest()
    if run is None:
        raise Http404
    return _out(run)


@router.get("/decision/{uuid:run_id}", response={200: DecisionOut, **ERRORS})
def show(request: Request, run_id: UUID) -> dict[str, Any]:
    """Show the decision of one run."""
    check_can(request.user, "read")
    return _out(get_object_or_404(Decision, pk=run_id))


def _out(run: Run) -> dict[str, Any]:
    return {"run": run.pk, "stale": actions.is_stale(run), "decision": run.result}
