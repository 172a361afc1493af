"""Benchmarks of the service room: `python -m benchmarks.service [EVENTS]`.

A million events of 100,000 engagements under eight agreements on six calendars: clocks from all
events beside plain pandas in a process of its own, then a day's new events, then attainment.
Prints CPU seconds and ratios of one run; the answers must be the same.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import numpy as np

from headwater.service import attainment
from headwater.service.event_table import EventTable
from headwater.service.opening import opening
from headwater.service.replay import refresh, replay
from headwater.service.tally import tallies
from headwater.service.terms import target_seconds
from headwater.vocabulary.service import EVENT_KINDS, ServiceLevelAgreement, Target
from headwater.vocabulary.service_calendar import BusinessCalendar

EVENTS, EACH = 1_000_000, 10
FIRST = datetime(2023, 1, 2, tzinfo=UTC)
NOW = FIRST + timedelta(days=3 * 365)
PLACES = (
    ("London", "Europe/London", "GB", "ENG"), ("Berlin", "Europe/Berlin", "DE", "BE"),
    ("New York", "America/New_York", "US", ""), ("Kolkata", "Asia/Kolkata", "IN", ""),
    ("Sydney", "Australia/Sydney", "AU", "NSW"), ("Tokyo", "Asia/Tokyo", "JP", ""),
)  # fmt: skip
CALENDARS = {
    name: BusinessCalendar.weekly(
        name, zone, hours="09:00-12:30, 13:30-17:00", country=country, subdivision=part
    )
    for name, zone, country, part in PLACES
}
AGREEMENTS = {
    f"s{number}": ServiceLevelAgreement(
        f"s{number}", "", [*CALENDARS][number % 6], (Target("delivery", 3 + 2 * number, "days"),)
    )
    for number in range(8)
}


def seconds(work: Callable[[], Any], times: int = 1) -> tuple[float, Any]:
    taken, result = [], None
    for _ in range(times):
        started = process_time()
        result = work()
        taken.append(process_time() - started)
    return median(taken), result


def made(events: int, seed: int = 0) -> EventTable:
    """Ten events an engagement: a request, pauses, changed agreements, most delivered; shuffled."""
    random = np.random.default_rng(seed)
    number = events // EACH
    kind_of = {name: place for place, name in enumerate(EVENT_KINDS)}
    middle = np.array(
        [kind_of[each] for each in ("assigned", "responded", "paused", "resumed", "noted",
                                    "paused", "resumed", "sla_changed", "reopened")]
    )  # fmt: skip
    kind = random.choice(middle, (number, EACH))
    kind[:, 0] = kind_of["requested"]
    kind[:, -2] = kind_of["delivered"]
    kind[random.random(number) < 0.1, -2] = kind_of["withdrawn"]
    kind[:, -1] = kind_of["noted"]
    kind[random.random(number) < 0.2, -1] = kind_of["reopened"]
    span = int((NOW - FIRST).total_seconds())
    steps = random.integers(60, 4 * 86_400, (number, EACH))
    steps[:, 0] = random.integers(0, span, number)
    at = int(FIRST.timestamp()) + np.minimum(np.cumsum(steps, axis=1), span)
    named = (kind == kind_of["requested"]) | (kind == kind_of["sla_changed"])
    sla = np.where(named, random.integers(0, len(AGREEMENTS), (number, EACH)), -1)
    order = random.permutation(number * EACH)
    engagement = np.repeat(np.arange(number), EACH)
    order = order[np.argsort(at.ravel()[order], kind="stable")]  # as recorded: by time
    return EventTable(
        tuple(f"a{each:06d}" for each in range(number)), tuple(AGREEMENTS), (),
        engagement=engagement[order].astype(np.int64), at=at.ravel()[order].astype(np.int64),
        kind=kind.ravel()[order].astype(np.int8), sla=sla.ravel()[order].astype(np.int64),
        calendar=np.full(number * EACH, -1, dtype=np.int64),
        clock=np.ones(number * EACH, dtype=np.int8),
    )  # fmt: skip


def peer(table: EventTable) -> tuple[float, dict[str, np.ndarray]]:
    """Write the columns and the open stretches, and let pandas compute in its own process."""
    places = {name: place for place, name in enumerate(CALENDARS)}
    hours = [
        opening(each, int(FIRST.timestamp()), int(NOW.timestamp())) for each in CALENDARS.values()
    ]
    columns = {f"kind_{name}": np.array(place) for place, name in enumerate(EVENT_KINDS)}
    columns |= {
        "engagement": table.engagement, "at": table.at, "kind": table.kind, "sla": table.sla,
        "now": np.array(int(NOW.timestamp())),
        "calendar_of_sla": np.array([places[each.calendar] for each in AGREEMENTS.values()]),
        "target_of_sla": np.array(
            [target_seconds(each.targets[0], CALENDARS[each.calendar])
             for each in AGREEMENTS.values()]
        ),
        "span_calendar": np.repeat(np.arange(len(hours)), [len(each.starts) for each in hours]),
        "span_start": np.concatenate([each.starts for each in hours]),
        "span_end": np.concatenate([each.ends for each in hours]),
        "span_before": np.concatenate([each.before[:-1] for each in hours]),
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "events.npz")
        np.savez(path, **columns)
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.service_peer", str(path)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        return float(done.stdout), dict(np.load(f"{path}.answer.npz"))


def main(events: int = EVENTS) -> int:
    known: dict[str, Any] = {"agreements": AGREEMENTS, "calendars": CALENDARS}
    table = made(events)
    print(f"{len(table):,} events of {len(table.engagements):,} engagements")
    cold, _ = seconds(lambda: replay(made(1000), measure="delivery", at=NOW, **known))
    print(f"  compiling and the calendars of six countries: {cold:.2f} s once")
    mine, clocks = seconds(lambda: replay(table, measure="delivery", at=NOW, **known), 5)
    theirs, answer = peer(table)
    same = bool(np.array_equal(answer["used"], clocks.used))
    met = bool(np.array_equal(answer["met"], clocks.used <= clocks.target))
    print(
        f"  all clocks from all events: {mine:.3f} s against {theirs:.2f} s of pandas, "
        f"{theirs / mine:.0f} times; used seconds identical {same}, outcomes identical {met}"
    )
    cut = np.sort(table.at)[-len(table) // 1000]  # the last thousandth came since yesterday
    old, new = _parts(table, table.at < cut)
    moment = datetime.fromtimestamp(int(cut) - 1, UTC)
    before = replay(old, measure="delivery", at=moment, **known)
    more, after = seconds(lambda: refresh(before, at=NOW, more=new, **known), 5)
    print(
        f"  {len(new):,} new events and the open clocks: {more:.3f} s; "
        f"identical to all at once {bool(np.array_equal(after.rows, clocks.rows))}"
    )
    services = np.arange(len(table.engagements)) % 11
    names = [f"service {each}" for each in range(11)]
    query, found = seconds(
        lambda: tallies(after, names=names, of=services, objectives=dict.fromkeys(names, 0.9)), 5
    )
    print(f"  attainment of {len(found)} services with every engagement behind: {query:.3f} s")
    one, _ = seconds(
        lambda: attainment.counted(met=found[0].met, breached=found[0].breached,
                                   measure="delivery", objective=0.9), 5)  # fmt: skip
    print(f"  of one service: {one:.3f} s")
    times = []
    for size in (125_000, 250_000, 500_000, 1_000_000):
        given = made(size)
        work = lambda given=given: replay(given, measure="delivery", at=NOW, **known)  # noqa: E731
        times.append(seconds(work, 3)[0])
    exponent = np.polyfit(np.log([1, 2, 4, 8]), np.log(np.maximum(times, 1e-4)), 1)[0]
    print("  growth: " + ", ".join(f"{t:.3f} s" for t in times) + f"; exponent {exponent:.2f}")
    return 0 if same and met and np.array_equal(after.rows, clocks.rows) else 1


def _parts(table: EventTable, early: np.ndarray) -> tuple[EventTable, EventTable]:
    def of(rows: np.ndarray) -> EventTable:
        return EventTable(
            table.engagements, table.slas, table.calendars, table.engagement[rows],
            table.at[rows], table.kind[rows], table.sla[rows], table.calendar[rows],
            table.clock[rows],
        )  # fmt: skip

    return of(early), of(~early)


if __name__ == "__main__":
    sys.exit(main(*(int(each) for each in sys.argv[1:])))
