"""Days and moments as files hold them: ISO, day or month first, or a spreadsheet's number."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from headwater.errors import InputError
from headwater.intake.grid import Cell, as_text

NUMBERED = re.compile(
    r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[ T,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?"
)
EXCEL = datetime(1899, 12, 30)
ORDERS = ("", "day first", "month first")


class NotAMomentError(ValueError):
    """The cell holds no day or moment; the message says how to write one."""


def order_of(cells: Iterable[Cell]) -> str:
    """Say whether a column writes the day or the month first; "" where no cell shows it.

    Raises
    ------
    NotAMomentError
        If some cells show one and some the other.
    """
    seen = set()
    for cell in cells:
        if isinstance(cell, str) and (found := NUMBERED.fullmatch(cell)):
            if int(found[1]) > 12:
                seen.add("day first")
            if int(found[2]) > 12:
                seen.add("month first")
    if len(seen) > 1:
        raise NotAMomentError("some cells have the day first and some the month; write ISO dates")
    return seen.pop() if seen else ""


def moment(cell: Cell, *, zone: ZoneInfo, order: str = "") -> datetime:
    """Read a moment with a time zone: the cell's own, or `zone`.

    An hour that the wall clock shows twice is read as the first, one that it skips as if the
    clock had not been changed yet.

    Raises
    ------
    NotAMomentError
        If it is none, or its day and month cannot be told apart.
    """
    found = _plain(cell, order)
    return found if found.tzinfo else found.replace(tzinfo=zone).astimezone(UTC)


def day(cell: Cell, *, order: str = "") -> date:
    """Read a day.

    Raises
    ------
    NotAMomentError
        If it is none, or its day and month cannot be told apart.
    """
    return _plain(cell, order).date()


def _plain(cell: Cell, order: str) -> datetime:
    if isinstance(cell, float):
        if not 1 <= cell < 100_000:
            raise NotAMomentError(f"{as_text(cell)} is no date; write it like 2026-03-02 09:15")
        return EXCEL + timedelta(seconds=round(cell * 86_400))
    text = cell.strip()
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    found = NUMBERED.fullmatch(text)
    if not found:
        raise NotAMomentError(f"{text[:40]!r} is no date; write it like 2026-03-02 09:15")
    first, second, year = int(found[1]), int(found[2]), int(found[3])
    order = order or ("day first" if first > 12 else "month first" if second > 12 else "")
    if not order and first != second:
        raise NotAMomentError(
            f"{text[:40]!r} can be day {first} or month {first}; say which is first"
        )
    days, months = (second, first) if order == "month first" else (first, second)
    try:
        return datetime(
            year, months, days, int(found[4] or 0), int(found[5] or 0), int(found[6] or 0)
        )
    except ValueError:
        raise NotAMomentError(
            f"{text[:40]!r} is no date with the {order or 'day first'}; look at it"
        ) from None


def check_order(order: str) -> None:
    """Refuse a way of writing dates that is not known."""
    if order not in ORDERS:
        raise InputError(f"{order!r} is no order; write day first or month first")
