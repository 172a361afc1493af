"""Savings, end-to-end processes and the stages of a transformation."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from rivermouth import AGREEMENTS, CALENDARS, moment
from worked import record

from headwater.errors import InputError
from headwater.service.chain import read_process
from headwater.service.savings import savings_ledger
from headwater.service.transformation import growth_plan, transformation
from headwater.vocabulary.service import ServiceEvent, ServiceLevelAgreement, Target
from headwater.vocabulary.service_path import (
    EndToEndProcess,
    GrowthInitiative,
    ProcessReading,
    ProcessStep,
    SavingClaimed,
)

Happened = Callable[..., ServiceEvent]
HOUR = 3600
GOOD = SavingClaimed(
    "s1", "Fewer printers", "print contract", "2026", 40.0, date(2026, 3, 1), "Dev",
    baseline=90.0, baseline_source="ledger 4711, 2025", evidence="invoice 2026-118",
    evidenced=date(2026, 2, 20), confirmed_by="Amara",
)  # fmt: skip


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ({"baseline": None}, "no baseline"),
        ({"baseline_source": ""}, "baseline has no source"),
        ({"evidence": " "}, "no evidence"),
        ({"evidenced": None}, "evidence has no date"),
        ({"confirmed_by": ""}, "Nobody has confirmed"),
        ({"confirmed_by": "dev"}, "Dev claims and confirms it"),
        ({"amount": 100.0}, "saves 100 of a line that cost 90"),
        ({"amount": 0.0}, "a saving is above 0"),
    ],
)
def test_what_is_not_evidenced_is_refused_with_its_mend(fault: dict, reason: str) -> None:
    found = savings_ledger([replace(GOOD, **fault)])

    assert (found.admitted, found.total) == ((), 0.0)
    assert reason in found.refused[0].reasons[0]
    assert found.doubts


def test_a_line_is_saved_once_a_period_and_a_paper_proves_one_saving() -> None:
    again = replace(
        GOOD, id="s2", line="Print  Contract", evidence="memo", claimed=date(2026, 4, 1)
    )
    paper = replace(GOOD, id="s3", line="toner", claimed=date(2026, 4, 2))
    later = replace(
        GOOD, id="s4", period="2027", evidence="invoice 2027-3", claimed=date(2027, 3, 1)
    )

    found = savings_ledger([later, paper, again, GOOD])

    assert [each.id for each in found.admitted] == ["s1", "s4"]
    assert (found.total, found.claimed) == (80.0, 160.0)
    assert "claimed already by s1" in found.refused[0].reasons[0]
    assert "stands already behind s1" in found.refused[1].reasons[0]


PROMISE = ServiceLevelAgreement(
    "whole", "Case to decision", "london", (Target("delivery", 6, "days"),)
)
PROCESS = EndToEndProcess(
    "case", "From need to decision", "Finance",
    (ProcessStep("advice"), ProcessStep("modelling", region="India")), owner="Dev",
    agreement=PROMISE,
)  # fmt: skip


def run(
    events: list[ServiceEvent], at: str, names: tuple[str, ...] = ("one", "two")
) -> ProcessReading:
    return read_process(
        PROCESS, run="r1", engagements=names, events=events, agreements=AGREEMENTS,
        calendars=CALENDARS, at=moment(at),
    )  # fmt: skip


def test_the_customer_has_one_clock_over_all_steps_and_calendars(happened: Happened) -> None:
    events = [
        happened("requested", "2026-03-02 09:00", "one"),
        happened("delivered", "2026-03-03 17:00", "one"),
        happened("requested", "2026-03-05 09:00", "two", sla="abroad"),
        happened("delivered", "2026-03-06 12:30", "two"),
    ]

    found = run(events, "2026-03-20 09:00")

    assert found.clock.used_seconds == (14 + 7 + 7 + 3.5) * HOUR  # on London's hours, Wednesday too
    assert found.clock.outcome == "met"
    assert [each.handed_over for each in found.steps] == [0, 7 * HOUR]
    assert found.steps[1].own
    assert found.steps[1].own.calendar == "kolkata"
    assert found.clock.events == ("e1", "e4")


def test_every_step_in_time_and_the_whole_too_late_is_told(happened: Happened) -> None:
    events = [
        happened("requested", "2026-03-02 09:00", "one"),
        happened("delivered", "2026-03-03 12:00", "one"),
        happened("requested", "2026-03-16 09:00", "two", sla="standard"),
        happened("delivered", "2026-03-17 12:00", "two"),
    ]

    found = run(events, "2026-03-20 09:00")

    assert found.clock.outcome == "breached"
    assert "Every step kept its own promise" in found.doubts[0]
    assert "Hand-offs took" in found.doubts[1]


def test_only_waiting_for_the_customer_stops_the_customers_clock(happened: Happened) -> None:
    inside = [
        happened("requested", "2026-03-02 09:00", "one"),
        happened("paused", "2026-03-02 12:00", "one", waits_for="supplier"),
    ]
    outside = [inside[0], happened("paused", "2026-03-02 12:00", "one", waits_for="customer")]

    assert run(inside, "2026-03-03 12:30", ("one",)).clock.used_seconds == 10.5 * HOUR
    assert run(outside, "2026-03-03 12:30", ("one",)).clock.used_seconds == 3 * HOUR
    assert run(outside, "2026-03-03 12:30", ("one",)).clock.state == "paused"


def test_a_reopened_step_reopens_the_whole(happened: Happened) -> None:
    events = [
        happened("requested", "2026-03-02 09:00", "one"),
        happened("delivered", "2026-03-02 10:00", "one"),
        happened("requested", "2026-03-02 10:00", "two"),
        happened("delivered", "2026-03-02 11:00", "two"),
        happened("reopened", "2026-03-03 09:00", "one"),
    ]

    assert run(events, "2026-03-02 16:00").clock.state == "stopped"
    again = run(events, "2026-03-03 10:00")
    assert (again.clock.state, again.clock.used_seconds) == ("running", 3 * HOUR)


def test_a_missing_step_keeps_the_whole_open(happened: Happened) -> None:
    events = [
        happened("requested", "2026-03-02 09:00", "one"),
        happened("delivered", "2026-03-02 10:00", "one"),
    ]

    assert run(events, "2026-03-02 12:00", ("one",)).clock.state == "running"
    with pytest.raises(InputError, match="nothing is promised"):
        read_process(
            replace(PROCESS, agreement=None), run="r", engagements=(), events=[],
            agreements={}, calendars={}, at=moment("2026-03-02"),
        )  # fmt: skip


def test_stages_rest_on_records_and_say_what_holds() -> None:
    savings = [
        replace(GOOD, id=f"s{n}", line=f"line {n}", evidence=f"invoice {n}") for n in range(5)
    ]
    growth = [
        GrowthInitiative("g1", "Open data", ("o1",), starts=date(2027, 1, 1)),
        GrowthInitiative("g2", "Pet project", ("gone",)),
        GrowthInitiative("g3", "One counter", ("o2",), starts=date(2026, 9, 1)),
    ]

    found = transformation(
        record(), savings=savings, goal=150.0, processes=[PROCESS], growth=growth,
        objectives=("o1", "o2"),
    )  # fmt: skip

    assert found.standing.at
    assert found.standing.at.key == "cost"
    assert found.ledger.total == 200.0
    assert found.unlinked == ("g2",)
    assert found.standing.holds == (
        "Promises kept: at least 85% is asked, now 83%. 1 of the 2 that do not "
        "count yet would be enough.",
    )
    assert [each.id for each in growth_plan(growth)] == ["g3", "g1", "g2"]


def test_without_a_goal_or_savings_no_stage_is_reached() -> None:
    found = transformation(record())

    assert found.standing.at is None
    assert any("No savings goal is set" in each for each in found.doubts)
