"""Linear problems over yes/no choices, in whole numbers, and how a solver should see them."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

OBJECTIVE_SIZE = 1e6
"""Objectives are scaled so that their absolute coefficients sum to about this."""
EXACT_SIZE = 1e9
"""Whole-number objectives up to this sum are passed as they are: the solver can use it."""
ROW_SIZE = 1e3
"""Rows are scaled so that their largest coefficient is about this, unless small already."""
SMALL_ROW = 1e5


@dataclass(frozen=True, slots=True)
class BinaryProgram:
    """Maximize cost @ x with rows @ x <= limit and lower <= x <= upper, x of zeros and ones.

    Attributes
    ----------
    cost
        Shape (n,), whole numbers, |sum| below 2**53.
    start, index, coefficient
        The rows, compressed: row r holds coefficient[start[r]:start[r + 1]] in the columns
        index[start[r]:start[r + 1]].
    limit
        Shape (m,), whole numbers.
    lower, upper
        Shape (n,), 0 or 1: a choice is settled where they are equal.
    """

    cost: Integers
    start: Integers
    index: Integers
    coefficient: Integers
    limit: Integers
    lower: Integers
    upper: Integers

    def excess(self, x: Integers) -> Integers:
        """Return by how much x overshoots each row; all are <= 0 where x is allowed."""
        products = self.coefficient * x[self.index]
        sums = np.concatenate([np.zeros(1, np.int64), np.cumsum(products)])
        over: Integers = sums[self.start[1:]] - sums[self.start[:-1]] - self.limit
        return over

    def allows(self, x: Integers) -> bool:
        """Say whether x keeps every row and every settled choice, in exact arithmetic."""
        settled = bool((self.lower <= x).all() and (x <= self.upper).all())
        return settled and bool((self.excess(x) <= 0).all())


@dataclass(frozen=True, slots=True)
class Solution:
    """What the solver found: x is None when it found nothing that is allowed.

    `bound` is a proved upper bound of cost @ x, in the units of cost; `proved` says that x is
    the maximum up to the asked gap ("infeasible" is proved too).
    """

    status: Literal["optimal", "infeasible", "stopped"]
    x: Integers | None
    value: int
    bound: float

    @property
    def proved(self) -> bool:
        """Whether nothing is left to search."""
        return self.status != "stopped"


def scaled_cost(cost: Integers) -> tuple[Floats, float]:
    """Return the cost as the solver should see it, and what one of its units is worth."""
    divisor = int(np.gcd.reduce(cost)) if cost.size else 1
    reduced = cost // max(divisor, 1)
    total = float(np.abs(reduced).sum())
    if total <= EXACT_SIZE:
        return reduced.astype(np.float64), float(max(divisor, 1))
    unit = 2.0 ** np.ceil(np.log2(total / OBJECTIVE_SIZE))
    return reduced / unit, unit * divisor


def scaled_rows(program: BinaryProgram) -> tuple[Floats, Floats]:
    """Return the rows' coefficients and limits as the solver should see them."""
    coefficient = program.coefficient.astype(np.float64)
    limit = program.limit.astype(np.float64)
    for row in range(program.limit.size):
        span = slice(program.start[row], program.start[row + 1])
        whole = program.coefficient[span]
        divisor = max(1, int(np.gcd.reduce(whole))) if whole.size else 1
        largest = float(np.abs(whole).max()) / divisor if whole.size else 1.0
        if largest <= SMALL_ROW:
            coefficient[span] = whole // divisor
            limit[row] = program.limit[row] // divisor
        else:
            unit = 2.0 ** np.floor(np.log2(largest * divisor / ROW_SIZE))
            coefficient[span] /= unit
            limit[row] /= unit
    return coefficient, limit
