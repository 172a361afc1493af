"""Real options on a binomial lattice: delay, abandon, expand [cox1979]_."""

from collections.abc import Callable, Sequence
from math import exp, isfinite, sqrt
from typing import Any

import numpy as np

from headwater.errors import InputError
from headwater.vocabulary.appraisal_chances import Sampled
from headwater.vocabulary.appraisal_drivers import Flexibility
from headwater.vocabulary.appraisal_rights import OptionKind

MOST_STEPS = 20_000


def lattice_value(
    worth: float,
    *,
    payoff: Callable[[Any], Any],
    rate: float,
    volatility: float,
    years: float,
    steps: int = 500,
    leakage: float = 0.0,
    early: bool = True,
) -> float:
    """Return what a right is worth on a lattice of up and down moves.

    Parameters
    ----------
    worth
        Present value of what the right is about, positive.
    payoff
        What using the right brings at values of it (an array to an array), never negative.
    rate, volatility, leakage
        Yearly, continuously compounded: riskless rate, standard deviation of the value's
        logarithm, and what is lost of the value each year by waiting.
    early
        Whether the right can be used at every step, or at the end only.

    Raises
    ------
    InputError
        If a number cannot be, or the steps are so long that no probability lies between 0 and 1.
    """
    numbers = (worth, rate, volatility, years, leakage)
    if not all(map(isfinite, numbers)) or worth <= 0 or volatility <= 0 or years <= 0:
        raise InputError("value, volatility and years of a right must be positive numbers")
    if not 1 <= steps <= MOST_STEPS:
        raise InputError(f"a lattice has 1 to {MOST_STEPS:,} steps, not {steps}")
    step = years / steps
    up = exp(volatility * sqrt(step))
    chance = (exp((rate - leakage) * step) - 1 / up) / (up - 1 / up)
    if not 0 <= chance <= 1:
        raise InputError(
            f"with {steps} steps the rate outgrows the volatility in one step; take more steps"
        )
    discount = exp(-rate * step)
    moves = np.arange(-steps, steps + 1, 2)
    values = np.maximum(payoff(worth * up ** moves.astype(float)), 0.0)
    for left in range(steps - 1, -1, -1):
        values = discount * (chance * values[1:] + (1 - chance) * values[:-1])
        if early:
            moves = np.arange(-left, left + 1, 2).astype(float)
            values = np.maximum(values, payoff(worth * up**moves))
    return float(values[0])


def right_to(
    kind: OptionKind,
    *,
    worth: float,
    amount: float,
    rate: float,
    volatility: float,
    years: float,
    share: float = 0.0,
    steps: int = 500,
    leakage: float = 0.0,
    inflexible: float | None = None,
    modelled: bool = False,
) -> Flexibility:
    """Value the right to delay, abandon or expand.

    Parameters
    ----------
    worth
        Present value of the benefits, before the investment that is still to come.
    amount
        delay: the investment that can wait. abandon: what is got back. expand: what more costs.
    share
        expand: by which share the benefits grow.
    inflexible, modelled
        Net present value without the right, and whether it already lets people react.

    Returns
    -------
    Flexibility
        For delay, the worth beyond investing now if that pays (or never, if it does not).

    Raises
    ------
    InputError
        If a number cannot be; names it.
    """
    if kind not in ("delay", "abandon", "expand"):
        raise InputError(f"{kind!r} is no right; there are: delay, abandon, expand")
    if amount < 0 or (kind == "expand" and share <= 0):
        raise InputError("the amount is not negative, and to expand needs a share above 0")
    payoff: Callable[[Any], Any]
    if kind == "delay":
        payoff = lambda v: v - amount  # noqa: E731
    elif kind == "abandon":
        payoff = lambda v: amount - v  # noqa: E731
    else:
        payoff = lambda v: share * v - amount  # noqa: E731
    whole = lattice_value(
        worth, payoff=payoff, rate=rate, volatility=volatility, years=years, steps=steps,
        leakage=leakage,
    )  # fmt: skip
    now = max(0.0, worth - amount) if kind == "delay" else 0.0
    parameters = {
        "worth": worth, "amount": amount, "rate": rate, "volatility": volatility, "years": years,
        "steps": float(steps), "leakage": leakage,
    }  # fmt: skip
    doubts = [
        "A lattice takes the value as moving like a traded price with a known volatility; where "
        "nobody can say the volatility, value the right by simulation."
    ]
    if modelled:
        doubts.append(NEVER_ADDED)
    return Flexibility(
        kind=kind,
        worth=Sampled(whole - now),
        inflexible=inflexible,
        modelled=modelled,
        method=f"binomial lattice of {steps} steps",
        parameters=parameters | ({"share": share} if kind == "expand" else {}),
        doubts=tuple(doubts),
    )


NEVER_ADDED = (
    "The net present value already lets people react, so the worth of the right is in it and is "
    "not added again."
)


def dated_lattice(
    worth: float,
    *,
    payoffs: Sequence[tuple[int, Callable[[Any], Any]]],
    volatility: float,
    steps: int = 500,
) -> float:
    """Return what a right that can be used at some dates is worth, all in present money.

    In present money a fair value neither grows nor falls on average, so no rate is needed.

    Parameters
    ----------
    worth
        Present value of what the right is about, positive.
    payoffs
        Whole years from now, ascending, each with what using the right then brings at present
        values of it (an array to an array); below 0 it is not used.
    volatility
        Yearly standard deviation of the value's logarithm.
    steps
        About so many in all; each year has as many.

    Raises
    ------
    InputError
        If a number cannot be.
    """
    if not (isfinite(worth) and isfinite(volatility)) or worth <= 0 or volatility <= 0:
        raise InputError("value and volatility of a right must be positive numbers")
    if not payoffs or payoffs[0][0] < 1:
        raise InputError("a right is used a whole number of years from now; give at least one")
    at = dict(payoffs)
    last = payoffs[-1][0]
    each = max(1, -(-steps // last))
    up = exp(volatility * sqrt(1 / each))
    chance = (1 - 1 / up) / (up - 1 / up)
    values = np.zeros(last * each + 1)
    for left in range(last * each, -1, -1):
        if left < last * each:
            values = chance * values[1:] + (1 - chance) * values[:-1]
        year, inside = divmod(left, each)
        if not inside and year in at:
            present = worth * up ** np.arange(-left, left + 1, 2).astype(float)
            values = np.maximum(values, at[year](present))
    return float(values[0])
