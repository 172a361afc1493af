"""Swing weighting: 100 points to the most valued swing from worst to best, others relative."""

from collections.abc import Sequence
from dataclasses import replace

from headwater.judgement.points import HIGH, LOW, from_points
from headwater.vocabulary.judgement import Answers, Priorities, Question

NAME = "swing"
TITLE = "Swing weighting"
SOURCE = "vonwinterfeldt1986"


def questions(criteria: Sequence[str]) -> tuple[Question, ...]:
    """Ask for the points of each criterion's swing; the most valued swing gets 100."""
    return tuple(Question("points", (criterion,), LOW, HIGH) for criterion in criteria)


def priorities(criteria: Sequence[str], answers: Answers) -> Priorities:
    """Weigh each criterion by its share of all points.

    Parameters
    ----------
    criteria
        The n criteria.
    answers
        Points from 0 to 100 (a number or a range) for the swing of each criterion from its
        worst to its best level, keyed ``(criterion,)``; None or absent means anything from
        0 to 100.

    Returns
    -------
    Priorities
        All weights p / sum(p) for points p within the ranges, with exact extreme points. No
        inconsistency: nothing is asked twice. A doubt when nobody can have 100 points.

    Raises
    ------
    InputError
        If an answer is for no known criterion, lies off the scale, or all points are 0.

    Notes
    -----
    See docs/methods/swing.md [vonwinterfeldt1986]_.
    """
    result = from_points(criteria, answers, title=TITLE)
    given = [answers.get((criterion,)) for criterion in criteria]
    if any(answer is None or answer.high == HIGH for answer in given):
        return result
    unusual = (
        "No swing was given 100 points, as the most valued one should be; "
        "the points were taken as proportions."
    )
    return replace(result, doubts=(unusual, *result.doubts))
