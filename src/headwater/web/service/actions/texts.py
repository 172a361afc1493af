"""What people typed, cleaned and held to a length, before it is written."""

from datetime import date, datetime

from django.utils import timezone

from headwater.errors import InputError


def line(text: str, *, what: str, most: int = 300, needed: bool = False) -> str:
    """Return a text on one line.

    Raises
    ------
    InputError
        If it is longer than `most` characters, or empty where it is needed.
    """
    return _checked(" ".join(text.replace("\x00", "").split()), what, most, needed)


def passage(text: str, *, what: str, most: int = 5_000, needed: bool = False) -> str:
    """Return a text with its line breaks; raises as `line` does."""
    return _checked(text.replace("\x00", "").replace("\r\n", "\n").strip(), what, most, needed)


def lines(text: str, *, what: str, most: int = 12) -> tuple[str, ...]:
    """Return the lines of a text that say something; at most `most` of them."""
    found = tuple(filter(None, (line(each, what=what, most=500) for each in text.splitlines())))
    if len(found) > most:
        raise InputError(f"{what}: at most {most} lines; {len(found)} were given.")
    return found


def moment(at: datetime | None) -> datetime:
    """Return the moment given, or now; one without a time zone is refused."""
    if at is None:
        return timezone.now()
    if timezone.is_naive(at):
        raise InputError(f"{at:%Y-%m-%d %H:%M} does not say its time zone.")
    return at


def past(day: date | None, at: datetime, *, what: str) -> date:
    """Return a day that is not after the moment; the moment's own day where none is given."""
    day = day or at.date()
    if day > at.date():
        raise InputError(f"{what}: {day:%d %B %Y} is still to come.")
    return day


def _checked(text: str, what: str, most: int, needed: bool) -> str:
    if needed and not text:
        raise InputError(f"{what} is missing: write it in a few words.")
    if len(text) > most:
        raise InputError(f"{what} has {len(text):,} characters; the limit is {most:,}.")
    return text
