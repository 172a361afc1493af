"""Coverage of objectives: gaps, uncovered, crowded."""

import random

import pytest

from headwater.errors import InputError
from headwater.strategy import cover, findings
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Link, Objective

CITY = (
    Objective("S", "Safe streets"),
    Objective("S1", "Fewer crashes", "S"),
    Objective("S2", "Better lighting", "S"),
    Objective("M", "Money well spent"),
    Objective("G", "Green river"),
    Objective("G1", "Clean banks", "G"),
)
COSTS = {"a": 30.0, "b": 10.0, "c": 60.0, "d": 0.0}


def link(project: str, objective: str, strength: float = 1.0) -> Link:
    return Link(project, objective, Interval.point(strength))


def test_links_roll_up_and_spending_is_shared() -> None:
    links = [link("a", "S1"), link("b", "S1"), link("b", "S2"), link("c", "M"), link("d", "S")]
    found = {each.id: each for each in cover(CITY, links, projects=COSTS, chosen=["b", "a"])}
    assert found["S"].projects == ("a", "b", "d")
    assert found["S"].chosen == ("a", "b")
    assert found["S"].share == 1.0
    assert found["S2"].share == 0.25
    assert found["M"].finding == "uncovered"
    assert found["G"].finding == "gap"
    assert found["S1"].finding == ""


def test_parents_come_before_children_and_siblings_by_name() -> None:
    found = cover(CITY, [], projects=COSTS, chosen=[])
    assert [each.id for each in found] == ["G", "G1", "M", "S", "S2", "S1"]
    assert {each.share for each in found} == {0.0}


def test_a_link_of_strength_nought_is_no_link() -> None:
    found = {each.id: each for each in cover(CITY, [link("a", "M", 0)], COSTS, ["a"])}
    assert found["M"].finding == "gap"


def test_crowded_is_more_than_twice_the_others_and_at_least_five() -> None:
    costs = {f"p{number}": 1.0 for number in range(12)}
    objectives = (Objective("A", "Alpha"), Objective("B", "Beta"), Objective("C", "Gamma"))

    def finding(alpha: int, beta: int, gamma: int) -> str:
        links = [link(f"p{n}", "A") for n in range(alpha)]
        links += [link(f"p{n}", "B") for n in range(beta)]
        links += [link(f"p{n}", "C") for n in range(gamma)]
        return cover(objectives, links, costs, list(costs))[0].finding

    assert finding(5, 2, 2) == "crowded"
    assert finding(4, 1, 1) == ""  # fewer than five
    assert finding(6, 3, 3) == ""  # just twice
    assert finding(7, 3, 3) == "crowded"


def test_sentences_speak_once_of_a_branch() -> None:
    links = [link("a", "S1"), link("b", "S2"), link("c", "M")]
    assert findings(cover(CITY, links, COSTS, ["a"])) == (
        "No project is linked to 'Green river'.",
        "Projects are proposed for 'Money well spent' and 'Better lighting', and none of them is "
        "recommended.",
    )


def test_many_names_are_cut_short() -> None:
    objectives = tuple(Objective(str(n), f"Aim {n}") for n in range(8))
    (sentence,) = findings(cover(objectives, [], COSTS, []))
    assert sentence.endswith("'Aim 3', 'Aim 4' and 3 more.")


def test_order_changes_nothing() -> None:
    links = [link("a", "S1"), link("b", "S2"), link("c", "M"), link("d", "G1")]
    expected = cover(CITY, links, COSTS, ["a", "c"])
    for seed in range(5):
        objectives, shuffled = list(CITY), list(links)
        random.Random(seed).shuffle(objectives)
        random.Random(seed).shuffle(shuffled)
        backwards = dict(reversed(COSTS.items()))
        assert cover(objectives, shuffled, backwards, ["c", "a"]) == expected


def test_no_objectives_no_coverage() -> None:
    assert cover([], [], COSTS, ["a"]) == ()
    assert findings(()) == ()


@pytest.mark.parametrize(
    ("costs", "chosen", "message"),
    [
        ({"a": -1.0}, [], "'a' has the cost -1"),
        ({"a": float("nan")}, [], "'a' has the cost nan"),
        ({"a": 1.0}, ["z"], "chosen, but not among the projects: z"),
    ],
)
def test_what_does_not_fit_is_named(costs: dict, chosen: list, message: str) -> None:
    with pytest.raises(InputError, match=message):
        cover(CITY, [], costs, chosen)
