"""Where a function of one quantity is 0: every root in a range, or none."""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

Array: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
STEPS = 400


def switching_value(
    npv: Callable[[Array], Array], low: float, high: float, *, near: float
) -> tuple[float, ...]:
    """Return every root of `npv` from `low` to `high`, the nearest to `near` first.

    The range is searched in 400 steps and each change of sign closed in on by Brent's method to
    the last bits; a root that touches 0 without a change of sign between steps is found only
    where a step falls on it.
    """
    from scipy.optimize import brentq

    if not high > low:
        return ()
    grid = np.unique(np.append(np.linspace(low, high, STEPS + 1), near))
    grid = grid[(grid >= low) & (grid <= high)]
    values = np.broadcast_to(npv(grid), grid.shape)
    if not np.any(values != values[0]):
        return ()

    def one(x: float) -> float:
        return float(np.ravel(npv(np.array([x])))[0])

    roots = [float(x) for x, value in zip(grid, values, strict=True) if value == 0]
    for a, b, first, second in zip(grid, grid[1:], values, values[1:], strict=False):
        if first * second < 0:
            roots.append(float(brentq(one, a, b, xtol=1e-300, rtol=9e-16, maxiter=200)))
    return tuple(sorted(roots, key=lambda root: (abs(root - near), root)))
