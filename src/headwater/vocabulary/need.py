"""Needs, before any solution: how alike two are, and the logic from problem to solution."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Literal, TypeAlias, get_args

from headwater.errors import InputError

Part: TypeAlias = Literal["problem", "benefit", "response", "solution"]
PARTS: tuple[Part, ...] = get_args(Part)
"""In the order in which they are found: why, what for, how in general, what exactly."""

MOST_ITEMS = 6
LONGEST_ITEM = 300


@dataclass(frozen=True, slots=True)
class LogicItem:
    """One card of an investment logic map.

    Attributes
    ----------
    key
        Unique in the map: "p1", "b2".
    share
        How much of the whole a problem or a benefit is, 0 to 1; None where nobody has said.
    measure
        What shows that a benefit has come, with today's value where it is known.
    follows
        Keys of the cards of the part before from which this one follows.
    """

    key: str
    part: Part
    text: str
    share: float | None = None
    measure: str = ""
    follows: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.part not in PARTS:
            raise InputError(f"{self.part!r} is no part of the map; choose {', '.join(PARTS)}")
        if not self.text.strip() or len(self.text) > LONGEST_ITEM:
            raise InputError(f"a {self.part} is told in 1 to {LONGEST_ITEM} characters")
        if self.share is not None and not (isfinite(self.share) and 0 <= self.share <= 1):
            raise InputError(f"the share of {self.text!r} lies off 0 to 100%")


@dataclass(frozen=True, slots=True)
class LogicMap:
    """Problem, benefit, response, solution: the cards, and which follows from which."""

    title: str
    items: tuple[LogicItem, ...] = ()

    def __post_init__(self) -> None:
        keys = {each.key: each for each in self.items}
        if len(keys) != len(self.items):
            raise InputError("two cards of the map bear the same key")
        for each in self.items:
            for key in each.follows:
                before = keys.get(key)
                if before is None or PARTS.index(before.part) + 1 != PARTS.index(each.part):
                    raise InputError(
                        f"the {each.part} {each.text!r} can follow only from a card of the part "
                        f"before it; {key!r} is none"
                    )
        for part in PARTS:
            if len(self.of(part)) > MOST_ITEMS:
                raise InputError(f"a map holds at most {MOST_ITEMS} cards of each part: {part}")

    def of(self, part: Part) -> tuple[LogicItem, ...]:
        """Return the cards of one part, in their order."""
        return tuple(each for each in self.items if each.part == part)

    def links(self) -> Iterator[tuple[LogicItem, LogicItem]]:
        """Give each pair of cards of which the second follows from the first."""
        by_key = {each.key: each for each in self.items}
        for each in self.items:
            for key in each.follows:
                yield by_key[key], each


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike the words of two needs are: 0 nothing shared, 1 the same words."""

    one: str
    other: str
    share: float
    words: tuple[str, ...]
