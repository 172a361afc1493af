"""What is said back while leaders answer: the worst three, and the value that mends them."""

import csv
from pathlib import Path

import pytest

from headwater.errors import InputError
from headwater.judgement import METHODS
from headwater.judgement.methods import ahp, allocation, ratio
from headwater.vocabulary.ballot import Anchor, Answers, Option, Question
from headwater.vocabulary.units import Interval

THREE = ("cost", "speed", "safety")


def said(**given: object) -> Answers:
    """Read cost__speed=5 as the pair (cost, speed), speed=None as "don't know"."""
    return {
        tuple(name.split("__")): each  # type: ignore[misc]
        if each is None or isinstance(each, Interval)
        else Interval.point(float(each))  # type: ignore[arg-type]
        for name, each in given.items()
    }


@pytest.mark.parametrize("method", METHODS.values(), ids=lambda each: each.NAME)
def test_every_question_is_a_sentence_with_a_scale(method) -> None:
    for question in method.questions(THREE):
        assert question.text.endswith(("?", "."))
        assert question.low < question.high
        assert set(question.items) <= set(THREE)
        if question.takes_unknown:
            question.check(None)
        assert question.takes_range or question.kind == "choice"
        assert question.takes_unknown or "Which criterion" in question.text  # the two picks
        assert question.takes_comment


def test_the_worst_triad_is_told_with_the_value_that_mends_it() -> None:
    answers = said(cost__speed=5, speed__safety=5, cost__safety=1 / 5)
    first = ahp.feedback(THREE, answers)[0]
    assert first.kind == "contradiction"
    assert first.text.startswith(
        "safety against cost is 5 and speed against safety is 5, so cost against speed would "
        "be 1/25; it was answered 5."
    )
    ((key, value),) = first.suggested.items()
    before = ahp.priorities(THREE, answers).inconsistency
    after = ahp.priorities(THREE, {**answers, key: value}).inconsistency
    assert before is not None and after is not None
    assert f"from {before:.2f} to {after:.2f}" in first.text
    assert after < before / 2


def test_the_value_is_the_nearest_step_that_brings_the_ratio_to_a_tenth() -> None:
    four = ("a", "b", "c", "d")
    answers = said(a__b=2, a__c=4, a__d=8, b__c=2, b__d=4, c__d=1 / 4)
    first = ahp.feedback(four, answers)[0]
    assert first.keys[0] == ("c", "d")
    (value,) = first.suggested.values()
    ratios = {
        step: ahp.priorities(four, {**answers, ("c", "d"): Interval.point(step)}).inconsistency
        for step in ahp.STEPS
    }
    good = [step for step, found in ratios.items() if found is not None and found <= 0.1]
    assert value.low == min(good)  # answered far below them all
    assert value.low < 2  # the ratio that fits perfectly is 2: no more change than is needed


def test_the_pair_is_named_the_way_round_it_was_asked() -> None:
    four = ("a", "b", "c", "d")
    answers = said(a__b=2, a__c=4, a__d=8, b__c=2, b__d=4, d__c=4)
    first = ahp.feedback(four, answers)[0]
    assert list(first.suggested) == [("d", "c")]
    assert next(iter(first.suggested.values())).low > 1 / 2


def test_answers_that_agree_get_no_feedback() -> None:
    assert ahp.feedback(THREE, said(cost__speed=2, speed__safety=2, cost__safety=4)) == ()
    assert ahp.feedback(THREE, said(cost__speed=2)) == ()
    assert ratio.feedback(THREE, said(cost__speed=2, speed__safety=2, cost__safety=5)) == ()


def test_the_end_of_the_scale_is_named_where_the_others_ask_for_more() -> None:
    told = ahp.feedback(THREE, said(cost__speed=7, speed__safety=7, cost__safety=9))
    assert [each.kind for each in told][-1] == "scale"
    assert told[-1].keys == (("cost", "safety"),)


def test_ranges_that_can_be_met_are_no_contradiction() -> None:
    loose = said(
        cost__speed=Interval(2, 4), speed__safety=Interval(2, 4), cost__safety=Interval(3, 5)
    )
    assert ahp.feedback(THREE, loose) == ()
    tight = said(
        cost__speed=Interval(4, 5), speed__safety=Interval(4, 5), cost__safety=Interval(1, 2)
    )
    assert ahp.feedback(THREE, tight)[0].kind == "contradiction"


def test_ratios_have_no_ceiling_and_their_misfit_is_a_factor() -> None:
    answers = said(cost__speed=40, speed__safety=50, cost__safety=2000)
    found = ratio.priorities(THREE, answers)
    assert found.weights.vertices[0] == pytest.approx([2000 / 2051, 50 / 2051, 1 / 2051])
    assert found.inconsistency == pytest.approx(0, abs=1e-9)
    off = ratio.priorities(THREE, said(cost__speed=40, speed__safety=50, cost__safety=20))
    assert "off by a factor of 14.3" in off.doubts[0]  # sqrt(3 (log 100 / 3)^2) = log 14.28
    told = ratio.feedback(THREE, said(cost__speed=40, speed__safety=50, cost__safety=20))
    assert told[0].suggested[told[0].keys[0]].is_point


@pytest.mark.parametrize("size", range(2, 9))
def test_ratios_ask_each_pair_once_and_check_every_answer(size: int) -> None:
    names = tuple(f"c{number}" for number in range(size))
    asked = [question.items for question in ratio.questions(names)]
    assert len({frozenset(each) for each in asked}) == len(asked)
    assert len(asked) == min(size * (size - 1) // 2, 2 * size)
    for left_out in asked if size > 2 else ():
        answers = {each: Interval.point(1.0) for each in asked if each != left_out}
        assert len(ratio.priorities(names, answers).weights.vertices) == 1


def test_a_hundred_points_are_shares() -> None:
    found = allocation.priorities(THREE, said(cost=50, speed=30, safety=20))
    assert found.weights.vertices == (pytest.approx((0.5, 0.3, 0.2)),)
    assert found.doubts == ()
    assert allocation.feedback(THREE, said(cost=50, speed=30, safety=20)) == ()


def test_a_blank_takes_what_is_left_of_the_hundred() -> None:
    found = allocation.priorities(THREE, said(cost=50, speed=Interval(10, 40), safety=None))
    left, fixed = found.weights.range_of("safety"), found.weights.range_of("cost")
    assert (left.low, left.high) == (pytest.approx(0.1), pytest.approx(0.4))
    assert (fixed.low, fixed.high) == (pytest.approx(0.5), pytest.approx(0.5))
    told = allocation.feedback(THREE, said(cost=50, speed=Interval(10, 40), safety=None))
    assert told[0].text == "safety may still take 40 of the points."


def test_points_that_miss_a_hundred_are_proportions_and_stretched() -> None:
    found = allocation.priorities(THREE, said(cost=40, speed=30, safety=10))
    assert found.weights.vertices == (pytest.approx((0.5, 0.375, 0.125)),)
    assert found.doubts == ("The points make 80, not 100; they were taken as proportions.",)
    (told,) = allocation.feedback(THREE, said(cost=40, speed=30, safety=10))
    mended = allocation.priorities(THREE, {**told.suggested})
    assert mended.weights.vertices == (pytest.approx((0.5, 0.375, 0.125)),)
    assert mended.doubts == ()
    with pytest.raises(InputError, match="every criterion has 0 points"):
        allocation.priorities(THREE, said(cost=0, speed=0, safety=0))


def test_swing_points_are_stretched_to_a_hundred() -> None:
    answers = said(cost=60, speed=30, safety=Interval(6, 12))
    (told,) = METHODS["swing"].feedback(THREE, answers)
    assert told.suggested[("safety",)] == Interval(10, 20)
    before = METHODS["swing"].priorities(THREE, answers).weights.vertices
    after = METHODS["swing"].priorities(THREE, told.suggested)
    assert after.weights.vertices == tuple(pytest.approx(each) for each in before)
    assert after.doubts == ()


@pytest.mark.parametrize("method", ["swing", "rating", "allocation", "ranking"])
def test_what_is_blank_is_named(method: str) -> None:
    (told,) = METHODS[method].feedback(THREE, said(cost=1, speed=2))
    assert told.kind == "gap"
    assert told.keys == (("safety",),)


def test_anchors_tie_a_level_to_a_finished_project() -> None:
    anchor = Anchor(4, "clear help", "Online permits", "waiting time fell from 9 to 4 days")
    assert anchor.text == (
        "A 4 (clear help) looks like Online permits: waiting time fell from 9 to 4 days."
    )


def test_a_question_refuses_what_it_does_not_take() -> None:
    pair = ahp.questions(THREE)[0]
    pair.check(Interval(0.11, 0.12))  # people write 1/9 as 0.11
    with pytest.raises(InputError, match="30 lies off the scale, which runs from 1/9 to 9"):
        pair.check(Interval.point(30))
    strict = Question("score", ("Fit",), 1, 5, takes_range=False, takes_unknown=False)
    with pytest.raises(InputError, match=r"2\.\.3 is a range"):
        strict.check(Interval(2, 3))
    with pytest.raises(InputError, match="an answer is needed"):
        strict.check(None)
    choice = Question("choice", ("a", "b"), 0, 1, options=(Option("a", ("a",), Interval.point(1)),))
    with pytest.raises(InputError, match="none of the choices"):
        choice.check(Interval.point(0))


def test_real_ratios_run_as_they_were_typed() -> None:
    """218 judgements of six researchers on 15 results; the open data of their study."""
    path = Path(__file__).parents[2] / "../shared/data/pairwise_ratio_judgements"
    if not path.exists():
        pytest.skip("the open data are not here")
    rows = list(csv.DictReader((path / "ratio_comparisons.csv").open()))
    assert len(rows) == 218
    for rater in {row["rater"] for row in rows}:
        own = [row for row in rows if row["rater"] == rater]
        items = tuple(sorted({row[side] for row in own for side in ("item_a", "item_b")}))
        given = {
            (row["item_b"], row["item_a"]): Interval.point(float(row["ratio_b_over_a_as_entered"]))
            for row in own
        }
        found = ratio.priorities(items, given)
        assert len(items) == 15
        assert len(found.weights.vertices) == 1
        assert found.inconsistency is not None
        for told in ratio.feedback(items, given):
            mended = ratio.priorities(items, {**given, **told.suggested})
            assert mended.inconsistency is not None
            assert mended.inconsistency < found.inconsistency
