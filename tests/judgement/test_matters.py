"""Disagreement that matters: against brute force, and in hidden modes by positions only."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.errors import InputError, NotAllowedError
from headwater.judgement import agenda, hidden_agenda
from headwater.judgement.matters import with_weight

SCORES = {
    "Bridge": {"cost": 9, "safety": 1, "speed": 2},
    "Clinic": {"cost": 1, "safety": 9, "speed": 3},
    "Depot": {"cost": 3, "safety": 3, "speed": 3},
}


def best_one(weights) -> set[str]:
    worth = {name: sum(weights[c] * row[c] for c in row) for name, row in SCORES.items()}
    return {max(sorted(worth), key=lambda name: round(worth[name], 9))}


VIEWS = {
    "Amara": {"cost": 0.6, "safety": 0.2, "speed": 0.2},
    "Chioma": {"cost": 0.5, "safety": 0.2, "speed": 0.3},
    "Dev": {"cost": 0.2, "safety": 0.6, "speed": 0.2},
}


def test_only_what_changes_the_choice_gets_minutes() -> None:
    found = agenda(VIEWS, best_one, minutes=30)
    by_name = {each.criterion: each for each in found.matters}
    assert by_name["speed"].minutes == 0
    assert not by_name["speed"].matters
    assert sum(each.minutes for each in found.matters) == 30
    cost = by_name["cost"]
    assert cost.projects == ("Bridge", "Clinic")
    assert {(each.one, each.other) for each in cost.contrasts} == {
        ("Dev", "Amara"),
        ("Dev", "Chioma"),
    }
    assert cost.contrasts[0].only_one == ("Clinic",)
    assert cost.contrasts[0].only_other == ("Bridge",)
    assert "speed" in found.text and "skip it" in found.text
    assert found.text.startswith("Talk about cost (15 min), safety (15 min)")


def test_the_weight_at_which_the_choice_turns_is_where_it_turns() -> None:
    base = {
        name: sum(view[name] for view in VIEWS.values()) / 3 for name in ("cost", "safety", "speed")
    }
    (turn,) = next(
        each for each in agenda(VIEWS, best_one).matters if each.criterion == "cost"
    ).turns_at
    below, above = (with_weight(base, "cost", turn + step) for step in (-0.01, 0.01))
    assert best_one(below) != best_one(above)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(*[st.integers(1, 9)] * 3), min_size=2, max_size=4),
    st.lists(st.tuples(*[st.integers(0, 9)] * 3), min_size=3, max_size=5),
)
def test_each_pair_and_criterion_is_what_solving_both_says(raw, worth) -> None:
    """Slow oracle: all subsets of two projects, for every pair of people and every criterion."""
    names = ("a", "b", "c")
    views = {
        f"p{number}": {n: row[k] / sum(row) for k, n in enumerate(names)}
        for number, row in enumerate(raw)
    }

    def choose(weights):
        def value(pair):
            return round(
                sum(weights[n] * worth[j][k] for j in pair for k, n in enumerate(names)), 9
            )

        pairs = list(combinations(range(len(worth)), 2))
        return {f"x{j}" for j in max(pairs, key=lambda pair: (value(pair), [-j for j in pair]))}

    base = {n: sum(view[n] for view in views.values()) / len(views) for n in names}
    for matter in agenda(views, choose).matters:
        expected = {
            frozenset((one, other))
            for one, other in combinations(views, 2)
            if choose(with_weight(base, matter.criterion, views[one][matter.criterion]))
            != choose(with_weight(base, matter.criterion, views[other][matter.criterion]))
        }
        assert {frozenset((each.one, each.other)) for each in matter.contrasts} == expected


def test_setting_one_weight_keeps_the_others_in_proportion() -> None:
    found = with_weight({"a": 0.5, "b": 0.3, "c": 0.2}, "a", 0.2)
    assert found == pytest.approx({"a": 0.2, "b": 0.48, "c": 0.32})
    assert with_weight({"a": 1.0, "b": 0.0, "c": 0.0}, "a", 0.4) == pytest.approx(
        {"a": 0.4, "b": 0.3, "c": 0.3}
    )


def test_agreement_on_everything_needs_no_minutes() -> None:
    same = dict.fromkeys(VIEWS, VIEWS["Amara"])
    found = agenda(same, best_one)
    assert found.text == "Nobody differs on anything that is weighed."
    assert sum(each.minutes for each in found.matters) == 0
    with pytest.raises(InputError, match="there is no view"):
        agenda({}, best_one)
    with pytest.raises(InputError, match="the same criteria"):
        agenda({"Amara": {"cost": 1.0}, "Dev": {"speed": 1.0}}, best_one)


def test_too_little_time_is_said() -> None:
    found = agenda(VIEWS, best_one, minutes=5)
    assert [each.minutes for each in found.matters][:2] == [5, 0]
    assert "There is no time left for safety." in found.text


SPANS = {"cost": (0.2, 0.6), "safety": (0.2, 0.6), "speed": (0.2, 0.3)}
BASE = {"cost": 0.45, "safety": 0.33, "speed": 0.22}


def test_hidden_rounds_name_positions_never_people() -> None:
    found = hidden_agenda(SPANS, BASE, best_one, answered=5)
    said = repr(found)
    assert not any(name in said for name in VIEWS)
    assert {each.one for matter in found.matters for each in matter.contrasts} == {"the lower view"}
    assert "nobody's own answer was used" in found.doubts[0]
    with pytest.raises(NotAllowedError, match="fewer than 5 answered"):
        hidden_agenda(SPANS, BASE, best_one, answered=4)
    with pytest.raises(InputError, match="at least 5 answers"):
        hidden_agenda(SPANS, BASE, best_one, answered=9, floor=3)
    with pytest.raises(InputError, match="runs backwards"):
        hidden_agenda({**SPANS, "cost": (0.6, 0.2)}, BASE, best_one, answered=9)
