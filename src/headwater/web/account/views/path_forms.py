"""Forms of the path of a transformation: shown, acted on, and back to where the thing stands."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from headwater.errors import ConflictError, InputError
from headwater.web.organization.request import Request
from headwater.web.organization.versions import VersionForm

BACK = "account:transformation"


def seen_in(request: Request) -> int:
    """Return the version that the person saw; -1, which none has, where it is missing."""
    form = VersionForm(request.POST)
    return form.cleaned_data["version"] if form.is_valid() else -1


def filled(
    request: Request,
    form: forms.Form,
    words: tuple[str, str],
    act: Callable[..., Any],
    given: Callable[[], dict[str, Any]],
    version: int = 0,
    back: str = "",
) -> HttpResponse:
    """Show a form, or do what it asks and go back to `back` (the path unless given)."""
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                made = act(**given(), by=request.user)
            except (InputError, ConflictError) as error:
                form.add_error(None, str(error))
                status = error.http_status
            else:
                messages.success(request, f"{made} was written down.")
                return redirect(back or BACK)
    told = {"form": form, "words": words, "version": version, "back": back or reverse(BACK)}
    return render(request, "account/path_form.html", told, status=status)
