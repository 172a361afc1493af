"""Polytopes of weights: their vertices, the extreme points of a cloud, and what encloses them.

A weight vector has n non-negative numbers that sum to 1. Arrays of points have shape (k, n),
one point a row, sorted, without duplicates. Numbers closer than 1e-9 count as equal.
"""

import numpy as np
from numpy.typing import NDArray

from headwater.errors import InputError, TooLargeError

Floats = NDArray[np.float64]

TOLERANCE = 1e-9
MOST_RAYS = 512
"""How many rays `vertices` keeps at once before it gives up."""

MOST_LOOSE = 12
"""How many numbers of a box may vary before `share_vertices` gives up (2 to this power)."""


def vertices(matrix: Floats, limits: Floats, *, most: int = MOST_RAYS) -> Floats:
    """List the vertices of {w : matrix w <= limits, sum(w) = 1, w >= 0}.

    Parameters
    ----------
    matrix
        Shape (m, n); m may be 0.
    limits
        Shape (m,).
    most
        How many rays to keep at once.

    Returns
    -------
    Floats
        Shape (k, n); k is 0 when no weights satisfy the constraints.

    Raises
    ------
    TooLargeError
        If more than `most` rays arise on the way.

    Notes
    -----
    The double description method [motzkin1953]_ on the cone over the polytope, with the
    combinatorial adjacency test, which also holds where many constraints meet in one vertex.
    """
    rows = _homogeneous(matrix, limits)
    size = rows.shape[1]
    rays: Floats = np.eye(size)
    tight = ~np.eye(size, dtype=bool)  # which constraints hold with equality at which ray
    for row in rows:
        rays, tight = _cut(rays, tight, row)
        if len(rays) > most:
            raise TooLargeError(f"the weights have more than {most} extreme points")
    return _tidy(rays)


def extreme_points(points: Floats, *, most: int | None = None) -> Floats:
    """Keep the points that are not in the convex hull of the others.

    Parameters
    ----------
    points
        Shape (k, n), any numbers of ordinary size; the points may lie on a line or a plane.
    most
        How many extreme points are of use; None: any number.

    Returns
    -------
    Floats
        Shape (j, n), 1 <= j <= k, sorted.

    Raises
    ------
    TooLargeError
        If there are more than `most`: as soon as that is sure, not after all are found.

    Notes
    -----
    A point outside the hull of the extreme points known so far is separated from it by the
    residual of a non-negative least squares fit; the farthest point in that direction is
    extreme [clarkson1994]_. Points that stick out by less than 1e-9 are dropped.
    """
    cloud = _distinct(points)
    known = _seeds(cloud)
    for number in range(len(cloud)):
        while number not in known:
            direction = _separator(cloud[sorted(known)], cloud[number])
            if direction is None:
                break
            known.add(_farthest(cloud, direction, number, known))
        if most is not None and len(known) > most:
            raise TooLargeError(f"the points have more than {most} extreme ones")
    return cloud[sorted(known)]


def share_vertices(low: Floats, high: Floats) -> Floats:
    """List the vertices of {p / sum(p) : low <= p <= high}, the shares that a box of points allows.

    Parameters
    ----------
    low, high
        Shape (n,), 0 <= low <= high, not all `high` 0. An infinite `high` goes with `low` 0
        and means that nothing at all is known of that number.

    Returns
    -------
    Floats
        Shape (k, n). Where every `low` is 0 the set is closed: it holds the limits of shares
        as all points shrink together.

    Raises
    ------
    TooLargeError
        If more than 12 numbers vary.

    Notes
    -----
    The set is the convex hull of the images of the box's corners. The image of a corner is
    extreme when it has one positive share, or holds a number at its high end and one at its
    positive low end (a number known exactly is both): then n - 1 independent constraints
    low_j w_i <= high_i w_j are tight.
    """
    if not np.any(high > 0):
        raise InputError("every number of points is 0; give at least one of them some points")
    boundless = np.isinf(high)
    if boundless.any():
        return _join(low, high, boundless)
    if not np.any(low > 0):
        return _tidy(np.eye(len(low))[high > 0])
    loose = np.flatnonzero(low < high)
    if len(loose) > MOST_LOOSE:
        raise TooLargeError(f"more than {MOST_LOOSE} numbers of points are ranges or blank")
    raised = np.ones((2 ** len(loose), len(low)), dtype=bool)
    raised[:, loose] = (np.arange(2 ** len(loose))[:, None] >> np.arange(len(loose))) & 1
    corners = np.where(raised, high, low)
    positive = corners > 0
    topped = np.any(positive & (corners == high), axis=1)
    bottomed = np.any(positive & (corners == low), axis=1)
    corners = corners[(positive.sum(axis=1) == 1) | (topped & bottomed)]
    return _tidy(corners / corners.sum(axis=1, keepdims=True))


def share_bounds(low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Return the smallest and the largest share of each number that a box of points allows."""
    size = range(len(low))
    others_high = np.array([np.delete(high, i).sum() for i in size])
    others_low = np.array([np.delete(low, i).sum() for i in size])
    finite = (high > 0) & np.isfinite(high)
    least = np.divide(low, low + others_high, out=np.zeros_like(low), where=low > 0)
    greatest = np.divide(high, high + others_low, out=np.isinf(high).astype(float), where=finite)
    return least, greatest


def bounds(matrix: Floats, limits: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the least and the greatest of each weight in the polytope, and a point inside.

    The polytope is that of `vertices`. The point is the mean of the solutions that leave each
    constraint the most room, so it lies in the relative interior.

    Raises
    ------
    InputError
        If no weights satisfy the constraints.
    """
    size = matrix.shape[1]
    ends = [_optimum(matrix, limits, sign * row) for sign in (1.0, -1.0) for row in np.eye(size)]
    roomy = [_optimum(matrix, limits, row) for row in matrix]
    inside = np.mean(np.array(ends + roomy), axis=0)
    low = np.array([ends[i][i] for i in range(size)])
    high = np.array([ends[size + i][i] for i in range(size)])
    return low, high, inside / inside.sum()


def enclose(low: Floats, high: Floats, *, most: int) -> Floats:
    """Return vertices of a polytope that holds every weight vector within the bounds.

    It starts from the simplex {w : w >= low, sum(w) = 1} over the weights that vary and cuts
    off what lies above `high`, the tightest bound first, leaving out each cut that would give
    more than `most` vertices. With all cuts it is {w : low <= w <= high, sum(w) = 1}.
    """
    loose = np.flatnonzero(high - low > TOLERANCE)
    if len(loose) == 0:
        return _tidy(low[None, :])
    slack = 1 - low.sum()
    room = (high - low)[loose] / slack
    rays: Floats = np.eye(len(loose))
    tight = ~np.eye(len(loose), dtype=bool)
    for place in np.argsort(np.round(room, 9), kind="stable"):
        row = np.eye(len(loose))[place] - room[place]
        cut_rays, cut_tight = _cut(rays, tight, row)
        if len(cut_rays) <= most:
            rays, tight = cut_rays, cut_tight
    corners = np.tile(low, (len(rays), 1))
    corners[:, loose] += slack * rays
    return _tidy(corners)


def _homogeneous(matrix: Floats, limits: Floats) -> Floats:
    rows = np.asarray(matrix, dtype=float) - np.asarray(limits, dtype=float)[:, None]
    sizes = np.abs(rows).max(axis=1, initial=0)
    scaled = rows[sizes > TOLERANCE] / sizes[sizes > TOLERANCE, None]
    return np.asarray(np.unique(scaled, axis=0), dtype=float)  # an order of their own


def _cut(rays: Floats, tight: NDArray[np.bool_], row: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    values = rays @ row
    outside = np.flatnonzero(values > TOLERANCE)
    inside = np.flatnonzero(values < -TOLERANCE)
    on_it = np.abs(values) <= TOLERANCE
    first, second = _adjacent(tight, outside, inside, rays.shape[1])
    fresh = values[first, None] * rays[second] - values[second, None] * rays[first]
    fresh /= fresh.sum(axis=1, keepdims=True)
    marks = np.column_stack([tight[first] & tight[second], np.ones(len(first), dtype=bool)])
    kept = values <= TOLERANCE
    old = np.column_stack([tight[kept], on_it[kept]])
    return np.vstack([rays[kept], fresh]), np.vstack([old, marks])


def _adjacent(
    tight: NDArray[np.bool_], outside: NDArray[np.intp], inside: NDArray[np.intp], size: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pair the rays that share an edge: no third ray is tight wherever both of them are."""
    flags = tight.astype(np.float64)
    shared = flags[outside] @ flags[inside].T
    pairs = np.argwhere(shared >= size - 2)
    first, second = outside[pairs[:, 0]], inside[pairs[:, 1]]
    common = flags[first] * flags[second]
    containing = (common @ (1 - flags).T == 0).sum(axis=1)
    edges = containing == 2
    return first[edges], second[edges]


def _tidy(points: Floats) -> Floats:
    clean = np.where(points < 1e-12, 0.0, points)
    return _distinct(clean / clean.sum(axis=1, keepdims=True) if len(clean) else clean)


def _distinct(points: Floats) -> Floats:
    order = points[np.lexsort(np.round(points, 9).T[::-1])]
    if _all_apart(order):
        return order
    kept: list[Floats] = []
    for point in order:
        if not kept or np.abs(np.array(kept) - point).max(axis=1).min() > TOLERANCE:
            kept.append(point)
    return np.array(kept) if kept else points


def _all_apart(points: Floats) -> bool:
    """Say that surely no two points are equal: they lie apart even along one direction."""
    direction = np.cos(np.arange(points.shape[1]) + 1.0)
    along = np.sort(points @ direction)
    return bool(len(along) < 2 or np.diff(along).min() > TOLERANCE * np.abs(direction).sum())


def _seeds(cloud: Floats) -> set[int]:
    ends = np.vstack([np.eye(cloud.shape[1]), -np.eye(cloud.shape[1])])
    return {_topmost(cloud, direction) for direction in ends}


def _topmost(cloud: Floats, direction: Floats) -> int:
    """Return the farthest point in a direction; of equals the last in order, which is extreme."""
    reach = cloud @ direction
    return int(np.flatnonzero(reach >= reach.max() - 1e-12)[-1])


def _separator(hull: Floats, point: Floats) -> Floats | None:
    from scipy.optimize import nnls  # slow to import

    system = np.vstack([hull.T, np.ones(len(hull))])
    target = np.append(point, 1.0)
    shares, distance = nnls(system, target, maxiter=50 * (len(hull) + len(target)))
    if distance <= TOLERANCE:
        return None
    direction = np.asarray((target - system @ shares)[:-1], dtype=float)
    scaled: Floats = direction / np.abs(direction).max()
    return scaled


def _farthest(cloud: Floats, direction: Floats, number: int, known: set[int]) -> int:
    found = _topmost(cloud, direction)
    return number if found in known else found  # a known one means a tie within rounding


def _join(low: Floats, high: Floats, boundless: NDArray[np.bool_]) -> Floats:
    corners = np.eye(len(low))[boundless]
    if not np.any(high[~boundless] > 0):
        return _tidy(corners)
    inner = share_vertices(low[~boundless], high[~boundless])
    widened = np.zeros((len(inner), len(low)))
    widened[:, ~boundless] = inner
    return _tidy(np.vstack([corners, widened]))


def _optimum(matrix: Floats, limits: Floats, objective: Floats) -> Floats:
    from scipy.optimize import linprog  # slow to import

    solved = linprog(
        objective, A_ub=matrix, b_ub=limits, A_eq=np.ones((1, matrix.shape[1])), b_eq=[1.0]
    )
    if solved.x is None:
        raise InputError("the judgements contradict each other: no weights satisfy them all")
    found: Floats = np.clip(np.asarray(solved.x, dtype=float), 0, None)
    return found
