"""REST API around a decision: room for a project, what would have to be true, what money buys."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema

from headwater.vocabulary.shapes import to_json
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.organization.shapes import ERRORS
from headwater.web.portfolio import actions
from headwater.web.portfolio.models import Decision

router = Router(tags=["Portfolio"])
RUN = "/decision/{uuid:run_id}"


class RoomsOut(Schema):
    """Smallest sets to stop; `obstacles` say why there are none, `late` that time ran out."""

    running: list[str]
    among: str
    rooms: list[dict[str, Any]]
    obstacles: list[str]
    late: bool


class MoneyOut(Schema):
    """Value against a limit, and a little more of each; null where time ran out."""

    limit: str
    steps: list[dict[str, Any]] | None
    marginal: list[dict[str, Any]] | None


class ConditionsOut(Schema):
    """What would have to be true; null where time ran out."""

    conditions: dict[str, Any] | None


@router.get(f"{RUN}/room", response={200: RoomsOut, **ERRORS})
def room(
    request: Request,
    run_id: UUID,
    project: str,
    among: str = "",
    exits: str = "",
    longer: bool = False,
) -> dict[str, Any]:
    """Find the smallest sets of projects to stop so that one can start."""
    check_can(request.user, "read")
    run = get_object_or_404(Decision.kept, pk=run_id)
    found = actions.make_room(
        run=run, project=project, among=among, exits=exits, longer=longer, by=request.user
    )
    told: dict[str, Any] = to_json(found)
    return told


@router.get(f"{RUN}/zombies", response={200: list[dict[str, Any]], **ERRORS})
def zombies(request: Request, run_id: UUID) -> Any:
    """List running projects that almost no good portfolio contains."""
    check_can(request.user, "read")
    run = get_object_or_404(Decision.kept, pk=run_id)
    return to_json(actions.zombies_of(run=run, by=request.user))


@router.get(f"{RUN}/conditions", response={200: ConditionsOut, **ERRORS})
def conditions(
    request: Request, run_id: UUID, want: Query[list[str]], longer: bool = False
) -> dict[str, Any]:
    """Find the fewest assumptions, within what is stated, that bring projects in."""
    check_can(request.user, "read")
    run = get_object_or_404(Decision.kept, pk=run_id)
    found = actions.conditions(run=run, wanted=want, longer=longer, by=request.user)
    return {"conditions": None if found is None else to_json(found)}


@router.get(f"{RUN}/money", response={200: MoneyOut, **ERRORS})
def money(request: Request, run_id: UUID, limit: str = "", longer: bool = False) -> dict[str, Any]:
    """Draw value against a limit, with who enters and leaves, and value a little more of each."""
    check_can(request.user, "read")
    run = get_object_or_404(Decision.kept, pk=run_id)
    found = actions.what_money_buys(run=run, limit=limit, longer=longer, by=request.user)
    return {
        "limit": found.limit.name,
        "steps": None if found.steps is None else to_json(found.steps),
        "marginal": None if found.marginal is None else to_json(found.marginal),
    }
