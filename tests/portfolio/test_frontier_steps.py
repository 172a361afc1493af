"""Where each project enters and leaves along value against budget."""

import random_problems
from hypothesis import given, settings
from hypothesis import strategies as st
from short import choice, project

from headwater.portfolio import frontier, frontier_steps, optimum

PROJECTS = [project("Alpha", 6, 4), project("Beta", 5, 3), project("Chi", 3, 3)]
BUDGET = "total budget"


def test_projects_enter_and_leave_where_the_money_lets_them():
    steps = frontier_steps(choice(*PROJECTS, budget=6.5), limit=BUDGET, levels=12)

    moves = {step.point.budget: (step.enters, step.leaves) for step in steps}
    assert moves[3] == (("beta",), ())
    assert moves[4] == (("alpha",), ("beta",))
    assert moves[6] == (("beta", "chi"), ("alpha",))
    assert moves[7] == (("alpha",), ("chi",))
    assert moves[10] == (("chi",), ())
    assert moves[5] == moves[8] == moves[9] == ((), ())


def test_nobody_moves_where_a_move_brings_nothing():
    twins = [project("Alpha", 5, 3), project("Beta", 5, 2), project("Chi", 5, 1)]

    steps = frontier_steps(choice(*twins, budget=3), limit=BUDGET, levels=7)

    assert [step.leaves for step in steps] == [()] * len(steps)


def test_todays_level_holds_the_recommended_portfolio():
    problem = choice(project("Alpha", 5, 4), project("Beta", 5, 3), project("Chi", 5, 4), budget=7)
    best = optimum(problem)

    inside: set[str] = set()
    for step in frontier_steps(problem, limit=BUDGET, levels=12, optimum=best):
        inside = (inside | set(step.enters)) - set(step.leaves)
        if step.point.budget == 7:
            assert tuple(sorted(inside)) == best.chosen


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_the_moves_add_up_to_portfolios_worth_what_the_frontier_says(seed):
    problem, _, _ = random_problems.problem(seed)
    if not problem.limits:
        return
    limit = problem.limits[0].name
    values = {each.budget: each.value for each in frontier(problem, limit=limit)}

    inside: set[str] = set()
    for step in frontier_steps(problem, limit=limit):
        inside = (inside | set(step.enters)) - set(step.leaves)
        used = sum(
            use.high
            for each in problem.candidates
            if each.id in inside and (use := each.uses.get(limit)) is not None
        )
        assert abs(step.point.value - values[step.point.budget]) <= 1e-9 * max(
            1, abs(step.point.value)
        )
        assert used <= step.point.budget + 1e-6 * max(1, used)
