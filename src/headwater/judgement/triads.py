"""Which comparisons pull against each other: the worst three, and the value that mends them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

import numpy as np

from headwater.judgement.pairs import times
from headwater.judgement.ratios import Ends, Pair, connected

MOST_SUSPECTS = 3


@dataclass(frozen=True, slots=True)
class Suspect:
    """One comparison that the others speak against.

    Attributes
    ----------
    pair
        (i, j), i < j.
    others
        w_i / w_j as all other answers together say.
    through
        The criterion k by which two other answers contradict this one most, if they do.
    """

    pair: Pair
    others: float
    through: int | None


def suspects(size: int, ranges: Mapping[Pair, Ends]) -> tuple[Suspect, ...]:
    """Rank the comparisons by how far the others together speak against them, at most three.

    Parameters
    ----------
    size
        The n criteria are 0 .. n-1.
    ranges
        (i, j) -> (low, high), i < j, 0 < low <= high.

    Returns
    -------
    tuple
        Farthest first, of equals the first pair; only pairs that the others connect, and whose
        range the others' ratio misses by more than a tenth.

    Notes
    -----
    The others' ratio is that of logarithmic least squares on the middles of all other ranges:
    leaving the answer out keeps a wrong answer from vouching for itself. A distance is that of
    the logarithm of the ratio from the logarithms of the range.
    """
    found = []
    for pair in sorted(ranges):
        others = _without(size, ranges, pair)
        if others is None or (miss := _outside(others, ranges[pair])) <= log(1.1):
            continue
        found.append((miss, pair, exp(others)))
    found.sort(key=lambda each: (-round(each[0], 9), each[1]))
    return tuple(
        Suspect(pair, ratio, _through(size, ranges, pair))
        for _, pair, ratio in found[:MOST_SUSPECTS]
    )


def implied(ranges: Mapping[Pair, Ends], pair: Pair, through: int) -> Ends:
    """Return the range of w_i / w_j that follows from i against k and k against j."""
    first, second = _directed(ranges, pair[0], through), _directed(ranges, through, pair[1])
    return first[0] * second[0], first[1] * second[1]


def _without(size: int, ranges: Mapping[Pair, Ends], pair: Pair) -> float | None:
    """Log ratio of a pair by least squares on the others; None where they do not connect it."""
    others = [each for each in sorted(ranges) if each != pair]
    if not any(set(pair) <= set(group) for group in connected(size, others)):
        return None
    system = np.zeros((len(others), size))
    target = np.zeros(len(others))
    for row, (i, j) in enumerate(others):
        system[row, i], system[row, j] = 1.0, -1.0
        target[row] = sum(map(log, ranges[i, j])) / 2
    fit = np.linalg.lstsq(system, target, rcond=None)[0]
    return float(fit[pair[0]] - fit[pair[1]])


def _through(size: int, ranges: Mapping[Pair, Ends], pair: Pair) -> int | None:
    worst, found = log(1.1), None
    for third in range(size):
        if third in pair or not all(_pair(each, third) in ranges for each in pair):
            continue
        miss = _apart(implied(ranges, pair, third), ranges[pair])
        if miss > worst + 1e-9:
            worst, found = miss, third
    return found


def _pair(i: int, j: int) -> Pair:
    return (min(i, j), max(i, j))


def _directed(ranges: Mapping[Pair, Ends], i: int, j: int) -> Ends:
    low, high = ranges[_pair(i, j)]
    return (low, high) if i < j else (1 / high, 1 / low)


def _outside(value: float, ends: Ends) -> float:
    return max(log(ends[0]) - value, value - log(ends[1]), 0.0)


def _apart(one: Ends, other: Ends) -> float:
    return max(log(one[0] / other[1]), log(other[0] / one[1]), 0.0)


def words(criteria: Sequence[str], ranges: Mapping[Pair, Ends], suspect: Suspect) -> str:
    """Say how a comparison contradicts the others: by its worst three, or by all of them."""
    one, other = (criteria[each] for each in suspect.pair)
    said = _range(ranges[suspect.pair])
    if suspect.through is None:
        return (
            f"{one} against {other} was answered {said}, and all other answers together say "
            f"{times(suspect.others)}."
        )
    first = _leg(criteria, ranges, suspect.pair[0], suspect.through)
    second = _leg(criteria, ranges, suspect.through, suspect.pair[1])
    return (
        f"{first} and {second}, so {one} against {other} would be "
        f"{_range(implied(ranges, suspect.pair, suspect.through))}; it was answered {said}."
    )


def _leg(criteria: Sequence[str], ranges: Mapping[Pair, Ends], i: int, j: int) -> str:
    """Tell one comparison the way round in which it is 1 or more."""
    low, high = _directed(ranges, i, j)
    if low * high < 1:
        i, j, low, high = j, i, 1 / high, 1 / low
    return f"{criteria[i]} against {criteria[j]} is {_range((low, high))}"


def _range(ends: Ends) -> str:
    low, high = ends
    return times(low) if low == high else f"{times(low)} to {times(high)}"
