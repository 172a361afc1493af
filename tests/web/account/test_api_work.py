"""The desk, the week and requests of another system through the API, and who may."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from headwater.web.account.actions.desk import desk
from headwater.web.organization.actions import make_token
from headwater.web.organization.models import Role
from headwater.web.organization.permissions import ROLES
from headwater.web.service.actions import catalogue
from headwater.web.service.models import Clock, Engagement

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/account"
ROWS = """number,state,updated,opened
R1,New,2026-03-02T09:00:00,2026-03-02T09:00:00
R1,Awaiting User Info,2026-03-03T10:00:00,2026-03-02T09:00:00
R1,Active,2026-03-09T10:00:00,2026-03-02T09:00:00
R1,Closed,2026-03-12T15:00:00,2026-03-02T09:00:00
R2,New,2026-03-04T09:00:00,2026-03-04T09:00:00
"""
LOOK = {"text": ROWS}
TAKE: dict[str, Any] = {
    "text": ROWS, "name": "desk.csv", "service": "pre-review", "customer": "All units",
    "case": "number", "state": "state", "at": "updated", "opened": "opened",
}  # fmt: skip
CALLS = {
    ("GET", "desk"): ("read", None),
    ("GET", "week"): ("read", None),
    ("GET", "week.eml"): ("read", None),
    ("POST", "requests/look"): ("triage", LOOK),
    ("POST", "requests"): ("triage", TAKE),
}
"""Every call of `api_work`: who may, and what is sent."""


def call(by: User, method: str, path: str, sent: Any = None, scope: str = "write") -> Any:
    token = make_token(name="program", scope=scope, days=1, by=by).secret
    body = {"data": json.dumps(sent), "content_type": "application/json"} if sent else {}
    return Client().generic(
        method, f"{ROOT}/{path}", headers={"Authorization": f"Bearer {token}"}, **body
    )


def test_every_call_has_a_line(client: Client) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    own = {
        (method.upper(), path.removeprefix(f"{ROOT}/"))
        for path, calls in paths.items() if path.startswith(ROOT)
        for method in calls
        if path.removeprefix(f"{ROOT}/").partition("/")[0] in ("desk", "week", "week.eml",
                                                               "requests")
    }  # fmt: skip
    assert own == set(CALLS)


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_each_role_gets_what_the_table_says(
    method: str, path: str, owner: User, seat_for: Callable[[str, Role | None], User]
) -> None:
    may, sent = CALLS[method, path]
    catalogue.load_starter(by=owner)
    for role in ROLES["manage_tokens"]:  # nobody else has a token
        person = seat_for(f"Amara {role}", role)
        good = 201 if path == "requests" else 200
        status = call(person, method, path, sent).status_code
        assert status == (good if role in ROLES[may] else 403), role


def test_without_a_token_nothing_is_told(client: Client) -> None:
    for method, path in CALLS:
        assert client.generic(method, f"{ROOT}/{path}").status_code == 401


def test_the_desk_is_that_of_the_page(worked: Engagement, dev: User) -> None:
    told = call(dev, "GET", "desk").json()
    own = desk(dev)
    assert (told["number"], told["late"], told["sentence"]) == (own.number, own.late, own.sentence)
    verbs = [task["verb"] for pile in told["piles"] for task in pile["tasks"]]
    assert verbs == [task.verb for pile in own.piles for task in pile.tasks]


def test_the_week_is_told_as_data_and_as_a_draft(worked: Engagement, dev: User) -> None:
    told = call(dev, "GET", "week", scope="read").json()
    assert told["lead"] == desk(dev).sentence
    assert told["parts"][-1]["title"] == "What happened in the last seven days"
    assert told["parts"][-1]["lines"]
    mail = call(dev, "GET", "week.eml", scope="read")
    assert mail["Content-Type"] == "message/rfc822" and b"X-Unsent: 1" in mail.content


def test_requests_are_looked_at_and_taken_over(dev: User) -> None:
    catalogue.load_starter(by=dev)
    seen = call(dev, "POST", "requests/look", LOOK).json()
    assert (seen["rows"], seen["columns"]["case"]) == (5, "number")
    assert seen["states"]["Awaiting User Info"] == "waiting"
    assert not Engagement.objects.exists()

    made = call(dev, "POST", "requests", {**TAKE, "states": {"New": "noted"}})
    assert (made.status_code, made.json()["requests"]) == (201, 2)
    assert Clock.objects.filter(measure="delivery").count() == 2
    again = call(dev, "POST", "requests", TAKE).json()
    assert (again["requests"], again["known"]) == (0, 2)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"state": "nonsense"}, "There is no column 'nonsense'"),
        ({"states": {"New": "asleep"}}, "'asleep' is no meaning of a state"),
        ({"text": "number,state"}, "no column"),
    ],
)
def test_what_is_wrong_is_named(change: dict[str, Any], words: str, dev: User) -> None:
    catalogue.load_starter(by=dev)
    answer = call(dev, "POST", "requests", {**TAKE, **change})
    assert answer.status_code in (400, 422)
    if words != "no column":
        assert words in answer.content.decode()
    assert not Engagement.objects.exists()


def test_the_page_and_the_call_lie_side_by_side() -> None:
    assert reverse("account:take_over") == "/account/requests"
