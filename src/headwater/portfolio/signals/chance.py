"""What chance alone would do: sign flips, shuffles and intervals of means."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from headwater.errors import InputError
from headwater.numeric.streams import stream
from headwater.vocabulary.units import Interval

Floats = NDArray[np.float64]

EXACT_FLIPS = 14
"""Up to this many differences all 2**n sign patterns are tried, beyond it `DRAWS` of them."""
DRAWS = 4_999
"""Random patterns besides the one observed; the least p is 1 / 5,000."""
MOST = 1e100
"""A size beyond which squares are no longer numbers."""
SLACK = 1e-9
"""Relative; sums this near count as equal, so that rounding never decides."""


def flipped(differences: Sequence[float], *, seed: int, both: bool = False) -> float:
    """Return p of a sign-flip test that differences have mean 0.

    Valid where each difference is as likely to be positive as negative when nothing is there.
    Exact up to 14 differences, beyond that by random flips that include the observed one.

    Parameters
    ----------
    both
        Whether a mean below 0 counts as well; otherwise only one above 0.
    """
    values = np.sort(np.array([each for each in differences if each != 0.0], dtype=float))
    if not values.size:
        return 1.0
    if values.size <= EXACT_FLIPS:
        bits = np.arange(2**values.size)[:, None] >> np.arange(values.size) & 1
        sums = (1.0 - 2.0 * bits) @ values
        extra = 0
    else:
        signs = stream(seed, values.size).integers(0, 2, (DRAWS, values.size)) * 2.0 - 1.0
        sums, extra = signs @ values, 1
    seen = float(values.sum())
    slack = SLACK * float(np.abs(values).sum())
    hits = np.abs(sums) >= abs(seen) - slack if both else sums >= seen - slack
    return float((hits.sum() + extra) / (sums.size + extra))


def shuffled(one: Sequence[float], other: Sequence[float], *, seed: int) -> float:
    """Return p of a permutation test that the mean of `one` is not above that of `other`.

    By random shuffles of who belongs to which, which include the observed one.
    """
    pool = np.concatenate([np.sort(np.array(one, float)), np.sort(np.array(other, float))])
    pool -= pool.mean()
    seen = float(pool[: len(one)].sum())
    sums = pool[drawn(len(one), len(other), seed=seed)].sum(axis=1)
    hits = sums >= seen - SLACK * float(np.abs(pool).sum())
    return float((hits.sum() + 1) / (DRAWS + 1))


def drawn(one: int, other: int, *, seed: int) -> NDArray[np.intp]:
    """Return who belongs to the first group in each random shuffle.

    Shape (DRAWS, one): positions in the pool of one + other.
    """
    keys = stream(seed, one, other).random((DRAWS, one + other))
    if not other:
        return np.argsort(keys, axis=1)
    found: NDArray[np.intp] = np.argpartition(keys, one - 1, axis=1)[:, :one]
    return found


def mean_interval(differences: Sequence[float]) -> Interval | None:
    """Return Student's 95% interval of a mean; None for fewer than two."""
    from scipy.special import stdtrit

    values = np.sort(np.array(differences, dtype=float))
    if values.size < 2:
        return None
    reach = float(stdtrit(values.size - 1, 0.975)) * float(values.std(ddof=1)) / values.size**0.5
    return Interval(float(values.mean()) - reach, float(values.mean()) + reach)


def gap_interval(one: Sequence[float], other: Sequence[float]) -> Interval | None:
    """Return Welch's 95% interval of mean(one) - mean(other); None for fewer than two each."""
    from scipy.special import stdtrit

    first, second = np.sort(np.array(one, float)), np.sort(np.array(other, float))
    if min(first.size, second.size) < 2:
        return None
    parts = [float(each.var(ddof=1)) / each.size for each in (first, second)]
    gap = float(first.mean() - second.mean())
    if sum(parts) == 0:
        return Interval.point(gap)
    freedom = sum(parts) ** 2 / sum(
        part**2 / (each.size - 1) for part, each in zip(parts, (first, second), strict=True)
    )
    reach = float(stdtrit(freedom, 0.975)) * sum(parts) ** 0.5
    return Interval(gap - reach, gap + reach)


def finite(values: Sequence[float], what: str) -> None:
    """Refuse NaN, infinity and sizes beyond 1e100 among `values`.

    Raises
    ------
    InputError
        Naming what holds them.
    """
    found = np.abs(np.array(values, dtype=float))
    if not (found < MOST).all():
        raise InputError(
            f"{what} hold a number that is not finite or far too large; mend it or leave "
            f"out its project"
        )
