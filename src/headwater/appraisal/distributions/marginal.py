"""The shape of one uncertain quantity: its value at any probability, and at any normal score."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri

TAIL = 1e-15
"""Probabilities nearer to 0 or 1 are drawn in to it."""


@dataclass(frozen=True)
class Marginal:
    """A distribution by its inverse.

    Attributes
    ----------
    name
        The shape in a few words.
    at
        Value at normal scores: an array of any shape to one of the same shape, not falling.
    steps
        Whether it jumps (discrete), so that no smooth table can stand for it.
    """

    name: str
    at: Callable[[Any], Any]
    steps: bool = False
    doubts: tuple[str, ...] = field(default=())

    def quantile(self, probability: Any) -> Any:
        """Return the value at probabilities from 0 to 1."""
        return self.at(ndtri(np.clip(probability, TAIL, 1 - TAIL)))

    def of(self, ratio: float) -> "Marginal":
        """Return the distribution of a multiple of the quantity."""
        if ratio >= 0:
            return Marginal(self.name, lambda z: ratio * self.at(z), self.steps, self.doubts)
        return Marginal(
            self.name, lambda z: ratio * self.at(-np.asarray(z)), self.steps, self.doubts
        )


def by_probability(
    name: str, inverse: Callable[[Any], Any], *, steps: bool = False, doubts: tuple[str, ...] = ()
) -> Marginal:
    """Make a distribution from its inverse in probability."""
    return Marginal(name, lambda z: inverse(np.clip(ndtr(z), TAIL, 1 - TAIL)), steps, doubts)


def constant(value: float) -> Marginal:
    """Return what is known for certain."""
    return Marginal(f"{value:g}", lambda z: np.full_like(np.asarray(z, dtype=float), value))
