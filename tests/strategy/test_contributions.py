"""How declared links roll up to the top-level objectives."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.errors import InputError
from headwater.strategy import contributions
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Link, Objective

CITY = (
    Objective("S", "Safe streets"),
    Objective("S1", "Fewer crashes", "S"),
    Objective("S2", "Better lighting", "S"),
    Objective("S21", "Lamps repaired", "S2"),
    Objective("S22", "Dark spots lit", "S2"),
    Objective("M", "Money well spent"),
)


def link(project: str, objective: str, low: float = 1.0, high: float | None = None) -> Link:
    return Link(project, objective, Interval(low, low if high is None else high))


def of(*links: Link, objectives: tuple[Objective, ...] = CITY) -> dict[str, Interval]:
    return dict(contributions(objectives, links, ["p"])["p"])


def test_children_share_equally() -> None:
    assert of(link("p", "S1"))["Safe streets"] == Interval(0.5, 0.5)
    assert of(link("p", "S21"))["Safe streets"] == Interval(0.25, 0.25)


def test_full_links_to_every_leaf_make_one() -> None:
    found = of(link("p", "S1"), link("p", "S21"), link("p", "S22"))
    assert found == {"Money well spent": Interval(0, 0), "Safe streets": Interval(1, 1)}


def test_a_link_to_the_top_is_its_strength() -> None:
    assert of(link("p", "S", 0.4))["Safe streets"] == Interval(0.4, 0.4)


def test_the_whole_and_its_detail_count_once() -> None:
    assert of(link("p", "S", 0.4), link("p", "S1"))["Safe streets"] == Interval(0.5, 0.5)
    assert of(link("p", "S", 0.9), link("p", "S1"))["Safe streets"] == Interval(0.9, 0.9)


def test_ranges_of_strength_stay_ranges() -> None:
    assert of(link("p", "S1", 0.2, 0.6), link("p", "S", 0.2))["Safe streets"] == Interval(0.2, 0.3)


def test_stated_weights_set_the_shares() -> None:
    objectives = (
        Objective("S", "Safe streets"),
        Objective("S1", "Fewer crashes", "S", Interval(2, 4)),
        Objective("S2", "Better lighting", "S", Interval(1, 1)),
        Objective("S3", "Calm traffic", "S"),  # no weight: the mean of the others, 2
    )
    found = of(link("p", "S1"), objectives=objectives)
    assert found["Safe streets"] == Interval(0.5, 0.5)


def test_projects_without_links_contribute_nothing() -> None:
    found = contributions(CITY, [link("q", "M")], ["p", "q"])
    assert list(found) == ["p", "q"]
    assert found["p"] == {"Money well spent": Interval(0, 0), "Safe streets": Interval(0, 0)}
    assert found["q"]["Money well spent"] == Interval(1, 1)


def test_tops_of_one_name_go_by_id() -> None:
    objectives = (Objective("a", "Growth"), Objective("b", "growth"), Objective("c", "Health"))
    assert set(of(objectives=objectives)) == {"a", "b", "Health"}


@pytest.mark.parametrize(
    ("objectives", "message"),
    [
        (
            (Objective("a", "A", "b"), Objective("b", "B", "a")),
            "parents run in a circle: A -> B -> A",
        ),
        ((Objective("a", "A", "a"),), "circle: A -> A"),
        ((Objective("a", "A", "zz"),), "'A' has the parent 'zz', which is no objective's id"),
        ((Objective("a1", "A"), Objective("b", "B", "a2")), "did you mean 'a1'"),
        ((Objective("a", "A"), Objective("a", "B")), "two objectives bear the id 'a'"),
        (
            (Objective("a", "A"), Objective("b", "B", "a", Interval(0, 0))),
            "under 'A' have weight 0",
        ),
        (
            (Objective("a", "A"), Objective("b", "B", "a", Interval(-2, 0))),
            "under 'A' has a negative weight",
        ),
        (
            tuple(Objective(f"o{n}", f"O{n}", f"o{n - 1}" if n else None) for n in range(150)),
            "more than 100 others above it",
        ),
    ],
)
def test_what_is_no_tree_is_named(objectives: tuple[Objective, ...], message: str) -> None:
    with pytest.raises(InputError, match=message):
        of(objectives=objectives)


@pytest.mark.parametrize(
    ("links", "message"),
    [
        ([link("x", "S")], "names the project 'x', which is not among the projects"),
        ([link("p", "S9")], "'S9', which is not among the objectives; did you mean"),
        ([link("p", "S", 3)], "strength 3; strengths run from 0 to 1"),
        ([link("p", "S", -0.1)], "strength -0.1"),
        ([link("p", "S", 0.2), link("p", "S", 0.4)], "stated twice, with strengths 0.2 and 0.4"),
    ],
)
def test_links_that_do_not_fit_are_named(links: list[Link], message: str) -> None:
    with pytest.raises(InputError, match=message):
        of(*links)


def test_the_same_link_twice_counts_once() -> None:
    assert of(link("p", "S1"), link("p", "S1")) == of(link("p", "S1"))


some_links = st.lists(
    st.tuples(st.sampled_from("pqr"), st.sampled_from([each.id for each in CITY])),
    unique=True,
    max_size=12,
)


@settings(max_examples=40, deadline=None)
@given(some_links, st.integers(0, 100))
def test_order_changes_nothing_and_links_only_add(pairs: list, seed: int) -> None:
    links = [link(*pair) for pair in pairs]
    expected = contributions(CITY, links, "pqr")
    shuffled, objectives = list(links), list(CITY)
    random.Random(seed).shuffle(shuffled)
    random.Random(seed).shuffle(objectives)
    assert contributions(objectives, shuffled, "pqr") == expected
    fewer = contributions(CITY, links[1:], "pqr")
    for project, by_top in expected.items():
        for top, value in by_top.items():
            assert 0 <= fewer[project][top].low <= value.low <= 1
