"""What a little more, or less, of each limit is worth today."""

from dataclasses import replace

import brute
import pytest
import random_problems
from short import choice, project

from headwater.errors import CancelledError, InfeasibleError, InputError
from headwater.portfolio import marginal_values, optimum
from headwater.vocabulary.portfolio import MarginalValue, Problem
from headwater.vocabulary.progress import Progress

PROJECTS = [project("Alpha", 6, 4), project("Beta", 5, 3), project("Chi", 3, 3)]


def _values(problem: Problem, **more: float) -> dict[str, MarginalValue]:
    found = marginal_values(problem, optimum=optimum(problem), **more)
    return {each.limit: each for each in found}


def test_a_step_of_money_is_worth_what_solving_again_says():
    money = _values(choice(*PROJECTS, budget=6.5), share=0.1)["total budget"]

    assert (money.amount, money.used) == (6.5, 6)
    assert (money.more.amount, money.more.change, money.more.proved) == (7.15, 3, True)
    assert (money.more.enters, money.more.leaves) == (("alpha",), ("chi",))
    assert (money.less.amount, money.less.change) == (5.85, -2)
    assert money.less.rate == pytest.approx(2 / 0.65)
    assert money.price == pytest.approx(1.5)  # of Alpha, taken in part
    assert "0.65 more of the total budget brings 3 of value (with Alpha" in money.text


def test_the_limit_that_helps_most_comes_first():
    alpha, _, chi = PROJECTS
    beta = project("Beta", 5, 3, developer=2)
    problem = choice(alpha, beta, chi, budget=11, limits={"developer": 1.9, "analyst": 5})

    found = marginal_values(problem, optimum=optimum(problem), share=0.1)

    assert [each.limit for each in found] == ["developer", "total budget", "analyst"]
    assert [each.more.change for each in found] == [5, 0, 0]
    assert found[0].kind == "capacity"


def test_a_limit_that_only_just_allows_what_is_mandatory():
    problem = choice(project("Must", 1, 6, mandatory=True), PROJECTS[0], budget=6)

    money = _values(problem, share=0.5)["total budget"]

    assert (money.less.change, money.less.rate, money.less.proved) == (None, None, True)
    assert "with 3 less no portfolio is allowed" in money.text
    assert money.more.change == 0


def test_a_limit_of_nothing_moves_by_a_part_of_all_there_is_to_take():
    money = _values(choice(*PROJECTS, budget=0), share=0.3)["total budget"]

    assert (money.more.by, money.more.change) == (3, 5)


@pytest.mark.parametrize("seed", range(60))
def test_every_step_agrees_with_the_oracle(seed: int):
    problem, _, centre = random_problems.problem(seed, most=6)
    try:
        today = optimum(problem)
    except InfeasibleError:
        return

    for each in marginal_values(problem, optimum=today, share=0.25):
        for step in (each.more, each.less):
            limits = tuple(
                replace(one, amount=step.amount) if one.name == each.limit else one
                for one in problem.limits
            )
            best = brute.optimum(replace(problem, limits=limits), centre)
            if best is None:
                assert step.change is None
            else:
                assert step.proved
                assert step.change == pytest.approx(float(best[0]) - today.value, abs=1e-9)


def test_what_is_not_proved_is_said_by_its_ends():
    """The true change lies between the ends, whatever of today's portfolio was not proved."""
    problem = choice(*PROJECTS, budget=6.5)
    best = optimum(problem)
    loose = replace(best, bound=best.value + 0.5, gap=0.5 / best.value, status="best found")

    (money,) = marginal_values(problem, optimum=loose, share=0.1)

    assert (money.more.least, money.more.change, money.more.most) == (2.5, 3, 3)
    assert not money.more.proved
    assert "for certain a change of 2.5 to 3" in money.text


def test_a_watcher_can_stop_it():
    problem = choice(*PROJECTS, budget=6.5)
    best = optimum(problem)

    def watch(_: Progress) -> None:
        raise CancelledError("Amara stopped it")

    with pytest.raises(CancelledError, match="Amara"):
        marginal_values(problem, optimum=best, watch=watch)


def test_a_step_that_is_no_part_and_a_strange_portfolio_are_errors():
    problem = choice(*PROJECTS, budget=6.5)
    best = optimum(problem)

    with pytest.raises(InputError, match="must be a part"):
        marginal_values(problem, optimum=best, share=0)
    with pytest.raises(InputError, match="not listed here"):
        marginal_values(problem, optimum=replace(best, chosen=("omega",)))
