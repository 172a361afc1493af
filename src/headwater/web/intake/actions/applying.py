"""Applying: what was understood becomes the list, in one transaction or not at all."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from headwater import intake, samples
from headwater.errors import ConflictError, InputError
from headwater.vocabulary.intake import Reading
from headwater.vocabulary.workbook import Workbook
from headwater.web.intake.actions.comparing import TableChange, compare
from headwater.web.intake.actions.staging import reading_of
from headwater.web.intake.models import State, Upload
from headwater.web.judgement import actions as judgement
from headwater.web.organization import audit
from headwater.web.organization.permissions import check_can
from headwater.web.portfolio.actions import assemble
from headwater.web.projects import actions as projects
from headwater.web.projects.models import Project, ProjectList
from headwater.web.strategy import actions as strategy

SAMPLE_TITLE = "US Treasury and Education IT investments, 2017"


def changes(upload: Upload, *, keep_missing: bool = False) -> tuple[TableChange, ...]:
    """Say what applying the upload would change; nothing where it says what is there.

    With `keep_missing`, projects that the upload does not have stay on the list.

    Raises
    ------
    InputError
        If the upload has faults that must be mended first.
    """
    old = assemble()
    return compare(old, _merged(old, reading_of(upload), keep_missing=keep_missing))


@transaction.atomic
def apply(*, upload: Upload, version: int, keep_missing: bool = False, by: User) -> Upload:
    """Make the list say what the upload says; tables that it does not have stay as they are.

    Raises
    ------
    InputError
        If the upload has faults, or was applied already.
    ConflictError
        If it was mended since it was shown.
    """
    check_can(by, "edit_projects")
    upload = Upload.objects.get(pk=upload.pk)
    if upload.state == State.APPLIED:
        return upload  # sent twice: once is enough
    if upload.version != version:
        raise ConflictError(f"{upload} was mended meanwhile; look at it again before applying it.")
    old = assemble()
    new = _merged(old, reading_of(upload), keep_missing=keep_missing)
    differences = compare(old, new)
    if differences:
        _write(new, by)
    if not {each.id for each in old.projects} & {each.id for each in new.projects}:
        ProjectList.objects.update(title=Path(upload.title).stem)  # another list: its own name
    upload.state, upload.applied = State.APPLIED, timezone.now()
    upload.save(update_fields=["state", "applied"])
    detail = {
        each.table: [len(each.added), len(each.removed), len(each.changed)] for each in differences
    }
    audit.record(
        "intake.upload.applied", target=upload, by=by, detail={"digest": upload.digest, **detail}
    )
    return upload


@transaction.atomic
def load_sample(*, by: User) -> bool:
    """Load the public sample where there are no projects yet; say whether it was loaded."""
    check_can(by, "edit_projects")
    if Project.objects.present().exists():
        return False
    reading = intake.read(samples.path())
    if reading.workbook is None:
        raise InputError("The sample could not be read: install Headwater again.")
    _write(reading.workbook, by)
    ProjectList.objects.update(title=SAMPLE_TITLE)
    audit.record("intake.sample.loaded", target=None, by=by, detail={"name": samples.DEFAULT})
    return True


def template() -> bytes:
    """Return the empty, commented workbook to fill in."""
    with TemporaryDirectory(prefix="headwater-") as folder:
        path = Path(folder) / "template.xlsx"
        intake.write_template(path)
        return path.read_bytes()


def _write(workbook: Workbook, by: User) -> None:
    projects.replace(workbook=workbook, by=by)
    strategy.replace(workbook=workbook, by=by)
    judgement.replace(workbook=workbook, by=by)


def _merged(old: Workbook, reading: Reading, *, keep_missing: bool) -> Workbook:
    new = reading.workbook
    if new is None:
        if not reading.problems:
            raise InputError("There is no table of projects in it; name its sheet 'projects'.")
        count = len(reading.problems)
        raise InputError(f"Mend the {count} fault{'s'[: count > 1]} first; {reading.problems[0]}")
    found = {table.table for table in reading.tables if table.table}
    if not old.projects:
        return new
    kept = {
        name: getattr(old, name)
        for name in ("objectives", "links", "judgements", "budgets", "capacities", "rules")
        if name not in found
    }
    if "cash_flows" not in found:
        kept["cash_flows"] = old.cash_flows
    marked = {*(name for name in old.illustrative if name not in found), *new.illustrative}
    merged = replace(new, **kept, illustrative=tuple(sorted(marked)))
    if keep_missing:
        listed = {each.id for each in new.projects}
        more = tuple(each for each in old.projects if each.id not in listed)
        criteria = tuple(sorted({*old.criteria, *new.criteria}))
        merged = replace(merged, projects=(*new.projects, *more), criteria=criteria)
    keys = {each.id for each in merged.projects}
    return replace(
        merged,
        links=tuple(each for each in merged.links if each.project in keys),
        rules=tuple(each for each in merged.rules if set(each.members) <= keys),
        cash_flows=tuple(each for each in merged.cash_flows if each.project in keys),
    )
