"""Maturity: levels from reactive to strategic with their records, and the measures over time."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from headwater.errors import InputError
from headwater.vocabulary.service_figures import (
    FigureCourse,
    LadderRule,
    LadderStanding,
    ServiceFigure,
)
from headwater.web.account.actions import maturity as actions
from headwater.web.account.gather import gathered
from headwater.web.account.views.behind import between, records, worded
from headwater.web.account.views.spark import Spark, spark
from headwater.web.organization.doors import readers_only
from headwater.web.organization.request import Request


@dataclass(frozen=True, slots=True)
class Panel:
    """One measure as the page shows it, beside what the next level asks of it."""

    course: FigureCourse
    value: str
    interval: str
    asked: str
    drawing: Spark | None
    rows: tuple[tuple[str, str, str, int], ...]


@require_GET
@readers_only
def maturity(request: Request) -> HttpResponse:
    """Show where the office stands, or one service, and what would raise it next."""
    service = request.GET.get("service", "")[:80]
    found, today = gathered(), timezone.localdate()
    try:
        standing = actions.standing(found=found, today=today, service=service)
        courses = actions.course_of(found=found, today=today, service=service)
    except InputError as error:
        raise Http404(str(error)) from error
    services = actions.services(found=found, today=today)
    told = {
        "standing": standing,
        "services": services,
        "service": next((each for each in services if each.key == service), None),
        "panels": [panel(each, standing) for each in courses],
        "query": f"?service={service}" if service else "",
        "any": bool(found.record.engagements or found.record.needs),
    }
    return render(request, "account/maturity.html", told)


@require_GET
@readers_only
def figure(request: Request, key: str) -> HttpResponse:
    """List the records behind one measure: those that count, and those that could have."""
    service = request.GET.get("service", "")[:80]
    found, today = gathered(), timezone.localdate()
    try:
        behind = actions.figure(found=found, today=today, key=key, service=service)
    except InputError as error:
        raise Http404(str(error)) from error
    query = f"?service={service}" if service else ""
    return records(
        request,
        found=found,
        figure=behind,
        back=(reverse("account:maturity") + query, "Maturity"),
        query=f"service={service}&" if service else "",
    )


def panel(course: FigureCourse, standing: LadderStanding) -> Panel:
    """Lay one measure out, with its course and what is asked of it next."""
    rule = _asked(course.figure, standing)
    wanted = (rule.least if rule.least is not None else rule.most) if rule else None
    words = "at least" if rule and rule.least is not None else "at most"
    here = course.figure
    return Panel(
        course=course,
        value=worded(here.value, here),
        interval=between(here.interval, here),
        asked=f"{words} {worded(wanted, here)}" if rule else "",
        drawing=spark(course, wanted=wanted),
        rows=tuple(
            (
                each.period,
                worded(each.value, here),
                between(each.interval, here) or "–",
                each.number,
            )
            for each in course.points
        ),
    )


def _asked(figure: ServiceFigure, standing: LadderStanding) -> LadderRule | None:
    """Return the first rule above what is reached that asks for a figure."""
    for rung in standing.rungs:
        for each in rung.rules if not rung.reached else ():
            if each.rule.figure == figure.key:
                return each.rule
    return None
