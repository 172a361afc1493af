"""Weights drawn evenly from a polytope, always the same ones."""

import numpy as np

from headwater.numeric.polytope import Floats
from headwater.numeric.streams import stream

CHAINS = 60
WARM_UP = 30


def points_inside(
    vertices: Floats, centre: Floats, rows: Floats, *, draws: int, seed: int = 0
) -> Floats:
    """Draw weights from the hull of `vertices`, nearly evenly.

    Parameters
    ----------
    vertices
        Shape (k, n): a polytope of weights.
    centre
        Shape (n,): a point within it.
    rows
        Shape (m, n): the constraints row w <= 0 that, with w >= 0, bound it within the plane
        of its vertices; m may be 0. One that the centre breaks does not count.
    draws
        How many, a multiple of 60.

    Returns
    -------
    Floats
        Shape (draws, n).

    Notes
    -----
    Hit and run [smith1984]_: 60 chains start at the centre and move in the direction from one
    vertex to another, both drawn at random, to an even point between the walls. The first 30
    moves are not used.
    """
    random = stream(seed)
    if len(vertices) == 1:
        return np.repeat(vertices, draws, axis=0)
    walls = np.vstack([rows[rows @ centre <= 1e-9], -np.eye(vertices.shape[1])])
    at: Floats = np.tile(centre, (CHAINS, 1))
    kept = []
    for move in range(WARM_UP + draws // CHAINS):
        ends = random.integers(len(vertices), size=(2, CHAINS))
        way = vertices[ends[0]] - vertices[ends[1]]
        slope, height = way @ walls.T, at @ walls.T
        reach = np.divide(-height, slope, out=np.zeros_like(slope), where=np.abs(slope) > 1e-12)
        ahead = np.where(slope > 1e-12, reach, np.inf).min(axis=1)
        behind = np.where(slope < -1e-12, reach, -np.inf).max(axis=1)
        moves = np.isfinite(ahead) & np.isfinite(behind)
        low = np.where(moves, np.minimum(behind, 0), 0)
        high = np.where(moves, np.maximum(ahead, 0), 0)
        at = at + (low + random.random(CHAINS) * (high - low))[:, None] * way
        if move >= WARM_UP:
            kept.append(at)
    found: Floats = np.clip(np.vstack(kept), 0, None)
    return found
