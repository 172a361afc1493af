"""Server-sent events: the streams of participants, of the facilitator's console and of the wall."""

from collections.abc import Callable
from uuid import UUID

from asgiref.sync import sync_to_async
from django.contrib.auth.decorators import login_not_required
from django.db import connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from headwater.errors import HeadwaterError
from headwater.web.judgement.guests import known_guest, workshop_of
from headwater.web.judgement.live import hub
from headwater.web.judgement.models import Workshop
from headwater.web.judgement.permissions import check_can_conduct


@login_not_required
async def guest_events(request: HttpRequest, code: str) -> HttpResponseBase:
    """Tell a participant's screen when something changes for everyone."""

    def allowed() -> UUID:
        workshop = workshop_of(code)
        known_guest(request, workshop)
        return workshop.pk

    return await _stream(request, allowed, watches=False)


async def facilitator_events(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Tell console and wall when something changes, and when more have answered."""

    def allowed() -> UUID:
        workshop = Workshop.objects.get(pk=pk)
        check_can_conduct(request.user, workshop)
        return workshop.pk

    return await _stream(request, allowed, watches=True)


async def _stream(
    request: HttpRequest, allowed: Callable[[], UUID], *, watches: bool
) -> HttpResponseBase:
    if request.method != "GET":
        return HttpResponse(status=405, headers={"Allow": "GET"})
    try:
        workshop = await sync_to_async(allowed)()
    except Workshop.DoesNotExist:
        return HttpResponse(status=404)
    except HeadwaterError as error:
        return HttpResponse(str(error), status=error.http_status, content_type="text/plain")
    finally:
        # a stream lasts for hours: it must not keep a connection to the database for as long
        await sync_to_async(connections.close_all)()
    if hub.is_full:
        return HttpResponse(status=503, headers={"Retry-After": "5"})
    return StreamingHttpResponse(
        hub.stream(workshop, _after(request), watches=watches),
        content_type="text/event-stream",
        # a proxy must pass events on as they come; compression would hold them back
        headers={"X-Accel-Buffering": "no", "Content-Encoding": "identity"},
    )


def _after(request: HttpRequest) -> int:
    """Return the number of the last event the screen knows: after a break the browser says it."""
    text = request.headers.get("Last-Event-ID") or request.GET.get("after") or "0"
    return int(text) if text.isdigit() and len(text) < 16 else 0
