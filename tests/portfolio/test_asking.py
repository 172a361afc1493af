"""What to ask next, and the line after which no answer changes the choice."""

import pytest
from brute import regret as brute_regret
from random_problems import problem as random_problem
from short import choice, knapsack, project

from headwater.errors import InfeasibleError, InputError
from headwater.portfolio import optimum
from headwater.portfolio.asking import next_question
from headwater.portfolio.settling import settled
from headwater.vocabulary.explanation import Asking
from headwater.vocabulary.portfolio import Problem


def asked(problem: Problem, **options: object) -> Asking:
    return next_question(problem, optimum(problem), **options)  # type: ignore[arg-type]


def test_the_question_that_decides_comes_first():
    problem = choice(
        project("Alpha", (4, 6), 5), project("Beta", (3, 6), 5), project("Gamma", (0, 9), 99),
        budget=5,
    )  # fmt: skip

    found = asked(problem)

    assert [each.about for each in found.questions] == ["value of Beta", "value of Alpha"]
    assert found.settled.regret == 2
    assert found.settled.rival == ("beta",)
    assert "with Beta and without Alpha would be worth 2 more, which is" in found.text
    assert found.open == 3


def test_the_average_worth_of_an_answer_is_estimated_not_below_what_it_is():
    problem = choice(project("Alpha", 5, 5), project("Beta", (3, 6), 5), budget=5)

    (question,) = asked(problem).questions

    assert question.worst == 3
    assert (1.5 - 0.5) ** 2 / (4 * 1.5) <= question.expected <= 1.5 / 4


def test_where_nothing_can_change_the_choice_asking_stops():
    problem = choice(project("Alpha", (6, 9), 5), project("Beta", (3, 6), 5), budget=5)

    found = asked(problem)

    assert found.settled.settled
    assert found.questions == ()
    assert found.text.startswith("No answer can change the choice any more")


def test_a_cost_and_a_weight_are_asked_when_they_decide():
    costs = choice(project("Alpha", 5, 4), project("Beta", 4, (3, 6)), budget=8)
    weights = knapsack([[9, 1], [1, 9]], [[1, 1]], [1])

    assert asked(costs).questions[0].text == "What will Beta cost: between 3 and 6?"
    assert asked(weights).questions[0].kind == "weight"


def test_a_dear_answer_comes_after_a_cheap_one():
    problem = choice(project("Alpha", (4, 6), 5), project("Beta", 4.5, (5, 7)), budget=5)
    cheap = {"score": 1.0, "cost": 1.0, "weight": 1.0}

    first = asked(problem, minutes=cheap).questions[0]
    assert first.per_minute == (first.worst, first.expected)
    with pytest.raises(InputError, match="minutes an answer about a cost"):
        asked(problem, minutes={"score": 1.0, "weight": 1.0})


def test_an_unknown_cost_can_still_change_the_choice():
    problem = choice(project("Pay", 5, None), project("Beta", 4, 4), budget=5)

    found = asked(problem)

    assert not found.settled.settled
    assert found.questions[0].text == "What will Pay cost?"


@pytest.mark.parametrize("first", range(0, 90, 30))
def test_the_regret_is_that_of_trying_every_portfolio(first: int):
    open_ = 0
    for seed in range(first, first + 30):
        problem, vertices, _ = random_problem(seed, most=6)
        try:
            best = optimum(problem)
        except InfeasibleError:
            continue
        found = settled(problem, best)
        expected = brute_regret(problem, frozenset(best.chosen), vertices)
        assert found.regret == pytest.approx(expected, abs=1e-6), seed
        assert found.settled is (expected < 1e-7), seed
        assert found.proved
        open_ += not found.settled
    assert open_ > 1
