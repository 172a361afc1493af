"""Needs that say nearly the same: the measure, its invariants, a slow oracle."""

from itertools import combinations
from math import log

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headwater.service import needs

TEXTS = {
    "N-1": "Families wait eleven weeks for a decision on a school place",
    "N-2": "School place decisions take too long for families",
    "N-3": "Nobody knows which bridges are due for inspection",
}
NAMES = ["school", "place", "bridge", "family", "wait", "call", "decision"]
WORDS = st.lists(st.sampled_from(NAMES), max_size=6)
REGISTERS = st.dictionaries(st.sampled_from("ABCDE"), WORDS.map(" ".join), min_size=2)


def test_words_are_folded_and_common_ones_left_out() -> None:
    assert needs.words("The families' Décisions, and the BUSES of this class") == {
        "family", "decision", "buse", "class",
    }  # fmt: skip


def test_the_two_needs_about_school_places_are_alike_and_the_bridges_are_not() -> None:
    (found,) = needs.alike(TEXTS)

    assert (found.one, found.other) == ("N-1", "N-2")
    assert {"school", "place", "decision", "family"} <= set(found.words)
    one, other = needs.words(TEXTS["N-1"]), needs.words(TEXTS["N-2"])
    both = len(one & other) * log(1 + 3 / 2)  # each of the shared words is used by two of three
    alone = len(one ^ other) * log(1 + 3 / 1)
    assert found.share == pytest.approx(both / (both + alone))


def slowly(texts: dict[str, str]) -> dict[tuple[str, str], float]:
    """Every pair against every other, without an index."""
    held = {key: needs.words(text) for key, text in texts.items()}

    def weight(word: str) -> float:
        return log(1 + len(held) / sum(word in each for each in held.values()))

    found = {}
    for (one, left), (other, right) in combinations(sorted(held.items()), 2):
        if left | right:
            shared = sum(map(weight, left & right))
            found[one, other] = shared / sum(map(weight, left | right))
    return found


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(REGISTERS, st.sampled_from([0.05, 0.35, 0.8]))
def test_it_finds_what_comparing_every_pair_finds(texts: dict[str, str], near: float) -> None:
    found = {(each.one, each.other): each.share for each in needs.alike(texts, near=near)}

    wanted = {pair: share for pair, share in slowly(texts).items() if share >= near + 1e-12}
    assert wanted.keys() <= found.keys()
    for pair, share in found.items():
        assert share == pytest.approx(slowly(texts)[pair])


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(REGISTERS)
def test_order_changes_nothing_and_one_need_sees_its_own_pairs(texts: dict[str, str]) -> None:
    found = needs.alike(texts, near=0.2)

    assert needs.alike(dict(reversed(texts.items())), near=0.2) == found
    for key in texts:
        own = [each for each in found if key in (each.one, each.other)]
        assert list(needs.alike(texts, near=0.2, to=key)) == own


def test_a_need_without_telling_words_is_like_nothing() -> None:
    assert needs.alike({"A": "the of and", "B": "the of and"}) == ()
