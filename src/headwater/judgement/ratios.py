"""Weights from ratios: the ones nearest to all answers by least squares of logarithms."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf, log

import numpy as np

from headwater.judgement.weight_sets import polytope_points
from headwater.numeric.polytope import Floats

Pair = tuple[int, int]
Ends = tuple[float, float]

MISS = 1e-7
"""A logarithm that lies outside its range by less than this counts as inside."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """The weights nearest to a set of ratio ranges.

    Attributes
    ----------
    vertices
        Shape (k, n).
    centre
        Shape (n,).
    groups
        Criteria whose ratios to each other are settled; one group means one weight vector.
    suggested
        For each pair whose answer could not be met: the ratio that the nearest weights have.
    doubts
        Whole sentences.
    """

    vertices: Floats
    centre: Floats
    groups: tuple[tuple[int, ...], ...]
    suggested: Mapping[Pair, float]
    doubts: tuple[str, ...]


def nearest(size: int, ranges: Mapping[Pair, Ends]) -> Nearest:
    """Find every weight vector that minimizes the squared log distances to the ranges.

    Parameters
    ----------
    size
        The n criteria are 0 .. n-1.
    ranges
        (i, j) -> (low, high): w_i / w_j should lie within, 0 <= low <= high; 0 and infinity are
        no bounds, and a single ratio is neither.

    Notes
    -----
    Where the ranges agree with each other the result is the polytope
    {w : low w_j <= w_i <= high w_j}. Point ratios that connect all criteria give the one
    vector of logarithmic least squares (for all pairs: row geometric means). Ranges that
    contradict each other are met as nearly as the least squares allow: the distances are the
    same for all minimizers, so a range that is missed becomes an equality.
    """
    logs = {pair: (_log(low), _log(high)) for pair, (low, high) in sorted(ranges.items())}
    settled = _settled(logs, _fit(size, logs))
    groups = connected(size, settled)
    profile = _profile(size, settled)
    free = {pair: ranges[pair] for pair in logs if pair not in settled}
    vertices, centre, doubts = _between(groups, profile, free)
    suggested = {
        (i, j): float(np.exp(profile[i] - profile[j]))
        for (i, j), target in settled.items()
        if abs(profile[i] - profile[j] - target) > MISS
    }
    return Nearest(vertices, centre, groups, suggested, doubts)


def _log(ratio: float) -> float:
    return log(ratio) if ratio > 0 else -inf


def connected(size: int, pairs: Iterable[Pair]) -> tuple[tuple[int, ...], ...]:
    """Group the numbers 0 .. size-1 by the pairs that link them, directly or through others."""
    group = list(range(size))
    for i, j in pairs:
        old, new = group[j], group[i]
        group = [new if each == old else each for each in group]
    members: dict[int, list[int]] = {}
    for number, each in enumerate(group):
        members.setdefault(each, []).append(number)
    return tuple(tuple(each) for each in members.values())


def _fit(size: int, logs: Mapping[Pair, Ends]) -> Floats:
    """One minimizer: log weights, the first of them 0, beside targets within the ranges."""
    if not logs:
        return np.zeros(size)
    from scipy.optimize import lsq_linear  # slow to import

    low, high = np.array([*logs.values()]).T
    ranged = np.flatnonzero(low < high)
    differences = _differences(size, logs)
    system = np.hstack([differences[:, 1:], -np.eye(len(logs))[:, ranged]])
    target = np.where(low < high, 0.0, low)
    anything = np.full(size - 1, np.inf)
    solved = lsq_linear(
        system,
        target,
        bounds=(np.append(-anything, low[ranged]), np.append(anything, high[ranged])),
        method="bvls",
        tol=1e-14,
    )
    return np.append(0.0, solved.x[: size - 1])


def _differences(size: int, pairs: Iterable[Pair]) -> Floats:
    rows = []
    for i, j in pairs:
        row = np.zeros(size)
        row[i], row[j] = 1.0, -1.0
        rows.append(row)
    return np.array(rows).reshape(len(rows), size)


def _settled(logs: Mapping[Pair, Ends], fit: Floats) -> dict[Pair, float]:
    """Pairs whose log ratio is no longer free, each with the value that was asked for."""
    settled = {}
    for (i, j), (low, high) in logs.items():
        reached = float(fit[i] - fit[j])
        if low == high or reached < low - MISS:
            settled[i, j] = low
        elif reached > high + MISS:
            settled[i, j] = high
    return settled


def _profile(size: int, settled: Mapping[Pair, float]) -> Floats:
    """Log weights by least squares on the settled pairs; groups stand beside each other."""
    if not settled:
        return np.zeros(size)
    system = _differences(size, settled)
    solution = np.linalg.lstsq(system, np.array([*settled.values()]), rcond=None)[0]
    return np.asarray(solution, dtype=float)


def _between(
    groups: Sequence[Sequence[int]], profile: Floats, free: Mapping[Pair, Ends]
) -> tuple[Floats, Floats, tuple[str, ...]]:
    """Let the groups' weights move against each other as far as the free ranges allow."""
    spread = np.zeros((len(profile), len(groups)))
    home: dict[int, int] = {}
    for column, members in enumerate(groups):
        shares = np.exp(profile[list(members)] - profile[list(members)].max())
        spread[list(members), column] = shares / shares.sum()
        home |= dict.fromkeys(members, column)
    rows = []
    for (i, j), (low, high) in free.items():
        if home[i] != home[j]:
            rows += [low * spread[j] - spread[i]] if low > 0 else []
            rows += [spread[i] - high * spread[j]] if high < inf else []
    matrix = np.array(rows).reshape(len(rows), len(groups))
    vertices, centre, doubts = polytope_points(matrix, np.zeros(len(rows)))
    return vertices @ spread.T, centre @ spread.T, doubts
