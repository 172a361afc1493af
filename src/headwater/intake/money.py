"""Columns of money: which currency and scale they are in, and their amounts in one unit."""

from collections.abc import Sequence
from decimal import Decimal
from math import isclose

from headwater.intake.figures import Figure
from headwater.intake.findings import Findings
from headwater.intake.units import Unit, same_currency
from headwater.vocabulary.units import Interval

PLAINLY_WHOLE = 1_000  # from here on, an amount without k, m or bn is taken as written out in full


def unit_of(
    heading: str,
    stated: Unit,
    figures: Sequence[Figure | None],
    numbers: Sequence[int],
    signs: dict[str, int],
    sheet: str,
    findings: Findings,
) -> Unit:
    """Settle a column's unit from its heading, its cells and its number formats.

    Records a fault where two currencies meet, or where some amounts say thousand or million
    and others leave it open.
    """
    currency = stated.currency
    seen = f"the heading says {currency}" if currency else ""
    shown = dict(signs)
    for figure, row in zip(figures, numbers, strict=True):
        if figure and figure.currency:
            shown.setdefault(figure.currency, row)
    for other, row in sorted(shown.items(), key=lambda item: item[1]):
        both = same_currency(currency, other)
        if both is None:
            findings.fault(
                sheet,
                row,
                heading,
                f"two currencies meet: {seen}, this row {other}; convert all amounts to one",
            )
            return stated
        seen = seen or f"row {row} says {other}"
        currency = both
    scale = stated.scale or _scale(heading, figures, numbers, sheet, findings)
    return Unit(currency, scale or (1 if stated.currency else 0))


def _scale(
    heading: str,
    figures: Sequence[Figure | None],
    numbers: Sequence[int],
    sheet: str,
    findings: Findings,
) -> int:
    scales = {figure.scale for figure in figures if figure and figure.scale}
    if not scales:
        return 0
    for figure, row in zip(figures, numbers, strict=True):
        if figure and not figure.scale and 0 < abs(figure.high) < PLAINLY_WHOLE:
            findings.fault(
                sheet,
                row,
                heading,
                f"{figure.high:g} states no scale while other amounts do (k, m, bn); write "
                f"{figure.high:g}m, {figure.high:g}k, or the amount in full",
            )
    return max(scales)


def in_unit(figure: Figure, column: Unit, unit: Unit, *, mixed: bool) -> tuple[float, float]:
    """Convert a figure of a column to a unit; `mixed` where the cells themselves state scales."""
    own = figure.scale or (1 if mixed else column.scale)
    return _scaled(figure.low, own, unit.scale), _scaled(figure.high, own, unit.scale)


def _scaled(value: float, own: int, wanted: int) -> float:
    if not own or not wanted or own == wanted:
        return value
    return float(Decimal(repr(value)) * own / wanted)


def intervals(
    figures: Sequence[Figure | None], stated: Unit, column: Unit, unit: Unit
) -> list[Interval | None]:
    """Convert a column's figures to ranges in a unit."""
    mixed = not stated.scale and bool(column.scale)
    return [
        None if figure is None else Interval(*in_unit(figure, column, unit, mixed=mixed))
        for figure in figures
    ]


def differ(first: float, second: float) -> bool:
    """Say whether two totals differ by more than half a percent."""
    return not isclose(first, second, rel_tol=0.005, abs_tol=1e-9)
