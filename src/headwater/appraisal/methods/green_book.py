"""Green Book appraisal: social value at declining real discount rates."""

from decimal import Decimal
from math import fsum

from headwater.appraisal.cases.terms import Terms, exact_factors
from headwater.appraisal.cashflow import discount_factors
from headwater.appraisal.parameters import Pack
from headwater.appraisal.yearly import Yearly
from headwater.errors import InputError
from headwater.vocabulary.appraisal import Appraisal
from headwater.vocabulary.appraisal_case import BusinessCase

NAME = "green_book"
TITLE = "Green Book appraisal"
SOURCE = "hmt2026"

REAL = (
    "Amounts are taken as real (at the prices of one year); if they include inflation, "
    "the present values are too high."
)
AS_STATED = "Costs and benefits are taken as stated: no optimism bias was added."

SIGNS = {
    "capex": -1, "opex": -1, "cash_benefit": 1, "non_cash_benefit": 1, "societal_benefit": 1,
    "residual_value": 1, "transfer": 0, "tax": 0,
}  # fmt: skip
BCR_RULE = (
    "Present benefits over present costs, both against business as usual. Numerator: "
    "cash-releasing, non-cash and societal benefits and the residual value; harm lowers it. "
    "Denominator: investment and running costs; costs saved lower it. Transfers and taxes are in "
    "neither."
)


def value(flows: Yearly, pack: Pack, *, rate: float | None = None) -> Appraisal:
    """Discount benefits and costs at the pack's declining rates.

    Parameters
    ----------
    flows
        Real amounts by year from the base year, in the money unit.
    pack
        With a default schedule of rates.
    rate
        Must be None: the rates are the pack's.

    Returns
    -------
    Appraisal
        NPV = PV of benefits - PV of costs, and BCR = PV of benefits / PV of costs. A negative
        benefit (a harm) lowers the benefits; a saving is a benefit. Where flows reach beyond
        the pack's limit for long horizons a doubt gives the NPV at its sensitivity rates.

    Raises
    ------
    InputError
        If a rate is given, or the pack has no schedule.

    Notes
    -----
    The base year counts as year 0 and is not discounted; factors compound through the steps.
    See docs/methods/green_book.md [hmt2026]_.
    """
    if rate is not None:
        raise InputError("Green Book appraisal takes its rates from the pack; give no rate")
    if pack.default_schedule not in pack.schedules:
        raise InputError(f"the parameter pack {pack.name!r} has no schedule of discount rates")
    benefits, costs = _present(flows, pack, pack.default_schedule)
    return Appraisal(
        project=flows.project,
        method=NAME,
        npv=benefits - costs,
        bcr=benefits / costs if costs > 0 else None,
        pv_benefits=benefits,
        pv_costs=costs,
        base_year=flows.base_year,
        parameters={
            "pack": pack.name,
            "source": pack.source,
            "edition": pack.edition,
            "prices": pack.prices,
            "schedule": pack.default_schedule,
            "rates": [list(step) for step in pack.schedules[pack.default_schedule]],
        },
        doubts=(REAL, AS_STATED, *flows.doubts, *_long_horizon(flows, pack)),
    )


def terms(case: BusinessCase, pack: Pack, years: int) -> Terms:
    """Lay down how the options of a case are valued over so many years after the base year.

    Raises
    ------
    InputError
        If the case's amounts are nominal, it states a rate of its own, or the pack has no such
        schedule.
    """
    if case.prices != "real":
        raise InputError(
            f"case {case.id!r} is in nominal prices and the Green Book rate is real; put the case "
            "in real prices of one year (its nominal lines are then carried over by the price "
            "index)"
        )
    if case.financing.rate is not None:
        raise InputError(
            f"case {case.id!r} states a discount rate of {case.financing.rate:.4g}; Green Book "
            "appraisal takes its rates from the pack; leave it out, or use the corporate practice"
        )
    name = case.schedule or pack.default_schedule
    if name not in pack.schedules:
        raise InputError(
            f"the parameter pack {pack.name!r} has no schedule {name!r}; there are: "
            f"{', '.join(pack.schedules)}"
        )
    return Terms(
        factors=exact_factors(pack.schedules[name], years),
        signs=SIGNS,
        bcr_rule=BCR_RULE,
        sensitivity=_longer(pack, years),
        elasticity=pack.elasticity,
        parameters={
            "pack": pack.name,
            "source": pack.source,
            "edition": pack.edition,
            "date": pack.date,
            "schedule": name,
            "rates": [list(step) for step in pack.schedules[name]],
            "prices": "real",
        },
        steps=(f"Discounted at the schedule {name!r} of {pack.title}; year 0 is not discounted.",),
    )


def _longer(pack: Pack, years: int) -> tuple[str, tuple[Decimal, ...]] | None:
    if pack.sensitivity is None or years <= int(pack.sensitivity["beyond_years"]):
        return None
    name = str(pack.sensitivity["schedule"])
    return "at the lower rates for long horizons", exact_factors(pack.schedules[name], years)


def _present(flows: Yearly, pack: Pack, schedule: str) -> tuple[float, float]:
    factors = discount_factors(pack.schedules[schedule], len(flows.benefits) - 1)
    return (
        fsum(amount * factor for amount, factor in zip(flows.benefits, factors, strict=True)),
        fsum(amount * factor for amount, factor in zip(flows.costs, factors, strict=True)),
    )


def _long_horizon(flows: Yearly, pack: Pack) -> tuple[str, ...]:
    years = len(flows.benefits) - 1
    if pack.sensitivity is None or years <= int(pack.sensitivity["beyond_years"]):
        return ()
    benefits, costs = _present(flows, pack, str(pack.sensitivity["schedule"]))
    return (
        f"The flows of {flows.project} reach {years} years: at the lower rates for long horizons "
        f"its net present value would be {benefits - costs:,.6g} instead.",
    )
