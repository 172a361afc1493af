"""Portfolios from the relaxation: allowed, near the bound, and the oracle's where all is open."""

import brute
import numpy as np
import pytest
import random_problems

from headwater.portfolio import optimum
from headwater.portfolio.grids import off_grid
from headwater.portfolio.model import compile_model
from headwater.portfolio.relaxing import between, from_relaxation
from headwater.portfolio.solver import Solver
from headwater.vocabulary.judgement import WeightSet
from headwater.vocabulary.portfolio import Candidate, Limit, Problem, Rule
from headwater.vocabulary.units import Interval


def _many(projects: int) -> Problem:
    random = np.random.default_rng(3)
    uses = random.integers(5, 90, (4, projects))
    values = uses.sum(axis=0) + random.integers(1, 90, projects)
    names = [f"limit {row}" for row in range(4)]
    rules = []
    for number in range(projects // 10):
        one, two = (f"p{at}" for at in random.choice(projects, 2, replace=False))
        kind = ("requires", "excludes", "synergy")[number % 3]
        amount = 9.0 if kind == "synergy" else None
        rules.append(Rule(kind, one, (two,), amount))
    return Problem(
        tuple(
            Candidate(
                f"p{at}",
                f"Project {at}",
                {"value": Interval.point(float(values[at]))},
                {name: Interval.point(float(uses[row, at])) for row, name in enumerate(names)},
            )
            for at in range(projects)
        ),
        WeightSet(("value",), ((1.0,),), (1.0,)),
        tuple(Limit(name, "budget", float(uses[row].sum() // 3)) for row, name in enumerate(names)),
        tuple(rules),
    )


@pytest.mark.parametrize("seed", range(60))
def test_with_all_choices_open_it_is_the_best(seed: int):
    problem, _, centre = random_problems.problem(seed, most=8)
    expected = brute.optimum(problem, centre)
    model = compile_model(problem)
    cost, power = model.graded(model.middle_values)
    solver = Solver(model, cost)
    at, relaxed = solver.price(cost)

    found = from_relaxation(solver, cost, at, relaxed)

    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert solver.program.allows(found)
        assert off_grid(int(cost @ found), power) == pytest.approx(float(expected[0]))


def test_of_many_projects_it_is_allowed_and_near_the_bound():
    model = compile_model(_many(1_500))
    cost, _ = model.graded(model.middle_values)
    solver = Solver(model, cost)
    at, relaxed = solver.price(cost)

    found = from_relaxation(solver, cost, at, relaxed)

    assert between(relaxed).size > 0
    assert found is not None
    assert solver.program.allows(found)
    assert 0 <= at.bound - int(cost @ found) <= 0.001 * at.bound
    again = from_relaxation(solver, cost, at, relaxed)
    assert again is not None
    assert (again == found).all()


def test_the_best_of_many_projects_starts_from_it():
    found = optimum(_many(1_500), time_limit=8.0, ties=False)

    assert found.gap <= 0.001
