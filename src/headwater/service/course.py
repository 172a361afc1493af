"""The course of one clock: when it ran, when it stood still and why, and what it used."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from headwater.service import opening as open_hours
from headwater.service.terms import Terms, target_seconds
from headwater.vocabulary.service import (
    STOPS,
    ClockState,
    Measure,
    ServiceEvent,
    Stretch,
    Target,
)
from headwater.vocabulary.service_calendar import BusinessCalendar

RUNNING = "running"
ENDS_PAUSE = ("resumed", "delivered", "reopened", "withdrawn")


@dataclass(frozen=True, slots=True)
class Course:
    """What `course` found of one clock; `counted` are the stretches in which it ran."""

    target: Target
    sla: str
    calendar: str
    state: ClockState
    used: int
    started: datetime | None
    stopped: datetime | None
    stretches: tuple[Stretch, ...]
    events: tuple[str, ...]
    doubts: tuple[str, ...]
    calendars: Mapping[str, BusinessCalendar]

    @property
    def counted(self) -> tuple[Stretch, ...]:
        """The stretches that counted."""
        return tuple(each for each in self.stretches if each.why == RUNNING)


@dataclass(slots=True)
class _Walk:
    """Where the clock stands while its events are gone through."""

    started: datetime | None = None
    stopped: datetime | None = None
    withdrawn: datetime | None = None
    pause: ServiceEvent | None = None
    stopped_with: int = -1
    events: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def why(self, target: Target) -> str:
        """Say why time counts or does not: "" while there is nothing to count."""
        if self.started is None or self.stopped or self.withdrawn:
            return ""
        if self.pause and target.pausable:
            return f"paused: {self.pause.reason}"
        return RUNNING


def course(
    measure: Measure, history: Sequence[ServiceEvent], held: Terms, now: datetime
) -> Course | None:
    """Go through the events of one engagement; None where the measure is not promised."""
    governing = _governing(measure, history)
    target = held.agreements[held.slas[governing]].target(measure)
    if target is None:
        return None
    walk, stretches, used = _Walk(), list[Stretch](), 0
    for place, event in enumerate(history):
        _take(walk, event, place, measure, target)
        _past_earlier_target(walk, measure, held, place, used, stretches)
        end = history[place + 1].at if place + 1 < len(history) else now
        why = walk.why(target)
        if why and end > event.at:
            stretch = _stretch(event.at, end, held, place, why)
            stretches.append(stretch)
            used += stretch.seconds if why == RUNNING else 0
    return Course(
        target=target,
        sla=held.slas[governing],
        calendar=held.calendar_ids[governing],
        state=_state(walk, target),
        used=used,
        started=walk.started,
        stopped=walk.stopped or walk.withdrawn,
        stretches=tuple(stretches),
        events=tuple(walk.events),
        doubts=tuple(walk.doubts),
        calendars=held.calendars,
    )


def _governing(measure: Measure, history: Sequence[ServiceEvent]) -> int:
    """Return the place of the event whose terms hold: the last, or the one that stopped it."""
    stop = -1
    for place, event in enumerate(history):
        if stop < 0 and event.kind in (STOPS[measure], "withdrawn"):
            stop = place
        elif event.kind == "reopened" and _reopens(event, measure, history[stop]):
            stop = -1
    return stop if stop >= 0 else len(history) - 1


def _reopens(event: ServiceEvent, measure: Measure, stop: ServiceEvent) -> bool:
    """Say whether a reopening lets this clock run again; all do that a withdrawal had stopped."""
    return stop.kind == "withdrawn" or (event.clock or "delivery") == measure


def _take(walk: _Walk, event: ServiceEvent, place: int, measure: Measure, target: Target) -> None:
    kind = event.kind
    noted = event.id
    if kind == target.starts and walk.started is None:
        walk.started = event.at
    elif kind == STOPS[measure] and not (walk.stopped or walk.withdrawn):
        walk.stopped = event.at
        if walk.started is None:
            walk.doubts.append(
                f"It was {kind} before it was {target.starts}, so this clock never ran."
            )
    elif kind == "withdrawn" and not (walk.stopped or walk.withdrawn):
        walk.withdrawn = event.at
    elif kind == "reopened" and walk.withdrawn:
        walk.withdrawn = None
    elif kind == "reopened" and walk.stopped and (event.clock or "delivery") == measure:
        walk.stopped = None
        walk.doubts.append(f"It was reopened on {event.at:%Y-%m-%d}; the time between is free.")
    elif kind in ("sla_changed", "calendar_changed", "requested"):
        pass
    elif kind in ("paused", "resumed"):
        _pause(walk, event)
    else:
        noted = ""
    if kind in ENDS_PAUSE:
        walk.pause = None
    if noted:
        walk.events.append(noted)


def _pause(walk: _Walk, event: ServiceEvent) -> None:
    if event.kind == "resumed":
        if walk.pause is None:
            walk.doubts.append(f"{event.id} resumes what was not paused; it changes nothing.")
        return
    if walk.pause is not None:
        walk.doubts.append(f"{event.id} pauses what was paused already; one resumption ends both.")
    if event.waits_for == "office":
        walk.doubts.append(f"The pause {event.id} waits for the office itself ({event.reason}).")
    walk.pause = event


def _past_earlier_target(
    walk: _Walk,
    measure: Measure,
    held: Terms,
    place: int,
    used: int,
    stretches: Sequence[Stretch],
) -> None:
    """Note that an agreement was changed when its target had been passed already."""
    if place == 0 or held.slas[place] == held.slas[place - 1] or not stretches:
        return
    earlier = held.agreements[held.slas[place - 1]].target(measure)
    calendar = held.calendars[held.calendar_ids[place - 1]]
    if earlier and used > target_seconds(earlier, calendar):
        walk.doubts.append(
            f"The agreement was changed from {held.slas[place - 1]} to {held.slas[place]} after "
            f"its target of {earlier} had been passed."
        )


def _stretch(start: datetime, end: datetime, held: Terms, place: int, why: str) -> Stretch:
    name = held.calendar_ids[place]
    first, last = int(start.timestamp()), int(end.timestamp())
    hours = open_hours.opening(held.calendars[name], first, last)
    seconds = int(hours.elapsed(open_hours.one(first), open_hours.one(last))[0])
    return Stretch(start, end, name, seconds, why)


def _state(walk: _Walk, target: Target) -> ClockState:
    if walk.stopped:
        return "stopped"
    if walk.withdrawn:
        return "withdrawn"
    if walk.started is None:
        return "waiting"
    return "paused" if walk.pause and target.pausable else "running"
