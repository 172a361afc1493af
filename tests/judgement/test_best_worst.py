"""The best-worst method: published cases, the interval of weights, and a slow oracle."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from headwater.errors import InputError
from headwater.judgement import extremes
from headwater.judgement.methods import best_worst
from headwater.vocabulary.ballot import Answers
from headwater.vocabulary.units import Interval

CAR = ("quality", "price", "comfort", "safety", "style")


def said(
    best_to: tuple[float, ...], to_worst: tuple[float, ...], *, best: int = 1, worst: int = 4
) -> dict[tuple[str, ...], Interval | None]:
    names = [f"c{place}" for place in range(len(best_to))] if len(best_to) != 5 else list(CAR)
    found: dict[tuple[str, ...], Interval | None] = {}
    for place, name in enumerate(names):
        if place != best:
            found[names[best], name] = Interval.point(best_to[place])
        if place not in (best, worst):
            found[name, names[worst]] = Interval.point(to_worst[place])
    return found


def test_rezaei2016_car_consistent() -> None:
    answers = said((2, 1, 4, 2, 8), (4, 8, 2, 4, 1))
    expected = (0.21052632, 0.42105263, 0.10526316, 0.21052632, 0.05263158)
    for by in ("linear", "nonlinear"):
        found = best_worst.priorities(CAR, answers, by=by)  # type: ignore[arg-type]
        assert found.weights.vertices == (pytest.approx(expected, abs=1e-7),)
    assert best_worst.priorities(CAR, answers).inconsistency == pytest.approx(0, abs=1e-9)


def test_rezaei2016_car_with_safety_at_three() -> None:
    """Where some packages return .2234 for quality, a local optimum of the linear model."""
    found = best_worst.priorities(CAR, said((2, 1, 4, 3, 8), (4, 8, 2, 3, 1)), by="linear")
    assert found.weights.centre[0] == pytest.approx(0.2295, abs=5e-5)


def test_liang2020_car_input_ratio() -> None:
    read = extremes.read(CAR, said((2, 1, 4, 3, 8), (4, 8, 2, 3, 1)))
    assert extremes.input_ratio(read) == pytest.approx(0.017857142857142856, abs=1e-12)


def test_rezaei2015_consistency_index() -> None:
    published = [0, 0.44, 1.00, 1.63, 2.30, 3.00, 3.73, 4.47, 5.23]
    exact = [0.0, 0.438447, 1.0, 1.627719, 2.298438, 3.0, 3.725083, 4.468871, 5.227998]
    found = [extremes.largest_distance(a) for a in range(1, 10)]
    assert found == pytest.approx(published, abs=6e-3)
    assert found == pytest.approx(exact, abs=1e-6)


def feasible(read: extremes.Extremes, distance: float) -> bool:
    rows = extremes.constraints(read, distance)
    whole = np.ones((1, read.size))
    solved = linprog(
        np.zeros(read.size), A_ub=rows, b_ub=np.zeros(len(rows)), A_eq=whole, b_eq=[1.0]
    )
    return bool(solved.status == 0)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(3, 6).flatmap(
        lambda size: st.tuples(
            st.lists(st.integers(1, 9), min_size=size, max_size=size),
            st.lists(st.integers(1, 9), min_size=size, max_size=size),
        )
    )
)
def test_the_smallest_distance_is_that_of_linear_programs(given_: tuple[list, list]) -> None:
    """Slow oracle: a linear program finds weights just above the distance, and none below."""
    size = len(given_[0])
    names = tuple(f"c{place}" for place in range(size)) if size != 5 else CAR
    answers = said(tuple(given_[0]), tuple(given_[1]), best=0, worst=size - 1)
    read = extremes.read(names, answers)
    smallest = extremes.smallest_distance(read)
    assert feasible(read, smallest + 1e-6)
    assert smallest == 0 or not feasible(read, smallest - 1e-4)
    found = best_worst.priorities(names, answers)
    for weights in found.weights.vertices:
        for (i, j), (low, high) in read.ranges.items():
            ratio = weights[i] / weights[j]
            assert low - smallest - 1e-6 <= ratio <= high + smallest + 1e-6


def test_contradictions_leave_an_interval_of_weights() -> None:
    found = best_worst.priorities(CAR, said((2, 1, 4, 3, 8), (4, 8, 2, 3, 1)))
    assert len(found.weights.vertices) > 1
    assert found.weights.range_of("quality").high - found.weights.range_of("quality").low > 0.01
    whole = 0.14589803 / 4.468871  # the distance by hand: (3 + k)^2 < 8 - k at k = (7 - 3 5^.5)/2
    assert found.inconsistency == pytest.approx(whole, abs=1e-6)


def test_ranges_and_blanks_widen_the_set() -> None:
    answers = said((2, 1, 4, 2, 8), (4, 8, 2, 4, 1))
    ranged = {**answers, ("price", "comfort"): Interval(3, 5), ("comfort", "style"): None}
    wide = best_worst.priorities(CAR, ranged).weights
    assert wide.range_of("comfort").low == pytest.approx(0.0860, abs=1e-4)  # 1/5 of price's
    assert wide.range_of("comfort").high == pytest.approx(0.1356, abs=1e-4)
    nothing = best_worst.priorities(CAR, {})
    assert len(nothing.weights.vertices) == 5
    assert nothing.doubts == ("Nobody said which criterion is best and which is worst.",)


def test_it_asks_for_best_and_worst_then_for_the_comparisons_then_stops() -> None:
    first = best_worst.questions(CAR)
    assert [each.kind for each in first] == ["choice", "choice"]
    answers: dict[tuple[str, ...], Interval | None] = {}
    for question, name in zip(first, ("price", "style"), strict=True):
        option = next(each for each in question.options if each.text == name)
        answers[option.key] = option.value
    then = best_worst.questions(CAR, answers)
    assert len(then) == 2 * 5 - 3
    assert {each.kind for each in then} == {"pairwise"}
    assert then[0].items == ("price", "style")
    for question in then:
        answers[question.items] = Interval.point(2)
    assert best_worst.questions(CAR, answers) == ()
    assert best_worst.priorities(CAR, answers).inconsistency is not None


def test_one_criterion_picked_twice_is_asked_again() -> None:
    first = best_worst.questions(CAR)
    both = {question.options[0].key: question.options[0].value for question in first}
    assert best_worst.questions(CAR, both) == first


def test_the_worst_comparison_is_named_with_a_step_that_fits() -> None:
    answers = said((2, 1, 4, 5, 8), (4, 8, 2, 5, 1))
    told = best_worst.feedback(CAR, answers)
    assert told[0].text.startswith(
        "price against style is 8 and safety against style is 5, so price against safety would "
        "be 1.6; it was answered 5."
    )
    assert told[0].suggested == {("price", "safety"): Interval.point(2)}
    assert "input-based consistency ratio is 0.30" in best_worst.priorities(CAR, answers).doubts[0]
    assert best_worst.feedback(CAR, said((2, 1, 4, 3, 8), (4, 8, 2, 3, 1))) == ()


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({("price",): Interval.point(1), ("style",): Interval.point(1)}, "are marked best"),
        ({("price",): Interval.point(3)}, "write 1 for best, 0 for worst"),
        ({("price", "safety"): Interval.point(0.5)}, "'price' to 'safety' is 0.5; the scale"),
        ({("size",): Interval.point(1)}, "asks for one or two of quality"),
        (
            {
                **said((2, 1, 4, 2, 8), (4, 8, 2, 4, 1)),
                ("comfort", "safety"): Interval.point(2),
            },
            "'comfort' is compared with 'safety'",
        ),
    ],
)
def test_what_cannot_be_used_is_named(answers: Answers, message: str) -> None:
    with pytest.raises(InputError, match=message):
        best_worst.priorities(CAR, answers)
