"""Swing weighting: 100 points to the most valued swing from worst to best, others relative."""

from collections.abc import Sequence
from dataclasses import replace

from headwater.judgement.points import HIGH, LOW, from_points, looked_at, read_points
from headwater.vocabulary.ballot import NOTHING, Anchor, Answers, Feedback, Key, Question
from headwater.vocabulary.judgement import Priorities
from headwater.vocabulary.units import Interval

NAME = "swing"
TITLE = "Swing weighting"
SOURCE = "vonwinterfeldt1986"
ADAPTIVE = False
NAMES: tuple[int, ...] = (1,)

ANCHORS = (Anchor(LOW, "worth nothing here"), Anchor(HIGH, "the most valued of all these swings"))


def questions(criteria: Sequence[str], answers: Answers = NOTHING) -> tuple[Question, ...]:
    """Ask for the points of each criterion's swing; the most valued swing gets 100."""
    return tuple(
        Question(
            "points",
            (criterion,),
            LOW,
            HIGH,
            step=1.0,
            text=f"What is it worth to bring {criterion} from its worst level to its best?",
            hint="First find the swing you value most and give it 100; then rate the others by it.",
            anchors=ANCHORS,
        )
        for criterion in criteria
    )


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


def feedback(criteria: Sequence[str], answers: Answers) -> tuple[Feedback, ...]:
    """Say what is blank, and mend points of which none is 100 by stretching them.

    Raises
    ------
    InputError
        If an answer is for no known criterion or lies off the scale.
    """
    points: dict[Key, Interval] = {
        (criterion,): answer
        for criterion, answer in read_points(criteria, answers, TITLE).items()
        if answer is not None
    }
    told = looked_at(criteria, answers, title=TITLE)
    top = max((answer.high for answer in points.values()), default=0.0)
    if len(points) < len(criteria) or not 0 < top < HIGH:
        return told
    stretched: dict[Key, Interval] = {
        key: Interval(answer.low * HIGH / top, answer.high * HIGH / top)
        for key, answer in points.items()
    }
    first = next(key for key, answer in points.items() if answer.high == top)
    text = (
        f"No swing has 100 points. {first[0]} is the most valued so far: with 100 for it and the "
        "others in proportion the weights stay the same."
    )
    return (Feedback("shape", text, tuple(points), stretched), *told)
