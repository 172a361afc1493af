"""Distributions of textbooks: PERT, triangular, uniform, normal, lognormal."""

from math import log, log1p, sqrt
from statistics import NormalDist
from typing import Any

import numpy as np
from scipy.special import betaincinv

from headwater.appraisal.distributions.marginal import Marginal, by_probability, constant
from headwater.errors import InputError

NINETIETH = NormalDist().inv_cdf(0.9)


def pert(low: float, mode: float, high: float) -> Marginal:
    """Return the beta distribution of mean (low + 4 mode + high) / 6 [malcolm1959]_.

    Its standard deviation is sqrt((mean - low)(high - mean) / 7), not the older (high - low) / 6.
    """
    if low == high:
        return constant(low)
    span = high - low
    first, second = 1 + 4 * (mode - low) / span, 1 + 4 * (high - mode) / span
    return by_probability("PERT", lambda p: low + span * betaincinv(first, second, p))


def triangular(low: float, mode: float, high: float) -> Marginal:
    """Return the distribution whose density is a triangle."""
    if low == high:
        return constant(low)
    span, turn = high - low, (mode - low) / (high - low)

    def inverse(p: Any) -> Any:
        rising = low + np.sqrt(p * span * (mode - low))
        return np.where(p <= turn, rising, high - np.sqrt((1 - p) * span * (high - mode)))

    return by_probability("triangular", inverse)


def uniform(low: float, high: float) -> Marginal:
    """Return the distribution of equal density from `low` to `high`."""
    return by_probability("uniform", lambda p: low + (high - low) * p)


def normal(mean: float, deviation: float) -> Marginal:
    """Return the normal distribution."""
    return Marginal("normal", lambda z: mean + deviation * np.asarray(z))


def lognormal(mean: float, deviation: float) -> Marginal:
    """Return the lognormal distribution of a given mean and standard deviation of the quantity.

    Raises
    ------
    InputError
        If the mean is not positive.
    """
    if mean <= 0:
        raise InputError(f"the mean of a lognormal distribution is positive, not {mean:g}")
    spread = sqrt(log1p((deviation / mean) ** 2))
    return _log(log(mean) - spread**2 / 2, spread)


def lognormal_between(low: float, high: float) -> Marginal:
    """Return the lognormal distribution with P10 `low` and P90 `high`, both positive."""
    if not 0 < low <= high:
        raise InputError(f"P10 {low:g} and P90 {high:g} of a lognormal must be positive and rise")
    return _log((log(low) + log(high)) / 2, log(high / low) / (2 * NINETIETH))


def _log(centre: float, spread: float) -> Marginal:
    return Marginal("lognormal", lambda z: np.exp(centre + spread * np.asarray(z)))
