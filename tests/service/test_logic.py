"""The logic from problem to solution: its order, and what is missing in it."""

import pytest

from headwater.errors import InputError
from headwater.service import logic
from headwater.vocabulary.need import LogicItem, LogicMap
from headwater.vocabulary.shapes import from_json, to_json

PROBLEM = LogicItem("p1", "problem", "Typed in by hand", 1.0)
BENEFIT = LogicItem("b1", "benefit", "Decided by May", 1.0, "Days: 77 today", ("p1",))
RESPONSES = (
    LogicItem("r1", "response", "Staff the peak", follows=("b1",)),
    LogicItem("r2", "response", "No paper", follows=("b1",)),
)
SOLUTIONS = (
    LogicItem("s1", "solution", "Two clerks", follows=("r1",)),
    LogicItem("s2", "solution", "A form", follows=("r2",)),
)
SOUND = LogicMap("School places", (PROBLEM, BENEFIT, *RESPONSES, *SOLUTIONS))


def test_a_sound_map_raises_no_doubt_and_survives_json() -> None:
    assert logic.doubts(SOUND) == ()
    assert from_json(LogicMap, to_json(SOUND)) == SOUND


def test_the_solution_comes_last() -> None:
    with pytest.raises(InputError, match="Find the response first"):
        logic.check_order("solution", LogicMap("x", (PROBLEM, BENEFIT)))
    logic.check_order("problem", LogicMap("x"))
    assert logic.next_part(LogicMap("x", (PROBLEM,))) == "benefit"
    assert logic.next_part(SOUND) is None


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ((PROBLEM, LogicItem("b1", "benefit", "Calm", measure="m")), "follows from no problem"),
        ((PROBLEM, LogicItem("b1", "benefit", "Calm", follows=("p1",))), "has no measure"),
        ((PROBLEM, BENEFIT, RESPONSES[0]), "Only one response"),
        ((LogicItem("p1", "problem", "A", 0.5),), "add up to 50%, not to 100%"),
        ((PROBLEM, LogicItem("p2", "problem", "B")), "some have none"),
        ((PROBLEM, LogicItem("p2", "problem", "B", 0.0), BENEFIT), "answers the problem “B”"),
    ],
)
def test_what_is_missing_is_said_in_a_sentence(items: tuple[LogicItem, ...], said: str) -> None:
    assert any(said in doubt for doubt in logic.doubts(LogicMap("x", items)))


def test_a_card_follows_only_from_the_part_before() -> None:
    with pytest.raises(InputError, match="only from a card of the part before"):
        LogicMap("x", (PROBLEM, LogicItem("r1", "response", "No paper", follows=("p1",))))
    with pytest.raises(InputError, match="at most 6 cards"):
        LogicMap("x", tuple(LogicItem(f"p{n}", "problem", "A") for n in range(7)))
    with pytest.raises(InputError, match="off 0 to 100"):
        LogicItem("p1", "problem", "A", 1.5)
