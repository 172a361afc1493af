"""What might be different, as data, and what differs between two choices and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Literal, TypeAlias, get_args

from headwater.errors import InputError
from headwater.vocabulary.decision import Verdict
from headwater.vocabulary.judgement import WeightSet

ChangeKind: TypeAlias = Literal[
    "budget_percent",
    "limit_amount",
    "capacity_by",
    "slip",
    "remove",
    "force_in",
    "cost_percent",
    "value_percent",
    "score",
    "weight",
    "weights",
]
CHANGE_KINDS: tuple[str, ...] = get_args(ChangeKind)
NEEDS_NAME = ("limit_amount", "capacity_by", "slip", "remove", "force_in", "score", "weight")
MOST_PERCENT, MOST_PERIODS = 1_000_000, 1_000
"""A change beyond these is a slip of the pen: percent up, and periods that a project slips."""
ABOUT_PROJECTS = ("slip", "remove", "force_in", "cost_percent", "value_percent", "score")
"""Kinds whose `name` is a project's id (or "" for all, where that is allowed)."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different.

    Attributes
    ----------
    kind
        budget_percent: the budget limit `name` (all where "") changes by `number` %.
        limit_amount: the limit `name` is `number`, in its own unit.
        capacity_by: every limit of the role `name` (or the one limit of that name) changes by
        `number`, in its own unit; it never falls below 0.
        slip: the project `name` comes `number` periods later (earlier below 0).
        remove: the project `name` is not on offer.
        force_in: the project `name` must be chosen.
        cost_percent, value_percent: costs, or values, of the project `name` (of all where "")
        change by `number` %.
        score: the project `name` is worth `number` on `criterion`, in the problem's own scale.
        weight: the criterion `name` weighs `number` %; the others keep their proportions.
        weights: `weights` take the place of all others; `name` says whose they are.
    criterion
        For a score only.
    typed
        The number as a person wrote it, where the problem counts in another scale; for words.
    """

    kind: ChangeKind
    name: str = ""
    number: float = 0.0
    weights: WeightSet | None = None
    criterion: str = ""
    typed: str = ""

    def __post_init__(self) -> None:
        if self.kind not in CHANGE_KINDS:
            raise InputError(f"{self.kind!r} is not a change; it is one of {CHANGE_KINDS}")
        if not isfinite(self.number):
            raise InputError(f"the number of the change {self.kind!r} is not finite")
        if self.kind in NEEDS_NAME and not self.name:
            raise InputError(f"the change {self.kind!r} must name what it changes")
        if self.kind == "slip" and self.number != int(self.number):
            raise InputError(f"{self.name!r} can slip by whole periods, not by {self.number:g}")
        if self.kind == "slip" and abs(self.number) > MOST_PERIODS:
            raise InputError(
                f"{self.name!r} can slip by {MOST_PERIODS:,} periods at most, not by "
                f"{self.number:,g}"
            )
        if self.kind.endswith("_percent") and abs(self.number) > MOST_PERCENT:
            raise InputError(
                f"a change by {self.number:,g}% is beyond what can be meant; "
                f"{MOST_PERCENT:,}% is the most"
            )
        if self.kind in ("budget_percent", "cost_percent") and self.number < -100:
            what = "a budget" if self.kind == "budget_percent" else "a cost"
            raise InputError(
                f"{what} that changes by {self.number:g}% leaves less than nothing; "
                f"-100% takes all of it"
            )
        if self.kind == "weight" and not 0 <= self.number <= 100:
            raise InputError(f"{self.name!r} can weigh 0 to 100%, not {self.number:g}%")
        if (self.kind == "score") != bool(self.criterion):
            raise InputError("a change of a score, and no other, names its criterion")
        if (self.kind == "weights") != (self.weights is not None):
            raise InputError("a change of weights, and no other, carries the new weights")


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named set of changes, and what might happen beyond it (`then`: each adds its own)."""

    name: str
    changes: tuple[Change, ...] = ()
    then: tuple["Scenario", ...] = ()

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise InputError("a scenario needs a name")


@dataclass(frozen=True, slots=True)
class CallChange:
    """A project whose call or core index differs; "" where a side does not list it."""

    project: str
    before: Verdict | Literal[""]
    after: Verdict | Literal[""]
    core_before: float
    core_after: float


@dataclass(frozen=True, slots=True)
class Cause:
    """A group of inputs that moved, and how much of a difference is due to it.

    `part` is in the unit of the difference: of value, or of projects (1 is one project).
    """

    group: str
    part: float


@dataclass(frozen=True, slots=True)
class Move:
    """A project that entered (+1) or left (-1) the best portfolio.

    `causes` add up to `direction`, the largest first; empty where this was not settled.
    """

    project: str
    direction: Literal[1, -1]
    causes: tuple[Cause, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two choices side by side.

    Attributes
    ----------
    before, after
        Ids chosen, alphabetically.
    value_before, value_after, value_change
        Each under its own weights and values, in the unit of value.
    moves
        What entered and left.
    calls
        Projects whose call changed; empty when calls were not asked for.
    causes
        Groups of inputs that moved and what of `value_change` is due to each: the mean over
        all orders of replacing them one by one [shapley1953]_. They add up to it.
    uses
        By limit, what the choices use before and after, in the limit's unit.
    differences
        What the inputs differ in, in words.
    text
        The difference in a few sentences.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    value_before: float
    value_after: float
    value_change: float
    moves: tuple[Move, ...] = ()
    calls: tuple[CallChange, ...] = ()
    causes: tuple[Cause, ...] = ()
    uses: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    differences: tuple[str, ...] = ()
    text: str = ""
    doubts: tuple[str, ...] = ()

    @property
    def entered(self) -> tuple[str, ...]:
        """Ids that are chosen only after."""
        return tuple(move.project for move in self.moves if move.direction > 0)

    @property
    def left(self) -> tuple[str, ...]:
        """Ids that are chosen only before."""
        return tuple(move.project for move in self.moves if move.direction < 0)


@dataclass(frozen=True, slots=True)
class Branch:
    """A scenario of a tree with its result.

    Attributes
    ----------
    feasible, conflict
        False where no portfolio is allowed; `conflict` names a smallest set of what clashes.
    chosen, value
        The best portfolio; value None where there is none.
    against_start
        Compared with the problem without any change; None where not feasible.
    step
        Value less that of the branch it grows from; None where either has none.
    gap
        (bound - value) / |value|: 0 where the choice is proved best.
    """

    name: str
    feasible: bool
    chosen: tuple[str, ...] = ()
    value: float | None = None
    step: float | None = None
    against_start: Comparison | None = None
    conflict: tuple[str, ...] = ()
    then: tuple["Branch", ...] = ()
    text: str = ""
    doubts: tuple[str, ...] = ()
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class Use:
    """What the choice takes of one limit before and after, and what there is before and after."""

    name: str
    kind: Literal["budget", "capacity"]
    before: float
    after: float
    amount_before: float
    amount_after: float


@dataclass(frozen=True, slots=True)
class Moved:
    """A project that enters or leaves, with its cost (None where not known) and value."""

    project: str
    name: str
    cost: float | None
    value: float


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What would be best if some things were different, found quickly.

    Attributes
    ----------
    changes
        What is different, in words.
    feasible, conflict
        False where no portfolio is allowed; `conflict` names a smallest set of what clashes.
    chosen, value, bound, gap, proved
        The best portfolio found under the changes; see `Optimum`.
    value_before
        Of today's choice, as things are today.
    kept
        What today's choice would be worth under the changes; None where they do not allow it.
    broken
        What today's choice would break under the changes, in words.
    enters, leaves
        Largest value first.
    spent_before, spent
        Cost of the two choices, in the money unit, at the high ends of ranges.
    """

    changes: tuple[str, ...]
    feasible: bool
    chosen: tuple[str, ...]
    value: float | None
    bound: float | None
    gap: float
    proved: bool
    value_before: float
    kept: float | None
    broken: tuple[str, ...]
    enters: tuple[Moved, ...]
    leaves: tuple[Moved, ...]
    spent_before: float
    spent: float
    uses: tuple[Use, ...]
    conflict: tuple[str, ...]
    text: str
    doubts: tuple[str, ...] = ()

    @property
    def change(self) -> float | None:
        """Value of the new choice less that of today's, each as things are then."""
        return None if self.value is None else self.value - self.value_before

    @property
    def gain(self) -> float | None:
        """What moving to the new choice is worth under the changes; None without one of the two."""
        return None if self.value is None or self.kept is None else self.value - self.kept

    @property
    def spent_change(self) -> float:
        """Cost of the new choice less that of today's, in the money unit."""
        return self.spent - self.spent_before
