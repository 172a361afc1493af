"""Faults that users of service desks report, each with the wrong answer that they were given.

Rivermouth Council's office works 09:00 to 12:30 and 13:30 to 17:00 in London, Monday to Friday:
seven hours a day. Response within 4 hours, delivery within 2 days, as in `rivermouth`.
"""

from collections.abc import Callable

import pytest
from rivermouth import ABROAD, AGREEMENTS, CALENDARS, LONDON, STANDARD, clock, moment

from headwater.numeric.statistics import wilson_interval
from headwater.service import read_clocks
from headwater.service.attainment import attainment
from headwater.service.clock import deadline, elapsed
from headwater.vocabulary.service import ServiceEvent

HOUR = 3600
Happened = Callable[..., ServiceEvent]


@pytest.mark.parametrize(
    ("fault", "start", "at", "measure", "wrong", "right"),
    [
        ("a request at night counts from the request", "2026-03-06 22:15", "2026-03-09 10:00",
         "response", 59.75, 1.0),
        ("a request on Saturday counts from Saturday", "2026-03-07 10:00", "2026-03-09 10:00",
         "response", 48.0, 1.0),
        ("lunch is counted", "2026-03-02 12:00", "2026-03-02 14:00", "response", 2.0, 1.0),
        ("a request in the lunch hour counts from the request", "2026-03-02 13:00",
         "2026-03-02 14:00", "response", 1.0, 0.5),
        ("nights are counted", "2026-03-02 16:00", "2026-03-03 10:00", "delivery", 18.0, 2.0),
        ("a public holiday is counted", "2026-04-02 16:00", "2026-04-07 10:00", "delivery",
         14.0, 2.0),
        ("the day on which clocks change has 24 hours", "2026-03-27 16:00",
         "2026-03-30 10:00+01:00", "delivery", 3.0, 2.0),
    ],
)  # fmt: skip
def test_time_that_nobody_works_does_not_count(
    fault: str, start: str, at: str, measure: str, wrong: float, right: float, happened: Happened
) -> None:
    used = clock([happened("requested", start)], at, measure).used_seconds / HOUR
    assert used == right, fault
    assert used != wrong


def test_days_are_working_days_and_not_spans_of_24_hours(happened: Happened) -> None:
    """Reported: two days promised on Friday at four fell due on Sunday at four."""
    reading = clock([happened("requested", "2026-03-06 16:00")], "2026-03-06 16:30")
    assert reading.due == moment("2026-03-10 16:00")
    assert reading.target_seconds == 2 * 7 * HOUR  # of this calendar, not two times eight


def test_days_end_at_the_hour_of_closing_and_not_at_midnight(happened: Happened) -> None:
    """Reported: what was delivered at eight in the evening of the last day was in time."""
    asked = happened("requested", "2026-03-02 09:00")
    reading = clock([asked], "2026-03-03 20:00")
    assert (reading.due, reading.outcome) == (moment("2026-03-03 17:00"), "open")
    assert clock([asked], "2026-03-04 09:01").outcome == "breached"  # with the first open minute


def test_a_pause_is_not_lost_when_the_agreement_changes(happened: Happened) -> None:
    """Reported: after the change the clock began anew, and the days of waiting counted."""
    events = [
        happened("requested", "2026-03-02 09:00"),
        happened("paused", "2026-03-02 11:00", waits_for="customer"),
        happened("sla_changed", "2026-03-05 11:00", sla="extended"),
        happened("resumed", "2026-03-06 11:00"),
    ]
    for at, used in (("2026-03-05 12:00", 2), ("2026-03-06 11:00", 2), ("2026-03-06 12:00", 3)):
        assert clock(events, at).used_seconds == used * HOUR
    assert clock(events, "2026-03-05 12:00").state == "paused"


def test_the_clock_starts_with_the_request_and_not_with_the_assignment(happened: Happened) -> None:
    """Reported: a request that lay for a day before somebody took it was answered in an hour."""
    events = [
        happened("requested", "2026-03-02 09:00"),
        happened("assigned", "2026-03-03 09:00", by="Dev"),
        happened("responded", "2026-03-03 10:00"),
    ]
    reading = clock(events, "2026-03-03 12:00", "response")
    assert (reading.used_seconds, reading.outcome) == (8 * HOUR, "breached")


def test_a_customer_and_an_office_in_two_zones_have_one_clock(happened: Happened) -> None:
    """Reported: hours of the office were applied to the wall clock of whoever looked."""
    from_kolkata = happened("requested", "2026-03-02 14:30+05:30")  # 09:00 in London
    from_london = happened("requested", "2026-03-02 09:00", "advice 2")
    one = clock([from_kolkata], "2026-03-02 12:00")
    other = clock([from_london], "2026-03-02 12:00")
    assert one.used_seconds == other.used_seconds == 3 * HOUR
    assert one.due == other.due == moment("2026-03-03 17:00")
    abroad = happened("requested", "2026-03-02 14:30+05:30", sla=ABROAD.id)
    assert clock([abroad], "2026-03-02 12:00").used_seconds == 3 * HOUR  # 14:30 to 17:30 there
    assert clock([abroad], "2026-03-02 12:30").used_seconds == 3.5 * HOUR  # closes at six
    assert clock([abroad], "2026-03-02 16:00").used_seconds == 3.5 * HOUR


def test_a_reopened_request_goes_on_from_what_was_used(happened: Happened) -> None:
    """Reported: reopening gave a fresh clock, or counted the days in which it was closed."""
    events = [
        happened("requested", "2026-03-02 09:00"),
        happened("delivered", "2026-03-02 17:00"),
        happened("reopened", "2026-03-09 09:00", reason="The sums are wrong"),
    ]
    assert clock(events, "2026-03-09 10:00").used_seconds == (7 + 1) * HOUR
    assert clock(events, "2026-03-05 10:00").outcome == "met"


def test_a_calendar_changed_in_flight_keeps_what_was_counted(happened: Happened) -> None:
    """Reported: new opening hours were applied to the weeks before them."""
    events = [
        happened("requested", "2026-03-02 09:00"),
        happened("calendar_changed", "2026-03-03 09:00", calendar="always"),
    ]
    reading = clock(events, "2026-03-03 11:00")
    assert reading.used_seconds == (7 + 2) * HOUR  # a day in office hours, then around the clock
    assert [each.calendar for each in reading.stretches] == ["london", "always"]


def test_escalation_waits_while_the_clock_stands_still(happened: Happened) -> None:
    """Reported: the head was called out at night, or while the customer was being waited for."""
    asked = happened("requested", "2026-03-02 09:00")
    (first, second) = [e for e in clock([asked], "2026-03-02 10:00").moments
                       if e.kind == "escalation"]  # fmt: skip
    assert (first.to, second.to) == ("Dev", "Amara")
    assert first.at == deadline(LONDON, asked.at, int(0.9 * 14 * HOUR))
    paused = happened("paused", "2026-03-03 15:00", waits_for="customer")
    still = clock([asked, paused], "2026-03-06 10:00")
    assert not [each for each in still.moments if each.kind == "escalation" and each.at <= still.at]
    again = clock([asked, paused, happened("resumed", "2026-03-09 09:00")], "2026-03-09 10:00")
    told = [each.to for each in again.moments if each.kind == "escalation" and each.at <= again.at]
    assert told == ["Dev"]


def test_a_warning_comes_before_the_breach(happened: Happened) -> None:
    """Reported: the first that anybody heard was that it was too late."""
    asked = happened("requested", "2026-03-02 09:00")
    early = clock([asked], "2026-03-03 10:00")
    warned = clock([asked], "2026-03-03 14:00")  # 10.5 of 14 hours are three quarters
    assert (early.is_warning, warned.is_warning, warned.outcome) == (False, True, "open")
    warning = next(each for each in warned.moments if each.kind == "warning")
    assert elapsed(LONDON, asked.at, warning.at) == 0.75 * 14 * HOUR
    assert warned.due is not None
    assert warning.at < warned.due


def test_the_error_budget_counts_misses_and_not_days(happened: Happened) -> None:
    """Reported: one very late delivery used up the budget of a quarter."""
    events = []
    for number in range(20):
        day = 2 + 7 * (number % 2)
        events.append(happened("requested", f"2026-03-{day:02} 09:00", f"advice {number}"))
        if number:  # the first is never delivered
            events.append(happened("delivered", f"2026-03-{day + 1:02} 09:00", f"advice {number}"))
    at = moment("2026-06-30 17:00")
    found = read_clocks(events, agreements=AGREEMENTS, calendars=CALENDARS, at=at)
    kept = attainment(
        [each for each in found if each.measure == "delivery"],
        measure="delivery",
        objective=STANDARD.objective,
        name="advice",
    )
    assert (len(kept.met), len(kept.breached)) == (19, 1)
    assert (kept.budget.used, kept.budget.allowed) == (1, pytest.approx(2.0))
    assert kept.interval == wilson_interval(19, 20)
