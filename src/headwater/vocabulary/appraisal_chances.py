"""What simulation says of a case: figures with their sampling error, and no digit beyond it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil, floor, isfinite, log10
from typing import Literal, TypeAlias

from headwater.errors import InputError
from headwater.vocabulary.appraisal_figures import Provenance
from headwater.vocabulary.units import MoneyUnit

Sampling: TypeAlias = Literal["sobol", "random"]


@dataclass(frozen=True, slots=True)
class Sampled:
    """A figure estimated from draws.

    Attributes
    ----------
    value
        The estimate.
    error
        Half the width of its 95% confidence interval: how far other draws would move it. 0 for
        what does not depend on the draws.
    """

    value: float
    error: float = 0.0

    def __post_init__(self) -> None:
        if not (isfinite(self.value) and isfinite(self.error)) or self.error < 0:
            raise InputError(f"{self.value:g} with the error {self.error:g} is no estimate")

    @property
    def place(self) -> int | None:
        """Power of ten of the last justified digit, None for all.

        Its unit is at least half the error, which is about the standard error.
        """
        return None if self.error == 0 else ceil(log10(self.error / 2) - 1e-12)

    @property
    def digits(self) -> int:
        """How many leading digits are justified, 0 to 15."""
        if self.place is None or self.value == 0:
            return 15 if self.place is None else 0
        return max(0, min(15, floor(log10(abs(self.value))) - self.place + 1))

    @property
    def rounded(self) -> float:
        """The value without the digits that the draws do not justify."""
        return self.value if self.place is None else float(round(self.value, -self.place))

    def told(self, money: MoneyUnit) -> str:
        """Write an amount with its justified digits only."""
        if self.place is None:
            return money.show(self.value)
        return money.show(self.rounded + 0.0, max(0, -self.place))

    def share(self) -> str:
        """Write a probability in per cent, with its justified digits only."""
        place = 0 if self.place is None else max(0, -self.place - 2)
        shown = round(100 * self.value, min(place, 1))
        if self.place is not None and self.place > -2:
            shown = round(100 * self.value, -self.place - 2)
        if self.value <= 0 < self.error:
            return f"below {_percent(self.error)}"
        if self.value >= 1 and self.error > 0:
            places = max(0, floor(-log10(100 * self.error)))
            return f"above {floor(100 * (1 - self.error) * 10**places) / 10**places:g}%"
        return f"{shown:g}%"


def _percent(value: float) -> str:
    return f"{100 * value:.2g}%"


@dataclass(frozen=True, slots=True)
class RankCorrelation:
    """How two uncertain quantities go together: Spearman's rank correlation, -1 to 1.

    `first` and `second` name an assumption, a line or a risk (in several cases "case: name").
    """

    first: str
    second: str
    value: float
    provenance: Provenance = Provenance()

    def __post_init__(self) -> None:
        if not -1 <= self.value <= 1:
            raise InputError(
                f"the correlation of {self.first!r} and {self.second!r} is {self.value:g}; it lies "
                "from -1 to 1"
            )


@dataclass(frozen=True, slots=True)
class CommonShock:
    """Something that moves several quantities at once, in one case or across cases.

    Attributes
    ----------
    loadings
        By quantity ("case: name", or a name alone where one case is simulated): the correlation,
        -1 to 1, of the quantity's normal score with the shock.
    text
        What it is, in words. Shocks of several cases that bear the same name are one shock.
    """

    name: str
    loadings: Mapping[str, float]
    text: str = ""
    provenance: Provenance = Provenance()

    def __post_init__(self) -> None:
        for quantity, loading in self.loadings.items():
            if not -1 <= loading <= 1:
                raise InputError(
                    f"shock {self.name!r} loads {quantity!r} by {loading:g}; it lies from -1 to 1"
                )
        if not self.name.strip():
            raise InputError("a shock has no name; cases share it by its name")


@dataclass(frozen=True, slots=True)
class Spread:
    """How one quantity is spread over the draws.

    Attributes
    ----------
    percentiles
        By 10, 50, 80, 90: the value that is not exceeded with that probability in per cent.
    deviation
        Standard deviation over the draws.
    """

    mean: Sampled
    deviation: Sampled
    percentiles: Mapping[int, Sampled]


@dataclass(frozen=True, slots=True)
class CostAndTime:
    """Cost and duration together.

    Attributes
    ----------
    cost, duration
        The P80 of each by itself.
    both
        Probability that neither is exceeded: less than 80% unless they move together.
    correlation
        Rank correlation of cost and duration over the draws.
    """

    cost: float
    duration: float
    both: Sampled
    correlation: float


@dataclass(frozen=True, slots=True)
class CaseChances:
    """What an option may be worth, by simulation.

    Attributes
    ----------
    option
        Id; figures are against business as usual where the case has one (`against`).
    draws, blocks, seed, sampling
        How it was drawn: `blocks` independent blocks of equal size, from one seed.
    npv, benefit
        Present values, in the case's money.
    cost
        Money spent, not discounted, with adjustments and costed events: what a budget must hold.
    duration
        Months; None where the case says nothing of it.
    loss
        Probability that the net present value is below 0.
    worst_tenth
        Mean net present value in the worst tenth of the draws (conditional value at risk).
    quantities
        What was drawn, by name, with the shape of its distribution in a few words.
    ties
        Which of them go together by the case's correlations and shocks, as sentences.
    way
        How its value was worked out in each draw, in a few words.
    digest
        SHA-256 of the drawn net present values: the same seed gives the same on any number of
        workers.
    """

    case: str
    option: str
    against: str
    money: MoneyUnit
    draws: int
    blocks: int
    seed: int
    sampling: Sampling
    npv: Spread
    benefit: Spread
    cost: Spread
    loss: Sampled
    worst_tenth: Sampled
    duration: Spread | None = None
    together: CostAndTime | None = None
    quantities: Mapping[str, str] = field(default_factory=dict)
    ties: tuple[str, ...] = ()
    way: str = ""
    digest: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PortfolioChances:
    """What several cases may be worth together: draws of common quantities and shocks are shared.

    Attributes
    ----------
    cases
        By case id.
    npv, cost, loss
        Of the sum of all cases.
    apart
        Standard deviation of the sum, were the cases independent: how much common shocks add.
    shocks
        By the name of each shock that reaches something drawn, the ids of the cases it strikes.
    """

    cases: Mapping[str, CaseChances]
    npv: Spread
    cost: Spread
    loss: Sampled
    apart: float
    shocks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()
