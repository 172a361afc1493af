"""What to ask next."""

from short import choice, knapsack, project

from headwater.portfolio import optimum, questions, robust
from headwater.vocabulary.portfolio import Ask, Problem


def asked(problem: Problem, **options: int) -> tuple[Ask, ...]:
    return questions(problem, optimum(problem), robust(problem), **options)


def test_an_unknown_cost_that_could_change_the_choice_is_asked():
    problem = choice(project("Pay.gov", 5, None), project("Beta", 4, 4), budget=5)

    (ask,) = asked(problem)

    assert ask.text == "What will Pay.gov cost?"
    assert (ask.about, ask.swing, ask.project) == ("cost of Pay.gov", 1, "pay.gov")
    assert ask.why == (
        "If it took little, 1 project enters or leaves the recommended portfolio: Pay.gov."
    )


def test_a_cost_range_that_changes_nothing_is_not_asked():
    assert asked(choice(project("Alpha", 5, (1, 2)), budget=5)) == ()


def test_a_value_range_asks_for_the_value():
    problem = choice(project("Alpha", (1, 9), 4), project("Beta", 4, 4), budget=4)

    (ask,) = asked(problem)

    assert ask.text == "What is the value of Alpha: nearer 1 or 9?"
    assert ask.swing == 2
    assert ask.why.endswith("recommended portfolio: Alpha and Beta.")


def test_weights_are_asked_when_they_decide():
    found = asked(knapsack([[9, 1], [1, 9]], [[1, 1]], [1]))

    assert {ask.about for ask in found} == {"weight of criterion 0", "weight of criterion 1"}
    assert found[0].text == "How much does 'criterion 0' count: nearer 0 % or 100 % of the whole?"
    assert found[0].project == ""


def test_the_largest_swing_comes_first_and_no_more_than_asked_for():
    problem = choice(
        project("Alpha", (1, 9), 4), project("B", 2, 2), project("C", 2, 2),
        project("D", (0, 0.5), 0), project("E", (-1, 3), 1), budget=4,
    )  # fmt: skip

    found = asked(problem)

    assert found[0].about == "value of Alpha"
    assert [ask.swing for ask in found] == sorted((ask.swing for ask in found), reverse=True)
    assert asked(problem, most=1) == found[:1]


def test_nothing_unknown_nothing_asked():
    assert asked(choice(project("Alpha", 5, 1), budget=5)) == ()
    assert asked(choice(budget=5)) == ()


def test_need_of_a_role_is_asked_in_its_own_words():
    problem = choice(
        project("Alpha", 5, 1, developer=(1.0, 9.0)), project("Beta", 4, 1, developer=2.0),
        budget=9, limits={"developer": 4},
    )  # fmt: skip

    (ask,) = asked(problem)

    assert ask.text == "How much of developer does Alpha need?"
    assert ask.about == "need of Alpha"
