"""The customer page: what the organization needs, was promised, got, and how it feels."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from headwater.web.account.actions import customer as actions
from headwater.web.account.views.behind import Listed, listed, records
from headwater.web.organization.doors import readers_only
from headwater.web.organization.models import Organization, Stakeholder, Unit
from headwater.web.organization.request import Request
from headwater.web.strategy.models import Objective


@require_GET
@readers_only
def customer(request: Request) -> HttpResponse:
    """Show the organization as the one customer, each figure leading to its records."""
    glanced, found = actions.at_a_glance()
    told = {
        "parts": actions.parts(glanced, found),
        "any": bool(found.record.needs or found.record.engagements),
        "units": Unit.objects.count(),
        "objectives": Objective.objects.count(),
        "stakeholders": Stakeholder.objects.count(),
    }
    return render(request, "account/customer.html", told)


@require_GET
@readers_only
def figure(request: Request, key: str) -> HttpResponse:
    """Show every record behind a figure, or behind one month."""
    month = request.GET.get("month", "")[:10]
    told = actions.behind(key, month)
    if told is None:
        raise Http404("There is no such figure on the page of the customer.")
    served = Organization.objects.first()
    back = (reverse("account:customer"), served.name if served else "The customer")
    if told.figure is not None:
        unit = told.found.record.money
        return records(request, found=told.found, figure=told.figure, back=back, unit=unit)
    return listed(
        request,
        found=told.found,
        top=Listed(told.title, text="The records of one month."),
        ids=(told.counting, told.others),
        back=back,
        query=f"month={month}&",
        words=told.words,
    )
