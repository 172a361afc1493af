"""Many cases as weighted lines whose ratios are drawn: the model that the fast kernels work on."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np

from headwater.appraisal.distributions import Marginal
from headwater.appraisal.kernels.tables import Table, table_of
from headwater.errors import InputError

Array: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class LineModel:
    """Cases whose value is a sum of yearly amounts, each multiplied by a drawn ratio.

    The ratio of case p in year t has the normal score common x M[t] + case x P[p] + own x e[p, t]:
    a shock of the year that strikes all cases, one of the case, and noise.

    Attributes
    ----------
    weights
        Cases x years: present value of each amount, costs negative.
    marginals
        By case, the distribution of its ratios.
    common, case, own
        Loadings; their squares sum to 1.
    """

    weights: Array
    marginals: tuple[Marginal, ...]
    common: float
    case: float
    own: float

    def __post_init__(self) -> None:
        if self.weights.ndim != 2 or len(self.marginals) != len(self.weights):
            raise InputError("give one distribution for each row of weights (cases x years)")
        if not np.all(np.isfinite(self.weights)):
            raise InputError("an amount is not a finite number; leave unknown years at 0")
        total = self.common**2 + self.case**2 + self.own**2
        if abs(total - 1) > 1e-9:
            raise InputError(f"the squares of the loadings sum to {total:.6g}; they must sum to 1")

    @cached_property
    def table(self) -> Table:
        """The ratios as piecewise cubics in the normal score."""
        return table_of(self.marginals)
