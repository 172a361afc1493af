"""What every page knows: the organization, the person, where they are, and what they may do."""

from typing import Any

from django.http import HttpRequest

from headwater.web.organization import permissions
from headwater.web.organization.models import Organization
from headwater.web.site import VERSION


def page(request: HttpRequest) -> dict[str, Any]:
    """Give templates `organization`, `seat` and `may` (action -> bool) of a signed-in person."""
    told: dict[str, Any] = {"headwater_version": VERSION}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return told
    return told | {
        "organization": Organization.objects.first(),
        "seat": permissions.seat_of(user),
        "may": {action: permissions.can(user, action) for action in permissions.ROLES},
    }
