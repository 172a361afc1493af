"""Given the common shocks, the sum of all cases is nearly normal: its first three moments.

The noise of each line is integrated by tables of conditional moments, the shock of each case by a
few Gauss-Hermite nodes; cases are independent given the common shocks.
"""

from typing import Any, TypeAlias

import numpy as np

from headwater.appraisal.kernels.model import LineModel
from headwater.numeric.compiled import compiled_fast

Array: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
REACH, CELLS = 5.0, 256
INNER, NODES = 40, 5


def nodes(count: int) -> tuple[Array, Array]:
    """Return Gauss-Hermite nodes and weights for a standard normal."""
    x, w = np.polynomial.hermite_e.hermegauss(count)
    return x, w / w.sum()


def conditional_tables(model: LineModel) -> Array:
    """Return mean, variance and third central moment of each ratio given what is shared.

    Cases x (cells + 1) x 3, on an even grid of common x M + case x P from -5 to 5. Ratios are read
    off the model's table, whose error is stated.
    """
    x, w = nodes(INNER)
    s = np.linspace(-REACH, REACH, CELLS + 1)
    z = s[:, None] + model.own * x
    found = np.empty((len(model.marginals), CELLS + 1, 3))
    for p in range(len(model.marginals)):
        ratios = model.table.at(p, z)
        mean = ratios @ w
        rest = ratios - mean[:, None]
        found[p] = np.stack([mean, rest**2 @ w, rest**3 @ w], axis=1)
    return found


@compiled_fast
def conditional_moments(
    shocks: Any, tables: Any, weights: Any, at: Any, chance: Any, common: Any, case: Any, out: Any,
    parts: Any,
) -> None:  # fmt: skip
    """Fill `out` (points x 3) with mean, variance and third central moment of the sum.

    `shocks` points x years; `parts` gets each case's variance at the last point.
    """
    cells = tables.shape[1] - 1
    count, years = at.shape[0], shocks.shape[1]
    m1 = np.empty(count)
    v = np.empty(count)
    k3 = np.empty(count)
    for i in range(shocks.shape[0]):
        mean = 0.0
        variance = 0.0
        third = 0.0
        for p in range(weights.shape[0]):
            for q in range(count):
                m1[q] = 0.0
                v[q] = 0.0
                k3[q] = 0.0
            for t in range(years):
                w = weights[p, t]
                for q in range(count):
                    z = (common * shocks[i, t] + case * at[q] + 5.0) * (cells / 10.0)
                    z = max(0.0, min(cells - 1e-9, z))
                    j = np.uint32(z)
                    f = z - j
                    m1[q] += w * (tables[p, j, 0] + f * (tables[p, j + 1, 0] - tables[p, j, 0]))
                    v[q] += w * w * (tables[p, j, 1] + f * (tables[p, j + 1, 1] - tables[p, j, 1]))
                    k3[q] += w * w * w * tables[p, j, 2]
            mu = 0.0
            for q in range(count):
                mu += chance[q] * m1[q]
            of_case = 0.0
            skew = 0.0
            for q in range(count):
                d = m1[q] - mu
                of_case += chance[q] * (v[q] + d * d)
                skew += chance[q] * (k3[q] + 3 * d * v[q] + d * d * d)
            mean += mu
            variance += of_case
            third += skew
            parts[p] = of_case
        out[i, 0] = mean
        out[i, 1] = variance
        out[i, 2] = third
