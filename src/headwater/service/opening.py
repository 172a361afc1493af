"""A calendar as open stretches of absolute time: what elapsed, and when so much will have.

Everything is exact: instants are whole seconds since 1970 UTC (int64), durations whole seconds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TypeAlias

import numpy as np

from headwater.errors import InputError
from headwater.service import zones
from headwater.service.public_holidays import public_holidays
from headwater.vocabulary.service_calendar import BusinessCalendar, Span

Instants: TypeAlias = np.ndarray
Finder: TypeAlias = Callable[[BusinessCalendar, int, int], int]
DAY = 86_400
BLOCK = 8  # years are compiled in blocks, so that neighbouring questions share one
EPOCH = date(1970, 1, 1).toordinal()
END = int(datetime(zones.LAST_YEAR - 1, 12, 31, tzinfo=UTC).timestamp())


@dataclass(frozen=True, slots=True, eq=False)
class Opening:
    """The open stretches of a calendar in a run of years.

    Attributes
    ----------
    starts, ends
        Int64 instants of n stretches, in order; a stretch holds its start and not its end.
    before
        Open seconds before each start; n + 1 entries, the last is the total.
    first, last
        The instants between which it holds.
    """

    calendar: BusinessCalendar
    starts: np.ndarray
    ends: np.ndarray
    before: np.ndarray
    first: int
    last: int

    def count(self, instants: Instants) -> np.ndarray:
        """Return the open seconds before each instant, from the start of the years covered."""
        at = np.asarray(instants, dtype=np.int64)
        if at.size and (int(at.min()) < self.first or int(at.max()) > self.last):
            raise InputError(f"an instant lies outside the years compiled of {self.calendar.id!r}")
        place = np.searchsorted(self.starts, at, side="right") - 1
        inside = np.maximum(place, 0)
        reached = np.minimum(at, self.ends[inside]) - self.starts[inside]
        return np.where(place < 0, 0, self.before[inside] + reached)

    def elapsed(self, starts: Instants, ends: Instants) -> np.ndarray:
        """Return the open seconds from each start to its end; below 0 where it runs backwards."""
        found: np.ndarray = self.count(ends) - self.count(starts)
        return found

    def earliest(self, starts: Instants, seconds: Instants) -> np.ndarray:
        """Return the first instants at which so many open seconds have elapsed since the starts.

        No time at all is up at once, also in closed hours. -1 where the years do not suffice.
        """
        start = np.asarray(starts, dtype=np.int64)
        wanted = np.asarray(seconds, dtype=np.int64)
        goal = self.count(start) + wanted
        place = np.searchsorted(self.before, goal, side="left") - 1
        inside = np.clip(place, 0, len(self.starts) - 1)
        found = self.starts[inside] + (goal - self.before[inside])
        return np.where(wanted <= 0, start, np.where(goal > self.before[-1], -1, found))

    def latest(self, starts: Instants, seconds: Instants) -> np.ndarray:
        """Return the last instants at which no more than so many open seconds have elapsed.

        Where the seconds end with a stretch this is the next opening. -1 where the years do not
        suffice.
        """
        start = np.asarray(starts, dtype=np.int64)
        goal = self.count(start) + np.asarray(seconds, dtype=np.int64)
        place = np.searchsorted(self.before, goal, side="right") - 1
        inside = np.clip(place, 0, len(self.starts) - 1)
        found = np.maximum(start, self.starts[inside] + (goal - self.before[inside]))
        return np.where(place >= len(self.starts), -1, found)


def opening(calendar: BusinessCalendar, first: int, last: int) -> Opening:
    """Compile a calendar so that it covers the instants `first` to `last`, and a year around them.

    Raises
    ------
    InputError
        If the zone, the country or the subdivision is unknown, or the years lie outside 1971 to
        2199.
    """
    years = [_year(first) - 1, _year(last) + 1]
    if years[0] < zones.FIRST_YEAR or years[1] > zones.LAST_YEAR:
        raise InputError(
            f"the calendar {calendar.id!r} is asked for {years[0] + 1} to {years[1] - 1}; clocks "
            f"run from {zones.FIRST_YEAR + 1} to {zones.LAST_YEAR - 1}"
        )
    low = max(zones.FIRST_YEAR, years[0] - years[0] % BLOCK)
    high = min(zones.LAST_YEAR, years[1] - years[1] % BLOCK + BLOCK - 1)
    return _compiled(calendar, low, high)


def one(value: int) -> Instants:
    """Return an array of one instant or duration."""
    return np.array([value], dtype=np.int64)


def earliest(calendar: BusinessCalendar, start: int, seconds: int) -> int:
    """Return the first instant at which so many open seconds have elapsed since `start`.

    Raises
    ------
    InputError
        If that is later than clocks run.
    """
    return _ahead(calendar, start, seconds, Opening.earliest)


def latest(calendar: BusinessCalendar, start: int, seconds: int) -> int:
    """Return the last instant at which no more than so many open seconds have elapsed.

    Raises
    ------
    InputError
        If that is later than clocks run.
    """
    return _ahead(calendar, start, seconds, Opening.latest)


def _ahead(
    calendar: BusinessCalendar,
    start: int,
    seconds: int,
    find: Callable[[Opening, Instants, Instants], np.ndarray],
) -> int:
    years = 1
    while True:
        end = min(start + years * 366 * DAY, END)
        found = int(find(opening(calendar, start, end), one(start), one(seconds))[0])
        if found >= 0:
            return found
        if end == END:
            raise InputError(
                f"{seconds / 3600:,.1f} hours of the calendar {calendar.id!r} are not over before "
                f"{zones.LAST_YEAR}; give a shorter target or more open hours"
            )
        years *= 4


def _year(at: int) -> int:
    return datetime.fromtimestamp(at, UTC).year


@lru_cache(maxsize=256)
def _compiled(calendar: BusinessCalendar, first_year: int, last_year: int) -> Opening:
    local_starts, local_ends = _local(calendar, first_year, last_year)
    moments, offsets = zones.offsets(calendar.zone, first_year, last_year)
    first = int(moments[0])
    last = int(datetime(last_year + 1, 1, 1, tzinfo=UTC).timestamp())
    limits = np.append(moments, last)
    starts, ends = [], []
    for number, offset in enumerate(offsets):
        low, high = limits[number] + offset, limits[number + 1] + offset  # as the wall shows it
        from_, to = np.searchsorted(local_ends, low, "right"), np.searchsorted(local_starts, high)
        starts.append(np.maximum(local_starts[from_:to], low) - offset)
        ends.append(np.minimum(local_ends[from_:to], high) - offset)
    joined, until = _joined(np.concatenate(starts), np.concatenate(ends))
    before = np.concatenate([[0], np.cumsum(until - joined)]).astype(np.int64)
    if len(joined) == 0:
        raise InputError(
            f"the calendar {calendar.id!r} is never open from {first_year} to {last_year}; "
            "look at its own days"
        )
    return Opening(calendar, joined, until, before, first, last)


def _joined(starts: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Join stretches that touch, so that none is empty and each end is a real closing."""
    some = ends > starts
    starts, ends = starts[some], ends[some]
    apart = starts[1:] > ends[:-1]
    keep_start, keep_end = np.append(True, apart), np.append(apart, True)
    return (starts[keep_start], ends[keep_end]) if len(starts) else (starts, ends)


def _local(
    calendar: BusinessCalendar, first_year: int, last_year: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return starts and ends of the hours of every day, in seconds of the wall clock."""
    first = date(first_year, 1, 1).toordinal() - 2  # the wall may be a day ahead or behind
    days = range(first, date(last_year + 1, 1, 1).toordinal() + 3)
    apart = _days_apart(calendar, first_year - 1, last_year + 1)
    usual = [
        [(each.opens * 60, each.closes * 60) for each in calendar.week[day]] for day in range(7)
    ]
    starts, ends = [], []
    for day in days:
        if day in apart:
            hours = [(each.opens * 60, each.closes * 60) for each in apart[day]]
        else:
            hours = usual[(day - 1) % 7]  # ordinal 1 was a Monday
        midnight = (day - EPOCH) * DAY
        for opens, closes in hours:
            starts.append(midnight + opens)
            ends.append(midnight + closes)
    return np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64)


def _days_apart(
    calendar: BusinessCalendar, first_year: int, last_year: int
) -> dict[int, tuple[Span, ...]]:
    """Return the hours of the days that differ from their weekday, by ordinal of the day."""
    found: dict[int, tuple[Span, ...]] = {}
    if calendar.country:
        for day, _ in public_holidays(
            calendar.country, calendar.subdivision, first_year, last_year
        ):
            found[day.toordinal()] = ()
    yearly = [each for each in calendar.own_days if each.each_year]
    for year in range(first_year, last_year + 1):
        for own in yearly:
            try:
                found[date.fromisoformat(f"{year}-{own.day}").toordinal()] = own.hours
            except ValueError:
                continue  # 29 February
    for own in calendar.own_days:
        if not own.each_year:
            found[date.fromisoformat(own.day).toordinal()] = own.hours
    return found
