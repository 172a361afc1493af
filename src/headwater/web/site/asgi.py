"""The ASGI application that uvicorn serves, with a limit on what a request may send."""

import os
import secrets
import threading
import warnings
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "headwater.web.site.settings")
# WhiteNoise hands whole small files to ASGI, which warns that they are not asynchronous.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous")

from django.conf import settings  # noqa: E402
from django.core.asgi import get_asgi_application  # noqa: E402
from django.core.handlers.base import BaseHandler  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.middleware.security import SecurityMiddleware  # noqa: E402

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]


def limited(application: Application, largest: int) -> Application:
    """Wrap the application so that a body that never says its length ends at `largest` bytes."""

    async def serve(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        taken = 0

        async def receive_some() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > largest:
                return {"type": "http.disconnect"}
            return message

        await application(scope, receive_some if scope["type"] == "http" else receive, send)

    return serve


def crowded(application: Application, most: int) -> Application:
    """Wrap the application so that it sends people away, for a moment, when too many ask at once.

    Streams of events are let through: they wait, and cost nothing while they do.
    """
    inside = 0

    async def serve(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        nonlocal inside
        if scope["type"] != "http" or str(scope.get("path", "")).endswith("/events"):
            await application(scope, receive, send)
            return
        if inside >= most:
            await _come_back(send)
            return
        inside += 1
        try:
            await application(scope, receive, send)
        finally:
            inside -= 1

    return serve


async def _come_back(send: Send) -> None:
    body = b"Many people ask at this moment. Please try again in a few seconds."
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"retry-after", str(2 + secrets.randbelow(4)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": body})


MOST_INSIDE = 400
"""Requests that one process works on at a time; beyond it people are asked to come back."""


def finish(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Put the headers on an answer that the site's middleware puts on every answer."""
    outermost = SecurityMiddleware(SecurityHeaders(PrivatePages(lambda _: response)))
    return cast(HttpResponse, outermost(request))


_usual = limited(cast(Application, get_asgi_application()), settings.LARGEST_REQUEST + 1024)

# these need Django set up, which the line above does
from headwater.web.judgement.short_way import ShortWay  # noqa: E402
from headwater.web.site.middleware import PrivatePages, SecurityHeaders  # noqa: E402

_site = BaseHandler()
_site.load_middleware()

application = crowded(ShortWay(_usual, site=_site.get_response, finish=finish), MOST_INSIDE)


def _get_ready() -> None:
    from headwater.web.portfolio.actions import get_ready

    get_ready()


threading.Thread(target=_get_ready, daemon=True).start()  # beside serving: nobody waits for it
