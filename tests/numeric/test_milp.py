"""The door to the solver: exact answers, reports, limits."""

from time import monotonic

import numpy as np
import pytest

from headwater.errors import CancelledError
from headwater.numeric.milp import Relaxation, maximize
from headwater.numeric.programs import BinaryProgram


def knapsack(values: list[int], weights: list[list[int]], limits: list[int]) -> BinaryProgram:
    size = len(values)
    return BinaryProgram(
        cost=np.array(values, np.int64),
        start=np.arange(0, size * len(weights) + 1, size, dtype=np.int64),
        index=np.tile(np.arange(size, dtype=np.int64), len(weights)),
        coefficient=np.array(weights, np.int64).ravel(),
        limit=np.array(limits, np.int64),
        lower=np.zeros(size, np.int64),
        upper=np.ones(size, np.int64),
    )


def hard(size: int = 120, rows: int = 30) -> BinaryProgram:
    random = np.random.default_rng(3)
    weights = random.integers(10, 100, (rows, size))
    values = random.integers(40, 60, size)
    return knapsack(values.tolist(), weights.tolist(), (weights.sum(axis=1) * 2 // 5).tolist())


def test_a_small_one_is_solved() -> None:
    found = maximize(knapsack([6, 5, 4], [[3, 2, 2]], [4]))

    assert (found.status, found.value, found.bound) == ("optimal", 9, 9.0)
    assert found.x is not None
    assert found.x.tolist() == [0, 1, 1]


def test_a_limit_overshot_by_less_than_the_solver_can_see_is_still_kept() -> None:
    """Ten billion and one does not fit into ten billion."""
    big = 10**10
    found = maximize(knapsack([3, 2], [[big + 1, big]], [big]))

    assert (found.status, found.value) == ("optimal", 2)


def test_values_that_differ_in_the_tenth_digit_are_told_apart() -> None:
    found = maximize(knapsack([10**13 + 1000, 10**13], [[1, 1]], [1]))

    assert found.value == 10**13 + 1000


def test_nothing_allowed_is_said() -> None:
    assert maximize(knapsack([1], [[1]], [-1])).status == "infeasible"


def test_settled_choices_are_kept() -> None:
    program = knapsack([5, 1], [[1, 1]], [1])
    program.lower[1] = 1

    found = maximize(program)

    assert found.x is not None
    assert found.x.tolist() == [0, 1]


def test_it_reports_better_values_and_lower_bounds_and_gives_the_best_in_time() -> None:
    told: list[tuple[float | None, float]] = []

    found = maximize(
        hard(), report=lambda value, bound: told.append((value, bound)), time_limit=1.5
    )

    values = [value for value, _ in told if value is not None]
    assert values == sorted(values)
    assert found.status == "stopped"
    assert found.value <= found.bound
    assert found.value >= max(values) - 1e-6


def test_what_the_listener_raises_stops_it_and_comes_out() -> None:
    started = monotonic()

    def listen(_: float | None, __: float) -> None:
        if monotonic() - started > 0.5:
            raise CancelledError("Dev stopped it")

    with pytest.raises(CancelledError, match="Dev"):
        maximize(hard(), report=listen, time_limit=60)

    assert monotonic() - started < 2.5


def test_a_start_is_never_lost() -> None:
    program = hard()
    first = np.zeros(program.cost.size, np.int64)
    first[0] = 1

    found = maximize(program, first=first, time_limit=0.01)

    assert found.value >= program.cost[0]


def test_prices_bound_the_value() -> None:
    """Weak duality: prices @ limits + the gains at those prices is never below the optimum."""
    program = knapsack([6, 5, 4, 7], [[3, 2, 2, 5], [1, 4, 2, 2]], [7, 6])
    prices, x = Relaxation(program).prices(program.cost.astype(float))
    weights = program.coefficient.reshape(2, 4)
    bound = prices @ program.limit + np.maximum(program.cost - prices @ weights, 0).sum()

    best = maximize(program).value

    assert (prices >= 0).all()
    assert best <= bound + 1e-9
    assert bound == pytest.approx(float(program.cost @ x))
