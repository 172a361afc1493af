"""Calendars: when time counts. A change writes an edition; clocks in flight keep to theirs."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.text import slugify

from headwater.errors import ConflictError, InputError
from headwater.service.clock import elapsed
from headwater.vocabulary.service_calendar import BusinessCalendar, OwnDay, spans
from headwater.vocabulary.shapes import to_json
from headwater.web.organization import audit
from headwater.web.organization.permissions import check_can
from headwater.web.service.actions.texts import line, moment
from headwater.web.service.models import Calendar, CalendarEdition

USUAL = "office"
USUAL_HOURS = BusinessCalendar.weekly("office.1", "Europe/London", hours="09:00-17:00")


def usual(*, at: datetime | None = None) -> Calendar:
    """Return the calendar that holds unless another is named; made when first asked for."""
    found = Calendar.objects.filter(is_usual=True).first()
    if found is not None:
        return found
    made = Calendar.objects.create(key=USUAL, name="Office hours", is_usual=True)
    _edition(made, replace(USUAL_HOURS, name="Office hours"), None, moment(at))
    return made


@transaction.atomic
def save_calendar(
    *,
    record: BusinessCalendar,
    name: str,
    calendar: Calendar | None = None,
    seen: int = 0,
    is_usual: bool = False,
    by: User,
    at: datetime | None = None,
) -> Calendar:
    """Add a calendar, or write a new edition of one.

    Parameters
    ----------
    record
        Its `id` is given by the edition; what it says is not looked at.
    seen
        The edition that the person had before them.

    Raises
    ------
    ConflictError
        If someone wrote another edition meanwhile.
    InputError
        If the name is missing or taken, the zone or the country is unknown.
    """
    check_can(by, "edit_catalogue")
    at = moment(at)
    name = line(name, what="The name", most=200, needed=True)
    elapsed(record, at, at)  # compiles it: an unknown zone or country is named here
    if calendar is None:
        key = slugify(name)[:50] or "calendar"
        if Calendar.objects.filter(key=key).exists():
            raise InputError(f"There is a calendar {key!r} already; give this one another name.")
        calendar = Calendar.objects.create(key=key, name=name)
    else:
        calendar = Calendar.objects.select_for_update().get(pk=calendar.pk)
        if calendar.edition != seen:
            raise ConflictError(f"{calendar} was changed by someone else while you were editing.")
        calendar.edition += 1
    calendar.name = name
    if is_usual:
        Calendar.objects.exclude(pk=calendar.pk).update(is_usual=False)
        calendar.is_usual = True
    calendar.save()
    _edition(calendar, replace(record, name=name), by, at)
    audit.record(
        "service.calendar.saved", target=calendar, by=by, detail={"edition": calendar.edition}
    )
    return calendar


def read(
    *,
    zone: str,
    week: Sequence[str],
    country: str = "",
    subdivision: str = "",
    own_days: Iterable[tuple[str, str, str]] = (),
) -> BusinessCalendar:
    """Return the calendar that a person or a program wrote down, for `save_calendar`.

    Parameters
    ----------
    week
        Hours of the seven weekdays from Monday: "09:00-12:30, 13:30-17:00"; "" for none.
    own_days
        Day ("2026-12-24", each year "12-24"), name and hours of each.

    Raises
    ------
    InputError
        If hours or days cannot be read.
    """
    return BusinessCalendar(
        id="new",
        zone=zone.strip(),
        week=tuple(spans(each) for each in week),
        country=country.strip().upper(),
        subdivision=subdivision.strip().upper(),
        own_days=tuple(
            OwnDay(day.strip(), name.strip(), spans(hours)) for day, name, hours in own_days
        ),
    )


def written(hours: Iterable[object]) -> str:
    """Write the hours of a day the way `read` takes them."""
    return ", ".join(str(each) for each in hours)


def newest(calendar: Calendar) -> CalendarEdition:
    """Return the edition in force."""
    return calendar.editions.get(number=calendar.edition)


def records(keys: Sequence[str] | None = None) -> dict[str, BusinessCalendar]:
    """Return calendars by the id that events name, old editions among them."""
    found = CalendarEdition.objects.all()
    if keys is not None:
        found = found.filter(key__in=list(keys))
    return {each.key: each.said for each in found}


def _edition(
    calendar: Calendar, record: BusinessCalendar, by: User | None, at: datetime
) -> CalendarEdition:
    made = replace(record, id=calendar.id_now)
    return CalendarEdition.objects.create(
        calendar=calendar,
        key=made.id,
        number=calendar.edition,
        record=to_json(made),
        at=at,
        by=by,
    )
