"""What cases are worth: options valued by a practice, with every step that led to the figure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from headwater.vocabulary.units import Interval, MoneyUnit


@dataclass(frozen=True, slots=True)
class LineYears:
    """One line of an option as it entered the value.

    Attributes
    ----------
    amounts
        By year, in the case's money and prices, before adjustments.
    adjusted
        The same after optimism bias and distributional weights.
    present
        Sum of the adjusted amounts at the base year's worth.
    counted
        Whether it is in the value; `why` says why not ("sunk", "transfer").
    risk_in
        What covers its risk: an adjustment's id, or what the line says; "" for nothing.
    """

    id: str
    name: str
    kind: str
    amounts: Mapping[int, float]
    adjusted: Mapping[int, float]
    present: float
    counted: bool = True
    why: str = ""
    risk_in: str = ""


@dataclass(frozen=True, slots=True)
class Applied:
    """An adjustment as it was applied: the audit trail of a corrected estimate.

    Attributes
    ----------
    upper, lower, mitigated
        Shares: the uplift before mitigation, the one at full mitigation, and the share mitigated.
    uplift
        What was applied: upper - mitigated x (upper - lower).
    amount
        What it adds to present costs (or takes from present benefits), in the case's money; for
        the duration, months added.
    """

    id: str
    kind: str
    target: str
    reference: str
    upper: float
    lower: float
    mitigated: float
    uplift: float
    amount: float
    evidence: str = ""
    by: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class OptionValue:
    """What one option is worth.

    Attributes
    ----------
    npv
        Net present (social) value of the option by itself, in the case's money, rounded to the
        currency's minor unit.
    against
        Net present value less that of business as usual; None for it, or without it.
    bcr, bcr_rule
        Benefits for each unit of cost against business as usual, and what is in numerator and
        denominator; None where the denominator is not positive.
    pv
        Present value by kind of line.
    rates_of_return
        Every internal rate of return of the flows against business as usual (or by itself where
        there is none), ascending shares.
    annual
        Equivalent annual value of `npv` over the horizon.
    net, factors
        By year: adjusted benefits less costs of the option by itself, and the discount factor.
    weighted_npv
        `npv` with the lines of income groups weighted; None without such lines. It stands beside
        the other and does not replace it.
    expected_risk
        Present sum of probability x impact of the risks that are not in the costs yet: shown
        beside the value, not taken off; None where no such risk has both.
    duration
        Months until in use, with time uplift; None when not known.
    terminal
        Present value of what comes after the last year, part of `npv`.
    """

    option: str
    name: str
    role: str
    npv: float
    against: float | None
    pv_benefits: float
    pv_costs: float
    bcr: float | None
    bcr_rule: str
    pv: Mapping[str, float] = field(default_factory=dict)
    rates_of_return: tuple[float, ...] = ()
    modified_rate: float | None = None
    payback: float | None = None
    discounted_payback: float | None = None
    annual: float | None = None
    terminal: float = 0.0
    duration: float | None = None
    net: Mapping[int, float] = field(default_factory=dict)
    factors: Mapping[int, float] = field(default_factory=dict)
    weighted_npv: float | None = None
    lines: tuple[LineYears, ...] = ()
    adjustments: tuple[Applied, ...] = ()
    expected_risk: float | None = None
    unquantified: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseValue:
    """What a case's options are worth by one practice with one set of dated parameters.

    Attributes
    ----------
    best
        Id of the option of highest net present value; "" without options.
    preferred
        Id of the option that the case prefers; "" when it names none.
    parameters
        The pack's name, source, edition, rates, and the choices made.
    steps
        What was done to the figures, in order, as whole sentences.
    """

    case: str
    name: str
    money: MoneyUnit
    prices: str
    price_base: int | None
    base_year: int
    last_year: int
    practice: str
    options: tuple[OptionValue, ...]
    best: str = ""
    preferred: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    steps: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    def of(self, option: str) -> OptionValue | None:
        """Return the value of an option by id."""
        return next((each for each in self.options if each.option == option), None)


@dataclass(frozen=True, slots=True)
class CaseRange:
    """How far an option's figures may lie from the central ones.

    Attributes
    ----------
    cost
        Money spent beyond business as usual over all years, with adjustments and not discounted:
        what a budget must hold, about P10 to P90, in the case's money.
    benefit, npv
        Present benefits and net present value against business as usual, about P10 to P90.
    drivers
        By assumption or line, the net present value at its low and its high end, the widest
        swing first.
    method
        How the range was made, in a sentence.
    """

    case: str
    option: str
    cost: Interval
    benefit: Interval
    npv: Interval
    drivers: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    method: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PoolClaim:
    """What cases draw from one benefit pool in one year, and how much it can give."""

    pool: str
    year: int
    claims: Mapping[str, float]
    cap: float | None

    @property
    def over(self) -> float:
        """By how much the claims together exceed the cap; 0 without one."""
        return 0.0 if self.cap is None else max(0.0, sum(self.claims.values()) - self.cap)


@dataclass(frozen=True, slots=True)
class BundleValue:
    """What cases are worth together.

    Attributes
    ----------
    alone
        By case id, net present value of its preferred option by itself.
    counted_twice
        Present value that the members claim together beyond the caps of the pools: taken off.
    together
        Present value that comes only when all members are done.
    npv
        Sum of `alone`, less `counted_twice`, plus `together`.
    shares
        By case id, its part of `npv`: every order of adding the cases counts alike (Shapley).
    """

    bundle: str
    name: str
    npv: float
    alone: Mapping[str, float]
    counted_twice: float
    together: float
    shares: Mapping[str, float]
    claims: tuple[PoolClaim, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Collision:
    """Something that two or more cases say, and that cannot all hold.

    Attributes
    ----------
    kind
        "benefit" (claimed twice), "assumption" (two values), "capacity" (promised twice).
    about
        The benefit, the quantity, or the role and period.
    said
        By case id, what it says.
    text, mend
        The finding and what to do, as whole sentences.
    severity
        "high", "medium" or "low".
    """

    kind: Literal["benefit", "assumption", "capacity"]
    about: str
    said: Mapping[str, str]
    text: str
    mend: str
    severity: Literal["high", "medium", "low"] = "medium"
