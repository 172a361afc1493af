"""Pages of the service catalogue. Each view: find, check the form, act, show."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from headwater.errors import ConflictError, InputError
from headwater.web.organization.doors import readers_only
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.organization.versions import VersionForm
from headwater.web.service.actions import catalogue as actions
from headwater.web.service.forms import OfferingForm
from headwater.web.service.models import Offering


@require_GET
@readers_only
def catalogue(request: Request) -> HttpResponse:
    """Show the offerings."""
    held = [
        {"offering": each, "said": edition.said, "edition": edition}
        for each, edition in actions.in_force()
    ]
    told = {
        "offerings": [each for each in held if not each["offering"].is_retired],  # type: ignore[attr-defined]
        "retired": [each for each in held if each["offering"].is_retired],  # type: ignore[attr-defined]
    }
    return render(request, "service/catalogue.html", told)


@require_POST
def starter(request: Request) -> HttpResponse:
    """Begin with the starter set."""
    added = actions.load_starter(by=request.user)
    messages.success(request, f"{added} offerings were added; make them your own.")
    return redirect("service:catalogue")


@require_GET
def catalogue_file(request: Request) -> HttpResponse:
    """Give the catalogue as a file that can be read in again."""
    check_can(request.user, "download")
    headers = {"Content-Disposition": 'attachment; filename="service-catalogue.json"'}
    return HttpResponse(actions.written(), content_type="application/json", headers=headers)


@require_GET
@readers_only
def offering(request: Request, key: str) -> HttpResponse:
    """Show one offering, with all its editions."""
    found = get_object_or_404(Offering, key=key)
    history = actions.history(found)
    told = {"offering": found, "said": history[0][0].said, "history": history}
    return render(request, "service/offering.html", told)


@require_http_methods(["GET", "POST"])
@readers_only
def add_offering(request: Request) -> HttpResponse:
    """Show an empty offering (GET); put it into the catalogue (POST)."""
    check_can(request.user, "edit_catalogue")
    form = OfferingForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            made = actions.add_offering(record=form.record(), by=request.user)
        except InputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{made} is in the catalogue.")
            return redirect("service:offering", made.key)
    status = 422 if form.is_bound else 200
    return render(request, "service/edit_offering.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@readers_only
def edit_offering(request: Request, key: str) -> HttpResponse:
    """Show an offering as a form (GET); write a new edition (POST)."""
    check_can(request.user, "edit_catalogue")
    found = get_object_or_404(Offering, key=key)
    form = OfferingForm(request.POST or None, offering=actions.newest(found).said)
    seen = VersionForm(request.POST)
    if form.is_bound and form.is_valid():
        try:
            if not seen.is_valid():
                raise InputError(
                    "The form could not be read: reload the page and fill it in again."
                )
            made = actions.revise_offering(
                offering=found,
                record=form.record(),
                seen=seen.cleaned_data["version"],
                note=form.cleaned_data["note"],
                by=request.user,
            )
        except (InputError, ConflictError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Saved as edition {made.number}.")
            return redirect("service:offering", key)
    told = {"form": form, "offering": found}
    status = 422 if form.is_bound else 200
    return render(request, "service/edit_offering.html", told, status=status)


@require_POST
def retire_offering(request: Request, key: str) -> HttpResponse:
    """Take an offering out of the catalogue, or put it back."""
    found = get_object_or_404(Offering, key=key)
    actions.retire_offering(offering=found, retired=not found.is_retired, by=request.user)
    done = "is no longer offered" if not found.is_retired else "is offered again"
    messages.success(request, f"{found} {done}.")
    return redirect("service:catalogue")
