"""What happened to engagements, as the clocks know it: read from the append-only events."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import QuerySet

from headwater.vocabulary.service import ServiceEvent, ServiceLevelAgreement
from headwater.web.service.models import Agreement, Engagement, EngagementEvent

SAME = {
    "requested", "responded", "agreed", "submitted", "paused", "resumed", "sla_changed",
    "calendar_changed", "decided", "delivered", "accepted", "reopened", "withdrawn",
}  # fmt: skip
"""Happenings that the clocks know by the same name."""
AS: dict[str, tuple[str, ...]] = {
    **{kind: (kind,) for kind in SAME},
    "handed_over": ("assigned",),
    "declined": ("responded", "withdrawn"),  # an answer, after which nothing is owed any more
}
"""Happenings, and the events that the clocks know them by."""


def events_of(engagement: Engagement) -> tuple[ServiceEvent, ...]:
    """Return what the clocks are computed from, in the order of recording."""
    return tuple(_events(engagement.events.order_by("pk")))


def events_of_all(found: Iterable[Engagement]) -> dict[int, list[ServiceEvent]]:
    """Return the events of several by the engagement's key, in one query."""
    rows = EngagementEvent.objects.filter(engagement__in=[each.pk for each in found])
    by: dict[int, list[ServiceEvent]] = {}
    for row in rows.select_related("engagement").order_by("pk"):
        by.setdefault(row.engagement_id, []).extend(_said(row))
    return by


def events_among(engagements: Iterable[int]) -> tuple[ServiceEvent, ...]:
    """Return the events of several engagements (by key), in one look, in the order of recording."""
    rows = EngagementEvent.objects.filter(engagement__in=list(engagements))
    return tuple(_events(rows.order_by("pk")))


def every_event() -> tuple[ServiceEvent, ...]:
    """Return all events of all engagements, in the order of recording."""
    return tuple(_events(EngagementEvent.objects.order_by("pk")))


def histories(batch: Sequence[int]) -> dict[int, tuple[datetime, list[ServiceEvent]]]:
    """Return the events of engagements by primary key, each with the moment of the last one."""
    found: dict[int, tuple[datetime, list[ServiceEvent]]] = {}
    fields = ("pk", "engagement", "kind", "at", "reason", "sla", "calendar", "waits_for", "clock")
    rows = EngagementEvent.objects.filter(engagement__in=batch).order_by("pk")
    for pk, engagement, said, at, *more in rows.values_list(*fields):
        last, events = found.get(engagement, (at, []))
        found[engagement] = (max(last, at), events)
        for kind in AS.get(said, ()):
            events.append(
                ServiceEvent(f"event:{pk}", f"{engagement}", kind, at, "", *more)  # type: ignore[arg-type]
            )
    return found


def agreements_by_key() -> dict[str, ServiceLevelAgreement]:
    """Return every agreement by the key that events name."""
    return {each.key: each.said for each in Agreement.objects.all()}


def agreements_named_in(events: Iterable[ServiceEvent]) -> dict[str, ServiceLevelAgreement]:
    """Return the agreements that events name, by key."""
    keys = {each.sla for each in events if each.sla}
    return {each.key: each.said for each in Agreement.objects.filter(key__in=keys)}


def _events(rows: "QuerySet[EngagementEvent]") -> Iterable[ServiceEvent]:
    for row in rows.select_related("engagement"):
        yield from _said(row)


def _said(row: EngagementEvent) -> Iterable[ServiceEvent]:
    for place, kind in enumerate(AS.get(row.kind, ())):
        yield _event(row, kind, ":end" if place else "")


def _event(row: EngagementEvent, kind: str, mark: str = "") -> ServiceEvent:
    return ServiceEvent(
        id=f"event:{row.pk}{mark}",
        engagement=row.engagement.label,
        kind=kind,  # type: ignore[arg-type]
        at=row.at,
        by=row.by_name,
        reason=row.reason,
        sla=row.sla,
        calendar=row.calendar,
        waits_for=row.waits_for,  # type: ignore[arg-type]
        clock=row.clock,  # type: ignore[arg-type]
    )
