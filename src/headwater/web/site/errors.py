"""The one place where errors become an HTTP status and a page, a fragment or JSON."""

import logging
import sys

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

from headwater.errors import HeadwaterError, InfeasibleError

log = logging.getLogger("headwater.web")

TITLES = {
    400: "That request cannot be read",
    401: "Please sign in",
    403: "Not allowed",
    404: "There is no such page",
    405: "That page does not take this request",
    409: "Someone was faster",
    413: "That is too large",
    422: "That cannot be used as it is",
    429: "Too many attempts",
    500: "Something broke here",
    503: "Busy; please try again",
    507: "The disk is full",
}


BUSY = ("locked", "busy", "deadlock", "too many clients")
"""Words by which databases say that somebody else is in the way."""


def wants_fragment(request: HttpRequest) -> bool:
    """Say whether htmx asks for a part of a page."""
    return request.headers.get("HX-Request") == "true"


def shown(request: HttpRequest, error: HeadwaterError) -> HttpResponse:
    """Answer an error that Headwater raised on purpose, in its own words."""
    if error.http_status >= 500:
        log.error("%s: %s", type(error).__name__, error)
    rules = error.rules if isinstance(error, InfeasibleError) else ()
    return answer(request, error.http_status, str(error), rules=tuple(rules))


def answer(
    request: HttpRequest, status: int, message: str, *, rules: tuple[str, ...] = ()
) -> HttpResponse:
    """Say what happened as JSON under /api/, as a notice to htmx, else as a page."""
    if request.path.startswith("/api/"):
        body: dict[str, object] = {"detail": message}
        if rules:
            body["rules"] = list(rules)
        return JsonResponse(body, status=status)
    told = {"status": status, "title": TITLES.get(status, TITLES[500]), "message": message}
    told |= {"rules": rules}
    if wants_fragment(request):
        response = render(request, "errors/_notice.html", told, status=status)
        response.headers["HX-Retarget"] = "#toasts"
        response.headers["HX-Reswap"] = "innerHTML"
        return response
    return render(request, "errors/page.html", told, status=status)


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer a request over the limit."""
    return answer(
        request, 413, "A request may hold 64 MB, and 32 MB of text; split what you send in two."
    )


def database_busy(request: HttpRequest, error: BaseException) -> HttpResponse | None:
    """Answer a locked database or a full disk; None if the database says something else."""
    words = str(error).lower()
    if any(word in words for word in BUSY):
        message = "Many people are writing at this moment. Nothing was changed; please try again."
        response = bare(request, 503, message)
        response.headers["Retry-After"] = "2"
        return response
    if "full" in words:
        log.error("the disk is full: %s", error)
        return bare(
            request, 507, "The disk of the server is full. Nothing was changed; tell its operator."
        )
    return None


def bare(request: HttpRequest, status: int, message: str) -> HttpResponse:
    """Answer without touching the database or the person."""
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": message}, status=status)
    told = {"status": status, "title": TITLES[status], "message": message, "rules": ()}
    page = "errors/_notice.html" if wants_fragment(request) else "errors/bare.html"
    response = HttpResponse(render_to_string(page, told), status=status)
    if wants_fragment(request):
        response.headers["HX-Retarget"] = "#toasts"
        response.headers["HX-Reswap"] = "innerHTML"
    return response


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400; a form over the limit, met before its view, is told apart."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return answer(request, 400, "Go back, reload the page and try again.")


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403."""
    return answer(request, 403, "You may not see or do this.")


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception | Http404) -> HttpResponse:
    """Answer 404."""
    return answer(request, 404, "It may have been removed, or the address has a mistake in it.")


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500; a busy database met before or behind the view is told apart."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError) and (busy := database_busy(request, error)):
        return busy
    return bare(
        request, 500, "The fault is ours and has been logged. What you had before is unchanged."
    )


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is missing or old."""
    return answer(
        request,
        403,
        "This form has gone stale. Reload the page, check your entries and send again.",
    )
