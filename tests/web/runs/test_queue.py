"""The queue: in order, one taker, and no write by a worker that has lost its run."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from headwater.web.organization.models import AuditEvent
from headwater.web.runs import actions, queue, registry
from headwater.web.runs.models import Run, State

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(kind: str, dev: User) -> Run:
    return actions.start(kind=kind, title="A", inputs={"n": 1}, by=dev)


def taken() -> queue.Held:
    held = queue.take()
    assert held
    return held


def now(run: Run) -> Run:
    return Run.objects.get(pk=run.pk)


def grow_stale() -> None:
    Run.objects.update(heartbeat=timezone.now() - timedelta(seconds=16))


def test_the_one_that_waited_longest_comes_first(run: Run, kind: str, dev: User) -> None:
    second = actions.start(kind=kind, title="B", inputs={}, by=dev)

    assert (taken().id, taken().id, queue.take()) == (run.pk, second.pk, None)


def test_progress_is_written_and_cannot_be_out_of_range(run: Run) -> None:
    held = taken()
    told = {"stage": "x" * 300, "fraction": 7, "value": 1.5, "bound": float("inf"), "gap": None}
    assert queue.beat(held, told)

    found = now(run)
    assert (found.fraction, found.value, found.bound, found.gap) == (1.0, 1.5, None, None)
    assert len(found.stage) == 200


def test_a_result_ends_it_with_an_event(run: Run) -> None:
    assert queue.end(taken(), State.DONE, result={"answer": 42})

    found = now(run)
    assert (found.state, found.result, found.lease) == (State.DONE, {"answer": 42}, None)
    assert found.finished
    assert AuditEvent.objects.filter(name="runs.run.done", by=None).count() == 1


def test_a_worker_thought_dead_can_no_longer_write(run: Run) -> None:
    """It was only slow; meanwhile another one has the run."""
    slow = taken()
    grow_stale()
    queue.find_lost()
    fresh = taken()

    assert not queue.end(slow, State.DONE, result={"answer": "old"})
    assert not queue.beat(slow, {"stage": "old"})
    queue.give_back(slow)
    assert now(run).state == State.RUNNING
    assert queue.end(fresh, State.DONE, result={"answer": "new"})
    assert now(run).result == {"answer": "new"}


def test_a_fresh_heartbeat_keeps_a_run(run: Run) -> None:
    taken()
    queue.find_lost()
    assert now(run).state == State.RUNNING


def test_a_new_worker_takes_over_even_fresh_ones(run: Run) -> None:
    taken()
    queue.find_lost(all_of_them=True)
    assert now(run).state == State.QUEUED


def test_after_three_losses_it_has_failed_in_plain_words(run: Run) -> None:
    for attempt in (1, 2, 3):
        assert now(run).state == State.QUEUED
        taken()
        assert now(run).attempts == attempt
        grow_stale()
        queue.find_lost()

    found = now(run)
    assert found.state == State.FAILED
    assert "interrupted 3 times" in found.error
    assert queue.take() is None


def test_leaving_in_good_order_does_not_count(run: Run) -> None:
    for _ in range(5):
        queue.give_back(taken())

    assert (now(run).state, now(run).attempts) == (State.QUEUED, 0)


def test_a_lost_run_that_was_to_be_cancelled_is(run: Run, dev: User) -> None:
    taken()
    actions.cancel(run=run, by=dev)
    grow_stale()
    queue.find_lost()

    assert now(run).state == State.CANCELLED


@pytest.mark.parametrize("state", [State.DONE, State.FAILED, State.CANCELLED])
def test_what_has_ended_stays_ended(run: Run, state: Any) -> None:
    held = taken()
    queue.end(held, state)
    grow_stale()
    queue.find_lost(all_of_them=True)

    assert now(run).state == state
    assert not queue.end(held, State.DONE)


def test_looks_have_a_queue_of_their_own(queued_looks: None, run: Run, dev: User) -> None:
    registry.register("peek", lambda inputs, watch: inputs, lane="looks")
    try:
        look = actions.start(kind="peek", title="Look", inputs={}, by=dev)
        assert queue.take(lane="looks").id == look.pk  # type: ignore[union-attr]
        assert queue.take(lane="looks") is None
        assert taken().id == run.pk
    finally:
        del registry._KINDS["peek"]


def test_results_so_far_are_kept_when_it_is_stopped_and_gone_when_it_starts_anew(run: Run) -> None:
    held = taken()
    assert queue.beat(held, None, {"found": 1})
    assert queue.end(held, State.CANCELLED)
    assert now(run).result == {"found": 1}

    Run.objects.filter(pk=run.pk).update(state=State.QUEUED)
    taken()
    assert now(run).result is None
