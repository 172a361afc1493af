"""Holding the kept clocks against a recomputation of all events by the engine's fast replay."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import numpy as np
from django.utils import timezone

from headwater.service.event_table import EventTable
from headwater.service.replay import OUTCOMES, replay
from headwater.vocabulary.service import EVENT_KINDS, MEASURES, Measure
from headwater.web.service.actions import calendars
from headwater.web.service.actions.clocks import kept_readings
from headwater.web.service.actions.histories import AS, agreements_by_key
from headwater.web.service.models import EngagementEvent

KIND: dict[str, int] = {name: place for place, name in enumerate(EVENT_KINDS)}


def differing(*, at: datetime | None = None) -> Mapping[Measure, Sequence[str]]:
    """Return the engagements whose kept clocks say otherwise than all events replayed now.

    Outcome, target and the second at which it was settled are compared: what every figure of
    attainment rests on. Nothing is differing in a sound installation.
    """
    now = at or timezone.now()
    table = event_columns()
    kept: dict[Measure, dict[str, tuple[str, int, int]]] = {each: {} for each in MEASURES}
    for reading in kept_readings(at=now):
        settled = int(reading.settled.timestamp()) if reading.settled else -1
        outcome = reading.outcome if reading.target_seconds else "none"
        kept[reading.measure][reading.engagement] = (outcome, reading.target_seconds, settled)
    found: dict[Measure, list[str]] = {}
    known, promised = calendars.records(), agreements_by_key()
    for measure in MEASURES:
        clocks = replay(table, measure=measure, agreements=promised, calendars=known, at=now)
        own = kept[measure]
        rows = zip(
            clocks.engagements, clocks.outcome.tolist(), clocks.target.tolist(),
            clocks.settled.tolist(), strict=True,
        )  # fmt: skip
        found[measure] = [
            label
            for label, outcome, target, settled in rows
            if (target or label in own)
            and own.get(label, ("none", 0, -1)) != (OUTCOMES[outcome], target, settled)
        ]
    return found


def event_columns() -> EventTable:
    """Read all events as columns of integers, in the order of recording."""
    engagements: dict[int, int] = {}
    slas: dict[str, int] = {"": -1}
    hours: dict[str, int] = {"": -1}
    columns: tuple[list[int], ...] = ([], [], [], [], [], [])
    measures: dict[str, int] = {name: place for place, name in enumerate(MEASURES)}
    fields = ("engagement__number", "kind", "at", "sla", "calendar", "clock")
    rows = EngagementEvent.objects.order_by("pk").values_list(*fields)
    for number, said, at, sla, calendar, clock in rows.iterator(chunk_size=20_000):
        for kind in AS.get(said, ()):
            values = (
                engagements.setdefault(number, len(engagements)),
                int(at.astimezone(UTC).timestamp()),
                KIND[kind],
                slas.setdefault(sla, len(slas) - 1),
                hours.setdefault(calendar, len(hours) - 1),
                measures.get(clock, measures["delivery"]),
            )
            for column, value in zip(columns, values, strict=True):
                column.append(value)
    wide = [np.array(each, dtype=np.int64) for each in columns]
    return EventTable(
        tuple(f"E-{number}" for number in engagements),
        tuple(name for name in slas if name),
        tuple(name for name in hours if name),
        engagement=wide[0], at=wide[1], kind=wide[2].astype(np.int8), sla=wide[3],
        calendar=wide[4], clock=wide[5].astype(np.int8),
    )  # fmt: skip
