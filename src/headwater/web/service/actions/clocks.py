"""The clocks of engagements: always computed from their events, by the engine."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, CharField, Count, F, Q, Value, When
from django.utils import timezone

from headwater.service.attainment import counted
from headwater.service.clock import read_clocks
from headwater.vocabulary.service import MEASURES, ClockReading, Measure
from headwater.vocabulary.service_figures import Attainment, ErrorBudget, Verdict
from headwater.vocabulary.units import Interval
from headwater.web.service.actions import calendars
from headwater.web.service.actions.histories import agreements_named_in, events_of, every_event
from headwater.web.service.models import Clock, Engagement

MOST_ALARMS = 50
OBJECTIVE = 0.9  # the share of promises that shall be kept, where the vision names no other


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


def readings(engagement: Engagement, *, at: datetime | None = None) -> tuple[ClockReading, ...]:
    """Recompute the clocks of one engagement from its events, as they show at a moment."""
    events = events_of(engagement)
    return read_clocks(
        events,
        agreements=agreements_named_in(events),
        calendars=calendars.records(),
        at=at or timezone.now(),
    )


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


def breached_rows(at: datetime) -> Q:
    """Return the condition of clocks that have breached by a moment."""
    return Q(outcome="breached") | Q(outcome="open", breach__lt=at)


def all_readings(*, at: datetime | None = None) -> tuple[ClockReading, ...]:
    """Recompute every clock of every engagement from all events, for the record of work."""
    events = every_event()
    return read_clocks(
        events,
        agreements=agreements_named_in(events),
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
