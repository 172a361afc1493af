"""What the clocks of engagements show, replayed from their events: the readable reference.

The rules, which `replay` follows too:

- A clock counts business time from the event that its target names (the request unless agreed
  otherwise, never the assignment), also when it came outside hours: then from the next opening.
- A pause stops it until it is resumed, delivered, reopened or withdrawn; a change of agreement or
  calendar does not end a pause.
- After a change of agreement or calendar the time used so far stays as it was counted, and the
  new target and calendar hold from then on. The new agreement's calendar holds unless the event
  names another. A change after a clock has stopped does not touch that clock.
- A reopened clock goes on from what was used; the time between stop and reopening is free.
- It breaches when more than the target is used. So what is delivered in closed hours after the
  last permitted minute is in time: closed hours never count.
- What breached stays breached when it is withdrawn; otherwise the withdrawn counts neither way.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from math import ceil

from headwater.errors import InputError
from headwater.service import opening as open_hours
from headwater.service.course import Course, course
from headwater.service.public_holidays import missing
from headwater.service.terms import Terms, find, target_seconds, terms
from headwater.vocabulary.service import (
    MEASURES,
    ClockOutcome,
    ClockReading,
    ClockState,
    Measure,
    Moment,
    ServiceEvent,
    ServiceLevelAgreement,
    Target,
    in_order,
    instant,
)
from headwater.vocabulary.service_calendar import BusinessCalendar


def read_clocks(
    events: Iterable[ServiceEvent],
    *,
    agreements: Mapping[str, ServiceLevelAgreement],
    calendars: Mapping[str, BusinessCalendar],
    at: datetime,
) -> tuple[ClockReading, ...]:
    """Say what every promised clock of every engagement shows at a moment.

    Parameters
    ----------
    events
        Of any number of engagements, in the order in which they were recorded; those after
        `at` are left out, so an earlier moment shows what was known then.
    agreements, calendars
        By id.

    Returns
    -------
    tuple
        By engagement, then response, delivery, decision, where promised.

    Raises
    ------
    InputError
        If an agreement or a calendar is not given; the message names the engagement.
    """
    now = instant(at, "the moment of the reading")
    given = [each for each in events if each.at <= now]
    backwards = _backwards(given)
    readings: list[ClockReading] = []
    for engagement, own in groupby(in_order(given), key=lambda each: each.engagement):
        history = tuple(own)
        held = terms(history, agreements=agreements, calendars=calendars)
        if held is None:
            continue  # nothing is promised yet
        doubts = tuple(backwards.get(engagement, ()))
        for measure in MEASURES:
            reading = _read(measure, history, held, now, doubts)
            readings += [reading] if reading else []
    return tuple(readings)


def elapsed(calendar: BusinessCalendar, start: datetime, end: datetime) -> int:
    """Return the business seconds from one moment to another; below 0 where they run backwards."""
    first, last = _seconds(start, "the start"), _seconds(end, "the end")
    hours = open_hours.opening(calendar, min(first, last), max(first, last))
    return int(hours.elapsed(open_hours.one(first), open_hours.one(last))[0])


def deadline(calendar: BusinessCalendar, start: datetime, seconds: int) -> datetime:
    """Return the first moment at which so many business seconds have elapsed since the start.

    Raises
    ------
    InputError
        If `seconds` is negative, or the moment is later than clocks run.
    """
    if seconds < 0:
        raise InputError(f"{seconds} seconds cannot be added; give 0 or more")
    return _moment(open_hours.earliest(calendar, _seconds(start, "the start"), seconds))


def _read(
    measure: Measure,
    history: Sequence[ServiceEvent],
    held: Terms,
    now: datetime,
    doubts: tuple[str, ...],
) -> ClockReading | None:
    ended = course(measure, history, held, now)
    if ended is None:
        return None
    target, calendar = ended.target, find(held.calendars, ended.calendar)
    promised = target_seconds(target, calendar)
    points = _Points(ended, calendar, now)
    breach = points.exceeds(promised)
    outcome, settled = _outcome(ended, promised, breach, now)
    return ClockReading(
        engagement=history[0].engagement,
        measure=measure,
        at=now,
        state=ended.state,
        outcome=outcome,
        sla=ended.sla,
        calendar=ended.calendar,
        target_seconds=promised,
        used_seconds=ended.used,
        started=ended.started,
        stopped=ended.stopped,
        due=points.reaches(promised),
        breach=breach,
        settled=settled,
        moments=_moments(target, promised, points),
        stretches=ended.stretches,
        events=ended.events,
        doubts=(*doubts, *ended.doubts, *_unknown_holidays(ended)),
    )


def _unknown_holidays(ended: Course) -> tuple[str, ...]:
    """Say where a clock ran through years whose public holidays are not all known."""
    looked_at = {
        (ended.calendars[each.calendar], year)
        for each in ended.stretches
        for year in range(each.start.year, each.end.year + 1)
    }
    found = {
        missing(calendar.country, calendar.subdivision, year)
        for calendar, year in looked_at
        if calendar.country
    }
    return tuple(sorted(found - {""}))


def _outcome(
    ended: Course, promised: int, breach: datetime | None, now: datetime
) -> tuple[ClockOutcome, datetime | None]:
    if ended.used > promised:
        return "breached", breach
    if ended.state == "stopped" and ended.started is not None:
        return "met", ended.stopped
    return ("open" if ended.state in ("waiting", "running", "paused") else "none"), None


class _Points:
    """When a clock's used time reaches an amount: behind it as counted, ahead if it runs on."""

    def __init__(self, ended: Course, calendar: BusinessCalendar, now: datetime) -> None:
        self._ended, self._calendar, self._now = ended, calendar, now

    def reaches(self, seconds: int) -> datetime | None:
        """Return the first moment at which so much is used; None where that is not in sight."""
        done = 0
        for each in self._ended.counted:
            if done + each.seconds >= seconds:
                calendar = self._ended.calendars[each.calendar]
                start = int(each.start.timestamp())
                return _moment(open_hours.earliest(calendar, start, seconds - done))
            done += each.seconds
        return self._ahead(open_hours.earliest, seconds - done)

    def exceeds(self, seconds: int) -> datetime | None:
        """Return the moment after which more is used; None where that is not in sight."""
        done = 0
        for each in self._ended.counted:
            if done + each.seconds > seconds:
                calendar = self._ended.calendars[each.calendar]
                start = int(each.start.timestamp())
                return _moment(open_hours.latest(calendar, start, seconds - done))
            done += each.seconds
        return self._ahead(open_hours.latest, seconds - done)

    def _ahead(self, find_it: open_hours.Finder, left: int) -> datetime | None:
        if self._ended.state != "running":
            return None
        return _moment(find_it(self._calendar, int(self._now.timestamp()), left))


def _moments(target: Target, promised: int, points: _Points) -> tuple[Moment, ...]:
    asked: list[tuple[str, float, str]] = [("warning", target.warn, ""), ("due", 1.0, "")]
    asked += [("escalation", each.share, each.to) for each in target.escalations]
    found = []
    for kind, share, to in asked:
        at = points.reaches(ceil(promised * share - 1e-6))
        if at is not None:
            found.append(Moment(kind, at, share, to))  # type: ignore[arg-type]
    return tuple(sorted(found, key=lambda each: (each.at, each.share)))


def _backwards(events: Sequence[ServiceEvent]) -> dict[str, list[str]]:
    """Say of each engagement which events were recorded out of the order of their dates."""
    newest: dict[str, datetime] = {}
    found: dict[str, list[str]] = {}
    for each in events:
        if each.at < newest.get(each.engagement, each.at):
            found.setdefault(each.engagement, []).append(
                f"{each.id} is dated before an event recorded earlier; the clock follows the dates."
            )
        else:
            newest[each.engagement] = each.at
    return found


def _seconds(at: datetime, what: str) -> int:
    return int(instant(at, what).timestamp())


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


__all__ = ["ClockState", "deadline", "elapsed", "read_clocks", "target_seconds"]
