"""What may be said of answers whose givers were promised that nobody learns who said what."""

from dataclasses import dataclass
from math import exp, log
from typing import Literal, TypeAlias

from headwater.errors import InputError
from headwater.vocabulary.units import Interval

Mode: TypeAlias = Literal["named", "confidential", "anonymous"]
"""named: everyone sees who said what. confidential: the identity is kept until the round closes,
then destroyed. anonymous: it is never stored with the answer."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The scale of an answer; on a `ratio` scale equal steps are equal factors.

    Attributes
    ----------
    low, high
        Its ends; above 0 for a ratio scale. Answers beyond an end count as that end.
    ratio
        Whether the middle of many answers is their geometric mean.
    percent
        Whether values are shares, shown as percentages.
    """

    low: float
    high: float
    ratio: bool = False
    percent: bool = False

    def __post_init__(self) -> None:
        if not self.low < self.high or (self.ratio and self.low <= 0):
            raise InputError(f"a scale from {self.low:g} to {self.high:g} cannot be used")

    def place(self, value: float) -> float:
        """Say how far along the scale a value lies, 0 to 1."""
        value = min(max(value, self.low), self.high)
        if self.ratio:
            return log(value / self.low) / log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def show(self, value: float) -> str:
        """Write a value the way people do: 14%, 3.2."""
        return f"{value:.0%}" if self.percent else f"{value:.2g}"

    def value(self, place: float) -> float:
        """Return the value that lies so far along the scale."""
        if self.ratio:
            return self.low * exp(place * log(self.high / self.low))
        return self.low + place * (self.high - self.low)


@dataclass(frozen=True, slots=True)
class Release:
    """What is published of the answers to one question.

    Attributes
    ----------
    item
        What they speak of.
    centre
        Where their middle lies: a point in the named mode, else one part of the scale; None where
        too few answered.
    spread
        "close", "apart" or "far apart"; "" where that would say too much.
    text
        A whole sentence, which is all that a page needs.
    """

    item: str
    centre: Interval | None
    spread: Literal["", "close", "apart", "far apart"]
    text: str


@dataclass(frozen=True, slots=True)
class Split:
    """Which parts of a group may be reported on: `shown`, and `hidden` with the `reason`."""

    shown: tuple[str, ...]
    hidden: tuple[str, ...]
    reason: str = ""
