"""Trade-off pairs: which of two improvements is worth more, asked where it narrows weights most."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import inf, log

import numpy as np

from headwater.judgement import pairs
from headwater.judgement.inside import points_inside
from headwater.judgement.ratios import Ends, Nearest, Pair, nearest
from headwater.judgement.weight_sets import weight_set
from headwater.numeric.polytope import Floats
from headwater.vocabulary.ballot import NOTHING, Answers, Feedback, Key, Option, Question
from headwater.vocabulary.judgement import Priorities
from headwater.vocabulary.units import Interval

NAME = "tradeoff"
TITLE = "Trade-off pairs"
SOURCE = "toubia2004"
ADAPTIVE = True
NAMES: tuple[int, ...] = (2,)

HIGH = 100.0
"""A range that ends here has no end: nothing says that the ratio is not larger."""
LOW = 1 / HIGH
SCALE = "a ratio lies between 1/100 and 100, and these ends mean that nothing bounds it there"

STEPS = {
    1.0: "all the way",
    4 / 3: "three quarters of the way",
    1.5: "two thirds of the way",
    2.0: "half of the way",
    3.0: "a third of the way",
    4.0: "a quarter of the way",
    5.0: "a fifth of the way",
    10.0: "a tenth of the way",
    20.0: "a twentieth of the way",
}
"""w_a / w_b that a question can ask about, by how far a then goes against all of b."""

SAME = 1.15  # "about the same" allows this factor on either side
ENOUGH = 0.10  # no weight open by more than this: nothing more is asked
DRAWS = 600
LEAST = 0.05  # a question must leave at least this share of the weights on either side


def questions(criteria: Sequence[str], answers: Answers = NOTHING) -> tuple[Question, ...]:
    """Ask the one pair that is expected to narrow the weights most; nothing once they are narrow.

    Nothing more is asked once no weight is open by more than 0.10 (among weights drawn, where
    there are too many extreme points to list), or no pair that may be
    asked splits what is open. A pair answered by "don't know" is not asked again, nor one that
    was called about the same.

    Notes
    -----
    Of all pairs and steps the one is taken that leaves the least variance of the weights,
    averaged over both answers; weights are drawn evenly from what the answers allow
    [toubia2004]_ without the polyhedral shortcuts. The seed is fixed: the same answers get the
    same question.
    """
    order = sorted(criteria)
    found, ranges = _found(order, answers)
    drawn = points_inside(found.vertices, found.centre, _rows(order, ranges), draws=DRAWS)
    known = drawn if found.doubts else found.vertices  # a widened set overstates what is open
    if len(order) < 2 or max(np.ptp(known, axis=0)) <= ENOUGH:
        return ()
    skipped = {
        frozenset(key)
        for key, answer in answers.items()
        if answer is None or answer.high <= answer.low * SAME**2 * (1 + 1e-9)
    }
    best: tuple[float, str, str, float] | None = None
    for i, j in combinations(range(len(order)), 2):
        if {order[i], order[j]} in skipped:
            continue
        step = _step(drawn[:, i], drawn[:, j])
        left = _left(drawn, drawn[:, i] > step * drawn[:, j])
        if left is not None and (best is None or left < best[0] - 1e-12):
            best = (left, order[i], order[j], step)
    return () if best is None else (_question(*best[1:], answers),)


def priorities(criteria: Sequence[str], answers: Answers) -> Priorities:
    """Allow all weights whose ratios lie within what was chosen.

    Parameters
    ----------
    criteria
        The n criteria.
    answers
        For pairs (a, b), each at most once and in either order: the range of w_a / w_b that the
        choices leave, from 1/100 to 100; an end at 1/100 or 100 means no bound there. None
        or absent: nothing is said.

    Returns
    -------
    Priorities
        {w : low w_b <= w_a <= high w_b}. Choices that contradict each other are met as nearly as
        least squares allow, with a doubt. No inconsistency.

    Raises
    ------
    InputError
        If an answer names an unknown criterion or the same one twice, a pair is answered
        twice, or a ratio lies off the scale.

    Notes
    -----
    See docs/methods/tradeoff.md [toubia2004]_.
    """
    found, ranges = _found(criteria, answers)
    nothing = () if ranges else ("Nothing was chosen yet, so every weighting is allowed.",)
    doubts = (*nothing, *pairs.miss_doubts(criteria, ranges, found), *found.doubts)
    return Priorities(weight_set(criteria, found.vertices, found.centre), doubts=doubts)


def feedback(criteria: Sequence[str], answers: Answers) -> tuple[Feedback, ...]:
    """Name choices that contradict the others, and the weight that is still most open."""
    found, ranges = _found(criteria, answers)
    told = []
    for pair, ratio in found.suggested.items():
        key, forward = pairs.key_of(criteria, answers, pair)
        value = min(max(ratio if forward else 1 / ratio, LOW), HIGH)
        text = (
            f"Your choices between {key[0]} and {key[1]} do not fit the others: together they say "
            f"that {key[0]} is worth {pairs.times(value)} times {key[1]}."
        )
        told.append(Feedback("contradiction", text, (key,), {key: _about(value)}))
    spans = np.ptp(found.vertices, axis=0)
    widest = min(range(len(criteria)), key=lambda each: (-round(spans[each], 9), criteria[each]))
    if len(criteria) > 1 and ranges and spans[widest] > ENOUGH:
        low = found.vertices[:, widest].min()
        text = (
            f"{criteria[widest]} is the most open: its weight may be {low:.0%} to "
            f"{low + spans[widest]:.0%}."
        )
        told.append(Feedback("gap", text, ((criteria[widest],),)))
    return tuple(told)


def _found(criteria: Sequence[str], answers: Answers) -> tuple[Nearest, dict[Pair, Ends]]:
    ranges = pairs.read(criteria, answers, low=LOW, high=HIGH, scale=SCALE)
    opened = {
        pair: (low if low > LOW else 0.0, high if high < HIGH else inf)
        for pair, (low, high) in ranges.items()
    }
    return nearest(len(criteria), opened), ranges


def _rows(criteria: Sequence[str], ranges: Mapping[Pair, Ends]) -> Floats:
    """Rows r with r w <= 0, for the bounds that the choices set."""
    rows = []
    for (i, j), (low, high) in sorted(ranges.items()):
        for sign, bound in ((1.0, high), (-1.0, low)):
            if LOW < bound < HIGH:
                row = np.zeros(len(criteria))
                row[i], row[j] = sign, -sign * bound
                rows.append(row)
    return np.array(rows).reshape(len(rows), len(criteria))


def _step(one: Floats, other: Floats) -> float:
    """Return the step nearest to the middle ratio of two weights."""
    middle = float(np.median(np.log(np.maximum(one, 1e-9)) - np.log(np.maximum(other, 1e-9))))
    steps = [*STEPS, *(1 / step for step in STEPS)]
    return min(steps, key=lambda step: (round(abs(log(step) - middle), 9), step))


def _left(drawn: Floats, first: np.ndarray) -> float | None:
    """Variance of the weights that is left on average; None where a side is nearly empty."""
    share = float(first.mean())
    if not LEAST <= share <= 1 - LEAST:
        return None
    inside = float(drawn[first].var(axis=0).sum())
    outside = float(drawn[~first].var(axis=0).sum())
    return share * inside + (1 - share) * outside


def _question(one: str, other: str, step: float, answers: Answers) -> Question:
    key: Key = (other, one) if (other, one) in answers else (one, other)
    ratio = step if key == (one, other) else 1 / step
    known = answers.get(key) or Interval(LOW, HIGH)
    near = Interval(max(known.low, ratio / SAME), min(known.high, ratio * SAME))
    shares = (STEPS[_named(step)], STEPS[1.0]) if step >= 1 else (STEPS[1.0], STEPS[_named(step)])
    above, below = Interval(ratio, known.high), Interval(known.low, ratio)
    chosen = (above, below) if key == (one, other) else (below, above)
    texts = [
        f"{name}: {share} from its worst to its best"
        for name, share in zip((one, other), shares, strict=True)
    ]
    return Question(
        "choice",
        key,
        LOW,
        HIGH,
        text="Which of these two improvements would you rather have?",
        hint="All else stays as it is, and both would cost the same.",
        options=(
            Option(texts[0], key, chosen[0]),
            Option(texts[1], key, chosen[1]),
            Option("They are worth about the same", key, near),
        ),
        takes_range=False,
    )


def _named(step: float) -> float:
    return min(STEPS, key=lambda each: abs(log(each) - abs(log(step))))


def _about(value: float) -> Interval:
    return Interval(max(LOW, value / SAME), min(HIGH, value * SAME))
