"""From many leaders to the weights of the group."""

import csv
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.errors import InputError
from headwater.judgement import MOST_VERTICES, disagreements, spread, weigh, weight_ranges
from headwater.numeric.polytope import extreme_points
from headwater.vocabulary.judgement import GroupPriorities
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Judgement

CRITERIA = ("Safety", "Savings", "Service")


def said(
    leader: str, method: str, left: str, answer: float | str | None, right: str | None = None
) -> Judgement:
    if isinstance(answer, str):
        low, high = answer.split("..")
        return Judgement(leader, method, left, right, Interval(float(low), float(high)))
    known = None if answer is None else Interval.point(answer)
    return Judgement(leader, method, left, right, known)


def swing(leader: str, *answers: float | str | None) -> list[Judgement]:
    return [said(leader, "swing", name, each) for name, each in zip(CRITERIA, answers, strict=True)]


def holds(group: GroupPriorities, point: tuple[float, ...]) -> bool:
    hull = np.array(group.weights.vertices)
    return len(extreme_points(np.vstack([hull, point]))) == len(hull)


def test_the_hull_of_two_leaders_and_one_voice_each() -> None:
    group = weigh(CRITERIA, swing("Amara", 100, 100, 0) + swing("Dev", 0, 50, 100))
    assert group.weights.vertices == (
        pytest.approx((0, 1 / 3, 2 / 3)),
        pytest.approx((0.5, 0.5, 0)),
    )
    assert group.weights.centre == pytest.approx((0.25, 5 / 12, 1 / 3))
    assert list(group.by_leader) == ["Amara", "Dev"]
    assert group.doubts == ()


def test_a_leader_between_the_others_adds_no_extreme_point() -> None:
    two = swing("Amara", 100, 0, 0) + swing("Dev", 0, 100, 0)
    group = weigh(CRITERIA, two + swing("Chioma", 100, 100, 0))
    assert len(group.weights.vertices) == 2


def test_names_match_whatever_their_case_and_spacing() -> None:
    plain = weigh(CRITERIA, swing("Amara", 100, 50, 20))
    loose = [
        replace(each, leader=" amara ", method="SWING", left=f" {each.left.upper()} ")
        for each in swing("Amara", 100, 50, 20)
    ]
    assert weigh(CRITERIA, loose).weights == plain.weights


def test_methods_may_differ_between_leaders() -> None:
    ranked = [said("Dev", "ranking", name, place) for place, name in enumerate(CRITERIA, 1)]
    compared = [
        said("Chioma", "ahp", "Safety", 2, "Savings"),
        said("Chioma", "ahp", "Savings", 2, "Service"),
    ]
    group = weigh(CRITERIA, swing("Amara", 100, "40..60", None) + ranked + compared)
    for priorities in group.by_leader.values():
        assert all(holds(group, vertex) for vertex in priorities.weights.vertices)
        assert holds(group, priorities.weights.centre)
    assert holds(group, group.weights.centre)
    assert any(
        doubt.startswith("Amara: No points were given for Service") for doubt in group.doubts
    )


@pytest.mark.parametrize(
    ("judgements", "message"),
    [
        ([said("Amara", "swing", "Saftey", 100)], "no criterion 'Saftey'; did you mean 'Safety'?"),
        ([said("Amara", "swng", "Safety", 100)], "no method 'swng'; did you mean 'swing'?"),
        ([said(" ", "swing", "Safety", 100)], "names no leader"),
        ([said("Amara", "swing", "Safety", 100, "Savings")], "leave `right` of 'Safety' empty"),
        ([said("Amara", "ahp", "Safety", 2)], "'Safety' is compared with nothing"),
        (
            [said("Amara", "swing", "Safety", 100), said("Amara", "rating", "Savings", 5)],
            "Amara answered by rating and by swing; keep the answers of one method",
        ),
        (
            [said("Amara", "swing", "Safety", 100), said("Amara", "swing", "Safety", 90)],
            "Amara answers Safety twice, differently",
        ),
    ],
)
def test_what_cannot_be_used_is_named(judgements: list[Judgement], message: str) -> None:
    with pytest.raises(InputError, match=message.replace("?", r"\?")):
        weigh(CRITERIA, judgements)


def test_without_judgements_every_weighting_is_allowed() -> None:
    group = weigh(CRITERIA, [])
    assert sorted(group.weights.vertices) == [(0, 0, 1), (0, 1, 0), (1, 0, 0)]
    assert group.weights.centre == pytest.approx((1 / 3, 1 / 3, 1 / 3))
    assert group.doubts[0].startswith("Nobody has said what matters more")


def test_stated_weights_stand_in_for_judgements() -> None:
    group = weigh(
        CRITERIA,
        [],
        {"safety": Interval(2, 2), "Savings": Interval(1, 3), "Service": Interval(1, 1)},
    )
    assert sorted(group.weights.vertices) == [
        pytest.approx((2 / 6, 3 / 6, 1 / 6)),
        pytest.approx((2 / 4, 1 / 4, 1 / 4)),
    ]
    assert group.doubts == ()


def test_a_missing_stated_weight_may_be_anything() -> None:
    group = weigh(CRITERIA, [], {"Safety": Interval(3, 3), "Savings": Interval(1, 1)})
    assert group.weights.range_of("Service") == Interval(0, 1)
    assert "No weight is stated for Service" in group.doubts[0]
    assert holds(group, group.weights.centre)


def test_judgements_go_before_stated_weights() -> None:
    judgements = swing("Amara", 100, 50, 50)
    group = weigh(CRITERIA, judgements, {"Safety": Interval(9, 9)})
    assert group.weights == weigh(CRITERIA, judgements).weights
    assert "were not used" in group.doubts[-1]


@pytest.mark.parametrize(
    ("stated", "message"),
    [
        ({"Safety": Interval(-1, 2)}, "weights start at 0"),
        ({"Safety": Interval(0, 0)}, "every stated weight is 0"),
        ({"Sefety": Interval(1, 1)}, "did you mean 'Safety'"),
        ({"Safety": Interval(1, 1), "safety ": Interval(1, 1)}, "stated twice"),
    ],
)
def test_stated_weights_that_cannot_be_used(stated: dict, message: str) -> None:
    with pytest.raises(InputError, match=message):
        weigh(CRITERIA, [], stated)


def test_one_criterion_and_none_and_twins() -> None:
    assert weigh(("Safety",), []).weights.vertices == ((1.0,),)
    assert weigh(("Safety",), []).doubts == ()
    assert weigh(("Safety",), [said("Amara", "swing", "safety", 70)]).weights.centre == (1.0,)
    with pytest.raises(InputError, match="no criteria"):
        weigh((), [])
    with pytest.raises(InputError, match="same name: Safety, safety"):
        weigh(("Safety", "safety"), [])


def test_too_many_extreme_points_are_widened_never_cut_off() -> None:
    criteria = tuple(f"c{place}" for place in range(8))
    judgements = [
        said(leader, "rating", name, f"{10 + shift}..{40 + 3 * shift + 5 * place}")
        for shift, leader in enumerate(("Amara", "Chioma", "Dev"))
        for place, name in enumerate(criteria)
    ]
    group = weigh(criteria, judgements)
    assert len(group.weights.vertices) <= MOST_VERTICES
    assert any("leaves none of them out" in doubt for doubt in group.doubts)
    for priorities in group.by_leader.values():
        assert len(priorities.weights.vertices) > MOST_VERTICES
        assert all(holds(group, vertex) for vertex in priorities.weights.vertices)


def test_weight_ranges_and_spread() -> None:
    group = weigh(CRITERIA, swing("Amara", 100, 100, 0) + swing("Dev", "0..50", 50, 100))
    safety, savings, _ = weight_ranges(group)
    assert (safety.criterion, safety.low, safety.high) == ("Safety", 0, 0.5)
    assert safety.by_leader["Dev"] == Interval(0, 0.25)
    assert savings.centre == pytest.approx((0.5 + 50 / 175) / 2)
    assert list(spread(group)) == ["Service", "Safety", "Savings"]
    assert disagreements(group)[0] == (
        "Leaders differ on Service: Dev gives it 57% of the weight, Amara 0%."
    )


numbers = st.one_of(st.none(), st.integers(0, 10).map(lambda each: each * 10.0))
table = st.lists(st.tuples(numbers, numbers, numbers), min_size=1, max_size=4).filter(
    lambda rows: all(any(each is None or each > 0 for each in row) for row in rows)
)


@settings(max_examples=40, deadline=None)
@given(table, st.integers(0, 1000))
def test_no_order_of_rows_or_criteria_changes_the_answer(rows: list, seed: int) -> None:
    judgements = [each for place, row in enumerate(rows) for each in swing(f"L{place}", *row)]
    shuffled, order = list(judgements), list(CRITERIA)
    random.Random(seed).shuffle(shuffled)
    random.Random(seed).shuffle(order)
    first, second = weigh(CRITERIA, judgements), weigh(order, shuffled)
    assert first.doubts == second.doubts
    places = [order.index(name) for name in CRITERIA]
    assert first.weights.vertices == tuple(
        tuple(row[place] for place in places) for row in second.weights.vertices
    )
    assert first.weights.centre == tuple(second.weights.centre[place] for place in places)


@settings(max_examples=30, deadline=None)
@given(st.tuples(numbers, numbers, numbers), st.integers(2, 4))
def test_leaders_of_one_mind_weigh_as_one(row: tuple, count: int) -> None:
    if not any(each is None or each > 0 for each in row):
        return
    one = weigh(CRITERIA, swing("L0", *row))
    many = weigh(CRITERIA, [each for place in range(count) for each in swing(f"L{place}", *row)])
    assert np.allclose(many.weights.vertices, one.weights.vertices)
    assert many.weights.centre == pytest.approx(one.weights.centre)


def test_six_raters_compare_research_by_real_ratios() -> None:
    """Real, incomplete comparisons: those on the scale connect enough to give weights or a set."""
    path = Path(__file__).parents[2] / "../shared/data/pairwise_ratio_judgements"
    if not (path / "ratio_comparisons.csv").exists():
        pytest.skip("the data of real comparisons is not here")
    with (path / "ratio_comparisons.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            said(row["rater"], "ahp", row["item_b"], float(ratio), row["item_a"])
            for row in csv.DictReader(file)
            if 1 / 9 <= float(ratio := row["ratio_b_over_a_as_entered"]) <= 9
        ]
    unique = {(row.leader, *sorted((row.left, row.right or ""))): row for row in rows}
    criteria = sorted({name for row in unique.values() for name in (row.left, row.right or "")})
    group = weigh(criteria, list(unique.values()))
    assert len(group.by_leader) == 6
    assert all(
        group.weights.range_of(each.criterion).low <= each.centre <= each.high
        for each in weight_ranges(group)
    )
