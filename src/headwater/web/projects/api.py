"""REST API of the list of projects: read, add, change, remove, undo; budgets and rules."""

from typing import Annotated, Any

from django.db import transaction
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from headwater.vocabulary.shapes import to_json
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.organization.shapes import ERRORS
from headwater.web.projects import actions
from headwater.web.projects.forms import MOST
from headwater.web.projects.models import (
    SAME_IN_BOTH,
    Budget,
    Capacity,
    Edit,
    Project,
    ProjectList,
    Rule,
)
from headwater.web.service.models import Need

router = Router(tags=["Projects"])
Seen = Annotated[
    int, Field(ge=0, le=MOST, description="The version that you read; 409 if it is no longer so.")
]
Amount = float | list[float] | str | None
"""A number, a range as [low, high], a text such as "3..5" or "1.2bn", or null for unknown."""


class ProjectOut(Schema):
    """A project; amounts are a number, [low, high], or null for not known."""

    number: int
    id: str
    name: str
    unit: str
    stage: str
    description: str
    cost: Any
    benefit: Any
    mandatory: bool
    mandatory_basis: str
    mandatory_date: str
    mandatory_penalty: str
    mandatory_option: str
    mandatory_cost: Any
    sponsor: str
    sponsor_email: str
    start: str
    end: str
    costs_by_period: dict[str, Any]
    capacity: dict[str, Any]
    scores: dict[str, Any]
    need: int | None
    version: int


class NeedIn(Schema):
    """The number of the need that the project answers; null for none."""

    version: Seen
    need: int | None = None


class ProjectIn(Schema):
    """A new project; a name is enough."""

    name: str = Field(max_length=2_000)
    cost: Amount = None
    id: str = Field("", max_length=500)


class ChangeIn(Schema):
    """Fields to change, as the table names them: name, cost, score:CRITERION, period:PERIOD."""

    version: Seen
    fields: dict[str, Amount | bool]


class EditOut(Schema):
    """An edit that was taken back."""

    kind: str
    project: int
    before: dict[str, Any]
    after: dict[str, Any]


class LimitOut(Schema):
    """A budget of a period, or a capacity of a role in a period."""

    period: str
    amount: float
    role: str = ""


class RuleOut(Schema):
    """A rule between projects, by their ids."""

    number: int
    kind: str
    project: str
    other: list[str]
    value: float | None


class ListOut(Schema):
    """What is true of the list as a whole."""

    title: str
    currency: str
    scale: int
    criteria: list[str]
    lower_is_better: list[str]
    illustrative: list[str]
    budget: float | None
    budgets: list[LimitOut]
    capacities: list[LimitOut]
    rules: list[RuleOut]
    version: int


class LimitIn(Schema):
    """A limit to set; null takes it away. Nothing but an amount is the total budget."""

    version: Seen
    amount: Amount = None
    period: str = Field("", max_length=100)
    role: str = Field("", max_length=100)


class RuleIn(Schema):
    """A rule to add; projects by id or by unique name."""

    version: Seen
    kind: str
    project: str
    other: list[str] = Field(max_length=1_000)
    value: float | None = None


@router.get("", response={200: list[ProjectOut], **ERRORS})
def list_projects(
    request: Request,
    limit: Annotated[int, Field(ge=1, le=10_000)] = 1000,
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0,
) -> list[dict[str, Any]]:
    """List projects by name."""
    check_can(request.user, "read")
    found = Project.objects.present().select_related("need").order_by("name", "pk")
    return [_out(each) for each in found[offset : offset + limit]]


@router.post("", response={201: ProjectOut, **ERRORS})
def add(request: Request, given: ProjectIn) -> Status[dict[str, Any]]:
    """Add a project."""
    made = actions.add(name=given.name, cost=as_typed(given.cost), key=given.id, by=request.user)
    return Status(201, _out(made))


@router.get("/list", response={200: ListOut, **ERRORS})
def whole(request: Request) -> dict[str, Any]:
    """Show money unit, criteria, budgets, capacities and rules."""
    check_can(request.user, "read")
    return _list()


@router.put("/limits", response={200: ListOut, **ERRORS})
def set_limit(request: Request, given: LimitIn) -> dict[str, Any]:
    """Set the total budget, the budget of a period, or the capacity of a role in a period."""
    said: dict[str, Any] = {"text": as_typed(given.amount), "version": given.version}
    if given.role:
        actions.set_capacity(role=given.role, period=given.period, by=request.user, **said)
    elif given.period:
        actions.set_period_budget(period=given.period, by=request.user, **said)
    else:
        actions.set_budget(by=request.user, **said)
    return _list()


@router.post("/rules", response={201: ListOut, **ERRORS})
def add_rule(request: Request, given: RuleIn) -> Status[dict[str, Any]]:
    """Add a rule between projects."""
    actions.add_rule(by=request.user, **given.dict())
    return Status(201, _list())


@router.delete("/rules/{int:number}", response={200: ListOut, **ERRORS})
def remove_rule(request: Request, number: int, version: Seen) -> dict[str, Any]:
    """Take a rule away."""
    rule = get_object_or_404(Rule, pk=number)
    actions.remove_rule(rule=rule, version=version, by=request.user)
    return _list()


@router.post("/undo", response={200: EditOut, **ERRORS})
def undo(request: Request) -> dict[str, Any]:
    """Take your last edit back."""
    edit: Edit = actions.undo(by=request.user)
    return {
        "kind": edit.kind,
        "project": edit.project_id,
        "before": edit.before,
        "after": edit.after,
    }


@router.get("/{int:number}", response={200: ProjectOut, **ERRORS})
def show(request: Request, number: int) -> dict[str, Any]:
    """Show one project."""
    check_can(request.user, "read")
    return _out(get_object_or_404(Project.objects.present(), pk=number))


@router.patch("/{int:number}", response={200: ProjectOut, **ERRORS})
def change(request: Request, number: int, given: ChangeIn) -> dict[str, Any]:
    """Change fields of a project: all of them or none."""
    project = get_object_or_404(Project.objects.present(), pk=number)
    with transaction.atomic():
        for field, value in given.fields.items():
            project = actions.change(
                project=project,
                field=field,
                text=as_typed(value),
                version=given.version,
                by=request.user,
            )
    return _out(project)


@router.put("/{int:number}/need", response={200: ProjectOut, **ERRORS})
def attach_need(request: Request, number: int, given: NeedIn) -> dict[str, Any]:
    """Say which need the project answers; null takes the link away."""
    project = get_object_or_404(Project.objects.present().select_related("need"), pk=number)
    need = None if given.need is None else get_object_or_404(Need, number=given.need)
    actions.attach_need(project=project, need=need, version=given.version, by=request.user)
    return _out(project)


@router.delete("/{int:number}", response={204: None, **ERRORS})
def remove(request: Request, number: int, version: Seen) -> Status[None]:
    """Take a project off the list; undo brings it back."""
    project = get_object_or_404(Project.objects.present(), pk=number)
    actions.remove(project=project, version=version, by=request.user)
    return Status(204, None)


def _out(project: Project) -> dict[str, Any]:
    return {
        "number": project.pk,
        "id": project.key,
        "cost": to_json(project.cost),
        "benefit": to_json(project.benefit),
        "mandatory_cost": to_json(project.mandatory_cost),
        "need": project.need.number if project.need else None,
        "version": project.version,
        **{field: getattr(project, field) for field in SAME_IN_BOTH},
    }


def as_typed(value: Amount | bool) -> str:
    """Write a value the way a person would type it, so that pages and API read the same."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "..".join(repr(each) for each in value)
    return value if isinstance(value, str) else repr(value)


def _list() -> dict[str, Any]:
    listed = ProjectList.current()
    names = ("title", "currency", "scale", "criteria", "lower_is_better", "illustrative")
    return {
        **{name: getattr(listed, name) for name in (*names, "budget", "version")},
        "budgets": list(Budget.objects.order_by("period").values("period", "amount")),
        "capacities": list(
            Capacity.objects.order_by("role", "period").values("role", "period", "amount")
        ),
        "rules": [
            {"number": rule.pk, **to_json(rule.record())} for rule in Rule.objects.order_by("pk")
        ],
    }
