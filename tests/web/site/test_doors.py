"""Every address of every room, asked by a stranger and by someone without a seat."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

pytestmark = pytest.mark.django_db

OPEN = {
    "health", "organization:sign_in", "organization:link", "organization:sign_out",
    "service:answer",  # one question by a link that works once
}  # fmt: skip
OWN = {"home", "organization:me", "organization:password", "organization:revoke_token"}
"""What a signed-in person without a seat may still see: nothing of the organization's."""

ROOMS = "room:"
"""Rooms of workshops let guests in by link or PIN; test_matrix.py of judgement holds them."""

GIVEN = {"uuid": UUID(int=7), "int": 7, "str": "x", "slug": "x", "path": "x"}


def doors() -> Iterator[tuple[str, str]]:
    """Give name and address of every page."""
    for found in get_resolver().url_patterns:
        if isinstance(found, URLPattern) and found.name:
            yield found.name, reverse(found.name)
        elif isinstance(found, URLResolver) and found.namespace and found.namespace != "api":
            for page in found.url_patterns:
                name = f"{found.namespace}:{page.name}"
                converters: dict[str, Any] = page.pattern.converters
                given = {key: GIVEN[_kind(each)] for key, each in converters.items()}
                yield name, reverse(name, kwargs=given)


def _kind(converter: object) -> str:
    return type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")


DOORS = dict(doors())


def test_every_room_has_doors() -> None:
    rooms = {name.partition(":")[0] for name in DOORS if ":" in name}
    assert rooms == {
        "organization",
        "runs",
        "service",
        "projects",
        "strategy",
        "judgement",
        "appraisal",
        "portfolio",
        "presentation",
        "account",
        "intake",
        "room",
    }


@pytest.mark.parametrize("name", [each for each in DOORS if each not in OPEN and ROOMS not in each])
def test_a_stranger_is_asked_to_sign_in(client: Client, name: str) -> None:
    for ask in (client.get, client.post):
        answer = ask(DOORS[name])
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/sign-in?next=")


@pytest.mark.parametrize(
    "name", [each for each in DOORS if each not in OPEN | OWN and ROOMS not in each]
)
def test_someone_without_a_seat_gets_nowhere(
    signed_in: Callable[[User], Client], ben: User, name: str
) -> None:
    client = signed_in(ben)
    for ask in (client.get, client.post):
        assert ask(DOORS[name]).status_code in (403, 404, 405), ask


def test_the_api_has_no_open_door(client: Client) -> None:
    told = client.get("/api/v1/openapi.json").json()
    asked = 0
    for path, operations in told["paths"].items():
        for key in ("run_id", "pk", "name", "key", "upload_id", "id"):
            path = path.replace(f"{{{key}}}", str(UUID(int=7)))
        for method in operations:
            answer = client.generic(method.upper(), path.replace("{", "").replace("}", ""))
            assert answer.status_code in (401, 404), (method, path)
            asked += answer.status_code == 401
    assert asked >= 10
