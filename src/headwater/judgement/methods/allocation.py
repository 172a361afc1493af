"""Points allocation: 100 points are shared out among the criteria."""

from collections.abc import Sequence

import numpy as np

from headwater.errors import InputError
from headwater.judgement.points import HIGH, LOW, read_points
from headwater.judgement.weight_sets import from_shares, polytope_points, weight_set
from headwater.vocabulary.ballot import NOTHING, Answers, Feedback, Key, Question
from headwater.vocabulary.judgement import Priorities
from headwater.vocabulary.units import Interval

NAME = "allocation"
TITLE = "Points allocation"
SOURCE = "bottomley2000"
ADAPTIVE = False
NAMES: tuple[int, ...] = (1,)

TOTAL = 100.0
ROUNDING = 1e-6


def questions(criteria: Sequence[str], answers: Answers = NOTHING) -> tuple[Question, ...]:
    """Ask for each criterion's share of 100 points."""
    return tuple(
        Question(
            "allocation",
            (criterion,),
            LOW,
            HIGH,
            step=1.0,
            text=f"How many of the 100 points go to {criterion}?",
            hint="All points together make 100.",
            total=TOTAL,
        )
        for criterion in criteria
    )


def priorities(criteria: Sequence[str], answers: Answers) -> Priorities:
    """Take each criterion's points as its share of 100.

    Parameters
    ----------
    criteria
        The n criteria.
    answers
        A number or a range from 0 to 100 for each criterion, keyed ``(criterion,)``; None or
        absent: any of the points that are left.

    Returns
    -------
    Priorities
        {w : low <= 100 w <= high, sum(w) = 1}; the centre is the mean of its vertices. Where
        no points within the ranges make 100, they are taken as proportions (every blank as
        0), with a doubt. No inconsistency.

    Raises
    ------
    InputError
        If an answer is for no known criterion, lies off the scale, or all points are 0.

    Notes
    -----
    See docs/methods/allocation.md [bottomley2000]_.
    """
    points = read_points(criteria, answers, TITLE)
    low, high = _ends(points)
    if low.sum() <= TOTAL + ROUNDING and high.sum() >= TOTAL - ROUNDING:
        size = len(criteria)
        rows = np.vstack([np.eye(size), -np.eye(size)])
        slack = ROUNDING / TOTAL if low.sum() > TOTAL or high.sum() < TOTAL else 0.0
        limits = np.concatenate([high / TOTAL + slack, slack - low / TOTAL])
        vertices, centre, doubts = polytope_points(rows, limits)
        return Priorities(weight_set(criteria, vertices, centre), doubts=doubts)
    given = [each or Interval.point(0.0) for each in points.values()]
    low = np.array([each.low for each in given])
    high = np.array([each.high for each in given])
    if not high.any():
        raise InputError(f"{TITLE}: every criterion has 0 points; give at least one of them more")
    middle = np.array([each.middle for each in given])
    weights, doubts = from_shares(criteria, low, high, middle / middle.sum())
    return Priorities(weights, doubts=(_off(points), *doubts))


def feedback(criteria: Sequence[str], answers: Answers) -> tuple[Feedback, ...]:
    """Say how many points are left or too many, and give the same proportions out of 100.

    Raises
    ------
    InputError
        If an answer is for no known criterion or lies off the scale.
    """
    points = read_points(criteria, answers, TITLE)
    low, high = _ends(points)
    blank = tuple((each,) for each, answer in points.items() if answer is None)
    if low.sum() <= TOTAL + ROUNDING and high.sum() >= TOTAL - ROUNDING:
        if blank and len(points) > 1:
            left = f"{TOTAL - low.sum():g}" if low.sum() else "all 100"
            text = f"{', '.join(key[0] for key in blank)} may still take {left} of the points."
            return (Feedback("gap", text, blank),)
        return ()
    given = {(each,): answer for each, answer in points.items() if answer is not None}
    total = sum(answer.middle for answer in given.values())
    scaled: dict[Key, Interval] = {
        key: Interval(*(min(HIGH, end * TOTAL / total) for end in (answer.low, answer.high)))
        for key, answer in given.items()
        if total
    }
    return (Feedback("shape", _off(points), tuple(given), scaled),)


def _ends(points: dict[str, Interval | None]) -> tuple[np.ndarray, np.ndarray]:
    answers = [each or Interval(LOW, HIGH) for each in points.values()]
    return np.array([each.low for each in answers]), np.array([each.high for each in answers])


def _off(points: dict[str, Interval | None]) -> str:
    low = sum(each.low for each in points.values() if each)
    if low > TOTAL:
        return f"The points make {low:g}, not 100; they were taken as proportions."
    high = sum(each.high for each in points.values() if each)
    return f"The points make {high:g}, not 100; they were taken as proportions."
