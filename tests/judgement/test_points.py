"""Swing weighting and direct rating."""

import pytest

from headwater.errors import InputError
from headwater.judgement import METHODS
from headwater.vocabulary.units import Interval

CRITERIA = ("benefit", "risk", "speed", "fit")


def points(**given: object) -> dict[tuple[str, ...], Interval | None]:
    return {
        (name,): each if each is None or isinstance(each, Interval) else Interval.point(each)  # type: ignore[arg-type]
        for name, each in given.items()
    }


def test_vonwinterfeldt1986_swing_points_to_weights() -> None:
    found = METHODS["swing"].priorities(CRITERIA, points(benefit=100, risk=80, speed=50, fit=20))
    assert found.weights.vertices == (pytest.approx((0.4, 0.32, 0.2, 0.08), abs=1e-12),)
    assert found.weights.centre == pytest.approx((0.4, 0.32, 0.2, 0.08), abs=1e-12)
    assert found.doubts == ()
    assert found.inconsistency is None


@pytest.mark.parametrize("method", ["swing", "rating"])
def test_one_question_a_criterion(method: str) -> None:
    asked = METHODS[method].questions(CRITERIA)
    assert [each.items for each in asked] == [(name,) for name in CRITERIA]
    assert {(each.low, each.high) for each in asked} == {(0, 100)}


@pytest.mark.parametrize("method", ["swing", "rating"])
def test_a_range_gives_a_set_never_a_point(method: str) -> None:
    answers = points(a=100, b=Interval(50, 100))
    found = METHODS[method].priorities(("a", "b"), answers)
    assert found.weights.vertices == (
        pytest.approx((1 / 2, 1 / 2)),
        pytest.approx((2 / 3, 1 / 3)),
    )
    assert found.weights.centre == pytest.approx((100 / 175, 75 / 175))


def test_a_blank_may_be_anything_on_the_scale() -> None:
    found = METHODS["swing"].priorities(("a", "b"), points(a=100, b=None))
    assert found.weights.range_of("b") == Interval(0, 0.5)
    assert "No points were given for b" in found.doubts[0]
    assert METHODS["swing"].priorities(("a", "b"), points(a=100)) == found  # absent is blank


def test_all_blank_allows_every_weighting() -> None:
    found = METHODS["rating"].priorities(("a", "b", "c"), {})
    assert sorted(found.weights.vertices) == [(0, 0, 1), (0, 1, 0), (1, 0, 0)]
    assert found.weights.centre == pytest.approx((1 / 3, 1 / 3, 1 / 3))
    assert found.doubts == ("No criterion was given points, so every weighting is allowed.",)


def test_a_single_criterion_has_all_the_weight() -> None:
    assert METHODS["rating"].priorities(("a",), {}).weights.vertices == ((1.0,),)


def test_swing_without_a_hundred_is_doubted_and_rating_is_not() -> None:
    answers = points(a=60, b=30)
    assert "100 points" in METHODS["swing"].priorities(("a", "b"), answers).doubts[0]
    assert METHODS["rating"].priorities(("a", "b"), answers).doubts == ()


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        (points(a=101, b=3), "'a' has 101 points; the scale runs from 0 to 100"),
        (points(a=Interval(-1, 5), b=3), "'a' has -1..5 points"),
        (points(a=0, b=0), "every criterion has 0 points"),
        (points(z=10), "asks for one of a, b"),
    ],
)
def test_what_cannot_be_used_is_named(answers: dict, message: str) -> None:
    with pytest.raises(InputError, match=message):
        METHODS["swing"].priorities(("a", "b"), answers)


def test_many_ranges_are_widened_and_say_so() -> None:
    criteria = tuple(f"c{number:02}" for number in range(14))
    answers = points(**{name: Interval(10, 90) for name in criteria})
    found = METHODS["rating"].priorities(criteria, answers)
    assert len(found.weights.vertices) <= 256
    assert "leaves none of them out" in found.doubts[-1]
    assert found.weights.range_of("c00").low == pytest.approx(10 / (10 + 13 * 90))
