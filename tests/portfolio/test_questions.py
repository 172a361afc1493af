"""What to ask next."""

import pytest
from brute import regret as brute_regret
from random_problems import problem as random_problem
from short import choice, knapsack, project

from headwater.errors import InfeasibleError
from headwater.portfolio import optimum, questions
from headwater.portfolio.asking_line import held, lined
from headwater.portfolio.questions import MINUTES
from headwater.vocabulary.portfolio import Ask, AskingLine, Problem


def asked(problem: Problem) -> tuple[Ask, ...]:
    return questions(problem, optimum(problem))[0]


def line(problem: Problem) -> AskingLine:
    return questions(problem, optimum(problem))[1]


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

    assert ask.text == "What is the value of Alpha: between 1 and 9?"
    assert ask.swing == 2
    assert ask.why.endswith("recommended portfolio: Alpha and Beta.")


def test_weights_are_asked_when_they_decide():
    found = asked(knapsack([[9, 1], [1, 9]], [[1, 1]], [1]))

    assert {ask.about for ask in found} == {"weight of criterion 0", "weight of criterion 1"}
    assert found[0].text == "How much does 'criterion 0' count: between 0% and 100% of the whole?"
    assert found[0].project == ""


def test_what_is_worth_most_a_minute_comes_first_and_what_decides_nothing_is_below_the_line():
    problem = choice(
        project("Alpha", (1, 9), 4), project("B", (2, 2.5), 2), project("C", 2, 2),
        project("D", (0, 0.5), 0), budget=4,
    )  # fmt: skip

    found = asked(problem)

    assert [each.about for each in found] == ["value of Alpha", "value of B"]
    assert (found[0].low, found[0].high, found[0].kind) == (1, 9, "score")
    assert (found[0].swing, found[1].swing) == (3, 0)
    assert found[0].expected > found[1].expected
    assert found[1].why == "Alone it moves no project; with other answers it can."
    drawn = line(problem)
    assert (drawn.open, drawn.above, drawn.below, drawn.rest) == (3, 2, 1, ("value of D",))
    assert drawn.proved
    assert drawn.text.startswith(
        "Stop here: after these 2 answers nothing more needs asking. The other open fact cannot"
    )


def test_asking_stops_where_nothing_can_change_the_choice():
    drawn = line(choice(project("Alpha", (6, 9), 5), project("Beta", (3, 6), 5), budget=5))

    assert drawn.settled
    assert drawn.text.startswith("Stop asking: no answer to the 2 open facts can change")


def test_where_the_work_is_spent_the_line_is_not_called_proved():
    problem = knapsack([[9, 1], [1, 9]], [[1, 1]], [1])

    assert lined(problem, optimum(problem), minutes=MINUTES).proved
    assert not lined(problem, optimum(problem), minutes=MINUTES, most_solves=1).proved


@pytest.mark.parametrize("first", range(0, 120, 30))
def test_below_the_line_no_world_changes_the_choice(first: int):
    """Every portfolio in every extreme world: what is above held, all below left open."""
    below = above = 0
    for seed in range(first, first + 30):
        problem, _, _ = random_problem(seed, most=6)
        try:
            best = optimum(problem)
        except InfeasibleError:
            continue
        found = lined(problem, best, minutes=MINUTES)
        assert found.proved, seed
        held_above = held(problem, [item for item, _ in found.above])
        kept = [
            dict(zip(problem.weights.criteria, v, strict=True)) for v in held_above.weights.vertices
        ]
        regret = brute_regret(held_above, frozenset(best.chosen), kept)
        assert regret == pytest.approx(0, abs=1e-6), seed
        below, above = below + len(found.below), above + len(found.above)
    assert below > 10
    assert above > 10


def test_nothing_unknown_nothing_asked():
    assert asked(choice(project("Alpha", 5, 1), budget=5)) == ()
    assert asked(choice(budget=5)) == ()
    assert line(choice(budget=5)).text == "Everything is known, so there is nothing left to ask."


def test_need_of_a_role_is_asked_in_its_own_words():
    problem = choice(
        project("Alpha", 5, 1, developer=(1.0, 9.0)), project("Beta", 4, 1, developer=2.0),
        budget=9, limits={"developer": 4},
    )  # fmt: skip

    (ask,) = asked(problem)

    assert ask.text == "How much of developer does Alpha need?"
    assert ask.about == "need of Alpha"
