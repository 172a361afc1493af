"""End-to-end processes: one clock for the customer, however many services take part.

The customer's clock runs on the customer's calendar from the first request until every step is
delivered. Hand-offs count. It stands still only while a step waits for the customer: the pauses
that services agree among themselves are no business of the customer's.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from headwater.errors import InputError
from headwater.service.clock import elapsed, read_clocks
from headwater.vocabulary.service import (
    ClockReading,
    ServiceEvent,
    ServiceLevelAgreement,
    in_order,
    instant,
)
from headwater.vocabulary.service_calendar import BusinessCalendar
from headwater.vocabulary.service_path import EndToEndProcess, ProcessReading, StepTime


def read_process(
    process: EndToEndProcess,
    *,
    run: str,
    engagements: Sequence[str],
    events: Iterable[ServiceEvent],
    agreements: Mapping[str, ServiceLevelAgreement],
    calendars: Mapping[str, BusinessCalendar],
    at: datetime,
) -> ProcessReading:
    """Read the customer's clock of one run of a process, and where its time went.

    Parameters
    ----------
    run
        Its id.
    engagements
        Ids of the engagements so far, one a step, in the order of the steps; later steps may
        still be missing.
    events, agreements, calendars
        As `read_clocks` takes them; the process's own agreement need not be among them.

    Raises
    ------
    InputError
        If nothing is promised for the whole, there are more engagements than steps, or none has
        begun.
    """
    if process.agreement is None:
        raise InputError(f"nothing is promised for the process {process.id!r}; give an agreement")
    if len(engagements) > len(process.steps):
        raise InputError(
            f"the run {run!r} has {len(engagements)} engagements for {len(process.steps)} steps"
        )
    now = instant(at, "the moment of the reading")
    own = [each for each in events if each.engagement in set(engagements) and each.at <= now]
    if not any(each.kind == "requested" for each in own):
        raise InputError(f"nothing was requested yet in the run {run!r}")
    joined = _joined(process, run, engagements, own)
    known = {**agreements, process.agreement.id: process.agreement}
    found = read_clocks(joined, agreements=known, calendars=calendars, at=now)
    clock = next(each for each in found if each.measure == "delivery")
    clocks = read_clocks(own, agreements=agreements, calendars=calendars, at=now)
    steps = _steps(process, engagements, own, clocks, calendars[process.agreement.calendar], now)
    return ProcessReading(process.id, run, clock, steps, _doubts(clock, steps))


def _joined(
    process: EndToEndProcess, run: str, engagements: Sequence[str], own: list[ServiceEvent]
) -> list[ServiceEvent]:
    """Return the run's events as the customer sees them; each keeps the id of the one behind."""
    agreement = process.agreement.id if process.agreement else ""
    done: set[str] = set()
    waiting: set[str] = set()
    began = ended = still = False
    joined: list[ServiceEvent] = []

    def add(kind: str, source: ServiceEvent) -> None:
        joined.append(
            ServiceEvent(
                source.id, run, kind, source.at, by=source.by,  # type: ignore[arg-type]
                reason=source.reason or "waiting for the customer" if kind == "paused" else "",
                sla=agreement if kind == "requested" else "", waits_for=source.waits_for,
            )
        )  # fmt: skip

    for event in sorted(own, key=lambda each: each.at):
        if event.kind == "requested" and not began:
            began = True
            add("requested", event)
        done, waiting = _after(event, done, waiting)
        if bool(waiting) != still:
            still = bool(waiting)
            add("paused" if still else "resumed", event)
        complete = len(engagements) == len(process.steps) and done == set(engagements)
        if complete != ended:
            ended = complete
            add("delivered" if ended else "reopened", event)
    return joined


def _after(event: ServiceEvent, done: set[str], waiting: set[str]) -> tuple[set[str], set[str]]:
    """Return which steps are over (delivered or withdrawn) and which wait for the customer."""
    name = {event.engagement}
    if event.kind in ("delivered", "withdrawn"):
        return done | name, waiting - name
    if event.kind == "reopened":
        return done - name, waiting - name
    if event.kind == "paused" and event.waits_for == "customer":
        return done, waiting | name
    if event.kind in ("paused", "resumed"):
        return done, waiting - name
    return done, waiting


def _steps(
    process: EndToEndProcess,
    engagements: Sequence[str],
    own: list[ServiceEvent],
    clocks: Sequence[ClockReading],
    calendar: BusinessCalendar,
    now: datetime,
) -> tuple[StepTime, ...]:
    found: list[StepTime] = []
    before: datetime | None = None
    for step, name in zip(process.steps, engagements, strict=False):
        history = [each for each in in_order(own) if each.engagement == name]
        start = next((each.at for each in history if each.kind == "requested"), None)
        if start is None:
            continue
        ends = [each.at for each in history if each.kind in ("delivered", "withdrawn")]
        reopened = any(each.kind == "reopened" and ends and each.at >= ends[-1] for each in history)
        end = ends[-1] if ends and not reopened else now
        reading = next(
            (c for c in clocks if c.engagement == name and c.measure == "delivery"), None
        )
        gap = elapsed(calendar, before, start) if before is not None and start > before else 0
        found.append(StepTime(name, step.service, gap, elapsed(calendar, start, end), reading))
        before = end
    return tuple(found)


def _doubts(clock: ClockReading, steps: Sequence[StepTime]) -> tuple[str, ...]:
    said = []
    own = [each.own for each in steps if each.own]
    if clock.outcome == "breached" and own and all(each.outcome == "met" for each in own):
        said.append("Every step kept its own promise, and the customer's was broken all the same.")
    lost = sum(each.handed_over for each in steps)
    if lost and clock.used_seconds and lost > clock.used_seconds / 4:
        said.append(
            f"Hand-offs took {lost / 3600:,.1f} hours of the customer's time, "
            f"{lost / clock.used_seconds:.0%} of all."
        )
    return tuple(said)
