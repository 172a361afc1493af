"""How uncertain quantities go together: Gaussian copula, repair of tables, reordering."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from headwater.errors import InputError
from headwater.vocabulary.appraisal_chances import CommonShock, RankCorrelation

Matrix: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
SMALLEST = 1e-8


def normal_correlation(rank: float) -> float:
    """Return the correlation of normal scores for a Spearman rank correlation: 2 sin(pi r / 6).

    Under a Gaussian copula Spearman's is (6 / pi) asin(r / 2) [kruskal1958]_.
    """
    return float(2 * np.sin(np.pi * rank / 6))


def nearest_correlation(table: Matrix, *, rounds: int = 500) -> Matrix:
    """Return the nearest table (least squares) that can be one of correlations.

    Alternating projections with Dykstra's correction [higham2002]_, then scaled to a diagonal of
    exactly 1; the smallest eigenvalue is at least 1e-8.
    """
    y, correction = table.copy(), np.zeros_like(table)
    for _ in range(rounds):
        r = y - correction
        values, vectors = np.linalg.eigh((r + r.T) / 2)
        x = (vectors * np.maximum(values, SMALLEST)) @ vectors.T
        correction, before = x - r, y
        y = x.copy()
        np.fill_diagonal(y, 1.0)
        if np.max(np.abs(y - before)) < 1e-12:
            break
    values, vectors = np.linalg.eigh((y + y.T) / 2)
    x = (vectors * np.maximum(values, SMALLEST)) @ vectors.T
    scale = 1 / np.sqrt(np.diag(x))
    made: Matrix = x * scale[:, None] * scale[None, :]
    np.fill_diagonal(made, 1.0)
    return made


@dataclass(frozen=True)
class Joint:
    """Normal scores of some quantities from independent ones: scores = independent @ mixing.T.

    `sparse` is quantities x independents; the first independents carry most of the variance.
    """

    sparse: csr_array
    doubts: tuple[str, ...] = ()

    @property
    def mixing(self) -> Matrix:
        """The same as a full table."""
        found: Matrix = self.sparse.toarray()
        return found

    def scores(self, independent: Matrix) -> Matrix:
        """Mix independent normal scores: draws x independents to draws x quantities."""
        made: Matrix = (self.sparse @ np.ascontiguousarray(independent.T)).T
        return made


def joint(
    names: Sequence[str],
    *,
    correlations: Sequence[RankCorrelation] = (),
    shocks: Sequence[CommonShock] = (),
) -> Joint:
    """Return how the scores of the named quantities are mixed from independent ones.

    A stated correlation wins over what the shocks imply for the same pair. What cannot hold
    together is moved to the nearest table that can, with a doubt that says by how much. Quantities
    that nothing ties keep a score of their own, so thousands of them cost nothing.

    Raises
    ------
    InputError
        If a name is not there, a pair is stated twice, or a quantity's loadings are too large
        together.
    """
    place = {name: at for at, name in enumerate(names)}
    loadings = _loadings(names, place, shocks)
    stated = _stated(place, correlations)
    columns: list[tuple[list[int], Matrix]] = []  # of one or several independents: rows, values
    doubts: list[str] = []
    used = np.zeros(len(shocks), dtype=bool)
    for group in _groups(len(names), [*stated, *_struck(loadings)]):
        own = [pair for pair in stated if pair[0] in set(group)]
        parts = _residual(group, own, stated, loadings)
        if parts is None:
            columns.append((group, _whole(group, own, stated, loadings, names, doubts)))
        else:
            used |= np.any(loadings[group] != 0, axis=0)
            columns += parts
    for at in np.flatnonzero(used):
        rows = np.flatnonzero(loadings[:, at]).tolist()
        columns.append((rows, loadings[rows, at][:, None]))
    return Joint(_ordered(len(names), columns), tuple(doubts))


def _loadings(
    names: Sequence[str], place: Mapping[str, int], shocks: Sequence[CommonShock]
) -> Matrix:
    loadings = np.zeros((len(names), len(shocks)))
    for column, shock in enumerate(shocks):
        for name, loading in shock.loadings.items():
            _known(name, place, f"the shock {shock.name!r}")
            loadings[place[name], column] = loading
    carried = (loadings**2).sum(axis=1)
    if len(names) and carried.max() > 1 + 1e-9:
        worst = names[int(np.argmax(carried))]
        raise InputError(
            f"the shocks load {worst!r} too much: the squares of its loadings sum to "
            f"{carried.max():.3g}, and 1 is all there is"
        )
    return loadings


def _stated(
    place: Mapping[str, int], correlations: Sequence[RankCorrelation]
) -> dict[tuple[int, int], float]:
    """Return the correlation of normal scores by pair, the smaller place first."""
    found: dict[tuple[int, int], float] = {}
    for each in correlations:
        for name in (each.first, each.second):
            _known(name, place, "a correlation")
        i, j = sorted((place[each.first], place[each.second]))
        if i == j or (i, j) in found:
            raise InputError(
                f"the correlation of {each.first!r} and {each.second!r} is stated twice, or with "
                "itself; state each pair once"
            )
        found[i, j] = normal_correlation(each.value)
    return found


def _struck(loadings: Matrix) -> list[tuple[int, int]]:
    """Return pairs that tie together what the same shock strikes."""
    pairs = []
    for column in loadings.T:
        rows = np.flatnonzero(column).tolist()
        pairs += [(rows[0], row) for row in rows[1:]]
    return pairs


def _groups(count: int, pairs: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Part places into those that pairs tie together, in order."""
    rows, columns = ([pair[side] for pair in pairs] for side in (0, 1))
    graph = coo_array((np.ones(len(pairs)), (rows, columns)), shape=(count, count))
    found: dict[int, list[int]] = {}
    for at, label in enumerate(connected_components(graph, directed=False)[1] if count else ()):
        found.setdefault(int(label), []).append(at)
    return list(found.values())


def _residual(
    group: Sequence[int],
    own: Sequence[tuple[int, int]],
    stated: Mapping[tuple[int, int], float],
    loadings: Matrix,
) -> list[tuple[list[int], Matrix]] | None:
    """Return what is left beside the shocks, part by part; None where shocks leave no room."""
    found: list[tuple[list[int], Matrix]] = []
    where = {each: at for at, each in enumerate(group)}
    for part in _groups(len(group), [(where[i], where[j]) for i, j in own]):
        places = [group[at] for at in part]
        shocked = loadings[places] @ loadings[places].T
        left = _target(places, own, stated, loadings) - shocked
        values, vectors = np.linalg.eigh(left)
        if values[0] < -1e-10:
            return None
        found.append((places, vectors * np.sqrt(np.maximum(values, 0.0))))
    return found


def _target(
    places: Sequence[int],
    own: Sequence[tuple[int, int]],
    stated: Mapping[tuple[int, int], float],
    loadings: Matrix,
) -> Matrix:
    """Return the table wanted of some places: what is stated, else what the shocks imply."""
    table: Matrix = loadings[places] @ loadings[places].T
    np.fill_diagonal(table, 1.0)
    where = {each: at for at, each in enumerate(places)}
    for i, j in own:
        if i in where and j in where:
            table[where[i], where[j]] = table[where[j], where[i]] = stated[i, j]
    return table


def _whole(
    group: list[int],
    own: Sequence[tuple[int, int]],
    stated: Mapping[tuple[int, int], float],
    loadings: Matrix,
    names: Sequence[str],
    doubts: list[str],
) -> Matrix:
    """Return the mixing of a group by its whole table, repaired where it cannot be."""
    table = _target(group, own, stated, loadings)
    if np.linalg.eigvalsh(table)[0] < -1e-10:
        repaired = nearest_correlation(table)
        moved = np.abs(repaired - table)
        i, j = divmod(int(np.argmax(moved)), len(group))
        first, second = sorted((names[group[i]], names[group[j]]))
        doubts.append(
            f"The stated correlations cannot hold together; they were moved to the nearest that "
            f"can, most of all {first} with {second}: from {table[i, j]:.2f} to "
            f"{repaired[i, j]:.2f}."
        )
        table = repaired
    values, vectors = np.linalg.eigh(table)
    made: Matrix = vectors * np.sqrt(np.maximum(values, 0.0))
    return made


def _ordered(count: int, columns: Sequence[tuple[list[int], Matrix]]) -> csr_array:
    """Put the independents into one table, those that carry most of the variance first."""
    each = [(rows, values[:, at]) for rows, values in columns for at in range(values.shape[1])]
    each = [(rows, values) for rows, values in each if np.any(np.abs(values) > 1e-12)]
    each.sort(key=lambda pair: -float((pair[1] ** 2).sum()))
    rows = [row for pair in each for row in pair[0]]
    places = [at for at, pair in enumerate(each) for _ in pair[0]]
    # a direction and its opposite are the same: take the one that mostly goes up
    values = [
        float(value) * (-1.0 if pair[1].sum() < 0 else 1.0) for pair in each for value in pair[1]
    ]
    return csr_array((values, (rows, places)), shape=(count, len(each)))


def _known(name: str, place: Mapping[str, int], where: str) -> None:
    if name not in place:
        raise InputError(
            f"{where} names {name!r}, which is not drawn; there are: {', '.join(sorted(place))}"
        )
