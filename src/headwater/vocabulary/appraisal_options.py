"""Options of a case side by side under the same draws: spread, chance to be best, regret."""

from dataclasses import dataclass

from headwater.vocabulary.appraisal_chances import Sampled, Spread
from headwater.vocabulary.units import Interval, MoneyUnit


@dataclass(frozen=True, slots=True)
class OptionChances:
    """What one option may be worth beside the others.

    Attributes
    ----------
    npv
        Net present value against business as usual (by itself where there is none).
    ratio
        Benefits for each unit of cost, P10 to P90 of the draws; None where the extra cost is not
        positive in nearly every draw. It ranks nothing.
    loss
        Probability that the net present value is below 0.
    best
        Probability that no other option is worth more.
    regret
        What choosing it misses on average beside the best option of each draw, in the case's money.
    regret_high
        What it misses in the draw at P90 of its regret.
    shares
        Share of the draws in each step of `OptionsCompared.edges`.
    """

    option: str
    name: str
    npv: Spread
    ratio: Interval | None
    loss: Sampled
    best: Sampled
    regret: Sampled
    regret_high: float
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class OptionsCompared:
    """Every option on the shortlist, drawn with the same numbers.

    Attributes
    ----------
    against
        Name of business as usual, which is worth 0 in every draw and counts among the choices; ""
        where the case has none.
    usual_best, usual_regret
        Of going on as usual: how often nothing is worth more, and what it misses on average; None
        where the case has none.
    edges
        Of the steps of the distributions, rising; what lies beyond is in the outer steps.
    """

    case: str
    money: MoneyUnit
    against: str
    draws: int
    seed: int
    edges: tuple[float, ...]
    options: tuple[OptionChances, ...]
    usual_best: Sampled | None = None
    usual_regret: Sampled | None = None
    doubts: tuple[str, ...] = ()

    def of(self, option: str) -> OptionChances | None:
        """Return what an option may be worth, by id."""
        return next((each for each in self.options if each.option == option), None)
