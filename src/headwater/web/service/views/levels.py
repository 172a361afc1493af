"""Service levels: how often promises were kept, what is near its end, and the calendars."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from headwater.errors import ConflictError, InputError
from headwater.vocabulary.service import MEASURES
from headwater.vocabulary.service_calendar import WEEKDAYS, BusinessCalendar
from headwater.web.organization.doors import readers_only
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.organization.versions import VersionForm
from headwater.web.service.actions import calendars as calendar_actions
from headwater.web.service.actions import chains, clocks
from headwater.web.service.forms_work import HoursForm
from headwater.web.service.models import Calendar, Charter, Offering
from headwater.web.service.views.chains import row
from headwater.web.service.views.faces import TITLES

A_PAGE = 50
MOST_CHAINS = 5


@require_GET
@readers_only
def levels(request: Request) -> HttpResponse:
    """Show how often each promise was kept, by service, every figure leading to its records."""
    now = timezone.now()
    counts = clocks.tallied(at=now)
    used = {key for key, _ in counts if key}
    table = [
        {
            "offering": offering,
            "cells": [(each, counts.get((offering.key, each))) for each in MEASURES],
        }
        for offering in Offering.objects.filter(key__in=used)
    ]
    whole = [
        {"measure": each, "title": TITLES[each], "found": counts["", each]} for each in MEASURES
    ]
    told = {
        "whole": whole,
        "table": table,
        "titles": [TITLES[each] for each in MEASURES],
        "alarms": clocks.alarms(at=now),
        "calendars": Calendar.objects.all(),
        "chains": [row(each) for each in chains.read_all(list(chains.roots()[:MOST_CHAINS]))],
    }
    return render(request, "service/levels.html", told)


@require_http_methods(["GET", "POST"])
@readers_only
def calendar(request: Request, key: str = "") -> HttpResponse:
    """Show a calendar as a form (GET); write a new edition, or a new calendar (POST)."""
    check_can(request.user, "edit_catalogue")
    found = get_object_or_404(Calendar, key=key) if key else None
    form = HoursForm(request.POST or None, initial=_typed(found) if found else _blank())
    status = 200
    if form.is_bound:
        status = 422
        seen = VersionForm(request.POST)
        if form.is_valid() and seen.is_valid():
            given = form.cleaned_data
            try:
                made = calendar_actions.save_calendar(
                    record=_record(given),
                    name=given["name"],
                    calendar=found,
                    seen=seen.cleaned_data["version"],
                    is_usual=given["is_usual"],
                    by=request.user,
                )
            except (InputError, ConflictError) as error:
                form.add_error(None, str(error))
                status = error.http_status
            else:
                messages.success(request, f"{made} was saved; clocks in flight keep to theirs.")
                return redirect("service:levels")
    told = {"form": form, "calendar": found}
    return render(request, "service/calendar.html", told, status=status)


def _record(given: dict[str, Any]) -> BusinessCalendar:
    same = {name: given[name] for name in ("zone", "country", "subdivision")}
    own_days = [_own_day(each) for each in given["own_days"].splitlines() if each.strip()]
    return calendar_actions.read(
        week=[given[day] for day in WEEKDAYS], own_days=own_days, **same
    )  # fmt: skip


def _own_day(line: str) -> tuple[str, str, str]:
    day, _, rest = line.partition("|")
    name, _, hours = rest.partition("|")
    return day, name, hours


def _typed(found: Calendar) -> dict[str, Any]:
    said = calendar_actions.newest(found).said
    hours = {
        day: calendar_actions.written(open_hours)
        for day, open_hours in zip(WEEKDAYS, said.week, strict=True)
    }
    own = "\n".join(
        " | ".join((each.day, each.name, calendar_actions.written(each.hours))).rstrip(" |")
        for each in said.own_days
    )
    return {
        **hours,
        "name": found.name,
        "zone": said.zone,
        "country": said.country,
        "subdivision": said.subdivision,
        "own_days": own,
        "is_usual": found.is_usual,
    }


def _blank() -> dict[str, Any]:
    return {**dict.fromkeys(WEEKDAYS[:5], "09:00-17:00"), "zone": "Europe/London"}


@require_GET
@readers_only
def charters(request: Request) -> HttpResponse:
    """List the charters that were issued, each with its need and the days before it."""
    rows = Charter.objects.select_related("need", "engagement", "by")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "service/charters.html", {"page": page, "query": ""})
