"""REST API of calendars: the hours that clocks count by; a change writes a new edition."""

from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from headwater.vocabulary.service_calendar import BusinessCalendar
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request, person
from headwater.web.organization.shapes import ERRORS
from headwater.web.service.actions import calendars as actions
from headwater.web.service.models import Calendar

router = Router(tags=["Calendars"])


class OwnDayIn(Schema):
    """A day with hours of its own, "2026-12-24" or each year "12-24"; no hours: closed."""

    day: str = Field(max_length=10)
    name: str = Field("", max_length=200)
    hours: str = Field("", max_length=200)


class CalendarIn(Schema):
    """Hours by weekday from Monday, "09:00-12:30, 13:30-17:00"; "" or "closed" is none."""

    name: str = Field(max_length=200)
    zone: str = Field(max_length=80)
    week: list[str] = Field(min_length=7, max_length=7)
    country: str = Field("", max_length=10)
    subdivision: str = Field("", max_length=20)
    own_days: list[OwnDayIn] = Field([], max_length=500)
    usual: bool = False


class CalendarChange(CalendarIn):
    """A calendar as it should be, and the edition that you read."""

    edition: int = Field(ge=0, le=2**31 - 1)


class CalendarOut(CalendarIn):
    """A calendar in the edition in force; clocks in flight keep to theirs."""

    key: str
    edition: int


@router.get("/calendars", response={200: list[CalendarOut], **ERRORS})
def list_calendars(request: Request) -> list[dict[str, Any]]:
    """List the calendars, the usual one first."""
    check_can(request.user, "read")
    rows = list(Calendar.objects.all())
    said = actions.records([each.id_now for each in rows])
    return [_out(each, said[each.id_now]) for each in rows]


@router.get("/calendars/{slug:key}", response={200: CalendarOut, **ERRORS})
def show_calendar(request: Request, key: str) -> dict[str, Any]:
    """Show one calendar."""
    check_can(request.user, "read")
    found = get_object_or_404(Calendar, key=key)
    return _out(found, actions.newest(found).said)


@router.post("/calendars", response={201: CalendarOut, **ERRORS})
def add_calendar(request: Request, given: CalendarIn) -> Status[dict[str, Any]]:
    """Add a calendar."""
    return Status(201, _saved(request, given, None, 0))


@router.put("/calendars/{slug:key}", response={200: CalendarOut, **ERRORS})
def change_calendar(request: Request, key: str, given: CalendarChange) -> dict[str, Any]:
    """Write a new edition of a calendar."""
    return _saved(request, given, get_object_or_404(Calendar, key=key), given.edition)


def _saved(
    request: Request, given: CalendarIn, calendar: Calendar | None, seen: int
) -> dict[str, Any]:
    check_can(request.user, "edit_catalogue")
    record = actions.read(
        zone=given.zone,
        week=given.week,
        country=given.country,
        subdivision=given.subdivision,
        own_days=[(each.day, each.name, each.hours) for each in given.own_days],
    )
    made = actions.save_calendar(
        record=record,
        name=given.name,
        calendar=calendar,
        seen=seen,
        is_usual=given.usual,
        by=person(request),
    )
    return _out(made, actions.newest(made).said)


def _out(found: Calendar, said: BusinessCalendar) -> dict[str, Any]:
    return {
        "key": found.key,
        "edition": found.edition,
        "name": found.name,
        "usual": found.is_usual,
        "zone": said.zone,
        "week": [actions.written(day) for day in said.week],
        "country": said.country,
        "subdivision": said.subdivision,
        "own_days": [
            {"day": each.day, "name": each.name, "hours": actions.written(each.hours)}
            for each in said.own_days
        ],
    }
