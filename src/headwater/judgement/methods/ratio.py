"""Ratio judgements without a ceiling: how many times as much, by logarithmic least squares."""

from collections.abc import Mapping, Sequence
from math import exp, log, sqrt

from headwater.judgement import pairs, triads
from headwater.judgement.ratios import Ends, Pair, nearest
from headwater.judgement.weight_sets import weight_set
from headwater.vocabulary.ballot import NOTHING, Answers, Feedback, Question
from headwater.vocabulary.judgement import Priorities

NAME = "ratio"
TITLE = "Ratios without a ceiling"
SOURCE = "crawford1985"
ADAPTIVE = False
NAMES: tuple[int, ...] = (2,)

HIGH = 1e9
LOW = 1 / HIGH
SCALE = "a ratio is any number above 0, up to a thousand million"
LARGE = 1.5
"""A typical answer off by more than this factor is worth a sentence; our own choice."""


def questions(criteria: Sequence[str], answers: Answers = NOTHING) -> tuple[Question, ...]:
    """Ask for every pair of up to five criteria; of more, each with four others.

    The criteria stand in a circle and each is compared with the next two: 2n questions, every
    one of which the others check.
    """
    return tuple(
        Question(
            "ratio",
            (criteria[i], criteria[j]),
            LOW,
            HIGH,
            text=f"How many times as much does {criteria[i]} matter as {criteria[j]}?",
            hint="2 is twice as much, 0.5 half as much; any number above 0 will do.",
        )
        for i, j in pairs.circle(len(criteria))
    )


def priorities(criteria: Sequence[str], answers: Answers) -> Priorities:
    """Weigh criteria by ratios of any size; ranges and gaps give a set of weights.

    Parameters
    ----------
    criteria
        The n criteria.
    answers
        For pairs (a, b), each at most once and in either order: how many times a matters as
        much as b, a number or a range above 0. None or absent: not compared.

    Returns
    -------
    Priorities
        As for the analytic hierarchy process: one weight vector by logarithmic least squares
        where single ratios connect all criteria, else all weights within the ranges. The
        inconsistency is the residual standard deviation of the logarithms, 0 when all answers
        agree; None where no answer checks another, or ranges leave more than one vector.

    Raises
    ------
    InputError
        If an answer names an unknown criterion or the same one twice, a pair is answered
        twice, or a ratio is not above 0.

    Notes
    -----
    The deviation is sqrt(sum e^2 / (m - n + 1)) for m answers with residuals
    e = log a_ij - log w_i + log w_j; exp of it is the factor by which a typical answer is off.
    See docs/methods/ratio.md [crawford1985]_.
    """
    ranges = pairs.read(criteria, answers, low=LOW, high=HIGH, scale=SCALE)
    found = nearest(len(criteria), ranges)
    single = len(found.vertices) == 1 and len(pairs.points_of(ranges)) == len(ranges)
    off = _typical(ranges, found.vertices[0].tolist()) if single else None
    doubts = [
        *pairs.gap_doubts(criteria, ranges),
        *([] if single else pairs.miss_doubts(criteria, ranges, found)),
        *found.doubts,
    ]
    if off is not None and exp(off) > LARGE:
        doubts.append(
            f"Some answers pull against each other: a typical one is off by a factor of "
            f"{exp(off):.1f} from what all together say."
        )
    return Priorities(weight_set(criteria, found.vertices, found.centre), off, tuple(doubts))


def feedback(criteria: Sequence[str], answers: Answers) -> tuple[Feedback, ...]:
    """Name the ratios that the others speak against, with what the others say instead.

    At most three, the farthest first, where a typical answer is off by a factor above 1.5 or
    ranges cannot all be met.

    Raises
    ------
    InputError
        As `priorities` does.
    """
    ranges = pairs.read(criteria, answers, low=LOW, high=HIGH, scale=SCALE)
    found = nearest(len(criteria), ranges)
    single = len(found.vertices) == 1 and len(pairs.points_of(ranges)) == len(ranges)
    off = _typical(ranges, found.vertices[0].tolist()) if single else None
    if not (off is not None and exp(off) > LARGE) and (single or not found.suggested):
        return ()
    return tuple(
        Feedback(
            "contradiction",
            f"{triads.words(criteria, ranges, each)} All other answers together say "
            f"{pairs.times(each.others)}.",
            (pairs.key_of(criteria, answers, each.pair)[0],),
            pairs.suggestion(criteria, answers, each.pair, each.others),
        )
        for each in triads.suspects(len(criteria), ranges)
    )


def _typical(ranges: Mapping[Pair, Ends], weights: Sequence[float]) -> float | None:
    """Residual standard deviation of the logarithms; None where nothing is answered twice."""
    checks = len(ranges) - len(weights) + 1
    if checks < 1:
        return None
    squares = sum(log(low * weights[j] / weights[i]) ** 2 for (i, j), (low, _) in ranges.items())
    return sqrt(squares / checks)
