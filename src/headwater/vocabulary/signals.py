"""Scores and edits as they were made, and the warnings that patterns in them give."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, Literal, TypeAlias

from headwater.errors import InputError
from headwater.vocabulary.units import Interval

SignalKind: TypeAlias = Literal[
    "bunching", "late_edits", "sponsor", "mandatory", "creep", "influence"
]
Strength: TypeAlias = Literal["none", "some", "strong"]


@dataclass(frozen=True, slots=True)
class Score:
    """One score that one person gave a project on one criterion.

    Attributes
    ----------
    cycle
        The planning round it belongs to ("2026"); "" where there is only one.
    at
        When it was given, ISO 8601; "" where not known.
    is_sponsor
        Whether the scorer sponsors this project.
    """

    project: str
    criterion: str
    scorer: str
    value: float
    cycle: str = ""
    at: str = ""
    is_sponsor: bool = False

    def __post_init__(self) -> None:
        if not isfinite(self.value):
            raise InputError(
                f"the score of {self.project!r} on {self.criterion!r} by {self.scorer!r} "
                f"is {self.value}; give a finite number"
            )


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of one number of a project.

    Attributes
    ----------
    field
        What was changed ("cost", "benefit", "score on safety").
    before, after
        None stands for a blank.
    at
        When, ISO 8601.
    by
        Who.
    """

    project: str
    field: str
    before: float | None
    after: float | None
    at: str
    by: str

    def __post_init__(self) -> None:
        for value in (self.before, self.after):
            if value is not None and not isfinite(value):
                raise InputError(f"an edit of {self.field!r} of {self.project!r} holds {value}")


@dataclass(frozen=True, slots=True)
class Listing:
    """The projects of one cycle, with what they cost and which of them were called mandatory.

    `costs` is by project id, in one unit, none negative; `mandatory` holds ids among them.
    """

    cycle: str
    costs: Mapping[str, float]
    mandatory: tuple[str, ...]

    def __post_init__(self) -> None:
        if missing := sorted(set(self.mandatory) - set(self.costs)):
            raise InputError(f"mandatory projects without a cost: {', '.join(missing)}")
        for project, cost in self.costs.items():
            if not (isfinite(cost) and cost >= 0):
                raise InputError(f"the cost of {project!r} is {cost}; give 0 or more")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a signal rests on.

    Attributes
    ----------
    test
        What was compared with what, by which test, in a sentence.
    rows
        The observations behind it, one mapping of label to figure each.
    p
        How often chance alone would show at least as much, 0 to 1; None where nothing was
        tested: the signal is then a description.
    adjusted
        The same after Holm's correction for all `tests` looked at together.
    estimate, interval, unit
        The size of the effect, its 95% interval, and what it is counted in.
    tests
        How many tests shared the false-alarm level.
    level
        The false-alarm level of all of them together.
    """

    test: str
    rows: tuple[Mapping[str, Any], ...] = ()
    p: float | None = None
    adjusted: float | None = None
    estimate: float | None = None
    interval: Interval | None = None
    unit: str = ""
    tests: int = 1
    level: float = 0.05


@dataclass(frozen=True, slots=True)
class Signal:
    """A pattern that is worth a look: a warning with its evidence, never a verdict.

    Attributes
    ----------
    about
        Whom or what it concerns ("the cut line", a scorer, "all sponsors").
    strength
        "none" where chance explains it, "some" below the false-alarm level, "strong" below a
        tenth of it; for descriptions by their size.
    text
        What was seen, in one sentence; true whatever the strength.
    doubts
        What else could explain it, and what weakens the evidence; whole sentences.
    """

    kind: SignalKind
    about: str
    strength: Strength
    text: str
    evidence: Evidence
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Watch:
    """All signals of one look, sharing one false-alarm level.

    Attributes
    ----------
    signals
        Strongest first.
    tests
        How many of them were tested.
    level
        The chance that one or more of the tested ones warns though nothing is there.
    text
        How many looks were taken and what that means for the warnings, in a sentence.
    """

    signals: tuple[Signal, ...]
    tests: int
    level: float
    text: str

    @property
    def warnings(self) -> tuple[Signal, ...]:
        """The signals that chance does not explain."""
        return tuple(each for each in self.signals if each.strength != "none")
