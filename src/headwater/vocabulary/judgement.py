"""Judgements that leaders give, and the sets of weights that follow from them."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isclose
from typing import Literal

from headwater.errors import InputError
from headwater.vocabulary.units import Interval


@dataclass(frozen=True, slots=True)
class WeightSet:
    """All criterion weights that the judgements allow: the convex hull of `vertices`.

    Attributes
    ----------
    criteria
        Names of the n criteria.
    vertices
        Extreme weights, one tuple of n numbers each; none negative, each summing to 1.
        One vertex means that the weights are known.
    centre
        One weight vector in the relative interior of the hull, summing to 1.
    doubts
        What a reader should know before relying on the weights, as whole sentences.
    """

    criteria: tuple[str, ...]
    vertices: tuple[tuple[float, ...], ...]
    centre: tuple[float, ...]
    doubts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.vertices:
            raise InputError("the judgements contradict each other: no weights satisfy them all")
        for vector in (*self.vertices, self.centre):
            if len(vector) != len(self.criteria):
                raise InputError(
                    f"{len(vector)} weights were given for {len(self.criteria)} "
                    f"criteria: {', '.join(self.criteria)}"
                )
            if any(weight < 0 for weight in vector):
                raise InputError(f"a weight is negative: {vector}")
            if not isclose(total := sum(vector), 1.0, abs_tol=1e-9):
                raise InputError(f"weights sum to {total:.6g}; they must sum to 1")

    def range_of(self, criterion: str) -> Interval:
        """Return the smallest and the largest weight that a criterion can have."""
        column = self.criteria.index(criterion)
        weights = [vertex[column] for vertex in self.vertices]
        return Interval(min(weights), max(weights))


@dataclass(frozen=True, slots=True)
class Priorities:
    """What one leader's answers say of the weights, and how far they hang together.

    Attributes
    ----------
    weights
        The weights that the answers allow.
    inconsistency
        The method's own measure, 0 when the answers agree with each other perfectly;
        None where the method has none.
    doubts
        What a reader should know before relying on the weights, as whole sentences.
    """

    weights: WeightSet
    inconsistency: float | None = None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupPriorities:
    """What all leaders together say: every weight vector that one of them, or a mix, allows.

    Attributes
    ----------
    weights
        The convex hull of the leaders' own sets; its centre gives every leader an equal voice.
    by_leader
        Each leader's own priorities.
    """

    weights: WeightSet
    by_leader: Mapping[str, Priorities]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Consensus:
    """How far the leaders' central weights agree.

    Attributes
    ----------
    leaders
        How many there are.
    similarity
        Goepel's consensus indicator from Shannon entropies: 0 (opposed) to 1 (the same).
    word
        The similarity in a word: very low, low, moderate, high or very high.
    concordance
        Kendall's W of the leaders' rankings of the criteria, corrected for ties: 0 to 1;
        None where no leader ranks one criterion above another.
    doubts
        Whole sentences.
    """

    leaders: int
    similarity: float
    word: Literal["very low", "low", "moderate", "high", "very high"]
    concordance: float | None
    doubts: tuple[str, ...] = ()
