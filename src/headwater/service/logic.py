"""The logic from problem to solution: what is missing in it, and what comes too early."""

from itertools import pairwise

from headwater.errors import InputError
from headwater.vocabulary.need import PARTS, LogicItem, LogicMap, Part

SOURCE = "dtf_ims"
TOLERANCE = 0.005
BEFORE = dict(zip(PARTS[1:], PARTS, strict=False))
QUESTIONS: dict[Part, str] = {
    "problem": "What is wrong today, and what does it cause? Name the cause and its effect.",
    "benefit": "What would be better if the problem went away, and how would we see it?",
    "response": "In which general ways could that be reached? Changing nothing is one of them.",
    "solution": "Which change or asset would do it? Only now.",
}
"""What the session asks for each part."""


def check_order(part: Part, logic: LogicMap) -> None:
    """Refuse a part whose part before is still empty: the solution comes last.

    Raises
    ------
    InputError
        Naming what has to be found first.
    """
    before = BEFORE.get(part)
    if before and not logic.of(before):
        raise InputError(
            f"Find the {before} first: a {part} without one would be an answer without a question."
        )


def next_part(logic: LogicMap) -> Part | None:
    """Return the first part that is still empty; None where all are told."""
    return next((part for part in PARTS if not logic.of(part)), None)


def doubts(logic: LogicMap) -> tuple[str, ...]:
    """Say what a reader should ask about the map, as whole sentences; nothing when it is sound."""
    found: list[str] = []
    for part in PARTS[1:]:
        found += [
            f"The {part} “{each.text}” follows from no {BEFORE[part]}."
            for each in logic.of(part)
            if not each.follows
        ]
    found += _dead_ends(logic)
    found += [
        f"The benefit “{each.text}” has no measure, so nobody could tell whether it came."
        for each in logic.of("benefit")
        if not each.measure.strip()
    ]
    for part in PARTS[:2]:
        found += _shares(part, logic.of(part))
    if len(logic.of("response")) == 1:
        found.append("Only one response was thought of; a second one shows what is being chosen.")
    return tuple(found)


def _dead_ends(logic: LogicMap) -> list[str]:
    led_on = {before.key for before, _ in logic.links()}
    found = []
    for part, following in pairwise(PARTS):
        if not logic.of(following):
            continue
        found += [
            f"Nothing on the map answers the {part} “{each.text}”."
            for each in logic.of(part)
            if each.key not in led_on
        ]
    return found


def _shares(part: Part, items: tuple[LogicItem, ...]) -> list[str]:
    given = [each.share for each in items if each.share is not None]
    if not given:
        return []
    if len(given) < len(items):
        return [f"Some {part}s have a share and some have none, so they cannot be compared."]
    total = sum(given)
    if abs(total - 1) > TOLERANCE:
        return [f"The shares of the {part}s add up to {total:.0%}, not to 100%."]
    return []
