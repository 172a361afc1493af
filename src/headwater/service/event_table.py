"""Events as columns of integers, for a hundred thousand engagements at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from headwater.vocabulary.service import EVENT_KINDS, MEASURES, ServiceEvent


@dataclass(frozen=True, slots=True, eq=False)
class EventTable:
    """Events as columns, in any order; those of one second stay in the order given.

    Attributes
    ----------
    engagements
        Ids; `engagement` points into them.
    engagement, at
        Int64, one an event: which engagement, and seconds since 1970 UTC.
    kind
        Int8: place in EVENT_KINDS.
    sla, calendar
        Int64: place in `slas` and `calendars` (ids), -1 where the event names none.
    clock
        Int8: which measure a reopening lets run again (place in MEASURES).
    """

    engagements: tuple[str, ...]
    slas: tuple[str, ...]
    calendars: tuple[str, ...]
    engagement: np.ndarray
    at: np.ndarray
    kind: np.ndarray
    sla: np.ndarray
    calendar: np.ndarray
    clock: np.ndarray

    def __len__(self) -> int:
        return len(self.at)


def event_table(events: Iterable[ServiceEvent]) -> EventTable:
    """Put events into columns."""
    given = list(events)
    engagements = sorted({each.engagement for each in given})
    slas = sorted({each.sla for each in given if each.sla})
    calendars = sorted({each.calendar for each in given if each.calendar})
    of = {name: place for place, name in enumerate(engagements)}
    sla_of = {"": -1, **{name: place for place, name in enumerate(slas)}}
    calendar_of = {"": -1, **{name: place for place, name in enumerate(calendars)}}
    kinds = {name: place for place, name in enumerate(EVENT_KINDS)}
    clocks: dict[str, int] = {name: place for place, name in enumerate(MEASURES)}
    clocks[""] = clocks["delivery"]
    return EventTable(
        engagements=tuple(engagements),
        slas=tuple(slas),
        calendars=tuple(calendars),
        engagement=np.array([of[each.engagement] for each in given], dtype=np.int64),
        at=np.array([int(each.at.timestamp()) for each in given], dtype=np.int64),
        kind=np.array([kinds[each.kind] for each in given], dtype=np.int8),
        sla=np.array([sla_of[each.sla] for each in given], dtype=np.int64),
        calendar=np.array([calendar_of[each.calendar] for each in given], dtype=np.int64),
        clock=np.array([clocks[each.clock] for each in given], dtype=np.int8),
    )


def appended(table: EventTable, more: EventTable) -> EventTable:
    """Put events behind others; ids that are new come after those known."""
    engagements, of = _merged(table.engagements, more.engagements)
    slas, sla_of = _merged(table.slas, more.slas)
    calendars, calendar_of = _merged(table.calendars, more.calendars)

    def both(name: str, places: np.ndarray | None = None) -> np.ndarray:
        new: np.ndarray = getattr(more, name)
        if places is not None:
            new = np.append(places, -1)[new]  # -1 stays -1
        return np.concatenate([getattr(table, name), new])

    return EventTable(
        engagements, slas, calendars,
        engagement=both("engagement", of), at=both("at"), kind=both("kind"),
        sla=both("sla", sla_of), calendar=both("calendar", calendar_of), clock=both("clock"),
    )  # fmt: skip


def _merged(old: tuple[str, ...], new: Sequence[str]) -> tuple[tuple[str, ...], np.ndarray]:
    known = {name: place for place, name in enumerate(old)}
    for name in new:
        known.setdefault(name, len(known))
    return tuple(known), np.array([known[name] for name in new], dtype=np.int64)
