"""Service levels and what happened: targets, dated events, and what a clock then shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, TypeAlias, get_args

from headwater.errors import InputError

Measure: TypeAlias = Literal["response", "delivery", "decision"]
Unit: TypeAlias = Literal["minutes", "hours", "days"]
EventKind: TypeAlias = Literal[
    "requested",
    "assigned",
    "responded",
    "agreed",
    "submitted",
    "paused",
    "resumed",
    "sla_changed",
    "calendar_changed",
    "decided",
    "delivered",
    "accepted",
    "reopened",
    "withdrawn",
    "noted",
]
WaitsFor: TypeAlias = Literal["", "customer", "supplier", "office"]
ClockState: TypeAlias = Literal["waiting", "running", "paused", "stopped", "withdrawn"]
ClockOutcome: TypeAlias = Literal["open", "met", "breached", "none"]

MEASURES: tuple[Measure, ...] = get_args(Measure)
EVENT_KINDS: tuple[EventKind, ...] = get_args(EventKind)
STOPS: dict[Measure, EventKind] = {
    "response": "responded",
    "delivery": "delivered",
    "decision": "decided",
}
"""The event that ends each clock."""


def instant(at: datetime, what: str) -> datetime:
    """Return a moment in UTC and whole seconds; refuse one that does not say its time zone.

    Fractions of a second are dropped, so a clock counts whole seconds.
    """
    if at.utcoffset() is None:
        raise InputError(
            f"{what} is at {at.isoformat()} without a time zone; write the offset: "
            "2026-03-02T09:15:00+01:00"
        )
    return at.astimezone(UTC).replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class Escalation:
    """Whom to tell when a share of the target is used up: 0.9, 1 for all of it, 1.5 for more."""

    share: float
    to: str

    def __post_init__(self) -> None:
        if not 0 < self.share <= 100:
            raise InputError(f"{self.share:g} of a target cannot be reached; write 0.9 or 1.5")


@dataclass(frozen=True, slots=True)
class Target:
    """One promise of time.

    Attributes
    ----------
    measure
        What is promised: a response, the delivery, a decision.
    amount, unit
        How much business time may be used. A day is the usual day of the calendar in force,
        not 24 hours.
    starts
        The event from which it counts: the request, unless something else is agreed.
    pausable
        Whether a pause stops this clock.
    warn
        The share of the target at which to warn, 0 to 1.
    """

    measure: Measure
    amount: int
    unit: Unit = "hours"
    starts: EventKind = "requested"
    pausable: bool = True
    warn: float = 0.75
    escalations: tuple[Escalation, ...] = ()

    def __post_init__(self) -> None:
        if self.measure not in MEASURES:
            raise InputError(f"{self.measure!r} is none of {', '.join(MEASURES)}")
        if self.unit not in get_args(Unit):
            raise InputError(f"{self.unit!r} is none of {', '.join(get_args(Unit))}")
        if self.starts not in EVENT_KINDS:
            raise InputError(f"{self.starts!r} is no event; it is one of {', '.join(EVENT_KINDS)}")
        if self.amount < 1:
            raise InputError(f"the {self.measure} target is {self.amount}; give 1 or more")
        if not 0 < self.warn <= 1:
            raise InputError(f"the {self.measure} target warns at {self.warn:g}; give 0.01 to 1")

    def __str__(self) -> str:
        return f"{self.amount} {self.unit if self.amount > 1 else self.unit[:-1]}"


@dataclass(frozen=True, slots=True)
class ServiceLevelAgreement:
    """What is promised for a service: targets, on a calendar (by id), and how often they are kept.

    `objective` is the share of engagements that shall meet their target, 0 to 1. A new version
    has a new id, so a clock that began under the old one says so.
    """

    id: str
    title: str
    calendar: str
    targets: tuple[Target, ...]
    objective: float = 0.9
    version: int = 1

    def __post_init__(self) -> None:
        measures = [each.measure for each in self.targets]
        if not measures or len(set(measures)) != len(measures):
            raise InputError(
                f"the agreement {self.id!r} needs one target a measure, and one at least"
            )
        if not 0 < self.objective < 1:
            raise InputError(
                f"the agreement {self.id!r} wants {self.objective:g} kept; give a share between "
                "0 and 1, such as 0.9"
            )

    def target(self, measure: str) -> Target | None:
        """Return the target of a measure; None where nothing is promised."""
        return next((each for each in self.targets if each.measure == measure), None)


@dataclass(frozen=True, slots=True)
class ServiceEvent:
    """One dated thing that happened in an engagement; what a clock is computed from.

    Attributes
    ----------
    at
        When it happened, with a time zone; kept in UTC and whole seconds.
    sla, calendar
        For requested and the two changes: what holds from then on, by id.
    reason, waits_for
        For a pause: why, and who must act before it can go on.
    clock
        For reopened: which clock runs again; "" is delivery.
    """

    id: str
    engagement: str
    kind: EventKind
    at: datetime
    by: str = ""
    reason: str = ""
    sla: str = ""
    calendar: str = ""
    waits_for: WaitsFor = ""
    clock: Measure | Literal[""] = ""

    def __post_init__(self) -> None:
        if self.kind not in EVENT_KINDS:
            raise InputError(
                f"{self.kind!r} of {self.engagement!r} is no event; it is one of "
                f"{', '.join(EVENT_KINDS)}"
            )
        object.__setattr__(self, "at", instant(self.at, f"{self.kind} of {self.engagement!r}"))
        if self.kind == "paused" and not self.reason.strip():
            raise InputError(f"the pause of {self.engagement!r} has no reason; give one")
        for kind, wanted in (("sla_changed", self.sla), ("calendar_changed", self.calendar)):
            if self.kind == kind and not wanted:
                raise InputError(f"{kind} of {self.engagement!r} does not say to what; name it")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time under one calendar, and the business seconds that it counted.

    `why` is "running", or what kept it from counting ("paused: waiting for figures").
    """

    start: datetime
    end: datetime
    calendar: str
    seconds: int
    why: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A point of the clock's course: when a share of the target is used up, and whom to tell.

    A moment that lies ahead is where it will be if nothing stops the clock before.
    """

    kind: Literal["warning", "escalation", "due"]
    at: datetime
    share: float
    to: str = ""


@dataclass(frozen=True, slots=True)
class ClockReading:
    """What one clock of one engagement shows at a moment, and what that rests on.

    Attributes
    ----------
    at
        The moment of the reading.
    sla, calendar
        Those in force at that moment (for a stopped clock: when it stopped), by id.
    target_seconds, used_seconds
        Promised and used business time.
    outcome
        "open" while all is possible; "breached" from the moment more than the target is used;
        "met" when stopped within it; "none" when withdrawn or nothing was promised yet.
    due
        The first moment at which the whole target is used; None while a pause hides it.
    breach
        The moment after which more than the target is used: later than `due` where closed
        hours lie between; None where it is not known or the clock stopped in time.
    settled
        When the outcome became certain: the breach, or the stop; None while open.
    events
        Ids of the events that it rests on, in order.
    """

    engagement: str
    measure: Measure
    at: datetime
    state: ClockState
    outcome: ClockOutcome
    sla: str
    calendar: str
    target_seconds: int
    used_seconds: int
    started: datetime | None = None
    stopped: datetime | None = None
    due: datetime | None = None
    breach: datetime | None = None
    settled: datetime | None = None
    moments: tuple[Moment, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    events: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def left_seconds(self) -> int:
        """Business seconds left; below 0 when more than the target is used."""
        return self.target_seconds - self.used_seconds

    @property
    def is_warning(self) -> bool:
        """Whether it is open and a warning is past."""
        return self.outcome == "open" and any(
            each.kind == "warning" and each.at <= self.at for each in self.moments
        )


def in_order(events: Iterable[ServiceEvent]) -> tuple[ServiceEvent, ...]:
    """Return events by engagement and moment; those of one second stay in the order given."""
    return tuple(sorted(events, key=lambda each: (each.engagement, each.at)))
