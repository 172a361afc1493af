"""The short way of a full room: ballots and looks at the screen, in one thread.

When a question opens, hundreds of phones ask for it within a second, and soon hand in. On the
usual way each would get a thread and a connection to the database, and all would fight for one
interpreter. The short way stands before that: it takes ballots that arrive within a moment
together (ballot_box.py), draws the screen that many share once (looks.py), and the others one
after the other; each of the three in its turn. What it cannot take goes the usual way with its
body untouched.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from typing import Any

from django.core.handlers.asgi import ASGIRequest
from django.db import connection
from django.http import HttpResponse
from django.http.response import HttpResponseBase

from headwater.web.judgement import ballot_box, looks
from headwater.web.judgement.ballot_box import Sent

GATHER = 0.02  # seconds that the first ballot waits for others to share its transaction
MOST_TOGETHER = 100  # ballots in one go
MOST_LOOKS = 4  # screens drawn in one go: ballots do not wait for more
LARGEST = 64 * 1024  # bytes of a body; a larger one goes the usual way
FORM = b"application/x-www-form-urlencoded"

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
Finish = Callable[[ASGIRequest, HttpResponse], HttpResponse]
Site = Callable[[ASGIRequest], HttpResponseBase]

log = logging.getLogger("headwater.web")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that waits for the thread: a ballot, or a look of the code's room."""

    request: ASGIRequest
    ballot: Sent | None
    code: str
    answer: "asyncio.Future[HttpResponse | None]"


class ShortWay:
    """Answers ballots and looks of phones; hands everything else on.

    Parameters
    ----------
    usual
        The application behind it.
    site
        The same site, asked in this thread: middleware and view of a look.
    finish
        Puts the headers on an answer to a ballot that the site puts on every answer.
    """

    def __init__(self, usual: Application, *, site: Site, finish: Finish) -> None:
        self._usual = usual
        self._site = site
        self._finish = finish
        self._ballots: list[Waiting] = []
        self._looks: list[Waiting] = []
        self._own: list[Waiting] = []  # looks at a screen of one's own
        self._busy = False
        self._turn = 0
        self._thread = ThreadPoolExecutor(1, "headwater-short-way")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what can be answered here; else let the usual way answer."""
        if not _is_short(scope):
            await self._usual(scope, receive, send)
            return
        body, whole = await _read(receive)
        response = await self._put(ASGIRequest(scope, BytesIO(body))) if whole else None
        if response is None:
            await self._usual(scope, _again(body, whole, receive), send)
            return
        headers = [(name.lower().encode(), value.encode()) for name, value in response.items()]
        headers += [
            (b"set-cookie", each.OutputString().encode()) for each in response.cookies.values()
        ]
        status = response.status_code
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": response.content})

    async def _put(self, request: ASGIRequest) -> HttpResponse | None:
        """Return the answer; to a ballot once it is durable; None for the usual way."""
        loop = asyncio.get_running_loop()
        sent, code = ballot_box.sent(request), looks.code_of(request)
        waiting = Waiting(request, sent, code, loop.create_future())
        (self._ballots if sent else self._looks if code else self._own).append(waiting)
        if not self._busy:
            self._busy = True
            loop.call_later(GATHER, self._go_on)
        return await waiting.answer

    def _go_on(self) -> None:
        """Let the thread take who waits: ballots, looks that may be shared, and a few others.

        In turn, so that none of the three can keep another waiting.
        """
        lines = (
            (self._ballots, MOST_TOGETHER, self._take),
            (self._looks, MOST_TOGETHER, self._share),
            (self._own, MOST_LOOKS, self._draw),
        )
        for _ in lines:
            line, most, work = lines[self._turn]
            self._turn = (self._turn + 1) % len(lines)
            if line:
                now = line[:most]
                del line[:most]
                done = asyncio.get_running_loop().run_in_executor(self._thread, work, now)
                done.add_done_callback(partial(self._wake, now))
                return
        self._busy = False

    def _wake(self, now: list[Waiting], done: "asyncio.Future[list[HttpResponse | None]]") -> None:
        """Wake whoever has an answer, and go on; an error sends them the usual way."""
        if error := done.exception():
            log.error("the short way is closed for a moment", exc_info=error)
        answers = [None] * len(now) if error else done.result()
        for waiting, answer in zip(now, answers, strict=True):
            if answer is None and waiting.code and not error:
                self._own.append(replace(waiting, code=""))
            elif not waiting.answer.done():
                waiting.answer.set_result(answer)
        self._go_on()

    def _take(self, now: list[Waiting]) -> "list[HttpResponse | None]":
        with _sound_connection():
            pages = ballot_box.take([each.ballot for each in now if each.ballot])
            return self._finished(now, pages)

    def _share(self, now: list[Waiting]) -> "list[HttpResponse | None]":
        with _sound_connection():
            return self._finished(now, looks.take([each.request for each in now]))

    def _draw(self, now: list[Waiting]) -> "list[HttpResponse | None]":
        with _sound_connection():
            return [self._look(each.request) for each in now]

    def _finished(self, now: list[Waiting], pages: list[str | None]) -> "list[HttpResponse | None]":
        return [
            None if page is None else self._finish(each.request, _answer(page))
            for each, page in zip(now, pages, strict=True)
        ]

    def _look(self, request: ASGIRequest) -> HttpResponse | None:
        response = self._site(request)
        return response if isinstance(response, HttpResponse) else None


@contextmanager
def _sound_connection() -> Iterator[None]:
    """Let the thread keep its connection to the database for the next time, while it is sound."""
    try:
        yield
    finally:
        if connection.errors_occurred:
            connection.close()


def _is_short(scope: Scope) -> bool:
    """Say whether a request is a fragment's: a ballot in a form, or a look at the screen."""
    if scope["type"] != "http":
        return False
    is_ballot = scope["method"] == "POST" and ballot_box.ADDRESS.fullmatch(scope["path"])
    if not is_ballot and not (scope["method"] == "GET" and looks.ADDRESS.fullmatch(scope["path"])):
        return False
    headers = dict(scope["headers"])
    is_form = headers.get(b"content-type", b"").split(b";")[0].strip().lower() == FORM
    return headers.get(b"hx-request") == b"true" and (is_form or not is_ballot)


def _answer(page: str) -> HttpResponse:
    response = HttpResponse(page)
    response.headers["Content-Length"] = str(len(response.content))
    return response


async def _read(receive: Receive) -> tuple[bytes, bool]:
    """Return the body as far as it is taken here, and whether that is all of it."""
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
