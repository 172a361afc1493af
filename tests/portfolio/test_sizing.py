"""Scores that count by cost: an explicit choice; the default stays as it was."""

from dataclasses import replace

import pytest

from headwater.errors import InputError
from headwater.journey import rationalize
from headwater.manifest import digest
from headwater.portfolio.framing import worth_of_score
from headwater.portfolio.sizing import DOUBT, MEANING, NOT_SIZED, UNSIZED, sizes_of
from headwater.verification import verify
from headwater.vocabulary.decision import Decision
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Project, Workbook


def scored(name: str, cost: float | None, fit: float) -> Project:
    at = None if cost is None else Interval.point(cost)
    return Project(name, name, at, scores={"fit": Interval.point(fit)})


PLAIN = Workbook(
    (scored("Network", 9, 8), scored("Form", 2, 6), scored("Site", 2, 5), scored("Desk", 2, 4)),
    criteria=("fit",),
)
SIZED = replace(PLAIN, sized_by="cost")


def chosen(decision: Decision) -> set[str]:
    return {each.id for each in decision.projects if each.chosen}


def test_without_the_choice_small_projects_win_and_a_doubt_says_so():
    found = rationalize(PLAIN, budget=10)

    assert chosen(found) == {"Form", "Site", "Desk"}
    assert UNSIZED in found.doubts
    assert found.manifest["parameters"]["sized_by"] == ""


def test_with_it_the_large_project_counts_for_its_size_and_the_meaning_is_printed():
    found = rationalize(SIZED, budget=10)

    assert chosen(found) == {"Network"}
    assert found.value == pytest.approx(1.0)
    values = {each.id: each.value.middle for each in found.projects}
    assert values["Form"] == pytest.approx(6 / 8 * 2 / 9)
    assert MEANING in found.value_meaning
    assert DOUBT in found.doubts
    assert UNSIZED not in found.doubts


def test_the_choice_is_no_input_and_a_decision_verifies_with_it():
    found = rationalize(SIZED, budget=10)

    assert digest(SIZED) == digest(PLAIN)
    assert verify(found, PLAIN).verdict == "identical"


def test_a_project_of_unknown_cost_may_be_of_any_size():
    book = Workbook((*SIZED.projects, scored("Tower", None, 8)), criteria=("fit",), sized_by="cost")

    assert sizes_of(book)["Tower"] == Interval(0, 1)
    assert sizes_of(replace(book, sized_by=""))["Tower"] == Interval.point(1)
    with pytest.raises(InputError, match="no worth of its own"):
        worth_of_score(book, "fit", 5)


def test_benefits_in_money_are_left_as_they_are():
    point = Interval.point
    rows = [
        Project("A", "A", point(9), benefit=point(3)), Project("B", "B", point(3), benefit=point(2))
    ]  # fmt: skip
    book = Workbook(tuple(rows))

    found = rationalize(replace(book, sized_by="cost"), budget=12)
    assert found.value == 5
    assert NOT_SIZED in found.doubts
