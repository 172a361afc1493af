"""Makes weight sets from polytopes, and keeps the number of their extreme points in bounds."""

from collections.abc import Sequence

import numpy as np

from headwater.errors import TooLargeError
from headwater.numeric import polytope
from headwater.numeric.polytope import Floats
from headwater.vocabulary.judgement import WeightSet

MOST_LEADER_VERTICES = 256
"""Extreme points that one leader's set may have before it is widened to a simpler one."""

WIDENED = (
    "The answers leave so much open that their exact weights have too many extreme points; "
    "a somewhat wider set of weights was used, which leaves none of them out."
)


def weight_set(criteria: Sequence[str], vertices: Floats, centre: Floats) -> WeightSet:
    """Make a record of vertices of shape (k, n) and a centre of shape (n,)."""
    return WeightSet(
        criteria=tuple(criteria),
        vertices=tuple(_weights(row) for row in vertices),
        centre=_weights(centre),
    )


def whole_simplex(criteria: Sequence[str]) -> WeightSet:
    """Allow every weighting; the centre is equal weights."""
    size = len(criteria)
    return weight_set(criteria, polytope.extreme_points(np.eye(size)), np.full(size, 1 / size))


def from_shares(
    criteria: Sequence[str], low: Floats, high: Floats, centre: Floats
) -> tuple[WeightSet, tuple[str, ...]]:
    """Allow {p / sum(p) : low <= p <= high} around a centre in it.

    Returns
    -------
    tuple
        The set, and doubts: that it had to be widened.
    """
    if np.array_equal(low, high):
        return weight_set(criteria, low[None, :] / low.sum(), centre), ()
    try:
        vertices = polytope.share_vertices(low, high)
    except TooLargeError:
        vertices = polytope.enclose(*polytope.share_bounds(low, high), most=MOST_LEADER_VERTICES)
        return weight_set(criteria, vertices, centre), (WIDENED,)
    if len(vertices) > MOST_LEADER_VERTICES:
        vertices = simpler(vertices, most=MOST_LEADER_VERTICES)
        return weight_set(criteria, vertices, centre), (WIDENED,)
    return weight_set(criteria, vertices, centre), ()


def polytope_points(matrix: Floats, limits: Floats) -> tuple[Floats, Floats, tuple[str, ...]]:
    """List extreme points of {w : matrix w <= limits, sum(w) = 1, w >= 0}, and a centre.

    Returns
    -------
    tuple
        Vertices of shape (k, n), their mean (or, where they are too many to list, another
        point in the relative interior), and doubts: that the set had to be widened.
    """
    try:
        vertices = polytope.vertices(matrix, limits)
    except TooLargeError:
        low, high, centre = polytope.bounds(matrix, limits)
        return polytope.enclose(low, high, most=MOST_LEADER_VERTICES), centre, (WIDENED,)
    if len(vertices) > MOST_LEADER_VERTICES:
        centre = vertices.mean(axis=0)
        return simpler(vertices, most=MOST_LEADER_VERTICES), centre, (WIDENED,)
    return vertices, vertices.mean(axis=0) if len(vertices) else vertices, ()


def simpler(vertices: Floats, *, most: int) -> Floats:
    """Enclose the hull of the vertices in a polytope with at most `most` (or n) of them."""
    return polytope.enclose(vertices.min(axis=0), vertices.max(axis=0), most=most)


def _weights(row: Floats) -> tuple[float, ...]:
    clean = np.clip(row, 0, None)
    return tuple(float(weight) for weight in clean / clean.sum())
