"""Changing one project at a time, and taking changes back."""

from typing import Any, TypeAlias

from django.contrib.auth.models import User
from django.db import transaction

from headwater.errors import ConflictError, InputError
from headwater.vocabulary.workbook import Project as Record
from headwater.web.organization import audit
from headwater.web.organization.permissions import check_can
from headwater.web.projects.actions import cells
from headwater.web.projects.models import Edit, Project, write_if_unchanged

Paths: TypeAlias = dict[str, Any]
"""Plain values by path: "name", or "scores:safety" inside a group."""


@transaction.atomic
def change(*, project: Project, field: str, text: str, version: int, by: User) -> Project:
    """Put what was typed into one cell; log it so that it can be undone.

    Raises
    ------
    NotAllowedError
        If the person may not edit projects.
    InputError
        If the text does not fit the field.
    ConflictError
        If the project was changed since `version` was shown; the message has both texts.
    """
    check_can(by, "edit_projects")
    project = Project.objects.get(pk=project.pk)
    values = cells.fields(field, text)
    before = {path: cells.read(project, path) for path in values}
    if before == values and not project.removed:
        return project
    if project.removed or _touched_since(project, version, set(values)):
        raise ConflictError(_clash(project, before, text))
    write_if_unchanged(project, project.version, cells.columns(project, values))
    _log("changed", project, before, values, by)
    audit.record("projects.project.changed", target=project, by=by, detail={"field": field})
    return project


@transaction.atomic
def add(*, name: str, cost: str = "", key: str = "", by: User) -> Project:
    """Add a project; its key is its name unless another is given.

    Raises
    ------
    InputError
        If the name is empty or already there, or the cost is no amount.
    """
    check_can(by, "edit_projects")
    if Project.objects.present().count() >= cells.LIMIT_OF_PROJECTS:
        raise InputError(f"The list is full: its limit is {cells.LIMIT_OF_PROJECTS:,} projects.")
    values = {**cells.fields("name", name), **cells.fields("cost", cost)}
    key = key.strip() or values["name"]
    project = Project.objects.filter(key=key).first() or Project(version=0)
    if project.pk and not project.removed:
        raise InputError(f"There is a project {key!r} already; give the new one another id.")
    project.take(Record(id=key, name=values["name"]))
    project.cost_low, project.cost_high = values["cost_low"], values["cost_high"]
    project.removed = False
    project.version += 1
    project.save()
    _log("added", project, {"removed": True}, {"removed": False}, by)
    audit.record("projects.project.added", target=project, by=by)
    return project


@transaction.atomic
def remove(*, project: Project, version: int, by: User) -> None:
    """Take a project off the list; `undo` brings it back with everything that hangs on it."""
    check_can(by, "edit_projects")
    write_if_unchanged(project, version, {"removed": True})
    _log("removed", project, {"removed": False}, {"removed": True}, by)
    audit.record("projects.project.removed", target=project, by=by)


@transaction.atomic
def undo(*, by: User) -> Edit:
    """Take back the person's last edit that still stands.

    Raises
    ------
    InputError
        If there is nothing to undo.
    ConflictError
        If someone changed the same fields since; nothing is overwritten.
    """
    check_can(by, "edit_projects")
    if (edit := last_edit(by=by)) is None:
        raise InputError("There is nothing of yours to undo.")
    project = edit.project
    if any(cells.read(project, path) != value for path, value in edit.after.items()):
        raise ConflictError(
            f"{project.name} was changed again after your edit, so undoing would overwrite that; "
            f"edit the cell instead."
        )
    write_if_unchanged(project, project.version, cells.columns(project, edit.before))
    edit.undone = True
    edit.save(update_fields=["undone"])
    audit.record("projects.project.undone", target=project, by=by, detail={"edit": edit.pk})
    return edit


def last_edit(*, by: User) -> Edit | None:
    """Return the edit that `undo` would take back, or None."""
    return Edit.objects.filter(by=by, undone=False).select_related("project").first()


def _touched_since(project: Project, seen: int, paths: set[str]) -> bool:
    """Say whether anyone wrote the same cells since version `seen`, or wrote unlogged."""
    if project.version == seen:
        return False
    logged = Edit.objects.filter(project=project, version__gt=seen).exclude(kind="added")
    if len(found := list(logged)) < project.version - seen:
        return True
    return any(paths & set(edit.after) for edit in found)


def _log(kind: str, project: Project, before: Paths, after: Paths, by: User) -> None:
    Edit.objects.create(
        kind=kind, project=project, before=before, after=after, by=by, version=project.version
    )


def _clash(project: Project, now: Paths, text: str) -> str:
    if project.removed:
        return f"{project.name} was removed by someone else meanwhile; you typed {text!r}."
    found = ", ".join(str(value) for value in now.values())
    return (
        f"{project.name} was changed by someone else meanwhile: it now says {found!r}, "
        f"you typed {text!r}. Save again to keep yours."
    )
