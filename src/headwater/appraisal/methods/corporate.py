"""Corporate appraisal: net present value at the cost of capital, rates of return, payback."""

from decimal import Decimal
from math import fsum, isfinite

from headwater.appraisal.cases.prices import fisher_nominal, fisher_real
from headwater.appraisal.cases.terms import Terms, exact_factors, shifted
from headwater.appraisal.cashflow import discount_factors, payback, rates_of_return
from headwater.appraisal.parameters import Pack
from headwater.appraisal.yearly import Yearly
from headwater.errors import InputError
from headwater.vocabulary.appraisal import Appraisal
from headwater.vocabulary.appraisal_case import BusinessCase, Financing

NAME = "corporate"
TITLE = "Corporate appraisal"
SOURCE = "brealey2020"

SAME_PRICES = "A {prices} discount rate of {rate:.4g}% was used: amounts must be {prices} as well."
NOT_YOURS = "No cost of capital was given: the {rate:.4g}% come from {title} and may not be yours."

SIGNS = {
    "capex": -1, "opex": -1, "cash_benefit": 1, "non_cash_benefit": 0, "societal_benefit": 0,
    "residual_value": 1, "transfer": -1, "tax": -1,
}  # fmt: skip
BCR_RULE = (
    "Present inflows over present outflows, both against business as usual. Numerator: "
    "cash-releasing benefits and the residual value. Denominator: investment, running costs, "
    "transfers paid and tax. What is not money to the organization is in neither."
)
LATER = {"start": Decimal(0), "middle": Decimal("0.5"), "end": Decimal(1)}
TIMING = {
    "start": "The flows of year 0 are not discounted.",
    "middle": "Flows are taken to move in the middle of their year: half a year more each.",
    "end": "Flows are taken to move at the end of their year, as the spreadsheet function does.",
}


def value(flows: Yearly, pack: Pack, *, rate: float | None = None) -> Appraisal:
    """Discount at one constant rate.

    Parameters
    ----------
    flows
        Amounts by year from the base year, in the money unit.
    pack
        Its constant rate is used where no rate is given.
    rate
        The organization's own yearly cost of capital as a share (0.08 is 8%), in the same
        prices (real or nominal) as the amounts.

    Returns
    -------
    Appraisal
        With NPV, BCR, every internal rate of return, and both paybacks. More than one rate of
        return comes with a doubt: then only the NPV ranks projects.

    Raises
    ------
    InputError
        If the rate is -1 or less or not finite, or neither it nor the pack gives one.

    Notes
    -----
    The base year is not discounted. See docs/methods/corporate.md [brealey2020]_.
    """
    used = pack.rate if rate is None else rate
    if used is None:
        raise InputError(f"the parameter pack {pack.name!r} has no constant rate; give a rate")
    if not isfinite(used) or used <= -1:
        raise InputError(f"a discount rate of {used:g} cannot be; 0.08 stands for 8%")
    factors = discount_factors(((None, used),), len(flows.benefits) - 1)
    benefits = fsum(amount * each for amount, each in zip(flows.benefits, factors, strict=True))
    costs = fsum(amount * each for amount, each in zip(flows.costs, factors, strict=True))
    returns = rates_of_return(flows.net)
    prices = pack.prices if rate is None else "as stated"
    return Appraisal(
        project=flows.project,
        method=NAME,
        npv=benefits - costs,
        bcr=benefits / costs if costs > 0 else None,
        pv_benefits=benefits,
        pv_costs=costs,
        base_year=flows.base_year,
        rates_of_return=returns,
        payback=payback(flows.net),
        discounted_payback=payback([f * d for f, d in zip(flows.net, factors, strict=True)]),
        parameters={
            "pack": pack.name if rate is None else "",
            "source": pack.source if rate is None else "",
            "prices": prices,
            "rate": used,
        },
        doubts=(*_rate_doubts(pack, rate, used), *flows.doubts, *_return_doubts(flows, returns)),
    )


def cost_of_capital(financing: Financing) -> float | None:
    """Return the weighted average cost of capital; None where a part is missing.

    Share of equity x its cost + share of debt x its cost x (1 - tax rate) [brealey2020]_.
    """
    equity, debt, share = financing.cost_of_equity, financing.cost_of_debt, financing.debt_share
    if equity is None or debt is None or share is None:
        return None
    return (1 - share) * equity + share * debt * (1 - (financing.tax_rate or 0.0))


def terms(case: BusinessCase, pack: Pack, years: int) -> Terms:
    """Lay down how the options of a case are valued over so many years after the base year.

    Raises
    ------
    InputError
        If amounts are real and the rate nominal (or the reverse) and no inflation is known, or
        the rate cannot be.
    """
    money = case.financing
    rate, prices, told, doubts = _own_rate(money, pack)
    rate, step = _in_prices(case, rate, prices)
    if not isfinite(rate) or rate <= -1:
        raise InputError(f"a discount rate of {rate:g} cannot be; 0.08 stands for 8%")
    if not prices:
        doubts = (*doubts, f"The rate of {100 * rate:.4g}% must be {case.prices}, as amounts are.")
    if money.terminal_growth is not None and money.terminal_multiple is not None:
        raise InputError("a terminal value grows for ever or is a multiple; state one of both")
    if money.terminal_growth is not None and money.terminal_growth >= rate:
        raise InputError(
            f"flows that grow by {money.terminal_growth:.4g} for ever at a rate of {rate:.4g} are "
            "worth no finite amount; the growth must be below the rate"
        )
    factors = shifted(exact_factors(((None, rate),), years), rate, LATER[money.timing])
    return Terms(
        factors=factors,
        signs=SIGNS,
        bcr_rule=BCR_RULE,
        rate=rate,
        tax_rate=money.tax_rate,
        depreciation_years=money.depreciation_years,
        terminal_growth=money.terminal_growth,
        terminal_multiple=money.terminal_multiple,
        reinvest=money.reinvestment_rate,
        parameters={
            "pack": pack.name if told == "" else "",
            "source": pack.source if told == "" else "",
            "prices": case.prices,
            "rate": rate,
            "timing": money.timing,
        },
        steps=(told or f"Discounted at {100 * rate:.6g}% of {pack.title}.", *step,
               TIMING[money.timing]),
        doubts=doubts,
    )  # fmt: skip


def _own_rate(money: Financing, pack: Pack) -> tuple[float, str, str, tuple[str, ...]]:
    """Return the rate, its prices ("" not said), how it came about, and doubts."""
    if money.rate is not None:
        told = f"Discounted at the stated rate of {100 * money.rate:.6g}%."
        return money.rate, money.rate_prices, told, ()
    if (found := cost_of_capital(money)) is not None:
        told = f"Discounted at the weighted average cost of capital, {100 * found:.6g}%."
        return found, money.rate_prices, told, ()
    if pack.rate is None:
        raise InputError(f"the parameter pack {pack.name!r} has no constant rate; give a rate")
    return pack.rate, pack.prices, "", (NOT_YOURS.format(rate=100 * pack.rate, title=pack.title),)


def _in_prices(case: BusinessCase, rate: float, prices: str) -> tuple[float, tuple[str, ...]]:
    if not prices or prices == case.prices:
        return rate, ()
    inflation = case.financing.inflation
    if inflation is None:
        raise InputError(
            f"case {case.id!r} has {case.prices} amounts and a {prices} discount rate; state the "
            "inflation (the rate is then converted), or put both in the same prices"
        )
    convert = fisher_real if case.prices == "real" else fisher_nominal
    found = convert(rate, inflation)
    return found, (
        f"The {prices} rate of {100 * rate:.6g}% was made {case.prices} with "
        f"{100 * inflation:.4g}% inflation: {100 * found:.6g}%, by (1 + nominal) = (1 + "
        "real)(1 + inflation).",
    )


def _rate_doubts(pack: Pack, rate: float | None, used: float) -> tuple[str, ...]:
    if rate is not None:
        return (
            f"The rate of {100 * used:.4g}% and the amounts must both be real, or both nominal.",
        )
    return (
        NOT_YOURS.format(rate=100 * used, title=pack.title),
        SAME_PRICES.format(rate=100 * used, prices=pack.prices),
    )


def _return_doubts(flows: Yearly, returns: tuple[float, ...]) -> tuple[str, ...]:
    if len(returns) < 2:
        return ()
    told = ", ".join(f"{100 * each:.4g}%" for each in returns)
    return (
        f"{flows.project} has {len(returns)} internal rates of return ({told}), so none of them "
        f"says how good it is; use the net present value.",
    )
