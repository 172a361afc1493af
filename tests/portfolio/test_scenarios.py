"""Scenarios applied, compared and explained; trees that go on where a branch allows nothing."""

from dataclasses import replace
from itertools import permutations

import brute
import pytest
import random_problems
from hypothesis import given, settings
from hypothesis import strategies as st
from short import choice, project

from headwater.errors import InfeasibleError, InputError
from headwater.portfolio import optimum
from headwater.portfolio.scenarios import (
    apply,
    cautions,
    compare,
    explore,
    improve,
    joined,
    outline,
    scenario_of,
)
from headwater.portfolio.scenarios.mixtures import Pair
from headwater.vocabulary.judgement import WeightSet
from headwater.vocabulary.portfolio import Candidate, Limit, Optimum, Problem
from headwater.vocabulary.scenario import Branch, Change, Comparison, Scenario
from headwater.vocabulary.shapes import from_json, to_json
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Rule

BUDGET = "total budget"


def point(number):
    return Interval.point(float(number))


def planned():
    """Two years and one role; growth and care, between which Amara and Ben differ."""
    weights = WeightSet(("growth", "care"), ((1.0, 0.0), (0.0, 1.0)), (0.5, 0.5))
    limits = (
        Limit("budget 2026", "budget", 10, "2026"),
        Limit("budget 2027", "budget", 8, "2027"),
        Limit("developer 2026", "capacity", 4, "2026", "developer"),
        Limit("developer 2027", "capacity", 3, "2027", "developer"),
    )

    def one(name, growth, care, uses):
        taken = dict(zip((limit.name for limit in limits), map(point, uses), strict=True))
        values = {"growth": point(growth), "care": point(care)}
        return Candidate(name.lower(), name, values, taken)

    return Problem(
        (
            one("Alpha", 9, 1, (6, 2, 2, 1)),
            one("Beta", 2, 8, (4, 3, 2, 1)),
            one("Chi", 5, 5, (5, 5, 1, 2)),
        ),
        weights,
        limits,
    )


def changed(*changes):
    return apply(planned(), Scenario("what if", changes))


def amounts(problem):
    return {limit.name: limit.amount for limit in problem.limits}


def taken(problem, id_):
    found = next(each for each in problem.candidates if each.id == id_)
    return {name: use.high for name, use in found.uses.items() if use.high}


def test_budgets_change_by_a_part_all_or_one():
    assert amounts(changed(Change("budget_percent", number=-10))) == {
        "budget 2026": 9, "budget 2027": 7.2, "developer 2026": 4, "developer 2027": 3
    }  # fmt: skip
    assert amounts(changed(Change("budget_percent", "2027", 50)))["budget 2027"] == 12
    assert amounts(changed(Change("budget_percent", "budget 2027", 50)))["budget 2026"] == 10


def test_a_role_loses_people_and_never_falls_below_none():
    found = amounts(changed(Change("capacity_by", "developer", -3.5)))

    assert (found["developer 2026"], found["developer 2027"]) == (0.5, 0)
    assert amounts(changed(Change("limit_amount", "developer 2027", 9)))["developer 2027"] == 9


def test_a_project_slips_with_all_it_takes_and_what_falls_out_is_said():
    scenario = Scenario("late", (Change("slip", "alpha", 1),))

    found = apply(planned(), scenario)

    assert taken(found, "alpha") == {"budget 2027": 6, "developer 2027": 2}
    assert taken(found, "beta") == taken(planned(), "beta")
    said = cautions(planned(), scenario)
    assert any("beyond the periods" in each for each in said)
    assert any("worth the same although it slips" in each for each in said)


def test_slipping_back_and_forth_keeps_what_stayed_within():
    problem = replace(
        planned(),
        candidates=tuple(
            replace(each, uses={"budget 2026": point(6), "developer 2026": point(2)})
            for each in planned().candidates
        ),
    )
    there = apply(problem, Scenario("late", (Change("slip", "alpha", 1),)))

    assert apply(there, Scenario("early", (Change("slip", "alpha", -1),))) == problem


def test_periods_are_ordered_as_people_count():
    limits = tuple(Limit(f"cost {n}", "budget", 5, f"Year {n}") for n in (10, 9, 2))
    alpha = Candidate("alpha", "Alpha", {"value": point(1)}, {"cost 2": point(3)})
    problem = Problem((alpha,), WeightSet(("value",), ((1.0,),), (1.0,)), limits)

    found = apply(problem, Scenario("late", (Change("slip", "alpha", 2),)))

    assert taken(found, "alpha") == {"cost 10": 3}


def test_a_removed_project_is_never_chosen_even_where_it_was_mandatory():
    problem = choice(
        project("Alpha", 9, 6, mandatory=True), project("Beta", 1, 1), project("Chi", 1, 1),
        budget=10, rules=[Rule("requires", "beta", ("alpha",))],
    )  # fmt: skip

    found = apply(problem, Scenario("gone", (Change("remove", "alpha"),)))

    assert optimum(found).chosen == ("chi",)


def test_costs_and_values_change_by_a_part():
    found = changed(Change("cost_percent", "alpha", 50), Change("value_percent", "alpha", -200))

    assert taken(found, "alpha") == {
        "budget 2026": 9, "budget 2027": 3, "developer 2026": 2, "developer 2027": 1
    }  # fmt: skip
    alpha = next(each for each in found.candidates if each.id == "alpha")
    assert alpha.values["growth"] == point(-9)
    every = changed(Change("cost_percent", number=100))
    assert taken(every, "beta")["budget 2026"] == 8


def test_a_single_leader_may_rule():
    amara = WeightSet(("care", "growth"), ((0.0, 1.0),), (0.0, 1.0))

    assert optimum(changed(Change("weights", "Amara", weights=amara))).value == pytest.approx(11)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (Change("slip", "omega", 1), "'omega', which is not a project"),
        (Change("budget_percent", "2031", 1), "no budget is called '2031'"),
        (Change("capacity_by", "magician", 1), "no capacity is called 'magician'"),
        (Change("limit_amount", "time", 1), "there is no limit 'time'; the limits are: budget"),
        (Change("weights", "Ben", weights=WeightSet(("x",), ((1.0,),), (1.0,))), "other criteria"),
    ],
)
def test_what_is_not_there_is_named(change, message):
    with pytest.raises(InputError, match=message):
        changed(change)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Change("slip", "alpha", 0.5), "whole periods"),
        (lambda: Change("slip", number=1), "must name"),
        (lambda: Change("budget_percent", number=-120), "less than nothing"),
        (lambda: Change("budget_percent", number=float("nan")), "not finite"),
        (lambda: Change("budget_percent", number=1e308), "1,000,000% is the most"),
        (lambda: Change("value_percent", number=-1e9), "1,000,000% is the most"),
        (lambda: Change("slip", "alpha", 1e12), "can slip by 1,000 periods at most"),
        (lambda: Change("weights", "Amara"), "carries the new weights"),
        (lambda: Change("pray"), "not a change"),
        (lambda: Scenario("  "), "needs a name"),
    ],
)
def test_a_change_makes_sense_or_is_refused(make, message):
    with pytest.raises(InputError, match=message):
        make()


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("budget -10%", [Change("budget_percent", number=-10)]),
        ("Budget 2027 +2.5%", [Change("budget_percent", "2027", 2.5)]),
        ("budget \u221210%", [Change("budget_percent", number=-10)]),
        ("limit Developer 2027 = 5", [Change("limit_amount", "developer 2027", 5)]),
        ("capacity Developer -2", [Change("capacity_by", "developer", -2)]),
        ("slip Alpha 2; remove beta", [Change("slip", "alpha", 2), Change("remove", "beta")]),
        ("cost +20%", [Change("cost_percent", number=20)]),
        ("cost ALPHA 20%", [Change("cost_percent", "alpha", 20)]),
        ("value chi -50%", [Change("value_percent", "chi", -50)]),
    ],
)
def test_people_write_scenarios_in_words(text, changes):
    assert list(scenario_of(text, planned()).changes) == changes


def test_a_leader_is_found_by_name():
    amara = WeightSet(("growth", "care"), ((1.0, 0.0),), (1.0, 0.0))

    found = scenario_of("leader amara", planned(), {"Amara": amara})

    assert found.changes == (Change("weights", "Amara", weights=amara),)
    with pytest.raises(InputError, match="no leader 'Ben'; there are: Amara"):
        scenario_of("leader Ben", planned(), {"Amara": amara})


@pytest.mark.parametrize("text", ["", "budget", "more money", "slip Alpha", "slip Omega 1"])
def test_what_is_not_understood_is_refused_with_the_way_to_write_it(text):
    with pytest.raises(InputError, match=r"write 'budget|there is no project"):
        scenario_of(text, planned())


def test_what_changed_and_why():
    """Less money and dearer Beta: Chi takes Beta's place."""
    before = choice(project("Alpha", 9, 6), project("Beta", 6, 4), project("Chi", 4, 3), budget=10)
    after = apply(before, Scenario("squeeze", (Change("limit_amount", BUDGET, 9.5),)))

    found = compare(before, after)

    assert (found.entered, found.left) == (("chi",), ("beta",))
    assert found.value_change == pytest.approx(-2)
    assert [(each.group, each.part) for each in found.causes] == [("budgets", pytest.approx(-2))]
    assert found.uses == {BUDGET: (10, 9)}
    assert found.differences == ("total budget: 10 before, 9.5 now",)
    assert [(c.project, c.before, c.after) for c in found.calls] == [
        ("beta", "start", "stop"), ("chi", "stop", "start")
    ]  # fmt: skip
    assert found.text == (
        "The value falls from 15 to 13. Chi enters, most of all because of the budgets. Beta "
        "leaves, most of all because of the budgets."
    )


def test_the_parts_of_two_causes_add_up_and_either_alone_may_do_it():
    """Beta falls out if it is dearer, and if there is less money: each is half of the cause."""
    before = choice(project("Alpha", 9, 6), project("Beta", 6, 4), budget=10)
    after = apply(
        before,
        Scenario("both", (Change("limit_amount", BUDGET, 9), Change("cost_percent", "beta", 50))),
    )

    found = compare(before, after)

    assert {each.group: each.part for each in found.causes} == {
        "budgets": pytest.approx(-3), "costs and needs": pytest.approx(-3)
    }  # fmt: skip
    assert [(m.project, m.direction, [c.part for c in m.causes]) for m in found.moves] == [
        ("beta", -1, [-0.5, -0.5])
    ]
    assert "That is -3 by budgets and -3 by costs and needs." in found.text


def test_the_same_problem_twice_says_nothing_changes():
    found = compare(planned(), planned())

    assert found.value_change == 0
    assert (found.moves, found.calls, found.causes, found.differences) == ((), (), (), ())
    assert found.text.startswith("Nothing changes")


def test_other_projects_rules_limits_and_criteria_can_be_compared():
    old = planned()
    weights = WeightSet(("worth",), ((1.0,),), (1.0,))
    new = Problem(
        (
            Candidate("beta", "Beta", {"worth": point(3)}, {"cash": point(1)}),
            Candidate("delta", "Delta", {"worth": point(4)}, {"cash": point(1)}),
        ),
        weights,
        (Limit("cash", "budget", 1),),
    )

    found = compare(old, new)

    assert sum(each.part for each in found.causes) == pytest.approx(found.value_change)
    assert found.entered == ("delta",)
    assert "Delta is new" in found.differences
    assert "cash limits only now" in found.differences
    assert any("change of measure" in doubt for doubt in found.doubts)


def test_steps_that_allow_nothing_are_left_out_of_the_mean():
    """Alpha becomes mandatory and the budget rises: only money first is possible."""
    before = choice(project("Alpha", 1, 6), project("Beta", 5, 4), budget=5)
    after = apply(before, Scenario("more", (Change("limit_amount", BUDGET, 7),)))
    after = replace(
        after, candidates=tuple(replace(c, mandatory=c.id == "alpha") for c in after.candidates)
    )

    found = compare(before, after)

    assert sum(each.part for each in found.causes) == pytest.approx(found.value_change)
    assert any("the 1 orders of the 2 changes" in doubt for doubt in found.doubts)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_parts_add_up_to_the_whole_and_are_means_over_all_orders(one, other):
    """Two problems with nothing in common, and the parts counted again with the slow oracle."""
    before, _, _ = random_problems.problem(one, most=5)
    after, _, _ = random_problems.problem(other, most=5)
    try:
        found = compare(before, after, calls=False)
    except InfeasibleError:
        return
    near = 1e-6 * max(1.0, abs(found.value_before), abs(found.value_after))
    pair = Pair(before, after)
    worth = {}

    def value(taken):
        key = frozenset(taken)
        if key not in worth:
            problem = pair.mixture(key)
            centre = {
                name: brute.exact(weight)
                for name, weight in zip(
                    problem.weights.criteria, problem.weights.centre, strict=True
                )
            }
            best = brute.optimum(problem, centre)
            worth[key] = None if best is None else float(best[0])
        return worth[key]

    orders = [
        order
        for order in permutations(pair.moved)
        if all(value(order[:count]) is not None for count in range(len(order) + 1))
    ]
    for cause in found.causes:
        turns = [
            value(order[: order.index(cause.group) + 1]) - value(order[: order.index(cause.group)])
            for order in orders
        ]
        assert cause.part == pytest.approx(sum(turns) / len(turns), abs=near)
    if found.causes:
        assert sum(each.part for each in found.causes) == pytest.approx(
            found.value_change, abs=near
        )
        for move in found.moves:
            assert sum(each.part for each in move.causes) == pytest.approx(move.direction)
    else:
        assert not orders or not pair.moved


def test_mixtures_of_none_and_all_are_the_two_problems():
    for seed in range(40):
        before, _, _ = random_problems.problem(seed, most=5)
        after, _, _ = random_problems.problem(seed + 1000, most=5)
        pair = Pair(before, after)

        def plain(problem):
            return (
                problem.weights.centre, set(problem.weights.vertices),
                problem.rules, set(problem.limits),
                {c.id: (c.values, c.mandatory, dict(c.uses)) for c in problem.candidates},
            )  # fmt: skip

        assert plain(pair.mixture(())) == plain(before)
        assert plain(pair.mixture(pair.moved)) == plain(after)


def tree():
    return (
        Scenario(
            "budget -60%",
            (Change("budget_percent", number=-60),),
            (
                Scenario("and Alpha is ordered", (Change("remove", "chi"),)),
                Scenario("and cheaper", (Change("cost_percent", number=-50),)),
            ),
        ),
        Scenario("key person leaves", (Change("capacity_by", "developer", -2),)),
    )


def test_a_tree_goes_on_where_a_branch_allows_nothing():
    problem = choice(project("Alpha", 9, 6, mandatory=True), project("Chi", 4, 4), budget=10)

    cut, _ = explore(problem, (tree()[0], Scenario("as is")))

    assert not cut.feasible
    assert cut.value is None
    assert cut.conflict == ("Alpha is mandatory", "total budget of 4")
    assert [branch.feasible for branch in cut.then] == [False, True]
    cheaper = cut.then[1]
    assert cheaper.chosen == ("alpha",)
    assert cheaper.step is None
    assert cheaper.against_start.left == ("chi",)
    assert outline((cut,)) == (
        "budget -60%: nothing is allowed",
        "  and Alpha is ordered: nothing is allowed",
        "  and cheaper: 9, proved best",
    )


def test_a_tree_is_compared_with_the_start_and_with_its_branch():
    cut, person = explore(planned(), tree())

    assert cut.step == pytest.approx(cut.value - optimum(planned()).value)
    assert cut.then[1].step == pytest.approx(cut.then[1].value - cut.value)
    assert person.against_start.value_change == pytest.approx(person.step)
    assert cut.then[0].against_start.causes != ()


def test_what_was_found_at_once_goes_on_improving_until_it_is_proved():
    cut, person = tree()
    lines = {"cut": (cut,), "twice": (cut, cut.then[1]), "person": (person,)}
    best = {key: optimum(apply(planned(), line[0])) for key, line in lines.items()}
    best["twice"] = optimum(apply(apply(planned(), cut), cut.then[1]))
    poor = Optimum((), 0.0, 99.0, 99.0, "best found", None)
    asked = []

    *_, last = improve(
        planned(),
        lines,
        known={"cut": poor, "person": best["person"]},
        watch=lambda told: asked.append(told.stage),
    )

    assert {key: (each.value, each.chosen) for key, each in last.items()} == {
        key: (each.value, each.chosen) for key, each in best.items()
    }
    assert {each.status for each in last.values()} == {"optimal"}
    assert f"{cut.name}: 1 of 2 open" in asked
    assert not any(each.startswith(person.name) for each in asked), "proved is not solved again"


def test_each_round_gives_every_open_scenario_its_time_and_what_is_known_never_gets_worse():
    cut, person = tree()
    high = Optimum(("alpha",), 10**6, 10**7, 9.0, "best found", None)

    told = list(
        improve(planned(), {"cut": (cut,), "person": (person,)}, known={"cut": high}, rounds=(1, 1))
    )

    assert told[0] == {"cut": high}
    assert all(each["cut"].value >= high.value for each in told)


def test_where_nothing_is_allowed_nothing_is_improved():
    problem = choice(project("Alpha", 9, 6, mandatory=True), project("Chi", 4, 4), budget=10)

    assert list(improve(problem, {"cut": (tree()[0],)})) == [{}]


def test_two_solves_of_one_problem_know_the_higher_value_and_the_lower_bound():
    low = Optimum(("a",), 8.0, 11.0, 0.375, "best found", None)
    high = Optimum(("b",), 10.0, 15.0, 0.5, "best found", None)

    both = joined(low, high)

    assert (both.chosen, both.value, both.bound) == (("b",), 10.0, 11.0)
    assert (both.gap, both.status) == (pytest.approx(0.1), "best found")
    assert joined(both, Optimum(("b",), 10.0, 10.0, 0.0, "optimal", ())).status == "optimal"


def test_scenarios_and_results_survive_being_kept():
    amara = WeightSet(("growth", "care"), ((1.0, 0.0),), (1.0, 0.0))
    given_ = (*tree(), Scenario("Amara", (Change("weights", "Amara", weights=amara),)))

    for scenario in given_:
        assert from_json(Scenario, to_json(scenario)) == scenario
    for branch in explore(planned(), given_, calls=True):
        assert from_json(Branch, to_json(branch)) == branch
        assert from_json(Comparison, to_json(branch.against_start)) == branch.against_start


@given(st.integers(0, 10**6), st.floats(0, 100), st.integers(-2, 2))
@settings(max_examples=30, deadline=None)
def test_a_scenario_leaves_the_problem_as_it_was_and_less_money_is_never_better(seed, cut, step):
    problem, _, _ = random_problems.problem(seed, most=6)
    kept = to_json(problem)
    first = problem.candidates[0].id
    changes = [Change("slip", first, step), Change("value_percent", first, -cut)]
    if problem.limits:
        changes.append(Change("budget_percent", number=-cut))

    apply(problem, Scenario("what if", tuple(changes)))

    assert to_json(problem) == kept
    if problem.limits:
        poorer = apply(problem, Scenario("cut", (Change("budget_percent", number=-cut),)))
        try:
            less = optimum(poorer)
        except InfeasibleError:
            return
        assert less.value <= optimum(problem).value + 1e-9
