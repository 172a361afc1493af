"""Points for single criteria (swing, direct rating): read, checked, and turned into weights."""

from collections.abc import Mapping, Sequence

import numpy as np

from headwater.errors import InputError
from headwater.judgement.weight_sets import from_shares
from headwater.numeric.polytope import Floats
from headwater.vocabulary.ballot import Answers, Feedback
from headwater.vocabulary.judgement import Priorities, WeightSet
from headwater.vocabulary.units import Interval

LOW, HIGH = 0.0, 100.0
ANYTHING = Interval(LOW, HIGH)


def from_points(criteria: Sequence[str], answers: Answers, *, title: str) -> Priorities:
    """Turn points from 0 to 100 into weights p / sum(p); a blank may be anything in between.

    The centre is the weights of the middles of the ranges (50 for a blank).

    Raises
    ------
    InputError
        If an answer is for no known criterion, lies off the scale, or all points are 0.
    """
    points = read_points(criteria, answers, title)
    known = [each if each is not None else ANYTHING for each in points.values()]
    low, high = _ends(known)
    if not np.any(high > 0):
        raise InputError(f"{title}: every criterion has 0 points; give at least one of them more")
    weights, doubts = from_shares(criteria, low, high, _middles(known))
    blank = [criterion for criterion, answer in points.items() if answer is None]
    return Priorities(weights, doubts=(*_blank_doubts(blank, len(points)), *doubts))


def looked_at(criteria: Sequence[str], answers: Answers, *, title: str) -> tuple[Feedback, ...]:
    """Say which criteria have no points yet, and whether all have the same.

    Raises
    ------
    InputError
        As `from_points` does, except that all points may be 0.
    """
    points = read_points(criteria, answers, title)
    blank = tuple((criterion,) for criterion, answer in points.items() if answer is None)
    if blank and len(points) > 1:
        names = ", ".join(key[0] for key in blank)
        return (Feedback("gap", f"Nothing is said of {names} yet; a range is enough.", blank),)
    values = set(points.values())
    if len(points) > 1 and len(values) == 1 and next(iter(values)) != ANYTHING:
        text = "All criteria have the same points, so all weigh the same. Is that what you mean?"
        return (Feedback("shape", text, tuple((criterion,) for criterion in points)),)
    return ()


def from_stated(
    criteria: Sequence[str], stated: Mapping[str, Interval | None]
) -> tuple[WeightSet, tuple[str, ...]]:
    """Turn stated weights (any unit, none negative) into weights that sum to 1.

    A criterion without a stated weight may have any: nothing says how large the others are
    beside it. Its middle, for the centre, is the mean of the other middles.

    Raises
    ------
    InputError
        If a weight is negative, or all are 0.
    """
    for criterion, answer in stated.items():
        if answer is not None and answer.low < 0:
            raise InputError(f"the weight of {criterion!r} is {answer}; weights start at 0")
    known = [answer for criterion in criteria if (answer := stated.get(criterion)) is not None]
    if not any(answer.high > 0 for answer in known):
        raise InputError("every stated weight is 0; give at least one criterion more")
    mean = sum(answer.middle for answer in known) / len(known)
    answers = [stated.get(criterion) for criterion in criteria]
    low = np.array([each.low if each else 0.0 for each in answers], dtype=float)
    high = np.array([each.high if each else np.inf for each in answers], dtype=float)
    middle = np.array([each.middle if each else mean for each in answers])
    weights, doubts = from_shares(criteria, low, high, middle / middle.sum())
    blank = [each for each, answer in zip(criteria, answers, strict=True) if answer is None]
    missing = (
        (f"No weight is stated for {', '.join(blank)}: it may be anything from 0 to 1.",)
        if blank
        else ()
    )
    return weights, (*missing, *doubts)


def read_points(
    criteria: Sequence[str], answers: Answers, title: str
) -> dict[str, Interval | None]:
    """Return the points of each criterion; None where nothing is said.

    Raises
    ------
    InputError
        If an answer is for no known criterion or lies off the scale.
    """
    points: dict[str, Interval | None] = dict.fromkeys(criteria)
    for key, answer in answers.items():
        if len(key) != 1 or key[0] not in points:
            raise InputError(f"{title} asks for one of {', '.join(criteria)}, not for {key}")
        if answer is not None and not LOW <= answer.low <= answer.high <= HIGH:
            raise InputError(
                f"{title}: {key[0]!r} has {answer} points; the scale runs from 0 to 100"
            )
        points[key[0]] = answer
    return points


def _ends(known: Sequence[Interval]) -> tuple[Floats, Floats]:
    ends = np.array([(each.low, each.high) for each in known], dtype=float)
    return ends[:, 0], ends[:, 1]


def _middles(known: Sequence[Interval]) -> Floats:
    middle: Floats = np.array([each.middle for each in known])
    return np.asarray(middle / middle.sum())


def _blank_doubts(blank: Sequence[str], size: int) -> tuple[str, ...]:
    if not blank or size == 1:
        return ()
    if len(blank) == size:
        return ("No criterion was given points, so every weighting is allowed.",)
    return (f"No points were given for {', '.join(blank)}: anything from 0 to 100 is allowed.",)
