"""REST API of end-to-end processes and of the growth plan: list, write, change, end, take up."""

from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from headwater.vocabulary.shapes import to_json
from headwater.web.account.actions import growth as plan
from headwater.web.account.actions import processes as actions
from headwater.web.account.models_path import Growth, Process, ProcessEdition
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request, person
from headwater.web.organization.shapes import ERRORS

router = Router(tags=["Account"])


class ProcessIn(Schema):
    """Services (keys of the catalogue) in order, who gives each, the promise for the whole."""

    title: str
    customer: str
    services: list[str]
    units: list[str] = []
    owner: str = ""
    days: int | None = None
    since: date | None = None


class ProcessChange(ProcessIn):
    """A process as it should be, the edition that you read, and for which runs it holds."""

    edition: int = Field(ge=0, le=2**31 - 1)
    holds_from: date | None = None
    note: str = ""


class EditionRead(Schema):
    """The edition that you read."""

    edition: int = Field(ge=0, le=2**31 - 1)


class ProcessEnd(EditionRead):
    """Why it ends, and with which day; today unless given."""

    reason: str
    on: date | None = None


class GrowthIn(Schema):
    """What grows, and the keys of the objectives that it serves."""

    title: str
    objectives: list[str] = []
    value: float | None = None
    owner: str = ""
    starts: date | None = None


class GrowthChange(GrowthIn):
    """An initiative as it should be, and the version that you read."""

    version: int = Field(ge=0, le=2**31 - 1)


class VersionRead(Schema):
    """The version that you read."""

    version: int = Field(ge=0, le=2**31 - 1)


class GrowthDrop(VersionRead):
    """Why it is dropped."""

    reason: str


@router.get("/processes", response={200: list[dict[str, Any]], **ERRORS})
def processes(request: Request) -> list[dict[str, Any]]:
    """List the end-to-end processes, those that ended among them."""
    check_can(request.user, "read")
    return [_process(each) for each in Process.objects.select_related("owner", "agreement")]


@router.post("/processes", response={201: dict[str, Any], **ERRORS})
def add_process(request: Request, given: ProcessIn) -> Status[dict[str, Any]]:
    """Register an end-to-end process."""
    return Status(201, _process(actions.register_process(**given.dict(), by=person(request))))


@router.get("/processes/{slug:key}", response={200: dict[str, Any], **ERRORS})
def show_process(request: Request, key: str) -> dict[str, Any]:
    """Show one process with its editions, the newest first."""
    check_can(request.user, "read")
    found = _found(key)
    editions = found.editions.select_related("process", "agreement")
    return {**_process(found), "editions": [_edition(each) for each in editions]}


@router.put("/processes/{slug:key}", response={200: dict[str, Any], **ERRORS})
def change_process(request: Request, key: str, given: ProcessChange) -> dict[str, Any]:
    """Write a new edition; runs that began before it holds keep to theirs."""
    check_can(request.user, "edit_catalogue")
    values = given.dict()
    made = actions.change_process(
        process=_found(key), seen=values.pop("edition"), **values, by=person(request)
    )
    return _process(made)


@router.post("/processes/{slug:key}/end", response={200: dict[str, Any], **ERRORS})
def end_process(request: Request, key: str, given: ProcessEnd) -> dict[str, Any]:
    """End a process; its runs stay on record."""
    check_can(request.user, "edit_catalogue")
    made = actions.end_process(
        process=_found(key), seen=given.edition, reason=given.reason, on=given.on,
        by=person(request),
    )  # fmt: skip
    return _process(made)


@router.post("/processes/{slug:key}/resume", response={200: dict[str, Any], **ERRORS})
def resume_process(request: Request, key: str, given: EditionRead) -> dict[str, Any]:
    """Take up a process again that had ended."""
    check_can(request.user, "edit_catalogue")
    found = _found(key)
    return _process(actions.resume_process(process=found, seen=given.edition, by=person(request)))


@router.delete("/processes/{slug:key}", response={204: None, **ERRORS})
def remove_process(request: Request, key: str, edition: int) -> Status[None]:
    """Remove a process on which no run rests."""
    check_can(request.user, "edit_catalogue")
    actions.remove_process(process=_found(key), seen=edition, by=person(request))
    return Status(204, None)


@router.get("/growth", response={200: list[dict[str, Any]], **ERRORS})
def growth(request: Request) -> list[dict[str, Any]]:
    """List the initiatives of the growth plan, those that were dropped among them."""
    check_can(request.user, "read")
    return [_growth(each) for each in Growth.objects.all()]


@router.post("/growth", response={201: dict[str, Any], **ERRORS})
def add_growth(request: Request, given: GrowthIn) -> Status[dict[str, Any]]:
    """Plan something that grows out of what was freed."""
    return Status(201, _growth(plan.plan_growth(**given.dict(), by=person(request))))


@router.put("/growth/{int:number}", response={200: dict[str, Any], **ERRORS})
def change_growth(request: Request, number: int, given: GrowthChange) -> dict[str, Any]:
    """Change an initiative."""
    check_can(request.user, "work_engagements")
    values = given.dict()
    made = plan.change_growth(
        growth=_initiative(number), seen=values.pop("version"), **values, by=person(request)
    )
    return _growth(made)


@router.post("/growth/{int:number}/drop", response={200: dict[str, Any], **ERRORS})
def drop_growth(request: Request, number: int, given: GrowthDrop) -> dict[str, Any]:
    """Take an initiative off the plan; it stays on record and no longer counts."""
    check_can(request.user, "work_engagements")
    made = plan.drop_growth(
        growth=_initiative(number), seen=given.version, reason=given.reason, by=person(request)
    )
    return _growth(made)


@router.post("/growth/{int:number}/resume", response={200: dict[str, Any], **ERRORS})
def resume_growth(request: Request, number: int, given: VersionRead) -> dict[str, Any]:
    """Put an initiative back on the plan."""
    check_can(request.user, "work_engagements")
    made = plan.resume_growth(
        growth=_initiative(number), seen=given.version, by=person(request)
    )  # fmt: skip
    return _growth(made)


def _found(key: str) -> Process:
    return get_object_or_404(Process.objects.select_related("owner", "agreement"), key=key)


def _initiative(number: int) -> Growth:
    return get_object_or_404(Growth, number=number)


def _process(row: Process) -> dict[str, Any]:
    return {
        **to_json(row.record()),
        "edition": row.version,
        "days": row.days,
        "since": row.since.isoformat(),
        "ended_on": row.ended_on.isoformat() if row.ended_on else None,
        "ended_why": row.ended_why,
    }


def _edition(row: ProcessEdition) -> dict[str, Any]:
    return {
        **to_json(row.record()),
        "edition": row.number,
        "days": row.days,
        "holds_from": row.holds_from.isoformat(),
        "note": row.note,
    }


def _growth(row: Growth) -> dict[str, Any]:
    return {
        **to_json(row.record()),
        "number": row.number,
        "version": row.version,
        "dropped": bool(row.dropped_at),
        "dropped_why": row.dropped_why,
    }
