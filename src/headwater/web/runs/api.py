"""REST API of the runs: list, one with its result, cancel."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status

from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import person
from headwater.web.organization.shapes import ERRORS
from headwater.web.runs import actions
from headwater.web.runs.models import Run, State

router = Router(tags=["Runs"])


class RunOut(Schema):
    """A run without its inputs and result."""

    id: UUID
    kind: str
    number: int
    title: str
    state: str
    stage: str
    fraction: float | None
    value: float | None
    bound: float | None
    gap: float | None
    error: str
    attempts: int
    input_digest: str
    created: datetime
    started: datetime | None
    finished: datetime | None


class RunWhole(RunOut):
    """A run with its result; before it is done what was found so far, or null."""

    result: Any = None


@router.get("", response={200: list[RunOut], **ERRORS})
def list_runs(
    request: HttpRequest,
    state: State | None = None,
    kind: str = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> list[Run]:
    """List runs, newest first."""
    check_can(request.user, "read")
    runs = Run.objects.light()
    if state is not None:
        runs = runs.filter(state=state)
    if kind:
        runs = runs.filter(kind=kind)
    return list(runs[offset : offset + limit])


@router.get("/{uuid:run_id}", response={200: RunWhole, **ERRORS})
def show(request: HttpRequest, run_id: UUID) -> Run:
    """Show one run with its result."""
    check_can(request.user, "read")
    return get_object_or_404(Run.objects.defer("inputs"), pk=run_id)


@router.post("/{uuid:run_id}/cancel", response={200: RunOut, **ERRORS})
def cancel(request: HttpRequest, run_id: UUID) -> Run:
    """Stop a run: at once if it waits, within two seconds if it computes."""
    run = get_object_or_404(Run.objects.light(), pk=run_id)
    return actions.cancel(run=run, by=person(request))


@router.post("/{uuid:run_id}/again", response={202: RunOut, **ERRORS})
def again(request: HttpRequest, run_id: UUID) -> Status[Run]:
    """Start a run anew on the inputs of one that was stopped or failed."""
    run = get_object_or_404(Run.objects.light(), pk=run_id)
    return Status(202, actions.again(run=run, by=person(request)))
