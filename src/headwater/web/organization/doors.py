"""Who may open a page at all; what each action takes stands in the table of permissions."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpResponse

from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request

P = ParamSpec("P")


View = Callable[Concatenate[Request, P], HttpResponse]


def readers_only(view: View[P]) -> View[P]:
    """Let only people with a seat see the page."""

    @wraps(view)
    def checked(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        check_can(request.user, "read")
        return view(request, *args, **kwargs)

    return checked
