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
        Wilson's 95 % interval of the share; `exact` that of Clopper and Pearson.
    chance
        How likely so few met would be if the objective were just kept: exact binomial.
    verdict
        "missed" when so few, "kept" when so many would be at most 5 % likely under an objective
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
        Its 95 % interval by the adjusted Wald method, which holds for few answers too.
    top, top_interval
        Share of answers of 9 and 10, with Wilson's 95 % interval.
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
