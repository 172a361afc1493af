"""Rules that recommend one portfolio: against the definition, and both ways against each other."""

from dataclasses import replace

import brute
import pytest
import random_problems
from agreement import canonical
from hypothesis import given, settings
from hypothesis import strategies as st
from short import choice, project

from headwater.errors import InfeasibleError, InputError
from headwater.portfolio import optimum
from headwater.portfolio.decision_rules import MEANINGS, recommend
from headwater.vocabulary.judgement import WeightSet
from headwater.vocabulary.portfolio import Candidate, Limit, Problem
from headwater.vocabulary.recommendation import Recommendation
from headwater.vocabulary.shapes import from_json, to_json
from headwater.vocabulary.units import Interval

RULES = ("maximin", "minimax_regret", "expected_value")


class Definition:
    """What each rule means, portfolio by portfolio, in fractions."""

    def __init__(self, problem, vertices, centre):
        self.problem = problem
        self.portfolios = list(brute.allowed(problem, case="high"))
        self.bonus = {each: brute.synergies(problem, each) for each in self.portfolios}
        self.ends = [
            {
                c.id: (brute.value(c, v, "low"), brute.value(c, v, "high"))
                for c in problem.candidates
            }
            for v in vertices
        ]
        self.middle = {c.id: brute.value(c, centre, "middle") for c in problem.candidates}

    def worst(self, one):
        return min(sum(end[each][0] for each in one) for end in self.ends) + self.bonus[one]

    def central(self, one):
        return sum(self.middle[each] for each in one) + self.bonus[one]

    def regret(self, one):
        return max(
            sum(end[e][1] for e in other - one)
            - sum(end[e][0] for e in one - other)
            + self.bonus[other]
            - self.bonus[one]
            for end in self.ends
            for other in self.portfolios
        )

    def best(self, rule):
        """The rule's measure, and the portfolio recommended among those that reach it."""
        measure = {
            "maximin": self.worst,
            "minimax_regret": lambda one: -self.regret(one),
            "expected_value": self.central,
        }[rule]
        worth = {each: (measure(each), self.central(each)) for each in self.portfolios}
        most = max(worth.values())
        equal = {each for each, value in worth.items() if value == most}
        return most[0], canonical(self.problem, equal)


@pytest.mark.parametrize("first", range(0, 90, 30))
def test_it_recommends_what_the_definition_says(first):
    for seed in range(first, first + 30):
        problem, vertices, centre = random_problems.problem(seed, most=7)
        definition = Definition(problem, vertices, centre)
        for rule in RULES:
            if not definition.portfolios:
                with pytest.raises(InfeasibleError):
                    recommend(problem, rule=rule)
                continue
            _, chosen = definition.best(rule)
            one = frozenset(chosen)

            for by in ("solve", "list"):
                found = recommend(problem, rule=rule, by=by)

                assert found.chosen == chosen, (seed, rule, by)
                assert found.worst == pytest.approx(float(definition.worst(one)), abs=1e-9)
                assert found.centre == pytest.approx(float(definition.central(one)), abs=1e-9)
                assert found.regret == pytest.approx(float(definition.regret(one)), abs=1e-9)
                assert found.status == "optimal"


@given(st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_no_rule_does_better_by_another_rules_measure(seed):
    problem, _, _ = random_problems.problem(seed, most=9)
    try:
        found = {rule: recommend(problem, rule=rule) for rule in RULES}
    except InfeasibleError:
        return
    near = 1e-9 * max(1.0, *(abs(each.best) for each in found.values()))

    assert found["maximin"].worst >= max(each.worst for each in found.values()) - near
    assert found["minimax_regret"].regret <= min(each.regret for each in found.values()) + near
    assert found["expected_value"].centre >= max(each.centre for each in found.values()) - near
    assert found["expected_value"].chosen == optimum(problem).chosen
    assert all(each.worst <= each.centre + near <= each.best + 2 * near for each in found.values())
    assert all(each.regret >= 0 for each in found.values())


def contest():
    """Safe is worth 6 whatever the weights; Bold is worth 10 or 0; Even 5 or 7. Room for one."""
    weights = WeightSet(("growth", "care"), ((1.0, 0.0), (0.0, 1.0)), (0.7, 0.3))
    values = {"Safe": (6, 6), "Bold": (14, 0), "Even": (5, 9)}
    return Problem(
        tuple(
            Candidate(
                name,
                name,
                {"growth": Interval.point(a), "care": Interval.point(b)},
                {"total budget": Interval.point(1)},
            )
            for name, (a, b) in values.items()
        ),
        weights,
        (Limit("total budget", "budget", 1),),
    )


def test_the_three_rules_may_recommend_three_portfolios():
    found = {rule: recommend(contest(), rule=rule) for rule in RULES}

    assert found["maximin"].chosen == ("Safe",)
    assert (found["maximin"].worst, found["maximin"].best) == (6, 6)
    assert found["minimax_regret"].chosen == ("Safe",)
    assert found["minimax_regret"].regret == 8
    assert found["expected_value"].chosen == ("Bold",)
    assert found["expected_value"].regret == 9
    assert "at least 6 under all weights" in found["maximin"].text
    assert "at most 8 behind" in found["minimax_regret"].text
    assert set(MEANINGS) == set(RULES)
    assert all(each.meaning == MEANINGS[rule] for rule, each in found.items())


def test_a_shared_project_of_unknown_value_adds_no_regret():
    """Common may be worth 1 to 100; where both portfolios contain it, that cancels."""
    problem = choice(
        project("Common", (1, 100), 1), project("Alpha", 5, 1), project("Beta", 4, 1),
        budget=2,
    )  # fmt: skip

    found = recommend(problem, rule="minimax_regret")

    assert found.chosen == ("alpha", "common")
    assert found.regret == 3  # Alpha and Beta, where Common is worth 1 and Beta 4
    assert any("ranges" in doubt for doubt in found.doubts)


def test_of_equal_worst_cases_the_centre_decides():
    problem = choice(project("Alpha", (5, 9), 1), project("Beta", (5, 6), 1), budget=1)

    found = recommend(problem, rule="maximin")

    assert found.chosen == ("alpha",)


def test_more_portfolios_than_can_be_listed_are_refused_with_the_way_out():
    with pytest.raises(InputError, match="by 'solve' instead"):
        recommend(contest(), rule="maximin", by="list", most_portfolios=1)


def test_an_unknown_rule_is_named():
    with pytest.raises(InputError, match="'hope'"):
        recommend(contest(), rule="hope")


def test_no_projects_no_regret():
    weights = WeightSet(("growth",), ((1.0,),), (1.0,))

    found = recommend(Problem((), weights), rule="maximin")

    assert (found.chosen, found.worst, found.regret) == ((), 0, 0)


def test_when_time_runs_out_it_says_how_far_off_it_may_be():
    found = recommend(contest(), rule="maximin", time_limit=0.0)

    assert found.status == "best found"
    assert found.gap is None
    assert any("Time ran out" in doubt for doubt in found.doubts)


def test_a_listener_can_stop_it():
    class EnoughError(Exception):
        pass

    def stop(_progress):
        raise EnoughError

    with pytest.raises(EnoughError):
        recommend(contest(), rule="minimax_regret", watch=stop)


def test_thirds_do_not_part_equal_portfolios():
    """A third is a weight that no double holds exactly."""
    weights = WeightSet(("a", "b", "c"), ((1 / 3, 1 / 3, 1 / 3),), (1 / 3, 1 / 3, 1 / 3))
    values = {"Alpha": (3, 0, 0), "Beta": (0, 3, 0), "Chi": (1, 1, 1)}
    problem = Problem(
        tuple(
            Candidate(
                name,
                name,
                {c: Interval.point(v) for c, v in zip("abc", row, strict=True)},
                {"total budget": Interval.point(1)},
            )
            for name, row in values.items()
        ),
        weights,
        (Limit("total budget", "budget", 1),),
    )

    for rule in RULES:
        assert recommend(problem, rule=rule).chosen == ("Alpha",)


@given(st.integers(0, 10**6), st.sampled_from([0.001, 3.0, 1e6]))
@settings(max_examples=15, deadline=None)
def test_units_of_money_and_value_and_the_order_of_rows_do_not_matter(seed, factor):
    problem, _, _ = random_problems.problem(seed, most=7)

    def times(interval):
        if interval is None:
            return None
        return Interval(interval.low * factor, interval.high * factor)

    other = Problem(
        tuple(
            replace(
                each,
                uses={name: times(use) for name, use in reversed(each.uses.items())},
                values={name: times(value) for name, value in each.values.items()},
            )
            for each in reversed(problem.candidates)
        ),
        problem.weights,
        tuple(replace(limit, amount=limit.amount * factor) for limit in reversed(problem.limits)),
        tuple(
            replace(rule, value=(rule.value or 0) * factor) if rule.kind == "synergy" else rule
            for rule in reversed(problem.rules)
        ),
    )
    for rule in RULES:
        try:
            found = recommend(problem, rule=rule)
        except InfeasibleError:
            return

        again = recommend(other, rule=rule)

        assert again.chosen == found.chosen
        assert again.worst == pytest.approx(found.worst * factor, rel=1e-9, abs=1e-9 * factor)
        assert again.regret == pytest.approx(found.regret * factor, rel=1e-9, abs=1e-9 * factor)


def test_a_recommendation_survives_being_kept():
    found = recommend(contest(), rule="minimax_regret")

    assert from_json(Recommendation, to_json(found)) == found
