"""Inverse distributions as tables of cubics in the normal score, exact where a table is not."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from headwater.appraisal.distributions import Marginal
from headwater.appraisal.kernels.tables import interpolated

Array: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
REACH = 6.0
"""Scores beyond it (2 in a thousand million) are worked out exactly."""
NEAR = 1e-6
PIECES = (64, 128, 256, 512)


@dataclass(frozen=True)
class Inverse:
    """A distribution ready to be looked up: its table, or None where it is worked out each time.

    The table is within a millionth of the distance from P10 to P90 of the exact value.
    """

    marginal: Marginal
    coefficients: Array | None

    def fill(self, scores: Array, out: Array) -> None:
        """Write the values at normal scores (both of one length) into `out`."""
        if self.coefficients is None:
            out[:] = self.marginal.at(scores)
            return
        from headwater.appraisal.kernels.products import look_up  # the compiler starts slowly

        pieces = self.coefficients.shape[1]
        if look_up(scores, self.coefficients, -REACH, pieces / (2 * REACH), out):
            far = np.abs(scores) > REACH
            out[far] = self.marginal.at(scores[far])


def inverse_of(marginal: Marginal) -> Inverse:
    """Return the table of a distribution with as few pieces as its nearness allows.

    A distribution that jumps or has corners gets none: those have quick exact inverses.
    """
    from headwater.appraisal.kernels.products import look_up

    if marginal.steps:
        return Inverse(marginal, None)
    low, high = marginal.at(np.array([-1.2815515655446004, 1.2815515655446004]))
    spread = float(high - low)
    for pieces in PIECES if spread > 0 else ():
        edges = np.linspace(-REACH, REACH, pieces + 1)
        table = np.ascontiguousarray(interpolated(marginal.at, edges[:-1], edges[1:], 3))
        grid = np.linspace(-REACH, REACH, 3 * pieces + 2)
        found = np.empty(len(grid))
        look_up(grid, table, -REACH, pieces / (2 * REACH), found)
        if float(np.max(np.abs(found - marginal.at(grid)))) <= NEAR * spread:
            return Inverse(marginal, table)
    return Inverse(marginal, None)
