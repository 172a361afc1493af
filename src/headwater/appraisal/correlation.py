"""How uncertain quantities go together: Gaussian copula, repair of tables, reordering."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from scipy.special import ndtri

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

    `mixing` is quantities x independents; the first independents carry most of the variance.
    """

    mixing: Matrix
    doubts: tuple[str, ...] = ()


def joint(
    names: Sequence[str],
    *,
    correlations: Sequence[RankCorrelation] = (),
    shocks: Sequence[CommonShock] = (),
) -> Joint:
    """Return how the scores of the named quantities are mixed from independent ones.

    A stated correlation wins over what the shocks imply for the same pair. What cannot hold
    together is moved to the nearest table that can, with a doubt that says by how much.

    Raises
    ------
    InputError
        If a name is not there, a pair is stated twice, or a quantity's loadings are too large
        together.
    """
    place = {name: at for at, name in enumerate(names)}
    table = _table(names, place, shocks)
    seen: set[frozenset[str]] = set()
    for each in correlations:
        for name in (each.first, each.second):
            _known(name, place, "a correlation")
        pair = frozenset((each.first, each.second))
        if len(pair) == 1 or pair in seen:
            raise InputError(
                f"the correlation of {each.first!r} and {each.second!r} is stated twice, or with "
                "itself; state each pair once"
            )
        seen.add(pair)
        i, j = place[each.first], place[each.second]
        table[i, j] = table[j, i] = normal_correlation(each.value)
    doubts = []
    if len(names) and np.linalg.eigvalsh(table)[0] < -1e-10:
        repaired = nearest_correlation(table)
        moved = np.abs(repaired - table)
        i, j = divmod(int(np.argmax(moved)), len(names))
        first, second = sorted((names[i], names[j]))
        doubts.append(
            f"The stated correlations cannot hold together; they were moved to the nearest that "
            f"can, most of all {first} with {second}: from {table[i, j]:.2f} to "
            f"{repaired[i, j]:.2f}."
        )
        table = repaired
    values, vectors = np.linalg.eigh(table)
    order = np.argsort(-values, kind="stable")
    vectors = vectors[:, order] * np.where(vectors[:, order].sum(axis=0) < 0, -1.0, 1.0)
    return Joint(vectors * np.sqrt(np.maximum(values[order], 0.0)), tuple(doubts))


def reordered(samples: Matrix, target: Matrix, *, seed: int = 0) -> tuple[Matrix, Matrix]:
    """Reorder each column of samples so that their ranks correlate as asked [iman1982]_.

    Parameters
    ----------
    samples
        Draws x quantities: each column keeps its own values.
    target
        Rank correlations, quantities x quantities, positive definite.
    seed
        Of the shuffles of the van der Waerden scores.

    Returns
    -------
    samples, reached
        The reordered samples, and the rank correlations that they have.

    Raises
    ------
    InputError
        If the target is not positive definite (see `nearest_correlation`), or shapes differ.
    """
    from scipy.stats import rankdata

    n, k = samples.shape
    if target.shape != (k, k):
        raise InputError(f"{k} quantities need {k} x {k} correlations, not {target.shape}")
    try:
        wanted = np.linalg.cholesky(target)
    except np.linalg.LinAlgError:
        raise InputError(
            "these correlations cannot hold together; repair them with nearest_correlation first"
        ) from None
    score = ndtri(np.arange(1, n + 1) / (n + 1))
    shuffle = np.random.default_rng(seed)
    scores = np.column_stack([score, *(shuffle.permutation(score) for _ in range(k - 1))])
    scores /= scores.std(axis=0)
    own = np.linalg.cholesky(scores.T @ scores / n)
    mixed = scores @ np.linalg.solve(own, np.eye(k)).T @ wanted.T
    ranks = np.argsort(np.argsort(mixed, axis=0, kind="stable"), axis=0, kind="stable")
    made = np.take_along_axis(np.sort(samples, axis=0), ranks, axis=0)
    reached = np.corrcoef(np.column_stack([rankdata(made[:, j]) for j in range(k)]).T)
    return made, np.atleast_2d(reached)


def _table(names: Sequence[str], place: Mapping[str, int], shocks: Sequence[CommonShock]) -> Matrix:
    loadings = np.zeros((len(names), len(shocks)))
    for column, shock in enumerate(shocks):
        for name, loading in shock.loadings.items():
            _known(name, place, f"the shock {shock.name!r}")
            loadings[place[name], column] = loading
    carried = (loadings**2).sum(axis=1)
    if len(names) and carried.max() > 1 + 1e-12:
        worst = names[int(np.argmax(carried))]
        raise InputError(
            f"the shocks load {worst!r} too much: the squares of its loadings sum to "
            f"{carried.max():.3g}, and 1 is all there is"
        )
    table: Matrix = loadings @ loadings.T
    np.fill_diagonal(table, 1.0)
    return table


def _known(name: str, place: Mapping[str, int], where: str) -> None:
    if name not in place:
        raise InputError(
            f"{where} names {name!r}, which is not drawn; there are: {', '.join(sorted(place))}"
        )
