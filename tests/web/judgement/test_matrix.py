"""Who gets where in workshops: every address, asked as every kind of person."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import get_resolver, reverse

from headwater.web.judgement import actions
from headwater.web.judgement.models import Participant, Round
from headwater.web.organization.models import Role

pytestmark = pytest.mark.django_db

CONDUCTS = {"owner", "chioma"}
FACILITATES = CONDUCTS | {"dev", "other"}
SEATED = FACILITATES | {"amara", "outsider", "watcher"}
GUESTS = {"guest", "amara"}
EVERYONE = SEATED | GUESTS | {"ben", "stranger"}

MAY: dict[str, set[str]] = {
    "judgement:values": SEATED,
    "judgement:give": SEATED - {"watcher"},
    "judgement:remove": SEATED - {"watcher"},
    "judgement:workshops": SEATED,
    "judgement:new_workshop": FACILITATES,
    "judgement:prepare": CONDUCTS,
    "judgement:change": CONDUCTS,
    "judgement:add_item": CONDUCTS,
    "judgement:change_item": CONDUCTS,
    "judgement:add_people": CONDUCTS,
    "judgement:change_person": CONDUCTS,
    "judgement:console": CONDUCTS,
    "judgement:console_now": CONDUCTS,
    "judgement:do": CONDUCTS,
    "judgement:events": CONDUCTS,
    "judgement:wall": CONDUCTS,
    "judgement:wall_now": CONDUCTS,
    "judgement:record_item": CONDUCTS,
    "judgement:decisions": SEATED,
    "judgement:record": FACILITATES,
    "judgement:decision": SEATED,
    "judgement:minutes": SEATED - {"watcher"},
    "judgement:supersede": CONDUCTS,
    "room:door": EVERYONE,
    "room:join": EVERYONE,
    "room:link": EVERYONE,
    "room:here": GUESTS,
    "room:now": GUESTS,
    "room:events": GUESTS,
    "room:ballot": GUESTS,
    "room:look": GUESTS,
    "room:park": GUESTS,
    "room:modes": EVERYONE,
    "room:leave": EVERYONE,
}
"""Every address of the room of judgement: an address without a line here fails a test."""

POSTS = {
    "judgement:remove", "judgement:change", "judgement:add_item", "judgement:change_item",
    "judgement:add_people", "judgement:change_person", "judgement:do", "room:ballot", "room:look",
    "room:park", "room:leave",
}  # fmt: skip


def names() -> set[str]:
    found = set()
    for resolver in get_resolver().url_patterns:
        if getattr(resolver, "namespace", "") in ("judgement", "room"):
            found |= {f"{resolver.namespace}:{each.name}" for each in resolver.url_patterns}  # type: ignore[union-attr]
    return found


def test_every_address_has_a_line() -> None:
    assert names() == set(MAY)


@pytest.fixture
def cast(
    convene: Any, ask: Any, vote: Any, seat_for: Callable[..., User], request: Any
) -> dict[str, Any]:
    """Give one open workshop and everyone around it, with the browsers they use."""
    people = {name: request.getfixturevalue(name) for name in ("owner", "chioma", "dev", "amara")}
    people["ben"] = request.getfixturevalue("ben")
    people["other"] = seat_for("Other", Role.FACILITATOR)
    people["outsider"] = seat_for("Outsider", Role.LEADER)
    people["watcher"] = seat_for("Watcher", Role.OBSERVER)
    workshop = convene(kind="decide")
    guest, entitled, *_ = workshop.participants.order_by("name")
    Participant.objects.filter(pk=entitled.pk).update(user=people["amara"])
    round = ask(workshop)
    link = actions.make_personal_link(participant=guest, by=people["chioma"])
    browsers = {name: Client() for name in [*people, "stranger", "guest"]}
    for name, person in people.items():
        browsers[name].force_login(person)
    assert browsers["guest"].post(link.path).status_code == 302
    record = actions.record_decision(
        words=actions.Words("T", "D"), workshop=workshop, by=people["chioma"]
    )
    return {"workshop": workshop, "round": round, "browsers": browsers, "number": record.number}


def _address(name: str, cast: dict[str, Any], secret: str) -> str:
    workshop, round = cast["workshop"], cast["round"]
    item = workshop.items.first()
    person = workshop.participants.last()
    given: dict[str, list[Any]] = {
        "judgement:remove": [0],
        "judgement:change_item": [workshop.pk, item.pk],
        "judgement:record_item": [workshop.pk, item.pk],
        "judgement:change_person": [workshop.pk, person.pk, "proxy"],
        "judgement:do": [workshop.pk, "park"],
        "judgement:decision": [cast["number"]],
        "judgement:supersede": [cast["number"]],
        "judgement:minutes": [cast["number"], "html"],
        "room:link": [secret],
        "room:ballot": [workshop.code, round.pk],
        "room:look": [workshop.code, round.pk],
        "room:door": [],
    }
    plain = ("values", "give", "workshops", "new_workshop", "decisions", "record")
    usual = [] if name.partition(":")[2] in plain else [workshop.pk]
    if name.startswith("room:"):
        usual = [workshop.code]
    return reverse(name, args=given.get(name, usual))


SENT: dict[str, Any] = {
    "text": "a thought", "do": "up", "people": "New", "part": "leader", "proxy": "",
    "kind": "discuss", "title": "Talk", "minutes": "5", "q0-said": "Go", "revision": "0",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(MAY))
def test_each_gets_what_the_table_says(name: str, cast: dict[str, Any], chioma: User) -> None:
    for who, browser in cast["browsers"].items():
        spare = cast["workshop"].participants.order_by("name").last()
        secret = actions.make_personal_link(participant=spare, by=chioma).path.rpartition("/")[2]
        address = _address(name, cast, secret)
        if name in POSTS:
            answer = browser.post(address, SENT | {"key": uuid4().hex})
        else:
            answer = browser.get(address)
        refused = answer.status_code in (403, 404) or (
            answer.status_code == 302
            and ("/sign-in" in answer.headers["Location"] or _is_door(name, answer))
        )
        if name == "judgement:remove" and who in MAY[name]:
            continue  # there is no such sheet: 404 is right
        assert refused == (who not in MAY[name]), f"{who} at {name}: {answer.status_code}"
        assert answer.status_code < 500


def _is_door(name: str, answer: Any) -> bool:
    return name == "room:here" and not answer.headers["Location"].endswith("/room")


def test_a_guest_of_one_room_is_a_stranger_in_the_next(
    convene: Any, ask: Any, cast: dict[str, Any]
) -> None:
    other = convene(kind="decide")
    round = ask(other)
    browser = cast["browsers"]["guest"]

    for name, more in (("now", []), ("events", []), ("ballot", [round.pk])):
        address = reverse(f"room:{name}", args=[other.code, *more])
        answer = browser.post(address, SENT) if name == "ballot" else browser.get(address)
        assert answer.status_code == 403
    mixed = reverse("room:ballot", args=[cast["workshop"].code, round.pk])
    assert browser.post(mixed, SENT).status_code == 404
    assert not Round.objects.get(pk=round.pk).ballots.exists()


def test_a_guest_cannot_answer_for_somebody_who_did_not_entrust_them(cast: dict[str, Any]) -> None:
    workshop, round = cast["workshop"], cast["round"]
    victim = workshop.participants.order_by("name").last()
    address = reverse("room:ballot", args=[workshop.code, round.pk])

    answer = cast["browsers"]["guest"].post(address, SENT | {"of": str(victim.pk), "key": "k"})

    assert answer.status_code == 404
    assert not round.ballots.exists()


def test_who_was_taken_off_the_list_is_out_at_once(cast: dict[str, Any], chioma: User) -> None:
    workshop = cast["workshop"]
    guest = workshop.participants.order_by("name").first()
    browser = cast["browsers"]["guest"]
    assert browser.get(reverse("room:now", args=[workshop.code])).status_code == 200

    actions.remove_participant(participant=guest, by=chioma)

    assert browser.get(reverse("room:now", args=[workshop.code])).status_code == 403
