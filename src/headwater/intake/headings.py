"""A heading taken apart: its words, its unit, its period, and which way is better."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from headwater.intake.grid import words
from headwater.intake.periods import take_period
from headwater.intake.units import Unit, same_currency, take_unit, tokens_of

BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
LOWER = re.compile(r"^(?:lower|less|fewer|smaller|low|shorter|cheaper)(?: is| the)? better$")
HIGHER = re.compile(r"^(?:higher|more|greater|bigger|larger|high|longer)(?: is| the)? better$")
MEASURES = words(
    "fte ftes wte headcount people persons staff days day hours hour months weeks "
    "person persondays pd pm manmonths"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says.

    Attributes
    ----------
    text
        As written.
    label
        As written, without a statement of which way is better.
    words
        Lower-case words, without unit, period, measure and direction: "total cost".
    key
        All its words, for comparing with a mapping.
    measure
        Whether it states people or time in brackets ("FTE", "days").
    """

    text: str
    label: str
    words: str
    key: str
    unit: Unit
    period: str
    measure: bool
    direction: Literal["", "lower", "higher"]


def key_of(text: str) -> str:
    """Reduce a heading or name to its lower-case words, parted by spaces."""
    return " ".join(tokens_of(CAMEL.sub(" ", text)))


@lru_cache(maxsize=4096)
def parse_heading(text: str) -> Heading:
    """Take a heading apart."""
    unit, measure = Unit(), False
    direction: Literal["", "lower", "higher"] = ""
    outside = text
    label = text
    for found in BRACKETS.finditer(text):
        inner = key_of(found[1])
        if LOWER.match(inner) or HIGHER.match(inner):
            direction = "lower" if LOWER.match(inner) else "higher"
            label = " ".join(label.replace(found[0], " ").split())
            outside = outside.replace(found[0], " ")
            continue
        stated, rest = take_unit(inner.split(), enclosed=True)
        if rest and all(token in MEASURES or token == "per" for token in rest):  # noqa: S105
            measure, rest = True, []
        if stated.is_stated or not rest:
            unit = _both(unit, stated)
        outside = outside.replace(found[0], f" {' '.join(rest)} ")
    key = key_of(outside)
    period, remaining = take_period(key)
    stated, rest = take_unit(remaining.split())
    return Heading(
        text=text,
        label=label or text,
        words=" ".join(rest),
        key=key_of(text),
        unit=_both(unit, stated),
        period=period,
        measure=measure,
        direction=direction,
    )


def _both(first: Unit, second: Unit) -> Unit:
    currency = same_currency(first.currency, second.currency)
    return Unit(first.currency if currency is None else currency, first.scale or second.scale)
