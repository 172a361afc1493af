"""What drives a case's value, where it turns, and what finding out would be worth."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from headwater.vocabulary.appraisal_chances import Sampled
from headwater.vocabulary.appraisal_rights import OptionKind
from headwater.vocabulary.units import MoneyUnit


@dataclass(frozen=True, slots=True)
class Swing:
    """What one quantity does to the value when it moves from its P10 to its P90.

    Attributes
    ----------
    low, high
        The quantity at its P10 and P90, in its unit (a ratio for lines).
    at_low, at_high
        Net present value there, the others at their central values.
    """

    name: str
    low: float
    high: float
    at_low: float
    at_high: float

    @property
    def width(self) -> float:
        """How far the value moves."""
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True, slots=True)
class InputShare:
    """A quantity's part in the variance: alone (`first`), and with its interactions (`total`)."""

    name: str
    first: Sampled
    total: Sampled


@dataclass(frozen=True, slots=True)
class SwitchingValue:
    """Where a quantity must be for the value to turn.

    Attributes
    ----------
    central
        What it is taken to be.
    values
        Every value found at which the net present value is 0, nearest to the central one first;
        empty where there is none within `searched`.
    change
        Share by which it must change to the nearest (-0.2: 20% less); None without one, or where
        the central value is 0.
    probability
        That it lies on the side where the sign of the value is turned, the others kept; None where
        it has no distribution.
    left
        Net present value at the nearest by the exact valuation: within the minor unit of 0.
    """

    name: str
    unit: str
    central: float
    values: tuple[float, ...]
    searched: tuple[float, float]
    change: float | None = None
    probability: float | None = None
    left: float | None = None


@dataclass(frozen=True, slots=True)
class ScenarioTable:
    """Net present value for combinations of what one or two quantities are.

    Attributes
    ----------
    rows, columns
        Values of `across` and `down`; one column without a second quantity.
    values
        By row, by column.
    """

    down: str
    across: str
    rows: tuple[float, ...]
    columns: tuple[float, ...]
    values: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class FindingOut:
    """What it is worth to know something before deciding, at most.

    Attributes
    ----------
    names
        What would be known; empty for everything.
    worth
        In the case's money: more than this should not be spent on finding out.
    """

    names: tuple[str, ...]
    worth: Sampled


@dataclass(frozen=True, slots=True)
class Drivers:
    """What drives the value of a case's option, and what is worth finding out.

    Attributes
    ----------
    swings
        The widest first.
    shares
        The largest total first; empty where inputs are correlated or nothing varies.
    everything
        Worth of knowing everything before choosing among `options` (EVPI).
    finding_out
        By quantity (EVPPI), the most worth first.
    """

    case: str
    option: str
    money: MoneyUnit
    central: float
    swings: tuple[Swing, ...]
    shares: tuple[InputShare, ...]
    switching: tuple[SwitchingValue, ...]
    everything: FindingOut | None = None
    finding_out: tuple[FindingOut, ...] = ()
    options: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flexibility:
    """What the right to decide later is worth.

    Attributes
    ----------
    kind
        delay (start later, or not), abandon (stop for what is left), expand (pay for more).
    worth
        Value of the right, beyond deciding now.
    inflexible
        Net present value without it; None where not given.
    modelled
        Whether `inflexible` already lets people react: then the two are never added.
    use
        Probability that it is used, where the method gives one.
    method, parameters
        How it was valued, in a few words, and with what.
    """

    kind: OptionKind
    worth: Sampled
    inflexible: float | None = None
    modelled: bool = False
    use: Sampled | None = None
    method: str = ""
    parameters: Mapping[str, float] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()

    @property
    def together(self) -> float | None:
        """Value with flexibility; None where the value without is not known or holds it already."""
        if self.inflexible is None or self.modelled:
            return None
        return self.inflexible + self.worth.value
