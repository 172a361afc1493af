"""What rooms of workshops show: QR codes, clocks, states, and the bars of results."""

from typing import Any

import segno
from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from headwater.web.judgement.states import State
from headwater.web.projects.templatetags.figures import figure

register = template.Library()
TONES = {
    State.DRAFT: "quiet-tone",
    State.OPEN: "start",
    State.CLOSED: "contested",
    State.REVEALED: "plain",
    State.DECIDED: "plain",
}
FEW_DIGITS = 3


@register.simple_tag
def qr(address: str) -> SafeString:
    """Draw an address as a QR code, dark on white in either theme; the words stand beside it."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        border=2, omitsize=True, dark="#16212C", light="#FFFFFF", svgclass="qr", lineclass=None
    )
    label = f'<svg role="img" aria-label="QR code of {escape(address)}" '
    return mark_safe(drawn.replace("<svg ", label, 1))  # noqa: S308 - made of an address, escaped


@register.inclusion_tag("judgement/_state.html")
def state_badge(row: Any) -> dict[str, str]:
    """Draw the state of a workshop or an item, told by shape and word too."""
    return {"tone": TONES[State(row.state)], "word": row.get_state_display()}


@register.filter
def clock(seconds: int | None) -> str:
    """Write seconds as 4:05; nothing where no timer runs."""
    return "" if seconds is None else f"{seconds // 60}:{seconds % 60:02d}"


@register.filter
def short(number: float | None) -> str:
    """Write a number with few digits, or "?" where it is not known."""
    return figure(None if number is None else float(f"{number:.{FEW_DIGITS}g}"))


@register.filter
def places(found: dict[str, Any], question: dict[str, Any]) -> float:
    """Return the end of the scale on which a spread is drawn."""
    return float(question.get("high") or found["high"] or 1)


@register.filter
def spot(pairs: list[list[Any]]) -> int:
    """Return the largest count of [option, count] pairs, for the length of bars; 1 at least."""
    return max([count for _, count in pairs], default=0) or 1


@register.filter
def asked_of(frozen: dict[str, Any], key: str) -> dict[str, Any]:
    """Return the question of a key, with its scale."""
    found: dict[str, Any] = next((e for e in frozen["asked"] if e["key"] == key), {})
    return found


MEASURES = {
    "concordance": "Order of the criteria (Kendall’s W)",
    "similarity": "Weights (consensus index)",
    "alpha": "Scores (Krippendorff’s alpha)",
    "one judge": "One judge alone (intraclass correlation)",
    "mean of the judges": "Mean of the judges (intraclass correlation)",
}
MOVES = {
    "agreed": ("agreed", "start"),
    "settled apart": ("settled apart", "contested"),
    "moving": ("moving", "plain"),
    "still": ("as before", "quiet-tone"),
    "open": ("first look", "quiet-tone"),
}


@register.filter
def measure_name(name: str) -> str:
    """Return what a measure is called on screen, with the name that statisticians know it by."""
    return MEASURES.get(name, name.capitalize())


@register.filter
def state_word(state: str) -> str:
    """Return the word for how a view moves from round to round."""
    return MOVES.get(state, (state, ""))[0]


@register.filter
def state_tone(state: str) -> str:
    """Return the tone of that word's badge."""
    return MOVES.get(state, ("", "quiet-tone"))[1]
