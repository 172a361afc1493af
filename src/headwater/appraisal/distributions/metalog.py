"""Metalog distributions: a smooth curve through stated percentiles [keelin2016]_."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.special import ndtr

from headwater.appraisal.distributions.marginal import TAIL, Marginal

MOST_TERMS = 6
GRID = np.concatenate(
    [10.0 ** np.arange(-9, -2), np.linspace(0.002, 0.998, 499), 1 - 10.0 ** np.arange(-3, -10, -1)]
)
GRID.sort()


def coefficients(
    probabilities: Sequence[float],
    numbers: Sequence[float],
    *,
    lower: float | None = None,
    upper: float | None = None,
    terms: int | None = None,
) -> np.ndarray[Any, Any]:
    """Return the coefficients a1, a2, ... of a metalog.

    Parameters
    ----------
    probabilities, numbers
        Percentiles: strictly between 0 and 1, and within the ends.
    lower, upper
        Ends; with one, the logarithm of the distance from it is modelled, with both the logit.
    terms
        How many; None for one a percentile, at most 6. Fewer than percentiles: least squares.
    """
    p = np.asarray(probabilities, dtype=float)
    k = min(len(p), MOST_TERMS) if terms is None else terms
    found, *_ = np.linalg.lstsq(
        _basis(p, k), _carried(np.asarray(numbers, dtype=float), lower, upper), rcond=None
    )
    return np.asarray(found)


def is_feasible(a: np.ndarray[Any, Any]) -> bool:
    """Say whether the curve rises everywhere, so that it is a distribution.

    Checked on a grid from 1e-9 to 1 - 1e-9 on the slope times p(1 - p).
    """
    return bool(np.all(_slope(GRID, len(a)) @ a > 0))


def metalog(
    a: np.ndarray[Any, Any], *, lower: float | None = None, upper: float | None = None
) -> Marginal:
    """Return the distribution of given coefficients and ends."""

    def at(z: Any) -> Any:
        p = np.clip(ndtr(z), TAIL, 1 - TAIL)
        logit = np.log(p) - np.log(np.clip(ndtr(-np.asarray(z, dtype=float)), TAIL, 1 - TAIL))
        return _back(_sum(a, p, logit), lower, upper)

    return Marginal("metalog", at)


def _basis(p: Any, terms: int) -> Any:
    logit = np.log(p / (1 - p))
    return np.stack([_sum(row, p, logit) for row in np.eye(terms)], axis=-1)


def _sum(a: Any, p: Any, logit: Any) -> Any:
    """Return a1 + a2 L + a3 (p - 1/2) L + a4 (p - 1/2) + a5 (p - 1/2)^2 + a6 (p - 1/2)^2 L."""
    d = p - 0.5
    shapes = (1.0 + 0 * p, logit, d * logit, d, d * d, d * d * logit)
    return sum(each * shape for each, shape in zip(a, shapes[: len(a)], strict=True))


def _slope(p: Any, terms: int) -> Any:
    """Return p(1 - p) times the slope of each basis curve."""
    d, w, logit = p - 0.5, p * (1 - p), np.log(p / (1 - p))
    shapes = (0 * p, 1.0 + 0 * p, d + w * logit, w, 2 * d * w, d * d + 2 * d * w * logit)
    return np.stack(shapes[:terms], axis=-1)


def _carried(x: Any, lower: float | None, upper: float | None) -> Any:
    if lower is not None and upper is not None:
        return np.log((x - lower) / (upper - x))
    if lower is not None:
        return np.log(x - lower)
    return -np.log(upper - x) if upper is not None else x


def _back(m: Any, lower: float | None, upper: float | None) -> Any:
    if lower is not None and upper is not None:
        return lower + (upper - lower) / (1 + np.exp(-np.clip(m, -700, 700)))
    if lower is not None:
        return lower + np.exp(np.minimum(m, 700))
    return upper - np.exp(np.minimum(-m, 700)) if upper is not None else m
