"""Compile the inner loops once, so that the first person does not wait for them."""

import numpy as np

from headwater.numeric.streams import stream
from headwater.portfolio.deepening import Deepening
from headwater.portfolio.model import compile_model
from headwater.portfolio.neighbourhoods import Neighbourhoods
from headwater.portfolio.optimum import optimum
from headwater.portfolio.robust import robust
from headwater.portfolio.solver import Solver
from headwater.vocabulary.judgement import WeightSet
from headwater.vocabulary.portfolio import Candidate, Limit, Problem
from headwater.vocabulary.units import Interval

HARD, ROWS = 40, 12
"""Projects and limits of the problem that makes every way of searching take a turn."""


def warm() -> None:
    """Solve tiny problems and begin a hard one: every inner loop is compiled and kept on disk."""
    weights = WeightSet(("value",), ((1.0,),), (1.0,))
    for width in (0.0, 1.0):
        candidates = tuple(
            Candidate(
                id=f"p{number}",
                name=f"Project {number}",
                values={"value": Interval(float(number), number + width)},
                uses={"budget": Interval.point(float(2 + number % 3))},
            )
            for number in range(9)
        )
        problem = Problem(candidates, weights, (Limit("budget", "budget", 12.0),))
        optimum(problem)
        robust(problem)
    _begin(_hard(weights))


def _hard(weights: WeightSet) -> Problem:
    uses = stream(1, 0).integers(1, 100, (HARD, ROWS))
    return Problem(
        tuple(
            Candidate(
                f"p{number}",
                f"Project {number}",
                {"value": Interval.point(float(row.mean().round() + number % 7))},
                {f"budget {at}": Interval.point(float(use)) for at, use in enumerate(row)},
            )
            for number, row in enumerate(uses)
        ),
        weights,
        tuple(
            Limit(f"budget {at}", "budget", float(np.floor(total / 2)))
            for at, total in enumerate(uses.sum(axis=0))
        ),
    )


def _begin(problem: Problem) -> None:
    """Take one turn of every way to better portfolios, and the first step of a proof."""
    model = compile_model(problem)
    cost, _ = model.graded(model.middle_values)
    solver = Solver(model, cost)
    at, _ = solver.price(cost)
    x = next(solver.starts(cost, at))
    near = Neighbourhoods(solver, cost, at, x, 1)
    while not near.round_done:
        near.step(lambda: False)
    Deepening(solver, cost, at, x).run(lambda: x, lambda _bound: False)
