"""Answers that compare two criteria: read and checked, and told in words."""

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from headwater.errors import InputError
from headwater.judgement.ratios import Ends, Nearest, Pair
from headwater.numeric.polytope import Floats
from headwater.vocabulary.ballot import ROUNDING, Answers
from headwater.vocabulary.units import Interval

NEIGHBOURS = 2  # how far round the circle of criteria each one is compared


def circle(size: int) -> list[Pair]:
    """Return every pair of up to five criteria; of more, each with four others.

    The criteria stand in a circle and each is compared with the next two: 2n pairs, every one of
    which the others check.
    """
    return [
        (i, j) for i, j in combinations(range(size), 2) if min(j - i, size - j + i) <= NEIGHBOURS
    ]


def read(
    criteria: Sequence[str], answers: Answers, *, low: float, high: float, scale: str
) -> dict[Pair, Ends]:
    """Return the range of w_i / w_j for each pair that was answered, i < j by place.

    Parameters
    ----------
    answers
        Keyed by two different criteria, in either order, each pair at most once.
    low, high
        The ends of the scale.
    scale
        The scale in words, for the message.

    Raises
    ------
    InputError
        If an answer names an unknown criterion or the same one twice, a pair is answered
        twice, or a ratio lies off the scale.
    """
    number = {criterion: place for place, criterion in enumerate(criteria)}
    ranges: dict[Pair, Ends] = {}
    seen: set[Pair] = set()
    for key, answer in answers.items():
        if len(key) != 2 or not set(key) <= set(number) or key[0] == key[1]:
            raise InputError(f"a comparison needs two of {', '.join(criteria)}, not {key}")
        pair = (min(number[key[0]], number[key[1]]), max(number[key[0]], number[key[1]]))
        if pair in seen:
            raise InputError(f"{key[0]!r} and {key[1]!r} are compared twice; keep one answer")
        seen.add(pair)
        if answer is not None:
            if not low / ROUNDING <= answer.low <= answer.high <= high * ROUNDING:
                raise InputError(f"{key[0]!r} to {key[1]!r} is {answer}; {scale}")
            forward = number[key[0]] == pair[0]
            ends = (answer.low, answer.high)
            ranges[pair] = ends if forward else (1 / answer.high, 1 / answer.low)
    return ranges


def points_of(ranges: Mapping[Pair, Ends]) -> dict[Pair, float]:
    """Keep the pairs that were answered by one number."""
    return {pair: low for pair, (low, high) in ranges.items() if low == high}


def matrix(size: int, points: Mapping[Pair, float]) -> Floats:
    """Write ratios as a reciprocal matrix of shape (n, n), NaN where a pair is missing."""
    ratios = np.full((size, size), np.nan)
    np.fill_diagonal(ratios, 1.0)
    for (i, j), ratio in points.items():
        ratios[i, j], ratios[j, i] = ratio, 1 / ratio
    return ratios


def key_of(criteria: Sequence[str], answers: Answers, pair: Pair) -> tuple[tuple[str, ...], bool]:
    """Return the key under which a pair was answered, and whether it runs as the pair does."""
    key = (criteria[pair[0]], criteria[pair[1]])
    return (key, True) if key in answers else (key[::-1], False)


def suggestion(
    criteria: Sequence[str], answers: Answers, pair: Pair, ratio: float
) -> dict[tuple[str, ...], Interval]:
    """Give a ratio for a pair as an answer, the way round in which it was asked."""
    key, forward = key_of(criteria, answers, pair)
    return {key: Interval.point(ratio if forward else 1 / ratio)}


def gap_doubts(criteria: Sequence[str], ranges: Mapping[Pair, Ends]) -> list[str]:
    """Say how many pairs were compared, where some were not."""
    size = len(criteria)
    every = size * (size - 1) // 2
    if len(ranges) == every:
        return []
    if not ranges:
        return ["Nothing was compared, so every weighting is allowed."]
    return [
        f"{len(ranges)} of {every} pairs were compared; the others follow from these or stay open."
    ]


def miss_doubts(criteria: Sequence[str], ranges: Mapping[Pair, Ends], found: Nearest) -> list[str]:
    """Name each answer that no weights can meet together with the others."""
    return [
        f"No weights meet every answer: {criteria[i]} against {criteria[j]} was answered "
        f"{times(ranges[i, j][0])}"
        + (f" to {times(ranges[i, j][1])}" if ranges[i, j][0] < ranges[i, j][1] else "")
        + f", and the nearest weights say {times(ratio)}."
        for (i, j), ratio in found.suggested.items()
    ]


def times(ratio: float) -> str:
    """Write a ratio as people say it: 3, 1.5, 1/4."""
    if ratio > 0.995:
        return f"{ratio:,.0f}" if ratio >= 100 else f"{ratio:.2g}"
    return f"1/{1 / ratio:,.0f}" if ratio <= 0.01 else f"1/{1 / ratio:.2g}"
