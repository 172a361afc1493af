"""Analytic hierarchy process: weights from pairwise ratios, with a consistency check."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Literal

import numpy as np

from headwater.errors import InputError
from headwater.judgement.consistency import (
    USUAL_LIMIT,
    completed,
    consistency_ratio,
    principal,
    worst_answer,
)
from headwater.judgement.ratios import Nearest, Pair, nearest
from headwater.judgement.weight_sets import weight_set
from headwater.numeric.polytope import Floats
from headwater.vocabulary.judgement import Answers, Priorities, Question
from headwater.vocabulary.units import Interval

NAME = "ahp"
TITLE = "Analytic hierarchy process"
SOURCE = "saaty1980"

LOW, HIGH = 1 / 9, 9.0  # the ends of Saaty's scale
ROUNDING = 1.011  # people write 1/9 as 0.11 or 0.111


def questions(criteria: Sequence[str]) -> tuple[Question, ...]:
    """Ask for every pair once: n(n-1)/2 questions for n criteria."""
    return tuple(Question("pairwise", pair, LOW, HIGH) for pair in combinations(criteria, 2))


def priorities(
    criteria: Sequence[str],
    answers: Answers,
    *,
    by: Literal["geometric mean", "eigenvector"] = "geometric mean",
) -> Priorities:
    """Weigh criteria by pairwise ratios; ranges and gaps give a set of weights.

    Parameters
    ----------
    criteria
        The n criteria compared.
    answers
        For pairs (a, b), each at most once and in either order: how many times a matters as
        much as b, a number or a range on Saaty's scale 1/9 to 9. None or absent: not compared.
    by
        How a complete matrix of single ratios is turned into weights.

    Returns
    -------
    Priorities
        Single ratios that connect all criteria, complete or not, give one weight vector by
        logarithmic least squares (row geometric means where complete). Otherwise all weights
        {w : low w_b <= w_a <= high w_b}; criteria that nothing connects may weigh anything
        beside each other. Ranges that contradict each other are met as nearly as least squares
        allow, with a doubt. The inconsistency is the consistency ratio of the matrix, or of
        its best completion; None where ranges or gaps leave more than one weight vector.
        Above 0.10 a doubt names the answer that fits the others least.

    Raises
    ------
    InputError
        If an answer names an unknown criterion or the same one twice, a pair is answered
        twice, a ratio lies off the scale, or the eigenvector is asked of gaps or ranges.

    Notes
    -----
    See docs/methods/ahp.md [saaty1980]_ [crawford1985]_ [bozoki2010]_.
    """
    ranges = _read(criteria, answers)
    found = nearest(len(criteria), ranges)
    points = {pair: low for pair, (low, high) in ranges.items() if low == high}
    single = len(found.vertices) == 1 and len(points) == len(ranges)
    if by == "eigenvector":
        _check_complete(len(criteria), points)
        found_by = _eigenvector(len(criteria), points)
        weights = weight_set(criteria, found_by[None, :], found_by)
    else:
        weights = weight_set(criteria, found.vertices, found.centre)
    inconsistency = _inconsistency(len(criteria), points) if single else None
    doubts = [
        *_gap_doubts(criteria, ranges, found),
        *(_pull_doubts(criteria, points, np.array(weights.centre), inconsistency)),
        *([] if single else _miss_doubts(criteria, ranges, found)),
        *found.doubts,
    ]
    return Priorities(weights, inconsistency, tuple(doubts))


def _read(criteria: Sequence[str], answers: Answers) -> dict[Pair, tuple[float, float]]:
    number = {criterion: place for place, criterion in enumerate(criteria)}
    ranges: dict[Pair, tuple[float, float]] = {}
    seen: set[Pair] = set()
    for key, answer in answers.items():
        if len(key) != 2 or not set(key) <= set(number) or key[0] == key[1]:
            raise InputError(f"a comparison needs two of {', '.join(criteria)}, not {key}")
        pair = (min(number[key[0]], number[key[1]]), max(number[key[0]], number[key[1]]))
        if pair in seen:
            raise InputError(f"{key[0]!r} and {key[1]!r} are compared twice; keep one answer")
        seen.add(pair)
        if answer is not None:
            _check_scale(key, answer)
            low, high = answer.low, answer.high
            forward = number[key[0]] == pair[0]
            ranges[pair] = (low, high) if forward else (1 / high, 1 / low)
    return ranges


def _check_scale(key: tuple[str, ...], answer: Interval) -> None:
    if not LOW / ROUNDING <= answer.low <= answer.high <= HIGH * ROUNDING:
        raise InputError(
            f"{key[0]!r} to {key[1]!r} is {answer}; the scale runs from 1/9 (matters far less) "
            f"over 1 (the same) to 9 (far more)"
        )


def _check_complete(size: int, points: Mapping[Pair, float]) -> None:
    if len(points) != size * (size - 1) // 2:
        raise InputError("the eigenvector needs one number for every pair, no gaps and no ranges")


def _matrix(size: int, points: Mapping[Pair, float]) -> Floats:
    ratios = np.full((size, size), np.nan)
    np.fill_diagonal(ratios, 1.0)
    for (i, j), ratio in points.items():
        ratios[i, j], ratios[j, i] = ratio, 1 / ratio
    return ratios


def _eigenvector(size: int, points: Mapping[Pair, float]) -> Floats:
    return principal(_matrix(size, points))[1]


def _inconsistency(size: int, points: Mapping[Pair, float]) -> float:
    missing = size * (size - 1) // 2 - len(points)
    largest = principal(completed(_matrix(size, points)))[0]
    return consistency_ratio(largest, size, missing=missing)


def _pull_doubts(
    criteria: Sequence[str],
    points: Mapping[Pair, float],
    weights: Floats,
    inconsistency: float | None,
) -> list[str]:
    if inconsistency is None or inconsistency <= USUAL_LIMIT:
        return []
    (i, j), rest = worst_answer(points, weights)
    return [
        f"Some answers pull against each other (consistency ratio {inconsistency:.2f}, where "
        f"{USUAL_LIMIT:.2f} is the usual limit); look first at {criteria[i]} against "
        f"{criteria[j]}, answered {_times(points[i, j])} where all answers together say "
        f"{_times(rest)}."
    ]


def _miss_doubts(
    criteria: Sequence[str], ranges: Mapping[Pair, tuple[float, float]], found: Nearest
) -> list[str]:
    return [
        f"No weights meet every answer: {criteria[i]} against {criteria[j]} was answered "
        f"{_times(ranges[i, j][0])}"
        + (f" to {_times(ranges[i, j][1])}" if ranges[i, j][0] < ranges[i, j][1] else "")
        + f", and the nearest weights say {_times(ratio)}."
        for (i, j), ratio in found.suggested.items()
    ]


def _gap_doubts(
    criteria: Sequence[str], ranges: Mapping[Pair, tuple[float, float]], found: Nearest
) -> list[str]:
    size = len(criteria)
    every = size * (size - 1) // 2
    if len(ranges) == every:
        return []
    if not ranges:
        return ["Nothing was compared, so every weighting is allowed."]
    return [
        f"{len(ranges)} of {every} pairs were compared; the others follow from these or stay open."
    ]


def _times(ratio: float) -> str:
    return f"{ratio:.2g}" if ratio > 0.995 else f"1/{1 / ratio:.2g}"
