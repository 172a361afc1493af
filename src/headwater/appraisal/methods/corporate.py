"""Corporate appraisal: net present value at the cost of capital, rates of return, payback."""

from math import fsum, isfinite

from headwater.appraisal.cashflow import discount_factors, payback, rates_of_return
from headwater.appraisal.parameters import Pack
from headwater.appraisal.yearly import Yearly
from headwater.errors import InputError
from headwater.vocabulary.appraisal import Appraisal

NAME = "corporate"
TITLE = "Corporate appraisal"
SOURCE = "brealey2020"

SAME_PRICES = "A {prices} discount rate of {rate:.4g} % was used: amounts must be {prices} as well."
NOT_YOURS = "No cost of capital was given: the {rate:.4g} % come from {title} and may not be yours."


def value(flows: Yearly, pack: Pack, *, rate: float | None = None) -> Appraisal:
    """Discount at one constant rate.

    Parameters
    ----------
    flows
        Amounts by year from the base year, in the money unit.
    pack
        Its constant rate is used where no rate is given.
    rate
        The organization's own yearly cost of capital as a share (0.08 is 8 %), in the same
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
        raise InputError(f"a discount rate of {used:g} cannot be; 0.08 stands for 8 %")
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


def _rate_doubts(pack: Pack, rate: float | None, used: float) -> tuple[str, ...]:
    if rate is not None:
        return (
            f"The rate of {100 * used:.4g} % and the amounts must both be real, or both nominal.",
        )
    return (
        NOT_YOURS.format(rate=100 * used, title=pack.title),
        SAME_PRICES.format(rate=100 * used, prices=pack.prices),
    )


def _return_doubts(flows: Yearly, returns: tuple[float, ...]) -> tuple[str, ...]:
    if len(returns) < 2:
        return ()
    told = ", ".join(f"{100 * each:.4g} %" for each in returns)
    return (
        f"{flows.project} has {len(returns)} internal rates of return ({told}), so none of them "
        f"says how good it is; use the net present value.",
    )
