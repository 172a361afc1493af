"""When an office is open: hours by weekday, own days, holidays of a country, a time zone."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from headwater.errors import InputError

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MIDNIGHT = 24 * 60
_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*(?:-|–|to)\s*(\d{1,2}):(\d{2})")
_EACH_YEAR = re.compile(r"\d{2}-\d{2}")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """One stretch of opening hours of a local day, in minutes since its midnight (0 to 1440).

    The minute `opens` belongs to it, the minute `closes` does not.
    """

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens < self.closes <= MIDNIGHT:
            raise InputError(
                f"the hours {self} do not run forward within one day; write a shift over "
                "midnight as two: 22:00-24:00, and 00:00-06:00 on the next day"
            )

    def __str__(self) -> str:
        ends = (divmod(each, 60) for each in (self.opens, self.closes))
        return "-".join(f"{hour:02d}:{minute:02d}" for hour, minute in ends)


def spans(written: str) -> tuple[Span, ...]:
    """Read opening hours as people write them: "09:00-12:30, 13:30-17:00"; "" or "closed" is none.

    Raises
    ------
    InputError
        If a part is no pair of times, or two parts overlap.
    """
    if written.strip().casefold() in ("", "closed"):
        return ()
    found = []
    for part in re.split(r"[,;]", written):
        match = _SPAN.fullmatch(part.strip())
        if not match or int(match[2]) > 59 or int(match[4]) > 59:
            raise InputError(
                f"{part.strip()!r} are no opening hours; write them like 09:00-12:30, 13:30-17:00"
            )
        hour, minute, end_hour, end_minute = map(int, match.groups())
        found.append(Span(hour * 60 + minute, end_hour * 60 + end_minute))
    return _in_order(tuple(found), written)


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A day with hours of its own: a closing day, a half day, an extra opening.

    Attributes
    ----------
    day
        "2026-12-24" for one day, "12-24" for that day of every year.
    hours
        None of them: closed. They win over weekday and public holiday.
    """

    day: str
    name: str = ""
    hours: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        _in_order(self.hours, self.day)
        try:
            date.fromisoformat(f"2000-{self.day}" if self.each_year else self.day)
        except ValueError:
            raise InputError(
                f"{self.day!r} is no day; write 2026-12-24, or 12-24 for every year"
            ) from None

    @property
    def each_year(self) -> bool:
        """Whether it comes back every year."""
        return bool(_EACH_YEAR.fullmatch(self.day))


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """The hours in which time counts.

    A moment is open when the clocks on the wall of `zone` then show an hour of that day: an
    hour that the wall clock shows twice in autumn counts twice, one that it skips counts not
    at all.

    Attributes
    ----------
    zone
        IANA name ("Europe/London").
    week
        Seven tuples of hours, Monday first; lunch is the gap between two of them.
    country, subdivision
        ISO 3166 codes ("GB", "ENG") whose public holidays are closed; "" for none.
    own_days
        Days that differ; a dated one wins over one of every year.
    """

    id: str
    zone: str
    week: tuple[tuple[Span, ...], ...]
    name: str = ""
    country: str = ""
    subdivision: str = ""
    own_days: tuple[OwnDay, ...] = ()

    def __post_init__(self) -> None:
        if len(self.week) != len(WEEKDAYS):
            raise InputError(
                f"the calendar {self.id!r} has hours for {len(self.week)} weekdays; "
                "give seven, Monday first, empty where closed"
            )
        for day, hours in zip(WEEKDAYS, self.week, strict=True):
            _in_order(hours, f"{self.id}, {day}")
        if not any(self.week):
            raise InputError(f"the calendar {self.id!r} is never open; give one weekday hours")
        if self.subdivision and not self.country:
            raise InputError(
                f"the calendar {self.id!r} names the subdivision {self.subdivision!r} without its "
                "country"
            )
        days = [each.day for each in self.own_days]
        if twice := sorted(day for day, times in Counter(days).items() if times > 1):
            raise InputError(f"the calendar {self.id!r} lists {', '.join(twice)} twice; keep one")

    @classmethod
    def weekly(
        cls,
        id: str,
        zone: str,
        *,
        hours: str = "09:00-17:00",
        days: str = "mon-fri",
        country: str = "",
        subdivision: str = "",
        own_days: tuple[OwnDay, ...] = (),
    ) -> "BusinessCalendar":
        """Make a calendar with the same hours on a run of weekdays ("mon-fri", "sun-thu")."""
        open_days, hours_read = _days(days), spans(hours)
        week = tuple(hours_read if day in open_days else () for day in WEEKDAYS)
        return cls(
            id, zone, week, country=country, subdivision=subdivision, own_days=own_days
        )  # fmt: skip

    @property
    def day_minutes(self) -> int:
        """Length of a usual day: the commonest among the open weekdays, the longer of two."""
        lengths = [sum(each.closes - each.opens for each in day) for day in self.week if day]
        return max(Counter(lengths).items(), key=lambda item: (item[1], item[0]))[0]


def _days(written: str) -> frozenset[str]:
    first, _, last = (part.strip() for part in written.casefold().partition("-"))
    last = last or first
    if first not in WEEKDAYS or last not in WEEKDAYS:
        raise InputError(f"{written!r} are no weekdays; write them like mon-fri")
    start, end = WEEKDAYS.index(first), WEEKDAYS.index(last)
    return frozenset(WEEKDAYS[(start + step) % 7] for step in range((end - start) % 7 + 1))


def _in_order(hours: tuple[Span, ...], place: str) -> tuple[Span, ...]:
    for earlier, later in pairwise(hours):
        if later.opens < earlier.closes:
            raise InputError(
                f"{place}: the hours {earlier} and {later} overlap or are out of order"
            )
    return hours
