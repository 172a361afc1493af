"""A business case: need, objectives, options, cash flows, assumptions, risks, and the five cases.

Every amount is text: a number ("1200"), a range ("3..5"), a formula ("staff * wage"), or "" for
not known. `None` and "" mean "not known" throughout, never zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

from headwater.errors import InputError
from headwater.vocabulary.appraisal_chances import CommonShock, RankCorrelation
from headwater.vocabulary.appraisal_figures import Assumption, Provenance, Uncertainty
from headwater.vocabulary.appraisal_formula import key
from headwater.vocabulary.appraisal_plans import (
    Adjustment,
    BenefitPool,
    Capacity,
    Contract,
    Dependency,
    Funding,
    IncomeGroup,
    Measure,
    Risk,
    Statement,
    UnquantifiedBenefit,
)
from headwater.vocabulary.appraisal_rights import Right
from headwater.vocabulary.units import MoneyUnit

LineKind: TypeAlias = Literal[
    "capex",
    "opex",
    "cash_benefit",
    "non_cash_benefit",
    "societal_benefit",
    "residual_value",
    "transfer",
    "tax",
]
LINE_KINDS: tuple[str, ...] = get_args(LineKind)
COSTS = ("capex", "opex")
BENEFITS = ("cash_benefit", "non_cash_benefit", "societal_benefit", "residual_value")

Role: TypeAlias = Literal["business_as_usual", "do_minimum", "do_something"]
ROLES: tuple[str, ...] = get_args(Role)
Standing: TypeAlias = Literal["preferred", "carried_forward", "possible", "discounted"]
STANDINGS: tuple[str, ...] = get_args(Standing)
Prices: TypeAlias = Literal["real", "nominal"]
Timing: TypeAlias = Literal["start", "middle", "end"]
"""When within a year money moves: year 0 now, half a year later, or a year later."""


@dataclass(frozen=True, slots=True)
class SuccessFactor:
    """What an option must do to be worth looking at (critical success factor)."""

    name: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One way to answer the need.

    Attributes
    ----------
    role
        business_as_usual (what goes on without a decision), do_minimum, or do_something.
    standing
        What became of it: preferred, carried_forward (on the shortlist), possible (on the
        longlist), or discounted.
    reason
        Why, in a sentence.
    ratings
        By critical success factor: "meets", "partly", "fails", or words.
    duration
        Months until it is in use; None when not known.
    """

    id: str
    name: str
    role: Role = "do_something"
    standing: Standing = "possible"
    description: str = ""
    reason: str = ""
    ratings: Mapping[str, str] = field(default_factory=dict)
    duration: float | None = None

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise InputError(f"option {self.id!r}: {self.role!r} is none of {', '.join(ROLES)}")
        if self.standing not in STANDINGS:
            raise InputError(
                f"option {self.id!r}: {self.standing!r} is none of {', '.join(STANDINGS)}"
            )

    @property
    def is_shortlisted(self) -> bool:
        """Say whether it is valued in full: the comparators always are."""
        return self.role != "do_something" or self.standing in ("preferred", "carried_forward")


@dataclass(frozen=True, slots=True)
class CashLine:
    """One line of an option's cash flows; costs positive, the kind says which way money goes.

    Attributes
    ----------
    id
        How formulas call it; unique within the case, also against assumptions.
    option
        Id of its option; "" where it belongs to every option.
    kind
        capex, opex, cash_benefit (cash-releasing), non_cash_benefit, societal_benefit,
        residual_value (what is left at the end), transfer (moves money and adds none: VAT, taxes
        between parts of the public sector), tax (on the organization's profit).
    amounts
        Amount as text by year (the calendar year in which the fiscal year begins).
    formula, first, last
        Amount of the years `first` to `last` that `amounts` leaves out; "" for none.
    recurrence
        "one_off" or "recurring"; "" when nobody said.
    prices, price_base
        Whether inflation is in the amounts, and the year whose prices they are in; "" and None
        for the case's own.
    currency
        ISO 4217 code; "" for the case's own.
    unit
        Unit that its formulas should come out in; "" for the case's money.
    group
        Name of the income group that it falls on, for distributional weights.
    pool
        Name of the benefit pool it draws on: what several cases claim from the same source.
    risk_in
        What already covers risk in it: "optimism_bias", "risk_register", "contingency" (an
        amount at P80, say) or "discount_rate"; several parted by spaces; "" for nothing.
    sunk
        Whether it is already spent or committed beyond recall.
    uncertainty
        Of the ratio of actual to stated amount; None when nobody said.
    """

    id: str
    option: str
    kind: LineKind
    name: str = ""
    amounts: Mapping[int, str] = field(default_factory=dict)
    formula: str = ""
    first: int | None = None
    last: int | None = None
    recurrence: Literal["", "one_off", "recurring"] = ""
    prices: Literal["", "real", "nominal"] = ""
    price_base: int | None = None
    currency: str = ""
    unit: str = ""
    group: str = ""
    pool: str = ""
    risk_in: str = ""
    sunk: bool = False
    uncertainty: Uncertainty | None = None
    provenance: Provenance = Provenance()

    def __post_init__(self) -> None:
        if self.kind not in LINE_KINDS:
            raise InputError(f"line {self.id!r}: {self.kind!r} is none of {', '.join(LINE_KINDS)}")

    @property
    def title(self) -> str:
        """What people call it."""
        return self.name or self.id

    def years(self) -> tuple[int, ...]:
        """Return the years that have a cell, ascending."""
        found = set(self.amounts)
        if self.formula and self.first is not None:
            found |= set(range(self.first, (self.first if self.last is None else self.last) + 1))
        return tuple(sorted(found))

    def cell(self, year: int) -> str | None:
        """Return the text of a year's cell: "" is not known, None is no flow."""
        if year in self.amounts:
            return self.amounts[year]
        return self.formula if self.formula and year in self.years() else None


@dataclass(frozen=True, slots=True)
class Financing:
    """What corporate appraisal needs to know of the organization's money.

    Attributes
    ----------
    rate, rate_prices
        Yearly discount rate as a share, and whether inflation is in it; None: from the parts.
    cost_of_equity, cost_of_debt, debt_share
        Parts of the weighted average cost of capital, shares; the cost of debt before tax.
    tax_rate
        On profit, a share; None where tax is not looked at.
    inflation
        Yearly, a share; None when not known.
    timing
        When within its year a flow moves.
    reinvestment_rate
        At which inflows are put to work, for the modified rate of return; None: the discount rate.
    terminal_growth, terminal_multiple
        Value after the last year: growing for ever at a yearly share, or so many times the last
        net flow; at most one of both.
    depreciation_years
        Over which capital is written off evenly for tax; None: not written off.
    """

    rate: float | None = None
    rate_prices: Literal["", "real", "nominal"] = ""
    cost_of_equity: float | None = None
    cost_of_debt: float | None = None
    debt_share: float | None = None
    tax_rate: float | None = None
    inflation: float | None = None
    timing: Timing = "start"
    reinvestment_rate: float | None = None
    terminal_growth: float | None = None
    terminal_multiple: float | None = None
    depreciation_years: int | None = None


@dataclass(frozen=True, slots=True)
class BusinessCase:
    """One business case, whole.

    Attributes
    ----------
    money
        Currency and scale of every amount that says nothing else.
    prices, price_base
        "real" (prices of the year `price_base`) or "nominal" (inflation included).
    base_year
        The year that is not discounted; None: the first year with a flow that is not sunk.
    fiscal_start
        First month of the fiscal year, 1 to 12: year 2026 begins in that month of 2026.
    stage
        How far the case is: "strategic outline", "outline", "full", or the house's own word.
    practice, pack, schedule
        Appraisal practice, parameter pack and discount schedule; "" for the usual ones.
    exchange
        By currency, what one unit of it costs in the case's currency: a number or a formula.
    groups
        Income groups that lines may fall on.
    correlations
        Which uncertain quantities (assumptions, lines, risks, by name or id) go together.
    shocks
        What moves several quantities at once; cases that name the same shock share it.
    rights
        What may be decided later: to delay, abandon or expand.
    """

    id: str
    name: str
    money: MoneyUnit = MoneyUnit()
    prices: Prices = "real"
    price_base: int | None = None
    base_year: int | None = None
    fiscal_start: int = 1
    sponsor: str = ""
    author: str = ""
    stage: str = ""
    version: str = ""
    date: str = ""
    need: str = ""
    ask: str = ""
    objectives: tuple[str, ...] = ()
    practice: str = ""
    pack: str = ""
    schedule: str = ""
    financing: Financing = Financing()
    exchange: Mapping[str, str] = field(default_factory=dict)
    success_factors: tuple[SuccessFactor, ...] = ()
    options: tuple[Option, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    lines: tuple[CashLine, ...] = ()
    risks: tuple[Risk, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    unquantified: tuple[UnquantifiedBenefit, ...] = ()
    groups: tuple[IncomeGroup, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    capacity: tuple[Capacity, ...] = ()
    contracts: tuple[Contract, ...] = ()
    funding: tuple[Funding, ...] = ()
    measures: tuple[Measure, ...] = ()
    statements: tuple[Statement, ...] = ()
    pools: tuple[BenefitPool, ...] = ()
    correlations: tuple[RankCorrelation, ...] = ()
    shocks: tuple[CommonShock, ...] = ()
    rights: tuple[Right, ...] = ()

    def __post_init__(self) -> None:
        _refuse_twins("options", [key(each.id) for each in self.options])
        _refuse_twins(
            "assumptions or lines",
            [
                *(key(each.name) for each in self.assumptions),
                *(key(each.id) for each in self.lines),
            ],
        )
        known = {"", *(each.id for each in self.options)}
        for kind, owners in (
            ("line", [(each.id, each.option) for each in self.lines]),
            ("risk", [(each.id, each.option) for each in self.risks]),
            ("adjustment", [(each.id, each.option) for each in self.adjustments]),
            ("right", [(each.id, each.option) for each in self.rights]),
        ):
            for identity, option in owners:
                if option not in known:
                    raise InputError(
                        f"{kind} {identity!r} belongs to the option {option!r}, which is not there"
                    )
        self._check_together()
        if not 1 <= self.fiscal_start <= 12:
            raise InputError(f"a fiscal year begins in month 1 to 12, not {self.fiscal_start}")
        if self.prices not in get_args(Prices):
            raise InputError(f"prices are real or nominal, not {self.prices!r}")

    def _check_together(self) -> None:
        """Refuse correlations and shocks of what is not there, and what is stated twice."""
        _refuse_twins("shocks", [key(each.name) for each in self.shocks])
        _refuse_twins("rights", [key(each.id) for each in self.rights])
        named = [("a correlation", name) for c in self.correlations for name in (c.first, c.second)]
        named += [(f"shock {s.name!r}", name) for s in self.shocks for name in s.loadings]
        known = self.uncertain_names() if named else {}
        for what, name in named:
            if key(name) not in known:
                raise InputError(
                    f"{what} names {name!r}, which is no assumption, line or risk of the case"
                )
        pairs = [{known[key(c.first)], known[key(c.second)]} for c in self.correlations]
        for place, pair in enumerate(pairs):
            if len(pair) == 1 or pair in pairs[:place]:
                named_pair = " and ".join(sorted(pair)) if len(pair) > 1 else f"{min(pair)} itself"
                raise InputError(
                    f"the correlation of {named_pair} is stated twice, or with itself; state each "
                    "pair once"
                )

    def uncertain_names(self) -> dict[str, str]:
        """Return what correlations and shocks may name: keys of names and ids to the one key."""
        found = {key(each.name): key(each.id) for each in self.lines if each.name}
        found |= {key(each.id): f"risk {key(each.id)}" for each in self.risks}
        found |= {key(each.id): key(each.id) for each in self.lines}
        return found | {key(each.name): key(each.name) for each in self.assumptions}

    def option(self, role: str) -> Option | None:
        """Return the first option of a role, or with the standing 'preferred'; None without one."""
        wanted = (each for each in self.options if role in (each.role, each.standing))
        return next(wanted, None)

    def lines_of(self, option: str) -> tuple[CashLine, ...]:
        """Return the lines of an option, with those that belong to every option."""
        return tuple(each for each in self.lines if each.option in ("", option))

    def shortlist(self) -> tuple[Option, ...]:
        """Return the options that are valued in full: comparators first, as written."""
        order = {role: place for place, role in enumerate(ROLES)}
        chosen = [each for each in self.options if each.is_shortlisted]
        return tuple(sorted(chosen, key=lambda each: order[each.role]))


def _refuse_twins(what: str, keys: list[str]) -> None:
    twice = sorted({each for each in keys if keys.count(each) > 1})
    if twice:
        raise InputError(f"two {what} bear the same name: {', '.join(twice)}; rename one")
