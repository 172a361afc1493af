"""Scales of charts: where a number stands, and which numbers to write beside the axis."""

from dataclasses import dataclass
from math import ceil, floor, log10

STEPS = (1.0, 2.0, 5.0, 10.0)
WIDE = 60.0  # largest to smallest, from which a scale of powers shows more than an even one
WIDEST = 1e6  # largest to smallest that is drawn; what is smaller stands at the end
ROOM = 1.25  # free room beyond the last mark of such a scale


@dataclass(frozen=True, slots=True)
class Tick:
    """A number beside an axis, and where it stands in the units of the drawing."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Numbers from `low` to `high` laid over `start` to `end` of the drawing."""

    low: float
    high: float
    start: float
    end: float
    is_log: bool = False

    def at(self, value: float) -> float:
        """Return where a value stands; values beyond the ends stand at the ends."""
        low, high, value = self.low, self.high, min(max(value, self.low), self.high)
        if self.is_log:
            low, high, value = log10(low), log10(high), log10(value)
        share = 0.5 if high == low else (value - low) / (high - low)
        return round(self.start + share * (self.end - self.start), 2)

    def ticks(self) -> tuple[Tick, ...]:
        """Return round numbers to write beside the axis."""
        found = self._powers() if self.is_log else self._even()
        return tuple(Tick(self.at(value), short(value)) for value in found)

    def _powers(self) -> list[float]:
        first, last = floor(log10(self.low)), ceil(log10(self.high))
        powers = [10.0**power for power in range(first, last + 1)]
        return [value for value in powers if self.low <= value <= self.high]

    def _even(self) -> list[float]:
        step = round_step((self.high - self.low) / 5)
        first = ceil(self.low / step - 1e-9)
        count = floor(self.high / step + 1e-9) - first
        return [(first + number) * step for number in range(count + 1)]


def even(low: float, high: float, start: float, end: float) -> Scale:
    """Return an even scale whose ends are round numbers around the data."""
    if low == high:
        low, high = min(low, 0.0), max(high, 0.0) or 1.0
    step = round_step((high - low) / 5)
    return Scale(floor(low / step + 1e-9) * step, ceil(high / step - 1e-9) * step, start, end)


def fitting(values: list[float], start: float, end: float) -> Scale:
    """Return an even scale from 0, or one of powers of ten where amounts differ widely."""
    positive = sorted(value for value in values if value > 0)
    if len(positive) == len(values) > 2 and positive[-1] / positive[0] > WIDE:
        low = max(positive[0], positive[-1] / WIDEST)
        return Scale(low / ROOM, positive[-1] * ROOM, start, end, is_log=True)
    return even(min([0.0, *values]), max([0.0, *values]), start, end)


def round_step(rough: float) -> float:
    """Return the round number (1, 2 or 5 times a power of ten) just above `rough`."""
    if rough <= 0:
        return 1.0
    power = 10.0 ** floor(log10(rough))
    return next(step * power for step in STEPS if step * power >= rough * (1 - 1e-9))


def short(value: float) -> str:
    """Write a number beside an axis: '1,000', '2.5', '0.05'."""
    return f"{value:,.0f}" if abs(value) >= 10 or value == int(value) else f"{value:.4g}"
