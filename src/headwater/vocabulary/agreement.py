"""How far people agree, what divides them, and how that changes over rounds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from headwater.vocabulary.units import Interval

State: TypeAlias = Literal["agreed", "settled apart", "moving", "open"]
"""agreed: close together and no longer moving. settled apart: no longer moving, not close.
moving: still changing between rounds. open: the first round, nothing to compare with."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of agreement: its value, and what it means in plain words.

    Attributes
    ----------
    name, value
        The measure; None where the answers do not settle it.
    meaning
        A whole sentence that says what the value says, without the name of the statistic.
    """

    name: str
    value: float | None
    meaning: str


@dataclass(frozen=True, slots=True)
class ItemAgreement:
    """How far people agree on one item: the middle, the middle half, the ends.

    Attributes
    ----------
    answered, blank
        How many gave a value, and how many said "don't know".
    median, middle_half, ends
        Of the middles of their answers; None where nobody answered.
    agreed
        Whether the middle half is at most a quarter of the scale.
    """

    item: str
    answered: int
    blank: int
    median: float | None
    middle_half: Interval | None
    ends: Interval | None
    agreed: bool | None


@dataclass(frozen=True, slots=True)
class Movement:
    """How one item moved from one round to the next.

    Attributes
    ----------
    before, after
        The agreement in both rounds; `before` None in the first.
    changed
        Share of the answers that moved to another class of the scale, 0 to 1; None in the
        first round.
    state, text
        What that means, and the sentence that says so.
    """

    item: str
    before: ItemAgreement | None
    after: ItemAgreement
    changed: float | None
    state: State
    text: str


@dataclass(frozen=True, slots=True)
class OpinionGroup:
    """People whose weights resemble each other: who, their central weights, what marks them."""

    members: tuple[str, ...]
    weights: Mapping[str, float]
    text: str


@dataclass(frozen=True, slots=True)
class Opinions:
    """Groups of opinion, and what divides them; a description, never a test.

    Attributes
    ----------
    groups
        Largest first; one group where none stand out.
    silhouette
        How well people fit their own group rather than the next, -1 to 1; None for one group.
    divides
        Share of the differences on each criterion that lies between the groups, 0 to 1,
        largest first.
    doubts
        Whole sentences.
    """

    groups: tuple[OpinionGroup, ...]
    silhouette: float | None
    divides: Mapping[str, float]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Votes:
    """How one group voted on one statement: agree, disagree, and all who saw it."""

    agree: int
    disagree: int
    seen: int


@dataclass(frozen=True, slots=True)
class Representative:
    """A statement that tells a group from the rest.

    Attributes
    ----------
    statement, group, agrees
        Whether the group agrees with it (else disagrees) more than the others do.
    share, ratio
        The group's share so far, smoothed, and how many times that of the others it is.
    within, against
        z-scores: of the share against a half, and of the share against that of the others.
    """

    statement: str
    group: str
    agrees: bool
    share: float
    ratio: float
    within: float
    against: float
