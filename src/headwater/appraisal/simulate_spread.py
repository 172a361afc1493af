"""Percentiles, means and probabilities of draws, each with its sampling error between blocks."""

from collections.abc import Callable, Sequence
from math import hypot, sqrt
from typing import Any, TypeAlias

import numpy as np
from scipy.stats import t as student

from headwater.vocabulary.appraisal_chances import Sampled, Spread

Array: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
PERCENTILES = (10, 50, 80, 90)
TAIL = 0.1


def between(estimate: float, of_blocks: Sequence[float] | Array) -> Sampled:
    """Return an estimate with half of its 95 % interval by Student's t between blocks."""
    each = np.asarray(of_blocks, dtype=float)
    count = len(each)
    if count < 2:
        return Sampled(float(estimate))
    reach = float(student.ppf(0.975, count - 1)) * float(each.std(ddof=1)) / sqrt(count)
    scale = float(np.max(np.abs(each))) if count else 0.0
    return Sampled(float(estimate), 0.0 if reach <= 1e-12 * scale else reach)


def estimate(blocks: Sequence[Array], measure: Callable[[Array], float]) -> Sampled:
    """Apply a measure to all draws, and to each block for its error."""
    return between(measure(np.concatenate(blocks)), [measure(block) for block in blocks])


def quantile(draws: Array, probability: float) -> float:
    """Return the value that such a share of the draws does not exceed.

    Draw k of n lies at the probability (k - 1/2) / n, which suits draws that are spread evenly.
    """
    return float(np.quantile(draws, probability, method="hazen"))


def spread_of(blocks: Sequence[Array]) -> Spread:
    """Return how draws are spread; the same whatever the order of the draws in a block."""
    return Spread(
        estimate(blocks, lambda draws: float(draws.mean())),
        estimate(blocks, lambda draws: float(draws.std(ddof=1)) if len(draws) > 1 else 0.0),
        {percent: percentile_of(blocks, percent / 100) for percent in PERCENTILES},
    )


def percentile_of(blocks: Sequence[Array], probability: float) -> Sampled:
    """Return a percentile with its error: that between blocks, and the gap between single draws.

    Evenly spread draws agree so well between blocks that the gaps matter: three draws either way.
    """
    pooled = np.concatenate(blocks)
    step = 3 / len(pooled)
    found = between(quantile(pooled, probability), [quantile(each, probability) for each in blocks])
    below = quantile(pooled, max(0.0, probability - step))
    above = quantile(pooled, min(1.0, probability + step))
    return Sampled(found.value, hypot(found.error, (above - below) / 2))


def probability(hits: Sequence[np.ndarray[Any, Any]]) -> Sampled:
    """Return the share of draws (by block, true or false) that are true, with its error.

    Where none or all are, the error is 3 over the number of draws (the rule of three).
    """
    blocks = [np.asarray(each, dtype=float) for each in hits]
    found = estimate(blocks, lambda draws: float(draws.mean()))
    total = sum(len(each) for each in blocks)
    if found.value in (0.0, 1.0):
        return Sampled(found.value, min(1.0, 3 / total))
    return Sampled(found.value, hypot(found.error, 1 / total))


def worst_mean(draws: Array, share: float = TAIL) -> float:
    """Return the mean of the lowest share of the draws; a draw on the border counts in part."""
    ordered = np.sort(draws)
    wanted = share * len(ordered)
    whole = int(wanted)
    total = float(ordered[:whole].sum())
    if whole < len(ordered):
        total += (wanted - whole) * float(ordered[whole])
    return total / wanted
