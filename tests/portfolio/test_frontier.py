"""Value against budget."""

import pytest
from short import choice, project

from headwater.errors import InputError
from headwater.portfolio import frontier, optimum
from headwater.vocabulary.progress import Progress
from headwater.vocabulary.workbook import Rule

PROJECTS = [project("Alpha", 6, 4), project("Beta", 5, 3), project("Chi", 3, 3)]


def test_each_level_buys_the_best_there_is():
    points = frontier(choice(*PROJECTS, budget=6.5), limit="total budget", levels=12)

    best = {0: 0, 3: 5, 4: 6, 5: 6, 6: 8, 7: 11, 8: 11, 9: 11, 10: 14}
    assert {point.budget: point.value for point in points if point.budget in best} == best
    assert [point.budget for point in points] == sorted(point.budget for point in points)
    assert len(points) == 12
    assert all(point.gap == 0 and point.cost <= point.budget for point in points)


def test_todays_budget_is_one_of_the_levels_and_agrees_with_the_optimum():
    problem = choice(*PROJECTS, budget=6.5)

    today = [each for each in frontier(problem, limit="total budget") if each.budget == 6.5]

    assert [each.value for each in today] == [optimum(problem).value]


def test_it_starts_where_a_portfolio_first_becomes_feasible():
    problem = choice(*PROJECTS, project("Must", 1, 2, mandatory=True), budget=6)

    assert frontier(problem, limit="total budget")[0].budget == 2


def test_a_budget_below_the_mandatory_projects_is_left_out_and_the_rest_is_drawn():
    problem = choice(*PROJECTS, project("Must", 1, 9, mandatory=True), budget=6)

    points = frontier(problem, limit="total budget")

    assert points[0].budget == 9
    assert points[-1].value == 15


def test_rules_that_allow_nothing_draw_nothing():
    rules = [Rule("at_least", "alpha", (), 1.0), Rule("at_most", "alpha", (), 0.0)]

    assert frontier(choice(*PROJECTS, budget=6, rules=rules), limit="total budget") == ()


def test_an_unknown_limit_and_too_few_levels_are_errors():
    with pytest.raises(InputError, match="no limit is called 'gold'"):
        frontier(choice(*PROJECTS, budget=6), limit="gold")
    with pytest.raises(InputError, match="at 2 to 1,000 levels, not at 100,000,000"):
        frontier(choice(*PROJECTS, budget=6), limit="total budget", levels=100_000_000)
    with pytest.raises(InputError, match="at 2 to 1,000 levels, not at 1"):
        frontier(choice(*PROJECTS, budget=6), limit="total budget", levels=1)


def test_progress_is_told():
    told: list[Progress] = []

    frontier(choice(*PROJECTS, budget=6), limit="total budget", levels=5, watch=told.append)

    fractions = [each.fraction for each in told]
    assert len(told) == 5
    assert fractions == sorted(fractions)
