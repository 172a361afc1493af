"""Pages that belong to no room: the start page, the health check, the style guide."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_GET

from headwater.web.account.actions.desk import desk
from headwater.web.organization.permissions import can, check_can
from headwater.web.organization.request import Request
from headwater.web.runs import worker_sign
from headwater.web.site.journey import steps

LITTLE = 5  # things on the desk: below that the way to a decision is shown beside them
ICONS = [
    "river",
    "sheet",
    "upload",
    "download",
    "target",
    "scales",
    "play",
    "clock",
    "check",
    "cross",
    "warning",
    "info",
    "menu",
    "theme",
    "people",
    "key",
    "list",
    "shield",
    "chart",
    "slides",
    "edit",
    "trash",
    "undo",
    "plus",
    "search",
    "link",
]


@require_GET
def home(request: Request) -> HttpResponse:
    """Show what needs the person today; the way to a decision too, while there is little work."""
    way = steps(request.user) if can(request.user, "read") else []
    waits = desk(request.user)
    walked = bool(way) and all(step.there for step in way)
    told = {"steps": way, "desk": waits, "way_shown": not walked or waits.number < LITTLE}
    return render(request, "site/home.html", told)


@login_not_required
@require_GET
def health(request: HttpRequest) -> JsonResponse:
    """Say whether the database answers and the worker of the runs is alive; for monitors."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    told: dict[str, Any] = {"status": "ok", "worker": worker_sign.is_alive()}
    return JsonResponse(told)


@require_GET
def style(request: Request) -> HttpResponse:
    """Show every part of the design system, for those who build pages."""
    check_can(request.user, "manage_people")
    return render(request, "site/style.html", {"icon_names": ICONS})


@login_not_required
@require_GET
def favicon(request: HttpRequest) -> HttpResponse:
    """Send browsers that ask for the old address to the icon."""
    return redirect(static("headwater/icon.svg"))
