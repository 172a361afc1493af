"""Asking for a computation, and stopping it."""

import pytest
from django.contrib.auth.models import User

from headwater.errors import ConflictError, InputError, NotAllowedError
from headwater.web.organization.models import AuditEvent
from headwater.web.runs import actions, queue
from headwater.web.runs.models import Run, State

pytestmark = pytest.mark.django_db


def test_runs_of_a_kind_are_numbered_and_recorded(kind: str, dev: User) -> None:
    runs = [actions.start(kind=kind, title="A", inputs={"n": n}, by=dev) for n in range(3)]

    assert [run.number for run in runs] == [1, 2, 3]
    assert {run.state for run in runs} == {State.QUEUED}
    event = AuditEvent.objects.first()
    assert event
    assert (event.name, event.target_id) == ("runs.run.started", str(runs[-1].pk))


def test_the_digest_does_not_depend_on_the_order_of_keys(kind: str, dev: User) -> None:
    one = actions.start(kind=kind, title="A", inputs={"a": 1, "b": [2, "é"]}, by=dev)
    same = actions.start(kind=kind, title="B", inputs={"b": [2, "é"], "a": 1}, by=dev)
    other = actions.start(kind=kind, title="A", inputs={"a": 1, "b": ["é", 2]}, by=dev)

    assert one.input_digest == same.input_digest != other.input_digest


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object(), {1, 2}])
def test_inputs_must_be_plain_json(kind: str, dev: User, value: object) -> None:
    with pytest.raises(InputError, match="plain JSON"):
        actions.start(kind=kind, title="A", inputs={"value": value}, by=dev)

    assert not Run.objects.exists()


def test_an_unknown_kind_is_refused(kind: str, dev: User) -> None:
    with pytest.raises(InputError, match=r"no kind of run 'tset'; there are:.*test"):
        actions.start(kind="tset", title="A", inputs={}, by=dev)


def test_a_leader_may_neither_start_nor_stop(kind: str, dev: User, amara: User) -> None:
    with pytest.raises(NotAllowedError, match="start or cancel"):
        actions.start(kind=kind, title="A", inputs={}, by=amara)
    run = actions.start(kind=kind, title="A", inputs={}, by=dev)
    with pytest.raises(NotAllowedError):
        actions.cancel(run=run, by=amara)


def test_a_waiting_run_is_cancelled_at_once(kind: str, dev: User) -> None:
    run = actions.cancel(run=actions.start(kind=kind, title="A", inputs={}, by=dev), by=dev)

    assert run.state == State.CANCELLED
    assert queue.take() is None
    with pytest.raises(ConflictError, match="has ended meanwhile: cancelled"):
        actions.cancel(run=run, by=dev)


def test_a_computing_run_is_asked_to_stop_once(kind: str, dev: User) -> None:
    run = actions.start(kind=kind, title="A", inputs={}, by=dev)
    held = queue.take()
    assert held
    actions.cancel(run=run, by=dev)
    actions.cancel(run=run, by=dev)

    assert queue.cancelled(held)
    assert AuditEvent.objects.filter(name="runs.run.cancelled").count() == 1


def test_the_queue_has_an_end(kind: str, dev: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_OPEN", 2)
    for _ in range(2):
        actions.start(kind=kind, title="A", inputs={}, by=dev)

    with pytest.raises(ConflictError, match="waiting already"):
        actions.start(kind=kind, title="A", inputs={}, by=dev)
