"""The analytic hierarchy process: published cases, gaps, ranges and contradictions."""

from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.errors import InputError
from headwater.judgement.consistency import (
    completed,
    consistency_ratio,
    geometric_consistency,
    principal,
)
from headwater.judgement.methods import ahp
from headwater.vocabulary.ballot import Answers
from headwater.vocabulary.units import Interval

DRINKS = ("coffee", "wine", "tea", "beer", "soda", "milk", "water")
DRINK_RATIOS = """
coffee wine 9, coffee tea 5, coffee beer 2, coffee soda 1, coffee milk 1, water coffee 2,
water wine 9, water tea 9, water beer 3, water soda 2, water milk 3, tea wine 3, beer wine 9,
beer tea 3, beer milk 1, soda wine 9, soda tea 4, soda beer 2, soda milk 2, milk wine 9, milk tea 3
"""
FOUR = ("a", "b", "c", "d")


def answers(text: str) -> Answers:
    """Read 'a b 3, b c 2..4, a c ?'."""
    found: dict[tuple[str, ...], Interval | None] = {}
    for part in text.replace("\n", " ").split(","):
        left, right, ratio = part.split()
        ends = [float(end) for end in ratio.split("..")] if ratio != "?" else []
        found[left, right] = Interval(ends[0], ends[-1]) if ends else None
    return found


def matrix(criteria: tuple[str, ...], given: Answers) -> np.ndarray:
    ratios = np.full((len(criteria), len(criteria)), np.nan)
    np.fill_diagonal(ratios, 1.0)
    for (left, right), answer in given.items():
        i, j = criteria.index(left), criteria.index(right)
        if answer is not None:
            ratios[i, j], ratios[j, i] = answer.low, 1 / answer.low
    return ratios


def test_saaty2008_drinks_eigenvector() -> None:
    found = ahp.priorities(DRINKS, answers(DRINK_RATIOS), by="eigenvector")
    expected = (0.1775, 0.0191, 0.0418, 0.1164, 0.1896, 0.1288, 0.3268)
    assert found.weights.centre == pytest.approx(expected, abs=1e-4)
    assert principal(matrix(DRINKS, answers(DRINK_RATIOS)))[0] == pytest.approx(7.176629, abs=1e-6)


def test_saaty2008_drinks_consistency_index() -> None:
    largest = principal(matrix(DRINKS, answers(DRINK_RATIOS)))[0]
    assert (largest - 7) / 6 == pytest.approx(0.029438173221724966, abs=1e-9)
    assert (largest - 7) / 6 / 1.35 == pytest.approx(0.022, abs=5e-4)  # random index of saaty2008


def test_crawford1985_drinks_geometric_mean() -> None:
    found = ahp.priorities(DRINKS, answers(DRINK_RATIOS))
    expected = (0.178723, 0.018461, 0.042234, 0.116498, 0.191136, 0.128625, 0.324323)
    assert found.weights.vertices == (pytest.approx(expected, abs=1e-5),)
    assert found.doubts == ()


def test_alonso2006_drinks_consistency_ratio() -> None:
    found = ahp.priorities(DRINKS, answers(DRINK_RATIOS))
    assert found.inconsistency == pytest.approx(0.021974252218257006, abs=1e-6)


def test_aguaron2003_drinks_geometric_consistency() -> None:
    index = geometric_consistency(matrix(DRINKS, answers(DRINK_RATIOS)))
    assert index == pytest.approx(0.080363, abs=1e-5)


INCOMPLETE = "a b 1, a c 5, a d 2, b c 3, b d 4"


def test_bozoki2010_incomplete_completion() -> None:
    full = completed(matrix(FOUR, answers(INCOMPLETE)))
    assert full[2, 3] == pytest.approx(0.730297106886979, abs=1e-6)
    largest, weights = principal(full)
    assert weights == pytest.approx((0.3738, 0.392, 0.0985, 0.1357), abs=1e-4)
    assert (largest - 4) / 3 / 0.8286 == pytest.approx(0.0372, abs=1e-4)


def test_bozoki2010_incomplete_log_least_squares() -> None:
    """One gap: the gradient of the least squares is zero where rows are compared."""
    found = ahp.priorities(FOUR, answers(INCOMPLETE))
    (weights,) = found.weights.vertices
    logs = np.log(weights)
    ratios = matrix(FOUR, answers(INCOMPLETE))
    errors = np.nan_to_num(np.log(ratios) - logs[:, None] + logs[None, :])
    assert errors.sum(axis=1) == pytest.approx(np.zeros(4), abs=1e-9)
    assert weights == pytest.approx((0.3738, 0.392, 0.0985, 0.1357), abs=4e-3)  # near the other
    published = 0.0372 * 0.8286  # consistency index of the best completion
    random = (2.7699 * 4 - 4.3513 - 4) / 3 * (1 - 2 / 6)  # one of three checks is missing
    assert found.inconsistency == pytest.approx(published / random, abs=2e-4)
    assert found.doubts[0].startswith("5 of 6 pairs were compared")


def test_agoston2022_fewer_answers_can_contradict_each_other_less() -> None:
    # Mean random indices published for 4 criteria: 0.884, then 0.583 and 0.306 with gaps.
    reduced = [0.1 / consistency_ratio(4.1, 4, missing=gaps) for gaps in (0, 1, 2)]
    assert reduced[1] / reduced[0] == pytest.approx(0.583 / 0.884, abs=0.02)
    assert reduced[2] / reduced[0] == pytest.approx(0.306 / 0.884, abs=0.02)
    assert consistency_ratio(4.1, 4, missing=3) == 0


def test_a_contradiction_is_named() -> None:
    found = ahp.priorities(("a", "b", "c"), answers("a b 5, b c 5, c a 5"))
    assert found.inconsistency is not None
    assert found.inconsistency > 1
    assert "consistency ratio" in found.doubts[0]
    assert "a against b, answered 5 where all answers together say 1." in found.doubts[0]


def test_the_worst_answer_is_the_one_that_was_changed() -> None:
    true = {"a": 0.4, "b": 0.3, "c": 0.2, "d": 0.1}
    ratios = {pair: Interval.point(true[pair[0]] / true[pair[1]]) for pair in combinations(FOUR, 2)}
    ratios["b", "d"] = Interval.point(1 / 3)
    found = ahp.priorities(FOUR, ratios)
    assert "b against d, answered 1/3" in found.doubts[0]


def test_ranges_give_the_polytope_they_describe() -> None:
    found = ahp.priorities(("a", "b"), answers("a b 1..3"))
    assert found.weights.vertices == (pytest.approx((0.5, 0.5)), pytest.approx((0.75, 0.25)))
    assert found.inconsistency is None


def test_ranges_on_three_criteria_by_hand() -> None:
    found = ahp.priorities(("a", "b", "c"), answers("a b 1..2, b c 1"))
    assert found.weights.vertices == (
        pytest.approx((1 / 3, 1 / 3, 1 / 3)),
        pytest.approx((1 / 2, 1 / 4, 1 / 4)),
    )


def test_what_nothing_connects_may_weigh_anything() -> None:
    found = ahp.priorities(("a", "b", "c"), answers("a b 3, b c ?"))
    assert found.weights.vertices == (pytest.approx((0, 0, 1)), pytest.approx((0.75, 0.25, 0)))
    assert found.inconsistency is None
    assert "1 of 3 pairs were compared" in found.doubts[0]


def test_no_answers_allow_every_weighting() -> None:
    found = ahp.priorities(("a", "b"), {})
    assert found.weights.vertices == ((0, 1), (1, 0))
    assert found.doubts == ("Nothing was compared, so every weighting is allowed.",)


def test_ranges_that_contradict_are_met_as_nearly_as_can_be() -> None:
    found = ahp.priorities(("a", "b", "c"), answers("a b 2..3, b c 2..3, a c 1..2"))
    # Only a/c >= 4 follows from the first two; least squares meet at equal log distances.
    (weights,) = found.weights.vertices
    a, b, c = weights
    assert a / c == pytest.approx(2 * 2 ** (1 / 3))
    assert a / b == pytest.approx(b / c)
    assert sum("No weights meet every answer" in doubt for doubt in found.doubts) == 3


def test_a_range_that_agrees_with_the_points_changes_nothing() -> None:
    points = ahp.priorities(("a", "b", "c"), answers("a b 2, b c 2"))
    both = ahp.priorities(("a", "b", "c"), answers("a b 2, b c 2, a c 3..5"))
    assert both.weights == points.weights


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("a b 10", "'a' to 'b' is 10; the scale runs from 1/9"),
        ("a b 0.05..1", "the scale runs"),
        ("a z 2", "a comparison needs two of a, b, c"),
        ("a a 1", "a comparison needs two of"),
        ("a b 2, b a 2", "are compared twice; keep one answer"),
    ],
)
def test_what_cannot_be_used_is_named(given: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        ahp.priorities(("a", "b", "c"), answers(given))


def test_the_eigenvector_needs_every_pair() -> None:
    with pytest.raises(InputError, match="one number for every pair"):
        ahp.priorities(("a", "b", "c"), answers("a b 2, b c 2"), by="eigenvector")


def test_rounded_ninths_are_on_the_scale() -> None:
    assert ahp.priorities(("a", "b"), answers("a b 0.11")).weights.centre[0] < 0.1


known = st.lists(st.integers(1, 3), min_size=2, max_size=6)


@settings(max_examples=40, deadline=None)
@given(known, st.randoms(use_true_random=False))
def test_ratios_from_known_weights_give_the_weights_back(numbers: list[int], random) -> None:
    criteria = tuple(f"c{place}" for place in range(len(numbers)))
    weights = np.array(numbers) / sum(numbers)
    pairs = list(combinations(range(len(numbers)), 2))
    tree = [(place - 1, place) for place in range(1, len(numbers))]
    kept = [pair for pair in pairs if pair in tree or random.random() < 0.5]
    given = {(criteria[i], criteria[j]): Interval.point(weights[i] / weights[j]) for i, j in kept}
    found = ahp.priorities(criteria, given)
    assert found.weights.vertices == (pytest.approx(tuple(weights)),)
    assert found.inconsistency == pytest.approx(0, abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(st.integers(3, 5), st.integers(0, 1000))
def test_ranges_around_known_weights_allow_them(size: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    criteria = tuple(f"c{place}" for place in range(size))
    weights = random.dirichlet(np.full(size, 20.0))
    given = {
        (criteria[i], criteria[j]): Interval(
            weights[i] / weights[j] / random.uniform(1, 1.5),
            weights[i] / weights[j] * random.uniform(1, 1.5),
        )
        for i, j in combinations(range(size), 2)
    }
    found = ahp.priorities(criteria, given).weights
    for vertex in (*found.vertices, found.centre):
        for (left, right), ends in given.items():
            i, j = criteria.index(left), criteria.index(right)
            assert ends.low - 1e-6 <= vertex[i] / vertex[j] <= ends.high + 1e-6
    for place, criterion in enumerate(criteria):
        ends = found.range_of(criterion)
        assert ends.low - 1e-9 <= weights[place] <= ends.high + 1e-9


def test_the_order_of_criteria_changes_nothing() -> None:
    given = answers("a b 2..3, b c 1..2, c d 3")
    expected = ahp.priorities(FOUR, given).weights
    for order in permutations(FOUR):
        found = ahp.priorities(order, given).weights
        for criterion in FOUR:
            assert found.range_of(criterion).low == pytest.approx(expected.range_of(criterion).low)
            assert found.range_of(criterion).high == pytest.approx(
                expected.range_of(criterion).high
            )


LEADER = """
Experience Education 4, Experience Charisma 3, Experience Age 7, Charisma Education 3,
Education Age 3, Charisma Age 5
"""


def test_wikipedia_leader_example() -> None:
    criteria = ("Experience", "Education", "Charisma", "Age")
    found = ahp.priorities(criteria, answers(LEADER), by="eigenvector")
    assert found.weights.centre == pytest.approx((0.548, 0.127, 0.27, 0.056), abs=1e-3)
    largest = principal(matrix(criteria, answers(LEADER)))[0]
    assert (largest - 4) / 3 / 0.9 == pytest.approx(0.044, abs=5e-4)
    assert found.inconsistency == pytest.approx(0.044, abs=1.5e-3)


@pytest.mark.parametrize(
    ("size", "index"),
    [(4, 0.89), (5, 1.11), (6, 1.25), (7, 1.35), (8, 1.40), (9, 1.45), (10, 1.49)],
)
def test_alonso2006_random_index_beside_saatys_table(size: int, index: float) -> None:
    """A consistency index of 1 over the ratio is the random index."""
    assert 1 / consistency_ratio(2 * size - 1, size) == pytest.approx(index, abs=0.02)


def test_harker1987_incomplete_by_counting_the_gaps() -> None:
    """Another way to fill the gaps: 0 off the diagonal, 1 + the row's gaps on it."""
    ratios = matrix(FOUR, answers(INCOMPLETE))
    counted = np.nan_to_num(ratios) + np.diag(np.isnan(ratios).sum(axis=1).astype(float))
    largest, weights = principal(counted)
    assert weights == pytest.approx((0.373579, 0.392123, 0.098177, 0.136122), abs=1e-6)
    assert largest == pytest.approx(4.092388, abs=1e-6)
    best = principal(completed(ratios))[1]
    assert weights == pytest.approx(best, abs=1e-3)  # near the best completion, and not the same
    assert not np.allclose(weights, best, atol=1e-5)


def test_forman1998_joint_judgements_keep_reciprocity() -> None:
    """The geometric mean of 3, 5 and 1/2 is one answer whichever way round it was asked."""
    logs = np.log([3, 5, 0.5])
    joint = float(np.exp(logs.mean()))
    assert joint == pytest.approx(1.9574338205844317)
    assert float(np.exp(logs @ [0.5, 0.3, 0.2])) == pytest.approx(2.4436872873390447)
    # three ratios between two criteria stand for three people: least squares of logarithms
    weights = [ahp.priorities(("a", "b"), answers(f"a b {ratio}")) for ratio in (3, 5, 0.5)]
    shares = np.exp(np.mean([np.log(each.weights.centre) for each in weights], axis=0))
    assert shares[0] / shares[1] == pytest.approx(joint)
