"""Every address of the room of services, held against the table of roles."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import get_resolver, reverse

from headwater.web.organization.models import Role
from headwater.web.organization.permissions import ROLES
from headwater.web.service.actions import (
    calendars,
    engagements,
    feedback,
    logic,
    merging,
    needs,
    promises,
    vision,
)
from headwater.web.service.models import Engagement, Need, Offering
from headwater.web.service.views.acts import ACTS

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
    "vision_file": "download",
    "edit_vision": "edit_catalogue",
    "board": "read",
    "engagements": "read",
    "timeline": "read",
    "ask": "ask_service",
    "engagement": "read",
    "clock": "read",
    "satisfaction": "read",
    "levels": "read",
    "add_calendar": "edit_catalogue",
    "calendar": "edit_catalogue",
    "charters": "read",
    "chains": "read",
    "chain": "read",
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
    "ask_customer": "work_engagements",
    "promise_chain": "triage",
    "complain": "ask_service",
    "settle": "work_engagements",
}
ACTS_NAME = "act"  # one address for all of them: each act stands in a table of its own below
OPEN = {"answer"}
"""Every address of the room: one without a line here fails the test below."""

SENT = {
    "text": "x", "source": "y", "reason": "z", "answer": "small", "found": "f", "agreed": "no",
    "words": "w", "said_by": "s", "done": "d",
}  # fmt: skip


def test_every_address_has_a_line() -> None:
    (room,) = [
        each for each in get_resolver().url_patterns if getattr(each, "namespace", "") == "service"
    ]
    assert {each.name for each in room.url_patterns} == {
        *GETS, *POSTS, *OPEN, ACTS_NAME,
    }  # fmt: skip


@pytest.fixture
def delivered(dev: User) -> Callable[..., Engagement]:
    """Bring an engagement to the stage that an act begins from."""

    def make(offerings: dict[str, Offering], upto: str = "delivered") -> Engagement:
        made = engagements.ask(
            offering=offerings["pre-review"], title="x", customer_name="Somebody", by=dev
        )
        if upto == "asked":
            return made
        made = engagements.take_in(engagement=made, answer="x", lead=dev, by=dev)
        if upto == "triaged":
            return made
        made = engagements.agree(engagement=made, scope="x", agreed_with="y", by=dev)
        if upto == "agreed":
            return made
        made = engagements.start(engagement=made, by=dev)
        if upto == "paused":
            return promises.pause(engagement=made, reason="x", by=dev)
        if upto == "working":
            return made
        return engagements.deliver(engagement=made, what="x", by=dev)

    return make


BEGIN = {
    "take-in": "asked", "decline": "asked", "agree": "triaged", "start": "agreed",
    "resume": "paused", "accept": "delivered", "recognize": "delivered", "reopen": "delivered",
    "value": "working", "complain": "working",
}  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
def test_each_act_is_open_to_the_roles_of_the_table(
    act: str,
    delivered: Callable[..., Engagement],
    offerings: dict[str, Offering],
    signed_in: Callable[[User], Client],
    seat_for: Callable[..., User],
    amara: User,
) -> None:
    usual = calendars.usual()
    for role in Role:
        made = delivered(offerings, BEGIN.get(act, "working"))
        if act == "recognize":
            engagements.accept(engagement=made, by=amara)
        who = seat_for(f"Person {role}", role)
        sent = {
            **SENT, "answer": "x", "lead": who.pk, "scope": "x", "agreed_with": "y", "what": "z",
            "waits_for": "customer", "to": "x", "decision": "x", "by_whom": "y", "step": 1,
            "calendar": usual.pk, "delivery": "9 days", "kind": "forecast", "words": "x",
            "said_by": "y",
        }  # fmt: skip
        if act in ("agree", "promise"):
            sent["decision"] = ""  # there it is a promise of time
        answer = signed_in(who).post(reverse("service:act", args=[made.pk, act]), sent)
        allowed = role in ROLES[ACTS[act].may]
        assert answer.status_code == (302 if allowed else 403), f"{role}: {act}"


@pytest.fixture
def arguments(
    record: Callable[..., Need],
    offerings: dict[str, Offering],
    seat_for: Callable[..., User],
    dev: User,
    delivered: Callable[..., Engagement],
) -> Callable[[str], list[Any]]:
    """Make what each address is about, anew for each asking."""

    def make(name: str) -> list[Any]:
        proposer = seat_for(f"Proposer {User.objects.count()}", Role.OWNER)
        need = record(owner=None, owner_name="The head of schools")
        logic.write_part(need=need, part="problem", cards=[logic.Card("x")], version=1, by=dev)
        evidence = needs.add_evidence(need=need, text="x", source="y", by=dev)
        if name == "reopen_need":
            needs.answer_need(need=need, answer="", text="x", by=dev)
        if name in ("agree_vision", "review_vision", "vision_file"):
            seen = vision.VisionEdition.objects.count()
            made = vision.draft_vision(for_whom="x", outcomes=["y"], seen=seen, by=dev)
            return [made.number, "pdf"] if name == "vision_file" else [made.number]
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
        if name in ("chain", "promise_chain"):
            first = delivered(offerings)
            engagements.ask(
                offering=offerings["pre-review"],
                title="x",
                customer_name="y",
                follows=first,
                by=dev,
            )
            special[name] = [first.pk]
        if name in ("engagement", "clock", "ask_customer", "settle"):
            made = delivered(offerings)
            complaint = feedback.complain(text="x", said_by="y", engagement=made, by=dev)
            special |= {
                "engagement": [made.pk],
                "ask_customer": [made.pk],
                "clock": [made.pk, "delivery"],
                "settle": [complaint.pk],
            }
        if name == "calendar":
            special["calendar"] = [calendars.usual().key]
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
