"""Editing a case cell by cell: what was typed becomes the next version, or is tried out first."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from headwater import appraisal
from headwater.errors import ConflictError, InputError
from headwater.vocabulary.appraisal_case import BusinessCase
from headwater.vocabulary.appraisal_cells import CellFault, Place
from headwater.vocabulary.appraisal_value import CaseValue
from headwater.web.appraisal.actions.keeping import newest, save_version
from headwater.web.appraisal.models import Case, CaseVersion
from headwater.web.organization.permissions import check_can

THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:[,\u202f\u00a0 ]\d{3})+(?:\.\d+)?")
SIGNED = re.compile(r"^([-+]?)[£€$]\s?(?=[\d.])")
BRACKETED = re.compile(r"\((?:[£€$]\s?)?([\d,.\u202f\u00a0 ]+)\)")
LONGEST = 2_000
MOST_NEW = 400
NAMED = 4
NEW = "+"
WORDS = ("name", "meaning", "source", "owner", "reason")

cells_of = appraisal.cells_of
block_cells = appraisal.block_cells
has_open_range = appraisal.has_open_range


class CellsError(InputError):
    """Cells that cannot be used, each with its place and its mend."""

    def __init__(self, faults: tuple[CellFault, ...]) -> None:
        self.faults = faults
        more = f" And {len(faults) - NAMED} more." if len(faults) > NAMED else ""
        super().__init__(" ".join(map(str, faults[:NAMED])) + more)


@dataclass(frozen=True, slots=True)
class Tried:
    """What a case would be worth with cells that were typed and not kept."""

    value: CaseValue
    before: CaseValue
    changed: int

    @property
    def rows(self) -> tuple[tuple[str, float | None, float | None, float | None], ...]:
        """By option: its name, its value before and now against usual, and the difference."""
        found = []
        for each in self.value.options:
            old = self.before.of(each.option)
            now = each.npv if each.against is None else each.against
            was = None if old is None else (old.npv if old.against is None else old.against)
            found.append((each.name, was, now, None if was is None else now - was))
        return tuple(found)


def try_cells(*, version: CaseVersion, typed: Mapping[Place, str], by: User) -> Tried:
    """Work a case out with other cells, and keep nothing.

    Raises
    ------
    CellsError
        If it cannot be worked out; every cell at fault is named with its mend.
    """
    check_can(by, "edit_cases")
    changes = _changes(version.said, typed)
    record = _made(version.said, changes)
    return Tried(appraisal.value_case(record), version.valued, len(changes))


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
    base = now if now.number == seen else held.versions.filter(number=seen).first()
    if base is None:
        raise InputError(f"There is no version {seen} of this case; the newest is {now.number}.")
    changes = _changes(base.said, typed)
    if not changes:
        raise InputError("Nothing was changed: every cell says what it said before.")
    if base is not now:
        _check_untouched(cells_of(base.said), cells_of(now.said), changes)
    return save_version(
        case=held,
        record=_made(now.said, changes),
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


def _made(record: BusinessCase, changes: Mapping[Place, str]) -> BusinessCase:
    """Return the case with the changes; every cell at fault is named at once."""
    made = appraisal.with_cells(record, changes)
    if faults := appraisal.cell_faults(made):
        raise CellsError(faults)
    return made


def _changes(record: BusinessCase, typed: Mapping[Place, str]) -> dict[Place, str]:
    """Return the cells whose text differs, cleaned; new rows whole."""
    old = cells_of(record)
    found = {}
    if len({name for _, name, _ in typed if name.startswith(NEW)}) > MOST_NEW:
        raise InputError(f"More than {MOST_NEW} new rows at once; bring them with a workbook.")
    for place, text in typed.items():
        tied = place[0] in ("correlation", "shock") and place[2] != "value"
        text = _clean(text, is_words=tied or place[2] in WORDS)
        if place[1].startswith(NEW) or text != old.get(place, ""):
            found[place] = text
    filled = {n for (_, n, c), t in found.items() if n.startswith(NEW) and t and _says(c)}
    return {p: t for p, t in found.items() if not p[1].startswith(NEW) or p[1] in filled}


def _says(column: str) -> bool:
    """Say whether a text in the column of a new row means that somebody filled it in."""
    return column not in ("kind", "option", "recurrence", "prices", "role", "standing")


def _clean(text: str, *, is_words: bool = False) -> str:
    text = " ".join(text.replace("\x00", "").split())
    if len(text) > LONGEST:
        raise InputError(f"A cell has {len(text):,} characters; the limit is {LONGEST:,}.")
    if is_words:
        return text
    text = SIGNED.sub(r"\1", text.removeprefix("=").strip())
    if bracketed := BRACKETED.fullmatch(text):  # how accounts write what is below 0
        text = f"-{bracketed[1].strip()}"
    if THOUSANDS.fullmatch(text):
        return re.sub(r"[,\u202f\u00a0 ]", "", text)
    return text


def _check_untouched(
    old: Mapping[Place, str], now: Mapping[Place, str], changes: Mapping[Place, str]
) -> None:
    rows = {(kind, name) for kind, name, _ in now}
    for place, text in changes.items():
        kind, name, column = place
        if name.startswith(NEW):
            continue
        if (kind, name) not in rows:
            raise ConflictError(
                f"{name} was taken away by someone else meanwhile, and you changed it. Your text "
                "is kept here; load the newest version and add the row again."
            )
        if column == "remove" and any(
            old.get(each, "") != now.get(each, "") for each in now if each[:2] == (kind, name)
        ):
            raise ConflictError(
                f"{name} was changed by someone else meanwhile, and you take it away. Load the "
                "newest version and look at it first."
            )
        if old.get(place, "") != now.get(place, ""):
            raise ConflictError(
                f"{' '.join(place[1:])} was changed by someone else meanwhile: it now says "
                f"{now.get(place, '')!r}, you typed {text!r}. Your text is kept here; load the "
                "newest version and type it again."
            )


def _note(changes: Mapping[Place, str]) -> str:
    """Say in a sentence what was changed, added and taken away."""
    names = {(k, n): t for (k, n, c), t in changes.items() if c == "name" and n.startswith(NEW)}
    gone = {(kind, name): name for kind, name, column in changes if column == "remove"}
    new = {(kind, name) for kind, name, _ in changes if name.startswith(NEW)} - set(gone)
    cells = [
        f"{name} {column}".removesuffix(" value")
        for kind, name, column in changes
        if not name.startswith(NEW) and (kind, name) not in gone
    ]
    said = []
    if cells:
        count = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
        said.append(f"{count}: {_few(cells)}")
    if new:
        said.append(f"added {_few([names.get(each) or f'a {each[0]}' for each in sorted(new)])}")
    if gone:
        said.append(f"taken away {_few([n for n in gone.values() if not n.startswith(NEW)])}")
    return f"{'; '.join(said)}."


def _few(named: list[str]) -> str:
    more = f" and {len(named) - NAMED} more" if len(named) > NAMED else ""
    return f"{', '.join(named[:NAMED])}{more}"
