"""How what a person types into a cell becomes the fields of a project."""

from typing import Any

from headwater import intake
from headwater.errors import InputError
from headwater.vocabulary.shapes import to_json
from headwater.vocabulary.units import Interval
from headwater.web.projects.models import LONGEST_NAME, Project

LIMIT_OF_PROJECTS = 50_000
LONGEST_TEXT = 20_000
SHORT = {"name": LONGEST_NAME, "unit": LONGEST_NAME, "stage": LONGEST_NAME, "start": 100, "end": 100}
LONG = {"description": LONGEST_TEXT, "mandatory_basis": LONGEST_TEXT}
GROUPS = {"score": "scores", "period": "costs_by_period", "capacity": "capacity"}
YES = {"yes", "y", "true", "1", "on", "x"}
NO = {"", "no", "n", "false", "0", "off"}


def amount(text: str, *, what: str) -> Interval | None:
    """Read an amount as people write it: "3", "3..5", "1.2m", or blank and "?" for unknown.

    Raises
    ------
    InputError
        When it is no number; the message names `what` and says how to write it.
    """
    return intake.parse_amount(text, what)


def fields(project: Project, field: str, text: str) -> dict[str, Any]:
    """Return the row's fields that typing `text` into the cell `field` sets.

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
    if field in ("cost", "benefit"):
        return _money(field, text)
    if field == "mandatory":
        return {"mandatory": _flag(text)}
    group, colon, label = field.partition(":")
    if colon and group in GROUPS and label:
        return _one_of(project, group, label, text)
    raise InputError(f"Projects have no field {field!r}.")


def _text(field: str, text: str) -> str:
    longest = SHORT.get(field) or LONG[field]
    if field == "name" and not text:
        raise InputError("A project needs a name: write a few words.")
    if len(text) > longest:
        raise InputError(f"The {field} has {len(text):,} characters; the limit is {longest:,}.")
    return text


def _money(field: str, text: str) -> dict[str, float | None]:
    found = amount(text, what=field)
    if field == "cost" and found is not None and found.low < 0:
        raise InputError(f"A cost cannot be negative: {text!r}. Write what it takes, or leave it blank.")
    low, high = (None, None) if found is None else (found.low, found.high)
    return {f"{field}_low": low, f"{field}_high": high}


def _flag(text: str) -> bool:
    if (plain := text.casefold()) in YES | NO:
        return plain in YES
    raise InputError(f"Mandatory is yes or no, not {text!r}.")


def _one_of(project: Project, group: str, label: str, text: str) -> dict[str, Any]:
    found = amount(text, what=label)
    if group != "score" and found is not None and found.low < 0:
        raise InputError(f"{label} cannot be negative: {text!r}.")
    column = GROUPS[group]
    values = {**getattr(project, column), label: to_json(found)}
    return {column: values}
