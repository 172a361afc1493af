"""The best portfolio: published optima, canonical choice, ties, rules, conflicts, stopping."""

from dataclasses import replace
from time import monotonic

import pytest
from short import choice, knapsack, project

from headwater.errors import CancelledError, InfeasibleError, InputError
from headwater.portfolio import optimum
from headwater.vocabulary.portfolio import Limit
from headwater.vocabulary.progress import Progress
from headwater.vocabulary.workbook import Rule

PETERSEN_1 = (
    [100, 600, 1200, 2400, 500, 2000],
    [
        [8, 12, 13, 64, 22, 41],
        [8, 12, 13, 75, 22, 41],
        [3, 6, 4, 18, 6, 4],
        [5, 10, 8, 32, 6, 12],
        [5, 13, 8, 42, 6, 20],
        [5, 13, 8, 48, 6, 20],
        [0, 0, 0, 0, 8, 0],
        [3, 0, 4, 0, 8, 0],
        [3, 2, 4, 0, 8, 4],
        [3, 2, 4, 8, 8, 4],
    ],
    [80, 96, 20, 36, 44, 48, 10, 18, 22, 24],
)
PETERSEN_2 = (
    [600.1, 310.5, 1800, 3850, 18.6, 198.7, 882, 4200, 402.5, 327],
    [
        [20, 5, 100, 200, 2, 4, 60, 150, 80, 40],
        [20, 7, 130, 280, 2, 8, 110, 210, 100, 40],
        [60, 3, 50, 100, 4, 2, 20, 40, 6, 12],
        [60, 8, 70, 200, 4, 6, 40, 70, 16, 20],
        [60, 13, 70, 250, 4, 10, 60, 90, 20, 24],
        [60, 13, 70, 280, 4, 10, 70, 105, 22, 28],
        [5, 2, 20, 100, 2, 5, 10, 60, 0, 0],
        [45, 14, 80, 180, 6, 10, 40, 100, 20, 0],
        [55, 14, 80, 200, 6, 10, 50, 140, 30, 40],
        [65, 14, 80, 220, 6, 10, 50, 180, 30, 50],
    ],
    [450, 540, 200, 360, 440, 480, 200, 360, 440, 480],
)


@pytest.mark.parametrize(("case", "value"), [(PETERSEN_1, 3800.0), (PETERSEN_2, 8706.1)])
def test_petersen1967(case: tuple[list[float], list[list[float]], list[float]], value: float):
    """Petersen (1967): research and development projects, ten resources."""
    values, uses, amounts = case

    found = optimum(knapsack([values], uses, amounts))

    assert found.value == pytest.approx(value, rel=1e-12)
    assert (found.status, found.gap, found.bound) == ("optimal", 0.0, found.value)


def test_decimals_are_added_as_people_wrote_them():
    """0.1 + 0.2 is 0.3 in a budget, though not in binary."""
    problem = choice(project("Alpha", 1, 0.1), project("Beta", 1, 0.2), budget=0.3)

    assert optimum(problem).chosen == ("alpha", "beta")


def test_a_range_of_cost_counts_at_its_high_end_and_a_range_of_value_at_its_middle():
    problem = choice(project("Alpha", (0, 6), (1, 9)), project("Beta", 2, 3), budget=8)

    found = optimum(problem)

    assert (found.chosen, found.value) == (("beta",), 2)


def test_an_unknown_cost_cannot_be_chosen_until_it_is_known():
    problem = choice(project("Alpha", 9, None), project("Beta", 1, 3), budget=8)

    found = optimum(problem)

    assert found.chosen == ("beta",)
    assert found.doubts == ("Alpha cannot be recommended until it is known what it takes.",)


def test_a_mandatory_project_of_unknown_cost_counts_as_nothing_and_says_so():
    problem = choice(project("Alpha", 1, None, mandatory=True), project("Beta", 1, 8), budget=8)

    found = optimum(problem)

    assert found.chosen == ("alpha", "beta")
    assert "counted as 0" in found.doubts[0]


def test_ties_are_named_and_the_choice_between_them_is_canonical():
    """Least of the budget first, then the alphabet; the order of rows does not matter."""
    projects = [project("Alpha", 3, 4), project("Beta", 3, 3), project("Chi", 3, 3)]
    problem = choice(*projects, project("Delta", 9, 5), budget=8)

    found = optimum(problem)
    turned = optimum(replace(problem, candidates=problem.candidates[::-1]))

    assert found.chosen == ("beta", "delta")
    assert found.ties == ("beta", "chi")
    assert turned == found


def test_too_many_ties_to_list_are_settled_by_solves():
    """Forty equal projects of which any twenty fit: all are tied, the first twenty chosen."""
    problem = choice(*(project(f"P{n:02d}", 1, 1) for n in range(40)), budget=20)

    found = optimum(problem)

    assert found.chosen == tuple(f"p{n:02d}" for n in range(20))
    assert found.ties == tuple(f"p{n:02d}" for n in range(40))


def test_ties_may_be_left_unsettled():
    problem = choice(project("Alpha", 3, 4), project("Beta", 3, 4), budget=4)

    found = optimum(problem, ties=False)

    assert (found.chosen, found.ties) == (("alpha",), None)


def test_rules_hold():
    projects = [project("Alpha", 5, 3), project("Beta", 0, 3), project("Chi", 4, 3)]
    rules = [Rule("requires", "alpha", ("beta",)), Rule("excludes", "beta", ("chi",))]

    assert optimum(choice(*projects, budget=9, rules=rules)).chosen == ("alpha", "beta")


def test_group_limits_hold():
    projects = [project(name, value, 1) for name, value in (("A", 1), ("B", 2), ("C", 3))]
    most = Rule("at_most", "a", ("b", "c"), 1.0)
    least = Rule("at_least", "a", ("b",), 1.0)

    assert optimum(choice(*projects, budget=9, rules=[most])).chosen == ("c",)
    assert optimum(choice(*projects, budget=1, rules=[least])).chosen == ("b",)


def test_mutual_requirements_mean_together():
    projects = [project("Alpha", 5, 3), project("Beta", 1, 3), project("Chi", 5, 4)]
    both = [Rule("requires", "alpha", ("beta",)), Rule("requires", "beta", ("alpha",))]

    assert optimum(choice(*projects, budget=5, rules=both)).chosen == ("chi",)
    assert optimum(choice(*projects, budget=6, rules=both)).chosen == ("alpha", "beta")


@pytest.mark.parametrize(("change", "chosen"), [(3.0, ("alpha", "beta")), (-3.0, ("chi",))])
def test_synergies_count(change: float, chosen: tuple[str, ...]):
    projects = [project("Alpha", 2, 1), project("Beta", 2, 1), project("Chi", 3.5, 2)]
    rule = Rule("synergy", "alpha", ("beta",), change)

    found = optimum(choice(*projects, budget=2, rules=[rule]))

    assert found.chosen == chosen
    assert found.value == (7 if change > 0 else 3.5)


def test_a_project_worth_less_than_nothing_is_left_out():
    assert optimum(choice(project("Alpha", -1, 0), budget=1)).chosen == ()


def test_a_conflict_names_a_smallest_set_in_peoples_words():
    projects = [
        project("Alpha", 1, 6, mandatory=True),
        project("Beta", 1, 5),
        project("Chi", 1, 1, mandatory=True),
    ]
    rules = [Rule("requires", "alpha", ("beta",)), Rule("excludes", "chi", ("beta",))]
    problem = choice(*projects, budget=10, rules=rules[:1])

    with pytest.raises(InfeasibleError, match="cannot all hold together") as raised:
        optimum(problem)

    assert raised.value.rules == (
        "Alpha is mandatory",
        "Alpha requires Beta",
        "total budget of 10",
    )


def test_a_conflict_prefers_few_large_orders_to_many_small_ones():
    small = [project(f"Small {n}", 1, 1, mandatory=True) for n in range(12)]
    problem = choice(*small, project("Large", 1, 9, mandatory=True), budget=8)

    with pytest.raises(InfeasibleError) as raised:
        optimum(problem)

    assert raised.value.rules == ("Large is mandatory", "total budget of 8")


def test_a_negative_budget_is_a_conflict_by_itself():
    with pytest.raises(InfeasibleError, match="nothing satisfies total budget of -5"):
        optimum(choice(project("Alpha", 1, 1), budget=-5))


def test_an_unknown_cost_can_be_part_of_a_conflict():
    rule = Rule("at_least", "alpha", (), 1.0)

    with pytest.raises(InfeasibleError) as raised:
        optimum(choice(project("Alpha", 1, None), budget=9, rules=[rule]))

    assert any("not known" in each for each in raised.value.rules)


def test_a_group_limit_without_its_number_is_an_error():
    with pytest.raises(InputError, match="needs a number"):
        optimum(choice(project("Alpha", 1, 1), budget=1, rules=[Rule("at_most", "alpha", ())]))


@pytest.mark.parametrize("budget", [0.0, 1e-300, 1e300])
@pytest.mark.parametrize("cost", [0.0, 1e-310, 1.0, 1e299])
@pytest.mark.parametrize("value", [0.0, 1e-310, 1.0, 1e299])
def test_extreme_numbers_are_no_trouble(budget: float, cost: float, value: float):
    found = optimum(choice(project("Alpha", value, cost), budget=budget))

    assert found.chosen == (("alpha",) if cost <= budget and value > 0 else ())


def test_no_projects_no_portfolio():
    assert optimum(choice(budget=1)).chosen == ()


def test_limits_of_many_periods_and_roles_all_hold():
    projects = [project("Alpha", 5, 1, developer=2.0), project("Beta", 4, 1, developer=1.0)]

    found = optimum(choice(*projects, budget=9, limits={"developer": 1.5}))

    assert found.chosen == ("beta",)


def _hard(projects: int = 200) -> object:
    """Many tight limits and no structure: not proved within seconds by any solver tried."""
    from random import Random

    random = Random(7)
    uses = [[random.randint(10, 100) for _ in range(projects)] for _ in range(30)]
    values = [float(random.randint(40, 60)) for _ in range(projects)]
    return knapsack([values], uses, [0.4 * sum(row) for row in uses])


def test_without_proof_it_says_best_found_and_how_far_it_may_be_off():
    reports: list[Progress] = []

    found = optimum(_hard(), watch=reports.append, time_limit=1.0)

    assert found.status == "best found"
    assert found.bound > found.value > 0
    assert found.gap == pytest.approx((found.bound - found.value) / found.value)
    assert found.ties is None
    assert "not proved best" in found.doubts[0]
    values = [each.value for each in reports if each.value is not None]
    assert values == sorted(values)
    assert {each.stage for each in reports} == {"Finding the best portfolio"}


def test_it_stops_within_two_seconds_of_being_cancelled():
    started = monotonic()
    asked: list[float] = []

    def watch(_: Progress) -> None:
        if monotonic() - started > 1.5:
            asked.append(monotonic())
            raise CancelledError("Amara stopped it")

    with pytest.raises(CancelledError, match="Amara"):
        optimum(_hard(), watch=watch, time_limit=60)

    assert monotonic() - asked[0] < 2
    assert len(asked) == 1


def test_limits_may_come_in_any_order():
    problem = knapsack([PETERSEN_1[0]], PETERSEN_1[1], PETERSEN_1[2])
    turned = replace(problem, limits=tuple(reversed(problem.limits)))

    assert optimum(turned) == optimum(problem)


def test_a_limit_that_nobody_uses_changes_nothing():
    problem = choice(project("Alpha", 1, 1), budget=1)
    wider = replace(problem, limits=(*problem.limits, Limit("room", "capacity", 0.0)))

    assert optimum(wider) == optimum(problem)
