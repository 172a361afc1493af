"""Chains that nobody planned: one clock over engagements that handed over to each other."""

from collections.abc import Callable

import pytest
from rivermouth import AGREEMENTS, CALENDARS, moment

from headwater.errors import InputError
from headwater.service.chain import read_chain
from headwater.vocabulary.service import ServiceEvent, ServiceLevelAgreement, Target
from headwater.vocabulary.service_path import ChainLink, ProcessReading

Happened = Callable[..., ServiceEvent]
HOUR = 3600
PROMISE = ServiceLevelAgreement("all", "The whole", "london", (Target("delivery", 3, "days"),))
TWO = (ChainLink("one", "advice"), ChainLink("two", "modelling", follows="one"))


def read(
    events: list[ServiceEvent],
    at: str,
    links: tuple[ChainLink, ...] = TWO,
    promise: ServiceLevelAgreement | None = None,
) -> ProcessReading:
    return read_chain(
        links, run="r1", calendar="london", promise=promise, events=events,
        agreements=AGREEMENTS, calendars=CALENDARS, at=moment(at),
    )  # fmt: skip


@pytest.fixture
def events(happened: Happened) -> list[ServiceEvent]:
    """Advice in London over two days, a day between, modelling in Kolkata over half a day."""
    return [
        happened("requested", "2026-03-02 09:00", "one"),
        happened("delivered", "2026-03-03 17:00", "one"),
        happened("requested", "2026-03-05 09:00", "two", sla="abroad"),
        happened("delivered", "2026-03-05 12:30", "two"),
    ]


def test_without_a_promise_the_clock_counts_and_promises_nothing(
    events: list[ServiceEvent],
) -> None:
    found = read(events, "2026-03-20 09:00")

    assert found.clock.used_seconds == (14 + 7 + 3.5) * HOUR
    assert (found.clock.outcome, found.clock.target_seconds) == ("none", 0)
    assert (found.clock.due, found.clock.breach, found.clock.moments) == (None, None, ())
    assert [each.handed_over for each in found.steps] == [0, 7 * HOUR]
    assert found.steps[0].ended == moment("2026-03-03 17:00")
    assert found.holders == ()


def test_a_promise_for_the_whole_is_broken_by_the_hand_off(events: list[ServiceEvent]) -> None:
    found = read(events, "2026-03-20 09:00", promise=PROMISE)

    assert found.clock.outcome == "breached"
    assert found.clock.target_seconds == 21 * HOUR
    assert [each.own.outcome for each in found.steps if each.own] == ["met", "met"]
    assert "Every step kept its own promise" in found.doubts[0]


def test_a_link_added_later_lets_the_clock_run_on_as_if_it_had_never_stopped(
    events: list[ServiceEvent],
) -> None:
    before = read(events[:2], "2026-03-04 17:00", links=TWO[:1])
    after = read(events[:3], "2026-03-05 10:00")

    assert (before.clock.state, before.clock.used_seconds) == ("stopped", 14 * HOUR)
    assert (after.clock.state, after.clock.used_seconds) == ("running", (14 + 7 + 1) * HOUR)
    assert [each.engagement for each in after.holders] == ["two"]


def test_one_may_hand_over_to_two_and_all_must_end(happened: Happened) -> None:
    links = (*TWO, ChainLink("three", "drawing", follows="one"))
    events = [
        happened("requested", "2026-03-02 09:00", "one"),
        happened("delivered", "2026-03-02 10:00", "one"),
        happened("requested", "2026-03-02 11:00", "two"),
        happened("requested", "2026-03-02 12:00", "three"),
        happened("delivered", "2026-03-02 12:30", "three"),
        happened("paused", "2026-03-02 14:30", "two", waits_for="customer"),
    ]

    found = read(events, "2026-03-02 16:00", links=links)

    assert [each.handed_over for each in found.steps] == [0, HOUR, 2 * HOUR]
    assert [(each.engagement, each.waits_for) for each in found.holders] == [("two", "customer")]
    assert found.clock.state == "paused"
    assert found.clock.used_seconds == 4.5 * HOUR


def test_a_decision_opened_again_does_not_reopen_what_was_delivered(
    events: list[ServiceEvent], happened: Happened
) -> None:
    again = happened("reopened", "2026-03-06 09:00", "one", clock="decision")

    assert read([*events, again], "2026-03-09 09:00").clock.state == "stopped"


def test_a_link_must_follow_one_before_it() -> None:
    with pytest.raises(InputError, match="'two' follows 'one', which does not stand before it"):
        read([], "2026-03-02 09:00", links=TWO[::-1])
