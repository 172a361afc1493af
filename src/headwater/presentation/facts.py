"""What follows from a decision by counting: sums, counts and which doubts bear on what."""

from collections.abc import Iterable, Mapping
from math import fsum
from typing import Any

from headwater.vocabulary.decision import Call, Decision, ObjectiveCoverage, WeightRange
from headwater.vocabulary.units import Interval

ILLUSTRATIVE = "illustrative"
_SUBJECTS = {
    "weights": ("judgement", "weight", "leader", "answer"),
    "limits": ("budget", "limit", "capacit"),
    "coverage": ("objective", "link", "theme"),
    "projects": ("project", "mandatory", "score", "cost"),
}


def cost_of(calls: Iterable[Call]) -> float:
    """Sum of the known costs, at the high end of each range; in the money unit."""
    return fsum(each.cost.high for each in calls if each.cost is not None)


def unknown_costs(calls: Iterable[Call]) -> int:
    """How many of the projects have no known cost."""
    return sum(each.cost is None for each in calls)


def worth_of(calls: Iterable[Call]) -> float:
    """Sum of the values, at the middle of each range; in the decision's value unit."""
    return fsum(each.value.middle for each in calls)


def states_value(decision: Decision) -> bool:
    """Say whether the projects differ in value: one value for all says nothing of worth."""
    values = {each.value for each in decision.projects}
    if len(decision.projects) > 1:
        return len(values) > 1
    return any(value not in (Interval(0, 1), Interval(0, 0)) for value in values)


def value_in_money(decision: Decision) -> bool:
    """Say whether values are amounts in the decision's money unit."""
    return decision.value_unit == decision.money.label


def digest(decision: Decision) -> str:
    """Return the input digest of the manifest, or "" when it has none."""
    return str(decision.manifest.get("input_digest", ""))


def illustrative(decision: Decision, subject: str = "") -> tuple[str, ...]:
    """Return the doubts that mark something as illustrative.

    `subject` is one of weights, limits, coverage, projects, or "" for all of them. A sentence
    that names none of these counts for each.
    """
    marked = [each for each in decision.doubts if ILLUSTRATIVE in each.casefold()]
    if not subject:
        return tuple(marked)
    return tuple(each for each in marked if subject in _subjects(each))


def _subjects(sentence: str) -> set[str]:
    said = sentence.casefold().split(ILLUSTRATIVE)[0]  # "The budgets are illustrative: ..."
    found = {subject for subject, words in _SUBJECTS.items() if any(word in said for word in words)}
    return found or set(_SUBJECTS)


def flat(manifest: Mapping[str, Any], before: str = "") -> tuple[tuple[str, str], ...]:
    """Return the manifest as (path, value) pairs, nested keys joined by ' > '."""
    rows: list[tuple[str, str]] = []
    for key, value in manifest.items():
        path = f"{before} > {key}" if before else str(key)
        if isinstance(value, Mapping):
            rows += flat(value, path)
        elif isinstance(value, list | tuple):
            rows.append((path, ", ".join(str(each) for each in value)))
        else:
            rows.append((path, "" if value is None else str(value)))
    return tuple(rows)


def is_proved(decision: Decision) -> bool:
    """Say whether the recommended portfolio is proved to be the best."""
    return decision.status == "optimal" and decision.gap <= 0


def weight_range(weight: WeightRange) -> Interval:
    """Return the smallest and largest weight of a criterion as one range."""
    return Interval(weight.low, weight.high)


def top_objectives(decision: Decision) -> tuple[ObjectiveCoverage, ...]:
    """Return the objectives with nothing above them that have others below, else all of them."""
    parents = {each.parent for each in decision.coverage if each.parent}
    top = tuple(each for each in decision.coverage if each.id in parents and not each.parent)
    return top if len(top) > 1 else decision.coverage


def lowest_objectives(decision: Decision) -> tuple[ObjectiveCoverage, ...]:
    """Return the objectives that have none below them: where projects are linked."""
    parents = {each.parent for each in decision.coverage if each.parent}
    return tuple(each for each in decision.coverage if each.id not in parents)


def found(decision: Decision, finding: str) -> tuple[ObjectiveCoverage, ...]:
    """Return the lowest objectives with one finding: gap, uncovered or crowded."""
    return tuple(each for each in lowest_objectives(decision) if each.finding == finding)
