"""All clocks of one measure at once, from columns of events: fast, and the same as `read_clocks`.

Use `read_clocks` to show one clock with its stretches and events; use this to count thousands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import numpy as np

from headwater.errors import InputError
from headwater.service import kernels as k
from headwater.service import opening as open_hours
from headwater.service.event_table import EventTable, appended, event_table
from headwater.service.terms import target_seconds
from headwater.vocabulary.service import (
    EVENT_KINDS,
    MEASURES,
    STOPS,
    Measure,
    ServiceEvent,
    ServiceLevelAgreement,
    Target,
    instant,
)
from headwater.vocabulary.service_calendar import BusinessCalendar

STATES = ("waiting", "running", "paused", "stopped", "withdrawn", "nothing promised")
OUTCOMES = ("open", "met", "breached", "none")
WARM = datetime(2026, 3, 2, tzinfo=UTC)
PARTS = ("paused", "resumed", "delivered", "reopened", "withdrawn")


@dataclass(frozen=True, slots=True, eq=False)
class Clocks:
    """One measure of every engagement at a moment, as columns in the order of `engagements`.

    Attributes
    ----------
    state, outcome
        Int64: places in STATES and OUTCOMES.
    used, target
        Business seconds; a target of 0 is no promise.
    started, stopped, settled
        Seconds since 1970 UTC; -1 where it has not.
    sla
        Place in `events.slas`; -1 where nothing is promised.
    """

    events: EventTable
    measure: Measure
    at: datetime
    rows: np.ndarray

    @property
    def engagements(self) -> tuple[str, ...]:
        """Ids of the engagements."""
        return self.events.engagements

    def where(self, outcome: str) -> np.ndarray:
        """Return which engagements have an outcome, as an array of truth values."""
        found: np.ndarray = self.rows[:, k.OUTCOME] == OUTCOMES.index(outcome)
        return found

    def __getattr__(self, name: str) -> np.ndarray:
        try:
            column: np.ndarray = self.rows[:, _COLUMNS[name]]
        except KeyError:
            raise AttributeError(name) from None
        return column


_COLUMNS = {
    "state": k.STATE, "outcome": k.OUTCOME, "used": k.USED, "target": k.TARGET,
    "started": k.STARTED, "stopped": k.STOPPED_AT, "settled": k.SETTLED,
    "sla": k.SLA,
}  # fmt: skip


def replay(
    table: EventTable,
    *,
    measure: Measure,
    agreements: Mapping[str, ServiceLevelAgreement],
    calendars: Mapping[str, BusinessCalendar],
    at: datetime,
) -> Clocks:
    """Compute the clocks of one measure of every engagement at a moment.

    Raises
    ------
    InputError
        If an agreement or a calendar that an event names is not given.
    """
    now = instant(at, "the moment of the reading")
    rows = _blank(len(table.engagements))
    everything = np.arange(len(table), dtype=np.int64)
    _fill(table, everything, measure, agreements, calendars, int(now.timestamp()), rows)
    return Clocks(table, measure, now, rows)


def refresh(
    clocks: Clocks,
    *,
    agreements: Mapping[str, ServiceLevelAgreement],
    calendars: Mapping[str, BusinessCalendar],
    at: datetime,
    more: EventTable | None = None,
) -> Clocks:
    """Bring clocks to a later moment, with the events that came in between.

    Only engagements that were open, and those that `more` is about, are computed again; the
    answer is the same as from all events.

    Parameters
    ----------
    more
        New events; the ids of its engagements, agreements and calendars may be new.

    Raises
    ------
    InputError
        If the moment is earlier than that of the clocks, or an id is not given.
    """
    now = instant(at, "the moment of the reading")
    if now < clocks.at:
        raise InputError(f"clocks of {clocks.at} cannot be turned back to {now}; replay them")
    table = appended(clocks.events, more) if more else clocks.events
    rows = _blank(len(table.engagements))
    old = len(clocks.rows)
    rows[:old] = clocks.rows
    touched = np.ones(len(rows), dtype=bool)
    touched[:old] = clocks.rows[:, k.STATE] == k.RUNNING  # only these change with time alone
    if more:
        touched[table.engagement[len(clocks.events) :]] = True
    waiting = table.at > int(clocks.at.timestamp())  # dated after the earlier moment
    touched[table.engagement[waiting]] = True
    some = np.flatnonzero(touched[table.engagement])
    _fill(table, some, clocks.measure, agreements, calendars, int(now.timestamp()), rows)
    return replace(clocks, events=table, at=now, rows=rows)


def _fill(
    table: EventTable,
    some: np.ndarray,
    measure: Measure,
    agreements: Mapping[str, ServiceLevelAgreement],
    calendars: Mapping[str, BusinessCalendar],
    now: int,
    rows: np.ndarray,
) -> None:
    """Compute the engagements of some events and write their rows."""
    at = table.at[some]
    if at.size and int(at.max()) > now:
        some, at = some[at <= now], at[at <= now]
    if not some.size:
        return
    rules = _Rules(table, measure, agreements, calendars, int(at.min()), now)
    order, groups = k.ordered(table.engagement[some], at, len(table.engagements))
    some, at = some[order], at[order]
    out = _blank(len(table.engagements))
    stop = EVENT_KINDS.index(STOPS[measure])
    codes = np.array([stop, *(EVENT_KINDS.index(each) for each in PARTS)], dtype=np.int64)
    k.walk(  # type: ignore[call-arg]
        groups, at, table.kind[some], table.sla[some],
        table.calendar[some], table.clock[some], codes, now,
        MEASURES.index(measure), *rules.columns, out,
    )  # fmt: skip
    looked_at = groups[1:] > groups[:-1]
    rows[looked_at] = out[looked_at]


def warm() -> None:
    """Compile the inner loops, so that the first person does not wait for them."""
    week = BusinessCalendar.weekly("warm", "UTC")
    agreement = ServiceLevelAgreement("warm", "", "warm", (Target("delivery", 1),))
    request = ServiceEvent("e", "a", "requested", WARM, sla="warm")
    replay(
        event_table([request]), measure="delivery", agreements={"warm": agreement},
        calendars={"warm": week}, at=WARM,
    )  # fmt: skip


def _blank(number: int) -> np.ndarray:
    return np.tile(np.array(k.BLANK, dtype=np.int64), (number, 1))


class _Rules:
    """Agreements and calendars as columns of integers, for the walk."""

    def __init__(
        self,
        table: EventTable,
        measure: Measure,
        agreements: Mapping[str, ServiceLevelAgreement],
        calendars: Mapping[str, BusinessCalendar],
        first: int,
        last: int,
    ) -> None:
        held = [_given(agreements, name, "agreement") for name in table.slas]
        ids = [*table.calendars]  # first, so that the events' own places hold
        ids += sorted({each.calendar for each in held} - set(ids))
        found = [_given(calendars, name, "calendar") for name in ids]
        hours = [open_hours.opening(each, first, last) for each in found]
        targets = np.zeros((len(held), len(found)), dtype=np.int64)
        for row, agreement in enumerate(held):
            if target := agreement.target(measure):
                targets[row] = [target_seconds(target, each) for each in found]
        promised = [each.target(measure) for each in held]
        starts = [each.starts if each else "requested" for each in promised]
        sizes = [len(each.starts) for each in hours]
        self.columns: tuple[Any, ...] = (
            np.array([ids.index(each.calendar) for each in held], dtype=np.int64),
            targets,
            np.array([EVENT_KINDS.index(each) for each in starts], dtype=np.int64),
            np.array([each.pausable if each else True for each in promised], dtype=bool),
            np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
            _days(hours),
            np.concatenate([each.starts for each in hours] or [np.zeros(0, np.int64)]),
            np.concatenate([each.ends for each in hours] or [np.zeros(0, np.int64)]),
            np.concatenate([each.before[:-1] for each in hours] or [np.zeros(0, np.int64)]),
        )


def _days(hours: Sequence[open_hours.Opening]) -> np.ndarray:
    """Return for each calendar an instant, and where every 24 hours from it begin."""
    if not hours:
        return np.zeros((0, 2), dtype=np.int64)
    first, last = hours[0].first, hours[0].last  # all are compiled for the same years
    begins = np.arange(first, last, open_hours.DAY)
    places = [np.searchsorted(each.starts, begins, side="right") - 1 for each in hours]
    return np.array([np.append(first, each) for each in places], dtype=np.int64)


def _given(known: Mapping[str, Any], name: str, what: str) -> Any:
    if name not in known:
        raise InputError(
            f"the events name the {what} {name!r}, which is not among those given: "
            f"{', '.join(sorted(known)) or 'none'}"
        )
    return known[name]
