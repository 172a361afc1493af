"""A request whose person has signed in: every view but the open ones gets one."""

from django.contrib.auth.models import User
from django.http import HttpRequest


class Request(HttpRequest):
    """A request whose user has signed in."""

    user: User
