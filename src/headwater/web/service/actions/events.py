"""Writing the events of engagements, and what follows from them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from headwater.errors import InputError, NotAllowedError
from headwater.service import lifecycle
from headwater.vocabulary.engagement import Happening, HappeningKind, Standing
from headwater.web.organization import audit
from headwater.web.organization.models import name_of
from headwater.web.organization.permissions import check_can
from headwater.web.service.actions import keeping
from headwater.web.service.actions.texts import line, moment
from headwater.web.service.models import Engagement, EngagementEvent


def held(engagement: Engagement) -> Engagement:
    """Read it anew, so that nobody writes on what is no longer so."""
    rows = Engagement.objects.select_for_update(of=("self",)).select_related(
        "offering__offering", "customer", "lead", "need", "unit"
    )
    return rows.get(pk=engagement.pk)


def go(
    engagement: Engagement,
    kind: HappeningKind,
    *,
    by: User | None,
    at: datetime | None,
    by_name: str = "",
    **more: Any,
) -> None:
    """Write an event that the stage allows, dated after the last one, with what follows from it.

    Raises
    ------
    ConflictError
        If it is not possible as things stand.
    InputError
        If it is dated before the last event.
    """
    at = moment(at)
    now = standing(engagement)
    last = engagement.events.order_by("-at").values_list("at", flat=True).first()
    if last is not None and at < last:
        raise InputError(
            f"{engagement.label} went on until {last:%d %B %Y, %H:%M}; this cannot be dated before."
        )
    lifecycle.check(now, kind)
    happened(engagement, kind, by=by, by_name=by_name, at=at, **more)
    detail = {"kind": kind, "at": at.isoformat()}
    audit.record(f"service.engagement.{kind}", target=engagement, by=by, detail=detail)


def happened(
    engagement: Engagement,
    kind: HappeningKind,
    *,
    by: User | None,
    at: datetime,
    by_name: str = "",
    detail: Mapping[str, Any] | None = None,
    **more: Any,
) -> None:
    """Write the event, then everything that follows from the events."""
    who = by_name or (name_of(by) if by else audit.SYSTEM)
    EngagementEvent.objects.create(
        engagement=engagement,
        kind=kind,
        at=at,
        by=by,
        by_name=who,
        detail=dict(detail or {}),
        **more,
    )
    now = standing(engagement)
    engagement.stage, engagement.since = now.stage, now.since
    engagement.is_paused = now.is_paused
    engagement.save()
    keeping.refresh(engagement, at=at)


def standing(engagement: Engagement) -> Standing:
    """Recompute where it stands from its events."""
    rows = engagement.events.order_by("at", "pk").values_list("kind", "at")
    return lifecycle.standing(Happening(kind, at) for kind, at in rows)  # type: ignore[arg-type]


def possible(engagement: Engagement) -> frozenset[str]:
    """Return what can happen next, for pages that show or hide a form."""
    return frozenset(lifecycle.possible(standing(engagement)))


def check_speaks_for_customer(engagement: Engagement, by: User) -> None:
    """Raise NotAllowedError unless the person may accept or recognize this engagement."""
    check_can(by, "accept")
    worked = engagement.events.filter(kind__in=["agreed", "started", "delivered"], by=by)
    if engagement.lead_id == by.pk or worked.exists():
        raise NotAllowedError(
            "Whoever did the work cannot also accept it or recognize its value; "
            f"{engagement.asked_by} or another leader can."
        )
    if engagement.feedback.filter(in_session_of=by).exists():
        raise NotAllowedError(
            "The customer's question was answered in your session, so you cannot also accept or "
            f"recognize the value of {engagement.label}; {engagement.asked_by} or another leader "
            "can."
        )


def person_named(person: User | None, name: str, what: str) -> tuple[User | None, str]:
    """Return the person or else the name; refuse neither."""
    if person is not None:
        return person, ""
    return None, line(name, what=what, most=200, needed=True)
