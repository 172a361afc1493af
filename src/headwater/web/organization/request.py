"""A request whose person has signed in: every view but the open ones gets one."""

from django.contrib.auth.models import User
from django.http import HttpRequest

from headwater.errors import NotAllowedError


class Request(HttpRequest):
    """A request whose user has signed in."""

    user: User


def person(request: HttpRequest) -> User:
    """Return the person of a request, for operations of the REST API.

    Raises
    ------
    NotAllowedError
        If nobody has signed in.
    """
    if not isinstance(request.user, User):
        raise NotAllowedError("Sign in, or send a token.")
    return request.user
