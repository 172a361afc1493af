"""Trade-off pairs: asked where they narrow the weights most, and then no more."""

import numpy as np
import pytest

from headwater.judgement.inside import points_inside
from headwater.judgement.methods import tradeoff
from headwater.numeric.polytope import extreme_points, vertices
from headwater.numeric.streams import stream
from headwater.vocabulary.ballot import Answers, Question
from headwater.vocabulary.units import Interval

THREE = ("cost", "safety", "speed")


def chosen(question: Question, weights: dict[str, float]) -> tuple[tuple[str, ...], Interval]:
    """Answer as somebody would who knows their weights."""
    one, other = question.items
    ratio = min(max(weights[one] / weights[other], tradeoff.LOW), tradeoff.HIGH)
    holding = [each for each in question.options if each.value and each.value.low <= ratio]
    holding = [each for each in holding if each.value and each.value.high >= ratio]
    option = holding[-1]  # "about the same" where that is true
    assert option.value is not None
    return option.key, option.value


def asked(weights: dict[str, float]) -> tuple[int, Answers]:
    answers: dict[tuple[str, ...], Interval | None] = {}
    count = 0
    while question := tradeoff.questions(tuple(weights), answers):
        key, value = chosen(question[0], weights)
        answers[key] = value
        count += 1
        assert count < 80
    return count, answers


@pytest.mark.parametrize(("size", "most"), [(2, 4), (3, 8), (5, 18), (7, 30)])
def test_it_closes_in_on_the_weights_with_few_questions(size: int, most: int) -> None:
    for trial in range(4):
        true = dict(
            zip(
                (f"c{place}" for place in range(size)),
                stream(trial, size).dirichlet(np.ones(size)).tolist(),
                strict=True,
            )
        )
        count, answers = asked(true)
        found = tradeoff.priorities(tuple(true), answers).weights
        assert count <= most
        for name, weight in true.items():
            span = found.range_of(name)
            assert span.low - 1e-9 <= weight <= span.high + 1e-9
            assert span.high - span.low <= tradeoff.ENOUGH + 1e-9


def test_the_next_question_is_the_same_whatever_the_order() -> None:
    answers = {("cost", "speed"): Interval(2, 100)}
    first = tradeoff.questions(THREE, answers)
    assert first == tradeoff.questions(THREE[::-1], dict(answers))
    assert first == tradeoff.questions(THREE, answers)


def test_a_choice_narrows_what_was_known_of_the_pair() -> None:
    known = {("cost", "speed"): Interval(0.25, 4), ("cost", "safety"): Interval(0.95, 1.05)}
    (question,) = tradeoff.questions(THREE, known)
    first, second, same = question.options
    assert question.takes_unknown
    before = known[question.items] if question.items in known else Interval(0.01, 100)
    assert first.value and second.value and same.value
    assert first.value.high == before.high and second.value.low == before.low
    assert first.value.low == second.value.high  # between them nothing is lost
    assert before.low <= same.value.low <= first.value.low <= same.value.high <= before.high


def test_a_pair_one_cannot_answer_is_not_asked_again() -> None:
    (first,) = tradeoff.questions(THREE)
    (then,) = tradeoff.questions(THREE, {first.items: None})
    assert frozenset(then.items) != frozenset(first.items)
    every = {("cost", "speed"): None, ("speed", "safety"): None, ("safety", "cost"): None}
    assert tradeoff.questions(THREE, every) == ()


def test_ends_of_the_scale_bound_nothing() -> None:
    found = tradeoff.priorities(("a", "b"), {("a", "b"): Interval(2, 100)}).weights
    assert found.vertices == (pytest.approx((2 / 3, 1 / 3)), pytest.approx((1, 0)))
    assert tradeoff.priorities(("a", "b"), {}).weights.vertices == ((0, 1), (1, 0))


def test_choices_that_run_in_a_circle_are_named() -> None:
    circle = {("cost", "safety"): Interval(3, 100), ("safety", "speed"): Interval(3, 100)}
    circle |= {("speed", "cost"): Interval(3, 100)}
    found = tradeoff.priorities(THREE, circle)
    assert found.weights.vertices == (pytest.approx((1 / 3, 1 / 3, 1 / 3)),)
    assert found.doubts
    told = tradeoff.feedback(THREE, circle)
    assert {each.keys[0] for each in told} == set(circle)
    assert tradeoff.questions(THREE, circle) == ()


def test_what_is_most_open_is_told() -> None:
    (told,) = tradeoff.feedback(THREE, {("cost", "speed"): Interval(2, 100)})
    assert told.text == "cost is the most open: its weight may be 0% to 100%."


def test_smith1984_draws_lie_evenly_in_the_polytope() -> None:
    rows = np.array([[-1.0, 1.0, 0.0, 0.0], [0.0, -1.0, 1.0, 0.0], [0.0, 0.0, -1.0, 1.0]])
    corners = vertices(rows, np.zeros(3))
    drawn = points_inside(corners, corners.mean(axis=0), rows, draws=12_000)
    assert (drawn @ rows.T <= 1e-9).all()
    assert drawn.sum(axis=1) == pytest.approx(np.ones(len(drawn)))
    # evenly over a simplex: the mean is the centroid, the variance is (V - c)^2 / ((n)(n + 1))
    assert drawn.mean(axis=0) == pytest.approx(corners.mean(axis=0), abs=0.01)
    spread = ((corners - corners.mean(axis=0)) ** 2).sum(axis=0) / (4 * 5)
    assert drawn.var(axis=0) == pytest.approx(spread, rel=0.1)
    assert len(extreme_points(np.vstack([corners, drawn[:20]]))) == len(corners)
