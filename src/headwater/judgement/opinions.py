"""Groups of opinion among people's weights, and the criteria that divide them."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from headwater.errors import InputError
from headwater.numeric.polytope import Floats
from headwater.vocabulary.agreement import OpinionGroup, Opinions

Numbers = NDArray[np.signedinteger]

MOST_GROUPS = 5
STANDS_OUT = 0.5
"""Mean silhouette from which groups are told apart: "a reasonable structure" [kaufman1990]_."""

SMALLEST = 0.005
"""A smaller weight counts as this: logarithms know no 0."""

FEWEST = 4

DESCRIPTIVE = "These groups describe who resembles whom in this round; they are no test."
TOO_FEW = "Fewer than four people answered, so no groups were looked for."
NONE = "No groups stand out: people differ, but not in clusters."


def opinions(weights: Mapping[str, Mapping[str, float]]) -> Opinions:
    """Group people by their weights; one group where none stand out.

    Parameters
    ----------
    weights
        person -> criterion -> weight; the same criteria for all, none negative.

    Returns
    -------
    Opinions
        2 to 5 groups by the largest mean silhouette if that is at least 0.5. The order of people
        and of criteria changes nothing.

    Raises
    ------
    InputError
        If nobody answered, or criteria differ.

    Notes
    -----
    Ward's clusters [ward1963]_ of centred log-ratio weights [aitchison1986]_, so that 2% against
    4% is as far as 20% against 40%. What divides: the share of each criterion's variance of
    centred log-ratios that lies between the groups.
    """
    people = sorted(weights)
    if not people or len({frozenset(weights[each]) for each in people}) != 1:
        raise InputError("groups need the same criteria from everyone, and at least one person")
    criteria = sorted(weights[people[0]])
    table = np.array([[weights[each][name] for name in criteria] for each in people])
    if len(people) < FEWEST or len(criteria) < 2:
        return _one(people, criteria, table, TOO_FEW)
    logs = centred_log_ratios(table)
    best, labels = _best(logs)
    if labels is None or best < STANDS_OUT:
        return _one(people, criteria, table, NONE)
    found = [np.flatnonzero(labels == label) for label in np.unique(labels)]
    found.sort(key=lambda members: (-len(members), people[members[0]]))
    return Opinions(
        groups=tuple(
            _group(people, criteria, table, members, np.setdiff1d(np.arange(len(people)), members))
            for members in found
        ),
        silhouette=best,
        divides=_divides(criteria, logs, labels),
        doubts=(DESCRIPTIVE,),
    )


def centred_log_ratios(table: Floats) -> Floats:
    """Return log w - mean(log w) of each row, shape (m, n); weights below 0.005 count as that."""
    logs = np.log(np.maximum(table, SMALLEST))
    return np.asarray(logs - logs.mean(axis=1, keepdims=True))


def silhouette(points: Floats, labels: Numbers) -> float:
    """Return the mean silhouette of points, shape (m, n); people alone in a group count 0.

    (b - a) / max(a, b) for the mean distance a to the own and b to the nearest other group
    [rousseeuw1987]_.
    """
    return _fit(_apart(points), labels)


def _apart(points: Floats) -> Floats:
    """Distances between all points, shape (m, m)."""
    squares = (points**2).sum(axis=1)
    apart = squares[:, None] + squares[None, :] - 2 * points @ points.T
    return np.asarray(np.sqrt(np.maximum(apart, 0)))


def _fit(apart: Floats, marks: Numbers) -> float:
    means = np.stack([apart[:, marks == each].mean(axis=1) for each in np.unique(marks)], axis=1)
    sizes = np.array([(marks == each).sum() for each in marks])
    own = np.searchsorted(np.unique(marks), marks)
    rows = np.arange(len(marks))
    inside = means[rows, own] * sizes / np.maximum(sizes - 1, 1)
    means[rows, own] = np.inf
    nearest = means.min(axis=1)
    larger = np.maximum(inside, nearest)
    fit = np.divide(nearest - inside, larger, out=np.zeros(len(marks)), where=larger > 0)
    return float(np.where(sizes > 1, fit, 0.0).mean())


def _best(logs: Floats) -> tuple[float, Numbers | None]:
    from scipy.cluster.hierarchy import fcluster, linkage  # slow to import

    tree = linkage(np.round(logs, 9), method="ward")
    best, chosen, apart = -1.0, None, _apart(logs)
    for count in range(2, min(MOST_GROUPS, len(logs) - 1) + 1):
        labels = fcluster(tree, count, criterion="maxclust")
        if len(np.unique(labels)) == count and (fit := _fit(apart, labels)) > best + 1e-9:
            best, chosen = fit, labels
    return best, chosen


def _group(
    people: Sequence[str], criteria: Sequence[str], table: Floats, members: Numbers, others: Numbers
) -> OpinionGroup:
    own = table[members].mean(axis=0)
    rest = table[others].mean(axis=0)
    far = int(np.argmax(np.round(np.abs(own - rest), 9)))
    more = "more" if own[far] > rest[far] else "less"
    text = (
        f"{len(members)} of {len(people)} give {criteria[far]} {more} than the others: "
        f"{own[far]:.0%} against {rest[far]:.0%}."
    )
    weights = dict(zip(criteria, own.tolist(), strict=True))
    return OpinionGroup(tuple(people[each] for each in members), weights, text)


def _one(people: Sequence[str], criteria: Sequence[str], table: Floats, doubt: str) -> Opinions:
    weights = dict(zip(criteria, table.mean(axis=0).tolist(), strict=True))
    return Opinions((OpinionGroup(tuple(people), weights, doubt),), None, {}, (doubt,))


def _divides(criteria: Sequence[str], logs: Floats, labels: Numbers) -> dict[str, float]:
    total = ((logs - logs.mean(axis=0)) ** 2).sum(axis=0)
    between = np.zeros(len(criteria))
    for each in np.unique(labels):
        members = logs[labels == each]
        between += len(members) * (members.mean(axis=0) - logs.mean(axis=0)) ** 2
    shares = np.divide(between, total, out=np.zeros(len(criteria)), where=total > 1e-12)
    found = dict(zip(criteria, np.minimum(shares, 1.0).tolist(), strict=True))
    return dict(sorted(found.items(), key=lambda item: (-round(item[1], 9), item[0])))
