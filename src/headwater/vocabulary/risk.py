"""What projects bring in each of several futures, and choices made with an eye on the bad ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isclose, isfinite
from typing import Literal

from headwater.errors import InputError


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What each project brings in each future.

    Attributes
    ----------
    labels, probabilities
        Names of the S futures, and how likely each is; probabilities sum to 1.
    values
        By project id, its value in each future, in the order of `labels`.
    unit
        What a value of 1 is, in a few words.
    """

    labels: tuple[str, ...]
    probabilities: tuple[float, ...]
    values: Mapping[str, tuple[float, ...]]
    unit: str = ""

    def __post_init__(self) -> None:
        if not self.labels or len(set(self.labels)) != len(self.labels):
            raise InputError("there must be at least one future, and no two of the same name")
        if len(self.probabilities) != len(self.labels):
            raise InputError(
                f"{len(self.probabilities)} probabilities were given for {len(self.labels)} futures"
            )
        if any(not isfinite(each) or each < 0 for each in self.probabilities):
            raise InputError("a probability is negative or not a number")
        if not isclose(total := sum(self.probabilities), 1.0, abs_tol=1e-9):
            raise InputError(f"the probabilities sum to {total:.6g}; they must sum to 1")
        for project, row in self.values.items():
            if len(row) != len(self.labels):
                raise InputError(
                    f"{project!r} has values in {len(row)} futures; there are {len(self.labels)}"
                )
            if not all(isfinite(each) for each in row):
                raise InputError(f"a value of {project!r} is not a finite number")


@dataclass(frozen=True, slots=True)
class RiskChoice:
    """A portfolio with what it brings on average and in the bad futures.

    Attributes
    ----------
    mean, worst
        Expected value, and value in the worst future that is possible.
    tail, tail_mean
        The share of the worst futures looked at (0.1 is the worst tenth), and the mean value
        in them (conditional value at risk of the lower tail).
    caution
        What part of the objective was the tail's mean (0 to 1); None on an efficient set.
    status, gap
        "optimal" when proved; `gap` is what the objective may fall short, in its unit; None
        where no bound was found in time.
    """

    chosen: tuple[str, ...]
    mean: float
    worst: float
    tail: float
    tail_mean: float
    caution: float | None = None
    status: Literal["optimal", "best found"] = "optimal"
    gap: float | None = 0.0
    text: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RiskFrontier:
    """Portfolios of which none has both a higher mean and a higher tail mean.

    From the highest mean to the highest tail mean; `complete` says whether they are all.
    """

    points: tuple[RiskChoice, ...]
    complete: bool
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Satisficing:
    """A portfolio chosen to be good enough.

    Attributes
    ----------
    target
        The value that is good enough, in the unit of the outcomes.
    probability
        How likely the portfolio reaches it.
    shortfall
        By how much it falls short on average over all futures, those that reach it as 0.
    missed
        Labels of the futures in which it does not reach it.
    gap
        What the goal (probability, or shortfall) may fall short of the best; None where no
        bound was found in time.
    """

    chosen: tuple[str, ...]
    target: float
    probability: float
    shortfall: float
    mean: float
    missed: tuple[str, ...]
    status: Literal["optimal", "best found"] = "optimal"
    gap: float | None = 0.0
    text: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FuturesView:
    """A recommended portfolio in the futures, beside portfolios chosen for them.

    Attributes
    ----------
    futures, unit
        How many there are, and what a value of 1 is.
    recommended
        What is recommended today, measured in the futures.
    chance, cautious_chance
        How likely it, and the cautious one, reach the target; None without a target.
    cautious
        The best mix of mean and bad futures for the stated caution.
    reaching, reached
        The portfolio that reaches the target most surely, and that portfolio measured like the
        others; None without a target.
    """

    futures: int
    unit: str
    recommended: RiskChoice
    chance: float | None
    cautious: RiskChoice
    cautious_chance: float | None = None
    reaching: Satisficing | None = None
    reached: RiskChoice | None = None
