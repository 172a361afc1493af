"""Distributions of what was seen or stated point by point: discrete, empirical, percentiles."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.interpolate import PchipInterpolator
from scipy.special import ndtr, ndtri

from headwater.appraisal.distributions.marginal import Marginal, by_probability, constant


def discrete(values: Sequence[float], probabilities: Sequence[float]) -> Marginal:
    """Return a distribution of a few values."""
    order = np.argsort(values, kind="stable")
    x = np.asarray(values, dtype=float)[order]
    reached = np.cumsum(np.asarray(probabilities, dtype=float)[order])
    reached /= reached[-1]

    def inverse(p: Any) -> Any:
        return x[np.minimum(np.searchsorted(reached, p, side="left"), len(x) - 1)]

    return by_probability("discrete", inverse, steps=True)


def empirical(values: Sequence[float]) -> Marginal:
    """Return the distribution of observed values: median-unbiased quantiles, no tail beyond them.

    Observation k of n lies at the probability (k - 1/3) / (n + 1/3) [hyndman1996]_.
    """
    x = np.sort(np.asarray(values, dtype=float))
    if len(x) == 1:
        return constant(float(x[0]))
    at = (np.arange(1, len(x) + 1) - 1 / 3) / (len(x) + 1 / 3)
    return by_probability(f"{len(x)} observed", lambda p: np.interp(p, at, x))


def through(
    probabilities: Sequence[float],
    numbers: Sequence[float],
    *,
    lower: float | None = None,
    upper: float | None = None,
    doubts: tuple[str, ...] = (),
) -> Marginal:
    """Return a distribution exactly through percentiles, however odd: monotone cubics in the score.

    Beyond the outer ones it goes on straight in the normal score, like a normal tail, at the mean
    slope of the outer piece, and stops at the ends.
    """
    z, x = ndtri(np.asarray(probabilities, dtype=float)), np.asarray(numbers, dtype=float)
    curve = PchipInterpolator(z, x) if len(z) > 2 else None
    left, right = (x[1] - x[0]) / (z[1] - z[0]), (x[-1] - x[-2]) / (z[-1] - z[-2])
    floor = -np.inf if lower is None else lower
    ceiling = np.inf if upper is None else upper

    def at(score: Any) -> Any:
        s = np.asarray(score, dtype=float)
        inner = np.clip(s, z[0], z[-1])
        middle = np.interp(inner, z, x) if curve is None else curve(inner)
        beyond = np.minimum(s - z[0], 0) * left + np.maximum(s - z[-1], 0) * right
        return np.clip(middle + beyond, floor, ceiling)

    return Marginal("through the percentiles", at, doubts=doubts)


def share_below(marginal: Marginal, value: float) -> float:
    """Return the probability of at most `value`, by halving in the normal score."""
    low, high = -8.0, 8.0
    for _ in range(80):
        middle = (low + high) / 2
        if float(marginal.at(np.float64(middle))) <= value:
            low = middle
        else:
            high = middle
    return float(ndtr(low))
