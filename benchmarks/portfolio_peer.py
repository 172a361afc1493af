"""The textbook peer: label-setting dynamic programming in plain NumPy, one project at a time."""

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
CHUNK = 256


def non_dominated(values: Whole, costs: Whole, limits: Whole) -> NDArray[np.bool_]:
    """All portfolios that none beats: values (vertices, n), costs (limits, n), whole numbers.

    A label is what is used, what it is worth at each vertex, and which projects it holds; one
    is dropped when another uses no more, is worth no less anywhere and more somewhere.
    """
    size = values.shape[1]
    points = np.zeros((1, costs.shape[0] + values.shape[0]), np.int64)
    chosen = np.zeros((1, size), bool)
    for project in range(size):
        step = np.concatenate([-costs[:, project], values[:, project]])
        fits = (-points[:, : len(limits)] + costs[:, project] <= limits).all(axis=1)
        taken = chosen[fits].copy()
        taken[:, project] = True
        points = np.concatenate([points, points[fits] + step])
        chosen = np.concatenate([chosen, taken])
        keep = ~_beaten(points, len(limits))
        points, chosen = points[keep], chosen[keep]
    totals = points.copy()
    totals[:, : len(limits)] = 0
    return chosen[~_beaten(totals, len(limits))]


def _beaten(points: Whole, conditions: int) -> NDArray[np.bool_]:
    out = np.zeros(len(points), bool)
    for first in range(0, len(points), CHUNK):
        some = points[first : first + CHUNK]
        no_worse = np.ones((len(some), len(points)), bool)
        better = np.zeros_like(no_worse)
        for column in range(points.shape[1]):
            no_worse &= points[None, :, column] >= some[:, None, column]
            if column >= conditions:
                better |= points[None, :, column] > some[:, None, column]
        out[first : first + CHUNK] = (no_worse & better).any(axis=1)
    return out
