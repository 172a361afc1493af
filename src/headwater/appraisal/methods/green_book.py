"""Green Book appraisal: social value at declining real discount rates."""

from math import fsum

from headwater.appraisal.cashflow import discount_factors
from headwater.appraisal.parameters import Pack
from headwater.appraisal.yearly import Yearly
from headwater.errors import InputError
from headwater.vocabulary.appraisal import Appraisal

NAME = "green_book"
TITLE = "Green Book appraisal"
SOURCE = "hmt2026"

REAL = (
    "Amounts are taken as real (at the prices of one year); if they include inflation, "
    "the present values are too high."
)
AS_STATED = "Costs and benefits are taken as stated: no optimism bias was added."


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
