"""Discounted cash flow arithmetic: present value, rates of return, payback, annuities.

A series of flows has one number a year, the first at year 0 (today, not discounted), inflows
positive. Rates are yearly shares: 0.035 is 3.5%.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import accumulate, pairwise
from math import exp, expm1, fsum, isfinite, log, log1p

import numpy as np

from headwater.appraisal.parameters import Schedule
from headwater.errors import InputError

FARTHEST = 300
"""Years beyond which flows are refused."""

NEGLIGIBLE = 1e-9


def discount_factors(schedule: Schedule, years: int) -> tuple[float, ...]:
    """Return the factors of years 0 .. `years`: 1, 1 / (1 + r_1), 1 / ((1 + r_1)(1 + r_2)), ...

    r_t is the rate of the step that year t falls in, so a later step continues from where
    the earlier one ended.

    Raises
    ------
    InputError
        If `years` is negative or above 300.
    """
    if not 0 <= years <= FARTHEST:
        raise InputError(f"a flow lies {years} years after the base year; 0 to {FARTHEST} can be")
    factors = [1.0]
    for year in range(1, years + 1):
        rate = next(rate for last, rate in schedule if last is None or year <= last)
        factors.append(factors[-1] / (1 + rate))
    return tuple(factors)


def npv(rate: float, flows: Sequence[float]) -> float:
    """Return the sum of flow_t / (1 + rate)^t, t from 0.

    The spreadsheet function of this name discounts the first flow by a year as well: divide by
    1 + rate to get its figure.

    Raises
    ------
    InputError
        If a number is not finite, or the rate is -1 or less.
    """
    _check(flows, rate)
    return fsum(flow * exp(-year * log1p(rate)) for year, flow in enumerate(flows))


def dated_npv(rate: float, flows: Mapping[date, float]) -> float:
    """Return the sum of flow / (1 + rate)^(days / 365), days counted from the earliest date.

    What spreadsheets call XNPV: a year is 365 days, leap years included.

    Raises
    ------
    InputError
        If a number is not finite, or the rate is -1 or less.
    """
    _check([*flows.values()], rate)
    start = min(flows, default=date(1, 1, 1))
    return fsum(
        flow * exp(-(day - start).days / 365 * log1p(rate)) for day, flow in sorted(flows.items())
    )


def rates_of_return(flows: Sequence[float]) -> tuple[float, ...]:
    """Return every rate above -1 at which the present value is 0, ascending.

    One change of sign gives one rate; more may give several, or none. Where all flows are 0
    there is no such rate.

    Raises
    ------
    InputError
        If a number is not finite, or there are more than 301 flows.

    Notes
    -----
    The positive real roots x = 1 / (1 + rate) of sum flow_t x^t. With one change of sign the
    root is bracketed and found by Brent's method; otherwise the roots of the polynomial are
    found as eigenvalues, moved onto a change of sign of the present value where there is one,
    and kept where the present value is 0 within rounding; a grid of rates is searched as well.
    Two rates closer than 1e-7 count as one.
    """
    _check(flows)
    if len(flows) > FARTHEST + 1:
        raise InputError(f"{len(flows)} yearly flows are more than {FARTHEST + 1}")
    present = [place for place, flow in enumerate(flows) if flow != 0]
    if len(present) < 2:
        return ()
    largest = max(abs(flow) for flow in flows)
    core = [flow / largest for flow in flows[present[0] : present[-1] + 1]]
    changes = _sign_changes(core)
    if changes == 0:
        return ()
    roots = [_single(core)] if changes == 1 else _several(core)
    rates = sorted(expm1(root) for root in roots)
    return tuple(b for a, b in pairwise([-2.0, *rates]) if b - a > 1e-7)


def modified_rate_of_return(
    flows: Sequence[float], *, finance: float, reinvest: float
) -> float | None:
    """Return (future value of inflows / present value of outflows)^(1/n) - 1 over n years.

    Inflows grow at the rate `reinvest` to the last year, outflows are discounted at
    `finance`. None where there are no inflows or no outflows.
    """
    _check(flows, finance, reinvest)
    years = len(flows) - 1
    outflows = -npv(finance, [min(flow, 0.0) for flow in flows])
    inflows = npv(reinvest, [max(flow, 0.0) for flow in flows])
    if years < 1 or outflows <= 0 or inflows <= 0:
        return None
    return expm1((log(inflows) - log(outflows)) / years + log1p(reinvest))


def payback(flows: Sequence[float]) -> float | None:
    """Return the years until the running sum is no longer negative, and stays so.

    Within the year of the crossing the flow is taken to come evenly. 0 where the sum is never
    negative, None where it is at the end. For the discounted payback give discounted flows.
    """
    _check(flows)
    sums = list(accumulate(flows))
    scale = max((abs(flow) for flow in flows), default=0.0)
    below = [year for year, total in enumerate(sums) if total < -NEGLIGIBLE * scale]
    if not below:
        return 0.0
    last = below[-1]
    if last == len(flows) - 1:
        return None
    return last + min(1.0, -sums[last] / flows[last + 1])


def annuity(rate: float, years: int) -> float:
    """Return the present value of 1 at the end of each of so many years."""
    _check([], rate)
    if years < 1:
        raise InputError(f"an annuity runs for at least 1 year, not {years}")
    return float(years) if rate == 0 else -expm1(-years * log1p(rate)) / rate


def equivalent_annual(present_value: float, *, rate: float, years: int) -> float:
    """Spread a present value evenly over the ends of so many years (equivalent annual cost)."""
    _check([present_value])
    return present_value / annuity(rate, years)


def _check(flows: Sequence[float], *rates: float) -> None:
    if not all(isfinite(flow) for flow in flows):
        raise InputError("a cash flow is not a finite number; leave unknown years out")
    if not all(isfinite(rate) and rate > -1 for rate in rates):
        raise InputError(f"a yearly rate must be above -100%: {', '.join(map(str, rates))}")


def _sign_changes(flows: Sequence[float]) -> int:
    signs = [flow > 0 for flow in flows if flow != 0]
    return sum(a != b for a, b in pairwise(signs))


def _value(log_rate: float, flows: Sequence[float]) -> float:
    """Return the present value at the rate exp(log_rate) - 1, scaled so that no term is above 1."""
    exponents = [-year * log_rate for year in range(len(flows))]
    top = max(exponents)
    return fsum(flow * exp(each - top) for flow, each in zip(flows, exponents, strict=True))


def _single(flows: Sequence[float]) -> float:
    reach = 1.0
    while _value(-reach, flows) * _value(reach, flows) > 0:
        reach *= 2
    return _zero(-reach, reach, flows)


def _several(flows: Sequence[float]) -> list[float]:
    rough = [
        -log(root.real)
        for root in np.roots(np.array(flows[::-1]))
        if root.real > 0 and abs(root.imag) <= 1e-5 * abs(root)
    ]
    size = fsum(abs(flow) for flow in flows)
    moved = [_moved(each, flows) for each in rough]
    found = [each for each in moved if abs(_value(each, flows)) <= 1e-11 * size]
    return found + _crossings(flows)


def _crossings(flows: Sequence[float]) -> list[float]:
    """Look for changes of sign from -86% to 640%, should the polynomial have missed one."""
    grid = [step / 100 for step in range(-200, 201)]
    values = [_value(each, flows) for each in grid]
    return [
        _zero(low, high, flows)
        for (low, high), (before, after) in zip(pairwise(grid), pairwise(values), strict=True)
        if before * after < 0
    ]


def _moved(log_rate: float, flows: Sequence[float]) -> float:
    """Move a rough root onto the change of sign beside it; a touching root stays."""
    for width in (1e-9, 1e-7, 1e-5, 1e-3):
        low, high = log_rate - width, log_rate + width
        if _value(low, flows) * _value(high, flows) < 0:
            return _zero(low, high, flows)
    return log_rate


def _zero(low: float, high: float, flows: Sequence[float]) -> float:
    from scipy.optimize import brentq  # slow to import, rarely needed

    return float(brentq(_value, low, high, args=(flows,), xtol=1e-15, rtol=1e-14))
