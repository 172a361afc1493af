"""REST API of objectives and links."""

from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from headwater.vocabulary.shapes import to_json
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.organization.shapes import ERRORS
from headwater.web.projects.api import Seen
from headwater.web.strategy import actions
from headwater.web.strategy.models import Link, Objective

router = Router(tags=["Strategy"])


class ObjectiveOut(Schema):
    """An objective; `weight` is a number, [low, high], or null where none was stated."""

    number: int
    id: str
    name: str
    parent: str
    weight: Any
    projects: list[str]
    version: int


class ObjectiveIn(Schema):
    """A new objective; `parent` is another's id, "" at the top."""

    name: str = Field(max_length=2_000)
    parent: str = Field("", max_length=500)
    id: str = Field("", max_length=500)


class ObjectiveChange(Schema):
    """An objective as it should be; weight as text: "0.2", "0.1..0.3", or ""."""

    version: Seen
    name: str = Field(max_length=2_000)
    parent: str = Field("", max_length=500)
    weight: str = Field("", max_length=100)


class LinksIn(Schema):
    """The ids of exactly the projects that serve the objective."""

    version: Seen
    projects: list[str] = Field(max_length=100_000)


class CoverageOut(Schema):
    """What was found about an objective; projects that serve what is below it count too."""

    id: str
    name: str
    parent: str | None
    projects: list[str]
    finding: str


@router.get("/objectives", response={200: list[ObjectiveOut], **ERRORS})
def list_objectives(request: Request) -> list[dict[str, Any]]:
    """List objectives with the projects that are linked to each."""
    check_can(request.user, "read")
    linked: dict[str, list[str]] = {}
    for link in Link.objects.order_by("project"):
        linked.setdefault(link.objective, []).append(link.project)
    return [_out(each, linked.get(each.key, [])) for each in Objective.objects.all()]


@router.get("/coverage", response={200: list[CoverageOut], **ERRORS})
def coverage(request: Request) -> list[dict[str, Any]]:
    """Say which projects serve each objective, where there are gaps and where it is crowded."""
    check_can(request.user, "read")
    return [to_json(each) for each in actions.coverage()]


@router.post("/objectives", response={201: ObjectiveOut, **ERRORS})
def add(request: Request, given: ObjectiveIn) -> Status[dict[str, Any]]:
    """Add an objective."""
    made = actions.add_objective(
        name=given.name, parent=given.parent, key=given.id, by=request.user
    )
    return Status(201, _out(made, []))


@router.put("/objectives/{int:number}", response={200: ObjectiveOut, **ERRORS})
def change(request: Request, number: int, given: ObjectiveChange) -> dict[str, Any]:
    """Rename, move or weigh an objective."""
    found = get_object_or_404(Objective, pk=number)
    actions.change_objective(objective=found, by=request.user, **given.dict())
    return _with_links(found)


@router.put("/objectives/{int:number}/links", response={200: ObjectiveOut, **ERRORS})
def link(request: Request, number: int, given: LinksIn) -> dict[str, Any]:
    """Say which projects serve the objective."""
    found = get_object_or_404(Objective, pk=number)
    actions.link_projects(
        objective=found, projects=given.projects, version=given.version, by=request.user
    )
    return _with_links(found)


@router.delete("/objectives/{int:number}", response={204: None, **ERRORS})
def remove(request: Request, number: int, version: Seen) -> Status[None]:
    """Remove an objective with its links."""
    found = get_object_or_404(Objective, pk=number)
    actions.remove_objective(objective=found, version=version, by=request.user)
    return Status(204, None)


def _with_links(found: Objective) -> dict[str, Any]:
    keys = Link.objects.filter(objective=found.key).order_by("project")
    return _out(found, list(keys.values_list("project", flat=True)))


def _out(found: Objective, projects: list[str]) -> dict[str, Any]:
    return {
        "number": found.pk,
        "id": found.key,
        "name": found.name,
        "parent": found.parent,
        "weight": to_json(found.weight),
        "projects": projects,
        "version": found.version,
    }
