"""A range as a bar: from its low to its high end, with a mark in the centre."""

from django import template

register = template.Library()
THINNEST = 0.8  # of 100: a known number still shows


@register.inclusion_tag("judgement/_range.html")
def range_bar(
    low: float, high: float, centre: float | None = None, most: float = 1.0
) -> dict[str, str]:
    """Draw low to high on a scale from 0 to `most`; words beside it must say the numbers."""
    scale = 100 / most if most > 0 else 0.0
    start, width = low * scale, max((high - low) * scale, THINNEST)
    return {
        "start": f"{min(start, 100 - THINNEST):.2f}",
        "width": f"{min(width, 100.0):.2f}",
        "centre": "" if centre is None else f"{centre * scale:.2f}",
    }
