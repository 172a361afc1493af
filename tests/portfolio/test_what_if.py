"""Quick what-ifs, new kinds of change, ready templates, words: against solving again."""

from dataclasses import replace

import brute
import pytest
import random_problems
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from short import choice, project

from headwater.errors import InputError
from headwater.portfolio import optimum
from headwater.portfolio.framing import value_model, worth_of_score
from headwater.portfolio.scenarios import (
    apply,
    change_of,
    grow,
    ready,
    scenario_of,
    title_of,
    told,
    what_if,
)
from headwater.vocabulary.judgement import WeightSet
from headwater.vocabulary.portfolio import Candidate, Limit, Problem
from headwater.vocabulary.scenario import Change, Scenario
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Project, Rule, Workbook

ALPHA, BETA, CHI = project("Alpha", 6, 4), project("Beta", 5, 3), project("Chi", 3, 3)
POINT = Interval.point


def small(budget=7.0, **more):
    return choice(ALPHA, BETA, CHI, budget=budget, **more)


def ask(problem, *changes):
    return what_if(problem, optimum(problem), changes)


def weighed():
    """Growth and care, unknown between leaders; Alpha grows, Beta cares, Chi does both a bit."""
    weights = WeightSet(
        ("growth", "care", "calm"),
        ((0.6, 0.4, 0.0), (0.2, 0.4, 0.4)),
        (0.4, 0.4, 0.2),
    )
    limits = (Limit("total budget", "budget", 1.0),)

    def one(name, growth, care, calm):
        values = {"growth": POINT(growth), "care": POINT(care), "calm": POINT(calm)}
        return Candidate(name.lower(), name, values, {"total budget": POINT(1.0)})

    return Problem(
        (one("Alpha", 1.0, 0.1, 0.0), one("Beta", 0.0, 0.9, 0.1), one("Chi", 0.5, 0.5, 0.5)),
        weights,
        limits,
    )


def test_it_says_what_enters_what_leaves_value_and_money():
    found = ask(small(), Change("budget_percent", "", -14))

    assert [each.project for each in found.enters] == ["chi"]
    assert [each.project for each in found.leaves] == ["alpha"]
    assert (found.value_before, found.value, found.change) == (11, 8, -3)
    assert (found.spent_before, found.spent) == (7, 6)
    assert (found.uses[0].amount_before, found.uses[0].amount_after) == (7, 6.02)
    assert found.proved
    assert found.changes == ("every budget falls by 14%",)


def test_today_s_choice_is_said_to_break_what_it_breaks_or_what_it_is_worth():
    cut = ask(small(), Change("limit_amount", "total budget", 6))
    loss = ask(small(), Change("value_percent", "alpha", -50))
    ordered = ask(small(), Change("force_in", "chi"))

    assert (cut.kept, cut.broken) == (None, ("total budget of 6",))
    assert (loss.kept, loss.broken) == (8, ())
    assert (ordered.kept, ordered.broken) == (None, ("Chi must be chosen by the scenario",))


def test_forcing_in_and_out_is_obeyed_and_a_clash_is_named():
    both = ask(small(), Change("force_in", "chi"), Change("remove", "alpha"))
    clash = ask(small(), Change("force_in", "chi"), Change("remove", "chi"))
    poor = ask(small(), Change("force_in", "alpha"), Change("limit_amount", "total budget", 3))

    assert both.chosen == ("beta", "chi")
    assert clash.feasible or clash.conflict
    assert not poor.feasible
    assert set(poor.conflict) == {"total budget of 3", "Alpha must be chosen by the scenario"}
    assert poor.text.startswith("Nothing is allowed then")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([-40.0, -10.0, 15.0, 80.0]))
def test_it_finds_what_solving_every_portfolio_finds(seed, percent):
    problem, _, centre = random_problems.problem(seed)
    assume(brute.optimum(problem, centre))
    best = optimum(problem)
    budgets = [each for each in problem.limits if each.kind == "budget"]
    first = problem.candidates[0].id
    changes = [Change("value_percent", first, percent)]
    if budgets:
        changes.append(Change("budget_percent", "", percent))
    changed = apply(problem, Scenario("x", tuple(changes)))

    found = what_if(problem, best, changes)

    slow = brute.optimum(changed, centre)
    assert found.feasible == (slow is not None)
    if slow is not None:
        assert found.value == pytest.approx(float(slow[0]), rel=1e-9, abs=1e-9)
        entered = {each.project for each in found.enters}
        left = {each.project for each in found.leaves}
        assert (set(best.chosen) | entered) - left == set(found.chosen)
        if found.kept is not None:
            assert found.kept <= found.value + 1e-9 * max(1, abs(found.value))


def test_one_weight_moves_and_the_others_keep_their_proportions():
    found = apply(weighed(), Scenario("x", (Change("weight", "care", 70),))).weights

    assert found.centre == pytest.approx((0.2, 0.7, 0.1))
    assert sorted(found.vertices) == [pytest.approx((0.1, 0.7, 0.2)), pytest.approx((0.3, 0.7, 0))]
    assert ask(weighed(), Change("weight", "care", 100)).chosen == ("beta",)
    whole = apply(weighed(), Scenario("x", (Change("weight", "growth", 100),))).weights
    assert whole.vertices == ((1.0, 0.0, 0.0),)


def test_the_only_weight_cannot_move():
    with pytest.raises(InputError, match="only criterion"):
        ask(small(), Change("weight", "value", 50))


def test_a_score_counts_on_the_scale_of_its_column():
    workbook = Workbook(
        tuple(
            Project(name, name, cost=POINT(1), scores={"Safety": score, "Delay": POINT(delay)})
            for name, score, delay in (
                ("Alpha", POINT(2), 8), ("Beta", POINT(4), 2), ("Chi", None, 4),
            )
        ),
        criteria=("Delay", "Safety"),
        lower_is_better=("Delay",),
    )  # fmt: skip
    model = value_model(workbook, {}, {})

    for each in workbook.projects[:2]:
        for criterion in workbook.criteria:
            score = each.scores[criterion].low
            assert (
                POINT(worth_of_score(workbook, criterion, score))
                == (model.values[each.id][criterion])
            )
    with pytest.raises(InputError, match="no score column"):
        worth_of_score(workbook, "Beauty", 3)


def test_people_write_the_new_changes_too():
    def scores(criterion, score):
        return score / 5

    text = "force in chi; force out Alpha; benefit Beta +20%; weight CARE = 30%; "
    text += "score beta on calm = 4"
    made = scenario_of(text, weighed(), scores=scores).changes

    assert made == (
        Change("force_in", "chi"),
        Change("remove", "alpha"),
        Change("value_percent", "beta", 20),
        Change("weight", "care", 30),
        Change("score", "beta", 0.8, criterion="calm", typed="4"),
    )
    assert [told(each, weighed()) for each in made] == [
        "Chi must be chosen",
        "Alpha is not on offer",
        "Beta is worth 20% more",
        "care weighs 30%",
        "Beta scores 4 on calm",
    ]


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"kind": "explode"}, "not a kind of change"),
        ({"kind": "slip", "name": "Alpha"}, "number of the change is missing"),
        ({"kind": "force_in"}, "say which project"),
        ({"kind": "force_in", "name": "Omega"}, "no project 'Omega'"),
        ({"kind": "score", "name": "Alpha", "number": 3}, "no criterion ''"),
        ({"kind": "weights", "name": "Ben"}, "no leader 'Ben'"),
    ],
)
def test_a_part_that_is_missing_or_unknown_is_named(parts, said):
    with pytest.raises(InputError, match=said):
        change_of(parts.pop("kind"), small(), **parts)


def test_a_scenario_without_a_name_gets_one_from_its_changes():
    changes = (Change("budget_percent", "", -10), Change("slip", "alpha", 2))

    assert title_of(changes, small()) == "Every budget falls by 10% and Alpha comes 2 periods later"
    assert title_of((), small()) == "Nothing changes"
    assert len(title_of((Change("remove", "alpha"),) * 9, small())) <= 120


def test_templates_say_why_they_cannot_be_used():
    plain = {each.key: each for each in ready(small())}

    assert plain["budget_cut"].change() == Change("budget_percent", "", -10)
    assert "No capacity by role" in plain["person_leaves"].missing
    assert "not stated by period" in plain["project_slips"].missing
    with pytest.raises(InputError, match="No capacity by role"):
        plain["person_leaves"].change(name="developer")
    with pytest.raises(InputError, match="above 0"):
        plain["budget_cut"].change(number=-3)


def test_templates_know_roles_and_periods():
    limits = (
        *(Limit(f"budget {year}", "budget", 9, year) for year in ("2026", "2027", "2028")),
        Limit("developer 2026", "capacity", 3, "2026", "developer"),
    )
    problem = replace(
        small(),
        limits=limits,
        candidates=tuple(replace(each, uses={}) for each in small().candidates),
    )

    found = {each.key: each for each in ready(problem)}

    assert found["person_leaves"].names == ("developer",)
    assert found["person_leaves"].change(name="developer") == Change("capacity_by", "developer", -1)
    assert found["project_slips"].change(name="alpha") == Change("slip", "alpha", 2)
    with pytest.raises(InputError, match="say which project"):
        found["project_slips"].change()


def test_a_scenario_that_grows_from_others_says_its_own_step():
    problem = small()
    cut = Scenario("cut", (Change("limit_amount", "total budget", 6),))
    gone = Scenario("gone", (Change("remove", "beta"),))

    found = grow(problem, gone, best=optimum(problem), after=(cut,))

    assert (found.chosen, found.value) == (("alpha",), 6)
    assert found.step == 6 - 8
    assert found.against_start is not None
    assert found.against_start.value_change == 6 - 11


def test_a_scenario_that_lifts_a_clash_has_no_step():
    problem = choice(ALPHA, BETA, budget=7, rules=[Rule("at_least", "alpha", ("beta",), 1.0)])
    poor = Scenario("poor", (Change("limit_amount", "total budget", 1),))
    rich = Scenario("rich", (Change("limit_amount", "total budget", 4),))

    found = grow(problem, rich, best=optimum(problem), after=(poor,))

    assert (found.feasible, found.value, found.step) == (True, 6, None)
