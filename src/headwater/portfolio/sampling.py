"""A fair sample of non-dominated portfolios: the best one for each of many drawn opinions.

A draw takes weights from the hull of the vertices (Dirichlet shares of the vertices, all
parameters 1) and each value uniformly from its range, and finds the best portfolio for them.
Such a portfolio is not dominated: weights inside the hull count every vertex.
"""

from dataclasses import dataclass

import numpy as np

from headwater.numeric.streams import blocks
from headwater.portfolio.grids import Floats, Integers
from headwater.portfolio.model import Model, weighted
from headwater.portfolio.solver import Solver
from headwater.vocabulary.progress import Progress, Watcher

STAGE = "Sampling portfolios that nothing beats"
NUDGE = 1e-6
"""Values are nudged at random by up to this part of their mean, so that equals take turns."""
MOST_NODES = 300_000
ALL_NODES = 60_000_000
FEWEST_NODES = 3_000
"""Choices tried for one draw and for all together at most; after that, for each further draw."""
TELL_EVERY = 20


@dataclass(frozen=True, slots=True)
class Sample:
    """The best portfolios of all draws, (draws, candidates), and how far they are proved.

    `unproved` counts draws whose portfolio may be improved, by at most `gap` of its value.
    """

    portfolios: Integers
    unproved: int
    gap: float


def sample(model: Model, *, seed: int, draws: int, path: int, watch: Watcher) -> Sample:
    """Draw opinions and return the best portfolio of each."""
    cost, _ = model.graded(model.middle_values)
    solver = Solver(model, cost)
    portfolios = np.zeros((draws, model.size), np.int64)
    unproved, gap, left = 0, 0.0, ALL_NODES
    for first, count, random in blocks(seed, draws, path):
        shares = random.dirichlet(np.ones(len(model.vertices)), size=count)
        weights = shares @ model.vertices
        nudges = random.uniform(0, NUDGE, (count, model.size))
        for number in range(count):
            at = random.uniform(size=model.lows.shape)
            values = weighted(model.lows + (model.highs - model.lows) * at, weights[number])
            cost = _nudged(model, values, weights[number], nudges[number])
            best = solver.quick(cost, most_nodes=max(min(MOST_NODES, left), FEWEST_NODES))
            left -= best.nodes
            portfolios[first + number] = best.x[: model.size]
            if not best.proved:
                unproved += 1
                gap = max(gap, (best.bound - best.value) / max(abs(best.value), 1))
            if (first + number) % TELL_EVERY == 0:
                watch(Progress(STAGE, fraction=(first + number) / draws))
    return Sample(portfolios, unproved, gap)


def _nudged(model: Model, values: Floats, weights: Floats, nudge: Floats) -> Integers:
    cost, _ = model.graded(values, weights)
    mean = float(np.abs(cost).sum()) / max(1, cost.size)
    moved = cost.copy()
    moved[: model.size] += np.rint(nudge * mean).astype(np.int64)
    return moved
