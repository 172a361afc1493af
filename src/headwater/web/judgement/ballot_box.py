"""The ballot box: what a full room hands in within seconds, taken on a short way.

A hand-in of a guest that is in order needs little: the box stands before the site's middleware,
gathers what arrives within a moment, and takes it in one transaction and one thread. Whatever is
out of the ordinary (an account, a proxy, a fault, a refusal, a stale form, a busy database) goes
the usual way with its body untouched, and there gets its page; a ballot's key sees to it that
trying twice counts once. So the box decides nothing that the usual way would decide otherwise:
it only knows the answer that all who succeed get.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.asgi import ASGIRequest
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import timezone

from headwater.web.judgement import actions
from headwater.web.judgement.forms import ballot_typed
from headwater.web.judgement.guests import KEPT, LIGHT, device_cookie
from headwater.web.judgement.models import Participant, Round, Workshop
from headwater.web.judgement.views.rooms import hand_in, handed_in

GATHER = 0.02  # seconds that the first ballot waits for others to share its transaction
MOST_TOGETHER = 100
LARGEST = 64 * 1024  # bytes of a body; a larger one goes the usual way
ADDRESS = re.compile(r"/j/([-\w]+)/ballot/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
FORM = b"application/x-www-form-urlencoded"

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
Finish = Callable[[ASGIRequest, HttpResponse], HttpResponse]

log = logging.getLogger("headwater.web")
_forgery = CsrfViewMiddleware(lambda request: HttpResponse())


@dataclass(frozen=True, slots=True)
class Sent:
    """A hand-in as it arrived: room and round of its address, and the request."""

    code: str
    round_id: UUID
    request: ASGIRequest


class BallotBox:
    """Takes ballots before the site does; hands on whatever is no ballot in good order.

    Parameters
    ----------
    application
        The usual way.
    finish
        Puts the headers on an answer that the site puts on every answer.
    """

    def __init__(self, application: Application, finish: Finish) -> None:
        self._application = application
        self._finish = finish
        self._waiting: list[tuple[Sent, asyncio.Future[HttpResponse | None]]] = []
        self._busy = False
        self._thread = ThreadPoolExecutor(1, "headwater-ballots")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a ballot that was taken; else let the usual way answer."""
        address = _address(scope)
        if address is None:
            await self._application(scope, receive, send)
            return
        body, whole = await _read(receive)
        response = None
        if whole:
            request = ASGIRequest(scope, BytesIO(body))
            response = await self._put(Sent(address[0], UUID(address[1]), request))
        if response is None:
            await self._application(scope, _again(body, whole, receive), send)
            return
        headers = [(name.lower().encode(), value.encode()) for name, value in response.items()]
        await send(
            {"type": "http.response.start", "status": response.status_code, "headers": headers}
        )
        await send({"type": "http.response.body", "body": response.content})

    async def _put(self, sent: Sent) -> HttpResponse | None:
        """Return the answer to a ballot once it is durable; None if the box cannot take it."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[HttpResponse | None] = loop.create_future()
        self._waiting.append((sent, answer))
        if not self._busy:
            self._busy = True
            loop.call_later(GATHER, self._empty)
        return await answer

    def _empty(self) -> None:
        """Let the thread take those who wait; when it is done, it takes who came meanwhile."""
        together, self._waiting = self._waiting[:MOST_TOGETHER], self._waiting[MOST_TOGETHER:]
        self._busy = bool(together)
        if not together:
            return
        work = asyncio.get_running_loop().run_in_executor(
            self._thread, self._take, [sent for sent, _ in together]
        )
        work.add_done_callback(lambda done: self._wake(together, done))

    def _wake(
        self,
        together: Sequence[tuple[Sent, "asyncio.Future[HttpResponse | None]"]],
        done: "asyncio.Future[list[HttpResponse | None]]",
    ) -> None:
        """Wake those whose ballots were taken, and go on; an error sends all the usual way."""
        if error := done.exception():
            log.warning("ballots go the usual way: %s", error)
        answers = [None] * len(together) if error else done.result()
        for (_, future), answer in zip(together, answers, strict=True):
            if not future.done():
                future.set_result(answer)
        self._empty()

    def _take(self, together: Sequence[Sent]) -> "list[HttpResponse | None]":
        """Take ballots in the box's own thread, whose connection to the database it keeps."""
        try:
            taken = take(together)
        except (DatabaseError, InterfaceError):
            connection.close()
            raise
        return [
            None if page is None else self._finish(sent.request, _answer(page))
            for sent, page in zip(together, taken, strict=True)
        ]


def take(together: Sequence[Sent]) -> list[str | None]:
    """Take ballots, those of one round in one transaction; None for each that was not taken."""
    pages: list[str | None] = [None] * len(together)
    there = _guests(together)
    by_round: dict[UUID, list[tuple[int, actions.HandIn]]] = {}
    for number, (sent, who) in enumerate(zip(together, there, strict=True)):
        if who is not None and (handed := _handed(sent, who)) is not None:
            by_round.setdefault(sent.round_id, []).append((number, handed))
    for round_id, listed in by_round.items():
        try:
            outcomes = actions.submit_ballots(
                round=Round(pk=round_id), handed=[handed for _, handed in listed]
            )
        except (DatabaseError, InterfaceError, Round.DoesNotExist) as error:
            log.warning("ballots of a round go the usual way: %s", error)
            connection.close()
            continue
        for (number, handed), outcome in zip(listed, outcomes, strict=True):
            if isinstance(outcome, actions.Receipt):
                pages[number] = _page(handed.of.workshop, round_id)
    return pages


def _guests(together: Sequence[Sent]) -> list[Participant | None]:
    """Return as whom each takes part in the room of its address; None where the usual way asks.

    Sessions and people are read in one look each. An account's session goes the usual way.
    """
    name = settings.SESSION_COOKIE_NAME
    keys = {sent.request.COOKIES.get(name, "") for sent in together}
    rows = SessionStore.get_model_class().objects.filter(
        session_key__in=keys, expire_date__gt=timezone.now()
    )
    rooms = {key: _rooms(data) for key, data in rows.values_list("session_key", "session_data")}
    ids = {UUID(who) for found in rooms.values() for who in found.values()}
    people = (
        Participant.objects.select_related("workshop")
        .only(*LIGHT)
        .filter(pk__in=ids, removed=False)
        .order_by()
    )
    known = {each.pk.hex: each for each in people}
    found = []
    for sent in together:
        mine = rooms.get(sent.request.COOKIES.get(name, ""), {}).values()
        there = (known[who] for who in mine if who in known)
        found.append(next((w for w in there if w.workshop.code == sent.code.upper()), None))
    return found


@lru_cache(maxsize=4096)
def _rooms(data: str) -> dict[str, str]:
    """Return the rooms that a session opens: workshop -> participant; none for an account's."""
    told = SessionStore().decode(data)
    rooms: dict[str, str] = {} if SESSION_KEY in told else told.get(KEPT, {})
    return rooms


def _handed(sent: Sent, who: Participant) -> actions.HandIn | None:
    """Return the ballot as the room takes it; None where anything about it is unusual."""
    request = sent.request
    if not _is_sound(request) or request.POST.get("of", "") not in ("", str(who.pk)):
        return None
    place = _place(sent.round_id)
    if place is None or place[0] != who.workshop_id:
        return None
    asked = actions.asked_in(sent.round_id)
    if asked and asked[0].get("sparse"):  # asked step by step: its steps are read where pages are
        return None
    reading = actions.read(asked, ballot_typed(request.POST, asked))
    if reading.faults:
        return None
    revision = request.POST.get("revision", "")
    return actions.HandIn(
        of=who,
        cast_by=who,
        answers=reading.answers,
        key=request.POST.get("key", "")[:64],
        revision=int(revision) if revision.isdigit() and len(revision) < 9 else 0,
        secret=request.COOKIES.get(device_cookie(sent.round_id), ""),
    )


def _is_sound(request: ASGIRequest) -> bool:
    """Say whether the site's middleware would let the request through."""
    try:
        request.get_host()
        if settings.SECURE_SSL_REDIRECT and not request.is_secure():
            return False
        _forgery.process_request(request)
        return _forgery.process_view(request, hand_in, (), {}) is None
    except SuspiciousOperation:
        return False


@lru_cache(maxsize=256)
def _place(round_id: UUID) -> tuple[UUID, UUID] | None:
    """Return workshop and item of a round, which never change."""
    return Round.objects.filter(pk=round_id).values_list("item__workshop_id", "item_id").first()


def _page(workshop: Workshop, round_id: UUID) -> str | None:
    place = _place(round_id)
    if place is None:
        return None
    return handed_in(workshop.code, workshop.mode, round_id, place[1], None, "")


def _answer(page: str) -> HttpResponse:
    response = HttpResponse(page)
    response.headers["Content-Length"] = str(len(response.content))
    return response


def _address(scope: Scope) -> tuple[str, str] | None:
    """Return room and round of a ballot's address; None for any other request."""
    if scope["type"] != "http" or scope["method"] != "POST":
        return None
    match = ADDRESS.fullmatch(scope["path"])
    if match is None:
        return None
    headers = dict(scope["headers"])
    is_form = headers.get(b"content-type", b"").split(b";")[0].strip().lower() == FORM
    if not is_form or headers.get(b"hx-request") != b"true":
        return None
    return match[1], match[2]


async def _read(receive: Receive) -> tuple[bytes, bool]:
    """Return the body as far as the box takes it, and whether that is all of it."""
    body = b""
    while len(body) <= LARGEST:
        message = await receive()
        if message["type"] != "http.request":
            return body, False
        body += message.get("body", b"")
        if not message.get("more_body"):
            return body, True
    return body, False


def _again(body: bytes, whole: bool, receive: Receive) -> Receive:
    """Give what was read once more, then what comes after it."""
    given = False

    async def receive_again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": not whole}

    return receive_again
