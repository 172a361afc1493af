"""What the pages show of a clock: its state in a word, how much is used, when it is due."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from headwater.vocabulary.service import ClockReading, ServiceLevelAgreement
from headwater.vocabulary.service_calendar import BusinessCalendar

TITLES = {"response": "Response", "delivery": "Delivery", "decision": "Decision"}
WORDS = {
    "met": ("kept", "start"),
    "breached": ("late", "stop"),
    "warning": ("due soon", "contested"),
    "open": ("in time", "plain"),
    "paused": ("paused", "quiet-tone"),
    "waiting": ("not begun", "quiet-tone"),
    "none": ("does not count", "quiet-tone"),
}
"""What is shown of an outcome: the word and its tone."""


@dataclass(frozen=True, slots=True)
class Face:
    """One clock as a page shows it; `share` of the target used, 0 to 1 and beyond."""

    reading: ClockReading
    title: str
    word: str
    tone: str
    used: str
    target: str
    share: float
    due: datetime | None
    zone: str
    escalated: tuple[str, ...] = ()

    @property
    def bar(self) -> float:
        """How long the bar is drawn, 0 to 100."""
        return min(self.share, 1.0) * 100


def face(
    reading: ClockReading, agreement: ServiceLevelAgreement | None, calendar: BusinessCalendar
) -> Face:
    """Lay out one reading."""
    target = agreement.target(reading.measure) if agreement else None
    in_days = target is not None and target.unit == "days"
    day = calendar.day_minutes * 60
    word, tone = WORDS[shown(reading)]
    zone = ZoneInfo(calendar.zone)
    return Face(
        reading=reading,
        title=TITLES[reading.measure],
        word=word,
        tone=tone,
        used=_long(reading.used_seconds, day, in_days=in_days),
        target=f"{target} of working time" if target else "nothing promised",
        share=reading.used_seconds / reading.target_seconds if reading.target_seconds else 0.0,
        due=reading.due.astimezone(zone) if reading.due else None,
        zone=calendar.zone,
        escalated=_escalated(reading),
    )


def shown(reading: ClockReading) -> str:
    """Return the key of WORDS for a reading."""
    if reading.outcome == "open":
        if reading.state in ("paused", "waiting"):
            return reading.state
        return "warning" if reading.is_warning else "open"
    return reading.outcome


def lasting(seconds: int, calendar: BusinessCalendar) -> str:
    """Write working time in days of a calendar where it lasts that long, else in hours."""
    day = calendar.day_minutes * 60
    return _long(seconds, day, in_days=seconds >= day)


def _escalated(reading: ClockReading) -> tuple[str, ...]:
    """Return who is to be told by now, while the promise is still to be kept."""
    if reading.state not in ("running", "paused"):
        return ()
    due = (each for each in reading.moments if each.kind == "escalation")
    return tuple(dict.fromkeys(each.to for each in due if each.at <= reading.at))


def _long(seconds: int, day: int, *, in_days: bool) -> str:
    """Write business time: "1.5 days", "3 h 20 min"."""
    if in_days and seconds >= day / 10:
        number = seconds / day
        written = f"{number:.1f}".removesuffix(".0")
        return f"{written} days" if written != "1" else "1 day"
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min"
