"""The REST API: one NinjaAPI under /api/v1, a router a room, bearer tokens with scopes.

A room adds its operations by `router = ninja.Router(tags=[...])` in its ``api.py``; every operation
needs a token unless it says ``auth=None``, and one that changes something (any method but GET)
needs a token of scope *write*. Errors that Headwater raises on purpose answer ``{"detail": ...}``;
declare them with ``response={200: Out, **ERRORS}``.
"""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer

from headwater.errors import HeadwaterError, NotAllowedError
from headwater.web.organization import actions
from headwater.web.organization.models import ApiToken
from headwater.web.site import VERSION, errors

READS = ("GET", "HEAD", "OPTIONS")


class BearerToken(HttpBearer):
    """Opens the API to whoever holds an open token; its person is then `request.user`."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """Return the token, or None (401); a reading token that writes is refused (403)."""
        found = actions.use_token(secret=token)
        if found is None:
            return None
        if request.method not in READS and found.scope != ApiToken.Scope.WRITE:
            raise NotAllowedError("This token may only read; make one with the scope write.")
        request.user = found.user
        return found


api = NinjaAPI(
    title="Headwater",
    version=VERSION,
    description=(
        "Everything that the pages do, for programs. Make a token under your name in the web "
        "application and send it as `Authorization: Bearer <token>`. Errors answer "
        '`{"detail": "..."}` in plain words: 401 without a good token, 403 where the person or '
        "the token may not, 404, 409 where someone was faster, 413 over a limit, 422 where what "
        "was sent cannot be used."
    ),
    auth=BearerToken(),
    urls_namespace="api",
    docs_url="/docs",
    openapi_url="/openapi.json",
)


@api.exception_handler(HeadwaterError)
def _headwater_error(request: HttpRequest, error: HeadwaterError) -> HttpResponse:
    return errors.shown(request, error)


@api.exception_handler(AuthenticationError)
def _no_token(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    response = errors.answer(request, 401, "Send a token that is neither expired nor revoked.")
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(ValidationError)
def _unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    said = "; ".join(
        f"{'.'.join(str(part) for part in fault['loc'][1:])}: {fault['msg']}"
        for fault in error.errors[:10]
    )
    return errors.answer(request, 422, said or "What was sent cannot be read.")


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return errors.answer(request, error.status_code, str(error))


for _room in settings.ROOMS:
    _module: Any = import_module(f"headwater.web.{_room}.api")
    api.add_router("" if _room == "organization" else f"/{_room}", _module.router)
