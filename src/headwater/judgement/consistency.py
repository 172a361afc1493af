"""How far pairwise ratios hang together: consistency ratio, completion, the worst answer."""

from collections.abc import Mapping, Sequence

import numpy as np

from headwater.numeric.polytope import Floats

USUAL_LIMIT = 0.10
"""Of the consistency ratio: above it answers deserve a second look (saaty1980)."""


def principal(ratios: Floats) -> tuple[float, Floats]:
    """Return the largest eigenvalue of a matrix of ratios, and its eigenvector summing to 1.

    Parameters
    ----------
    ratios
        Positive and reciprocal, shape (n, n) [saaty1980]_.
    """
    eigenvalues, eigenvectors = np.linalg.eig(ratios)
    first = int(np.argmax(eigenvalues.real))
    vector = np.abs(eigenvectors[:, first].real)
    return float(eigenvalues[first].real), vector / vector.sum()


def consistency_ratio(largest: float, size: int, *, missing: int = 0) -> float:
    """Return the consistency ratio that belongs to a largest eigenvalue.

    Parameters
    ----------
    largest
        Largest eigenvalue of the (completed) matrix of ratios.
    size
        The n criteria.
    missing
        How many of the n(n-1)/2 pairs were not compared.

    Returns
    -------
    float
        0 for answers that agree perfectly, and where no answer checks another.

    Notes
    -----
    (largest - n) / (2.7699 n - 4.3513 - n) [alonso2006]_, with the denominator reduced by the
    factor 1 - 2 m / ((n - 1)(n - 2)) for m missing pairs, because fewer answers can contradict
    each other less [agoston2022]_.
    """
    checks = (size - 1) * (size - 2) / 2 - missing
    if checks <= 0:
        return 0.0
    random = 2.7699 * size - 4.3513 - size
    return max(0.0, (largest - size) / (random * checks / ((size - 1) * (size - 2) / 2)))


def completed(ratios: Floats) -> Floats:
    """Fill missing ratios (NaN) so that the largest eigenvalue becomes as small as it can.

    Parameters
    ----------
    ratios
        Shape (n, n), positive and reciprocal, NaN where a pair was not compared; the pairs
        that were must connect all criteria.

    Notes
    -----
    The eigenvalue is convex in the logarithms of the missing ratios, so the minimum is the
    global one [bozoki2010]_.
    """
    places = [(int(i), int(j)) for i, j in np.argwhere(np.isnan(ratios)) if i < j]
    if not places:
        return ratios
    from scipy.optimize import minimize  # slow to import

    start = np.zeros(len(places))
    solved = minimize(
        _eigenvalue, start, args=(ratios, places), jac=True, method="BFGS", options={"gtol": 1e-10}
    )
    return _filled(solved.x, ratios, places)


def geometric_consistency(ratios: Floats) -> float:
    """Return the geometric consistency index 2 / ((n-1)(n-2)) sum (log a_ij w_j / w_i)^2.

    The weights w are the row geometric means of a complete matrix of shape (n, n), n >= 3
    [aguaron2003]_.
    """
    size = len(ratios)
    logs = np.log(ratios)
    weights = logs.mean(axis=1)
    errors = logs - weights[:, None] + weights[None, :]
    return float((np.triu(errors, 1) ** 2).sum() * 2 / ((size - 1) * (size - 2)))


def worst_answer(
    given: Mapping[tuple[int, int], float], weights: Floats
) -> tuple[tuple[int, int], float]:
    """Return the pair whose ratio is farthest from the weights', and the weights' ratio.

    Farthest by the factor a_ij w_j / w_i or its inverse, whichever is above 1 [saaty2003]_;
    of equals the first pair.
    """
    factors = {
        (i, j): abs(np.log(ratio * weights[j] / weights[i])) for (i, j), ratio in given.items()
    }
    highest = max(factors.values())
    pair = min(each for each, factor in factors.items() if factor >= highest - 1e-9)
    return pair, float(weights[pair[0]] / weights[pair[1]])


def _filled(logs: Floats, ratios: Floats, places: Sequence[tuple[int, int]]) -> Floats:
    filled = ratios.copy()
    for (i, j), log in zip(places, logs, strict=True):
        filled[i, j], filled[j, i] = np.exp(log), np.exp(-log)
    return filled


def _eigenvalue(
    logs: Floats, ratios: Floats, places: Sequence[tuple[int, int]]
) -> tuple[float, Floats]:
    """Return the largest eigenvalue and its slope in each missing logarithm."""
    filled = _filled(logs, ratios, places)
    largest, right = principal(filled)
    left = principal(filled.T)[1]
    slope = [
        left[i] * filled[i, j] * right[j] - left[j] * filled[j, i] * right[i] for i, j in places
    ]
    return largest, np.array(slope) / float(left @ right)
