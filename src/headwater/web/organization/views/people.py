"""Who is here and what they may do; what the organization is called; what was done."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from headwater.errors import ConflictError, InputError
from headwater.web.organization import actions, audit
from headwater.web.organization.forms import InviteForm, OrganizationForm
from headwater.web.organization.models import AuditEvent, Organization, Role, Seat, name_of
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request

EVENTS_A_PAGE = 50


@require_GET
def people(request: Request) -> HttpResponse:
    """List people with their roles."""
    return _people(request)


@require_POST
def invite(request: Request) -> HttpResponse:
    """Give a new person a seat, and show the link to hand over."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _people(request, form=form, status=422)
    given = form.cleaned_data
    try:
        made = actions.invite(
            email=given["email"],
            name=given["name"],
            role=given["role"],
            unit=given["unit"],
            by=request.user,
        )
    except (InputError, ConflictError) as error:
        form.add_error("email", str(error))
        return _people(request, form=form, status=error.http_status)
    return _people(request, made=made)


@require_POST
def change_role(request: Request, user_id: int) -> HttpResponse:
    """Change what a person may do."""
    seat = actions.change_role(
        user=_person(request, user_id), role=request.POST.get("role", ""), by=request.user
    )
    messages.success(request, f"{name_of(seat.user)} is now: {seat.get_role_display()}.")
    return redirect("organization:people")


@require_POST
def new_link(request: Request, user_id: int) -> HttpResponse:
    """Make a new one-time link for a person; the old ones stop working."""
    return _people(request, made=actions.make_link(user=_person(request, user_id), by=request.user))


@require_POST
def deactivate(request: Request, user_id: int) -> HttpResponse:
    """Sign a person out for good."""
    seat = actions.deactivate(user=_person(request, user_id), by=request.user)
    messages.success(request, f"{name_of(seat.user)} can no longer sign in.")
    return redirect("organization:people")


@require_POST
def activate(request: Request, user_id: int) -> HttpResponse:
    """Let a person in again."""
    seat = actions.activate(user=_person(request, user_id), by=request.user)
    messages.success(request, f"{name_of(seat.user)} may sign in again.")
    return redirect("organization:people")


@require_http_methods(["GET", "POST"])
def organization(request: Request) -> HttpResponse:
    """Change the organization's name and currency."""
    check_can(request.user, "manage_people")
    served = get_object_or_404(Organization)
    form = OrganizationForm(
        request.POST or None, initial={"name": served.name, "currency": served.currency}
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            actions.rename(name=given["name"], currency=given["currency"], by=request.user)
        except InputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Saved.")
            return redirect("organization:organization")
    status = 422 if form.is_bound else 200
    return render(request, "organization/organization.html", {"form": form}, status=status)


@require_GET
def audit_trail(request: Request) -> HttpResponse:
    """Show what was done, newest first, and on request hold the chain against itself."""
    check_can(request.user, "read_audit")
    events = AuditEvent.objects.all()
    name = request.GET.get("name", "")
    if name:
        events = events.filter(name__startswith=name[:100])
    checked = "check" in request.GET
    told = {
        "page": Paginator(events, EVENTS_A_PAGE).get_page(request.GET.get("page")),
        "name": name,
        "head": audit.head(),
        "checked": checked,
        "faults": audit.verify_chain() if checked else (),
    }
    return render(request, "organization/audit.html", told)


def _people(
    request: Request,
    *,
    form: InviteForm | None = None,
    made: actions.LinkMade | None = None,
    status: int = 200,
) -> HttpResponse:
    check_can(request.user, "manage_people")
    seats = Seat.objects.select_related("user", "unit").order_by(
        "-user__is_active", "user__first_name", "user__pk"
    )
    told = {
        "seats": seats,
        "roles": Role.choices,
        "form": form or InviteForm(),
        "made": made,
        "made_for": name_of(made.link.user) if made else "",
        "made_url": request.build_absolute_uri(made.path) if made else "",
    }
    return render(request, "organization/people.html", told, status=status)


def _person(request: Request, user_id: int) -> User:
    check_can(request.user, "manage_people")
    return get_object_or_404(User, pk=user_id, seat__isnull=False)
