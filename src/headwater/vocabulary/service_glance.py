"""The customer at a glance: what it needs, was promised, got, and how it feels about it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from headwater.vocabulary.service_figures import ServiceFigure

PartKey: TypeAlias = Literal["needs", "promised", "got", "feels"]


@dataclass(frozen=True, slots=True)
class MonthBar:
    """One month: ids of the records that count, and of the others, each with its kind.

    `start` is the first day of the month.
    """

    start: date
    records: tuple[str, ...]
    rest: tuple[str, ...]

    @property
    def number(self) -> int:
        """How many records the month has."""
        return len(self.records) + len(self.rest)


@dataclass(frozen=True, slots=True)
class GlancePart:
    """One of the four questions: a sentence, its figures, twelve months, what stands out.

    Attributes
    ----------
    meaning
        What the figures say, in one sentence.
    figures
        The first is the main one.
    months
        Oldest first; `counts` and `others` say what a bar's two parts are.
    latest
        Ids of records worth a look, each with its kind.
    """

    key: PartKey
    title: str
    meaning: str
    figures: tuple[ServiceFigure, ...]
    months: tuple[MonthBar, ...]
    counts: str
    others: str
    latest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Glance:
    """The four parts, in the order of the customer's way: needs, promised, got, feels."""

    today: date
    parts: tuple[GlancePart, ...]

    def part(self, key: str) -> GlancePart | None:
        """Return a part by its key."""
        return next((each for each in self.parts if each.key == key), None)

    def figure(self, key: str) -> ServiceFigure | None:
        """Return a figure of any part by its key."""
        every = (figure for part in self.parts for figure in part.figures)
        return next((each for each in every if each.key == key), None)
