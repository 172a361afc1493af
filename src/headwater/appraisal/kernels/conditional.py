"""Conditions on the common shocks: only they are drawn, on axes turned to what matters most."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from scipy import optimize
from scipy.special import ndtr

from headwater.appraisal.kernels.model import LineModel
from headwater.appraisal.kernels.moments import (
    NODES,
    conditional_moments,
    conditional_tables,
    nodes,
)
from headwater.appraisal.simulate_draws import scores
from headwater.errors import InputError

Array: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Conditional:
    """A model ready for conditioning: its tables, and axes of the shocks, the steepest first."""

    model: LineModel

    @cached_property
    def tables(self) -> Array:
        """Conditional moments of each ratio."""
        return conditional_tables(self.model)

    @cached_property
    def axes(self) -> Array:
        """Years x years: the first axis runs along the direction that moves the sum most."""
        years = self.model.weights.shape[1]
        steps = np.concatenate([0.5 * np.eye(years), -0.5 * np.eye(years)])
        means = self.moments(steps)[0][:, 0]
        slope = means[:years] - means[years:]
        order = np.argsort(-np.abs(slope), kind="stable")
        axes, _ = np.linalg.qr(np.column_stack([slope, np.eye(years)[:, order[: years - 1]]]))
        return axes if axes[:, 0] @ slope >= 0 else -axes

    def moments(self, shocks: Array) -> tuple[Array, Array]:
        """Return moments of the sum at each row of shocks, and each case's variance at the last."""
        out, parts = np.empty((len(shocks), 3)), np.empty(len(self.model.weights))
        at, chance = nodes(NODES)
        conditional_moments(
            np.ascontiguousarray(shocks), self.tables, self.model.weights.astype(float), at, chance,
            self.model.common, self.model.case, out, parts,
        )  # fmt: skip
        return out, parts

    def block(self, seed: int, number: int, points: int) -> Array:
        """Return the moments of the sum at one block of shocks: points x 3."""
        years = self.model.weights.shape[1]
        return self.moments(scores(seed, number, points, years, "sobol") @ self.axes.T)[0]

    def independent_cases(self) -> float:
        """Return how many equal cases the noise of the sum is worth: (sum v)^2 / sum v^2."""
        _, parts = self.moments(np.zeros((1, self.model.weights.shape[1])))
        square = float((parts**2).sum())
        return float(parts.sum() ** 2) / square if square > 0 else np.inf


def share_carried(moments: Array) -> float:
    """Return the share of the variance that the common shocks carry."""
    between = float(moments[:, 0].var())
    total = between + float(moments[:, 1].mean())
    return between / total if total > 0 else 0.0


def below(moments: Array, value: float) -> float:
    """Return the probability that the sum is at most a value: a normal with a skew correction."""
    deviation = np.sqrt(moments[:, 1])
    z = (value - moments[:, 0]) / deviation
    skew = moments[:, 2] / moments[:, 1] ** 1.5
    dense = np.exp(-z * z / 2) / np.sqrt(2 * np.pi)
    return float(np.mean(ndtr(z) - dense * skew / 6 * (z * z - 1)))


def percentile(moments: Array, probability: float) -> float:
    """Return the value that the sum does not exceed with a probability.

    Raises
    ------
    InputError
        If nothing varies between the draws of a point.
    """
    if not np.all(moments[:, 1] > 0):
        raise InputError("the cases have no noise of their own; draw them plainly")
    deviation = np.sqrt(moments[:, 1])
    low = float((moments[:, 0] - 8 * deviation).min())
    high = float((moments[:, 0] + 8 * deviation).max())
    return float(
        optimize.brentq(
            lambda x: below(moments, x) - probability, low, high, xtol=1e-9 * (high - low)
        )
    )
