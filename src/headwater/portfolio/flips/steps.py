"""Figures in steps: the resolution to which a change is found, and how figures are written."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, floor, log10

FINENESS = 1_000
"""A step is at most this part of the figure it is a step of: 0.1%."""
DOUBLINGS = 60


@dataclass(frozen=True, slots=True)
class Steps:
    """Whole multiples of a power of ten, counted from 0."""

    power: int

    @classmethod
    def of(cls, figure: float) -> "Steps":
        """Return the steps for a figure: the largest power of ten within 0.1% of it."""
        size = abs(figure) / FINENESS
        return cls(floor(log10(size) + 1e-12) if size > 1e-290 else 0)

    @property
    def size(self) -> float:
        """One step, in the unit of the figure."""
        return float(f"1e{self.power}")

    def at(self, number: int) -> float:
        """Return a number of steps as the nearest decimal."""
        return float(f"{number}e{self.power}")

    def below(self, figure: float) -> int:
        """Return the most steps that lie below a figure, not at it."""
        return ceil(figure / self.size - 1e-9) - 1

    def above(self, figure: float) -> int:
        """Return the fewest steps that lie above a figure, not at it."""
        return floor(figure / self.size + 1e-9) + 1

    def write(self, figure: float) -> str:
        """Write a figure with all the digits that its steps need."""
        text = f"{figure:,.{max(0, -self.power)}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text


def last(test: Callable[[int], bool], yes: int, no: int) -> int:
    """Return the number next to `no`'s side that still passes, by halving; it may run downwards.

    `test` must hold at `yes`, fail at `no`, and change once between them.
    """
    while abs(no - yes) > 1:
        middle = (yes + no) // 2
        if test(middle):
            yes = middle
        else:
            no = middle
    return yes


def galloped(test: Callable[[int], bool], yes: int, direction: int, farthest: int) -> int | None:
    """Return the last number that passes, going from `yes` in doubling strides.

    None where the test still holds at `farthest`.
    """
    stride = 1
    for _ in range(DOUBLINGS):
        tried = yes + direction * stride
        if (farthest - tried) * direction <= 0:
            break
        if not test(tried):
            return last(test, yes, tried)
        yes, stride = tried, stride * 2
    return None if test(farthest) else last(test, yes, farthest)
