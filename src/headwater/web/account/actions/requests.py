"""Requests of another system, from a CSV file: what it holds, guesses, and taking it over."""

import csv
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User

from headwater.errors import InputError
from headwater.intake.services import check_states, guess, read_log
from headwater.intake.services.moments import NotAMomentError, moment
from headwater.vocabulary.service_files import StateLog
from headwater.web.organization.permissions import check_can
from headwater.web.service.actions.taking_over import TakenOver, take_over
from headwater.web.service.models import Offering

MOST_BYTES = 8 * 1024 * 1024
MEANINGS = {
    "working": "Somebody works on it",
    "waiting": "It waits: the clock is paused",
    "delivered": "Delivered",
    "closed": "Accepted and closed",
    "withdrawn": "Withdrawn or declined",
    "noted": "Says nothing about its course",
}
_COLUMNS = {
    "case": r"case|ticket|incident|request|number|^id$|key",
    "state": r"state|status|activity|stage",
    "at": r"updated|changed|modified|timestamp|complete|when|time|date",
    "opened": r"opened|created|requested",
}
_MOMENTS = ("at", "opened")
_LOOKED_AT = 50  # rows from which the columns are guessed


@dataclass(frozen=True, slots=True)
class FileSeen:
    """What a file holds: its headings, how many rows, a guess at what each column is.

    `examples` is the first cell of each column that is not blank, by heading.
    """

    headings: tuple[str, ...]
    rows: int
    guesses: Mapping[str, str]
    examples: Mapping[str, str]


def decoded(data: bytes) -> str:
    """Return the text of an uploaded file.

    Raises
    ------
    InputError
        If it is too large, or no text.
    """
    if len(data) > MOST_BYTES:
        raise InputError(f"The file has {len(data):,} bytes; the limit is {MOST_BYTES:,}.")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise InputError("The file is no CSV text; save it as CSV (UTF-8) and choose it again.")


def look(text: str) -> FileSeen:
    """Say what is in the file, and what its columns seem to be."""
    rows = _rows(text)
    if len(rows) < 2:
        raise InputError("The file needs a row of headings and a row for each change of a request.")
    headings = tuple(each.strip() for each in rows[0])
    columns = {
        heading: [row[place].strip() for row in rows[1:_LOOKED_AT] if len(row) > place]
        for place, heading in enumerate(headings)
    }
    dated = {heading for heading, cells in columns.items() if _are_moments(cells)}
    guesses: dict[str, str] = {}
    for name, pattern in _COLUMNS.items():
        fit = dated if name in _MOMENTS else set(headings) - dated
        free = [each for each in headings if each in fit and each not in guesses.values()]
        words = pattern.split("|") if name in _MOMENTS else [pattern]  # the likeliest word first
        hits = [each for word in words for each in free if re.search(word, each, re.IGNORECASE)]
        guesses[name] = hits[0] if hits else ""
    examples = {
        heading: next(filter(None, cells), "")[:40] for heading, cells in columns.items()
    }  # fmt: skip
    return FileSeen(headings, len(rows) - 1, guesses, examples)


def _are_moments(cells: Sequence[str]) -> bool:
    """Say whether a column holds moments, in whichever order days and months are written."""
    given = [each for each in cells if each]
    if not given:
        return False
    for order in ("", "day first", "month first"):
        try:
            for each in given:
                moment(each, zone=ZoneInfo("UTC"), order=order)
        except NotAMomentError:
            continue
        return True
    return False


def states_in(text: str, heading: str) -> dict[str, tuple[int, str]]:
    """Return the states in a column, the commonest first: how often each, and a guess at it."""
    rows = _rows(text)
    headings = [each.strip() for each in rows[0]]
    if heading not in headings:
        raise InputError(f"There is no column {heading!r}; choose one of {', '.join(headings)}.")
    place = headings.index(heading)
    found = Counter(each[place].strip() for each in rows[1:] if len(each) > place and any(each))
    check_states(heading, found)
    return {name: (number, guess(name)) for name, number in found.most_common()}


def take_over_file(
    *, text: str, name: str, log: StateLog, offering: Offering, customer: str, by: User
) -> tuple[TakenOver, tuple[str, ...]]:
    """Read the file and write its requests as engagements; return what came of it, and notes.

    Raises
    ------
    InputError
        As the reading does, with row and column; or as `take_over` does.
    """
    check_can(by, "triage")
    with TemporaryDirectory(prefix="headwater-") as folder:
        path = Path(folder) / "requests.csv"
        path.write_text(text, encoding="utf-8")
        files = read_log(path, log=log)
    made = take_over(
        events=files.events, source=name, offering=offering, customer_name=customer, by=by
    )
    return made, files.notes


def _rows(text: str) -> list[list[str]]:
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=first.count)
    try:
        return [each for each in csv.reader(StringIO(text), delimiter=delimiter) if any(each)]
    except csv.Error as error:
        raise InputError(f"The file cannot be read as CSV: {error}.") from None
