"""The clocks of engagements: always computed from their events, by the engine."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.utils import timezone

from headwater.service.attainment import counted
from headwater.service.clock import read_clocks
from headwater.vocabulary.service import (
    MEASURES,
    ClockReading,
    Measure,
    ServiceEvent,
    ServiceLevelAgreement,
)
from headwater.vocabulary.service_figures import Attainment, ErrorBudget, Verdict
from headwater.vocabulary.units import Interval
from headwater.web.service.actions import calendars
from headwater.web.service.models import Agreement, Clock, Engagement, EngagementEvent

SAME = {
    "requested", "responded", "agreed", "submitted", "paused", "resumed", "sla_changed",
    "calendar_changed", "decided", "delivered", "accepted", "reopened", "withdrawn",
}  # fmt: skip
"""Happenings that the clocks know by the same name."""
AS: dict[str, tuple[str, ...]] = {
    **{kind: (kind,) for kind in SAME},
    "handed_over": ("assigned",),
    "declined": ("responded", "withdrawn"),  # an answer, after which nothing is owed any more
}
"""Happenings, and the events that the clocks know them by."""
MOST_ALARMS = 50
OBJECTIVE = 0.9  # the share of promises that shall be kept, where the vision names no other


A_BATCH = 500  # engagements whose clocks are recomputed at once
_waiting: "ContextVar[set[int] | None]" = ContextVar("clocks that wait", default=None)


@dataclass(frozen=True, slots=True)
class Alarm:
    """A promise that is near its end or past it, and whom to tell."""

    engagement: Engagement
    clock: Clock
    kind: str  # "warning" or "breached"
    at: datetime


@dataclass(frozen=True, slots=True)
class Tally:
    """How often one promise was kept: counts, share with its interval, and what that allows."""

    met: int
    breached: int
    open: int
    share: float | None
    interval: Interval | None
    verdict: Verdict
    objective: float
    budget: ErrorBudget

    @property
    def settled(self) -> int:
        """How many were settled."""
        return self.met + self.breached


def events_of(engagement: Engagement) -> tuple[ServiceEvent, ...]:
    """Return what the clocks are computed from, in the order of recording."""
    return tuple(_events(engagement.events.order_by("pk")))


def events_of_all(found: Iterable[Engagement]) -> dict[int, list[ServiceEvent]]:
    """Return the events of several by the engagement's key, in one query."""
    rows = EngagementEvent.objects.filter(engagement__in=[each.pk for each in found])
    by: dict[int, list[ServiceEvent]] = {}
    for row in rows.select_related("engagement").order_by("pk"):
        by.setdefault(row.engagement_id, []).extend(_said(row))
    return by


def events_among(engagements: Iterable[int]) -> tuple[ServiceEvent, ...]:
    """Return the events of several engagements (by key), in one look, in the order of recording."""
    rows = EngagementEvent.objects.filter(engagement__in=list(engagements))
    return tuple(_events(rows.order_by("pk")))


def readings(engagement: Engagement, *, at: datetime | None = None) -> tuple[ClockReading, ...]:
    """Recompute the clocks of one engagement from its events, as they show at a moment."""
    events = events_of(engagement)
    return read_clocks(
        events,
        agreements=_agreements(events),
        calendars=calendars.records(),
        at=at or timezone.now(),
    )


def refresh(engagement: Engagement, *, at: datetime) -> tuple[ClockReading, ...]:
    """Write down what the clocks show after an event; called in the transaction that writes it.

    A moment before the last event would hide it, so the later of both is read.
    """
    waiting = _waiting.get()
    if waiting is not None:
        waiting.add(engagement.pk)
        return ()
    last = max(engagement.events.values_list("at", flat=True), default=at)
    found = readings(engagement, at=max(at, last))
    rows = {each.measure: each for each in engagement.clocks.all()}
    for reading in found:
        row = rows.pop(reading.measure, None) or Clock(
            engagement=engagement, measure=reading.measure
        )
        _write(row, reading)
        row.save()
    for row in rows.values():
        row.delete()
    return found


@contextmanager
def together() -> Iterator[None]:
    """Let many events be written in one transaction, and compute their clocks once at its end.

    The clocks are the same as after each event: they follow from all events alone.
    """
    with transaction.atomic():
        mark = _waiting.set(set())
        try:
            yield
            rebuild(sorted(_waiting.get() or ()))
        finally:
            _waiting.reset(mark)


def rebuild(engagements: Sequence[int]) -> int:
    """Compute the kept clocks of engagements (primary keys) anew, from their events alone.

    Returns
    -------
    int
        How many clocks were written.
    """
    known, written = calendars.records(), 0
    agreements = agreements_by_key()
    for first in range(0, len(engagements), A_BATCH):
        batch = list(engagements[first : first + A_BATCH])
        made = []
        for pk, (last, events) in _histories(batch).items():
            for reading in read_clocks(events, agreements=agreements, calendars=known, at=last):
                made.append(Clock(engagement_id=pk, measure=reading.measure))
                _write(made[-1], reading)
        with transaction.atomic():
            Clock.objects.filter(engagement__in=batch).delete()
            written += len(Clock.objects.bulk_create(made, batch_size=500))
    return written


def _histories(batch: Sequence[int]) -> dict[int, tuple[datetime, list[ServiceEvent]]]:
    """Return the events of engagements by primary key, each with the moment of the last one."""
    found: dict[int, tuple[datetime, list[ServiceEvent]]] = {}
    fields = ("pk", "engagement", "kind", "at", "reason", "sla", "calendar", "waits_for", "clock")
    rows = EngagementEvent.objects.filter(engagement__in=batch).order_by("pk")
    for pk, engagement, said, at, *more in rows.values_list(*fields):
        last, events = found.get(engagement, (at, []))
        found[engagement] = (max(last, at), events)
        for kind in AS.get(said, ()):
            events.append(
                ServiceEvent(f"event:{pk}", f"{engagement}", kind, at, "", *more)  # type: ignore[arg-type]
            )
    return found


def agreements_by_key() -> dict[str, ServiceLevelAgreement]:
    """Return every agreement by the key that events name."""
    return {each.key: each.said for each in Agreement.objects.all()}


def stored_is_true(engagement: Engagement) -> bool:
    """Say whether the rows kept for lists are what the events say."""
    last = max(engagement.events.values_list("at", flat=True))
    found = {each.measure: each for each in readings(engagement, at=last)}
    rows = {each.measure: each for each in engagement.clocks.all()}
    if found.keys() != rows.keys():
        return False
    for measure, reading in found.items():
        told = Clock(engagement=engagement, measure=measure)
        _write(told, reading)
        names = ("state", "outcome", "due", "breach", "settled", "used_seconds", "sla")
        if any(getattr(told, name) != getattr(rows[measure], name) for name in names):
            return False
    return True


def outcome_at(clock: Clock, at: datetime) -> str:
    """Return met, breached, warning, open or none: what a kept clock shows at a moment."""
    if clock.outcome != "open":
        return clock.outcome
    if clock.breach is not None and clock.breach < at:
        return "breached"
    return "warning" if clock.warn is not None and clock.warn <= at else "open"


def alarms(*, at: datetime | None = None, most: int = MOST_ALARMS) -> list[Alarm]:
    """Return promises still to be kept that have passed their warning, the longest due first."""
    at = at or timezone.now()
    late = Q(outcome="breached", state__in=("running", "paused"))
    near = Clock.objects.filter(Q(outcome="open", state="running", warn__lte=at) | late)
    near = near.select_related("engagement__offering__offering", "engagement__lead")
    found = []
    for clock in near.order_by("due", "pk")[:most]:
        kind = outcome_at(clock, at)
        when = clock.breach if kind == "breached" else clock.warn
        found.append(Alarm(clock.engagement, clock, kind, when or at))
    return sorted(found, key=lambda each: (each.kind != "breached", each.clock.due or each.at))


def tallied(*, at: datetime | None = None) -> dict[tuple[str, Measure], Tally]:
    """Count how each promise of each service was kept, in one query however many there are.

    Returns
    -------
    dict
        By the key of the offering and the measure; ("", measure) is all services together.
    """
    at = at or timezone.now()
    late = When(outcome="open", breach__lt=at, then=Value("breached"))
    rows = (
        Clock.objects.exclude(state="waiting")
        .annotate(now=Case(late, default=F("outcome"), output_field=CharField()))
        .values_list("engagement__offering__offering__key", "measure", "now")
        .annotate(number=Count("pk"))
    )
    counts: dict[tuple[str, Measure], Counter[str]] = {("", each): Counter() for each in MEASURES}
    for key, measure, outcome, number in rows:
        for name in (key, ""):
            counts.setdefault((name, measure), Counter())[outcome] += number
    return {place: _tally(each, place[1]) for place, each in counts.items()}


def attained(
    *,
    measure: Measure,
    offering: str = "",
    start: datetime | None = None,
    end: datetime | None = None,
    at: datetime | None = None,
) -> Attainment:
    """Count how often a promise was kept, with the engagement behind each one.

    Parameters
    ----------
    offering
        The key of one offering; "" for all.
    start, end
        A clock counts in the period in which it was settled.
    """
    at = at or timezone.now()
    rows = Clock.objects.filter(measure=measure).exclude(state="waiting")
    if offering:
        rows = rows.filter(engagement__offering__offering__key=offering)
    by: dict[str, list[str]] = {"met": [], "breached": [], "open": [], "none": []}
    fields = ("engagement__number", "outcome", "breach", "settled")
    for number, outcome, breach, settled in rows.values_list(*fields).iterator(chunk_size=5_000):
        if outcome == "open" and breach is not None and breach < at:
            outcome, settled = "breached", breach
        if settled is not None and ((start and settled < start) or (end and settled >= end)):
            continue
        by[outcome].append(f"E-{number}")
    return counted(
        met=by["met"],
        breached=by["breached"],
        open=by["open"],
        left_out=by["none"],
        measure=measure,
        objective=OBJECTIVE,
        name=offering,
        start=start.date() if start else None,
        end=end.date() if end else None,
    )


def _tally(counts: Counter[str], measure: Measure) -> Tally:
    """Let the engine judge the counts; the ids behind them are not read for that."""
    met, breached = counts["met"], counts["breached"]
    found = counted(
        met=("",) * met, breached=("",) * breached, measure=measure, objective=OBJECTIVE
    )  # fmt: skip
    return Tally(
        met=met,
        breached=breached,
        open=counts["open"],
        share=found.share,
        interval=found.interval,
        verdict=found.verdict,
        objective=OBJECTIVE,
        budget=found.budget,
    )


def breached_rows(at: datetime) -> Q:
    """Return the condition of clocks that have breached by a moment."""
    return Q(outcome="breached") | Q(outcome="open", breach__lt=at)


def all_readings(*, at: datetime | None = None) -> tuple[ClockReading, ...]:
    """Recompute every clock of every engagement from all events, for the record of work."""
    rows = EngagementEvent.objects.select_related("engagement").order_by("pk")
    events = tuple(_events(rows))
    return read_clocks(
        events,
        agreements=_agreements(events),
        calendars=calendars.records(),
        at=at or timezone.now(),
    )


def kept_readings(*, at: datetime | None = None) -> tuple[ClockReading, ...]:
    """Return every clock as kept for lists, its outcome as of a moment; no events are read.

    `used_seconds` is as of the last event, and there are no stretches: a clock's own page
    recomputes them. Outcomes are those of `all_readings`, which a test holds against these.
    """
    at = at or timezone.now()
    rows = Clock.objects.order_by("engagement", "pk")
    said = ("engagement__number", "measure", "state", "outcome")
    rest = ("sla", "calendar", "target_seconds", "used_seconds", "due", "breach", "settled")
    found = []
    for number, measure, state, outcome, *more, breach, settled in rows.values_list(*said, *rest):
        if outcome == "open" and breach is not None and breach < at:
            outcome, settled = "breached", breach
        sla, calendar, target, used, due = more
        found.append(
            ClockReading(
                f"E-{number}", measure, at, state, outcome, sla, calendar, target, used,
                due=due, breach=breach, settled=settled,
            )
        )  # fmt: skip
    return tuple(found)


def _events(rows: "QuerySet[EngagementEvent]") -> Iterable[ServiceEvent]:
    for row in rows.select_related("engagement"):
        yield from _said(row)


def _said(row: EngagementEvent) -> Iterable[ServiceEvent]:
    for place, kind in enumerate(AS.get(row.kind, ())):
        yield _event(row, kind, ":end" if place else "")


def _event(row: EngagementEvent, kind: str, mark: str = "") -> ServiceEvent:
    return ServiceEvent(
        id=f"event:{row.pk}{mark}",
        engagement=row.engagement.label,
        kind=kind,  # type: ignore[arg-type]
        at=row.at,
        by=row.by_name,
        reason=row.reason,
        sla=row.sla,
        calendar=row.calendar,
        waits_for=row.waits_for,  # type: ignore[arg-type]
        clock=row.clock,  # type: ignore[arg-type]
    )


def _agreements(events: Sequence[ServiceEvent]) -> dict[str, ServiceLevelAgreement]:
    keys = {each.sla for each in events if each.sla}
    return {each.key: each.said for each in Agreement.objects.filter(key__in=keys)}


def _write(row: Clock, reading: ClockReading) -> None:
    warnings = [each.at for each in reading.moments if each.kind == "warning"]
    row.state, row.outcome = reading.state, reading.outcome
    row.sla, row.calendar = reading.sla, reading.calendar
    row.target_seconds = max(reading.target_seconds, 0)
    row.used_seconds = max(reading.used_seconds, 0)
    row.warn = min(warnings, default=None)
    row.due, row.breach, row.settled = reading.due, reading.breach, reading.settled
