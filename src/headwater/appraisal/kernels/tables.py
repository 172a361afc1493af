"""Inverse distributions as piecewise cubics in the normal score, with a stated error."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from scipy.special import ndtri

from headwater.appraisal.distributions import Marginal
from headwater.errors import InputError

Array: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
REACH = 6.0
"""Scores beyond it (2 in a thousand million) are drawn in to it."""
GOOD, MOST_PIECES = 1e-4, 256
OCTAVES = 32


@dataclass(frozen=True)
class Table:
    """Piecewise cubics on an even grid of scores from -6 to 6.

    Attributes
    ----------
    coefficients
        Distributions x 4 x pieces, of the powers of the place in the piece (-1/2 to 1/2).
    error
        Largest distance from the exact inverse for scores from -4 to 4, as a share of the
        distance from P10 to P90 of its distribution.
    """

    coefficients: np.ndarray[Any, np.dtype[np.float32]]
    error: float

    @property
    def pieces(self) -> int:
        """How many pieces each distribution has."""
        return int(self.coefficients.shape[2])

    def at(self, which: int, scores: Array) -> Array:
        """Look values up, in double precision; the kernels do the same in single."""
        place = np.clip((scores + REACH) * (self.pieces / (2 * REACH)), 0, self.pieces - 1e-3)
        piece = place.astype(int)
        rest = place - piece - 0.5
        c = self.coefficients[which].astype(float)
        found: Array = ((c[3, piece] * rest + c[2, piece]) * rest + c[1, piece]) * rest + c[
            0, piece
        ]
        return found


def table_of(marginals: Sequence[Marginal]) -> Table:
    """Return a table with as few pieces as its error allows (at most 1e-4), 32 to 256.

    Raises
    ------
    InputError
        If a distribution jumps, or is too crooked for 256 pieces to be within 1%.
    """
    if any(each.steps for each in marginals):
        raise InputError("a discrete distribution has no smooth table; simulate the case by itself")
    pieces = 32
    while True:
        made = _made(marginals, pieces)
        if made.error <= GOOD or pieces >= MOST_PIECES:
            break
        pieces *= 2
    if made.error > 0.01:
        raise InputError("a distribution is too crooked for the fast tables; simulate it by itself")
    return made


def _made(marginals: Sequence[Marginal], pieces: int) -> Table:
    edges = np.linspace(-REACH, REACH, pieces + 1)
    c = np.stack([_fitted(each, edges[:-1], edges[1:], 3) for each in marginals])
    made = Table(np.ascontiguousarray(c, np.float32), 0.0)
    grid = np.linspace(-4, 4, 16 * pieces + 1)  # about 24 places in each piece
    errors = []
    for at, each in enumerate(marginals):
        low, high = each.at(np.array([-1.2815515655446004, 1.2815515655446004]))
        spread = float(high - low) or 1.0
        errors.append(float(np.max(np.abs(made.at(at, grid) - each.at(grid)))) / spread)
    return Table(made.coefficients, max(errors, default=0.0))


def _fitted(marginal: Marginal, low: Array, high: Array, degree: int) -> Array:
    return interpolated(marginal.at, low, high, degree)


def interpolated(function: Any, low: Array, high: Array, degree: int) -> Array:
    """Return polynomials through a function at the Chebyshev points of each piece."""
    k = np.arange(degree + 1)
    s = 0.5 * np.cos((2 * k + 1) * np.pi / (2 * degree + 2))
    x = 0.5 * (low + high)[:, None] + (high - low)[:, None] * s
    found: Array = np.linalg.solve(
        np.vander(s, degree + 1, increasing=True), np.asarray(function(x)).T
    )
    return found


def normal_table() -> np.ndarray[Any, np.dtype[np.float32]]:
    """Return degree-5 polynomials of the normal score by octave: 6 x 32.

    Octave e holds m in (2^-(e+1), 2^-e]; the score of a uniform (m/2, with a sign) is read off.
    """
    low: Array = np.exp2(-np.arange(1.0, OCTAVES + 1.0))
    return np.ascontiguousarray(interpolated(lambda m: -ndtri(m / 2), low, 2 * low, 5), np.float32)
