"""Rivermouth Council's calendars and agreements, and short ways to write what happened."""

from datetime import UTC, datetime

from headwater.service import read_clocks
from headwater.vocabulary.service import (
    ClockReading,
    Escalation,
    ServiceEvent,
    ServiceLevelAgreement,
    Target,
)
from headwater.vocabulary.service_calendar import BusinessCalendar, OwnDay, spans

LONDON = BusinessCalendar.weekly(
    "london", "Europe/London", hours="09:00-12:30, 13:30-17:00", country="GB", subdivision="ENG",
    own_days=(OwnDay("12-24", "Christmas Eve", spans("09:00-12:00")),),
)  # fmt: skip
KOLKATA = BusinessCalendar.weekly("kolkata", "Asia/Kolkata", hours="10:00-18:00", days="mon-sat")
ALWAYS = BusinessCalendar.weekly("always", "UTC", hours="00:00-24:00", days="mon-sun")
CALENDARS = {each.id: each for each in (LONDON, KOLKATA, ALWAYS)}

STANDARD = ServiceLevelAgreement(
    "standard",
    "Advice",
    "london",
    (
        Target("response", 4),
        Target(
            "delivery", 2, "days", escalations=(Escalation(0.9, "Dev"), Escalation(1.5, "Amara"))
        ),
        Target("decision", 5, "days", starts="submitted"),
    ),
)
EXTENDED = ServiceLevelAgreement("extended", "Advice", "london", (Target("delivery", 4, "days"),))
ABROAD = ServiceLevelAgreement(
    "abroad", "Advice abroad", "kolkata", (Target("delivery", 2, "days"),)
)
AGREEMENTS = {each.id: each for each in (STANDARD, EXTENDED, ABROAD)}


def moment(text: str) -> datetime:
    """Read "2026-03-02 09:00" as UTC (London's winter time), or with an offset as written."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def clock(events: list[ServiceEvent], at: str, measure: str = "delivery") -> ClockReading:
    """Read the one clock of one engagement."""
    found = read_clocks(events, agreements=AGREEMENTS, calendars=CALENDARS, at=moment(at))
    return next(each for each in found if each.measure == measure)
