"""Samples reordered so that their ranks correlate as asked, each column with its own values."""

from typing import Any, TypeAlias

import numpy as np
from scipy.special import ndtri

from headwater.errors import InputError

Matrix: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]


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
