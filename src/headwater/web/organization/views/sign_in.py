"""Signing in, by one-time link or by password, and out."""

from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from headwater.errors import NotAllowedError
from headwater.web.organization import actions
from headwater.web.organization.forms import SignInForm
from headwater.web.organization.models import name_of

BACKEND = "django.contrib.auth.backends.ModelBackend"


@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password, and say how to get in without."""
    onward = _onward(request)
    if request.user.is_authenticated:
        return redirect(onward)
    form = SignInForm(request.POST or None)
    status = 200
    if form.is_valid():
        given = form.cleaned_data
        try:
            user = actions.check_password(
                username=given["username"], password=given["password"], address=_address(request)
            )
        except NotAllowedError as error:
            form.add_error(None, str(error))
            status = error.http_status
        else:
            return _enter(request, user, onward)
    elif form.is_bound:
        status = 422
    told = {"form": form, "next": request.POST.get("next", request.GET.get("next", ""))}
    return render(request, "organization/sign_in.html", told, status=status)


@login_not_required
@sensitive_variables("secret")
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """Show whom the link signs in; only the button uses it up, so no preview of it can."""
    if request.method == "POST":
        user = actions.use_link(secret=secret, address=_address(request))
        return _enter(request, user, "home")
    found = actions.open_link(secret=secret, address=_address(request))
    return render(request, "organization/link.html", {"name": name_of(found.user)})


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("organization:sign_in")


def _enter(request: HttpRequest, user: User, onward: str) -> HttpResponse:
    if request.user.is_authenticated and request.user.pk != user.pk:
        logout(request)
    login(request, user, backend=BACKEND)  # gives the session a new key
    return redirect(onward)


def _onward(request: HttpRequest) -> str:
    onward = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        onward, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return onward if safe else "home"


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))
