"""Pages of the runs: the list, one run, its live part, and the API."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from headwater.web.organization import actions as people
from headwater.web.runs import actions, queue
from headwater.web.runs.models import Run, State

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(kind: str, dev: User) -> Run:
    return actions.start(kind=kind, title="Budget of 90", inputs={"secret": "inputs"}, by=dev)


def test_an_empty_list_says_what_a_run_is(signed_in: Callable[[User], Client], dev: User) -> None:
    assert "Nothing has been computed yet" in signed_in(dev).get("/runs/").content.decode()


def test_the_list_takes_as_many_queries_for_many_runs(
    signed_in: Callable[[User], Client], run: Run, kind: str, dev: User
) -> None:
    client = signed_in(dev)
    with CaptureQueriesContext(connection) as few:
        client.get("/runs/")
    for _ in range(20):
        actions.start(kind=kind, title="A", inputs={}, by=dev)
    with CaptureQueriesContext(connection) as many:
        client.get("/runs/")

    assert len(many) == len(few)
    assert not any('"inputs"' in query["sql"] for query in many)


def test_an_open_run_asks_again_and_an_ended_one_does_not(
    signed_in: Callable[[User], Client], run: Run, dev: User
) -> None:
    client = signed_in(dev)
    assert 'hx-trigger="every 1s"' in client.get(f"/runs/{run.pk}").content.decode()
    assert "<noscript><meta http-equiv" in client.get(f"/runs/{run.pk}").content.decode()

    held = queue.take()
    assert held
    queue.beat(held, {"stage": "Searching", "fraction": 0.5, "value": 10, "bound": 12, "gap": 0.2})
    page = client.get(f"/runs/{run.pk}/live").content.decode()
    assert "Searching" in page
    assert 'value="0.500"' in page
    assert "20.00%" in page

    queue.end(held, State.DONE, result={})
    page = client.get(f"/runs/{run.pk}/live").content.decode()
    assert "hx-trigger" not in page
    assert f'href="/of/{run.pk}"' in page
    assert "Stop it" not in page


def test_it_says_when_no_worker_is_there(
    signed_in: Callable[[User], Client], run: Run, dev: User
) -> None:
    assert "No worker is running" in signed_in(dev).get(f"/runs/{run.pk}").content.decode()


def test_a_failed_run_says_why(signed_in: Callable[[User], Client], run: Run, dev: User) -> None:
    held = queue.take()
    assert held
    queue.end(held, State.FAILED, error="two rules conflict")

    assert "two rules conflict" in signed_in(dev).get(f"/runs/{run.pk}").content.decode()


def test_cancelling_with_and_without_scripts(
    signed_in: Callable[[User], Client], run: Run, kind: str, dev: User
) -> None:
    client = signed_in(dev)
    assert client.post(f"/runs/{run.pk}/cancel").headers["Location"] == f"/runs/{run.pk}"
    again = client.post(f"/runs/{run.pk}/cancel")
    assert again.status_code == 409

    other = actions.start(kind=kind, title="B", inputs={}, by=dev)
    part = client.post(f"/runs/{other.pk}/cancel", headers={"HX-Request": "true"})
    assert part.content.decode().lstrip().startswith('<section class="card" id="run">')


def test_a_leader_sees_no_button(
    signed_in: Callable[[User], Client], run: Run, amara: User
) -> None:
    assert "Stop it" not in signed_in(amara).get(f"/runs/{run.pk}").content.decode()


def test_an_unknown_run_is_not_found(signed_in: Callable[[User], Client], dev: User) -> None:
    for part in ("", "/live"):
        assert signed_in(dev).get(f"/runs/{uuid4()}{part}").status_code == 404


def test_the_api_lists_shows_and_refuses(client: Client, run: Run, dev: User) -> None:
    secret = people.make_token(name="t", scope="write", days=1, by=dev).secret
    sent = {"Authorization": f"Bearer {secret}"}

    listed = client.get("/api/v1/runs", {"state": "queued"}, headers=sent).json()
    assert [each["title"] for each in listed] == ["Budget of 90"]
    assert "inputs" not in listed[0]
    assert client.get(f"/api/v1/runs/{run.pk}", headers=sent).json()["result"] is None
    assert client.get(f"/api/v1/runs/{uuid4()}", headers=sent).status_code == 404
    assert client.get("/api/v1/runs/not-an-id", headers=sent).status_code == 404
    unreadable = client.get("/api/v1/runs", {"limit": "many"}, headers=sent)
    assert unreadable.status_code == 422
    assert "limit" in unreadable.json()["detail"]
    assert client.post(f"/api/v1/runs/{run.pk}/cancel", headers=sent).status_code == 200
    assert client.post(f"/api/v1/runs/{run.pk}/cancel", headers=sent).status_code == 409
