"""Compile the inner loops once, so that the first person does not wait for them."""

from headwater.portfolio.optimum import optimum
from headwater.portfolio.robust import robust
from headwater.vocabulary.judgement import WeightSet
from headwater.vocabulary.portfolio import Candidate, Limit, Problem
from headwater.vocabulary.units import Interval


def warm() -> None:
    """Solve two tiny problems: every inner loop is compiled and kept on disk."""
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
        weights = WeightSet(("value",), ((1.0,),), (1.0,))
        problem = Problem(candidates, weights, (Limit("budget", "budget", 12.0),))
        optimum(problem)
        robust(problem)
