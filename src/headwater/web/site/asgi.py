"""The ASGI application that uvicorn serves, with a limit on what a request may send."""

import os
import threading
import warnings
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "headwater.web.site.settings")
# WhiteNoise hands whole small files to ASGI, which warns that they are not asynchronous.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous")

from django.conf import settings  # noqa: E402
from django.core.asgi import get_asgi_application  # noqa: E402

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


application = limited(cast(Application, get_asgi_application()), settings.LARGEST_REQUEST + 1024)


def _get_ready() -> None:
    from headwater.web.portfolio.actions import get_ready

    get_ready()


threading.Thread(target=_get_ready, daemon=True).start()  # beside serving: nobody waits for it
