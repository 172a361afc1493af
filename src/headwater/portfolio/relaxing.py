"""A portfolio from the relaxation: what that leaves in doubt goes to the solver, the rest stays.

Where there are many choices and few limits the relaxation is almost whole, and a solve of the few
choices that it has between 0 and 1, or nearly so, comes very near to the bound at once.
Approximate: the bound is the relaxation's.
"""

import numpy as np

from headwater.numeric.milp import Report, maximize
from headwater.numeric.programs import BinaryProgram
from headwater.portfolio.grids import Floats, Integers
from headwater.portfolio.model import Model
from headwater.portfolio.searching import Priced
from headwater.portfolio.solver import Solver
from headwater.portfolio.tree import Part, part_of

WHOLE = 1e-7
"""How near to 0 or 1 a relaxed choice is to count as settled."""
CHOICES = 400
"""Choices opened beside those that the relaxation has between 0 and 1."""
NODES = 50
"""Nodes that the solver may look at: it ends at the same one on every machine."""


def between(relaxed: Floats) -> Integers:
    """Return the positions of what the relaxation has between 0 and 1."""
    found: Integers = np.flatnonzero(np.abs(relaxed - np.rint(relaxed)) > WHOLE)
    return found


def with_joint(model: Model, program: BinaryProgram, some: Integers) -> Integers:
    """Return these choices and the synergies they belong to, as far as they are open."""
    every = set(some.tolist())
    for number, (members, _, _) in enumerate(model.synergies):
        if any(each in every for each in members):
            every.add(model.size + number)
    found = np.array(sorted(every), np.int64)
    return found[program.lower[found] < program.upper[found]]


def from_relaxation(
    solver: Solver, cost: Integers, at: Priced, relaxed: Floats, *, report: Report | None = None
) -> Integers | None:
    """Return an allowed portfolio near the relaxation, or None where the solver found none."""
    program = solver.program
    doubt = np.where(program.lower < program.upper, np.abs(at.reduced), np.inf)
    doubtful = np.argsort(doubt, kind="stable")[:CHOICES]
    picked = np.concatenate([doubtful, between(relaxed)])
    free = with_joint(solver.model, program, picked)
    base = np.rint(relaxed).astype(np.int64)
    base[free] = 0
    part = part_of(solver.columns, cost, base, free, -program.excess(base))
    if not part.fits:
        return None
    found = maximize(_alone(part), most_nodes=NODES, report=report)
    if found.x is None:
        return None
    base[free] = found.x
    whole = solver.model.with_synergies(base)
    return whole if program.allows(whole) else None


def _alone(part: Part) -> BinaryProgram:
    """Return the open choices as a program of their own."""
    taken = part.rows != 0
    start = np.concatenate([np.zeros(1, np.int64), np.cumsum(taken.sum(axis=1))])
    size = part.free.size
    return BinaryProgram(
        part.cost, start, np.nonzero(taken)[1], part.rows[taken], part.room,
        np.zeros(size, np.int64), np.ones(size, np.int64),
    )  # fmt: skip
