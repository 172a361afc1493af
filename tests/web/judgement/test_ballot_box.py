"""The short way of a ballot: what it takes, what it leaves to the usual way, and its answer."""

import asyncio
from collections.abc import Callable
from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.asgi import ASGIRequest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django.utils.crypto import get_random_string

from headwater.web.judgement import actions, ballot_box, short_way
from headwater.web.judgement.ballot_box import Sent
from headwater.web.judgement.guests import KEPT, device_cookie
from headwater.web.judgement.models import Ballot, Participant, Round, SealedBallot
from headwater.web.judgement.short_way import ShortWay
from headwater.web.judgement.states import Mode
from headwater.web.organization import audit
from headwater.web.organization.models import AuditEvent

pytestmark = pytest.mark.django_db
TOKEN = "a" * 32


def session_of(who: Participant, **more: Any) -> str:
    store = SessionStore()
    store[KEPT] = {who.workshop_id.hex: who.pk.hex}
    for name, value in more.items():
        store[name] = value
    store.create()
    return str(store.session_key)


def scope_of(round: Round, cookies: dict[str, str], **headers: str) -> dict[str, Any]:
    pairs = {
        "host": "localhost",
        "hx-request": "true",
        "content-type": "application/x-www-form-urlencoded",
        "cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    return {
        "type": "http",
        "method": "POST",
        "path": f"/j/{round.item.workshop.code}/ballot/{round.pk}",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in pairs.items()],
    }


def sent(round: Round, who: Participant, *, session: str = "", **more: str) -> Sent:
    """Return a ballot as a phone sends it; `more` are fields of the form."""
    secret = more.pop("secret", "")
    cookies = {"headwater_session": session or session_of(who), "csrftoken": TOKEN}
    cookies |= {device_cookie(round.pk): secret} if secret else {}
    headers = {name: more.pop(name) for name in ("origin", "host") if name in more}
    fields = {"key": uuid4().hex, "revision": "0", "csrfmiddlewaretoken": TOKEN, "of": str(who.pk)}
    fields |= {f"q{number}-value": "50" for number in range(len(round.frozen["asked"]))} | more
    body = urlencode(fields).encode()
    scope = scope_of(round, cookies, content_length=str(len(body)), **headers)
    return Sent(round.item.workshop.code, round.pk, ASGIRequest(scope, BytesIO(body)))


def test_ballots_that_arrive_together_are_all_kept_and_share_their_statements(
    convene: Any, ask: Any, people: Any, django_assert_max_num_queries: Any
) -> None:
    round = ask(convene(Mode.NAMED, leaders=8))
    ballots = [sent(round, who) for who in people(round.item.workshop)]
    actions.asked_in(round.pk)
    ballot_box._place(round.pk)

    # sessions, people; begin, round, list, ballots, two to write, trail twice, end; two more locks
    # in PostgreSQL
    with django_assert_max_num_queries(11 if connection.vendor == "sqlite" else 13):
        pages = ballot_box.take(ballots)

    assert all(page and "Your answer is in" in page for page in pages)
    assert round.ballots.count() == round.turnout.filter(answered=True).count() == 8
    assert AuditEvent.objects.filter(name="judgement.ballot.accepted").count() == 8
    assert audit.verify_chain() == ()


def test_one_ballot_twice_in_one_moment_counts_once_and_a_newer_one_is_the_next(
    convene: Any, ask: Any, people: Any
) -> None:
    round = ask(convene(Mode.NAMED))
    first, *_ = people(round.item.workshop)

    pages = ballot_box.take(
        [
            sent(round, first, key="one"),
            sent(round, first, key="one"),
            sent(round, first, key="two", revision="1"),
            sent(round, first, key="stale", revision="1"),
        ]
    )

    assert [page is not None for page in pages] == [True, True, True, False]
    assert Ballot.objects.get().keys == ["one", "two"]


def test_an_anonymous_ballot_is_kept_for_its_device_alone(
    convene: Any, ask: Any, people: Any
) -> None:
    round = ask(convene(Mode.ANONYMOUS))
    first, *_ = people(round.item.workshop)
    mine, other = "m" * 32, "o" * 32

    pages = ballot_box.take(
        [sent(round, first, secret=mine), sent(round, first, secret=other), sent(round, first)]
    )

    assert [page is not None for page in pages] == [True, False, False]
    assert SealedBallot.objects.count() == 1
    assert not Ballot.objects.exists()
    assert AuditEvent.objects.filter(name="judgement.ballot.accepted").get().detail == {
        "mode": "anonymous"
    }


def test_whoever_is_refused_is_refused_alone(
    convene: Any, ask: Any, people: Any, chioma: User
) -> None:
    round = ask(convene(Mode.NAMED, leaders=4))
    first, second, gone, last = people(round.item.workshop)
    actions.remove_participant(participant=gone, by=chioma)

    pages = ballot_box.take(
        [
            sent(round, first),
            sent(round, second, **{"q0-value": "much"}),
            sent(round, gone),
            sent(round, last),
        ]
    )

    assert [page is not None for page in pages] == [True, False, False, True]
    assert set(round.ballots.values_list("participant", flat=True)) == {first.pk, last.pk}


Break = Callable[[Round, Participant, User], Sent]
UNUSUAL: dict[str, Break] = {
    "a forged token": lambda round, who, _: sent(round, who, csrfmiddlewaretoken="b" * 32),
    "no token": lambda round, who, _: sent(round, who, csrfmiddlewaretoken=""),
    "a foreign origin": lambda round, who, _: sent(round, who, origin="https://elsewhere.example"),
    "a foreign host": lambda round, who, _: sent(round, who, host="elsewhere.example"),
    "a stranger": lambda round, who, _: sent(round, who, session="x" * 32),
    "an account": lambda round, who, user: sent(
        round, who, session=session_of(who, _auth_user_id=str(user.pk))
    ),
    "somebody else's ballot": lambda round, who, _: sent(round, who, of=str(uuid4())),
    "no answers": lambda round, who, _: sent(
        round, who, **{f"q{number}-value": "" for number in range(len(round.frozen["asked"]))}
    ),
}


@pytest.mark.parametrize("what", UNUSUAL)
def test_what_is_unusual_goes_the_usual_way(
    convene: Any, ask: Any, people: Any, chioma: User, what: str
) -> None:
    round = ask(convene(Mode.NAMED))
    first, *_ = people(round.item.workshop)

    assert ballot_box.take([UNUSUAL[what](round, first, chioma)]) == [None]
    assert not round.ballots.exists()


def test_an_ended_session_and_a_closed_question_go_the_usual_way(
    convene: Any, ask: Any, people: Any, chioma: User
) -> None:
    round = ask(convene(Mode.NAMED))
    first, *_ = people(round.item.workshop)
    key = session_of(first)
    store = SessionStore.get_model_class().objects.get(session_key=key)
    store.expire_date = timezone.now()
    store.save()
    assert ballot_box.take([sent(round, first, session=key)]) == [None]

    actions.close_round(round=round, by=chioma)

    assert ballot_box.take([sent(round, first)]) == [None]
    assert not round.ballots.exists()


def test_a_ballot_that_asks_step_by_step_goes_the_usual_way(
    convene: Any, ask: Any, people: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    round = ask(convene(Mode.NAMED))
    first, *_ = people(round.item.workshop)
    asked = [{**each, "sparse": True} for each in round.frozen["asked"]]
    monkeypatch.setattr(actions, "asked_in", lambda round_id: asked)

    assert ballot_box.take([sent(round, first)]) == [None]
    assert not round.ballots.exists()


def test_a_room_takes_no_ballots_of_another(convene: Any, ask: Any, people: Any) -> None:
    round, other = ask(convene(Mode.NAMED)), ask(convene(Mode.NAMED))
    first, *_ = people(other.item.workshop)
    strange = sent(round, first)

    assert ballot_box.take([Sent(first.workshop.code, round.pk, strange.request)]) == [None]
    assert ballot_box.take([strange]) == [None]


def test_its_answer_is_that_of_the_usual_way(convene: Any, ask: Any, people: Any) -> None:
    from headwater.web.site.asgi import finish

    round = ask(convene(Mode.CONFIDENTIAL))
    first, second, *_ = people(round.item.workshop)
    (page,) = ballot_box.take([mine := sent(round, first)])
    assert page
    short = finish(mine.request, short_way._answer(page))
    client = Client()
    client.cookies["headwater_session"] = session_of(second)
    fields = {f"q{number}-value": "50" for number in range(len(round.frozen["asked"]))}
    address = f"/j/{round.item.workshop.code}/ballot/{round.pk}"
    usual = client.post(address, fields | {"key": "other"}, headers={"HX-Request": "true"})

    assert isinstance(short, HttpResponse)
    assert (
        (short.status_code, short.content)
        == (usual.status_code, usual.content)
        == (200, page.encode())
    )
    assert {k: v for k, v in usual.headers.items() if k != "Vary"} == dict(short.headers.items())


def drawn(request: ASGIRequest) -> HttpResponse:
    return HttpResponse(f"drawn {request.path}", headers={"X-Drawn": "yes"})


class Asked:
    """What the site behind the box was given."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        self.bodies.append(body)
        await send({"type": "http.response.start", "status": 418, "headers": []})
        await send({"type": "http.response.body", "body": b""})


def ask_box(box: ShortWay, scope: dict[str, Any], *pieces: bytes) -> list[dict[str, Any]]:
    """Send a request in pieces and return what comes back."""
    waiting = [
        {"type": "http.request", "body": each, "more_body": n < len(pieces)}
        for n, each in enumerate(pieces, 1)
    ]
    told: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return waiting.pop(0)

    async def send(message: Any) -> None:
        told.append(message)

    asyncio.run(box(scope, receive, send))
    return told


def test_the_usual_way_gets_the_whole_body_of_what_the_box_leaves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ballot_box, "take", lambda together: [None] * len(together))
    site = Asked()
    box = ShortWay(site, site=drawn, finish=lambda request, response: response)
    round_id = UUID(int=7)
    scope: dict[str, Any] = {
        "type": "http",
        "method": "POST",
        "path": f"/j/ABCDEF/ballot/{round_id}",
        "query_string": b"",
        "headers": [
            (b"hx-request", b"true"),
            (b"content-type", b"application/x-www-form-urlencoded"),
        ],
    }
    large = get_random_string(short_way.LARGEST).encode()

    told = ask_box(box, scope, b"one&", b"two")
    ask_box(box, scope, large, b"and", b"more")
    ask_box(box, scope | {"headers": []}, b"no", b"fragment")
    ask_box(box, scope | {"path": "/j/ABCDEF/park"}, b"elsewhere")

    assert told[0]["status"] == 418
    assert site.bodies == [b"one&two", large + b"andmore", b"nofragment", b"elsewhere"]


def test_a_look_of_a_phone_is_drawn_by_the_site_in_the_same_thread() -> None:
    site = Asked()
    box = ShortWay(site, site=drawn, finish=lambda request, response: response)
    scope: dict[str, Any] = {
        "type": "http",
        "method": "GET",
        "path": "/j/ABCDEF/now",
        "query_string": b"",
        "headers": [(b"hx-request", b"true")],
    }

    start, body = ask_box(box, scope, b"")
    whole_page = ask_box(box, scope | {"headers": []}, b"")

    assert (start["status"], body["body"]) == (200, b"drawn /j/ABCDEF/now")
    assert (b"x-drawn", b"yes") in start["headers"]
    assert whole_page[0]["status"] == 418


def test_ballots_and_looks_that_wait_are_served_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[str] = []

    def taken(kind: str) -> Callable[..., list[str | None]]:
        def take(together: Any) -> list[str | None]:
            served.append(kind)
            return ["in"] * len(together)

        return take

    monkeypatch.setattr(short_way, "MOST_TOGETHER", 1)
    monkeypatch.setattr(ballot_box, "take", taken("ballot"))
    monkeypatch.setattr(short_way.looks, "take", taken("look"))
    box = ShortWay(Asked(), site=drawn, finish=lambda request, response: response)
    head = [(b"hx-request", b"true"), (b"content-type", short_way.FORM)]
    ballot: dict[str, Any] = {
        "type": "http",
        "method": "POST",
        "path": f"/j/ABCDEF/ballot/{UUID(int=7)}",
        "query_string": b"",
        "headers": head,
    }
    look = ballot | {"method": "GET", "path": "/j/ABCDEF/now"}

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        assert message.get("status", 200) == 200

    async def crowd() -> None:
        await asyncio.gather(*(box(each, receive, send) for each in (ballot,) * 3 + (look,) * 2))

    asyncio.run(crowd())

    assert served == ["ballot", "look", "ballot", "look", "ballot"]


def test_a_box_that_breaks_leaves_every_ballot_to_the_usual_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(together: Any) -> Any:
        raise RuntimeError("broken")

    monkeypatch.setattr(ballot_box, "take", broken)
    site = Asked()
    box = ShortWay(site, site=drawn, finish=lambda request, response: response)
    scope: dict[str, Any] = {
        "type": "http",
        "method": "POST",
        "path": f"/j/ABCDEF/ballot/{UUID(int=7)}",
        "query_string": b"",
        "headers": [(b"hx-request", b"true"), (b"content-type", short_way.FORM)],
    }

    assert ask_box(box, scope, b"one")[0]["status"] == 418
    assert ask_box(box, scope, b"two")[0]["status"] == 418
    assert site.bodies == [b"one", b"two"]
