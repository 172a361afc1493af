"""How far a look is: the part that stands where its answer will, and asks for itself again."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from headwater.web.organization.permissions import can
from headwater.web.runs import registry, worker_sign
from headwater.web.runs.models import Run

register = template.Library()
EVERY = "1s"


@register.filter
def gap(share: float) -> str:
    """Write how much more is possible as a share: two digits, and never 0% while it is open."""
    percent = 100 * share
    if percent < 0.01:
        return "under 0.01%"
    return f"{percent:.0f}%" if percent >= 10 else f"{percent:.2g}%"


@register.inclusion_tag("portfolio/_look.html", takes_context=True)
def look_state(
    context: Any,
    look: Run | None,
    name: str = "look",
    doing: str = "Working it out",
    coming: str = "The answer comes here as it is found.",
    anew: str = "Work it out again",
) -> dict[str, Any]:
    """Show how far a look is, with the button that stops it; nothing once it is done.

    `name` tells its button apart where a page has several; the rest is what it says.
    """
    request, look = context["request"], look or None
    return {
        "look": look,
        "name": name,
        "doing": doing,
        "coming": coming,
        "anew": anew,
        "back": context.get("back") or request.get_full_path(),
        "may": look is not None and can(request.user, registry.may(look)),
        "worker_missing": look is not None and look.is_open and not worker_sign.is_alive(),
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag(takes_context=True)
def look_again(
    context: Any, look: Run | None, part: str = "#look", also: Sequence[str] = ()
) -> SafeString | str:
    """Make an element ask for itself again while its look goes on, and for others by their ids."""
    if not look or not look.is_open:
        return ""
    page = context.get("back") or context["request"].get_full_path()
    asks = format_html(
        'hx-get="{}" hx-trigger="every {}" hx-select="{}" hx-swap="outerHTML"', page, EVERY, part
    )
    if not also:
        return asks
    others = ",".join(f"#{each}" for each in also)
    return format_html('{} hx-select-oob="{}"', asks, others)
