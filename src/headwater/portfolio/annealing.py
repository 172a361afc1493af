"""A walk through allowed portfolios: some projects out, others in, losses kept ever more rarely.

Approximate: it says nothing about what it has not seen. What is seen follows from the seed and the
number of moves, never from time.
"""

import numpy as np

from headwater.portfolio.grids import Integers
from headwater.portfolio.searching import Pulse, rest
from headwater.portfolio.tree import Part

HOT, COLD = 0.25, 0.05
"""Loss kept once in e times, as part of the middle value of the open choices: first and last."""
SLICE = 20_000
"""Moves between two signs of life: some hundredths of a second."""


def walked(
    part: Part, start: Integers, *, moves: int, most_out: int, seed: int, pulse: Pulse = rest
) -> tuple[Integers | None, int]:
    """Return the best allowed choices seen, of the whole program, and the rows looked at.

    Parameters
    ----------
    part
        The open choices, the most promising first.
    start
        Shape (n,): open choices to start from; where they are not allowed it starts from none.
    moves, most_out
        Moves made, and choices taken out in one of them at most.
    """
    from headwater.portfolio.kernels.annealing import Open, Walk, wander

    if not part.fits or not part.free.size:
        return None, 0
    x = part.base.copy()
    if not part.rows.size:  # nothing binds
        x[part.free] = part.cost > 0
        return x, 0
    first = start.astype(np.int64)
    room = part.room - part.rows @ first
    if (room < 0).any():
        first, room = np.zeros_like(first), part.room.copy()
    value = int(part.cost @ first)
    known = bool((room >= 0).all())
    nothing = -int(np.abs(part.cost).sum()) - 1
    zeros = np.zeros((3, first.size), np.int64)
    open_ = Open(part.cost, np.ascontiguousarray(part.rows.T))
    walk = Walk(
        first.copy(), room, first.copy() if known else zeros[0], zeros[1], zeros[2],
        np.array([0, value, value if known else nothing, 0]), np.array([seed], np.uint64),
    )  # fmt: skip
    middle = max(float(np.median(np.abs(part.cost))), 1.0)
    for until in range(SLICE, moves + SLICE, SLICE):
        wander(open_, walk, HOT * middle, COLD * middle, moves, most_out, min(until, moves))
        if not pulse():
            break
    if walk.place[2] == nothing:
        return None, int(walk.place[3])
    x[part.free] = walk.best
    return x, int(walk.place[3])
