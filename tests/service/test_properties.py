"""What must hold of every calendar and every history."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rivermouth import AGREEMENTS, CALENDARS, KOLKATA, LONDON

from headwater.service import deadline, elapsed, read_clocks
from headwater.vocabulary.service import ServiceEvent
from headwater.vocabulary.service_calendar import BusinessCalendar

SAMOA = BusinessCalendar.weekly("apia", "Pacific/Apia", hours="22:00-24:00", days="mon-sun")
TROLL = BusinessCalendar.weekly("troll", "Antarctica/Troll", hours="00:30-04:00", days="mon-sat")
calendars = st.sampled_from([LONDON, KOLKATA, SAMOA, TROLL])
moments = st.datetimes(datetime(2005, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
spans = st.integers(0, 40 * 86_400).map(lambda seconds: timedelta(seconds=seconds))
work = st.integers(0, 200 * 3600)


@settings(deadline=None)  # the first look at a calendar compiles it
@given(calendars, moments, spans, spans)
def test_time_adds_up(
    calendar: BusinessCalendar, at: datetime, one: timedelta, two: timedelta
) -> None:
    whole = elapsed(calendar, at, at + one + two)

    assert whole == elapsed(calendar, at, at + one) + elapsed(calendar, at + one, at + one + two)
    assert 0 <= whole <= (one + two).total_seconds()
    assert elapsed(calendar, at + one, at) == -elapsed(calendar, at, at + one)


@settings(deadline=None)
@given(calendars, moments, work)
def test_a_deadline_is_the_first_moment_at_which_so_much_has_elapsed(
    calendar: BusinessCalendar, at: datetime, seconds: int
) -> None:
    at = at.replace(microsecond=0)
    due = deadline(calendar, at, seconds)

    assert elapsed(calendar, at, due) == seconds
    if seconds:
        assert elapsed(calendar, at, due - timedelta(seconds=1)) == seconds - 1
    else:
        assert due == at


@settings(deadline=None)
@given(calendars, moments, st.integers(1, 200 * 3600), st.integers(1, 200 * 3600))
def test_deadlines_follow_each_other(
    calendar: BusinessCalendar, at: datetime, one: int, two: int
) -> None:
    step = deadline(calendar, at, one)

    assert deadline(calendar, step, two) == deadline(calendar, at, one + two)


@pytest.mark.parametrize("hours", [1, 30, 400])
@settings(deadline=None)
@given(moments, spans, spans)
def test_a_pause_takes_away_exactly_its_own_hours(
    hours: int, at: datetime, before: timedelta, length: timedelta
) -> None:
    at = at.replace(microsecond=0)
    pause, resume = at + before, at + before + length
    end = resume + timedelta(hours=hours)
    events = [
        ServiceEvent("1", "a", "requested", at, sla="standard"),
        ServiceEvent("2", "a", "paused", pause, reason="waiting"),
        ServiceEvent("3", "a", "resumed", resume),
    ]
    without = _used(events[:1], end)

    assert _used(events, end) == without - elapsed(LONDON, pause, resume)


def _used(events: list[ServiceEvent], at: datetime) -> int:
    found = read_clocks(events, agreements=AGREEMENTS, calendars=CALENDARS, at=at)
    return next(each.used_seconds for each in found if each.measure == "delivery")
