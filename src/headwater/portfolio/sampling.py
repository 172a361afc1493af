"""A fair sample of non-dominated portfolios: the best one for each of many drawn opinions.

A draw takes weights from the hull of the vertices (Dirichlet shares of the vertices, all
parameters 1) and each value uniformly from its range, and finds the best portfolio for them.
Such a portfolio is not dominated: weights inside the hull count every vertex.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from headwater.numeric.streams import blocks
from headwater.portfolio.grids import Floats, Integers
from headwater.portfolio.model import Model, weighted
from headwater.portfolio.solver import Solver
from headwater.vocabulary.progress import Progress, Watcher

STAGE = "Sampling portfolios that nothing beats"
Choices = NDArray[np.uint8]
NUDGE = 1e-6
"""Values are nudged at random by up to this part of their mean, so that equals take turns."""
MOST_STEPS = 1_000_000
ALL_STEPS = 200_000_000
FEWEST_STEPS = 10_000
"""Steps of the search for one draw, for all together, and after that for each further draw."""
TELL_EVERY = 20


@dataclass(frozen=True, slots=True)
class Sample:
    """The best portfolios of all draws, (draws, candidates), and how far they are proved.

    `unproved` counts draws whose portfolio may be improved, by at most `gap` of its value.
    """

    portfolios: Choices
    unproved: int
    gap: float


def sample(model: Model, *, seed: int, draws: int, path: int, watch: Watcher) -> Sample:
    """Draw opinions and return the best portfolio of each."""
    cost, _ = model.graded(model.middle_values)
    solver = Solver(model, cost)
    portfolios = np.zeros((draws, model.size), np.uint8)
    unproved, gap, left = 0, 0.0, ALL_STEPS
    for first, count, random in blocks(seed, draws, path):
        shares = random.dirichlet(np.ones(len(model.vertices)), size=count)
        weights = shares @ model.vertices
        nudges = random.uniform(0, NUDGE, (count, model.size))
        for number in range(count):
            at = random.uniform(size=model.lows.shape)
            values = weighted(model.lows + (model.highs - model.lows) * at, weights[number])
            cost = _nudged(model, values, weights[number], nudges[number])
            best = solver.quick(cost, most_steps=max(min(MOST_STEPS, left), FEWEST_STEPS))
            left -= best.steps
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
