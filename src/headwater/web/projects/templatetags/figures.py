"""How amounts are written on pages: in a column, with their unit, and for editing."""

from django import template

from headwater.vocabulary.units import Interval, MoneyUnit
from headwater.web.projects.models import held

register = template.Library()
UNKNOWN = "?"
MINUS = "\N{MINUS SIGN}"


@register.filter
def figure(value: Interval | float | list[float] | None) -> str:
    """Write a number or range for a column whose heading says the unit; "?" is not known."""
    found = _interval(value)
    if found is None:
        return UNKNOWN
    low, high = _short(found.low), _short(found.high)
    return low if low == high else f"{low} – {high}"


@register.filter
def signed(value: float | None) -> str:
    """Write a difference with its sign: "+1.20", "−0.84", "±0"; "?" is not known."""
    if value is None:
        return UNKNOWN
    text = _short(abs(value))
    if abs(value) < 1e-9 or not text.strip("0."):
        return "±0"
    return f"{'+' if value > 0 else MINUS}{text}"


@register.filter
def money(value: Interval | float | None, unit: MoneyUnit) -> str:
    """Write an amount or range with its unit; "not known" for None."""
    found = _interval(value)
    if found is None:
        return "not known"
    if found.is_point:
        return unit.show(found.low)
    return f"{unit.show(found.low)} to {unit.show(found.high)}"


@register.filter
def behind(unit: MoneyUnit) -> str:
    """Return ", USD million" to put behind a heading; nothing where no unit is stated."""
    return f", {unit.label}" if unit != MoneyUnit() else ""


@register.filter
def typed(value: Interval | float | list[float] | None) -> str:
    """Write a number or range with every digit, the way a person would type it in."""
    found = _interval(value)
    if found is None:
        return ""
    low, high = _exact(found.low), _exact(found.high)
    return low if found.is_point else f"{low}..{high}"


def _interval(value: Interval | float | list[float] | None) -> Interval | None:
    return value if isinstance(value, Interval) else held(value)


def _short(amount: float) -> str:
    size = abs(amount)
    if size >= 1000 or abs(amount - round(amount)) <= 1e-9 * size:
        return f"{amount:,.0f}"
    if size >= 10:
        return f"{amount:,.1f}"
    return f"{amount:.2f}" if size >= 0.1 else f"{amount:.3g}"


def _exact(amount: float) -> str:
    return f"{amount:.0f}" if amount == int(amount) and abs(amount) < 1e15 else repr(amount)
