"""What must hold for every portfolio: order, units, budgets, dominated projects."""

from dataclasses import replace
from random import Random

import pytest
import random_problems
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.errors import InfeasibleError
from headwater.portfolio import optimum, robust
from headwater.vocabulary.portfolio import Candidate, Limit, Optimum, Problem, RobustSet
from headwater.vocabulary.units import Interval

seeds = st.integers(0, 10**6)


def answers(problem: Problem) -> tuple[Optimum, RobustSet] | None:
    try:
        return optimum(problem), robust(problem)
    except InfeasibleError:
        return None


def scaled(interval: Interval | None, factor: float) -> Interval | None:
    return None if interval is None else Interval(interval.low * factor, interval.high * factor)


@given(seeds)
@settings(max_examples=30, deadline=None)
def test_no_order_of_rows_or_columns_changes_an_answer(seed: int) -> None:
    problem, _, _ = random_problems.problem(seed)
    random = Random(seed)

    def shuffled(items):
        return tuple(random.sample(items, len(items)))

    order = shuffled(range(len(problem.weights.criteria)))
    weights = replace(
        problem.weights,
        criteria=tuple(problem.weights.criteria[at] for at in order),
        vertices=shuffled(
            [tuple(vertex[at] for at in order) for vertex in problem.weights.vertices]
        ),
        centre=tuple(problem.weights.centre[at] for at in order),
    )
    turned = Problem(
        shuffled(problem.candidates), weights, shuffled(problem.limits), shuffled(problem.rules)
    )

    assert answers(turned) == answers(problem)


@given(seeds, st.sampled_from([0.001, 3.0, 1000.0, 7e6]))
@settings(max_examples=30, deadline=None)
def test_units_of_money_and_value_do_not_matter(seed: int, factor: float) -> None:
    problem, _, _ = random_problems.problem(seed)
    other = Problem(
        tuple(
            replace(each, uses={name: scaled(use, factor) for name, use in each.uses.items()})
            for each in problem.candidates
        ),
        problem.weights,
        tuple(replace(limit, amount=limit.amount * factor) for limit in problem.limits),
        problem.rules,
    )

    before, after = answers(problem), answers(other)

    assert (before is None) == (after is None)
    if before and after:
        assert after[0] == before[0]
        assert after[1] == before[1]


@given(seeds, st.floats(0, 10))
@settings(max_examples=30, deadline=None)
def test_more_budget_is_never_worse(seed: int, more: float) -> None:
    problem, _, _ = random_problems.problem(seed)
    richer = replace(
        problem,
        limits=tuple(replace(limit, amount=limit.amount + more) for limit in problem.limits),
    )

    before = answers(problem)

    if before:
        after = optimum(richer)
        assert after.value >= before[0].value - 1e-9 * max(1, abs(before[0].value))


@given(seeds)
@settings(max_examples=30, deadline=None)
def test_a_dominated_project_never_changes_the_core(seed: int) -> None:
    """One that costs more and gives less than every other, and no rule speaks of it."""
    problem, _, _ = random_problems.problem(seed)
    problem = replace(
        problem,
        limits=(*problem.limits, Limit("total", "budget", 6.0)),
        candidates=tuple(
            replace(each, uses={**each.uses, "total": Interval.point(2.0)}, mandatory=False)
            for each in problem.candidates
        ),
        rules=tuple(rule for rule in problem.rules if rule.kind not in ("at_least",)),
    )
    worst = Candidate(
        "worst",
        "Worst",
        {name: Interval.point(-50.0) for name in problem.weights.criteria},
        {limit.name: Interval.point(2.5) for limit in problem.limits},
    )

    before = answers(problem)
    after = answers(replace(problem, candidates=(*problem.candidates, worst)))

    assert before is not None
    assert after is not None
    assert after[0].chosen == before[0].chosen
    assert after[1].core_index == before[1].core_index | {"worst": 0.0}


@given(seeds)
@settings(max_examples=20, deadline=None)
def test_what_is_in_every_portfolio_is_in_the_recommended_one(seed: int) -> None:
    """The recommended one is not dominated where its weights lie inside all that are allowed."""
    problem, _, _ = random_problems.problem(seed)
    found = answers(problem)
    if found is None or any(
        use is None or not use.is_point for each in problem.candidates for use in each.uses.values()
    ):
        return

    best, listed = found

    for id_, share in listed.core_index.items():
        if share == 1:
            assert id_ in best.chosen
        if share == 0:
            assert id_ not in best.chosen


def test_a_problem_with_two_equal_ids_is_refused() -> None:
    problem, _, _ = random_problems.problem(5)
    with pytest.raises(Exception, match="same id"):
        replace(problem, candidates=problem.candidates * 2)
