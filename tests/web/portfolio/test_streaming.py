"""A hard choice: a valid answer with its gap comes first, better ones and bounds follow, it can be
stopped at any sign of life. The work that is done is counted in signs of life, never in seconds.

How the worker stops a computation that heeds nothing stands in the tests of the runs.
"""

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from headwater import journey
from headwater.errors import CancelledError
from headwater.vocabulary.progress import Progress, ignore
from headwater.web.portfolio import actions
from headwater.web.portfolio.actions import streaming
from headwater.web.runs.models import Run, State

STAGE = "Finding the best portfolio"
LONG = 8
"""Signs of life with a gap after which the search has been watched long enough."""
PATIENT = 3600.0
"""Seconds that the search may take here: a busy machine must not end it before it was watched."""


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


def watched(enough: Callable[[list[Progress]], bool]) -> list[Progress]:
    """Watch the hard choice until enough was seen, stop it, and return all that was told."""
    seen: list[Progress] = []

    def watch(progress: Progress) -> None:
        seen.append(progress)
        if enough(seen):
            raise CancelledError("seen enough")

    with pytest.MonkeyPatch.context() as patch, pytest.raises(CancelledError):
        patch.setattr(journey, "rationalize", partial(journey.rationalize, time_limit=PATIENT))
        actions.work(hard_choice(), watch)
    return seen


@pytest.fixture(scope="module")
def seen() -> list[Progress]:
    """All that is told up to the eighth gap."""
    return watched(lambda told: sum(each.gap is not None for each in told) == LONG)


def test_a_valid_answer_with_its_gap_comes_first_and_the_search_goes_on(
    seen: list[Progress],
) -> None:
    assert {each.stage for each in seen} == {STAGE}
    told = [each for each in seen if each.gap is not None]
    assert len(told) == LONG
    for each in told:
        assert each.value is not None and each.bound is not None and each.gap is not None
        assert 0 < each.gap < 0.05  # the proof takes far longer than this test
        assert each.bound == pytest.approx(each.value * (1 + each.gap))


def test_what_follows_is_never_worse_than_what_was_told(seen: list[Progress]) -> None:
    told = [each for each in seen if each.gap is not None]
    for before, after in pairwise(told):
        assert (after.value or 0) >= (before.value or 0)
        assert (after.bound or 0) <= (before.bound or 0) * (1 + 1e-9)


@pytest.mark.django_db
def test_a_run_says_its_first_valid_choice_before_the_decision(
    signed_in: Callable[[User], Client], dev: User, decide: Callable[..., Run]
) -> None:
    run = decide("10")
    first, whole = streaming.streamed(run.inputs, ignore)

    assert first["said"][0] == "A first valid choice: 3 of 5 projects for GBP 10 million."
    assert "Ferry" in first["said"][2]
    assert whole == run.result
    Run.objects.filter(pk=run.pk).update(state=State.RUNNING, result=first)
    page = signed_in(dev).get(reverse("runs:show", args=[run.pk])).content.decode()
    assert first["said"][0] in page
    assert "<b>Bus</b>" not in page


@pytest.mark.parametrize("at", [1, 3])
def test_whoever_stops_it_is_heeded_at_the_very_sign_of_life(at: int) -> None:
    told = watched(lambda told: sum(each.gap is not None for each in told) == at)

    assert sum(each.gap is not None for each in told) == at  # nothing was told afterwards
    assert told[-1].gap is not None
