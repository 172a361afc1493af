"""Herds of portfolios: never a broken limit, the same for a seed, good finds."""

import numpy as np
import pytest

from benchmarks.portfolio_instances import tight
from headwater.portfolio.breeding import Breeding
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


def _herd(part: Part, seed: int, *, start: np.ndarray | None = None) -> Breeding:
    first = np.zeros(part.free.size, np.int64) if start is None else start
    return Breeding(part, first, np.full(part.free.size, 0.5), seed)


@pytest.mark.parametrize("seed", range(6))
def test_a_herd_keeps_every_row_and_finds_the_best_of_a_small_problem(seed: int) -> None:
    part = _part(seed)
    herd = _herd(part, seed)
    herd.run(20_000)
    every = herd.best(5)
    assert all((part.rows @ x <= part.room).all() for x in every)
    assert int(part.cost @ every[0]) == _best(part)
    assert herd.work > 0


def test_a_herd_is_the_same_for_the_same_seed_and_never_ends_below_its_start() -> None:
    part = _part(3, size=40, ruled=False)
    tree = Tree(part, 1.0, rise=1.0)
    tree.run(50_000_000)
    assert tree.found is not None
    one, same = (_herd(part, 5, start=tree.found) for _ in range(2))
    one.run(900)
    for _ in range(3):  # left and gone on with
        same.run(300)
    assert np.array_equal(one.best(9), same.best(9))
    assert part.cost @ one.best(1)[0] >= part.cost @ tree.found


def test_a_herd_ends_when_nothing_new_is_good_enough() -> None:
    herd = _herd(_part(1), 1)
    herd.run(10**9)
    assert herd.done


def test_a_herd_stops_when_it_is_told_to() -> None:
    herd = _herd(_part(3, size=60, rows=8), 1)
    asked: list[int] = []

    def pulse() -> bool:
        asked.append(herd.work)
        return len(asked) < 2

    herd.run(10**9, pulse=pulse)
    assert len(asked) == 2
    assert not herd.done


def test_nothing_is_claimed_where_nothing_is_allowed() -> None:
    part = _part(1)
    impossible = Part(
        part.free, part.base, part.rows[-1:], np.array([-3]), part.cost, part.offset, True
    )
    herd = _herd(impossible, 1)
    herd.run(500)
    assert herd.best(5) == []


def test_without_a_row_that_binds_all_that_is_worth_something_is_chosen() -> None:
    part = _part(2)
    free = Part(
        part.free, part.base, np.zeros((0, part.free.size), np.int64), np.zeros(0, np.int64),
        part.cost, 0, True,
    )  # fmt: skip
    assert np.array_equal(_herd(free, 1).best(1)[0], part.cost > 0)


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
