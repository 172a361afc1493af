"""Measures of agreement: published tables, what they say in words, groups and rounds."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.errors import InputError
from headwater.judgement import measures
from headwater.judgement.consensus import kendall
from headwater.judgement.opinions import centred_log_ratios, opinions, silhouette
from headwater.judgement.reliability import alpha, intraclass
from headwater.judgement.rounds import agreement, movement
from headwater.judgement.statements import representative, shared
from headwater.vocabulary.agreement import Votes
from headwater.vocabulary.publication import Scale
from headwater.vocabulary.units import Interval

SHARED = Path(__file__).parents[2] / "../shared"
FIVE = Scale(1, 5)

SHROUT = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
ANXIETY = """332 361 344 464 523 542 221 346 531 231 221 632 133 533 221 221 113 233 432 342"""
CODERS = """1 2 3 3 2 1 4 1 2 . . .|1 2 3 3 2 2 4 1 2 5 . 3|. 3 3 3 2 3 4 2 2 5 1 .|\
1 2 3 3 2 4 4 1 2 5 1 ."""


def coders() -> list[list[float | None]]:
    rows = (row.split() for row in CODERS.split("|"))
    return [[None if each == "." else float(each) for each in row] for row in rows]


def test_shrout1979_six_forms() -> None:
    found = intraclass(SHROUT)
    assert found is not None
    assert found.one == pytest.approx(0.165742, abs=1e-6)
    assert found.agreement == pytest.approx(0.289764, abs=1e-6)
    assert found.consistency == pytest.approx(0.71, abs=6e-3)
    assert found.mean_one == pytest.approx(0.442797, abs=1e-6)
    assert found.mean_agreement == pytest.approx(0.62, abs=6e-3)
    assert found.mean_consistency == pytest.approx(0.909316, abs=1e-6)
    assert (found.interval.low, found.interval.high) == (
        pytest.approx(0.019, abs=1e-3),
        pytest.approx(0.761, abs=1e-3),
    )


def test_irr_anxiety_agreement_and_concordance() -> None:
    table = [[float(each) for each in subject] for subject in ANXIETY.split()]
    found = intraclass(table)
    assert found is not None
    assert found.agreement == pytest.approx(0.197998, abs=1e-6)
    assert found.consistency == pytest.approx(0.216049, abs=1e-6)
    ranked = kendall([list(column) for column in zip(*table, strict=True)])
    assert ranked is not None
    assert ranked.w == pytest.approx(0.539657, abs=1e-6)
    assert measures.chi_squared_chance(ranked) == pytest.approx(0.042883, abs=1e-6)
    # with three raters the chance is not shown, however large the sample of subjects
    assert measures.chance([list(column) for column in zip(*table, strict=True)]) is None


@pytest.mark.parametrize(
    ("level", "published", "precise"),
    [
        ("nominal", 0.743, 0.743421),
        ("ordinal", 0.815, 0.815388),
        ("interval", 0.849, 0.849107),
        ("ratio", 0.797, 0.797403),
    ],
)
def test_krippendorff2011_four_coders(level, published: float, precise: float) -> None:
    assert alpha(coders(), level=level) == pytest.approx(published, abs=6e-4)
    assert alpha(coders(), level=level) == pytest.approx(precise, abs=1e-6)


def test_alpha_ignores_the_order_and_needs_a_difference() -> None:
    assert alpha(coders()[::-1]) == pytest.approx(alpha(coders()))
    assert alpha([[1, 1, None], [1, None, 1]]) is None
    with pytest.raises(InputError, match="one rating, or a gap"):
        alpha([[1, 2], [1]])


def test_chance_by_shuffles_agrees_with_all_rankings_there_are() -> None:
    """Slow oracle: five judges of three items, every one of the 6^5 rankings."""
    from itertools import permutations, product

    rows = [[1, 2, 3], [1, 2, 3], [1, 3, 2], [1, 2, 3], [2, 1, 3]]
    own = np.var(np.sum(rows, axis=0))
    every = [np.var(np.sum(each, axis=0)) for each in product(permutations((1, 2, 3)), repeat=5)]
    exact = np.mean([each >= own - 1e-9 for each in every])
    assert measures.chance(rows) == pytest.approx(exact, abs=0.01)


def test_measures_say_what_they_mean() -> None:
    same = {who: {"a": 0.6, "b": 0.3, "c": 0.1} for who in ("Amara", "Chioma", "Dev")}
    ranked, close = measures.of_weights(same)
    assert (ranked.value, close.value) == (pytest.approx(1), pytest.approx(1))
    assert ranked.meaning.startswith("People very strongly agree on the order")
    assert "very high" in close.meaning
    judged = {"Amara": {"x": 4.0, "y": 1.0}, "Dev": {"x": 4.0, "y": None}, "Chioma": {"x": 4.0}}
    (only,) = measures.of_scores(judged)
    assert only.name == "alpha"
    full = {"Amara": {"x": 5.0, "y": 1.0, "z": 3.0}, "Dev": {"x": 5.0, "y": 2.0, "z": 3.0}}
    assert [each.name for each in measures.of_scores(full)][1:] == [
        "one judge",
        "mean of the judges",
    ]
    assert measures.of_weights({"Amara": same["Amara"]}) == ()


def test_polis_representative_statements() -> None:
    """Production output of a real conversation of 23 people; see small2021."""
    path = SHARED / "cases/group.json"
    if not path.exists():
        pytest.skip("the published cases are not here")
    cases = {each["id"]: each for each in json.loads(path.read_text())}
    case = cases["polis-representativeness"]
    votes = {
        group: {
            statement: Votes(cast["A"], cast["D"], cast["S"])
            for statement, cast in polls["votes"].items()
        }
        for group, polls in case["inputs"]["group_votes"].items()
    }
    found = representative(votes)
    for group, expected in case["expected"]["repness"].items():
        assert [each.statement for each in found[group]] == [str(each["tid"]) for each in expected]
        for mine, theirs in zip(found[group], expected, strict=True):
            assert mine.agrees == (theirs["repful-for"] == "agree")
            assert mine.share == pytest.approx(theirs["p-success"], abs=1e-9)
            assert mine.within == pytest.approx(theirs["p-test"], abs=1e-9)
            assert mine.ratio == pytest.approx(theirs["repness"], abs=1e-9)
            assert mine.against == pytest.approx(theirs["repness-test"], abs=1e-5)
    both = shared(votes)
    published = cases["polis-group-aware-consensus"]["expected"]["group_aware_consensus"]
    assert both == pytest.approx(published, abs=1e-9)


def test_small2021_statement_13_by_hand() -> None:
    """One statement there: 6 of 6 agree in one group, 3 of 3 and 0 of 7 elsewhere."""
    votes = {
        "0": {"13": Votes(6, 0, 6)},
        "1": {"13": Votes(3, 0, 3)},
        "2": {"13": Votes(0, 4, 7)},
    }
    (first,) = representative(votes)["0"]
    assert first.share == pytest.approx(0.875)
    assert first.within == pytest.approx(2.6457513110645907)
    assert first.ratio == pytest.approx(2.625)
    assert first.against == pytest.approx(2.6998622, abs=1e-6)
    assert shared(votes)["13"] == pytest.approx(0.07777777777777778)


@pytest.mark.parametrize("name", ["bg2050-volunteers"])
def test_group_informed_consensus_of_a_real_conversation(name: str) -> None:
    """The Computational Democracy Project's open data: its own figures for every statement."""
    folder = SHARED / "data/polis/dev" / name
    if not folder.exists():
        pytest.skip("the open data are not here")
    rows = list(csv.DictReader((folder / "participants-votes.csv").open()))
    comments = {
        each["comment-id"]: each for each in csv.DictReader((folder / "comments.csv").open())
    }
    votes = {
        group: {
            statement: Votes(
                sum(each[statement] == "1" for each in members),
                sum(each[statement] == "-1" for each in members),
                sum(each[statement] != "" for each in members),
            )
            for statement in comments
        }
        for group in sorted({each["group-id"] for each in rows} - {""})
        if (members := [each for each in rows if each["group-id"] == group])
    }
    found = shared(votes)
    published = {
        statement: float(each["group-informed-consensus"])
        for statement, each in comments.items()
        if each["group-informed-consensus"]
    }
    assert len(published) > 200
    near = [abs(found[statement] - value) < 1e-9 for statement, value in published.items()]
    assert np.mean(near) > 0.95  # the exported votes and figures are of slightly different times
    assert all(representative(votes)[group] for group in votes)


WEIGHTS = {
    "a1": (0.6, 0.3, 0.1),
    "a2": (0.58, 0.3, 0.12),
    "a3": (0.62, 0.28, 0.1),
    "b1": (0.1, 0.3, 0.6),
    "b2": (0.12, 0.28, 0.6),
}


def weights() -> dict[str, dict[str, float]]:
    names = ("cost", "speed", "safety")
    return {who: dict(zip(names, row, strict=True)) for who, row in WEIGHTS.items()}


def test_two_camps_are_found_and_what_divides_them() -> None:
    found = opinions(weights())
    assert [each.members for each in found.groups] == [("a1", "a2", "a3"), ("b1", "b2")]
    assert found.silhouette is not None and found.silhouette > 0.8
    assert list(found.divides)[-1] == "speed"
    assert found.divides["cost"] > 0.95 > found.divides["speed"]
    assert found.groups[0].text.startswith("3 of 5 give ")
    assert "no test" in found.doubts[0]


def test_the_order_of_people_and_criteria_changes_nothing() -> None:
    turned = {who: dict(reversed(row.items())) for who, row in reversed(weights().items())}
    assert opinions(turned) == opinions(weights())


def test_people_who_differ_without_camps_are_one_group() -> None:
    random = np.random.default_rng(3)
    rows = random.dirichlet(np.full(6, 30.0), 9)
    loose = {
        f"p{number}": {f"c{k}": float(row[k]) for k in range(6)} for number, row in enumerate(rows)
    }
    found = opinions(loose)
    assert (len(found.groups), found.silhouette, found.divides) == (1, None, {})
    assert found.doubts == ("No groups stand out: people differ, but not in clusters.",)
    few = {who: row for who, row in weights().items() if who < "b"}
    assert "Fewer than four" in opinions(few).doubts[0]


@settings(deadline=None)
@given(st.integers(0, 50))
def test_silhouette_is_that_of_its_definition(seed: int) -> None:
    random = np.random.default_rng(seed)
    points, labels = random.normal(size=(9, 3)), np.array([1, 1, 1, 1, 2, 2, 2, 3, 3])
    expected = []
    for i in range(9):
        far = {
            label: np.mean(
                [
                    np.linalg.norm(points[i] - points[j])
                    for j in range(9)
                    if labels[j] == label and j != i
                ]
            )
            for label in (1, 2, 3)
        }
        own = far.pop(labels[i])
        expected.append((min(far.values()) - own) / max(own, min(far.values())))
    assert silhouette(points, labels) == pytest.approx(np.mean(expected))


def test_aitchison1986_two_per_cent_to_four_is_as_far_as_twenty_to_forty() -> None:
    rows = centred_log_ratios(np.array([[0.02, 0.98], [0.04, 0.96], [0.0, 1.0]]))
    assert rows.sum(axis=1) == pytest.approx(np.zeros(3))
    assert np.isfinite(rows).all()
    ratio = np.array([[0.2, 0.3, 0.5], [0.4, 0.3, 0.3]])
    assert np.diff(centred_log_ratios(ratio), axis=0)[0, 0] == pytest.approx(
        np.log(2) - np.log([2, 1, 0.6]).mean()
    )


def answers(item: str, *values: float | None) -> dict[str, dict[str, Interval | None]]:
    return {
        f"p{number}": {item: None if value is None else Interval.point(value)}
        for number, value in enumerate(values)
    }


def test_vondergracht2012_one_step_of_five_is_agreement() -> None:
    (found,) = agreement(answers("x", 3, 4, 4, 4, 5), scale=FIVE)
    assert (found.median, found.middle_half, found.agreed) == (4, Interval(4, 4), True)
    (apart,) = agreement(answers("x", 1, 2, 4, 5, None), scale=FIVE)
    assert (apart.answered, apart.blank, apart.agreed) == (4, 1, False)
    assert apart.ends == Interval(1, 5)
    (nobody,) = agreement(answers("x", None, None), scale=FIVE)
    assert (nobody.median, nobody.agreed) == (None, None)


@pytest.mark.parametrize(
    ("before", "after", "state", "word"),
    [
        ((1, 3, 4, 4, 4), (4, 4, 4, 4, 4), "moving", "towards each other"),
        ((3, 4, 4, 4, 4), (3, 4, 4, 4, 4), "agreed", "no more rounds"),
        ((1, 1, 5, 5, 5), (1, 1, 5, 5, 5), "settled apart", "talk about the reasons"),
        ((4, 4, 4, 4, 4), (1, 1, 4, 5, 5), "moving", "away from each other"),
    ],
)
def test_dajani1979_stability_first_then_agreement(before, after, state: str, word: str) -> None:
    (found,) = movement([answers("x", *before), answers("x", *after)], scale=FIVE)
    assert found.state == state
    assert word in found.text


def test_people_who_trade_places_are_no_change_and_one_round_is_open() -> None:
    (found,) = movement([answers("x", 1, 5, 3), answers("x", 5, 1, 3)], scale=FIVE)
    assert found.changed == 0
    (first,) = movement([answers("x", 3, 3, 3)], scale=FIVE)
    assert (first.state, first.before, first.changed) == ("open", None, None)
