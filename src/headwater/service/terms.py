"""Which agreement and which calendar hold at each event of an engagement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from headwater.errors import InputError
from headwater.vocabulary.service import ServiceEvent, ServiceLevelAgreement, Target
from headwater.vocabulary.service_calendar import BusinessCalendar

T = TypeVar("T")
SECONDS = {"minutes": 60, "hours": 3600}


@dataclass(frozen=True, slots=True)
class Terms:
    """The agreement and the calendar (ids) that hold from each event on, and what they are.

    Before the first agreement is named, the first one holds: a request is promised what was
    agreed for it, whenever that was written down.
    """

    slas: tuple[str, ...]
    calendar_ids: tuple[str, ...]
    agreements: Mapping[str, ServiceLevelAgreement]
    calendars: Mapping[str, BusinessCalendar]


def terms(
    history: Sequence[ServiceEvent],
    *,
    agreements: Mapping[str, ServiceLevelAgreement],
    calendars: Mapping[str, BusinessCalendar],
) -> Terms | None:
    """Return the terms of one engagement; None where no agreement is named.

    Raises
    ------
    InputError
        If an agreement or calendar that an event names is not given.
    """
    first = next((each.sla for each in history if each.sla), "")
    if not first:
        return None
    sla, calendar = first, ""
    slas, ids = [], []
    for each in history:
        if each.sla:
            sla = each.sla
            calendar = ""  # the new agreement's own, unless the event names one
        if each.calendar:
            calendar = each.calendar
        agreement = find(agreements, sla, each, "agreement")
        held = calendar or agreement.calendar
        find(calendars, held, each, "calendar")
        slas.append(sla)
        ids.append(held)
    return Terms(tuple(slas), tuple(ids), agreements, calendars)


def find(known: Mapping[str, T], name: str, event: ServiceEvent | None = None, what: str = "") -> T:
    """Return what is known by an id; the error names the event that asked for it."""
    try:
        return known[name]
    except KeyError:
        place = (
            f"{event.kind} of {event.engagement!r} at {event.at:%Y-%m-%d %H:%M} " if event else ""
        )
        raise InputError(
            f"{place}names the {what} {name!r}, which is not among those given: "
            f"{', '.join(sorted(known)) or 'none'}"
        ) from None


def target_seconds(target: Target, calendar: BusinessCalendar) -> int:
    """Return a target in business seconds; a day is the usual day of the calendar."""
    return target.amount * SECONDS.get(target.unit, calendar.day_minutes * 60)
