"""Walks through allowed portfolios: never a broken limit, the same for a seed, good finds."""

import numpy as np
import pytest

from benchmarks.portfolio_instances import tight
from headwater.portfolio.annealing import walked
from headwater.portfolio.model import compile_model
from headwater.portfolio.neighbourhoods import Neighbourhoods
from headwater.portfolio.optimum import optimum
from headwater.portfolio.solver import Solver
from headwater.portfolio.tree import Part, Tree


def _part(seed: int, *, rows: int = 4, size: int = 14, ruled: bool = True) -> Part:
    random = np.random.default_rng(seed)
    taken = random.integers(1, 60, (rows, size))
    room = taken.sum(axis=1) // 2
    if ruled:  # the first requires the second, the third excludes the fourth, one of the last two
        rules = np.zeros((3, size), np.int64)
        rules[0, :2], rules[1, 2:4], rules[2, -2:] = (1, -1), 1, -1
        taken, room = np.vstack([taken, rules]), np.concatenate([room, [0, 1, -1]])
    every = np.arange(size, dtype=np.int64)
    cost = random.integers(-5, 90, size)
    order = np.argsort(-cost)
    return Part(
        every, np.zeros(size, np.int64), np.ascontiguousarray(taken[:, order]), room, cost[order],
        0, True,
    )  # fmt: skip


def _best(part: Part) -> int:
    size = part.free.size
    every = (np.arange(2**size)[:, None] >> np.arange(size)) & 1
    allowed = (every @ part.rows.T <= part.room).all(axis=1)
    return int((every[allowed] @ part.cost).max())


@pytest.mark.parametrize("seed", range(6))
def test_a_walk_keeps_every_row_and_finds_the_best_of_a_small_problem(seed: int) -> None:
    part = _part(seed)
    start = np.zeros(part.free.size, np.int64)
    x, work = walked(part, start, moves=20_000, most_out=4, seed=seed)
    assert x is not None
    assert (part.rows @ x <= part.room).all()
    assert int(part.cost @ x) == _best(part)
    assert work > 0


def test_a_walk_is_the_same_for_the_same_seed_and_never_ends_below_its_start() -> None:
    part = _part(3, size=40, ruled=False)
    tree = Tree(part, 1.0, rise=1.0)
    tree.run(50_000_000)
    assert tree.found is not None
    one, same = (walked(part, tree.found, moves=300, most_out=8, seed=5)[0] for _ in range(2))
    assert one is not None and same is not None
    assert np.array_equal(one, same)
    assert part.cost @ one >= part.cost @ tree.found


def test_nothing_is_claimed_where_nothing_is_allowed() -> None:
    part = _part(1)
    impossible = Part(
        part.free, part.base, part.rows[-1:], np.array([-3]), part.cost, part.offset, True
    )
    start = np.zeros(part.free.size, np.int64)
    assert walked(impossible, start, moves=500, most_out=4, seed=1)[0] is None


def test_without_a_row_that_binds_all_that_is_worth_something_is_chosen() -> None:
    part = _part(2)
    free = Part(
        part.free, part.base, np.zeros((0, part.free.size), np.int64), np.zeros(0, np.int64),
        part.cost, 0, True,
    )  # fmt: skip
    x, _ = walked(free, np.zeros(part.free.size, np.int64), moves=10, most_out=4, seed=1)
    assert x is not None
    assert np.array_equal(x, part.cost > 0)


def _search(seed: int) -> Neighbourhoods:
    problem = tight(24, seed=seed)
    model = compile_model(problem)
    cost, _ = model.graded(model.middle_values)
    solver = Solver(model, cost)
    at, _ = solver.price(cost)
    return Neighbourhoods(solver, cost, at, max(solver.starts(cost, at), key=cost.__matmul__), 1)


@pytest.mark.parametrize("seed", [1, 2])
def test_all_ways_together_find_the_proved_best_and_the_same_steps_each_time(seed: int) -> None:
    one, same = _search(seed), _search(seed)
    while not one.round_done:
        assert one.step() == same.step()
        assert np.array_equal(one.x, same.x)
    assert one.work == same.work
    best = optimum(tight(24, seed=seed), ties=False)
    assert best.status == "optimal"
    model = compile_model(tight(24, seed=seed))
    assert model.value_of(one.x) == pytest.approx(best.value)
