"""All portfolios that nothing beats: published sets, ranges, pooling, sampling."""

from dataclasses import replace

import pytest
from short import KNOWN, choice, knapsack, project

from headwater.errors import InfeasibleError, InputError
from headwater.portfolio import robust
from headwater.vocabulary.judgement import WeightSet
from headwater.vocabulary.portfolio import Problem
from headwater.vocabulary.workbook import Rule

KIRLIK_3_10_1 = (
    [
        [566, 611, 506, 180, 817, 184, 585, 423, 26, 317],
        [62, 84, 977, 979, 874, 54, 269, 93, 881, 563],
        [664, 982, 962, 140, 224, 215, 12, 869, 332, 537],
    ],
    [[557, 898, 148, 63, 78, 964, 246, 662, 386, 272]],
    [2137],
)
KIRLIK_3_10_3 = (
    [
        [230, 870, 555, 578, 995, 596, 800, 819, 630, 504],
        [747, 816, 996, 509, 700, 238, 395, 870, 236, 292],
        [602, 556, 10, 52, 303, 290, 195, 264, 670, 299],
    ],
    [[860, 900, 169, 415, 477, 163, 10, 277, 981, 640]],
    [2446],
)
THIRDS = [[1, 0, 0], [1 / 2, 1 / 2, 0], [1 / 3, 1 / 3, 1 / 3]]


def test_kirliksayin2014_3_objectives_10_projects_set_1():
    """Seven portfolios; how often each project is in them (liesio2007's core index)."""
    found = robust(knapsack(*KIRLIK_3_10_1))

    sevenths = [4, 4, 7, 7, 7, 0, 3, 4, 4, 5]
    assert (found.count, found.exact) == (7, True)
    assert [round(7 * share) for share in found.core_index.values()] == sevenths


def test_kirliksayin2014_3_objectives_10_projects_set_3():
    assert robust(knapsack(*KIRLIK_3_10_3)).count == 8


def test_a_ranking_of_the_criteria_leaves_fewer():
    """Set 1 with weights known to fall: two portfolios remain."""
    found = robust(knapsack(*KIRLIK_3_10_1, THIRDS))

    halves = [1, 1, 2, 2, 2, 0, 2, 1, 1, 2]
    assert found.count == 2
    assert [round(2 * share) for share in found.core_index.values()] == halves


def test_portfolios_of_equal_value_are_all_kept():
    problem = choice(project("Alpha", 1, 1), project("Beta", 1, 1), project("Chi", 9, 1), budget=2)

    found = robust(problem)

    assert found.core_index == {"alpha": 0.5, "beta": 0.5, "chi": 1.0}
    assert found.rivals == {"alpha": "beta", "beta": "alpha"}


def test_common_projects_cancel_when_values_are_ranges():
    """Alpha's range is wide, but it is in every portfolio: Beta still always beats Chi."""
    alpha = project("Alpha", (0, 10), 1, mandatory=True)
    problem = choice(alpha, project("Beta", (2, 3), 1), project("Chi", (1, 1.5), 1), budget=2)

    found = robust(problem)

    assert found.core_index == {"alpha": 1.0, "beta": 1.0, "chi": 0.0}


def test_overlapping_ranges_leave_both():
    problem = choice(project("Beta", (2, 3), 1), project("Chi", (1, 2.5), 1), budget=1)

    assert robust(problem).core_index == {"beta": 0.5, "chi": 0.5}


def test_weights_that_only_round_to_thirds_count_as_thirds():
    """Three ones weigh as much as one three, though 0.333... has no exact double."""
    ones = [[3, 1, 1, 1], [3, 1, 1, 1], [3, 1, 1, 1]]
    third = [[1 / 3, 1 / 3, 1 / 3]]

    found = robust(knapsack(ones, [[3, 1, 1, 1]], [3], third))

    assert found.count == 2


def test_ranges_of_cost_are_asked_at_both_ends_and_pooled():
    problem = choice(project("Alpha", 5, (1, 9)), project("Beta", 4, 4), budget=5)

    found = robust(problem)

    assert found.count == 2  # both together when Alpha is cheap, Beta alone when it is dear
    assert found.core_index == {"alpha": 0.5, "beta": 1.0}
    assert "low end" in found.doubts[0]


def test_an_unknown_cost_is_contested_when_the_project_would_be_worth_it():
    problem = choice(project("Alpha", 5, None), project("Beta", 4, 4), budget=5)

    assert robust(problem).core_index == {"alpha": 0.5, "beta": 1.0}


def _many(projects: int = 260) -> Problem:
    """Nothing is said of worth: every maximal set is a candidate, far too many to list."""
    return choice(
        *(project(f"P{n:03d}", (0, 1), 10 + n % 7) for n in range(projects)), budget=projects * 5
    )


def test_too_many_are_sampled_and_it_says_how_sure_the_shares_are():
    found = robust(_many(), draws=200)

    assert (found.count, found.exact) == (200, False)
    assert "200 opinions" in found.doubts[0]
    assert "within 6.9%" in found.doubts[0]
    assert all(0 < share < 1 for share in found.core_index.values())


def test_the_seed_decides_the_sample():
    first = robust(_many(), draws=50, seed=3)

    assert robust(_many(), draws=50, seed=3) == first
    assert robust(_many(), draws=50, seed=4) != first


def test_a_sample_agrees_with_the_list():
    """Where all can be listed, drawn opinions choose only from the list."""
    problem = knapsack(*KIRLIK_3_10_1)

    listed = robust(problem)
    sampled = robust(problem, most_portfolios=1, draws=100)

    assert not sampled.exact
    for id_, share in listed.core_index.items():
        assert (share == 0) <= (sampled.core_index[id_] == 0)
        assert (share == 1) <= (sampled.core_index[id_] == 1)


def test_equals_take_turns_in_a_sample():
    problem = choice(*(project(f"P{n}", 1, 1) for n in range(4)), budget=2)

    found = robust(problem, most_portfolios=1, draws=400)

    assert all(share == pytest.approx(0.5, abs=0.12) for share in found.core_index.values())


def test_the_answer_does_not_depend_on_the_seed_when_all_are_listed():
    problem = knapsack(*KIRLIK_3_10_1)

    assert robust(problem, seed=1) == robust(problem, seed=2)


def test_more_information_leaves_fewer_portfolios():
    wide = knapsack(*KIRLIK_3_10_1)
    vertices = ((0.6, 0.2, 0.2), (0.2, 0.6, 0.2), (0.2, 0.2, 0.6))
    narrow = replace(wide, weights=WeightSet(wide.weights.criteria, vertices, wide.weights.centre))

    assert robust(narrow).count < robust(wide).count


def test_a_conflict_is_explained_here_too():
    with pytest.raises(InfeasibleError, match="Alpha is mandatory"):
        robust(choice(project("Alpha", 1, 3, mandatory=True), budget=2))


def test_no_draws_is_an_error():
    with pytest.raises(InputError, match="at least one draw"):
        robust(choice(project("Alpha", 1, 3), budget=2), draws=0)


def test_no_projects_one_empty_portfolio():
    found = robust(Problem((), KNOWN))

    assert (found.count, found.core_index) == (1, {})


def test_a_loss_of_joint_choice_can_split_a_pair():
    projects = [project("Alpha", 2, 1), project("Beta", 2, 1), project("Chi", 1, 1)]
    rule = Rule("synergy", "alpha", ("beta",), -5.0)

    found = robust(choice(*projects, budget=3, rules=[rule]))

    assert found.count == 2
    assert found.core_index == {"alpha": 0.5, "beta": 0.5, "chi": 1.0}
