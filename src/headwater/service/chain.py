"""End-to-end processes: one clock for the customer, however many services take part.

The customer's clock runs on the customer's calendar from the first request until every step is
delivered. Hand-offs count. It stands still only while a step waits for the customer: the pauses
that services agree among themselves are no business of the customer's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from headwater.errors import InputError
from headwater.service.clock import elapsed, read_clocks
from headwater.vocabulary.service import (
    ClockReading,
    ServiceEvent,
    ServiceLevelAgreement,
    Target,
    in_order,
    instant,
)
from headwater.vocabulary.service_calendar import BusinessCalendar
from headwater.vocabulary.service_path import ChainLink, EndToEndProcess, ProcessReading, StepTime


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
    places = enumerate(zip(process.steps, engagements, strict=False))
    return _read(
        [
            ChainLink(name, step.service, engagements[place - 1] if place else "")
            for place, (step, name) in places
        ],
        names=(process.id, run),
        whole=len(engagements) == len(process.steps),
        promise=process.agreement,
        events=events,
        agreements=agreements,
        calendars=calendars,
        now=instant(at, "the moment of the reading"),
    )


def read_chain(
    links: Sequence[ChainLink],
    *,
    run: str,
    calendar: str,
    promise: ServiceLevelAgreement | None = None,
    events: Iterable[ServiceEvent],
    agreements: Mapping[str, ServiceLevelAgreement],
    calendars: Mapping[str, BusinessCalendar],
    at: datetime,
) -> ProcessReading:
    """Read the customer's clock of engagements that handed over to each other, planned or not.

    One may hand over to several. The chain is over when every link is; a link that is added
    later lets the clock run on as if it had never stopped, for the customer still waited.

    Parameters
    ----------
    links
        Those that were handed over to after the one that they follow.
    run
        The id of the chain.
    calendar
        Id of the customer's calendar, which the clock counts by where nothing is promised.
    promise
        What is promised for the whole; its own calendar counts.

    Raises
    ------
    InputError
        If a link follows one that is not in the chain before it, or none has begun.
    """
    seen: set[str] = set()
    for each in links:
        if each.follows and each.follows not in seen:
            raise InputError(
                f"{each.engagement!r} follows {each.follows!r}, which does not stand before it "
                f"in the chain {run!r}"
            )
        seen.add(each.engagement)
    measured = promise or ServiceLevelAgreement(
        f"{run}/none", "Nothing is promised", calendar, (Target("delivery", 1),)
    )
    found = _read(
        links,
        names=("", run),
        whole=True,
        promise=measured,
        events=events,
        agreements=agreements,
        calendars=calendars,
        now=instant(at, "the moment of the reading"),
    )
    if promise is not None:
        return found
    clock = replace(
        found.clock, outcome="none", sla="", target_seconds=0, due=None, breach=None, settled=None,
        moments=(), doubts=(),
    )  # fmt: skip
    return replace(found, clock=clock, doubts=_doubts(clock, found.steps))


def _read(
    links: Sequence[ChainLink],
    *,
    names: tuple[str, str],
    whole: bool,
    promise: ServiceLevelAgreement,
    events: Iterable[ServiceEvent],
    agreements: Mapping[str, ServiceLevelAgreement],
    calendars: Mapping[str, BusinessCalendar],
    now: datetime,
) -> ProcessReading:
    """Read a run; `whole` says that no link is still to come."""
    process, run = names
    known = {each.engagement for each in links}
    own = [each for each in events if each.engagement in known and each.at <= now]
    if not any(each.kind == "requested" for each in own):
        raise InputError(f"nothing was requested yet in the run {run!r}")
    joined = _joined(run, promise.id, known if whole else None, own)
    agreed = {**agreements, promise.id: promise}
    found = read_clocks(joined, agreements=agreed, calendars=calendars, at=now)
    clock = next(each for each in found if each.measure == "delivery")
    clocks = read_clocks(own, agreements=agreements, calendars=calendars, at=now)
    steps = _steps(links, own, clocks, calendars[promise.calendar], now)
    return ProcessReading(process, run, clock, steps, _doubts(clock, steps))


def _joined(
    run: str, agreement: str, known: set[str] | None, own: list[ServiceEvent]
) -> list[ServiceEvent]:
    """Return the run's events as the customer sees them; each keeps the id of the one behind.

    `known` are all engagements of the run; None where some are still to come.
    """
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
        complete = done == known
        if complete != ended:
            ended = complete
            add("delivered" if ended else "reopened", event)
    return joined


def _after(event: ServiceEvent, done: set[str], waiting: set[str]) -> tuple[set[str], set[str]]:
    """Return which steps are over (delivered or withdrawn) and which wait for the customer."""
    name = {event.engagement}
    if event.kind in ("delivered", "withdrawn"):
        return done | name, waiting - name
    if event.kind == "reopened" and event.clock in ("", "delivery"):
        return done - name, waiting - name
    if event.kind == "paused" and event.waits_for == "customer":
        return done, waiting | name
    if event.kind in ("paused", "resumed"):
        return done, waiting - name
    return done, waiting


def _steps(
    links: Sequence[ChainLink],
    own: list[ServiceEvent],
    clocks: Sequence[ClockReading],
    calendar: BusinessCalendar,
    now: datetime,
) -> tuple[StepTime, ...]:
    found: list[StepTime] = []
    ended: dict[str, datetime | None] = {}
    promised = {each.engagement: each for each in clocks if each.measure == "delivery"}
    histories: dict[str, list[ServiceEvent]] = {}
    for event in in_order(own):
        histories.setdefault(event.engagement, []).append(event)
    for link in links:
        history = histories.get(link.engagement, [])
        start = next((each.at for each in history if each.kind == "requested"), None)
        if start is None:
            continue
        ended[link.engagement], waits_for = _end(history)
        end, before = ended[link.engagement] or now, ended.get(link.follows)
        gap = elapsed(calendar, before, start) if before is not None and start > before else 0
        found.append(
            StepTime(
                link.engagement,
                link.service,
                gap,
                elapsed(calendar, start, end),
                promised.get(link.engagement),
                start,
                ended[link.engagement],
                waits_for,
            )
        )
    return tuple(found)


def _end(history: Sequence[ServiceEvent]) -> tuple[datetime | None, str]:
    """Return when an engagement was over, None while it is not, and whom it waits for now."""
    end, waits_for = None, ""
    for each in history:
        if each.kind in ("delivered", "withdrawn"):
            end, waits_for = each.at, ""
        elif each.kind == "reopened" and each.clock in ("", "delivery"):
            end = None
        elif each.kind in ("paused", "resumed"):
            waits_for = each.waits_for if each.kind == "paused" else ""
    return end, waits_for


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
