"""Why a project is in or out, what would change that, and what would make room for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from headwater.vocabulary.units import Interval

ChangeKind: TypeAlias = Literal["cost", "value", "budget", "weight"]


@dataclass(frozen=True, slots=True)
class Change:
    """The smallest change of one thing that puts a project in or out, all else as it is.

    Attributes
    ----------
    about
        What changes: "cost of Alpha", "total budget", "weight of safety".
    found
        Whether such a change exists within `searched`.
    now, to
        The figure as it is and as it would have to be; `now` is None where it is not known,
        `to` where nothing was found. Money and values in their own units, weights 0 to 1.
    resolution
        `to` is right to this much, in the unit of the figure: one step less does not do it.
    verified
        Whether the portfolio was solved again at `to`, where the project changes sides, and one
        step short of it, where it does not; both proved best.
    smallest
        Whether every smaller change of this kind was ruled out, to the resolution.
    searched
        The range of the figure that was looked through; None where one solve settles it.
    within
        For weights: whether the leaders' answers allow `to`; None for other kinds.
    text
        One plain sentence.
    """

    kind: ChangeKind
    about: str
    found: bool
    now: float | None
    to: float | None
    resolution: float
    verified: bool
    smallest: bool
    text: str
    searched: Interval | None = None
    within: bool | None = None

    @property
    def by(self) -> float | None:
        """How far `to` lies from `now`; None where either is missing."""
        return None if self.now is None or self.to is None else self.to - self.now


@dataclass(frozen=True, slots=True)
class Displacement:
    """What the best portfolio becomes when a project is forced in or out.

    Attributes
    ----------
    forced
        "in" for a project that is not recommended, "out" for one that is.
    possible
        Whether any allowed portfolio follows the order.
    enters, leaves
        Ids of the other projects that change sides; the project itself is in neither.
    chosen, value
        The best portfolio under the order and its value; empty and None where impossible.
    lost
        Value of the recommended portfolio less `value`; when both are proved, negative only
        for a mandatory project, whose order is lifted here: what the order costs.
    """

    forced: Literal["in", "out"]
    possible: bool
    enters: tuple[str, ...]
    leaves: tuple[str, ...]
    chosen: tuple[str, ...]
    value: float | None
    lost: float | None
    proved: bool
    text: str


@dataclass(frozen=True, slots=True)
class Companion:
    """Another project that changes sides in the same direction when a project is forced.

    `why` is "rule" (one requires the other), "synergy" (they are worth more together) or
    "fit" (solved again, the two belong together in the best portfolio).
    """

    project: str
    why: Literal["rule", "synergy", "fit"]


@dataclass(frozen=True, slots=True)
class WhatItTakes:
    """Why a project is in or out of the recommended portfolio, and the least that flips it.

    Attributes
    ----------
    chosen
        Whether the recommended portfolio contains it.
    tied
        Whether equally good portfolios exist with it and without it.
    changes
        One of cost, of value, of the budget and of each criterion's weight, in that order;
        weights by size of the move. A second change of the budget is there where the
        smallest goes against expectation (less money brings a project in).
    stands_or_falls_with
        Companions, rules first.
    """

    project: str
    name: str
    chosen: bool
    tied: bool
    changes: tuple[Change, ...]
    displaces: Displacement
    stands_or_falls_with: tuple[Companion, ...]
    text: str
    doubts: tuple[str, ...] = ()

    def change(self, kind: ChangeKind) -> Change | None:
        """Return the smallest change of one kind; None where that kind does not apply."""
        return next((each for each in self.changes if each.kind == kind), None)


@dataclass(frozen=True, slots=True)
class Assumption:
    """One thing that could turn out to be so, within what is stated.

    Attributes
    ----------
    about
        "cost of Alpha", "value of Beta", "budget", "weights".
    project
        Id of the project it is about; "" for budget and weights.
    now, to
        What the recommendation counts with, and what would have to be true; for weights the
        parts 0 and `size`.
    size
        How large a step it is: |to - now| / |now| (1 where `now` is 0); for weights the part
        of the whole that moves between criteria, 0 to 1.
    weights
        By criterion, for weights only.
    """

    kind: ChangeKind
    about: str
    project: str
    now: float
    to: float
    size: float
    text: str
    weights: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ConditionSet:
    """Assumptions that together bring the wanted projects in; no part of them does.

    `chosen` and `value` are the recommended portfolio if all of them hold; `verified` says
    that it and the portfolios of every proper part were solved again and proved.
    """

    assumptions: tuple[Assumption, ...]
    chosen: tuple[str, ...]
    value: float
    verified: bool
    text: str

    @property
    def size(self) -> float:
        """Sum of the sizes of the steps."""
        return sum(each.size for each in self.assumptions)


@dataclass(frozen=True, slots=True)
class Conditions:
    """What would have to be true for the wanted projects to be recommended.

    Attributes
    ----------
    sets
        Fewest assumptions first, then the smallest steps; one empty set where the wanted
        projects are recommended already.
    considered
        How many single assumptions were looked at.
    largest
        Sets of up to so many assumptions were looked at.
    complete
        Whether every such set was tried or ruled out by a bound (up to the number asked for).
    """

    wanted: tuple[str, ...]
    sets: tuple[ConditionSet, ...]
    considered: int
    largest: int
    complete: bool
    text: str
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Room:
    """A smallest set of projects to stop so that another can start.

    Attributes
    ----------
    starts, stops
        Ids: the project and what it requires that is not going on; and what has to stop.
    value_lost
        Value of what stops, with the synergies it breaks; what is spent does not count.
    value_gained
        Value of what starts, with the synergies it completes.
    exit_cost
        What stopping costs, in the money unit; taken from the freed budget.
    frees
        By limit, what stopping sets free, exit cost taken off, in the limit's unit.
    left
        By limit, what is left after the start.
    """

    starts: tuple[str, ...]
    stops: tuple[str, ...]
    value_lost: float
    value_gained: float
    exit_cost: float
    frees: Mapping[str, float]
    left: Mapping[str, float]
    text: str
    doubts: tuple[str, ...] = ()

    @property
    def gain(self) -> float:
        """Value gained less value lost: negative where the exchange does not pay."""
        return self.value_gained - self.value_lost


@dataclass(frozen=True, slots=True)
class Zombie:
    """A running project that almost no portfolio worth having contains."""

    project: str
    name: str
    core_index: float
    text: str


@dataclass(frozen=True, slots=True)
class Worth:
    """What one answer is worth to the choice.

    Attributes
    ----------
    about
        "value of Alpha on safety", "cost of Alpha", "Alpha", "weight of cost".
    kind
        "score", "cost" or "weight".
    project, criterion
        Ids and names; "" where they do not apply.
    expected
        Value that knowing this one answer adds on average, all else at the middle of its
        range and every answer in the range as likely, in the unit of the portfolio's value.
    worst
        By how much at most this answer alone can move the recommended portfolio and its
        strongest rival apart, in the same unit; 0 when it cannot touch them.
    minutes
        Of a person's time that the answer takes.
    """

    about: str
    kind: Literal["score", "cost", "weight"]
    project: str
    criterion: str
    expected: float
    worst: float
    minutes: float
    text: str

    @property
    def per_minute(self) -> tuple[float, float]:
        """Worst-case and expected worth for a minute of a person's time."""
        return self.worst / self.minutes, self.expected / self.minutes


@dataclass(frozen=True, slots=True)
class Settled:
    """Whether any answer that is still open could change the recommended portfolio.

    Attributes
    ----------
    settled
        True when the portfolio is best for every weight, value and use that the ranges allow.
    regret
        The most that the recommended portfolio can turn out to be worth less than another,
        in the unit of the portfolio's value: 0 when settled.
    rival
        The portfolio that it could fall short of by so much; empty when settled.
    proved
        Whether the regret was proved the largest.
    """

    settled: bool
    regret: float
    rival: tuple[str, ...]
    proved: bool
    text: str


@dataclass(frozen=True, slots=True)
class Asking:
    """What to ask next, and whether to stop asking.

    `questions` are in order of worth per minute: what sets the recommended portfolio apart from
    its strongest rival first, by average worth, then by the worst case.
    """

    chosen: tuple[str, ...]
    settled: Settled
    questions: tuple[Worth, ...]
    open: int
    text: str
    doubts: tuple[str, ...] = ()
