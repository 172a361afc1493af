"""REST API around a decision: room for a project, what would have to be true, what money buys."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status

from headwater.vocabulary.shapes import to_json
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.organization.shapes import ERRORS
from headwater.web.portfolio import actions
from headwater.web.portfolio.actions import takes as taking
from headwater.web.portfolio.api_looks import LOOKS, under_way
from headwater.web.portfolio.models import Decision
from headwater.web.runs.models import Run

router = Router(tags=["Portfolio"])
RUN = "/decision/{uuid:run_id}"


class RoomsOut(Schema):
    """Smallest sets to stop; `obstacles` say why there are none."""

    running: list[str]
    among: str
    rooms: list[dict[str, Any]]
    obstacles: list[str]


class MoneyOut(Schema):
    """Value against a limit, and a little more of each."""

    limit: str
    steps: list[dict[str, Any]]
    marginal: list[dict[str, Any]]


class ConditionsOut(Schema):
    """What would have to be true."""

    conditions: dict[str, Any]


@router.get(f"{RUN}/room", response={200: RoomsOut, **LOOKS})
def room(
    request: Request, run_id: UUID, project: str, among: str = "", exits: str = ""
) -> dict[str, Any] | Status[Run]:
    """Find the smallest sets of projects to stop so that one can start."""
    check_can(request.user, "read")
    run = get_object_or_404(Decision.kept, pk=run_id)
    found = actions.make_room(run=run, project=project, among=among, exits=exits, by=request.user)
    return under_way(found.look) or {
        "running": found.running,
        "among": found.among,
        "rooms": to_json(found.rooms),
        "obstacles": found.obstacles,
    }


@router.get(f"{RUN}/zombies", response={200: list[dict[str, Any]], **ERRORS})
def zombies(request: Request, run_id: UUID) -> Any:
    """List running projects that almost no good portfolio contains."""
    check_can(request.user, "read")
    run = get_object_or_404(Decision.kept, pk=run_id)
    return to_json(actions.zombies_of(run=run, by=request.user))


@router.get(f"{RUN}/conditions", response={200: ConditionsOut, **LOOKS})
def conditions(
    request: Request, run_id: UUID, want: Query[list[str]]
) -> dict[str, Any] | Status[Run]:
    """Find the fewest assumptions, within what is stated, that bring projects in."""
    check_can(request.user, "read")
    run = get_object_or_404(Decision.kept, pk=run_id)
    answer = actions.conditions(run=run, wanted=want, by=request.user)
    return under_way(answer.look) or {"conditions": to_json(answer.found)}


@router.get(f"{RUN}/money", response={200: MoneyOut, **LOOKS})
def money(request: Request, run_id: UUID, limit: str = "") -> dict[str, Any] | Status[Run]:
    """Draw value against a limit, with who enters and leaves, and value a little more of each."""
    check_can(request.user, "read")
    run = get_object_or_404(Decision.kept, pk=run_id)
    found = actions.what_money_buys(run=run, limit=limit, by=request.user)
    return under_way(found.look) or {
        "limit": found.limit.name,
        "steps": to_json(found.steps),
        "marginal": to_json(found.marginal),
    }


@router.get(f"{RUN}/takes", response={200: dict[str, Any], **LOOKS})
def takes(request: Request, run_id: UUID, project: str) -> dict[str, Any] | Status[Run]:
    """Find the smallest change of cost, value, budget and each weight that flips a project."""
    check_can(request.user, "read")
    run = get_object_or_404(Decision.kept, pk=run_id)
    taken = taking.what_it_takes(run=run, project=project, by=request.user)
    told: dict[str, Any] = to_json(taken.found)
    return under_way(taken.look) or told
