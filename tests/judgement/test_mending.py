"""Two ways out of a contradiction, and what may be told of groups in a hidden round."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.errors import InputError, NotAllowedError
from headwater.judgement import METHODS, check, ways, worded
from headwater.judgement.methods import ahp
from headwater.judgement.positions import FROM_THIRTY, NOT_TOLD, positions
from headwater.vocabulary.ballot import Answers, Feedback
from headwater.vocabulary.units import Interval

THREE = ("cost", "speed", "safety")
FULL = ("cost", "speed"), ("cost", "safety"), ("speed", "safety")


def said(*ratios: float) -> Answers:
    return {key: Interval.point(ratio) for key, ratio in zip(FULL, ratios, strict=True)}


def test_a_circle_is_mended_by_the_answer_named_or_by_one_that_speaks_against_it() -> None:
    answers = said(5, 1 / 5, 5)
    told = ahp.feedback(THREE, answers)[0]

    first, second = ways("ahp", answers, told)

    assert set(first.answers) == set(told.suggested)
    assert set(second.answers) & {told.keys[0]} == set()
    before = ahp.priorities(THREE, answers).inconsistency
    for way in (first, second):
        after = ahp.priorities(THREE, {**answers, **way.answers}).inconsistency
        assert after is not None and before is not None
        assert after < before / 2


@settings(deadline=None)
@given(st.tuples(*[st.sampled_from(ahp.STEPS)] * 3))
def test_the_second_way_makes_the_three_fit(ratios: tuple[float, float, float]) -> None:
    answers = said(*ratios)
    for told in ahp.feedback(THREE, answers):
        if told.kind != "contradiction" or len(told.keys) != 3:
            continue
        found = ways("ahp", answers, told)
        before = ahp.priorities(THREE, answers).inconsistency
        after = ahp.priorities(THREE, {**answers, **found[-1].answers}).inconsistency
        assert after is not None and before is not None and after <= before + 1e-9


def test_without_a_third_the_second_way_is_a_range_that_holds_both() -> None:
    key = ("cost", "speed")
    told = Feedback("contradiction", "No.", (key,), {key: Interval.point(2.0)})

    one, two = ways("ratio", {key: Interval.point(8.0)}, told)

    assert one.answers == {key: Interval.point(2.0)}
    assert two.answers == {key: Interval(2.0, 8.0)}
    assert two.text == "cost 2 to 8 times speed"


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        (("a", "b"), Interval.point(1 / 3), "b 3 times a"),
        (("a", "b"), Interval.point(1), "a and b alike"),
        (("a", "b"), None, "a or b: don’t know"),
        (("a",), Interval(40, 60), "a: 40 to 60"),
        (("a", "b"), Interval(1, 100), "a at least as much as b"),
        (("a", "b"), Interval(0.01, 0.5), "b at least 2 times a"),
    ],
)
def test_answers_are_worded_as_people_say_them(key, value, words) -> None:
    assert worded(key, value) == words


def test_answers_that_no_method_can_weigh_are_refused() -> None:
    with pytest.raises(InputError, match="marked best"):
        check("best_worst", THREE, {("cost",): Interval.point(1), ("speed",): Interval.point(1)})
    nothing = {(each,): Interval.point(0) for each in THREE}
    for method in ("swing", "rating", "allocation"):
        with pytest.raises(InputError, match="0 points"):
            check(method, THREE, nothing)
        check(method, THREE, {**nothing, ("cost",): None})  # a blank may be anything
    check("ahp", THREE, said(5, 1 / 5, 5))  # a contradiction is theirs to keep


@pytest.mark.parametrize("size", range(2, 9))
def test_fewer_pairs_hold_every_criterion_together(size: int) -> None:
    names = tuple(f"c{number}" for number in range(size))
    asked = [each.items for each in ahp.fewer_questions(names)]

    assert len(asked) == min(size * (size - 1) // 2, 2 * size)
    found = ahp.priorities(names, {each: Interval.point(1) for each in asked})
    assert found.weights.vertices == (pytest.approx([1 / size] * size),)
    assert set(asked) <= {each.items for each in METHODS["ahp"].questions(names)}


def camps(*sizes: int) -> dict[str, dict[str, float]]:
    """Make camps, each of which puts most on another criterion."""
    found = {}
    for camp, size in enumerate(sizes):
        for each in range(size):
            high = 0.6 + 0.01 * (each % 3)
            found[f"p{camp}-{each}"] = {
                name: high if place == camp else (1 - high) / 2 for place, name in enumerate(THREE)
            }
    return found


def test_positions_are_told_from_ten_answers_each_and_name_nobody() -> None:
    found = positions(camps(12, 18), mode="anonymous", closed=True)

    assert [each.name for each in found.positions] == ["Position A", "Position B"]
    assert set(found.divides) <= set(THREE)
    assert found.word in ("very low", "low", "moderate", "high", "very high")
    assert "p0" not in str(found)
    assert "12" not in str(found) and "18" not in str(found)


@pytest.mark.parametrize("sizes", [(5,), (4, 5), (15, 5), (20, 0), (9, 11)])
def test_no_groups_and_groups_too_small_look_the_same(sizes: tuple[int, ...]) -> None:
    found = positions(camps(*sizes), mode="confidential", closed=True)

    assert (found.word, found.positions, found.divides) == ("", (), ())
    assert found.doubts == (FROM_THIRTY, NOT_TOLD)


def test_nothing_is_told_below_five_or_before_the_close() -> None:
    with pytest.raises(NotAllowedError):
        positions(camps(2, 2), mode="anonymous", closed=True)
    with pytest.raises(NotAllowedError, match="closed"):
        positions(camps(12, 18), mode="anonymous", closed=False)
