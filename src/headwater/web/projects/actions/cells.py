"""How what a person types into a cell becomes the fields of a project."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from headwater.errors import InputError
from headwater.intake.figures import NotANumberError, evidence, figure
from headwater.intake.units import same_currency
from headwater.vocabulary.shapes import to_json
from headwater.vocabulary.units import Interval, MoneyUnit
from headwater.web.projects.models import LONGEST_NAME, Project, ProjectList

LIMIT_OF_PROJECTS = 100_000
LONGEST_TEXT = 20_000
SHORT = {
    "name": LONGEST_NAME,
    "unit": LONGEST_NAME,
    "stage": LONGEST_NAME,
    "start": 100,
    "end": 100,
    "mandatory_date": 10,
    "sponsor": LONGEST_NAME,
    "sponsor_email": 320,
}
LONG = dict.fromkeys(
    ("description", "mandatory_basis", "mandatory_penalty", "mandatory_option"), LONGEST_TEXT
)
MONEY = ("cost", "benefit", "mandatory_cost")
GROUPS = {"score": "scores", "period": "costs_by_period", "capacity": "capacity"}
YES = {"yes", "y", "true", "1", "on", "x"}
NO = {"", "no", "n", "false", "0", "off"}


def amount(text: str, *, what: str, unit: MoneyUnit | None = None) -> Interval | None:
    """Read a number or range as people write it: "3", "3..5", "1.2m"; blank and "?" are unknown.

    With a `unit`, amounts that state a scale or currency ("1.2bn") are turned into that unit.

    Raises
    ------
    InputError
        When it is no number, or in another currency; the message names `what` and the mend.
    """
    text = " ".join(text.split())
    styles = evidence([text])
    try:
        found = figure(text, styles.pop() if len(styles) == 1 else "point")
    except NotANumberError as error:
        raise InputError(f"{what}: {error}") from None
    if found is None:
        return None
    if unit and same_currency(unit.currency, found.currency) is None:
        raise InputError(
            f"{what}: {text!r} is in {found.currency}, the list is in {unit.currency}."
        )
    factor = (found.scale or (unit.scale if unit else 1)) / (unit.scale if unit else 1)
    return Interval(found.low * factor, found.high * factor)


def money(text: str, *, unit: MoneyUnit | None, what: str) -> float | None:
    """Read one amount, not a range; None when it is blank.

    Raises
    ------
    InputError
        When it is no amount, a range, or negative.
    """
    found = amount(text, what=what, unit=unit)
    if found is None:
        return None
    if not found.is_point:
        raise InputError(f"The {what} must be one amount, not the range {text!r}.")
    if found.low < 0:
        raise InputError(f"The {what} cannot be negative: {text!r}.")
    return found.low


def fields(field: str, text: str) -> dict[str, Any]:
    """Return what typing `text` into the cell `field` sets, by path (see `read`).

    `field` is a column ("name", "cost") or one of a group ("score:safety", "period:FY2027",
    "capacity:developer | 2027 Q1").

    Raises
    ------
    InputError
        When the text does not fit the field, or there is no such field.
    """
    text = text.replace("\x00", "").strip()
    if field in SHORT or field in LONG:
        return {field: _text(field, text)}
    if field in MONEY:
        return _money(field, text)
    if field == "mandatory":
        return {"mandatory": _flag(text)}
    group, colon, label = field.partition(":")
    if colon and group in GROUPS and label:
        return _one_of(group, label, text)
    raise InputError(f"Projects have no field {field!r}.")


def _text(field: str, text: str) -> str:
    longest = SHORT.get(field) or LONG[field]
    if field == "mandatory_date" and text:
        return _date(text)
    if field == "sponsor_email" and text and not re.fullmatch(r"[^@\s<>,;]+@[^@\s<>,;]+", text):
        raise InputError(f"{text!r} is no e-mail address; write one, as in dev@rivermouth.example.")
    if field == "name" and not text:
        raise InputError("A project needs a name: write a few words.")
    if len(text) > longest:
        raise InputError(f"The {field} has {len(text):,} characters; the limit is {longest:,}.")
    return text


def _date(text: str) -> str:
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise InputError(
            f"{text[:40]!r} is not a date; write year, month and day, as in 2027-01-31."
        ) from None


def _money(field: str, text: str) -> dict[str, float | None]:
    found = amount(text, what=field, unit=ProjectList.current().money)
    if field != "benefit" and found is not None and found.low < 0:
        raise InputError(
            f"A cost cannot be negative: {text!r}. Write what it takes, or leave it blank."
        )
    low, high = (None, None) if found is None else (found.low, found.high)
    return {f"{field}_low": low, f"{field}_high": high}


def _flag(text: str) -> bool:
    if (plain := text.casefold()) in YES | NO:
        return plain in YES
    raise InputError(f"Mandatory is yes or no, not {text!r}.")


def read(project: Project, path: str) -> Any:
    """Return what one path of a project holds: "name", or "scores:safety" inside a group."""
    column, colon, label = path.partition(":")
    held = getattr(project, column)
    return held.get(label) if colon else held


def columns(project: Project, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the whole columns to write so that each path of `values` holds its value."""
    whole: dict[str, Any] = {}
    for path, value in values.items():
        column, colon, label = path.partition(":")
        if colon:
            whole[column] = {**whole.get(column, getattr(project, column)), label: value}
        else:
            whole[column] = value
    return whole


def _one_of(group: str, label: str, text: str) -> dict[str, Any]:
    unit = ProjectList.current().money if group == "period" else None
    found = amount(text, what=label, unit=unit)
    if group != "score" and found is not None and found.low < 0:
        raise InputError(f"{label} cannot be negative: {text!r}.")
    return {f"{GROUPS[group]}:{label}": to_json(found)}
