"""Branch and bound, deepening and the race: against the oracle, and stopped in the middle."""

from importlib import import_module
from threading import active_count
from time import monotonic
from typing import Any

import brute
import numpy as np
import pytest
import random_problems
from short import knapsack

from headwater.errors import CancelledError, InfeasibleError
from headwater.numeric.programs import BinaryProgram, Solution
from headwater.portfolio import optimum, racing, tree
from headwater.portfolio.deepening import Deepening
from headwater.portfolio.grids import off_grid
from headwater.portfolio.model import Model, compile_model
from headwater.portfolio.neighbourhoods import Neighbourhoods
from headwater.portfolio.racing import race
from headwater.portfolio.solver import Solver
from headwater.portfolio.tree import Tree, least_rise, opened, part_of
from headwater.vocabulary.portfolio import Problem
from headwater.vocabulary.progress import Progress

MUCH = 10**12
best = import_module("headwater.portfolio.optimum")


def _made(seed: int, *, projects: int = 30, rows: int = 6) -> Problem:
    random = np.random.default_rng(seed)
    uses = random.integers(5, 60, (rows, projects))
    values = random.integers(10, 60, projects)
    return knapsack([values.tolist()], uses.tolist(), (0.4 * uses.sum(axis=1)).round().tolist())


def _whole(model: Model) -> tuple[Solver, np.ndarray, Tree]:
    """A search of everything, nothing known: as a part, with no goal to speak of."""
    cost, _ = model.graded(model.middle_values)
    solver = Solver(model, cost)
    program = solver.program
    free = np.flatnonzero(program.lower < program.upper)
    base = np.where(program.lower == program.upper, program.lower, 0)
    part = part_of(solver.columns, cost, base, free, -program.excess(base))
    return solver, cost, Tree(part, -(float(MUCH) ** 2), rise=1.0)


@pytest.mark.parametrize("seed", range(80))
def test_the_tree_finds_what_the_oracle_finds(seed: int):
    problem, _, centre = random_problems.problem(seed, most=8)
    expected = brute.optimum(problem, centre)
    model = compile_model(problem)
    solver, cost, tree = _whole(model)

    assert tree.run(MUCH)

    if expected is None:
        assert tree.found is None
    else:
        assert solver.program.allows(tree.found)
        power = model.power_at(model.centre)
        assert off_grid(int(cost @ tree.found), power) == pytest.approx(float(expected[0]))


@pytest.mark.parametrize("seed", range(12))
def test_no_goal_above_the_best_is_reached_and_the_roof_is_a_bound(seed: int):
    model = compile_model(_made(seed))
    solver, cost, tree = _whole(model)
    assert tree.run(MUCH)
    best = int(cost @ tree.found)
    at, _ = solver.price(cost)

    for more in (1.0, 0.1 * (at.bound - best), 0.5 * (at.bound - best)):
        goal = best + max(more, least_rise(cost, best))
        part, roof = opened(solver.program, solver.columns, cost, at, goal)
        above = Tree(part, goal, rise=1.0)
        assert above.run(MUCH)
        assert above.found is None
        assert best <= max(roof, above.roof) < goal


def test_a_search_in_pieces_is_the_same_search():
    model = compile_model(_made(3))
    _, _, whole = _whole(model)
    _, _, pieces = _whole(model)

    assert whole.run(MUCH)
    for number in range(1, 10_000):
        if pieces.run(number * 20_000):
            break

    assert (pieces.nodes, pieces.work, pieces.roof) == (whole.nodes, whole.work, whole.roof)
    assert (pieces.found == whole.found).all()


@pytest.mark.parametrize("seed", range(8))
def test_deepening_proves_the_best_from_any_start(seed: int):
    model = compile_model(_made(seed, projects=40))
    solver, cost, tree = _whole(model)
    assert tree.run(MUCH)
    at, _ = solver.price(cost)
    start = model.with_synergies(np.zeros(model.size, np.int64))
    deep = Deepening(solver, cost, at, start)
    bounds: list[float] = []

    def told(bound: float) -> bool:
        bounds.append(bound)
        return True

    deep.run(lambda: start, told)

    assert deep.proved
    assert deep.value == deep.bound == int(cost @ tree.found)
    assert bounds == sorted(bounds, reverse=True)


def test_neighbourhoods_only_get_better_and_follow_their_seed():
    problem = _made(1, projects=120, rows=15)
    model = compile_model(problem)
    cost, _ = model.graded(model.middle_values)

    def values(seed: int) -> list[int]:
        solver = Solver(model, cost)
        at, _ = solver.price(cost)
        near = Neighbourhoods(solver, cost, at, next(solver.starts(cost, at)), seed)
        found = [near.value]
        for _ in range(10):
            near.step()
            assert solver.program.allows(near.x)
            found.append(near.value)
        return found

    first = values(1)
    assert first == sorted(first)
    assert first[-1] > first[0]
    assert values(1) == first


def test_the_race_ends_with_the_proved_best_and_no_thread_left():
    model = compile_model(_made(2, projects=60, rows=10))
    cost, _ = model.graded(model.middle_values)
    solver = Solver(model, cost)
    at, _ = solver.price(cost)
    before = active_count()

    def unwanted(*_given: object) -> tuple[np.ndarray, float, bool]:
        raise AssertionError("tables of its own are enough for this")

    found = race(solver, cost, at, next(solver.starts(cost, at)), lambda _x, _bound: True, unwanted)

    assert found.proved
    assert found.bound == int(cost @ found.x)
    assert active_count() == before


def test_what_is_found_while_the_solver_works_on_the_proof_is_told_at_once(monkeypatch):
    monkeypatch.setattr(tree, "MOST_BYTES", 0)  # as if its tables were too large
    monkeypatch.setattr(racing, "FIRST_WORK", 0)
    monkeypatch.setattr(best, "SHORT_STEPS", 0)
    monkeypatch.setattr(best, "QUICK_STEPS", 0)
    told: list[float] = []
    first: list[float] = []

    def watch(progress: Progress) -> None:
        told.append(progress.value or 0.0)

    def slow(program: BinaryProgram, **given: Any) -> Solution:
        first.append(told[-1])
        ends = monotonic() + 60
        while told[-1] <= first[0] and monotonic() < ends:
            given["report"](None, np.inf)
        return Solution("stopped", given["first"], int(program.cost @ given["first"]), np.inf)

    monkeypatch.setattr(best, "maximize", slow)
    found = optimum(_made(3, projects=80, rows=12), watch=watch, ties=False)

    assert max(told) > first[0]
    assert found.value >= max(told)
    assert found.status == "best found"


def test_the_race_is_stopped_by_its_listener_within_two_seconds():
    problem = _made(7, projects=200, rows=30)
    asked: list[float] = []
    started = monotonic()

    def watch(told: Progress) -> None:
        if told.gap is not None and monotonic() - started > 4:
            asked.append(monotonic())
            raise CancelledError("Amara stopped it")

    before = active_count()
    with pytest.raises(CancelledError, match="Amara"):
        optimum(problem, watch=watch)

    assert monotonic() - asked[0] < 2
    assert active_count() == before


def test_nothing_allowed_is_told_by_the_tree_too():
    rows = [[2.0] * 3, [1.0] * 3]
    problem = knapsack([[1.0, 1.0, 1.0]], rows, [-1.0, 3.0])
    _, _, tree = _whole(compile_model(problem))

    assert tree.run(MUCH)
    assert tree.found is None
    with pytest.raises(InfeasibleError):
        optimum(problem)
