"""REST API of the way in: stage a sheet, mend how it is read, see what it changes, apply it."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import File, Router, Schema, Status, UploadedFile

from headwater.vocabulary.shapes import to_json
from headwater.web.intake import actions
from headwater.web.intake.models import State, Upload
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.organization.shapes import ERRORS
from headwater.web.projects.api import Seen

router = Router(tags=["Intake"])


class FaultOut(Schema):
    """What must be mended first, and where."""

    sheet: str
    row: int
    column: str
    message: str


class ColumnOut(Schema):
    """How a column was understood."""

    heading: str
    meaning: str
    why: str
    samples: list[str]


class TableOut(Schema):
    """How a sheet was understood."""

    sheet: str
    table: str
    rows: int
    columns: list[ColumnOut]


class ChangeOut(Schema):
    """One field of one row, as it is and as it would become."""

    row: str
    field: str
    old: str
    new: str


class TableChangeOut(Schema):
    """What would change in one table."""

    table: str
    added: list[str]
    removed: list[str]
    changed: list[ChangeOut]


class UploadOut(Schema):
    """A staged upload: how it was understood and what applying it would change."""

    id: UUID
    title: str
    state: str
    version: int
    digest: str
    tables: list[TableOut]
    faults: list[FaultOut]
    notes: list[str]
    ignored: list[str]
    changes: list[TableChangeOut]


class MappingIn(Schema):
    """Canonical column -> heading, as in {"name": "Title", "cost": "Total (GBP m)"}."""

    version: Seen
    mapping: dict[str, str]


class ApplyIn(Schema):
    """The version that you saw; whether projects that the sheet lacks stay on the list."""

    version: Seen
    keep_missing: bool = False


class SampleOut(Schema):
    """Whether the sample was loaded: it is not where there are projects already."""

    loaded: bool


@router.post("/uploads", response={201: UploadOut, **ERRORS})
def stage(request: Request, files: File[list[UploadedFile]]) -> Status[dict[str, Any]]:
    """Stage a workbook or CSV files (multipart field `files`); the list is not touched.

    A sheet with faults is staged too; its faults are listed, and it cannot be applied.
    """
    sent = [(each.name or "", each.read()) for each in files]
    return Status(201, _out(actions.stage(files=sent, by=request.user)))


@router.get("/uploads/{uuid:upload_id}", response={200: UploadOut, **ERRORS})
def show(request: Request, upload_id: UUID) -> dict[str, Any]:
    """Show how an upload was understood and what it would change."""
    check_can(request.user, "edit_projects")
    return _out(get_object_or_404(Upload, pk=upload_id))


@router.put("/uploads/{uuid:upload_id}/mapping", response={200: UploadOut, **ERRORS})
def mend(request: Request, upload_id: UUID, given: MappingIn) -> dict[str, Any]:
    """Read the same files again with what you say of the columns."""
    found = get_object_or_404(Upload, pk=upload_id)
    mended = actions.mend(
        upload=found, mapping=given.mapping, version=given.version, by=request.user
    )
    return _out(mended)


@router.post("/uploads/{uuid:upload_id}/apply", response={200: UploadOut, **ERRORS})
def apply(request: Request, upload_id: UUID, given: ApplyIn) -> dict[str, Any]:
    """Make the list say what the sheet says, in one transaction; sent twice, done once."""
    found = get_object_or_404(Upload, pk=upload_id)
    applied = actions.apply(
        upload=found, version=given.version, keep_missing=given.keep_missing, by=request.user
    )
    return _out(applied)


@router.delete("/uploads/{uuid:upload_id}", response={204: None, **ERRORS})
def discard(request: Request, upload_id: UUID) -> Status[None]:
    """Forget an upload that was not applied."""
    actions.discard(upload=get_object_or_404(Upload, pk=upload_id), by=request.user)
    return Status(204, None)


@router.post("/sample", response={200: SampleOut, **ERRORS})
def sample(request: Request) -> dict[str, bool]:
    """Load the public sample, where there are no projects yet."""
    return {"loaded": actions.load_sample(by=request.user)}


def _out(upload: Upload) -> dict[str, Any]:
    reading = actions.reading_of(upload)
    is_ready = reading.workbook is not None and upload.state == State.STAGED
    return {
        "id": upload.pk,
        "title": upload.title,
        "state": upload.state,
        "version": upload.version,
        "digest": upload.digest,
        "tables": to_json(reading.tables),
        "faults": to_json(reading.problems),
        "notes": reading.notes,
        "ignored": reading.ignored,
        "changes": to_json(actions.changes(upload)) if is_ready else [],
    }
