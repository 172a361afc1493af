"""The letters through the API: prepared, read, their files asked for, followed, stopped, taken."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from headwater.web.organization import actions as organization
from headwater.web.organization.models import AuditEvent, Role, Seat
from headwater.web.runs.models import Run, State

pytestmark = pytest.mark.django_db
Prepare = Callable[..., Run]
WorkOff = Callable[[Run], list[dict[str, Any]]]
JSON = "application/json"


def key_of(user: User, scope: str = "write") -> Client:
    made = organization.make_token(name="Test", scope=scope, days=1, by=user)
    return Client(headers={"Authorization": f"Bearer {made.secret}"})


def test_a_file_is_asked_for_followed_and_taken(
    queued_looks: None, work_off: WorkOff, dev: User, prepare: Prepare
) -> None:
    client, address = key_of(dev), f"/api/v1/presentation/letters/{prepare().pk}/all/pdf"

    before = client.get(address)
    begun = client.post(address)
    waiting = client.get(address)
    run = Run.objects.get(kind="letters_file")
    work_off(run)
    state = client.get(f"/api/v1/runs/{run.pk}")
    taken = client.get(address)

    assert (before.status_code, begun.status_code, waiting.status_code) == (409, 202, 202)
    assert "not made yet" in before.content.decode()
    assert begun.json()["id"] == waiting.json()["id"] == str(run.pk)
    assert (state.json()["state"], state.json()["result"]["file"]) == ("done", "all-answers.pdf")
    assert taken.content.startswith(b"%PDF-")
    assert taken["Content-Disposition"] == 'attachment; filename="all-answers.pdf"'
    assert client.post(address).json()["id"] == str(run.pk)
    assert AuditEvent.objects.filter(name="presentation.letters.taken", by=dev).count() == 1


def test_a_file_is_stopped_and_says_how_to_begin_anew(
    queued_looks: None, dev: User, prepare: Prepare
) -> None:
    client, address = key_of(dev), f"/api/v1/presentation/letters/{prepare().pk}/all/zip"
    run = client.post(address).json()["id"]

    stopped = client.post(f"/api/v1/runs/{run}/cancel")
    after = client.get(address)

    assert stopped.json()["state"] == "cancelled"
    assert after.status_code == 409
    assert f"/runs/{run}/again" in after.content.decode()
    assert client.post(f"/api/v1/runs/{run}/again").status_code == 202
    assert client.get(address).status_code == 202


def test_what_is_quick_is_given_at_once(dev: User, prepare: Prepare) -> None:
    pack = prepare()
    client, address = key_of(dev), f"/api/v1/presentation/letters/{pack.pk}"

    html = client.get(f"{address}/all/html")
    listed = client.get(address).json()
    one = client.get(f"{address}/one/{listed[0]['key']}/eml")

    assert html.content.startswith(b"<!doctype html>")
    assert {each["says"]["project"] for each in listed} == {"Library", "Quay"}
    assert one.content.startswith(b"Subject: ")
    assert client.get(f"{address}/one/nothing/pdf").status_code == 409
    assert client.post(f"{address}/all/html").status_code == 422


def test_letters_are_prepared_and_read_once_done(
    queued_looks: None, work_off: WorkOff, dev: User, decide: Callable[..., Run]
) -> None:
    run, client = decide(), key_of(dev)
    address = "/api/v1/presentation/letters"

    begun = client.post(address, {"run": str(run.pk), "review": "2099-03-15"}, content_type=JSON)
    pack = Run.objects.get(kind="no_pack")
    waiting = client.get(f"/api/v1/presentation/letters/{pack.pk}")
    file = client.post(f"/api/v1/presentation/letters/{pack.pk}/all/pdf")
    Run.objects.filter(pk=pack.pk).update(state=State.FAILED, error="It broke.")
    failed = client.get(f"/api/v1/presentation/letters/{pack.pk}")

    assert (begun.status_code, begun.json()["id"]) == (202, str(pack.pk))
    assert [each["id"] for each in client.get(address, {"run": run.pk}).json()] == [str(pack.pk)]
    assert (waiting.status_code, waiting.json()["state"]) == (202, "queued")
    assert file.status_code == 422
    assert "has no letters; it is waiting" in file.content.decode()
    assert failed.status_code == 409
    assert "It broke." in failed.content.decode()


def test_who_may(queued_looks: None, dev: User, prepare: Prepare) -> None:
    pack = prepare()
    address = f"/api/v1/presentation/letters/{pack.pk}"
    reading, writing = key_of(dev, "read"), key_of(dev)
    order = {"run": pack.inputs["decision_run"]}

    assert reading.get(f"{address}/all/html").status_code == 200
    for path, given in ((f"{address}/all/pdf", {}), ("/api/v1/presentation/letters", order)):
        assert reading.post(path, given, content_type=JSON).status_code == 403
    Seat.objects.filter(user=dev).update(role=Role.OBSERVER)
    for client in (Client(), reading, writing):
        for path in ("", "/all/html", "/all/pdf", "/one/x/pdf"):
            assert client.get(address + path).status_code == 401
        assert client.post(f"{address}/all/pdf").status_code == 401
    assert not Run.objects.filter(kind="letters_file").exists()
