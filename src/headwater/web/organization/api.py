"""REST API of the organization: who the token speaks for, and the audit trail."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from headwater.web.organization import api_customer, audit
from headwater.web.organization.models import ApiToken, AuditEvent, Organization, name_of
from headwater.web.organization.permissions import ROLES, can, check_can
from headwater.web.organization.shapes import ERRORS

router = Router(tags=["Organization"])
router.add_router("", api_customer.router)


class Me(Schema):
    """Who the token speaks for."""

    organization: str
    currency: str
    name: str
    role: str
    may: list[str]
    scope: str
    expires: datetime


class Event(Schema):
    """One thing that was done."""

    number: int
    name: str
    at: datetime
    by_name: str
    target_kind: str
    target_id: str
    target_title: str
    detail: Any
    digest: str


class Trail(Schema):
    """Events, newest first, and the head of the chain."""

    events: list[Event]
    head_number: int
    head_digest: str


@router.get("/me", response={200: Me, **ERRORS})
def me(request: HttpRequest) -> dict[str, Any]:
    """Say who the token speaks for, and what it may do."""
    token: ApiToken = request.auth  # type: ignore[attr-defined]
    served = Organization.objects.get()
    user = token.user
    return {
        "organization": served.name,
        "currency": served.currency,
        "name": name_of(user),
        "role": user.seat.role,
        "may": [action for action in ROLES if can(user, action)],
        "scope": token.scope,
        "expires": token.expires,
    }


@router.get("/audit", response={200: Trail, **ERRORS})
def trail(
    request: HttpRequest,
    before: Annotated[int | None, Query(description="Only events with a smaller number.")] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> dict[str, Any]:
    """List what was done, newest first."""
    check_can(request.user, "read_audit")
    events = AuditEvent.objects.all()
    if before is not None:
        events = events.filter(number__lt=min(max(before, 0), 2**63 - 1))
    number, digest = audit.head()
    return {"events": list(events[:limit]), "head_number": number, "head_digest": digest}
