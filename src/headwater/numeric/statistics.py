"""Statistics of counts: how sure a share is that was counted in few trials."""

from math import sqrt

from headwater.errors import InputError
from headwater.vocabulary.units import Interval

NINETY_FIVE = 1.959963984540054
"""Standard normal deviate that leaves 2.5% in each tail."""


def wilson_interval(hits: int, trials: int, *, deviate: float = NINETY_FIVE) -> Interval:
    """Return Wilson's score interval of a share: `hits` out of `trials`, both counts.

    The interval is (p + z^2/2n +- z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n) for p = hits/n;
    unlike p +- z sqrt(p(1-p)/n) it stays within 0 and 1 and is not empty at 0 or n hits
    [wilson1927]_.

    Raises
    ------
    InputError
        If there are no trials, or hits are not between 0 and trials.
    """
    _check_share(hits, trials)
    share, squared = hits / trials, deviate * deviate
    middle = share + squared / (2 * trials)
    reach = deviate * sqrt(share * (1 - share) / trials + squared / (4 * trials * trials))
    whole = 1 + squared / trials
    low = 0.0 if hits == 0 else (middle - reach) / whole
    high = 1.0 if hits == trials else (middle + reach) / whole
    return Interval(max(0.0, low), min(1.0, high))


def exact_interval(hits: int, trials: int, *, level: float = 0.95) -> Interval:
    """Return the exact binomial interval of a share (Clopper and Pearson): never too short.

    Its ends are the shares under which so many hits, or so few, have probability
    (1 - level) / 2 [clopper1934]_. For few trials it is wider than Wilson's.

    Raises
    ------
    InputError
        If there are no trials, or hits are not between 0 and trials.
    """
    from scipy.stats import beta

    _check_share(hits, trials)
    tail = (1 - level) / 2
    low = 0.0 if hits == 0 else float(beta.ppf(tail, hits, trials - hits + 1))
    high = 1.0 if hits == trials else float(beta.ppf(1 - tail, hits + 1, trials - hits))
    return Interval(low, high)


def chance_of_so_few(hits: int, trials: int, share: float) -> float:
    """Return the probability of at most `hits` out of `trials` when each has the chance `share`."""
    from scipy.stats import binom

    _check_share(hits, trials)
    return float(binom.cdf(hits, trials, share))


def _check_share(hits: int, trials: int) -> None:
    if trials < 1 or not 0 <= hits <= trials:
        raise InputError(f"{hits} of {trials} is not a share: hits run from 0 to trials")
