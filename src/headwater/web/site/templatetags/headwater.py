"""Template tags for every room: navigation, badges, icons, numbers."""

from datetime import date, datetime
from typing import Any

from django import template
from django.template.base import Parser, Token
from django.template.loader_tags import BlockNode
from django.urls import reverse
from django.utils import timezone

from headwater.web.site.navigation import Section, sections

register = template.Library()

CALLS = {"start": "Start", "contested": "Contested", "stop": "Stop"}


class _Again(template.Node):
    """Draws a block a second time; the block itself may stand once only."""

    def __init__(self, name: str) -> None:
        self.name = name

    def render(self, context: template.Context) -> str:
        """Draw what the page put into the block."""
        return BlockNode(self.name, template.NodeList()).render(context)


@register.tag
def again(parser: Parser, token: Token) -> _Again:
    """Draw a block's content again: ``{% again "title" %}``."""
    return _Again(token.split_contents()[1].strip("\"'"))


@register.inclusion_tag("site/_navigation.html", takes_context=True)
def navigation(context: template.Context) -> dict[str, Any]:
    """Draw the main navigation; the group and the page one is in are marked as current."""
    return {"sections": _sections(context)}


@register.inclusion_tag("site/_subnavigation.html", takes_context=True)
def subnavigation(context: template.Context) -> dict[str, Any]:
    """Draw the pages of the group that one is in; nothing where there is only one."""
    return {"section": next((each for each in _sections(context) if each.current), None)}


def _sections(context: template.Context) -> tuple[Section, ...]:
    request = context["request"]
    match = getattr(request, "resolver_match", None)
    view = match.view_name if match else ""
    return sections(path=request.path, view=view, may=context.get("may") or {})


@register.simple_tag
def address_of(name: str, *args: object) -> str:
    """Return the address of a page, for use in an expression or an include."""
    return reverse(name, args=args)


@register.inclusion_tag("site/_badge.html")
def call_badge(call: str) -> dict[str, str]:
    """Draw the badge of a call: start, contested or stop; told by shape and word too."""
    return {"call": call, "word": CALLS.get(call, call)}


@register.inclusion_tag("site/_icon.html")
def icon(name: str) -> dict[str, str]:
    """Draw one icon of the sprite, hidden from screen readers: words stand beside it."""
    return {"name": name}


@register.filter
def thousands(value: object, places: int = 0) -> str:
    """Write a number with its digits in threes (1 234 567), or a dash where there is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "–"
    return f"{value:,.{places}f}".replace(",", "\u202f").replace("-", "\u2212")


@register.filter
def percent(value: object, places: int = 0) -> str:
    """Write a share of 0 to 1 as per cent, or a dash where there is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "–"
    return f"{value * 100:.{places}f}%"


@register.filter
def moment(value: datetime | None) -> str:
    """Write a moment as 2 Mar, 17:00; with its year where that is not the present one."""
    if value is None:
        return ""
    here = timezone.localtime(value)
    year = "" if here.year == timezone.localtime().year else f" {here.year}"
    return f"{here.day} {here:%b}{year}, {here:%H:%M}"


@register.filter
def item(mapping: Any, key: Any) -> Any:
    """Look a key up in a mapping; None where it is missing."""
    return mapping.get(key) if hasattr(mapping, "get") else None


@register.filter
def split(text: str) -> list[str]:
    """Split a text at its spaces, to go through a few words in a template."""
    return text.split()


@register.filter
def day(text: str) -> str:
    """Write a day that is kept as text (2026-02-20) the way people do: 20 Feb 2026."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{found.day} {found:%b %Y}"
