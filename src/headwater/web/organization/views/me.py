"""One's own page: name, role, password, and tokens of the REST API."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from headwater.errors import InputError
from headwater.web.organization import actions
from headwater.web.organization.forms import PasswordForm, TokenForm
from headwater.web.organization.models import ApiToken
from headwater.web.organization.permissions import can, check_can
from headwater.web.organization.request import Request


@require_GET
def me(request: Request) -> HttpResponse:
    """Show who one is here, and one's tokens."""
    return _page(request)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def password(request: Request) -> HttpResponse:
    """Set one's password; this session goes on, all others end."""
    form = PasswordForm(request.user, request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            actions.set_password(
                user=request.user, password=form.cleaned_data["password"], by=request.user
            )
        except InputError as error:
            form.add_error("password", str(error))
        else:
            update_session_auth_hash(request, request.user)
            messages.success(request, "Your password is set. Your other sessions have ended.")
            return redirect("organization:me")
    status = 422 if form.is_bound else 200
    return render(request, "organization/password.html", {"form": form}, status=status)


@require_POST
def make_token(request: Request) -> HttpResponse:
    """Make a token and show it, this once."""
    check_can(request.user, "manage_tokens")
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    given = form.cleaned_data
    made = actions.make_token(
        name=given["name"], scope=given["scope"], days=given["days"], by=request.user
    )
    return _page(request, made=made)


@require_POST
def revoke_token(request: Request, token_id: UUID) -> HttpResponse:
    """Close a token."""
    tokens = ApiToken.objects.all() if can(request.user, "manage_people") else _own(request)
    token = actions.revoke_token(token=get_object_or_404(tokens, pk=token_id), by=request.user)
    messages.success(request, f"The token {token} is revoked.")
    return redirect("organization:me")


def _page(
    request: Request,
    *,
    form: TokenForm | None = None,
    made: actions.TokenMade | None = None,
    status: int = 200,
) -> HttpResponse:
    told = {"form": form or TokenForm(), "made": made, "tokens": _own(request)}
    return render(request, "organization/me.html", told, status=status)


def _own(request: Request) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(user=request.user)
