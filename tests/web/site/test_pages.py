"""What every answer carries, and the pages that belong to no room."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from headwater.web.organization import actions
from headwater.web.projects.models import Project
from headwater.web.runs import worker_sign

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/sign-in", "/health", "/no-such", "/api/v1/me", "/"])
def test_every_answer_carries_the_policy(client: Client, address: str) -> None:
    headers = client.get(address).headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client: Client, amara: User) -> None:
    client.post(actions.make_link(user=amara, by=None).path)

    client.get("/")
    for name in ("headwater_session", "csrftoken"):
        cookie = client.cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_nothing_on_a_page_is_inline(signed_in: Callable[[User], Client], owner: User) -> None:
    client = signed_in(owner)
    for address in ("/", "/people", "/me", "/audit", "/runs/", "/style", "/sign-in"):
        page = client.get(address).content.decode()
        assert "<style" not in page
        assert " style=" not in page
        assert " onclick=" not in page
        assert all("src=" in tag for tag in page.split("<script")[1:]), address


def test_a_name_with_markup_stays_a_name(signed_in: Callable[[User], Client], owner: User) -> None:
    owner.first_name = '<script src="/x"></script>'
    owner.save()

    page = signed_in(owner).get("/people").content.decode()

    assert '<script src="/x">' not in page
    assert "&lt;script" in page


def test_the_health_check_says_whether_a_worker_lives(client: Client, tmp_path: Any) -> None:
    assert client.get("/health").json() == {"status": "ok", "worker": False}
    lock = worker_sign.take(tmp_path)
    assert lock
    with lock:
        assert client.get("/health").json() == {"status": "ok", "worker": True}
    assert client.get("/health").json() == {"status": "ok", "worker": False}


def test_the_start_page_tells_someone_without_a_seat_whom_to_ask(
    signed_in: Callable[[User], Client], ben: User
) -> None:
    assert "no seat here yet" in signed_in(ben).get("/").content.decode()


def test_the_navigation_shows_what_one_may_open(
    signed_in: Callable[[User], Client], owner: User, amara: User
) -> None:
    owners, leaders = (signed_in(each).get("/").content.decode() for each in (owner, amara))

    assert 'href="/people"' in owners
    assert 'href="/people"' not in leaders
    assert 'href="/audit"' not in leaders
    assert '<a href="/" aria-current="page">Home</a>' in leaders


def test_the_title_is_also_the_heading(signed_in: Callable[[User], Client], owner: User) -> None:
    page = signed_in(owner).get("/people").content.decode()

    assert "<title>People · Rivermouth Council</title>" in page
    assert "<h1>People</h1>" in page


def test_the_api_describes_itself(client: Client) -> None:
    told = client.get("/api/v1/openapi.json").json()

    assert told["openapi"].startswith("3.1")
    for operations in told["paths"].values():
        for operation in operations.values():
            assert operation["security"]
            assert {"401", "403", "404", "409", "413", "422"} <= set(operation["responses"])


def test_the_page_of_the_api_needs_nothing_from_elsewhere(client: Client) -> None:
    page = client.get("/api/v1/docs").content.decode()

    assert "https://" not in page
    assert "swagger-ui-bundle.js" in page


@pytest.mark.parametrize(
    "path", ["headwater/css/tokens.css", "headwater/js/site.js", "vendor/htmx/htmx.min.js"]
)
def test_static_files_are_served_from_the_package(client: Client, path: str) -> None:
    assert client.get(f"/static/{path}").status_code == 200


def test_the_start_page_points_to_the_first_step_that_is_not_done(
    signed_in: Callable[[User], Client], dev: User, amara: User
) -> None:
    def primary(user: User) -> str:
        page = signed_in(user).get("/").content.decode()
        assert page.count("button primary") == 1
        return page.split('button primary" href="')[1].split('"')[0]

    assert primary(dev) == "/intake/"
    assert primary(amara) == "/projects/"  # a leader brings no sheets
    Project.objects.create(key="p1", name="Harbour wall")
    assert primary(dev) == "/strategy/"
    assert "1 project<" in signed_in(dev).get("/").content.decode()
