"""What every request passes: security headers, private pages, sign-in, errors in plain words."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url

from headwater.errors import HeadwaterError
from headwater.web.organization.permissions import seat_of
from headwater.web.site import errors

WITHOUT_SEAT = ("home", "organization:me", "organization:password", "organization:revoke_token")
"""What a person who has signed in but has no seat may open: only what is their own."""

NO_SEAT = "You have no seat here yet. Ask an owner of the organization to give you a role."

Answer = Callable[[HttpRequest], HttpResponseBase]

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
"""Nothing inline, nothing from elsewhere: a script smuggled into a project's name cannot run."""


class SecurityHeaders:
    """Add the content security policy and its relatives to every answer, errors included."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the headers."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        return response


class PrivatePages:
    """Keep every page that belongs to a signed-in person out of every cache."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; nothing but static files may be stored on the way or in the browser."""
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class PlainErrors:
    """Turn the errors that Headwater raises on purpose into their status and a calm page."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Refuse a request over the stated limit before anything reads it; else answer."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > settings.LARGEST_REQUEST:
            return errors.too_large(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Translate; None leaves an unforeseen error to Django's 500 page and the log."""
        if isinstance(exception, HeadwaterError):
            return errors.shown(request, exception)
        if isinstance(exception, RequestDataTooBig):
            return errors.too_large(request)
        if isinstance(exception, OperationalError):
            return errors.database_busy(request, exception)
        return None


class SignedInOnly(LoginRequiredMiddleware):
    """Ask for sign-in on every page that is not marked open; the API asks for its own token."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Let the API through to its tokens; else ask for sign-in, and behind it for a seat."""
        if request.path.startswith("/api/"):
            return None
        refused = super().process_view(request, view_func, view_args, view_kwargs)
        if refused is not None or not getattr(view_func, "login_required", True):
            return refused
        page = request.resolver_match.view_name if request.resolver_match else ""
        if page not in WITHOUT_SEAT and seat_of(request.user) is None:
            return errors.answer(request, 403, NO_SEAT)
        return None

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> Any:
        """Send the person to the sign-in page; a fragment's request sends the whole page there."""
        response = super().handle_no_permission(request, view_func)
        if errors.wants_fragment(request):
            address = resolve_url(self.get_login_url(view_func))
            return HttpResponse(status=401, headers={"HX-Redirect": address})
        return response
