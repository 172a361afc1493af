"""Ranking: which criterion matters most, then next; ties and gaps allowed."""

from collections.abc import Sequence

import numpy as np

from headwater.errors import InputError
from headwater.judgement.weight_sets import polytope_points, weight_set
from headwater.numeric.polytope import Floats
from headwater.vocabulary.ballot import NOTHING, Answers, Feedback, Question
from headwater.vocabulary.judgement import Priorities
from headwater.vocabulary.units import Interval

NAME = "ranking"
TITLE = "Ranking"
SOURCE = "edwards1994"
ADAPTIVE = False
NAMES: tuple[int, ...] = (1,)


def questions(criteria: Sequence[str], answers: Answers = NOTHING) -> tuple[Question, ...]:
    """Ask for the rank of each criterion: 1 is the most important, ties are allowed."""
    return tuple(
        Question(
            "rank",
            (each,),
            1.0,
            float(len(criteria)),
            step=1.0,
            text=f"Which place does {each} have?",
            hint="1 matters most. Two may share a place; leave blank what you cannot place.",
        )
        for each in criteria
    )


def priorities(criteria: Sequence[str], answers: Answers) -> Priorities:
    """Allow all weights in the stated order.

    Parameters
    ----------
    criteria
        The n criteria.
    answers
        Ranks from 1 (most important) to n, keyed ``(criterion,)``. Criteria of the same rank
        weigh the same. A range of ranks says that the criterion comes after all that end
        before it and before all that begin after it. None or absent: nothing is said of it.

    Returns
    -------
    Priorities
        {w : w_a >= w_b where a ranks before b}. For n different ranks its vertices are
        (1, 0, ...), (1/2, 1/2, 0, ...), ... and their mean, the centre, is the rank-order
        centroid w_k = (1/k + ... + 1/n) / n. In general the centre is the mean of the
        vertices. No inconsistency.

    Raises
    ------
    InputError
        If an answer is for no known criterion or lies off the scale.

    Notes
    -----
    Only the order of ranks is used: 1, 1, 3 and 1, 1, 2 say the same. See
    docs/methods/ranking.md [edwards1994]_.
    """
    ranks = _read(criteria, answers)
    groups = _groups(ranks)
    spread = _spread(groups, len(ranks))
    matrix = _order(groups, ranks)
    shares, centre, doubts = polytope_points(matrix @ spread, np.zeros(len(matrix)))
    weights = weight_set(criteria, shares @ spread.T, centre @ spread.T)
    blank = [each for each, rank in zip(criteria, ranks, strict=True) if rank is None]
    missing = (f"No rank was given for {', '.join(blank)}.",) if blank and len(ranks) > 1 else ()
    return Priorities(weights, doubts=(*missing, *doubts))


def feedback(criteria: Sequence[str], answers: Answers) -> tuple[Feedback, ...]:
    """Say which criteria have no rank yet, and when all share one."""
    ranks = dict(zip(criteria, _read(criteria, answers), strict=True))
    blank = tuple((criterion,) for criterion, rank in ranks.items() if rank is None)
    if len(ranks) == 1:
        return ()
    if blank:
        names = ", ".join(key[0] for key in blank)
        text = f"{names} has no place yet and may weigh anything; even a range of places helps."
        return (Feedback("gap", text, blank),)
    if len(set(ranks.values())) == 1:
        text = "All criteria share one place, so all weigh the same. Is that what you mean?"
        return (Feedback("shape", text, tuple((criterion,) for criterion in ranks)),)
    return ()


def _read(criteria: Sequence[str], answers: Answers) -> list[Interval | None]:
    for key, answer in answers.items():
        if len(key) != 1 or key[0] not in criteria:
            raise InputError(f"ranking asks for one of {', '.join(criteria)}, not for {key}")
        if answer is not None and not 1 <= answer.low <= answer.high <= len(criteria):
            raise InputError(
                f"{key[0]!r} has rank {answer}; ranks run from 1 to {len(criteria)} here"
            )
    return [answers.get((criterion,)) for criterion in criteria]


def _groups(ranks: Sequence[Interval | None]) -> list[list[int]]:
    """Put criteria of one known rank together; every other criterion stands alone."""
    tied: dict[object, list[int]] = {}
    for number, rank in enumerate(ranks):
        key: object = rank.low if rank is not None and rank.is_point else ("alone", number)
        tied.setdefault(key, []).append(number)
    return list(tied.values())


def _spread(groups: Sequence[Sequence[int]], size: int) -> Floats:
    """Shape (n, g): how a group's weight is spread over its criteria."""
    spread = np.zeros((size, len(groups)))
    for column, members in enumerate(groups):
        spread[list(members), column] = 1 / len(members)
    return spread


def _order(groups: Sequence[Sequence[int]], ranks: Sequence[Interval | None]) -> Floats:
    """Shape (m, n): one row w_after - w_before <= 0 for each ordered pair of groups."""
    rows = []
    for before in groups:
        for after in groups:
            first, second = ranks[before[0]], ranks[after[0]]
            if first is not None and second is not None and first.high < second.low:
                row = np.zeros(len(ranks))
                row[before[0]], row[after[0]] = -1.0, 1.0
                rows.append(row)
    return np.array(rows).reshape(len(rows), len(ranks))
