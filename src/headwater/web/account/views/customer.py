"""The customer page: what the organization needs, was promised, got, and how it feels."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from headwater.web.account.gather import gathered
from headwater.web.organization.doors import readers_only
from headwater.web.organization.request import Request


@require_GET
@readers_only
def customer(request: Request) -> HttpResponse:
    """Show the organization as the one customer, each figure leading to its records."""
    return render(request, "account/customer.html", {"record": gathered().record})
