"""Whether a kept decision can be computed again: identical, within tolerance, or different."""

from dataclasses import dataclass, fields, replace
from math import isclose
from typing import Any, Literal

from headwater.journey import rationalize
from headwater.manifest import digest
from headwater.vocabulary.decision import Decision
from headwater.vocabulary.progress import Watcher, ignore
from headwater.vocabulary.shapes import to_json
from headwater.vocabulary.workbook import Workbook

TOLERANCE = 1e-6
"""Relative; numbers of another machine or library version may differ by as much."""

NOT_COMPARED = ("manifest", "assumptions", "ignored", "overrides")
MOST_DIFFERENCES = 10


@dataclass(frozen=True, slots=True)
class Verification:
    """What computing a decision again showed; `differences` are whole sentences."""

    verdict: Literal["identical", "within tolerance", "different"]
    differences: tuple[str, ...] = ()


def verify(kept: Decision, workbook: Workbook, *, watch: Watcher = ignore) -> Verification:
    """Compute a decision again from its input and its own parameters, and compare.

    Numbers within a relative 1e-6 count as "within tolerance"; a call, a choice or a sentence
    that differs makes the decision "different", unless it was not proved best and both values
    lie within the bounds of both runs.
    """
    before = kept.manifest.get("input_digest")
    if before != digest(workbook):
        return Verification(
            "different", (f"The input is not the one of the decision (digest {before}).",)
        )
    wanted = kept.manifest["parameters"]
    again = rationalize(
        replace(workbook, sized_by=wanted.get("sized_by", "")),
        budget=wanted["budget"],
        seed=wanted["seed"],
        title=wanted["title"],
        time_limit=wanted["time_limit"],
        watch=watch,
    )
    found: list[str] = []
    close = True
    for each in fields(Decision):
        if each.name not in NOT_COMPARED:
            left, right = to_json(getattr(kept, each.name)), to_json(getattr(again, each.name))
            close &= _compare(each.name, left, right, found)
    if found and "best found" in (kept.status, again.status) and _as_good(kept, again):
        return Verification(
            "within tolerance",
            (
                "The decision was not proved best in the time allowed. Another portfolio within "
                "its stated gap was found this time.",
            ),
        )
    if found:
        more = len(found) - MOST_DIFFERENCES
        rest = (f"and {more} more differences.",) if more > 0 else ()
        return Verification("different", (*found[:MOST_DIFFERENCES], *rest))
    return Verification("identical" if close else "within tolerance")


def _as_good(kept: Decision, again: Decision) -> bool:
    """Say whether each value lies within what the other run left open."""
    return kept.value <= again.bound * (1 + TOLERANCE) and again.value <= kept.bound * (
        1 + TOLERANCE
    )


def _compare(place: str, left: Any, right: Any, found: list[str]) -> bool:
    """Collect real differences; return whether the two are the same to the last bit."""
    if isinstance(left, dict) and isinstance(right, dict) and left.keys() == right.keys():
        same = [_compare(f"{place}.{key}", left[key], right[key], found) for key in left]
        return all(same)
    if isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        pairs = enumerate(zip(left, right, strict=True))
        same = [_compare(f"{place}[{i}]", a, b, found) for i, (a, b) in pairs]
        return all(same)
    if left == right:
        return True
    numbers = isinstance(left, int | float) and isinstance(right, int | float)
    if numbers and isclose(left, right, rel_tol=TOLERANCE, abs_tol=TOLERANCE):
        return False
    found.append(f"{place} was {left!r} and is now {right!r}.")
    return False
