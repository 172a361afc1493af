"""The customer page: what the organization needs, was promised, got, and how it feels."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from headwater.web.account.actions import customer as actions
from headwater.web.organization.doors import readers_only
from headwater.web.organization.models import Stakeholder, Unit
from headwater.web.organization.request import Request
from headwater.web.strategy.models import Objective

A_PAGE = 100


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
    found = actions.behind(key, request.GET.get("month", "")[:10])
    if found is None:
        raise Http404("There is no such figure on the page of the customer.")
    rows = [(*each, True) for each in found.records] + [(*each, False) for each in found.rest]
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    month = request.GET.get("month", "")[:10]
    query = f"month={month}&" if month else ""
    return render(request, "account/figure.html", {"found": found, "page": page, "query": query})
