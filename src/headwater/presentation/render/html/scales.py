"""Axes: where round numbers stand, and how they are written in little room."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from headwater.presentation.wording import number, percent
from headwater.vocabulary.report import Axis


@dataclass(frozen=True, slots=True)
class Scale:
    """A stretch of numbers on which values are placed from 0 to 1, with round ticks."""

    low: float
    high: float
    ticks: tuple[float, ...]
    logarithmic: bool = False

    def place(self, value: float) -> float:
        """Return where a value stands, 0 to 1."""
        if self.logarithmic:
            return (log10(value) - log10(self.low)) / (log10(self.high) - log10(self.low))
        return (value - self.low) / (self.high - self.low)


def scale(values: Sequence[float], *, logarithmic: bool = False, steps: int = 5) -> Scale:
    """Return a scale that holds all values and, where it is not logarithmic, 0."""
    if logarithmic:
        first, last = floor(log10(min(values))), ceil(log10(max(values)))
        last = max(last, first + 1)
        skip = max(1, ceil((last - first) / 6))
        ticks = tuple(10.0**power for power in range(first, last + 1, skip))
        return Scale(10.0**first, 10.0**last, ticks, True)
    low, high = min(0.0, *values), max(0.0, *values)
    if high == low:
        high = low + 1.0
    step = _round_step((high - low) / steps)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    ticks = tuple(step * place for place in range(first, last + 1))
    return Scale(ticks[0], ticks[-1], ticks)


def _round_step(step: float) -> float:
    power = 10.0 ** floor(log10(step))
    return next(power * part for part in (1, 2, 2.5, 5, 10) if power * part >= step * (1 - 1e-9))


def short(value: float, axis: Axis) -> str:
    """Write a tick: a percentage, or a number with k, m, bn where it is large."""
    if axis.kind == "percent":
        return percent(value)
    for size, sign in ((1e12, "tn"), (1e9, "bn"), (1e6, "m"), (1e4, "k")):
        if abs(value) >= size:
            return f"{value / (1e3 if sign == 'k' else size):,.10g}{sign}"
    return number(round(value, 10)) if abs(value) >= 1000 else f"{value:.4g}"
