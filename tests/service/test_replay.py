"""The replay of many clocks: the same as reading them one by one, also bit by bit."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "oracle"))

from rivermouth import AGREEMENTS, CALENDARS

from headwater.errors import InputError
from headwater.service import read_clocks
from headwater.service.event_table import event_table
from headwater.service.replay import OUTCOMES, STATES, Clocks, refresh, replay
from headwater.vocabulary.service import EVENT_KINDS, MEASURES, Measure, ServiceEvent

START = datetime(2026, 2, 27, 8, tzinfo=UTC)


def made(seed: int, engagements: int = 40) -> list[ServiceEvent]:
    """Random histories of all kinds of events, some without a request or an agreement."""
    random = Random(seed)
    events = []
    for number in range(engagements):
        at = START + timedelta(minutes=random.randrange(60_000))
        first = "requested" if random.random() < 0.9 else random.choice(EVENT_KINDS)
        for step in range(random.randrange(1, 9)):
            kind = random.choice(EVENT_KINDS) if step else first
            named = random.random() < 0.9 if kind in ("requested", "sla_changed") else False
            sla = random.choice([*AGREEMENTS]) if named or kind == "sla_changed" else ""
            changed = kind == "calendar_changed" or random.random() < 0.05
            events.append(
                ServiceEvent(
                    f"e{number}.{step}",
                    f"a{number}",
                    kind,
                    at,
                    reason="waiting" if kind == "paused" else "",
                    sla=sla,
                    calendar=random.choice([*CALENDARS]) if changed else "",
                    clock=random.choice(("", *MEASURES)) if kind == "reopened" else "",
                )
            )
            at += timedelta(seconds=random.choice((0, 1, 1800, 7200, 90_000, 400_000)))
    random.shuffle(events)
    return events


def one_by_one(events: list[ServiceEvent], measure: Measure, at: datetime) -> dict[str, tuple]:
    found = read_clocks(events, agreements=AGREEMENTS, calendars=CALENDARS, at=at)
    return {
        each.engagement: (
            each.state, each.outcome, each.used_seconds, each.target_seconds, each.sla,
            each.started, each.stopped, each.settled,
        )
        for each in found
        if each.measure == measure
    }  # fmt: skip


def columns(clocks: Clocks) -> dict[str, tuple]:
    def moment(seconds: int) -> datetime | None:
        return None if seconds < 0 else datetime.fromtimestamp(seconds, UTC)

    return {
        name: (
            STATES[clocks.state[row]], OUTCOMES[clocks.outcome[row]], clocks.used[row],
            clocks.target[row], clocks.events.slas[clocks.sla[row]],
            *(moment(int(each[row])) for each in (clocks.started, clocks.stopped, clocks.settled)),
        )
        for row, name in enumerate(clocks.engagements)
        if clocks.target[row]
    }  # fmt: skip


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("seed", range(8))
def test_the_replay_is_the_same_as_reading_one_by_one(seed: int, measure: Measure) -> None:
    events = made(seed)
    at = START + timedelta(days=30)

    clocks = replay(
        event_table(events), measure=measure, agreements=AGREEMENTS, calendars=CALENDARS, at=at
    )

    assert columns(clocks) == one_by_one(events, measure, at)
    assert set(clocks.outcome) >= {0, 1, 2} or measure != "delivery"


@pytest.mark.parametrize("seed", range(8))
def test_bit_by_bit_is_the_same_as_all_at_once(seed: int) -> None:
    events = made(seed)
    parts = [events[:100], events[100:110], events[110:]]
    clocks = replay(
        event_table(parts[0]), measure="delivery", agreements=AGREEMENTS, calendars=CALENDARS,
        at=START + timedelta(days=10),
    )  # fmt: skip
    for days, part in ((20, parts[1]), (40, parts[2]), (60, [])):
        clocks = refresh(
            clocks, agreements=AGREEMENTS, calendars=CALENDARS,
            at=START + timedelta(days=days), more=event_table(part) if part else None,
        )  # fmt: skip

    assert columns(clocks) == one_by_one(events, "delivery", START + timedelta(days=60))


def test_clocks_are_not_turned_back() -> None:
    table = event_table(made(0))
    known = {"agreements": AGREEMENTS, "calendars": CALENDARS}
    clocks = replay(table, measure="delivery", at=START, **known)  # type: ignore[arg-type]

    with pytest.raises(InputError, match="cannot be turned back"):
        refresh(clocks, at=START - timedelta(days=1), **known)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="name the agreement"):
        replay(
            table, measure="delivery", agreements={}, calendars=CALENDARS,
            at=START + timedelta(days=60),
        )  # fmt: skip


def test_no_events_are_no_clocks() -> None:
    clocks = replay(
        event_table([]), measure="delivery", agreements={}, calendars={}, at=START
    )  # fmt: skip

    assert len(clocks.rows) == 0
    assert np.sum(clocks.where("met")) == 0
