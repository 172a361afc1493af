"""Comparisons with the best and the worst criterion: read, and the weights that fit them best."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf, sqrt

import numpy as np

from headwater.errors import InputError
from headwater.judgement import pairs
from headwater.judgement.ratios import Ends, Pair
from headwater.numeric.polytope import Floats
from headwater.vocabulary.ballot import Answers, Key
from headwater.vocabulary.units import Interval

LOW, HIGH = 1.0, 9.0
SCALE = "the scale runs from 1 (the same) to 9 (far more)"
BEST, WORST = Interval.point(1.0), Interval.point(0.0)


@dataclass(frozen=True, slots=True)
class Extremes:
    """What was said of n criteria: the best and the worst (places), and ratios with them.

    `ranges` holds w_best / w_j under (best, j) and w_j / w_worst under (j, worst).
    """

    size: int
    best: int | None
    worst: int | None
    ranges: Mapping[Pair, Ends]

    @property
    def whole(self) -> Ends | None:
        """The answer for best against worst."""
        return self._of(self.best, self.worst)

    @property
    def chains(self) -> tuple[tuple[Ends, Ends], ...]:
        """Best to j and j to worst, for each j in the middle with both answers."""
        both = [(self._of(self.best, j), self._of(j, self.worst)) for j in range(self.size)]
        return tuple((up, down) for up, down in both if up and down)

    @property
    def complete(self) -> bool:
        """Say whether all 2n - 3 comparisons were answered."""
        return len(self.ranges) == 2 * self.size - 3

    def _of(self, one: int | None, other: int | None) -> Ends | None:
        return None if one is None or other is None else self.ranges.get((one, other))


def read(criteria: Sequence[str], answers: Answers) -> Extremes:
    """Read picks (1 best, 0 worst, keyed by one criterion) and comparisons (keyed by two).

    Raises
    ------
    InputError
        If an answer names no known criterion, lies off the scale, compares two criteria of
        which neither is the best or the worst, or two are picked for one place.
    """
    number = {criterion: place for place, criterion in enumerate(criteria)}
    picks: dict[float, int] = {}
    compared: dict[Key, Interval | None] = {}
    for key, answer in answers.items():
        if len(key) == 2:
            compared[key] = answer
        elif len(key) != 1 or key[0] not in number:
            raise InputError(
                f"the best-worst method asks for one or two of {', '.join(criteria)}, not for {key}"
            )
        elif answer is not None:
            if answer not in (BEST, WORST):
                raise InputError(f"{key[0]!r} is marked {answer}; write 1 for best, 0 for worst")
            if answer.low in picks:
                what = "best" if answer == BEST else "worst"
                raise InputError(
                    f"both {criteria[picks[answer.low]]!r} and {key[0]!r} are marked {what}"
                )
            picks[answer.low] = number[key[0]]
    pairs.read(criteria, compared, low=LOW, high=HIGH, scale=SCALE)  # refuses what cannot be used
    keys = [(number[one], number[other]) for one, other in compared]
    best = picks.get(BEST.low, _always(len(criteria), keys, 0))
    worst = picks.get(WORST.low, _always(len(criteria), keys, 1))
    ranges = {}
    for (one, other), answer in compared.items():
        i, j = number[one], number[other]
        if i != best and j != worst:
            raise InputError(
                f"{one!r} is compared with {other!r}; only comparisons of the best and with the "
                f"worst count here"
            )
        if answer is not None:
            ranges[i, j] = (answer.low, answer.high)
    return Extremes(len(criteria), best, worst, ranges)


def smallest_distance(read: Extremes) -> float:
    """Return the smallest k at which all ratios can lie within k of their answers.

    Every chain through j allows w_B / w_W from (a_Bj - k)(a_jW - k) to (a_Bj + k)(a_jW + k), the
    direct answer from a_BW - k to a_BW + k. These ranges widen as k grows, so the k at which
    they first share a number is found by halving.
    """

    def room(k: float) -> float:
        lows, highs = [-inf], [inf]
        if read.whole:
            lows.append(read.whole[0] - k)
            highs.append(read.whole[1] + k)
        for up, down in read.chains:
            lows.append(max(0.0, up[0] - k) * max(0.0, down[0] - k))
            highs.append((up[1] + k) * (down[1] + k))
        return min(highs) - max(lows)

    if room(0.0) >= 0:
        return 0.0
    below, above = 0.0, HIGH
    for _ in range(60):
        middle = (below + above) / 2
        below, above = (below, middle) if room(middle) >= 0 else (middle, above)
    return above


def constraints(read: Extremes, distance: float) -> Floats:
    """Rows r with r w <= 0 for the weights whose ratios lie within a distance of the answers."""
    rows = [
        row
        for (i, j), (low, high) in sorted(read.ranges.items())
        for row in _rows(read.size, i, j, low - distance, high + distance)
    ]
    return np.array(rows).reshape(len(rows), read.size)


def linear(read: Extremes) -> Floats:
    """Return the weights of the linear model: the smallest largest |w_B - a_Bj w_j| [rezaei2016]_.

    The same distance counts for |w_j - a_jW w_W|; equal weights where nothing was compared.
    """
    from scipy.optimize import linprog  # slow to import

    rows = constraints(read, 0.0)
    if not len(rows):
        return np.full(read.size, 1 / read.size)
    solved = linprog(
        np.append(np.zeros(read.size), 1.0),
        A_ub=np.column_stack([rows, -np.ones(len(rows))]),
        b_ub=np.zeros(len(rows)),
        A_eq=np.append(np.ones(read.size), 0.0)[None, :],
        b_eq=[1.0],
    )
    found = np.clip(np.asarray(solved.x, dtype=float)[: read.size], 0, None)
    return np.asarray(found / found.sum(), dtype=float)


def input_ratio(read: Extremes) -> float | None:
    """Return max_j |a_Bj a_jW - a_BW| / (a_BW^2 - a_BW), 0 for answers that agree [liang2020]_.

    For ranges the distance is that of the nearest numbers within them, and a_BW the middle of
    its range. None where nothing checks the answer for best to worst, or that answer is 1.
    """
    whole = read.whole
    if whole is None or not read.chains or sum(whole) <= 2:
        return None
    far = max(
        max(up[0] * down[0] - whole[1], whole[0] - up[1] * down[1], 0.0) for up, down in read.chains
    )
    middle = sum(whole) / 2
    return far / (middle * middle - middle)


def output_ratio(read: Extremes) -> float | None:
    """Return k / CI, the smallest distance over the largest that best to worst allows.

    None where that answer is missing, or is 1 and others contradict it [rezaei2015]_.
    """
    if read.whole is None:
        return None
    distance = smallest_distance(read)
    index = largest_distance(sum(read.whole) / 2)
    if index <= 0:
        return 0.0 if distance == 0 else None
    return distance / index


def largest_distance(best_to_worst: float) -> float:
    """Return the consistency index: the smaller root of x^2 - (1 + 2a) x + (a^2 - a) = 0."""
    a = best_to_worst
    return (1 + 2 * a - sqrt((1 + 2 * a) ** 2 - 4 * (a * a - a))) / 2


def _rows(size: int, i: int, j: int, low: float, high: float) -> list[Floats]:
    """Rows of low w_j <= w_i <= high w_j."""
    rows = []
    for sign, bound in ((1.0, high), (-1.0, low)):
        if sign > 0 or bound > 0:
            row = np.zeros(size)
            row[i], row[j] = sign, -sign * bound
            rows.append(row)
    return rows


def _always(size: int, keys: Sequence[Pair], side: int) -> int | None:
    """Return the one criterion that is compared with others, and always from this side."""
    found = [
        each
        for each in range(size)
        if any(key[side] == each for key in keys) and not any(key[1 - side] == each for key in keys)
    ]
    return found[0] if len(found) == 1 else None
