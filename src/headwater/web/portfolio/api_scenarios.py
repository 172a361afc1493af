"""REST API of what-ifs and scenarios: ask, keep, list, compare, rename, put away, bring over."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID, uuid4

from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from headwater.vocabulary.scenario import Change
from headwater.vocabulary.shapes import to_json
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.organization.shapes import ERRORS
from headwater.web.portfolio import actions
from headwater.web.portfolio.actions.standing import Stands
from headwater.web.portfolio.api_looks import LOOKS, under_way
from headwater.web.portfolio.models import Decision, Scenario
from headwater.web.projects.api import Amount, as_typed
from headwater.web.runs.models import Run

router = Router(tags=["Portfolio"])
RUN = "/decision/{uuid:run_id}"
ONE = "/scenarios/{int:number}"


class ChangeIn(Schema):
    """One thing that is different, with names as people write them."""

    kind: str = Field(
        description="budget_percent, limit_amount, capacity_by, cost_percent, value_percent, "
        "score, weight, weights, slip, force_in, remove; or a ready template: budget_cut, "
        "person_leaves, project_slips.",
        max_length=40,
    )
    about: str = Field(
        "",
        description="A project, budget, role, criterion or leader; for a score 'project on "
        "criterion'; blank for all budgets or all projects.",
        max_length=4_000,
    )
    number: Amount = None


class AskIn(Schema):
    """What is different."""

    changes: list[ChangeIn] = Field(max_length=60)


class ScenarioIn(AskIn):
    """A scenario to keep; without a name it is called by its changes."""

    name: str = Field("", max_length=2_000)
    note: str = Field("", max_length=30_000)
    parent: int | None = Field(None, description="The scenario it grows from.")
    key: UUID | None = Field(None, description="Of your own making: sent again, nothing is made.")


class NameIn(Schema):
    """Another name and note."""

    name: str = Field(max_length=2_000)
    note: str = Field("", max_length=30_000)


class ScenarioOut(Schema):
    """A scenario in short; value and step in the decision's unit, null where nothing is allowed.

    `gap` is (bound - value) / |value|; `proved` says that nothing is worth more. A scenario that
    was just made tells what was found at once; in lists, the best that any look has found since.
    """

    id: int
    run_id: UUID
    number: int
    parent_id: int | None
    name: str
    note: str
    words: list[str]
    feasible: bool
    value: float | None
    step: float | None
    bound: float | None = None
    gap: float | None
    proved: bool = False
    entered: int | None
    left: int | None
    by_name: str
    created: datetime
    put_away_at: datetime | None


class ScenarioWhole(ScenarioOut):
    """A scenario with its changes and what was found for it."""

    changes: list[dict[str, Any]]
    result: dict[str, Any]


class CarriedOut(Schema):
    """What was brought over from an earlier run, and what was not, in words."""

    made: list[ScenarioOut]
    left_out: list[str]


class ComparedOut(Schema):
    """Two choices side by side; `comparison` is null where one of them allows nothing."""

    one: str
    other: str
    comparison: dict[str, Any] | None
    clash: list[str]


@router.post(f"{RUN}/what-if", response={200: dict[str, Any], **ERRORS})
def what_if(request: Request, run_id: UUID, given: AskIn) -> dict[str, Any]:
    """Say within about a second what would be best if some things were different."""
    check_can(request.user, "read")
    run = get_object_or_404(Decision.kept, pk=run_id)
    found = actions.what_if(run=run, changes=_changes(run, given.changes), by=request.user)
    told: dict[str, Any] = to_json(found)
    return told


@router.get(f"{RUN}/scenarios", response={200: list[ScenarioOut], **ERRORS})
def scenarios(
    request: Request,
    run_id: UUID,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> list[dict[str, Any]]:
    """List the scenarios of a run, those put away too, in the order in which they were made."""
    check_can(request.user, "read")
    run = get_object_or_404(Decision.kept, pk=run_id)
    return [_out(*each) for each in actions.listed(run)[offset : offset + limit]]


@router.get(f"{RUN}/scenarios/improved", response={200: list[ScenarioOut], **LOOKS})
def improved(request: Request, run_id: UUID) -> list[dict[str, Any]] | Status[Run]:
    """Let the scenarios go on improving until each is proved or its time is up; list them then."""
    check_can(request.user, "read")
    run = get_object_or_404(Decision.kept, pk=run_id)
    grown = actions.grown(run=run, by=request.user)
    under = under_way(grown.look) if grown.look else None
    return under or [_out(*each) for each in actions.listed(run) if not each[0].put_away_at]


@router.post(f"{RUN}/scenarios", response={201: ScenarioOut, **ERRORS})
def make(request: Request, run_id: UUID, given: ScenarioIn) -> Status[Scenario]:
    """Solve a scenario and keep it."""
    check_can(request.user, "run")
    run = get_object_or_404(Decision.kept, pk=run_id)
    parent = None
    if given.parent is not None:
        parent = get_object_or_404(Scenario, pk=given.parent, run=run)
    made = actions.make_scenario(
        run=run,
        changes=_changes(run, given.changes),
        name=given.name,
        note=given.note,
        parent=parent,
        key=given.key or uuid4(),
        by=request.user,
    )
    return Status(201, made)


@router.get(f"{RUN}/scenarios/tree", response={200: list[dict[str, Any]], **ERRORS})
def tree(request: Request, run_id: UUID) -> list[dict[str, object]]:
    """Give the tree out as `headwater compare --tree` reads it."""
    check_can(request.user, "read")
    return actions.exported(get_object_or_404(Decision.kept, pk=run_id))


@router.post(f"{RUN}/scenarios/from/{{uuid:source_id}}", response={200: CarriedOut, **ERRORS})
def carry_over(request: Request, run_id: UUID, source_id: UUID) -> dict[str, Any]:
    """Make the scenarios of an earlier run again on this one, each solved anew."""
    check_can(request.user, "run")
    run = get_object_or_404(Decision.kept, pk=run_id)
    source = get_object_or_404(Decision.kept, pk=source_id)
    made, said = actions.carry_over(source=source, run=run, by=request.user)
    return {"made": made, "left_out": said}


@router.get("/scenarios/compare", response={200: ComparedOut, **LOOKS})
def compare(
    request: Request, one: str, other: str, calls: bool = False
) -> dict[str, Any] | Status[Run]:
    """Compare two choices: "latest", "run:ID" or "scenario:ID"; which input moved it, and why."""
    found = actions.compare_sides(one=one, other=other, calls=calls, by=request.user)
    return under_way(found.look) or {
        "one": found.one.ref,
        "other": found.other.ref,
        "comparison": None if found.found is None else to_json(found.found),
        "clash": list(found.clash),
    }


@router.get(ONE, response={200: ScenarioWhole, **ERRORS})
def show(request: Request, number: int) -> dict[str, Any]:
    """Show one scenario with its changes and what was found at once; how it stands by now."""
    check_can(request.user, "read")
    found = get_object_or_404(Scenario.objects.select_related("run", "parent"), pk=number)
    return _out(found, actions.stands_of(found)) | {
        "changes": found.changes,
        "result": found.result,
    }


@router.patch(ONE, response={200: ScenarioOut, **ERRORS})
def rename(request: Request, number: int, given: NameIn) -> Scenario:
    """Give a scenario another name and note."""
    check_can(request.user, "run")
    found = get_object_or_404(Scenario, pk=number)
    return actions.rename_scenario(
        scenario=found, name=given.name, note=given.note, by=request.user
    )


@router.delete(ONE, response={200: ScenarioOut, **ERRORS})
def put_away(request: Request, number: int) -> Scenario:
    """Put a scenario away with all that grows from it; nothing is deleted."""
    check_can(request.user, "run")
    found = get_object_or_404(Scenario, pk=number)
    return actions.put_away(scenario=found, away=True, by=request.user)


@router.post(f"{ONE}/back", response={200: ScenarioOut, **ERRORS})
def bring_back(request: Request, number: int) -> Scenario:
    """Bring back a scenario that was put away."""
    check_can(request.user, "run")
    found = get_object_or_404(Scenario, pk=number)
    return actions.put_away(scenario=found, away=False, by=request.user)


def _out(row: Scenario, stands: Stands) -> dict[str, Any]:
    kept = (
        "id", "run_id", "number", "parent_id", "name", "note", "words", "feasible", "by_name",
        "created", "put_away_at",
    )  # fmt: skip
    told = ("value", "bound", "gap", "proved", "step", "entered", "left")
    return {each: getattr(row, each) for each in kept} | {
        each: getattr(stands, each) for each in told
    }


def _changes(run: Decision, given: list[ChangeIn]) -> list[Change]:
    return [
        actions.change_typed(
            run=run, kind=each.kind, about=each.about, number=as_typed(each.number)
        )
        for each in given
    ]
