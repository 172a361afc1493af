"""Editing a case cell by cell: what was typed becomes the next version, or is tried out first."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.contrib.auth.models import User
from django.db import transaction

from headwater import appraisal
from headwater.errors import ConflictError, InputError
from headwater.vocabulary.appraisal_case import BusinessCase, CashLine
from headwater.vocabulary.appraisal_value import CaseValue
from headwater.web.appraisal.actions.keeping import newest, save_version
from headwater.web.appraisal.models import Case, CaseVersion
from headwater.web.organization.permissions import check_can

THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:[,\u202f\u00a0 ]\d{3})+(?:\.\d+)?")
LONGEST = 2_000
NAMED = 4
Place = tuple[str, str, str]
"""("line", its id, a year or "formula") or ("assumption", its name, "value")."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What a case would be worth with cells that were typed and not kept."""

    value: CaseValue
    changed: int


def cells_of(record: BusinessCase) -> dict[Place, str]:
    """Return every cell that can be typed into, as it is typed: "?" is not known."""
    found: dict[Place, str] = {}
    for line in record.lines:
        for year in line.amounts:
            found["line", line.id, str(year)] = line.amounts[year] or "?"
        found["line", line.id, "formula"] = line.formula
    for each in record.assumptions:
        found["assumption", each.name, "value"] = each.value
    return found


def try_cells(*, version: CaseVersion, typed: Mapping[Place, str], by: User) -> Tried:
    """Work a case out with other cells, and keep nothing.

    Raises
    ------
    InputError
        If it cannot be worked out; the message names the line and the year.
    """
    check_can(by, "edit_cases")
    changes = _changes(version.said, typed)
    return Tried(appraisal.value_case(_with(version.said, changes)), len(changes))


@transaction.atomic
def edit_cells(
    *, case: Case, seen: int, typed: Mapping[Place, str], note: str = "", by: User
) -> CaseVersion:
    """Write what was typed as the next version; only cells that differ count as changed.

    Where someone wrote another version meanwhile and touched other cells, both changes hold.

    Raises
    ------
    ConflictError
        If someone changed one of the same cells meanwhile; both texts are named.
    InputError
        If nothing differs, or the case cannot be worked out any more.
    """
    check_can(by, "edit_cases")
    held = Case.objects.select_for_update().get(pk=case.pk)
    now = newest(held)
    base = now if now.number == seen else held.versions.get(number=seen)
    changes = _changes(base.said, typed)
    if not changes:
        raise InputError("Nothing was changed: every cell says what it said before.")
    if base is not now:
        _check_untouched(cells_of(base.said), cells_of(now.said), changes)
    return save_version(
        case=held,
        record=_with(now.said, changes),
        seen=now.number,
        note=note or _note(changes),
        by=by,
    )


@transaction.atomic
def take_back(*, case: Case, seen: int, by: User) -> CaseVersion:
    """Write the version before the newest again: nothing is lost, and it can be taken back too.

    Raises
    ------
    InputError
        If there is no version before.
    """
    check_can(by, "edit_cases")
    now = newest(Case.objects.get(pk=case.pk))
    target = now.undoes if now.undoes is not None else now.number
    before = case.versions.filter(number=target - 1).first()
    if before is None:
        raise InputError("There is no version before this one.")
    note = f"Back to what version {before.number} said."
    return save_version(
        case=case, record=before.said, seen=seen, note=note, undoes=before.number, by=by
    )


def _changes(record: BusinessCase, typed: Mapping[Place, str]) -> dict[Place, str]:
    """Return the cells whose text differs, cleaned; refuses what is no cell of the case."""
    old = cells_of(record)
    lines = {each.id for each in record.lines}
    names = {each.name for each in record.assumptions}
    found = {}
    for place, text in typed.items():
        kind, name, column = place
        if not (name in lines and (column == "formula" or column.isdigit())
                if kind == "line" else name in names):  # fmt: skip
            raise InputError(f"There is no cell {' '.join(place)[:100]!r} in this case.")
        text = _clean(text)
        if text != old.get(place, ""):
            found[place] = text
    return found


def _clean(text: str) -> str:
    text = " ".join(text.replace("\x00", "").split()).removeprefix("=").strip()
    if len(text) > LONGEST:
        raise InputError(f"A cell has {len(text):,} characters; the limit is {LONGEST:,}.")
    if THOUSANDS.fullmatch(text):
        return re.sub(r"[,\u202f\u00a0 ]", "", text)
    return text


def _with(record: BusinessCase, changes: Mapping[Place, str]) -> BusinessCase:
    lines = {each.id: each for each in record.lines}
    values = {each.name: each for each in record.assumptions}
    for (kind, name, column), text in changes.items():
        if kind == "assumption":
            values[name] = replace(values[name], value="" if text == "?" else text)
        elif column == "formula":
            lines[name] = replace(lines[name], formula=text)
        else:
            lines[name] = _cell(lines[name], int(column), text)
    return replace(
        record,
        lines=tuple(lines[each.id] for each in record.lines),
        assumptions=tuple(values[each.name] for each in record.assumptions),
    )


def _cell(line: CashLine, year: int, text: str) -> CashLine:
    amounts = {each: line.amounts[each] for each in line.amounts if each != year}
    if text:
        amounts[year] = "" if text == "?" else text
    return replace(line, amounts={each: amounts[each] for each in sorted(amounts)})


def _check_untouched(
    old: Mapping[Place, str], now: Mapping[Place, str], changes: Mapping[Place, str]
) -> None:
    for place, text in changes.items():
        if old.get(place, "") != now.get(place, ""):
            raise ConflictError(
                f"{' '.join(place[1:])} was changed by someone else meanwhile: it now says "
                f"{now.get(place, '')!r}, you typed {text!r}. Your text is kept here; load the "
                "newest version and type it again."
            )


def _note(changes: Mapping[Place, str]) -> str:
    named = [f"{name} {column}".removesuffix(" value") for _, name, column in changes]
    more = f" and {len(named) - NAMED} more" if len(named) > NAMED else ""
    cells = "cell" if len(named) == 1 else "cells"
    return f"{len(named)} {cells}: {', '.join(named[:NAMED])}{more}."
