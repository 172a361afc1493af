"""Keeping cases: a workbook becomes a case, or a new version of one; nothing is overwritten."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from headwater import appraisal, intake, samples
from headwater.errors import ConflictError, InputError, TooLargeError
from headwater.intake.cases.reading import digest_of
from headwater.vocabulary.appraisal_case import BusinessCase
from headwater.vocabulary.intake import CaseReading
from headwater.vocabulary.shapes import to_json
from headwater.web.appraisal.models import Case, CaseVersion
from headwater.web.organization import audit
from headwater.web.organization.permissions import check_can
from headwater.web.projects import actions as projects
from headwater.web.projects.models import Project
from headwater.web.service.models import Engagement, Need

MOST_BYTES = 20_000_000
SAMPLE_NOTE = "The illustrative case that comes with Headwater."


def import_case(
    *, name: str, content: bytes, note: str = "", need: Need | None = None, by: User
) -> CaseVersion:
    """Read a case workbook and keep it: as a new case, or as the next version of the same id.

    Parameters
    ----------
    name, content
        The file's name and bytes: a .xlsx workbook.
    need
        The need that a new case answers.

    Raises
    ------
    InputError
        If it cannot be read as a case, has faults (the first ten are listed), or cannot be
        worked out; nothing is kept.
    ConflictError
        If the case says exactly this already.
    """
    check_can(by, "edit_cases")
    if len(content) > MOST_BYTES:
        raise TooLargeError(f"{name} has more than {MOST_BYTES // 10**6} MB, which is the limit.")
    if not name.lower().endswith(".xlsx"):
        raise InputError(f"{name or 'The file'} is no workbook; send a .xlsx file.")
    reading = _read(content)
    if reading.case is None:
        raise InputError("There is no case in it.")
    return _kept(reading.case, note or f"From {name[:200]}.", need=need, by=by)


@transaction.atomic
def load_sample(*, by: User) -> bool:
    """Keep the illustrative case where there are no cases yet; say whether it was loaded."""
    check_can(by, "edit_cases")
    if Case.objects.exists():
        return False
    for name in samples.case_names():
        reading = intake.read_case(samples.case_path(name))
        if reading.case is None:
            raise InputError("The sample case could not be read: install Headwater again.")
        kept = _kept(reading.case, SAMPLE_NOTE, by=by)
        Case.objects.filter(pk=kept.case_id).update(is_illustrative=True)
    return True


@transaction.atomic
def save_version(
    *,
    case: Case,
    record: BusinessCase,
    seen: int,
    note: str,
    undoes: int | None = None,
    by: User,
) -> CaseVersion:
    """Write the next version of a case.

    Parameters
    ----------
    seen
        The version that the person had before them.
    note
        What changed, in a sentence.

    Raises
    ------
    ConflictError
        If someone wrote another version meanwhile.
    InputError
        If the case cannot be worked out any more; the message names the place.
    """
    check_can(by, "edit_cases")
    held = Case.objects.select_for_update().get(pk=case.pk)
    if held.version != seen:
        raise ConflictError(
            f"{held} was changed by someone else while you were editing: it is at version "
            f"{held.version}, you had version {seen}."
        )
    held.version += 1
    return _version(held, replace(record, id=held.key), note, undoes=undoes, by=by)


@transaction.atomic
def link(*, case: Case, need: Need | None, engagement: Engagement | None, by: User) -> Case:
    """Say which need a case answers, and which engagement works on it; None takes it away."""
    check_can(by, "edit_cases")
    before = [case.need.label if case.need else "", case.engagement_id]
    case.need, case.engagement = need, engagement
    case.save(update_fields=["need", "engagement"])
    detail = {"from": before, "to": [need.label if need else "", case.engagement_id]}
    audit.record("appraisal.case.linked", target=case, by=by, detail=detail)
    return case


@transaction.atomic
def into_projects(*, case: Case, by: User) -> Project:
    """Put a case on the list of projects: cost, benefit and capacity come from it, untyped.

    The benefit is the net present value against business as usual, as a range.

    Raises
    ------
    InputError
        If the list is in another currency.
    """
    version = newest(case)
    workbook = appraisal.into_workbook([version.said])
    (record,) = workbook.projects
    source = f"case {case.key}, version {version.number}"
    return projects.put(record=record, money=workbook.money, source=source, need=case.need, by=by)


def newest(case: Case) -> CaseVersion:
    """Return the version in force."""
    return case.versions.select_related("by").get(number=case.version)


def template() -> bytes:
    """Return the empty, commented workbook of a case."""
    with TemporaryDirectory(prefix="headwater-") as folder:
        path = Path(folder) / "case.xlsx"
        intake.write_case_template(path)
        return path.read_bytes()


def _read(content: bytes) -> CaseReading:
    with TemporaryDirectory(prefix="headwater-") as folder:
        path = Path(folder) / "case.xlsx"
        path.write_bytes(content)
        try:
            return intake.read_case(path)
        except InputError as error:
            said = str(error).replace(str(path), "The file").replace(f"{folder}/", "")
            raise type(error)(said) from None


@transaction.atomic
def _kept(record: BusinessCase, note: str, *, need: Need | None = None, by: User) -> CaseVersion:
    held = Case.objects.select_for_update().filter(key=record.id[:200]).first()
    if held is None:
        held = Case(key=record.id[:200], title=record.name[:300], need=need, version=1)
    else:
        if held.versions.get(number=held.version).digest == digest_of(record):
            raise ConflictError(f"{held} says exactly this already; nothing was changed.")
        held.version += 1
    return _version(held, record, note, by=by)


def _version(
    held: Case, record: BusinessCase, note: str, *, undoes: int | None = None, by: User
) -> CaseVersion:
    """Work a case out and write the version, its headline and the trail."""
    now = timezone.now()
    value = appraisal.value_case(record)
    spread = appraisal.case_range(record, value=value)
    found = appraisal.review(record, today=now.date().isoformat())
    chosen = value.of(spread.option)
    held.title, held.changed, held.state = record.name[:300], now, Case.State.DRAFT
    held.headline = {
        "money": to_json(record.money),
        "npv": [spread.npv.low, spread.npv.high],
        "cost": [spread.cost.low, spread.cost.high],
        "option": chosen.name if chosen else "",
        "stage": record.stage,
        "sponsor": record.sponsor,
        "findings": len(found.findings),
        "blocked": found.blocked,
        "evaluable": found.evaluable,
    }
    held.save()
    made = CaseVersion.objects.create(
        case=held,
        number=held.version,
        record=to_json(record),
        digest=digest_of(record),
        value=to_json(value),
        spread=to_json(spread),
        review=to_json(found),
        note=note[:500],
        undoes=undoes,
        at=now,
        by=by,
    )
    audit.record(
        "appraisal.version.written",
        target=held,
        by=by,
        detail={"version": held.version, "digest": made.digest, "note": made.note},
    )
    return made
