"""Errors in plain words: the right status, as a page, a notice or JSON; never a traceback."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from headwater import errors
from headwater.web.site.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500"]

pytestmark = pytest.mark.django_db

RAISED: dict[str, tuple[Exception, int]] = {
    "input": (errors.InputError("row 3 of sheet Projects: 'x' is no cost; write a number"), 422),
    "large": (errors.TooLargeError("60 MB; the limit is 50 MB"), 413),
    "allowed": (errors.NotAllowedError("ask the facilitator"), 403),
    "conflict": (errors.ConflictError("Dev changed it a minute ago"), 409),
    "infeasible": (errors.InfeasibleError("two rules conflict", ("A requires B", "no B")), 422),
    "base": (errors.HeadwaterError("cannot go on"), 500),
    "locked": (OperationalError("database is locked"), 503),
    "full": (OperationalError("database or disk is full"), 507),
}


def breaks(request: HttpRequest, name: str) -> HttpResponse:
    if name == "bug":
        raise ZeroDivisionError("secret detail")
    raise RAISED[name][0]


urlpatterns = [*urlpatterns, path("break/<name>", breaks), path("api/v1/break/<name>", breaks)]


@pytest.fixture(autouse=True)
def _addresses(settings: Any) -> None:
    settings.ROOT_URLCONF = __name__


@pytest.mark.parametrize("name", RAISED)
def test_it_is_a_page_with_the_message(
    signed_in: Callable[[User], Client], amara: User, name: str
) -> None:
    error, status = RAISED[name]
    answer = signed_in(amara).get(f"/break/{name}")
    page = answer.content.decode()

    assert answer.status_code == status
    assert "<h1>" in page
    assert "Traceback" not in page
    if isinstance(error, errors.HeadwaterError):
        assert str(error).replace("'", "&#x27;") in page
    for rule in getattr(error, "rules", ()):
        assert rule in page
    assert (answer.headers.get("Retry-After") == "2") == (status == 503)


@pytest.mark.parametrize("name", RAISED)
def test_it_is_a_notice_to_htmx(
    signed_in: Callable[[User], Client], amara: User, name: str
) -> None:
    answer = signed_in(amara).get(f"/break/{name}", headers={"HX-Request": "true"})

    assert answer.status_code == RAISED[name][1]
    assert answer.headers["HX-Retarget"] == "#toasts"
    assert "<html" not in answer.content.decode()


@pytest.mark.parametrize("name", RAISED)
def test_it_is_json_in_the_api(client: Client, name: str) -> None:
    error, status = RAISED[name]
    answer = client.get(f"/api/v1/break/{name}")

    assert answer.status_code == status
    if isinstance(error, errors.HeadwaterError):
        assert answer.json()["detail"] == str(error)
    assert answer.json().get("rules", []) == list(getattr(error, "rules", ()))


@pytest.mark.parametrize("address", ["/break/bug", "/api/v1/break/bug"])
def test_a_bug_says_sorry_and_tells_nothing(amara: User, address: str) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(amara)

    answer = client.get(address)

    assert answer.status_code == 500
    assert "secret detail" not in answer.content.decode()
    assert "fault is ours" in answer.content.decode()


def test_a_missing_page_is_calm(signed_in: Callable[[User], Client], amara: User) -> None:
    assert signed_in(amara).get("/no-such").status_code == 404
    assert Client().get("/no-such").status_code == 404
    assert "There is no such page" in signed_in(amara).get("/no-such").content.decode()
    assert Client().get("/api/v1/no-such").json()["detail"]


def test_a_request_over_the_limit_is_refused_unread(client: Client, settings: Any) -> None:
    settings.LARGEST_REQUEST = 1000

    assert client.post("/sign-in", {"username": "x" * 2000}).status_code == 413


@pytest.mark.parametrize("checks", [False, True], ids=["in the view", "before the view"])
def test_a_form_over_the_limit_is_refused_with_the_limit(settings: Any, checks: bool) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    client = Client(enforce_csrf_checks=checks)
    client.get("/sign-in")

    answer = client.post("/sign-in", "username=" + "x" * 2000, "application/x-www-form-urlencoded")

    assert answer.status_code == 413
    assert "32 MB of text" in answer.content.decode()


def test_a_fragment_asked_for_after_signing_out_leads_to_the_sign_in_page(client: Client) -> None:
    answer = client.get("/runs/", headers={"HX-Request": "true"})

    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/sign-in"


def test_a_busy_database_met_outside_a_view_asks_people_to_come_back(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the view, where middleware reads the session, and without asking it again."""

    def busy(*_: Any, **__: Any) -> None:
        raise OperationalError("the database is busy: a connection did not come free")

    client.raise_request_exception = False
    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", busy)
    client.cookies["headwater_session"] = "x" * 32

    for headers in ({}, {"HX-Request": "true"}):
        answer = client.get("/", headers=headers)
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "2"
        assert "Nothing was changed" in answer.content.decode()


def test_too_many_at_once_are_sent_away_for_a_moment_but_streams_are_not() -> None:
    import asyncio

    from headwater.web.site.asgi import crowded

    async def try_it() -> list[int]:
        gate, statuses = asyncio.Event(), []

        async def slow(scope: Any, receive: Any, send: Any) -> None:
            await gate.wait()
            await send({"type": "http.response.start", "status": 200, "headers": []})

        async def note(message: Any) -> None:
            if "status" in message:
                statuses.append(message["status"])
                if message["status"] == 503:
                    assert any(name == b"retry-after" for name, _ in message["headers"])

        door: Any = crowded(slow, 2)
        paths = ["/a", "/b", "/c", "/j/X/events"]
        asked = [
            asyncio.create_task(door({"type": "http", "path": path}, None, note)) for path in paths
        ]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        gate.set()
        await asyncio.gather(*asked)
        await door({"type": "http", "path": "/d"}, None, note)
        return statuses

    assert sorted(asyncio.run(try_it())) == [200, 200, 200, 200, 503]
