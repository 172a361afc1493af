"""Percentiles, means and probabilities of draws, each with its sampling error between blocks.

Blocks are independent scramblings (or plain draws), so that the estimates of R blocks are alike and
independent, and Student's t with R - 1 degrees of freedom holds for their mean [owen2025]_. What
is no mean is brought back to one: a percentile to the share of draws below it [woodruff1952]_, a
deviation and a tail mean to what each draw adds to them.
"""

from collections.abc import Sequence
from math import hypot, sqrt
from typing import Any, TypeAlias

import numpy as np
from scipy.special import stdtrit

from headwater.vocabulary.appraisal_chances import Sampled, Spread

Array: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
PERCENTILES = (10, 50, 80, 90)
TAIL = 0.1
UNSEEN = 3.0
"""What n draws cannot tell: a share of 3 / n (the rule of three), where all blocks agree."""


def between(estimate: float, of_blocks: Sequence[float] | Array) -> Sampled:
    """Return an estimate with half of its 95% interval by Student's t between blocks."""
    return Sampled(float(estimate), _reach(np.asarray(of_blocks, dtype=float)))


def _reach(each: Array) -> float:
    count = len(each)
    if count < 2:
        return 0.0
    reach = float(stdtrit(count - 1, 0.975)) * float(each.std(ddof=1)) / sqrt(count)
    return 0.0 if reach <= 1e-12 * float(np.max(np.abs(each))) else reach


def quantile(draws: Array, probability: float) -> float:
    """Return the value that such a share of the draws does not exceed.

    Draw k of n lies at the probability (k - 1/2) / n, which suits draws that are spread evenly.
    """
    return _at(np.sort(draws), probability)


def _at(ordered: Array, probability: float) -> float:
    place = min(max(probability * len(ordered) - 0.5, 0.0), len(ordered) - 1.0)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    below, above = float(ordered[low]), float(ordered[high])
    return below + (place - low) * (above - below)


def spread_of(blocks: Sequence[Array]) -> Spread:
    """Return how draws are spread: blocks of one size, in which the order changes nothing."""
    draws = np.stack([np.asarray(block, dtype=float) for block in blocks])
    ordered = np.sort(draws, axis=None)
    mean = float(draws.mean())
    squares = ((draws - mean) ** 2).mean(axis=1)
    deviation = sqrt(float(squares.mean()) * draws.size / max(1, draws.size - 1))
    return Spread(
        between(mean, draws.mean(axis=1)),
        Sampled(deviation, _reach(squares) / (2 * deviation) if deviation else 0.0),
        {percent: _percentile(draws, ordered, percent / 100) for percent in PERCENTILES},
    )


def percentile_of(blocks: Sequence[Array], probability: float) -> Sampled:
    """Return a percentile with its error.

    The share of draws below it has an error between blocks; the percentiles of that share less and
    more the error are the ends of the interval, and the further one is told.
    """
    draws = np.stack([np.asarray(block, dtype=float) for block in blocks])
    return _percentile(draws, np.sort(draws, axis=None), probability)


def _percentile(draws: Array, ordered: Array, probability: float) -> Sampled:
    value = _at(ordered, probability)
    below = (np.count_nonzero(draws < value, axis=1) + np.count_nonzero(draws <= value, axis=1)) / 2
    reach = hypot(_reach(below / draws.shape[1]), UNSEEN / draws.size)
    low, high = (_at(ordered, probability + side * reach) for side in (-1, 1))
    error = max(value - low, high - value)
    scale = max(abs(float(ordered[0])), abs(float(ordered[-1])))
    return Sampled(value, 0.0 if error <= 1e-12 * scale else error)


def probability(hits: Sequence[np.ndarray[Any, Any]]) -> Sampled:
    """Return the share of draws (blocks of one size, true or false) that are true, with its error.

    Where none or all are, the error is 3 over the number of draws (the rule of three).
    """
    shares = np.array([float(np.mean(block)) for block in hits])
    total = sum(len(block) for block in hits)
    return Sampled(float(shares.mean()), min(1.0, hypot(_reach(shares), UNSEEN / total)))


def worst_tenth(blocks: Sequence[Array]) -> Sampled:
    """Return the mean of the lowest tenth of the draws (conditional value at risk), with its error.

    A draw on the border counts in part. What each draw adds to it is its distance below the border
    over a tenth [rockafellar2000]_; the border itself moves it only in second order.
    """
    draws = np.stack([np.asarray(block, dtype=float) for block in blocks])
    ordered = np.sort(draws, axis=None)
    border = _at(ordered, TAIL)
    short = np.maximum(border - draws, 0.0).mean(axis=1) / TAIL
    return Sampled(worst_mean(ordered), _reach(border - short))


def worst_mean(ordered: Array, share: float = TAIL) -> float:
    """Return the mean of the lowest share of ordered draws; one on the border counts in part."""
    wanted = share * len(ordered)
    whole = int(wanted)
    total = float(ordered[:whole].sum())
    if whole < len(ordered):
        total += (wanted - whole) * float(ordered[whole])
    return total / wanted
