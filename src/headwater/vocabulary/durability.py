"""Decisions over time: how long they hold, why they were reversed, and the minutes they took."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from headwater.vocabulary.units import Interval


@dataclass(frozen=True, slots=True)
class DecisionTaken:
    """One decision of the record.

    Attributes
    ----------
    number
        Its number in the organization.
    replaces
        The number of the decision that it supersedes; None for a new one.
    effect
        Whether it reverses that decision or refines it; "" for a new one.
    why
        Why it superseded it.
    minutes
        Leaders' minutes it took, all leaders together; None where nobody measured.
    """

    number: int
    made: date
    replaces: int | None = None
    effect: Literal["", "refines", "reverses"] = ""
    why: str = ""
    minutes: float | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """How many decisions were reversed within so many days, of those old enough to tell.

    `share` is `reversed` of `old_enough`, with Wilson's 95% interval in `between`; both None
    where no decision is old enough.
    """

    days: int
    old_enough: int
    reversed: int
    share: float | None
    between: Interval | None


@dataclass(frozen=True, slots=True)
class Durability:
    """How long decisions hold and what they cost in leaders' time.

    Attributes
    ----------
    held
        Within 90 and within 180 days.
    reversals
        Reversed decision -> (days it held, why it was reversed).
    measured
        Decisions with minutes; `minutes` is their median, `minutes_in_all` their sum.
    text
        Whole sentences.
    """

    decisions: int
    held: tuple[Held, ...]
    reversals: Mapping[int, tuple[int, str]]
    measured: int
    minutes: float | None
    minutes_in_all: float
    text: tuple[str, ...]
