"""Service clocks: the faults that users of other systems report, and the rules of ours."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from rivermouth import AGREEMENTS, ALWAYS, CALENDARS, LONDON, clock, moment

from headwater.errors import InputError
from headwater.service import deadline, elapsed, read_clocks
from headwater.vocabulary.service import ServiceEvent
from headwater.vocabulary.service_calendar import BusinessCalendar, OwnDay, spans

HOUR = 3600
Happened = Callable[..., ServiceEvent]


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2014-08-01 10:00", "2014-08-01 11:00"),
        ("2014-08-01 16:30", "2014-08-04 09:30"),
        ("2014-08-01 08:00", "2014-08-01 10:00"),
    ],
)
def test_pandas_business_hour(start: str, due: str) -> None:
    """The documentation of pandas: one hour on a calendar of 9 to 17."""
    nine_to_five = BusinessCalendar.weekly("nine to five", "UTC")

    assert deadline(nine_to_five, moment(start), HOUR) == moment(due)


@pytest.mark.parametrize(
    ("start", "end", "days", "counted"),
    [
        ("2011-01-01", "2011-02-01", "mon-fri", 21),
        ("2011-01-01", "2012-01-01", "mon-fri", 260),
        ("2011-01-01", "2012-01-01", "sat", 53),
    ],
)
def test_numpy_busday_count(start: str, end: str, days: str, counted: int) -> None:
    """The documentation of numpy.busday_count, as hours of a day of eight."""
    calendar = BusinessCalendar.weekly("days", "UTC", days=days)

    assert elapsed(calendar, moment(start), moment(end)) == counted * 8 * HOUR


def test_lunch_is_not_counted() -> None:
    assert elapsed(LONDON, moment("2026-03-02 12:00"), moment("2026-03-02 14:00")) == HOUR


def test_a_request_outside_hours_counts_from_the_next_opening(happened: Happened) -> None:
    friday_night = [happened("requested", "2026-03-06 22:15")]

    reading = clock(friday_night, "2026-03-09 10:00", "response")

    assert reading.used_seconds == HOUR
    assert reading.due == moment("2026-03-09 14:00")  # four hours, lunch left out


def test_the_clock_counts_from_the_request_and_not_from_the_assignment(happened: Happened) -> None:
    events = [happened("requested", "2026-03-02 09:00"), happened("assigned", "2026-03-02 16:00")]

    assert clock(events, "2026-03-02 16:30", "response").used_seconds == 6.5 * HOUR
    assert clock(events, "2026-03-02 16:30", "response").outcome == "breached"


def test_a_day_is_a_day_of_the_calendar_and_not_24_hours(happened: Happened) -> None:
    reading = clock([happened("requested", "2026-03-02 09:00")], "2026-03-02 10:00")

    assert reading.target_seconds == 14 * HOUR
    assert reading.due == moment("2026-03-03 17:00")


def test_a_pause_survives_a_change_of_agreement(happened: Happened) -> None:
    events = [
        happened("requested", "2026-03-02 09:00"),
        happened("paused", "2026-03-02 11:00", waits_for="customer"),
        happened("sla_changed", "2026-03-03 11:00", sla="extended"),
        happened("resumed", "2026-03-04 11:00"),
    ]

    reading = clock(events, "2026-03-04 12:00")

    assert (reading.used_seconds, reading.target_seconds) == (3 * HOUR, 28 * HOUR)
    assert clock(events, "2026-03-03 16:00").state == "paused"
    assert reading.events == ("e1", "e2", "e3", "e4")
    assert [each.why for each in reading.stretches] == [
        "running", "paused: waiting for figures", "paused: waiting for figures", "running",
    ]  # fmt: skip


def test_a_change_of_calendar_keeps_what_was_counted(happened: Happened) -> None:
    events = [
        happened("requested", "2026-03-02 09:00"),
        happened("sla_changed", "2026-03-02 17:00", sla="abroad"),
    ]

    reading = clock(events, "2026-03-03 05:30+00:00")  # 11:00 in Kolkata, an hour after opening

    assert reading.used_seconds == 7 * HOUR + HOUR
    assert reading.target_seconds == 16 * HOUR  # two days of eight hours there
    assert reading.calendar == "kolkata"


def test_a_calendar_alone_can_change(happened: Happened) -> None:
    events = [
        happened("requested", "2026-03-02 16:00"),
        happened("calendar_changed", "2026-03-02 17:00", calendar="always"),
    ]

    assert clock(events, "2026-03-02 20:00").used_seconds == 4 * HOUR


def test_a_changed_agreement_shows_that_the_earlier_target_was_passed(happened: Happened) -> None:
    events = [
        happened("requested", "2026-03-02 09:00"),
        happened("sla_changed", "2026-03-04 12:00", sla="extended"),
    ]

    reading = clock(events, "2026-03-04 12:00")

    assert reading.outcome == "open"
    assert "changed from standard to extended after its target of 2 days" in reading.doubts[0]


def test_a_change_after_delivery_does_not_touch_the_result(happened: Happened) -> None:
    events = [
        happened("requested", "2026-03-02 09:00"),
        happened("delivered", "2026-03-05 12:00"),
        happened("sla_changed", "2026-03-05 13:00", sla="extended"),
    ]

    assert clock(events, "2026-04-01 12:00").outcome == "breached"
    assert clock(events, "2026-04-01 12:00").sla == "standard"


def test_delivered_in_closed_hours_after_the_last_permitted_minute_is_in_time(
    happened: Happened,
) -> None:
    request = happened("requested", "2026-03-02 09:00")
    at_night = [request, happened("delivered", "2026-03-03 23:00")]
    next_day = [request, happened("delivered", "2026-03-04 09:00:01")]

    assert clock(at_night, "2026-03-09 12:00").outcome == "met"
    late = clock(next_day, "2026-03-09 12:00")
    assert (late.outcome, late.used_seconds - late.target_seconds) == ("breached", 1)
    assert (late.due, late.breach) == (moment("2026-03-03 17:00"), moment("2026-03-04 09:00"))


def test_warnings_and_escalations_have_their_moments(happened: Happened) -> None:
    reading = clock([happened("requested", "2026-03-02 09:00")], "2026-03-03 13:00")

    assert [(each.kind, each.at, each.to) for each in reading.moments] == [
        ("warning", moment("2026-03-03 12:30"), ""),
        ("escalation", moment("2026-03-03 15:36"), "Dev"),
        ("due", moment("2026-03-03 17:00"), ""),
        ("escalation", moment("2026-03-04 17:00"), "Amara"),
    ]
    assert reading.is_warning


def test_a_paused_clock_has_no_due_moment_and_gets_it_back(happened: Happened) -> None:
    events = [happened("requested", "2026-03-02 09:00"), happened("paused", "2026-03-02 12:00")]

    assert clock(events, "2026-03-20 12:00").due is None
    events.append(happened("resumed", "2026-03-23 09:00"))
    assert clock(events, "2026-03-23 09:00").due == moment("2026-03-24 14:00")


def test_reopening_goes_on_from_what_was_used(happened: Happened) -> None:
    events = [
        happened("requested", "2026-03-02 09:00"),
        happened("delivered", "2026-03-02 12:00"),
        happened("reopened", "2026-03-09 09:00"),
    ]

    reading = clock(events, "2026-03-09 10:00")

    assert (reading.state, reading.used_seconds) == ("running", 4 * HOUR)
    assert clock(events, "2026-03-06 10:00").outcome == "met"  # as it was known then
    assert "reopened on 2026-03-09" in reading.doubts[0]


def test_the_withdrawn_counts_neither_way_unless_it_had_breached(happened: Happened) -> None:
    request = happened("requested", "2026-03-02 09:00")
    early = [request, happened("withdrawn", "2026-03-02 12:00")]
    late = [request, happened("withdrawn", "2026-03-09 12:00")]

    assert clock(early, "2026-03-20 12:00").outcome == "none"
    assert (clock(late, "2026-03-20 12:00").state, clock(late, "2026-03-20 12:00").outcome) == (
        "withdrawn",
        "breached",
    )


def test_a_decision_clock_starts_when_the_case_is_submitted(happened: Happened) -> None:
    events = [happened("requested", "2026-03-02 09:00")]
    assert clock(events, "2026-03-20 12:00", "decision").state == "waiting"

    events += [happened("submitted", "2026-03-20 13:30"), happened("decided", "2026-03-23 12:30")]

    assert clock(events, "2026-04-20 12:00", "decision").used_seconds == 7 * HOUR


def test_holidays_half_days_and_own_days_are_closed() -> None:
    good_friday = elapsed(LONDON, moment("2026-04-03 00:00"), moment("2026-04-04 00:00"))
    christmas_eve = elapsed(LONDON, moment("2026-12-24 00:00"), moment("2026-12-25 00:00"))
    moved = BusinessCalendar.weekly(
        "moved", "Europe/London", country="GB", subdivision="ENG",
        own_days=(OwnDay("2026-04-03", "audit", spans("10:00-11:00")),),
    )  # fmt: skip

    assert (good_friday, christmas_eve) == (0, 3 * HOUR)
    assert elapsed(moved, moment("2026-04-03 00:00"), moment("2026-04-04 00:00")) == HOUR


def test_a_subdivision_has_its_own_holidays() -> None:
    scotland = BusinessCalendar.weekly("s", "Europe/London", country="GB", subdivision="SCT")
    england = BusinessCalendar.weekly("e", "Europe/London", country="GB", subdivision="ENG")
    easter_monday = moment("2026-04-06 00:00"), moment("2026-04-07 00:00")

    assert elapsed(england, *easter_monday) == 0
    assert elapsed(scotland, *easter_monday) == 8 * HOUR


@pytest.mark.parametrize(
    ("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-06-01", 24)]
)
def test_a_day_has_the_hours_that_the_wall_clock_shows(day: str, hours: int) -> None:
    """24 h on the wall of London are 23 real ones in spring and 25 in autumn."""
    calendar = BusinessCalendar.weekly("all", "Europe/London", hours="00:00-24:00", days="mon-sun")
    start = datetime.fromisoformat(f"{day}T00:00").replace(tzinfo=london())

    assert elapsed(calendar, start, start + timedelta(days=1)) == hours * HOUR


def london() -> object:
    from zoneinfo import ZoneInfo

    return ZoneInfo("Europe/London")


def test_an_hour_shown_twice_counts_twice() -> None:
    """Both 01:30s of 25 October 2026 are open hours."""
    calendar = BusinessCalendar.weekly(
        "night", "Europe/London", hours="01:00-02:00", days="mon-sun"
    )

    assert elapsed(calendar, moment("2026-10-25T00:00"), moment("2026-10-25T02:00")) == 2 * HOUR
    assert elapsed(calendar, moment("2026-03-29T00:00"), moment("2026-03-29T02:00")) == 0


def test_a_day_that_a_country_skipped_has_no_hours() -> None:
    """Samoa had no 30 December 2011, a Friday."""
    apia = BusinessCalendar.weekly("apia", "Pacific/Apia")
    week = moment("2011-12-25T00:00-10:00"), moment("2012-01-01T00:00+14:00")

    assert elapsed(apia, *week) == 4 * 8 * HOUR


def test_one_request_seen_from_two_time_zones_is_one_request(happened: Happened) -> None:
    west = clock([happened("requested", "2026-03-02T04:00-05:00")], "2026-03-02 10:00", "response")
    east = clock([happened("requested", "2026-03-02T14:30+05:30")], "2026-03-02 10:00", "response")

    assert west.used_seconds == east.used_seconds == HOUR


def test_dates_that_run_backwards_are_followed_and_told(happened: Happened) -> None:
    """A server whose clock was set back records the resumption before the pause."""
    events = [
        happened("requested", "2026-03-02 09:00"),
        happened("paused", "2026-03-02 11:00"),
        happened("resumed", "2026-03-02 10:30"),
    ]

    reading = clock(events, "2026-03-02 12:00")

    assert reading.state == "paused"
    assert any("e3 is dated before" in each for each in reading.doubts)
    assert any("resumes what was not paused" in each for each in reading.doubts)


def test_the_order_of_engagements_does_not_matter(happened: Happened) -> None:
    one = [happened("requested", "2026-03-02 09:00"), happened("delivered", "2026-03-02 10:00")]
    two = [happened("requested", "2026-03-01 09:00", "second")]

    def read(events: list[ServiceEvent]) -> object:
        now = moment("2026-03-09 09:00")
        return read_clocks(events, agreements=AGREEMENTS, calendars=CALENDARS, at=now)

    assert read(one + two) == read([one[0], *two, one[1]])


def test_what_is_not_known_is_named(happened: Happened) -> None:
    with pytest.raises(InputError, match=r"requested of 'advice' .* names the agreement 'gold'"):
        clock([happened("requested", "2026-03-02 09:00", sla="gold")], "2026-03-09 09:00")
    with pytest.raises(InputError, match="no time zone 'Europe/Rivermouth'"):
        elapsed(BusinessCalendar.weekly("x", "Europe/Rivermouth"), *[moment("2026-03-02")] * 2)
    with pytest.raises(InputError, match="GB has no subdivision 'ENGL'; did you mean 'ENG'"):
        elapsed(
            BusinessCalendar.weekly("x", "UTC", country="GB", subdivision="ENGL"),
            *[moment("2026-03-02")] * 2,
        )
    with pytest.raises(InputError, match="without a time zone"):
        ServiceEvent("e", "advice", "requested", datetime(2026, 3, 2, 9))
    with pytest.raises(InputError, match="has no reason"):
        ServiceEvent("e", "advice", "paused", moment("2026-03-02"))


def test_a_target_that_no_calendar_reaches_is_refused() -> None:
    rare = BusinessCalendar.weekly("rare", "UTC", hours="09:00-09:01", days="mon")

    with pytest.raises(InputError, match="not over before"):
        deadline(rare, moment("2026-03-02"), 1000 * HOUR)


def test_around_the_clock_is_real_time() -> None:
    assert deadline(ALWAYS, moment("2026-03-02 12:00"), 30 * HOUR) == moment("2026-03-03 18:00")


def test_a_reading_says_which_holidays_are_not_known(happened: Happened) -> None:
    indian = BusinessCalendar.weekly("kolkata", "Asia/Kolkata", country="IN")
    request = [happened("requested", "2036-03-03 09:00", sla="abroad")]
    now = moment("2036-03-04 09:00")

    (found,) = read_clocks(request, agreements=AGREEMENTS, calendars={"kolkata": indian}, at=now)

    assert "Not all public holidays of IN in 2036 are known" in found.doubts[0]
