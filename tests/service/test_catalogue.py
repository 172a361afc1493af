"""The starter set of the catalogue, its file, and what two editions say differently."""

from dataclasses import replace

import pytest

from headwater.errors import InputError
from headwater.service import catalogue
from headwater.vocabulary.offering import Offering
from headwater.vocabulary.service import Target

ASKED_FOR = {
    "strategy-interpretation", "need-discovery", "options-advice", "business-case-building",
    "pre-review", "leadership-alignment-workshop", "portfolio-rationalization", "assurance-check",
    "benefits-review", "lessons-and-forecast-calibration", "transformation-advice",
}  # fmt: skip


def test_the_starter_set_is_whole() -> None:
    found = catalogue.starter()

    assert {each.key for each in found} >= ASKED_FOR
    for each in found:
        assert all((each.may_ask, each.gives, each.asks, each.measures)), each.key
        assert {level.measure for level in each.levels} >= {"response", "delivery"}, each.key
        assert len(each.steps) >= 3, each.key
        assert any(step.artefact for step in each.steps), each.key
        for level in each.levels:  # a decision cannot be late before there is anything to decide
            assert (level.starts == "submitted") == (level.measure == "decision")


def test_a_catalogue_survives_its_file() -> None:
    found = catalogue.starter()
    assert catalogue.read(catalogue.write(found)) == found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[", "no JSON"),
        ("{}", "headwater catalogue"),
        ('{"format": "headwater catalogue", "version": 9}', "version 1, not 9"),
        (
            '{"format": "headwater catalogue", "version": 1, "offerings": [{"key": "a"}]}',
            "title",
        ),
    ],
)
def test_a_file_that_is_none_says_why(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        catalogue.read(text)


def test_editions_are_compared_field_by_field() -> None:
    before = Offering("a", "Advice", "Help", levels=(Target("response", 2, "days"),))
    after = replace(before, levels=(Target("response", 1, "days"),), gives=("An answer",))

    found = {each.field: (each.before, each.after) for each in catalogue.revisions(before, after)}

    assert found == {
        "What they get": ("", "An answer"),
        "Service levels": ("response within 2 days", "response within 1 day"),
    }
    assert catalogue.revisions(before, before) == ()


def test_an_offering_without_a_purpose_or_with_two_levels_is_refused() -> None:
    with pytest.raises(InputError, match="title and a purpose"):
        Offering("a", "Advice", " ")
    with pytest.raises(InputError, match="two levels"):
        Offering("a", "A", "B", levels=(Target("response", 1), Target("response", 2)))
    with pytest.raises(InputError, match="small letters"):
        Offering("A b", "A", "B")
