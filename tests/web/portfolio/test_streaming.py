"""A hard choice: a valid answer with its gap comes first, the proof follows, and it can be stopped.

How the worker stops a computation that heeds nothing stands in the tests of the runs.
"""

from random import Random
from typing import Any

import pytest

from headwater.errors import CancelledError
from headwater.vocabulary.progress import Progress
from headwater.web.portfolio import actions


def hard_choice() -> dict[str, Any]:
    """Two hundred projects against ten tight budgets: proving the best takes far too long."""
    draw = Random(3)
    periods = [str(2026 + year) for year in range(10)]
    projects = []
    for number in range(200):
        costs = {period: float(draw.randint(1, 1000)) for period in periods}
        benefit = sum(costs.values()) / 10 + 500 * draw.random()
        projects.append(
            {"id": f"P{number}", "name": f"Project {number}", "cost": sum(costs.values()),
             "costs_by_period": costs, "benefit": round(benefit, 2)}
        )  # fmt: skip
    budgets = {each: sum(p["costs_by_period"][each] for p in projects) / 2 for each in periods}
    workbook = {"projects": projects, "budgets": budgets}
    return {"workbook": workbook, "budget": None, "seed": 1, "title": "Hard"}


def test_a_valid_answer_comes_with_its_gap_while_the_proof_goes_on() -> None:
    seen: list[Progress] = []

    def watch(progress: Progress) -> None:
        seen.append(progress)
        if progress.gap is not None:
            raise CancelledError("seen enough")

    with pytest.raises(CancelledError):
        actions.work(hard_choice(), watch)

    last = seen[-1]
    assert {each.stage for each in seen} == {"Finding the best portfolio"}
    assert last.value is not None and last.bound is not None and last.gap is not None
    assert last.value > 0
    assert 0 < last.gap < 0.05
    assert last.bound == pytest.approx(last.value * (1 + last.gap))


def test_a_person_who_stops_it_during_the_proof_is_heeded() -> None:
    told = 0

    def watch(progress: Progress) -> None:
        nonlocal told
        told += progress.gap is not None
        if told == 2:  # a busy machine tells less often
            raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        actions.work(hard_choice(), watch)

    assert told == 2
