"""Figures about services: how often promises were kept, how the customer feels, what it was worth.

Each names the records behind it, and says in its doubts where there are too few.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from headwater.vocabulary.service import Measure
from headwater.vocabulary.service_work import ValueStated
from headwater.vocabulary.units import Interval

Verdict: TypeAlias = Literal["kept", "missed", "not certain", "nothing to say"]


@dataclass(frozen=True, slots=True)
class ErrorBudget:
    """How many misses an objective allows among so many, and how many were used.

    `allowed` need not be whole; `left` is below 0 when more was used; `share_used` is None where
    nothing is allowed.
    """

    allowed: float
    used: float

    @property
    def left(self) -> float:
        """What may still be missed."""
        return self.allowed - self.used

    @property
    def share_used(self) -> float | None:
        """The share of the budget that is used; above 1 when it is overdrawn."""
        return self.used / self.allowed if self.allowed else None


@dataclass(frozen=True, slots=True)
class Attainment:
    """How often a promise was kept in a period.

    Attributes
    ----------
    name
        What was counted together: a service, an agreement, or "" for all.
    start, end
        The first day, and the day after the last; None for all time.
    met, breached
        Ids of the engagements whose clock was settled in the period. One that runs past its
        target counts as breached at once.
    open, left_out
        Ids of those still open, and of those that count neither way (withdrawn).
    objective
        The share that shall be met.
    share
        met / (met + breached); None where there are none.
    interval
        Wilson's 95% interval of the share; `exact` that of Clopper and Pearson.
    chance
        How likely so few met would be if the objective were just kept: exact binomial.
    verdict
        "missed" when so few, "kept" when so many would be at most 5% likely under an objective
        that is just kept (exact binomial), else "not certain".
    """

    name: str
    measure: Measure
    start: date | None
    end: date | None
    met: tuple[str, ...]
    breached: tuple[str, ...]
    open: tuple[str, ...]
    left_out: tuple[str, ...]
    objective: float
    share: float | None
    interval: Interval | None
    exact: Interval | None
    chance: float | None
    verdict: Verdict
    budget: ErrorBudget
    doubts: tuple[str, ...] = ()

    @property
    def settled(self) -> int:
        """How many were settled in the period."""
        return len(self.met) + len(self.breached)


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """What the answers to the one question say.

    Attributes
    ----------
    promoters, passives, detractors
        Ids of answers of 9 and 10, of 7 and 8, of 0 to 6.
    net
        Share of promoters less share of detractors, -1 to 1; None without answers.
    error
        Its standard error.
    interval
        Its 95% interval by the adjusted Wald method, which holds for few answers too.
    top, top_interval
        Share of answers of 9 and 10, with Wilson's 95% interval.
    asked
        How many deliveries could have been answered; None when not known.
    comments
        By id of the answer.
    """

    promoters: tuple[str, ...]
    passives: tuple[str, ...]
    detractors: tuple[str, ...]
    net: float | None
    error: float | None
    interval: Interval | None
    top: float | None
    top_interval: Interval | None
    asked: int | None = None
    comments: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()

    @property
    def answers(self) -> int:
        """How many gave a number."""
        return len(self.promoters) + len(self.passives) + len(self.detractors)


@dataclass(frozen=True, slots=True)
class ValueSums:
    """Value forecast, delivered and recognized, and who said so and when.

    Attributes
    ----------
    sums
        By kind, in the unit of the record; a kind without statements is absent.
    statements
        Those that count, by kind: of several statements of one kind for one engagement the
        latest.
    replaced
        Ids of earlier statements that a later one replaced.
    """

    sums: Mapping[str, float]
    statements: Mapping[str, tuple[ValueStated, ...]]
    replaced: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


FigureUnit: TypeAlias = Literal["count", "share", "days", "money", "score"]


@dataclass(frozen=True, slots=True)
class ServiceFigure:
    """One number about services, with the records that it was counted from.

    Attributes
    ----------
    key
        How rules and pages call it ("charters_with_need").
    value, unit
        None where nothing can be said yet. A share runs from 0 to 1, a score from -1 to 1.
    interval
        Its 95% interval; None where there is none, or an end is not reached.
    number
        How many records could have counted.
    records, rest
        Ids of the records that count, and of those that could have and do not, each with its
        kind: "charter:c1".
    text
        The figure in a sentence.
    """

    key: str
    title: str
    value: float | None
    unit: FigureUnit
    number: int
    records: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    interval: Interval | None = None
    text: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FigurePoint:
    """What a figure was at the end of a day, counted from everything recorded until then."""

    period: str
    day: date
    value: float | None
    interval: Interval | None
    number: int


@dataclass(frozen=True, slots=True)
class FigureCourse:
    """A figure as it is now, and how it came there; the last point is the figure itself."""

    figure: ServiceFigure
    points: tuple[FigurePoint, ...]


@dataclass(frozen=True, slots=True)
class LadderRule:
    """What one figure must show for a rung: `least` or `most`, from at least `number` records."""

    figure: str
    wanted: str
    least: float | None = None
    most: float | None = None
    number: int = 1


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung of a ladder, with the rules that reach it and what it means."""

    key: str
    title: str
    meaning: str
    rules: tuple[LadderRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Ladder:
    """Rungs from the lowest to the highest: thresholds as data, with edition and source."""

    name: str
    title: str
    edition: str
    source: str
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class RuleMet:
    """One rule held against its figure: whether it is met, surely so, and a sentence.

    `surely` says that the whole interval of the figure meets it.
    """

    rule: LadderRule
    figure: ServiceFigure
    met: bool
    surely: bool
    text: str


@dataclass(frozen=True, slots=True)
class RungStanding:
    """One rung and its rules as they stand; `reached` needs those below as well."""

    rung: Rung
    rules: tuple[RuleMet, ...]
    reached: bool


@dataclass(frozen=True, slots=True)
class LadderStanding:
    """Where somebody stands on a ladder, and what holds them.

    Attributes
    ----------
    of
        A service, or "" for the office as a whole.
    at
        The highest rung reached; None below the first.
    holds
        What would reach the next rung: a sentence for each rule not met.
    """

    ladder: Ladder
    of: str
    rungs: tuple[RungStanding, ...]
    at: Rung | None
    next: Rung | None
    holds: tuple[str, ...]
    figures: tuple[ServiceFigure, ...]
    doubts: tuple[str, ...] = ()
