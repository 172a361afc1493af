"""Every address of the room of services, held against the table of roles."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import get_resolver, reverse

from headwater.web.organization.models import Role
from headwater.web.organization.permissions import ROLES
from headwater.web.service.actions import logic, merging, needs, vision
from headwater.web.service.models import Need

pytestmark = pytest.mark.django_db

GETS = {
    "needs": "read",
    "record_need": "record_needs",
    "need": "read",
    "change_need": "record_needs",
    "session": "record_needs",
    "map_file": "download",
    "catalogue": "read",
    "catalogue_file": "download",
    "add_offering": "edit_catalogue",
    "offering": "read",
    "edit_offering": "edit_catalogue",
    "vision": "read",
    "edit_vision": "edit_catalogue",
}
POSTS = {
    "add_evidence": "record_needs",
    "remove_evidence": "record_needs",
    "answer_need": "record_needs",
    "reopen_need": "record_needs",
    "propose_merge": "record_needs",
    "answer_merge": "record_needs",
    "starter": "edit_catalogue",
    "retire_offering": "edit_catalogue",
    "agree_vision": "accept",
    "review_vision": "edit_catalogue",
}
"""Every address of the room: one without a line here fails the test below."""

SENT = {
    "text": "x", "source": "y", "reason": "z", "answer": "small", "found": "f", "agreed": "no",
    "words": "w",
}  # fmt: skip


def test_every_address_has_a_line() -> None:
    (room,) = [
        each for each in get_resolver().url_patterns if getattr(each, "namespace", "") == "service"
    ]
    assert {each.name for each in room.url_patterns} == GETS.keys() | POSTS.keys()


@pytest.fixture
def arguments(
    record: Callable[..., Need], offerings: object, seat_for: Callable[..., User], dev: User
) -> Callable[[str], list[Any]]:
    """Make what each address is about, anew for each asking."""

    def make(name: str) -> list[Any]:
        proposer = seat_for(f"Proposer {User.objects.count()}", Role.OWNER)
        need = record(owner=None, owner_name="The head of schools")
        logic.write_part(need=need, part="problem", cards=[logic.Card("x")], version=1, by=dev)
        evidence = needs.add_evidence(need=need, text="x", source="y", by=dev)
        if name == "reopen_need":
            needs.answer_need(need=need, answer="", text="x", by=dev)
        if name in ("agree_vision", "review_vision"):
            seen = vision.VisionEdition.objects.count()
            made = vision.draft_vision(for_whom="x", outcomes=["y"], seen=seen, by=dev)
            return [made.number]
        if name == "answer_merge":
            made_merge = merging.propose_merge(need=need, into=record(), reason="x", by=proposer)
            return [need.pk, made_merge.pk]
        special: dict[str, list[Any]] = {
            "session": [need.pk, "problem"],
            "map_file": [need.pk, "svg"],
            "remove_evidence": [need.pk, evidence.pk],
            "offering": ["pre-review"],
            "edit_offering": ["pre-review"],
            "retire_offering": ["pre-review"],
        }
        of_a_need = ("need", "change_need", "add_evidence", "answer_need", "reopen_need")
        return special.get(name, [need.pk] if name in (*of_a_need, "propose_merge") else [])

    return make


@pytest.mark.parametrize("name", [*GETS, *POSTS])
def test_each_role_gets_what_the_table_says(
    name: str,
    arguments: Callable[[str], list[Any]],
    signed_in: Callable[[User], Client],
    seat_for: Callable[..., User],
) -> None:
    action = GETS.get(name) or POSTS[name]
    for role in Role:
        address = reverse(f"service:{name}", args=arguments(name))
        client = signed_in(seat_for(f"Person {role}", role))
        answer = client.get(address) if name in GETS else client.post(address, SENT)
        allowed = role in ROLES[action]
        assert (answer.status_code != 403) == allowed, f"{role} at {name}: {answer.status_code}"
        assert answer.status_code != 404, name
