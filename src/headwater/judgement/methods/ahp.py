"""Analytic hierarchy process: weights from pairwise ratios, with a consistency check."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Literal

import numpy as np

from headwater.errors import InputError
from headwater.judgement import pairs, triads
from headwater.judgement.consistency import (
    USUAL_LIMIT,
    completed,
    consistency_ratio,
    principal,
    worst_answer,
)
from headwater.judgement.pairs import times
from headwater.judgement.ratios import Ends, Pair, nearest
from headwater.judgement.weight_sets import weight_set
from headwater.numeric.polytope import Floats
from headwater.vocabulary.ballot import NOTHING, Anchor, Answers, Feedback, Question
from headwater.vocabulary.judgement import Priorities

NAME = "ahp"
TITLE = "Analytic hierarchy process"
SOURCE = "saaty1980"
ADAPTIVE = False
NAMES: tuple[int, ...] = (2,)

LOW, HIGH = 1 / 9, 9.0  # the ends of Saaty's scale
STEPS = (*(1 / ratio for ratio in range(9, 1, -1)), *(float(ratio) for ratio in range(1, 10)))
SCALE = "the scale runs from 1/9 (matters far less) over 1 (the same) to 9 (far more)"
WORDS = {1: "the same", 3: "somewhat more", 5: "clearly more", 7: "much more", 9: "far more"}
BEYOND = 1.25  # the others must ask for this much more than 9 before the scale is named


def questions(criteria: Sequence[str], answers: Answers = NOTHING) -> tuple[Question, ...]:
    """Ask for every pair once: n(n-1)/2 questions for n criteria."""
    return tuple(_compared(*pair) for pair in combinations(criteria, 2))


def fewer_questions(criteria: Sequence[str]) -> tuple[Question, ...]:
    """Ask for an incomplete matrix: of more than five criteria each with four others, 2n pairs."""
    return tuple(_compared(criteria[i], criteria[j]) for i, j in pairs.circle(len(criteria)))


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
    size = len(criteria)
    ranges = pairs.read(criteria, answers, low=LOW, high=HIGH, scale=SCALE)
    found = nearest(size, ranges)
    points = pairs.points_of(ranges)
    single = len(found.vertices) == 1 and len(points) == len(ranges)
    if by == "eigenvector":
        if len(points) != size * (size - 1) // 2:
            raise InputError(
                "the eigenvector needs one number for every pair, no gaps and no ranges"
            )
        found_by = principal(pairs.matrix(size, points))[1]
        weights = weight_set(criteria, found_by[None, :], found_by)
    else:
        weights = weight_set(criteria, found.vertices, found.centre)
    inconsistency = _inconsistency(size, points) if single else None
    doubts = [
        *pairs.gap_doubts(criteria, ranges),
        *(_pull_doubts(criteria, points, np.array(weights.centre), inconsistency)),
        *([] if single else pairs.miss_doubts(criteria, ranges, found)),
        *found.doubts,
    ]
    return Priorities(weights, inconsistency, tuple(doubts))


def feedback(criteria: Sequence[str], answers: Answers) -> tuple[Feedback, ...]:
    """Name the comparisons that pull against the others, with the value that would mend each.

    Returns
    -------
    tuple
        At most three contradictions, the worst first, where the consistency ratio is above
        0.10 or ranges cannot all be met: the suggested value is the step of the scale nearest
        to the answer that brings the ratio to 0.10, or the step that brings it lowest. Then
        answers at an end of the scale where the others ask for more.

    Raises
    ------
    InputError
        As `priorities` does.
    """
    ranges = pairs.read(criteria, answers, low=LOW, high=HIGH, scale=SCALE)
    points = pairs.points_of(ranges)
    found = nearest(len(criteria), ranges)
    single = len(found.vertices) == 1 and len(points) == len(ranges)
    before = _inconsistency(len(criteria), points) if single else None
    told = triads.suspects(len(criteria), ranges)
    if (before is not None and before <= USUAL_LIMIT) or not (single or found.suggested):
        contradictions: list[Feedback] = []
    else:
        contradictions = [_told(criteria, answers, ranges, each, before) for each in told]
    ends = [
        each
        for each in told
        if (max(ranges[each.pair]) >= HIGH and each.others > HIGH * BEYOND)
        or (min(ranges[each.pair]) <= LOW and each.others < LOW / BEYOND)
    ]
    return (*contradictions, *(_at_the_end(criteria, answers, each.pair) for each in ends))


def _compared(one: str, other: str) -> Question:
    return Question(
        "pairwise",
        (one, other),
        LOW,
        HIGH,
        text=f"Which of the two matters more, {one} or {other}, and how many times?",
        hint="Think of bringing each from its worst to its best.",
        anchors=tuple(Anchor(float(level), words) for level, words in WORDS.items()),
    )


def _told(
    criteria: Sequence[str],
    answers: Answers,
    ranges: Mapping[Pair, Ends],
    suspect: triads.Suspect,
    before: float | None,
) -> Feedback:
    pair = suspect.pair
    if before is None:
        value = min(STEPS, key=lambda step: (round(abs(np.log(step / suspect.others)), 9), step))
        effect = "that is what the other answers together say"
    else:
        value, after = _mending(len(criteria), pairs.points_of(ranges), pair)
        effect = f"the consistency ratio would fall from {before:.2f} to {after:.2f}"
    keys = [pairs.key_of(criteria, answers, pair)[0]]
    if suspect.through is not None:
        sides = [(min(each, suspect.through), max(each, suspect.through)) for each in pair]
        keys += [pairs.key_of(criteria, answers, each)[0] for each in sides]
    text = f"{triads.words(criteria, ranges, suspect)} With {times(value)} instead {effect}."
    return Feedback(
        "contradiction", text, tuple(keys), pairs.suggestion(criteria, answers, pair, value)
    )


def _mending(size: int, points: Mapping[Pair, float], pair: Pair) -> tuple[float, float]:
    """Find the step nearest to the answer that brings the ratio to 0.10, or else lowest."""
    tried = {step: _inconsistency(size, {**points, pair: step}) for step in STEPS}
    near = sorted(STEPS, key=lambda step: (round(abs(np.log(step / points[pair])), 9), step))
    good = [step for step in near if tried[step] <= USUAL_LIMIT]
    best = good[0] if good else min(near, key=lambda step: round(tried[step], 9))
    return best, tried[best]


def _at_the_end(criteria: Sequence[str], answers: Answers, pair: Pair) -> Feedback:
    key, _ = pairs.key_of(criteria, answers, pair)
    return Feedback(
        "scale",
        f"{key[0]} against {key[1]} stands at the end of the scale, and the other answers ask for "
        f"more than it can say; ratios without a ceiling would take it.",
        (key,),
    )


def _inconsistency(size: int, points: Mapping[Pair, float]) -> float:
    missing = size * (size - 1) // 2 - len(points)
    largest = principal(completed(pairs.matrix(size, points)))[0]
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
        f"{criteria[j]}, answered {times(points[i, j])} where all answers together say "
        f"{times(rest)}."
    ]
