"""A whole workshop by REST API: the same rules and permissions as on the pages."""

import json
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from headwater.errors import NotAllowedError
from headwater.web.judgement import actions
from headwater.web.judgement.models import Ballot, DecisionRecord, Participant, SealedBallot
from headwater.web.judgement.states import Mode
from headwater.web.organization.actions import make_token
from headwater.web.organization.models import Role

pytestmark = pytest.mark.django_db
BASE = "/api/v1/judgement"


class Api:
    """One person's key, and short ways to use it."""

    def __init__(self, person: User, scope: str = "write") -> None:
        made = make_token(name="t", scope=scope, days=1, by=person)
        self.headers = {"Authorization": f"Bearer {made.secret}"}

    def ask(self, method: str, path: str, body: Any = None, status: int = 200) -> Any:
        answer = Client().generic(
            method.upper(),
            f"{BASE}{path}",
            data=json.dumps(body) if body is not None else "",
            content_type="application/json",
            headers=self.headers,
        )
        assert answer.status_code == status, (method, path, answer.status_code, answer.content)
        return answer.json() if answer.content else None


def seat(workshop: str, name: str, user: User) -> None:
    Participant.objects.filter(workshop=workshop, name=name).update(user=user)


def test_a_whole_workshop_is_conducted_by_api(chioma: User, owner: User, dev: User) -> None:
    desk, leader, office = Api(chioma), Api(owner), Api(dev)
    made = desk.ask("post", "/workshops", {"title": "The quay"}, 201)
    one = f"/workshops/{made['id']}"
    desk.ask("patch", one, {"version": made["version"], "mode": "named", "quorum": 2})
    point = desk.ask(
        "post",
        f"{one}/points",
        {"kind": "criteria", "title": "Weights", "method": "best_worst",
         "subjects": ["safety", "cost", "speed"], "minutes": 15},
        201,
    )  # fmt: skip
    decide = desk.ask(
        "post",
        f"{one}/points",
        {"kind": "decide", "title": "Decision", "subjects": ["Rebuild", "Wait"]},
        201,
    )
    for name, user in (("Amara", owner), ("Dev", dev)):
        person = desk.ask("post", f"{one}/people", {"name": name}, 201)
        assert "/j/p/" in desk.ask("post", f"{one}/people/{person['id']}/link", {}, 201)["address"]
        seat(made["id"], name, user)
    desk.ask("post", f"{one}/open", {})
    desk.ask("post", f"{one}/timer", {"minutes": 5}, 204)

    # judged step by step, by an adaptive method
    round = desk.ask("post", f"{one}/points/{point['id']}/ask", {}, 201)
    rounds = f"/rounds/{round['id']}"
    first = leader.ask("post", f"{rounds}/look", {})
    assert [each["kind"] for each in first["asked"]] == ["pick", "pick"]
    picks = {"safety": {"low": 1, "high": 1}, "cost": {"low": 0, "high": 0}}
    then = leader.ask("post", f"{rounds}/look", {"answers": picks})
    assert "safety | cost" in [each["key"] for each in then["asked"]]
    answers = picks | {"safety | cost": {"low": 6, "high": 7, "comment": "It is law."}}
    for who in (leader, office):
        got = who.ask("post", f"{rounds}/ballot", {"answers": answers, "key": "k1"})
        assert got == {"revision": 1, "repeated": False}
    again = leader.ask("post", f"{rounds}/ballot", {"answers": answers, "key": "k1"})
    assert again == {"revision": 1, "repeated": True}
    told = desk.ask("get", f"{one}/console")
    assert told["progress"]["answered"] == ["Amara", "Dev"]
    assert desk.ask("get", rounds)["published"] is None
    desk.ask("post", f"{rounds}/close", {})
    leader.ask("post", f"{rounds}/ballot", {"answers": answers, "key": "k2", "revision": 1}, 403)
    shown = desk.ask("post", f"{rounds}/reveal", {})
    assert shown["state"] == "revealed"
    assert shown["published"]["weights"][0]["criterion"] == "safety"
    assert desk.ask("post", f"{rounds}/adopt", {}) == {"taken_over": 2}
    second = desk.ask("post", f"{one}/points/{point['id']}/ask", {}, 201)
    assert second["number"] == 2
    desk.ask("post", f"/rounds/{second['id']}/close", {})

    # the parking lot, an action, an outcome, and a step taken back
    parked = desk.ask("post", f"{one}/parked", {"text": "Who pays for the crane?"}, 201)
    at = f"{one}/parked/{parked['id']}"
    done = desk.ask("post", f"{at}/action", {"owner": "Dev", "due": "2030-05-01"})
    assert (done["is_action"], done["owner"]) == (True, "Dev")
    desk.ask("delete", at, None, 204)
    step = desk.ask("get", f"{one}/console")
    assert step["parked"] == []
    desk.ask("post", f"{one}/undo", {"step": step["undo"]})
    assert len(desk.ask("get", f"{one}/console")["parked"]) == 1
    desk.ask("post", f"{one}/points/{decide['id']}/show", {})
    said = {"text": "The wall comes first."}
    assert desk.ask("post", f"{one}/points/{decide['id']}/outcome", said)["outcome"]

    # the decision, and one that takes its place
    words = {"title": "The quay", "decision": "Rebuild.", "workshop": made["id"],
             "point": decide["id"], "alternatives": [{"what": "Wait", "why_not": "It rots"}],
             "review": "2030-01-01"}  # fmt: skip
    record = desk.ask("post", "/decisions", words, 201)
    assert record["number"] == 1
    later = {"title": "The quay", "decision": "Wait.", "effect": "reverses", "why": "No money."}
    newer = desk.ask("post", "/decisions/1/supersede", later, 201)
    assert (newer["supersedes"], newer["effect"]) == (1, "reverses")
    desk.ask("post", "/decisions/1/supersede", later, 409)
    lasting = leader.ask("get", "/decisions/lasting")
    assert {each["days"] for each in lasting["held"]} == {90, 180}
    assert lasting["reversals"] == [{"number": 1, "days": 0, "why": "No money."}]
    assert desk.ask("post", f"{one}/close", {})["state"] == "closed"
    assert DecisionRecord.objects.count() == 2


@pytest.mark.parametrize("mode", [Mode.CONFIDENTIAL, Mode.ANONYMOUS])
def test_hidden_ballots_are_as_secret_by_api_as_by_page(
    convene: Any, ask: Any, people: Any, vote: Any, chioma: User, dev: User, mode: str
) -> None:
    round = ask(convene(mode, leaders=6))
    workshop = round.item.workshop
    first, *others = people(workshop)
    seat(str(workshop.pk), first.name, dev)
    leader, desk = Api(dev), Api(chioma)
    body = {"answers": {"safety": {"low": 61, "high": 61, "comment": "canary"}}, "key": "k"}
    if mode == Mode.ANONYMOUS:
        leader.ask("post", f"/rounds/{round.pk}/ballot", body, 422)
        body["secret"] = "s" * 32
    leader.ask("post", f"/rounds/{round.pk}/ballot", body)

    for path in ("/workshops", f"/workshops/{workshop.pk}", f"/rounds/{round.pk}",
                 f"/workshops/{workshop.pk}/console"):  # fmt: skip
        told = str(desk.ask("get", path))
        assert "canary" not in told
        assert "61" not in re.sub(r"[0-9a-f-]{36}|[0-9a-f]{64}|\d{6}|[A-Z0-9]{6}", "", told)
    progress = desk.ask("get", f"/workshops/{workshop.pk}/console")["progress"]
    assert (progress["answered"], progress["missing"]) == ([], [])
    if mode == Mode.ANONYMOUS:
        assert progress["words"].startswith("Fewer than 5")
        assert not Ballot.objects.exists()
        assert SealedBallot.objects.get().secret not in ("s" * 32, None)
    for leader_ in others[:3]:
        vote(round, leader_)
    desk.ask("post", f"/rounds/{round.pk}/close", {})
    shown = desk.ask("post", f"/rounds/{round.pk}/reveal", {"without_quorum": True})
    assert shown["published"]["enough"] is False
    assert "canary" not in str(shown)


# who may: each operation, asked as every kind of person
KEYED = {"owner", "chioma", "dev", "other"}
CONDUCTS = {"owner", "chioma"}
TAKES_PART = {"dev"}
MAY: dict[tuple[str, str], set[str]] = {
    ("GET", ""): KEYED,
    ("PUT", "/points"): KEYED,
    ("DELETE", "/{number}"): KEYED,
    ("GET", "/workshops"): KEYED,
    ("POST", "/workshops"): KEYED,
    ("GET", "/workshops/{id}"): CONDUCTS | TAKES_PART,
    ("PATCH", "/workshops/{id}"): CONDUCTS,
    ("GET", "/workshops/{id}/console"): CONDUCTS,
    ("POST", "/workshops/{id}/points"): CONDUCTS,
    ("PUT", "/workshops/{id}/points/{point_id}"): CONDUCTS,
    ("DELETE", "/workshops/{id}/points/{point_id}"): CONDUCTS,
    ("POST", "/workshops/{id}/people"): CONDUCTS,
    ("DELETE", "/workshops/{id}/people/{person_id}"): CONDUCTS,
    ("POST", "/workshops/{id}/people/{person_id}/link"): CONDUCTS,
    ("PUT", "/workshops/{id}/people/{person_id}/proxy"): CONDUCTS,
    ("POST", "/workshops/{id}/open"): CONDUCTS,
    ("POST", "/workshops/{id}/close"): CONDUCTS,
    ("POST", "/workshops/{id}/pace"): CONDUCTS,
    ("POST", "/workshops/{id}/timer"): CONDUCTS,
    ("POST", "/workshops/{id}/points/{point_id}/show"): CONDUCTS,
    ("POST", "/workshops/{id}/points/{point_id}/ask"): CONDUCTS,
    ("POST", "/workshops/{id}/points/{point_id}/outcome"): CONDUCTS,
    ("POST", "/rounds/{id}/close"): CONDUCTS,
    ("POST", "/rounds/{id}/reveal"): CONDUCTS,
    ("POST", "/rounds/{id}/adopt"): CONDUCTS,
    ("POST", "/rounds/{id}/matters"): CONDUCTS,
    ("POST", "/rounds/{id}/plan"): CONDUCTS,
    ("POST", "/workshops/{id}/next-question"): CONDUCTS,
    ("POST", "/workshops/{id}/put-next"): CONDUCTS,
    ("POST", "/workshops/{id}/parked"): CONDUCTS,
    ("POST", "/workshops/{id}/parked/{parked_id}/action"): CONDUCTS,
    ("DELETE", "/workshops/{id}/parked/{parked_id}"): CONDUCTS,
    ("POST", "/workshops/{id}/undo"): CONDUCTS,
    ("GET", "/rounds/{id}"): CONDUCTS | TAKES_PART,
    ("POST", "/rounds/{id}/look"): CONDUCTS | TAKES_PART,
    ("POST", "/rounds/{id}/ballot"): TAKES_PART,
    ("GET", "/decisions"): KEYED,
    ("GET", "/decisions/lasting"): KEYED,
    ("POST", "/decisions"): KEYED,
    ("POST", "/decisions/{number}/supersede"): KEYED,
}
"""Every operation of the room: one without a line here fails a test. Leaders and observers get no
keys: a leader answers on a phone, or somebody entrusted with it casts on their behalf."""


def operations(client: Client) -> set[tuple[str, str]]:
    schema = client.get("/api/v1/openapi.json").json()
    return {
        (method.upper(), path.removeprefix(BASE).rstrip("/"))
        for path, found in schema["paths"].items()
        if path.startswith(BASE)
        for method in found
    }


def test_every_operation_has_a_line(client: Client) -> None:
    assert operations(client) == set(MAY)


BODIES: dict[str, Any] = {
    "title": "T", "kind": "discuss", "version": 1, "name": "New", "text": "A thought", "step": 0,
    "at": 0, "minutes": 5, "pace": "together", "owner": "Dev", "proxy": None, "points": {},
    "decision": "Do.", "effect": "refines", "why": "Because", "key": "k",
    "answers": {"option": {"said": "Go"}},
}  # fmt: skip


@pytest.mark.parametrize("operation", sorted(MAY), ids=" ".join)
def test_each_gets_what_the_table_says(
    operation: tuple[str, str], convene: Any, ask: Any, seat_for: Any, request: Any
) -> None:
    people = {name: request.getfixturevalue(name) for name in ("owner", "chioma", "dev")}
    people["other"] = seat_for("Other", Role.FACILITATOR)
    method, path = operation
    address = ""
    for who in sorted(people, key=lambda each: each in MAY[operation]):
        if who in MAY[operation] or not address:  # who is refused changes nothing
            address = path.format(**_places(convene, ask, people, path))
        answer = Client().generic(
            method, f"{BASE}{address}", data=json.dumps(BODIES),
            content_type="application/json", headers=Api(people[who]).headers,
        )  # fmt: skip
        assert answer.status_code < 500
        if path == "/{number}" and who in MAY[operation]:
            continue  # there is no such sheet: 404 is right
        refused = answer.status_code in (401, 403, 404)
        assert refused == (who not in MAY[operation]), (who, answer.status_code, answer.content)


def _places(convene: Any, ask: Any, people: dict[str, User], path: str) -> dict[str, Any]:
    """Make a workshop with an open question, and name everything that an address may hold."""
    workshop = convene(kind="decide")
    entitled, spare, *_ = workshop.participants.order_by("name")
    Participant.objects.filter(pk=entitled.pk).update(user=people["dev"])
    parked = actions.park(workshop=workshop, text="Crane", by=people["chioma"])
    round = ask(workshop)
    record = actions.record_decision(words=actions.Words("T", "D"), by=people["chioma"])
    return {
        "id": round.pk if path.startswith("/rounds") else workshop.pk,
        "point_id": workshop.items.get().pk,
        "person_id": spare.pk,
        "parked_id": parked.pk,
        "number": record.number if "decisions" in path else 0,
    }


def test_leaders_and_observers_get_no_key(amara: User, seat_for: Any) -> None:
    for person in (amara, seat_for("Watcher", Role.OBSERVER)):
        with pytest.raises(NotAllowedError):
            Api(person)


def test_a_key_for_reading_changes_nothing(chioma: User) -> None:
    Api(chioma, "read").ask("post", "/workshops", {"title": "T"}, 403)
