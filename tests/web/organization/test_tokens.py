"""Tokens of the REST API: shown once, scoped, expiring, revocable."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from headwater.errors import InputError
from headwater.web.organization import actions
from headwater.web.organization.models import ApiToken, AuditEvent, Role
from headwater.web.runs.models import Run

pytestmark = pytest.mark.django_db


def ask(client: Client, secret: str, address: str = "/api/v1/me", **more: Any) -> Any:
    return client.get(address, headers={"Authorization": f"Bearer {secret}"}, **more)


@pytest.fixture
def secret(dev: User) -> str:
    return actions.make_token(name="Nightly export", scope="read", days=30, by=dev).secret


def test_a_token_speaks_for_its_person(client: Client, secret: str) -> None:
    told = ask(client, secret).json()

    assert (told["name"], told["role"], told["scope"]) == ("Dev", "portfolio_office", "read")
    assert "manage_people" not in told["may"]


def test_only_its_digest_is_kept(secret: str) -> None:
    kept = str(list(ApiToken.objects.values())) + str(list(AuditEvent.objects.values()))

    assert secret not in kept
    assert secret[3:] not in kept


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer hw_wrong", "Bearer x", "Basic x"])
def test_without_a_good_token_there_is_nothing(client: Client, secret: str, header: str) -> None:
    answer = client.get("/api/v1/me", headers={"Authorization": header} if header else {})

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert "neither expired nor revoked" in answer.json()["detail"]


def test_a_signed_in_browser_is_no_token(signed_in: Callable[[User], Client], dev: User) -> None:
    assert signed_in(dev).get("/api/v1/me").status_code == 401


def test_it_expires(client: Client, secret: str) -> None:
    ApiToken.objects.update(expires=timezone.now() - timedelta(seconds=1))

    assert ask(client, secret).status_code == 401


def test_a_reading_token_does_not_write(client: Client, dev: User, secret: str) -> None:
    run = Run.objects.create(kind="t", number=1, title="T", by=dev, inputs={})
    writer = actions.make_token(name="w", scope="write", days=1, by=dev).secret
    address = f"/api/v1/runs/{run.pk}/cancel"

    refused = client.post(address, headers={"Authorization": f"Bearer {secret}"})
    assert refused.status_code == 403
    assert "may only read" in refused.json()["detail"]
    assert client.post(address, headers={"Authorization": f"Bearer {writer}"}).status_code == 200
    assert Run.objects.get().state == "cancelled"


def test_it_falls_with_the_role(client: Client, secret: str, owner: User, dev: User) -> None:
    actions.change_role(user=dev, role=Role.OBSERVER, by=owner)

    assert ask(client, secret).status_code == 401


def test_the_page_shows_it_once_and_revokes_it(
    signed_in: Callable[[User], Client], dev: User
) -> None:
    client = signed_in(dev)
    sent = {"name": "Export", "scope": "read", "days": "30"}

    secret = client.post("/me/tokens", sent).content.decode().split('id="token">')[1].split("<")[0]

    assert secret not in client.get("/me").content.decode()
    assert ask(client, secret).status_code == 200
    client.post(f"/tokens/{ApiToken.objects.get().pk}/revoke")
    assert ask(client, secret).status_code == 401


def test_another_persons_token_is_not_found(
    signed_in: Callable[[User], Client], secret: str, chioma: User
) -> None:
    answer = signed_in(chioma).post(f"/tokens/{ApiToken.objects.get().pk}/revoke")

    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": " "}, "Name the token"),
        ({"scope": "everything"}, "no scope"),
        ({"days": 0}, "1 to 365"),
        ({"days": 366}, "1 to 365"),
    ],
)
def test_out_of_range_is_refused(dev: User, given: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        actions.make_token(**{"name": "n", "scope": "read", "days": 1, "by": dev} | given)


def test_reading_writes_at_most_once_a_day(client: Client, secret: str) -> None:
    ask(client, secret)
    with CaptureQueriesContext(connection) as queries:
        ask(client, secret)

    assert not [each for each in queries if not each["sql"].startswith("SELECT")]
