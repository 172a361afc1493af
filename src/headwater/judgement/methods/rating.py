"""Direct rating: how much each criterion matters, from 0 to 100."""

from collections.abc import Sequence

from headwater.judgement.points import HIGH, LOW, from_points, looked_at
from headwater.vocabulary.ballot import NOTHING, Anchor, Answers, Feedback, Question
from headwater.vocabulary.judgement import Priorities

NAME = "rating"
TITLE = "Direct rating"
SOURCE = "bottomley2000"
ADAPTIVE = False
NAMES: tuple[int, ...] = (1,)

ANCHORS = (Anchor(LOW, "does not matter here"), Anchor(HIGH, "matters as much as anything can"))


def questions(criteria: Sequence[str], answers: Answers = NOTHING) -> tuple[Question, ...]:
    """Ask for one rating a criterion, 0 to 100."""
    return tuple(
        Question(
            "rating",
            (criterion,),
            LOW,
            HIGH,
            step=1.0,
            text=f"How much does {criterion} matter in this choice?",
            anchors=ANCHORS,
        )
        for criterion in criteria
    )


def priorities(criteria: Sequence[str], answers: Answers) -> Priorities:
    """Weigh each criterion by its share of all ratings.

    Parameters
    ----------
    criteria
        The n criteria.
    answers
        A number or a range from 0 to 100 for each criterion, keyed ``(criterion,)``; None or
        absent means anything from 0 to 100.

    Returns
    -------
    Priorities
        All weights p / sum(p) for ratings p within the ranges, with exact extreme points. No
        inconsistency: nothing is asked twice.

    Raises
    ------
    InputError
        If an answer is for no known criterion, lies off the scale, or all ratings are 0.

    Notes
    -----
    See docs/methods/rating.md [bottomley2000]_.
    """
    return from_points(criteria, answers, title=TITLE)


def feedback(criteria: Sequence[str], answers: Answers) -> tuple[Feedback, ...]:
    """Say which criteria have no rating yet, and whether all have the same."""
    return looked_at(criteria, answers, title=TITLE)
