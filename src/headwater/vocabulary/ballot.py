"""What a leader is asked, what they may answer, and what is said back while they answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, TypeAlias

from headwater.errors import InputError
from headwater.vocabulary.units import Interval

Key: TypeAlias = tuple[str, ...]
"""Names of what an answer speaks of: (criterion,), (one, other), or (project, criterion)."""

Answers: TypeAlias = Mapping[Key, Interval | None]
"""What a leader answered, keyed by the items the question named (never by position);
None is "don't know"."""

NOTHING: Answers = MappingProxyType({})
"""No answers yet."""

Kind: TypeAlias = Literal[
    "points", "rating", "allocation", "rank", "pairwise", "ratio", "choice", "score"
]
"""How a question is put, which is all that a page needs to know to draw its input.

points, rating, score: a number between `low` and `high`, for one item.
allocation: the same, and all answers of the ballot together sum to `total`.
rank: a place from `low` (first) to `high`.
pairwise: how many times the first item matters as much as the second, between `low` and `high`,
which are inverse to each other.
ratio: the same without a ceiling that matters: any number above 0.
choice: one of `options`.
"""

ROUNDING = 1.011
"""A pairwise answer may lie beyond the scale by this factor: people write 1/9 as 0.11."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What one level of a scale means, in words and, where there is one, by a finished project.

    Attributes
    ----------
    level
        The number on the scale.
    label
        What it means: "the same", "some help".
    example
        A finished project that is at this level; "" where none is known.
    result
        What that project reached, measured: "waiting time fell from 9 to 4 days".
    """

    level: float
    label: str = ""
    example: str = ""
    result: str = ""

    @property
    def text(self) -> str:
        """The anchor in a sentence: 'A 4 looks like Online permits: waiting fell by half.'"""
        meaning = f" ({self.label})" if self.label and self.example else ""
        shown = self.example or self.label
        result = f": {self.result}" if self.result else ""
        return f"A {self.level:g}{meaning} looks like {shown}{result}."


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that may be chosen: its text, and the answer that choosing it stands for."""

    text: str
    key: Key
    value: Interval | None


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask a leader, as data: a page needs nothing else to draw it.

    Attributes
    ----------
    kind
        How it is put.
    items
        What it speaks of, in the order of the text; the answer is kept under this key
        (for a choice: under the key of the option).
    low, high, step
        The scale; a `step` of 0 allows any number in between.
    text
        The question as a sentence.
    hint
        How to answer, one short sentence; "" where the text says it all.
    anchors
        What levels of the scale mean, lowest first.
    options
        What may be chosen, for the kind "choice".
    total
        What all answers of an allocation sum to.
    takes_range, takes_unknown, takes_comment
        Whether a range, "don't know" and a comment are allowed beside a single number.
    """

    kind: Kind
    items: Key
    low: float
    high: float
    step: float = 0.0
    text: str = ""
    hint: str = ""
    anchors: tuple[Anchor, ...] = ()
    options: tuple[Option, ...] = ()
    total: float | None = None
    takes_range: bool = True
    takes_unknown: bool = True
    takes_comment: bool = True

    def check(self, value: Interval | None) -> None:
        """Refuse an answer that this question does not take.

        Raises
        ------
        InputError
            If it lies off the scale, or is a range or "don't know" where that is not allowed.
        """
        about = " against ".join(self.items)
        if value is None:
            if not self.takes_unknown:
                raise InputError(f"{about}: an answer is needed here")
            return
        slack = ROUNDING if self.kind in ("pairwise", "ratio") else 1.0
        if not self.low / slack <= value.low <= value.high <= self.high * slack:
            raise InputError(
                f"{about}: {value} lies off the scale, which runs from {_number(self.low)} to "
                f"{_number(self.high)}"
            )
        if not value.is_point and not self.takes_range:
            raise InputError(f"{about}: {value} is a range; give one number here")
        if self.options and value not in [each.value for each in self.options]:
            raise InputError(f"{about}: {value} is none of the choices offered")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a leader said to one question: a number or a range, or None for "don't know"."""

    value: Interval | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Feedback:
    """Something about the answers so far that is worth a second look, and what would mend it.

    Attributes
    ----------
    kind
        "contradiction": answers that cannot all be true. "gap": what was not answered.
        "scale": an answer at the end of its scale, which may hold back how strongly it is
        meant. "shape": answers that are usable and unusual.
    text
        One or two whole sentences.
    keys
        The answers that it speaks of.
    suggested
        For some of these, a value that would mend it; a leader may well have meant another.
    """

    kind: Literal["contradiction", "gap", "scale", "shape"]
    text: str
    keys: tuple[Key, ...] = ()
    suggested: Mapping[Key, Interval] = field(default_factory=dict)


def _number(value: float) -> str:
    return f"1/{1 / value:.3g}" if 0 < value < 1 else f"{value:g}"
