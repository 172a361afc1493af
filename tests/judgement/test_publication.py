"""What hidden rounds publish, and what an insider with a colleague learns from it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import reidentification
from headwater.errors import InputError, NotAllowedError
from headwater.judgement.publication import (
    FLOOR,
    PART_FLOOR,
    check_floor,
    detail,
    may_replace,
    release,
    subgroups,
)
from headwater.vocabulary.publication import Scale
from headwater.vocabulary.units import Interval

POINTS = Scale(0, 100)
RATIO = Scale(1 / 9, 9, ratio=True)


@pytest.mark.parametrize("mode", ["confidential", "anonymous"])
def test_below_five_answers_nothing_is_shown(mode) -> None:
    four = release("Safety", [90, 90, 90, 90], scale=POINTS, mode=mode, closed=True)
    assert four.centre is None
    assert four.text == "Fewer than 5 answered on Safety, so nothing is shown of it."
    five = release("Safety", [90] * 5, scale=POINTS, mode=mode, closed=True)
    assert (five.centre, five.spread) == (Interval(50, 100), "")
    assert five.text == "Safety: the middle of the answers lies above 50."


def test_named_answers_are_shown_exactly_and_not_before_the_close() -> None:
    shown = release("Safety", [1 / 4, 4, 3], scale=RATIO, mode="named", closed=True)
    assert shown.centre is not None
    assert shown.centre.middle == pytest.approx(3 ** (1 / 3))  # the geometric mean
    for mode in ("named", "confidential", "anonymous"):
        with pytest.raises(NotAllowedError, match="before the round is closed"):
            release("Safety", [1.0] * 9, scale=RATIO, mode=mode, closed=False)  # type: ignore[arg-type]


def test_the_floor_may_only_be_raised() -> None:
    assert (
        release("A", [1] * 6, scale=POINTS, mode="anonymous", closed=True, floor=7).centre is None
    )
    with pytest.raises(InputError, match="at least 5 answers"):
        check_floor(4)
    with pytest.raises(NotAllowedError):
        detail(4)


@settings(deadline=None)
@given(st.lists(st.floats(0, 100), min_size=5, max_size=80))
def test_the_middle_lies_in_the_part_that_is_shown(values: list[float]) -> None:
    shown = release("A", values, scale=POINTS, mode="anonymous", closed=True)
    assert shown.centre is not None
    assert shown.centre.low - 1e-6 <= np.mean(values) <= shown.centre.high + 1e-6
    assert shown.centre.high - shown.centre.low == pytest.approx(100 / detail(len(values)).parts)
    assert (shown.spread == "") == (len(values) < 30)
    again = release("A", values[::-1], scale=POINTS, mode="anonymous", closed=True)
    assert again == shown  # the order of arrival tells nothing


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 30), min_size=1))
def test_what_is_hidden_cannot_be_worked_out_from_what_is_shown(sizes: dict[str, int]) -> None:
    found = subgroups(sizes)
    assert sorted((*found.shown, *found.hidden)) == sorted(sizes)
    assert all(sizes[each] >= PART_FLOOR for each in found.shown)
    rest = sum(sizes[each] for each in found.hidden)
    assert not found.shown or rest == 0 or rest >= PART_FLOOR
    assert bool(found.reason) == bool(found.hidden)


def test_the_next_smallest_is_hidden_with_a_small_one() -> None:
    found = subgroups({"Finance": 12, "Roads": 3, "Schools": 25})
    assert (found.shown, found.hidden) == (("Schools",), ("Finance", "Roads"))
    assert "next smallest" in found.reason
    assert subgroups({"Finance": 12, "Roads": 14}).shown == ("Finance", "Roads")
    assert subgroups({"Everyone": 20}).shown == ()


@pytest.mark.parametrize(("changed", "allowed"), [(0, True), (1, False), (4, False), (5, True)])
def test_a_few_late_votes_do_not_make_a_new_publication(changed: int, allowed: bool) -> None:
    assert may_replace(changed=changed) is allowed


def test_an_insider_with_a_colleague_learns_almost_nothing() -> None:
    """TRUST R12, some hundred rounds; `python -m benchmarks.reidentification` plays 10,000."""
    gains, answers, sure = [], [], []
    for size in range(FLOOR, 13):
        for seed in range(25):
            learnt = reidentification.attack(size, seed, worlds=3_000)
            gains.append(learnt.apart_after - learnt.apart_before)
            answers.append(learnt.answer - learnt.answer_of_twin)
            sure.append(learnt.sure)
    assert np.mean(gains) <= 0.01
    assert np.mean(answers) <= 0.02
    assert np.mean(sure) <= 0.01


def test_without_the_rules_the_same_attack_succeeds() -> None:
    """So that the test above can fail: exact means and deviations give answers away."""
    learnt = [reidentification.attack(5, seed, worlds=30_000, how="exact") for seed in range(15)]
    assert np.mean([each.answer for each in learnt]) > 0.5
    assert np.mean([each.sure for each in learnt]) > 0.5
