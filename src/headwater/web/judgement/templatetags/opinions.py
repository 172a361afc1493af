"""Groups of opinion as a picture: everyone's weight on what divides them, a shape a group."""

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()
MOST_ROWS = 3
LEAST = 0.25  # of a criterion's differences, between the groups, for it to be drawn
WIDTH, LEFT, RIGHT = 440.0, 4.0, 12.0
SIZE = 7.0
SHAPES = ("circle", "square", "triangle", "diamond", "cross")
NEAR = 2.2 * SIZE
"""Marks nearer than this on one line are set above each other, so that each can be counted."""


@register.simple_tag
def group_mark(place: int) -> SafeString:
    """Draw the shape of a group, as in the picture; words beside it say which."""
    return format_html(
        '<svg class="group-mark group-{}" viewBox="-9 -9 18 18" aria-hidden="true" '
        'focusable="false">{}</svg>',
        place % len(SHAPES),
        _shape(place, 0.0, 0.0),
    )


@register.simple_tag
def opinion_map(found: dict[str, Any]) -> SafeString:
    """Draw everyone's weight on the criteria that divide the groups most; a table says it too."""
    groups, views = found["opinions"]["groups"], found["views"]
    divides = found["opinions"]["divides"][:MOST_ROWS]
    names = [name for place, (name, share) in enumerate(divides) if not place or share >= LEAST]
    most = max(view[name] for view in views.values() for name in names) or 1.0
    rows = format_html_join(
        "",
        "{}",
        ((_row(name, groups, views, most),) for name in names),
    )
    told = "; ".join(f"{', '.join(each['members'])}: {each['text']}" for each in groups)
    return format_html('<div class="opinion-map" role="img" aria-label="{}">{}</div>', told, rows)


def _row(name: str, groups: list[dict[str, Any]], views: dict[str, Any], most: float) -> SafeString:
    base = 0.0
    scale = (WIDTH - LEFT - RIGHT - 2 * SIZE) / most
    taken: list[tuple[float, float]] = []
    marks = []
    for place, group in enumerate(groups):
        for who in group["members"]:
            x = LEFT + SIZE + views[who][name] * scale
            y = base - SIZE - 2
            while any(abs(x - a) < NEAR and abs(y - b) < NEAR for a, b in taken):
                y -= NEAR
            taken.append((x, y))
            marks.append((place % len(SHAPES), who, f"{views[who][name]:.0%}", _shape(place, x, y)))
    drawn = format_html_join("", '<g class="group-{}"><title>{}: {}</title>{}</g>', marks)
    top = min((y for _, y in taken), default=base) - SIZE - 2
    return format_html(
        '<div class="opinion-row"><span>{}</span><svg viewBox="0 {} {} {}" aria-hidden="true" '
        'focusable="false"><line class="axis" x1="{}" x2="{}" y1="0" y2="0"></line>{}</svg>'
        '<span class="ends"><span>0%</span><span>{}</span></span></div>',
        name, f"{top:.0f}", f"{WIDTH:g}", f"{3 - top:.0f}",
        f"{LEFT:g}", f"{WIDTH - LEFT:g}", drawn, f"{most:.0%}",
    )  # fmt: skip


def _shape(place: int, x: float, y: float) -> SafeString:
    kind = SHAPES[place % len(SHAPES)]
    s = SIZE
    if kind == "circle":
        return format_html('<circle cx="{}" cy="{}" r="{}"></circle>', f"{x:.1f}", f"{y:.1f}", s)
    corners = {
        "square": ((-s, -s), (s, -s), (s, s), (-s, s)),
        "triangle": ((0, -s), (s, s), (-s, s)),
        "diamond": ((0, -s - 1), (s + 1, 0), (0, s + 1), (-s - 1, 0)),
        "cross": ((-2, -s), (2, -s), (2, -2), (s, -2), (s, 2), (2, 2), (2, s), (-2, s), (-2, 2),
                  (-s, 2), (-s, -2), (-2, -2)),
    }[kind]  # fmt: skip
    points = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in corners)
    return format_html('<polygon points="{}"></polygon>', points)
