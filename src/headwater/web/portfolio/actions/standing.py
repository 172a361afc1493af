"""Where each scenario stands: the best of it that any look has found so far, and its proof."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from headwater.vocabulary.decision import Decision
from headwater.vocabulary.portfolio import Optimum
from headwater.vocabulary.shapes import from_json
from headwater.web.portfolio.models import Scenario
from headwater.web.runs.models import Run

TREE = "tree"
"""The kind of look that improves all scenarios of a run."""
KINDS = (TREE, "compare")
"""Kinds of look whose results hold, under "best", what they found by the id of a scenario."""


@dataclass(frozen=True, slots=True)
class Stands:
    """The best of a scenario found so far.

    Attributes
    ----------
    value, bound, gap
        As of an `Optimum`; all None where nothing is allowed.
    step
        Value less that of what it grows from; None where either allows nothing.
    entered, left
        Projects that enter and leave against the run's choice.
    """

    value: float | None
    bound: float | None
    gap: float | None
    step: float | None
    entered: int | None
    left: int | None

    @property
    def proved(self) -> bool:
        """Whether no portfolio of the scenario is worth more."""
        return self.gap is not None and self.gap <= 0


def bests(run: Run) -> dict[int, Optimum]:
    """Return the best that looks at the scenarios of a run have found, by scenario."""
    from headwater.portfolio.scenarios import joined  # slow to import

    found: dict[int, Optimum] = {}
    looks = Run.objects.filter(kind__in=KINDS, inputs__of=str(run.pk)).order_by("created")
    for told in looks.values_list("result__best", flat=True):
        for key, best in _told(told).items():
            found[key] = joined(found[key], best) if key in found else best
    return found


def is_improving(run: Run) -> bool:
    """Whether a look goes on that improves the scenarios of a run."""
    return Run.objects.open().filter(kind=TREE, inputs__of=str(run.pk)).exists()


def stands(
    rows: Iterable[Scenario], found: Mapping[int, Optimum], decision: Decision
) -> dict[int, Stands]:
    """Say where scenarios of one run stand, by scenario; parents must be among the rows."""
    kept = {each.pk: each for each in rows}
    today = {each.id for each in decision.projects if each.chosen}
    values = {pk: _value(each, found.get(pk)) for pk, each in kept.items()}
    told = {}
    for pk, each in kept.items():
        before = decision.value if each.parent_id is None else values.get(each.parent_id)
        told[pk] = _stands(each, found.get(pk), values[pk], before, today)
    return told


def _value(row: Scenario, best: Optimum | None) -> float | None:
    if row.value is None or best is None:
        return row.value
    return max(row.value, best.value)


def _stands(
    row: Scenario,
    best: Optimum | None,
    value: float | None,
    before: float | None,
    today: set[str],
) -> Stands:
    if value is None or row.value is None:
        return Stands(None, None, None, None, None, None)
    entered, left = row.entered, row.left
    bound = value if row.bound is None else row.bound
    if best is not None:
        bound = max(value, min(bound, best.bound))
        if best.value > row.value:
            chosen = set(best.chosen)
            entered, left = len(chosen - today), len(today - chosen)
    proved = row.proved or (best is not None and best.status == "optimal")
    gap = 0.0 if proved else (bound - value) / max(abs(value), 1e-12)
    step = None if before is None else value - before
    return Stands(value, value if proved else bound, gap, step, entered, left)


def _told(kept: Any) -> dict[int, Optimum]:
    if not isinstance(kept, dict):
        return {}
    return {int(key): from_json(Optimum, best) for key, best in kept.items()}
