"""What is promised in an engagement: pausing it, changing it, counting by other hours."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from headwater.errors import InputError
from headwater.vocabulary.service import ServiceLevelAgreement, Target
from headwater.vocabulary.shapes import to_json
from headwater.web.organization.permissions import check_can
from headwater.web.service.actions import calendars, clocks
from headwater.web.service.actions.events import go, held
from headwater.web.service.actions.texts import line
from headwater.web.service.models import Agreement, Calendar, Engagement, OfferingEdition


@transaction.atomic
def pause(
    *,
    engagement: Engagement,
    reason: str,
    waits_for: str = "customer",
    by: User,
    at: datetime | None = None,
) -> Engagement:
    """Pause the clocks, with the reason and who must act before it can go on."""
    check_can(by, "work_engagements")
    engagement = held(engagement)
    if waits_for not in ("customer", "supplier", "office"):
        raise InputError("Say who must act: the customer, a supplier or the office.")
    reason = line(reason, what="The reason", most=500, needed=True)
    go(engagement, "paused", by=by, at=at, reason=reason, waits_for=waits_for)
    return engagement


@transaction.atomic
def resume(
    *, engagement: Engagement, reason: str = "", by: User, at: datetime | None = None
) -> Engagement:
    """Let the clocks go on."""
    check_can(by, "work_engagements")
    engagement = held(engagement)
    go(engagement, "resumed", by=by, at=at, reason=line(reason, what="The note", most=500))
    return engagement


@transaction.atomic
def change_promise(
    *,
    engagement: Engagement,
    levels: Sequence[Target],
    calendar: Calendar | None = None,
    reason: str,
    by: User,
    at: datetime | None = None,
) -> Engagement:
    """Change what is promised in flight; time used so far stays as it was counted."""
    check_can(by, "triage")
    engagement = held(engagement)
    made = own_agreement(engagement, levels, calendar or calendars.usual(at=at))
    reason = line(reason, what="The reason", most=500, needed=True)
    go(engagement, "sla_changed", by=by, at=at, reason=reason, sla=made.key)
    return engagement


@transaction.atomic
def change_calendar(
    *,
    engagement: Engagement,
    calendar: Calendar,
    reason: str,
    by: User,
    at: datetime | None = None,
) -> Engagement:
    """Count by another calendar from now on, or by the newest edition of the same."""
    check_can(by, "triage")
    engagement = held(engagement)
    reason = line(reason, what="The reason", most=500, needed=True)
    go(
        engagement, "calendar_changed", by=by, at=at, reason=reason, calendar=calendar.id_now
    )  # fmt: skip
    return engagement


def promised(edition: OfferingEdition, calendar: Calendar) -> Agreement | None:
    """Return what the catalogue promises, on a calendar; None where it promises nothing."""
    said = edition.said
    if not said.levels:
        return None
    key = f"{said.key}.{edition.number}@{calendar.id_now}"
    title = f"{said.title}, edition {edition.number}"
    return _agreement(key, title, said.levels, calendar)


def own_agreement(
    engagement: Engagement, levels: Sequence[Target], calendar: Calendar
) -> Agreement:
    """Return an agreement of this engagement alone."""
    if not levels:
        raise InputError("Promise one thing at least: a response, the delivery or a decision.")
    number = Agreement.objects.filter(key__startswith=f"{engagement.label}/").count() + 1
    key = f"{engagement.label}/{number}@{calendar.id_now}"
    return _agreement(key, f"Agreed for {engagement.label}", levels, calendar)


def _agreement(key: str, title: str, levels: Sequence[Target], calendar: Calendar) -> Agreement:
    record = ServiceLevelAgreement(key, title, calendar.id_now, tuple(levels), clocks.OBJECTIVE)
    found, _ = Agreement.objects.get_or_create(
        key=key, defaults={"title": title, "record": to_json(record)}
    )
    return found
