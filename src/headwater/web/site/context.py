"""What every page knows: the organization, the person, where they are, and what they may do."""

from typing import Any

from django.http import HttpRequest

from headwater.web.account.gather import illustrative
from headwater.web.organization import permissions
from headwater.web.organization.models import Organization
from headwater.web.site import VERSION

FED = {
    "home", "presentation:charter", "presentation:issue_charter", "organization:about",
    "organization:units", "organization:unit", "organization:stakeholders",
    "organization:stakeholder", "organization:people",
}  # fmt: skip
"""Pages that show records of services, beside those of the rooms service and account."""


def page(request: HttpRequest) -> dict[str, Any]:
    """Give templates `organization`, `seat` and `may` (action -> bool) of a signed-in person.

    `illustrative` is a sentence on pages that show a simulated year.
    """
    told: dict[str, Any] = {"headwater_version": VERSION}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return told
    return told | {
        "illustrative": illustrative() if _is_fed(request) else "",
        "organization": Organization.objects.first(),
        "seat": permissions.seat_of(user),
        "may": {action: permissions.can(user, action) for action in permissions.ROLES},
    }


def _is_fed(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and (
        match.namespace in ("service", "account") or match.view_name in FED
    )
