"""The P10 and the P90 of an uncertain quantity, whatever way it was stated."""

from itertools import pairwise
from math import exp, fsum, log, sqrt
from statistics import NormalDist

from headwater.errors import InputError
from headwater.vocabulary.appraisal_figures import Uncertainty

LOW, HIGH = 0.1, 0.9
NINETIETH = NormalDist().inv_cdf(HIGH)


def ends(uncertainty: Uncertainty) -> tuple[float, float]:
    """Return about the P10 and the P90 of a quantity, in its unit (for ratios: the ratios).

    Exact for stated percentiles, uniform, triangular, normal and lognormal; a PERT distribution
    is taken as normal with its mean and standard deviation, an observed set by its quantiles.
    """
    kind, numbers = uncertainty.kind, uncertainty.numbers
    if kind == "three_points":
        return numbers[0], numbers[2]
    if kind in ("percentiles", "metalog"):
        return _at(uncertainty, LOW), _at(uncertainty, HIGH)
    if kind == "uniform":
        span = numbers[1] - numbers[0]
        return numbers[0] + LOW * span, numbers[0] + HIGH * span
    if kind == "triangular":
        return _triangle(numbers, LOW), _triangle(numbers, HIGH)
    if kind == "pert":
        low, mode, high = numbers
        mean = (low + 4 * mode + high) / 6
        spread = (max(0.0, (mean - low) * (high - mean)) / 7) ** 0.5
        return max(low, mean - NINETIETH * spread), min(high, mean + NINETIETH * spread)
    if kind == "normal":
        return numbers[0] - NINETIETH * numbers[1], numbers[0] + NINETIETH * numbers[1]
    if kind == "lognormal":
        return _lognormal(*numbers)
    return _observed(uncertainty)


def _at(uncertainty: Uncertainty, wanted: float) -> float:
    """Read a percentile off a line through the stated ones; outside, the last one stated."""
    points = list(zip(uncertainty.probabilities, uncertainty.numbers, strict=True))
    for (p, x), (q, y) in pairwise(points):
        if p <= wanted <= q:
            return x + (y - x) * (wanted - p) / (q - p)
    return points[0][1] if wanted < points[0][0] else points[-1][1]


def _triangle(numbers: tuple[float, ...], p: float) -> float:
    low, mode, high = numbers
    if high == low:
        return low
    turn = (mode - low) / (high - low)
    if p <= turn:
        return float(low + (p * (high - low) * (mode - low)) ** 0.5)
    return float(high - ((1 - p) * (high - low) * (high - mode)) ** 0.5)


def _lognormal(mean: float, deviation: float) -> tuple[float, float]:
    if mean <= 0:
        raise InputError(f"the mean of a lognormal distribution is positive, not {mean:g}")
    spread = sqrt(log(1 + (deviation / mean) ** 2))
    centre = log(mean) - spread**2 / 2
    return exp(centre - NINETIETH * spread), exp(centre + NINETIETH * spread)


def _observed(uncertainty: Uncertainty) -> tuple[float, float]:
    numbers = sorted(uncertainty.numbers)
    if not numbers:
        return 1.0, 1.0
    if uncertainty.kind == "discrete":
        pairs = sorted(zip(uncertainty.numbers, uncertainty.probabilities, strict=True))
        return _weighted(pairs, LOW), _weighted(pairs, HIGH)
    place = [(rank + 0.5) / len(numbers) for rank in range(len(numbers))]
    line = Uncertainty("percentiles", tuple(numbers), tuple(place))
    return _at(line, LOW), _at(line, HIGH)


def _weighted(pairs: list[tuple[float, float]], wanted: float) -> float:
    for place, (value, _) in enumerate(pairs):
        if fsum(p for _, p in pairs[: place + 1]) >= wanted - 1e-12:
            return value
    return pairs[-1][0]
