"""One true sentence a project."""

from dataclasses import replace

from short import choice, knapsack, project

from headwater.portfolio import optimum, reasons, robust
from headwater.vocabulary.portfolio import Problem
from headwater.vocabulary.units import MoneyUnit
from headwater.vocabulary.workbook import Rule


def _in_pounds(problem: Problem) -> Problem:
    pounds = MoneyUnit("GBP", 10**6)
    return replace(problem, limits=tuple(replace(each, money=pounds) for each in problem.limits))


def why(problem: Problem) -> dict[str, str]:
    return dict(reasons(problem, optimum(problem), robust(problem)))


def test_an_order_is_the_reason():
    found = why(choice(project("Alpha", 1, 1, mandatory=True), budget=2))

    assert found["alpha"] == "Marked as mandatory, so it is in every portfolio."


def test_the_law_behind_an_order_is_named():
    must = replace(project("Alpha", 1, 1, mandatory=True), mandatory_basis="the Data Act")

    assert why(choice(must, budget=2))["alpha"] == (
        "Ordered by the Data Act, so it is in every portfolio."
    )


def test_one_that_is_always_in_says_in_how_many():
    values = [[9, 5, 1], [9, 1, 5]]
    found = why(knapsack(values, [[1, 1, 1]], [2]))

    assert found["p000"] == (
        "In all 2 portfolios that nothing beats: no mix of the leaders' weights drops it."
    )


def test_a_contested_one_names_its_rival_and_what_they_compete_for():
    found = why(knapsack([[9, 5, 1], [9, 2, 5]], [[4, 2, 2]], [7]))

    assert found["p001"] == (
        "In 1 of the 2 portfolios that nothing beats; it competes with Project 2 for the last 3 "
        "of the budget 00."
    )


def test_amounts_of_budgets_are_written_as_money_and_people_as_they_are():
    problem = knapsack([[9, 5, 1], [9, 2, 5]], [[4, 2, 2]], [7])
    dear = choice(project("Alpha", 9, 12), project("Beta", 1, 1), budget=10)

    assert why(problem)["p001"].endswith("for the last 3 of the budget 00.")
    assert why(_in_pounds(problem))["p001"].endswith("for the last GBP 3 million of the budget 00.")
    assert why(_in_pounds(dear))["alpha"] == (
        "It needs GBP 12 million of the total budget, which is GBP 10 million in all."
    )


def test_one_that_is_too_dear_says_so():
    found = why(choice(project("Alpha", 9, 12), project("Beta", 1, 1), budget=10))

    assert found["alpha"] == "It needs 12 of the total budget, which is 10 in all."


def test_one_that_orders_leave_no_money_for_says_so():
    must = project("Must", 1, 7, mandatory=True)
    found = why(choice(project("Alpha", 9, 5), must, budget=10))

    assert found["alpha"] == (
        "It needs 5 of the total budget, and the mandatory projects leave only 3."
    )


def test_one_that_an_order_excludes_says_so():
    rule = Rule("excludes", "alpha", ("must",))
    must = project("Must", 1, 7, mandatory=True)
    found = why(choice(project("Alpha", 9, 1), must, budget=10, rules=[rule]))

    assert found["alpha"] == "Must is in every portfolio, and the two exclude each other."


def test_one_that_others_outdo_names_them():
    found = why(choice(project("Alpha", 1, 5), project("Beta", 3, 4), budget=5))
    pair = why(choice(project("Alpha", 5, 5), project("B", 3, 2), project("C", 3, 3), budget=5))

    assert found["alpha"] == "For what it takes or less, Beta gives more."
    assert pair["alpha"] == "For what it takes, B and C together give more."


def test_one_whose_cost_is_not_known_says_what_is_missing():
    found = why(choice(project("Alpha", 5, None), project("Beta", 4, 4), budget=5))

    assert found["alpha"] == (
        "What it takes of the total budget is not known, so it cannot be recommended yet; "
        "if it took nothing, it would be worth having."
    )


def test_one_worth_less_than_nothing_says_so():
    found = why(choice(project("Alpha", -2, 1), project("Beta", 4, 4), budget=9))

    assert found["alpha"].startswith("What is stated makes it a loss")


def test_one_that_a_mandatory_project_requires_names_it():
    rule = Rule("requires", "must", ("alpha",))
    must = project("Must", 1, 7, mandatory=True)
    found = why(choice(project("Alpha", 0, 1), must, budget=10, rules=[rule]))

    assert found["alpha"] == "Must requires it and is in every portfolio, so it is too."


def test_equals_say_that_they_are_equal():
    found = why(choice(project("Alpha", 1, 1), project("Beta", 1, 1), budget=1))

    assert "worth the same with and without it" in found["alpha"]
    assert "competes with Beta for the last 1 of the total budget" in found["alpha"]


def test_every_project_has_a_reason_without_jargon():
    problem = knapsack([[3, 9, 4, 7, 0], [5, 1, 6, 2, 0]], [[4, 5, 3, 6, 1]], [9])

    found = why(problem)

    assert set(found) == {each.id for each in problem.candidates}
    for sentence in found.values():
        assert sentence.endswith(".")
        assert not any(word in sentence for word in ("exterior", "core", "dominated", "vertex"))
