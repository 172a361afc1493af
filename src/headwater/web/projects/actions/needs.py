"""Attaching a project to the need that it answers: the project points to the need, never back."""

from django.contrib.auth.models import User
from django.db import transaction

from headwater.errors import ConflictError
from headwater.web.organization import audit
from headwater.web.organization.permissions import check_can
from headwater.web.projects.models import Project, write_if_unchanged
from headwater.web.service.models import Need


@transaction.atomic
def attach_need(*, project: Project, need: Need | None, version: int, by: User) -> Project:
    """Say which need the project answers; None takes the link away.

    Raises
    ------
    ConflictError
        If someone changed the project since `version` was shown, or the need was merged.
    """
    check_can(by, "edit_projects")
    if need is not None and need.state == Need.State.MERGED and need.merged_into is not None:
        raise ConflictError(
            f"{need.label} was merged into {need.merged_into.label}; attach the project there."
        )
    before = project.need.label if project.need else ""
    write_if_unchanged(project, version, {"need": need})
    detail = {"from": before, "to": need.label if need else ""}
    audit.record("projects.need.attached", target=project, by=by, detail=detail)
    return project
