"""Best-worst method: the best criterion against all others, and all others against the worst."""

from collections.abc import Sequence
from math import log
from typing import Literal

import numpy as np

from headwater.judgement import extremes, pairs, triads
from headwater.judgement.extremes import BEST, HIGH, LOW, WORST, Extremes
from headwater.judgement.weight_sets import polytope_points, weight_set
from headwater.vocabulary.ballot import NOTHING, Answers, Feedback, Option, Question
from headwater.vocabulary.judgement import Priorities
from headwater.vocabulary.units import Interval

NAME = "best_worst"
TITLE = "Best-worst method"
SOURCE = "rezaei2015"
ADAPTIVE = True
NAMES: tuple[int, ...] = (1, 2)

LIMIT = 0.2
"""Of the input-based ratio, above which answers deserve a second look; our own choice, because
the published limits depend on the number of criteria and on the answer for best to worst."""


def questions(criteria: Sequence[str], answers: Answers = NOTHING) -> tuple[Question, ...]:
    """Ask for the best and the worst criterion first, then for the 2n - 3 comparisons with them."""
    if len(criteria) < 2:
        return ()
    read = extremes.read(criteria, answers)
    if read.best is None or read.worst is None:
        return (
            _pick(criteria, "Which criterion matters most?", BEST),
            _pick(criteria, "Which criterion matters least?", WORST),
        )
    given = {frozenset(key) for key in answers if len(key) == 2}
    best, worst = criteria[read.best], criteria[read.worst]
    middle = [each for each in criteria if each not in (best, worst)]
    asked = [(best, worst), *((best, each) for each in middle), *((each, worst) for each in middle)]
    return tuple(_compared(*pair) for pair in asked if frozenset(pair) not in given)


def priorities(
    criteria: Sequence[str],
    answers: Answers,
    *,
    by: Literal["nonlinear", "linear"] = "nonlinear",
) -> Priorities:
    """Weigh criteria by their ratios to the best and the worst; keep every weight that fits best.

    Parameters
    ----------
    criteria
        The n criteria.
    answers
        ``(criterion,)``: 1 for the best, 0 for the worst. ``(best, j)`` and ``(j, worst)``: how
        many times the first matters as much as the second, a number or a range from 1 to 9.
        Without picks, the best is the criterion that stands first in all its pairs, the worst
        the one that stands second in all of its. None or absent: not compared.
    by
        "nonlinear" keeps all weights with the smallest largest distance k of the ratios
        w_B/w_j and w_j/w_W from the answers, which often is a whole set; "linear" gives the
        one vector of the linear model, with distances of w_B - a_Bj w_j and w_j - a_jW w_W.

    Returns
    -------
    Priorities
        The inconsistency is k / CI, where CI is the largest k that the answer for best to worst
        allows; None where that answer is missing, or is 1 and others contradict it.

    Raises
    ------
    InputError
        If an answer names no known criterion, lies off the scale, compares two criteria of
        which neither is the best or the worst, or the picks contradict each other.

    Notes
    -----
    See docs/methods/best_worst.md [rezaei2015]_ [rezaei2016]_ [liang2020]_.
    """
    read = extremes.read(criteria, answers)
    told = (*_gaps(read), *_pull(read))
    if by == "linear":
        vector = extremes.linear(read)
        return Priorities(weight_set(criteria, vector[None, :], vector), doubts=told)
    rows = extremes.constraints(read, extremes.smallest_distance(read))
    vertices, centre, doubts = polytope_points(rows, np.zeros(len(rows)))
    weights = weight_set(criteria, vertices, centre)
    return Priorities(weights, extremes.output_ratio(read), (*told, *doubts))


def feedback(criteria: Sequence[str], answers: Answers) -> tuple[Feedback, ...]:
    """Name the comparisons that the others speak against, with the step that fits them best."""
    read = extremes.read(criteria, answers)
    if (extremes.input_ratio(read) or 0.0) <= LIMIT:
        return ()
    ranges = {
        (min(i, j), max(i, j)): ends if i < j else (1 / ends[1], 1 / ends[0])
        for (i, j), ends in read.ranges.items()
    }
    told = []
    for each in triads.suspects(len(criteria), ranges):
        key, forward = pairs.key_of(criteria, answers, each.pair)
        wanted = each.others if forward else 1 / each.others
        step = min(range(1, 10), key=lambda value: abs(log(value / wanted)))
        text = (
            f"{triads.words(criteria, ranges, each)} {key[0]} against {key[1]} fits the other "
            f"answers best at {step}."
        )
        told.append(Feedback("contradiction", text, (key,), {key: Interval.point(float(step))}))
    return tuple(told)


def _pick(criteria: Sequence[str], text: str, value: Interval) -> Question:
    return Question(
        "choice",
        tuple(criteria),
        0.0,
        1.0,
        text=text,
        hint="Think of bringing each from its worst to its best.",
        options=tuple(Option(each, (each,), value) for each in criteria),
        takes_range=False,
        takes_unknown=False,
    )


def _compared(one: str, other: str) -> Question:
    return Question(
        "pairwise",
        (one, other),
        LOW,
        HIGH,
        text=f"How many times as much does {one} matter as {other}?",
        hint="1 is the same, 9 far more.",
    )


def _gaps(read: Extremes) -> tuple[str, ...]:
    if read.size < 2 or read.complete:
        return ()
    if read.best is None or read.worst is None:
        return ("Nobody said which criterion is best and which is worst.",)
    return (
        f"{len(read.ranges)} of {2 * read.size - 3} comparisons with the best and the worst were "
        "answered.",
    )


def _pull(read: Extremes) -> tuple[str, ...]:
    found = extremes.input_ratio(read)
    if found is None or found <= LIMIT:
        return ()
    return (
        f"Some answers pull against each other: the input-based consistency ratio is {found:.2f}, "
        f"where we take a second look above {LIMIT:.2f}.",
    )
