"""The record of work, whole, as the engine's figures of maturity and statements take it."""

from datetime import datetime

from headwater.vocabulary.service_work import (
    CharterIssued,
    DecisionTaken,
    EngagementDone,
    FoundBy,
    NeedHeard,
    RecordOfWork,
)
from headwater.vocabulary.units import MoneyUnit
from headwater.web.organization.models import Organization
from headwater.web.service.actions import clocks, feedback
from headwater.web.service.models import (
    Charter,
    Engagement,
    EngagementEvent,
    Feedback,
    Need,
    ValueStatement,
)

FOUND: dict[str, FoundBy] = {
    "asked": "organization",
    "request": "organization",
    "office": "office",
    "initiative": "office",
}


def record_of_work(*, at: datetime | None = None) -> RecordOfWork:
    """Return what this room keeps, with ids that lead back to its pages.

    Ids are "N-7", "E-7", "charter:3", "value:9", "feedback:9", "decision:E-7"; `where` of the
    rooms above turns them into addresses. Forecasts, cases and lessons come from other rooms.
    """
    served = Organization.objects.first()
    values = ValueStatement.objects.exclude(amount=None)
    values = values.select_related("engagement__offering__offering")
    answers = Feedback.objects.select_related("engagement__offering__offering")
    return RecordOfWork(
        needs=tuple(_need(each) for each in _needs()),
        engagements=tuple(_engagement(each) for each in Engagement.objects.whole()),
        decisions=tuple(_decisions()),
        charters=tuple(_charter(each) for each in _charters()),
        values=tuple(feedback.value_record(each) for each in values),
        feedback=tuple(feedback.feedback_record(each) for each in answers),
        clocks=clocks.kept_readings(at=at),
        money=MoneyUnit(served.currency if served else ""),
    )


def _needs() -> "list[Need]":
    return list(Need.objects.standing().select_related("unit"))


def _charters() -> "list[Charter]":
    rows = Charter.objects.select_related("need", "engagement__offering__offering")
    return list(rows.order_by("number"))


def _need(row: Need) -> NeedHeard:
    return NeedHeard(
        id=row.label,
        title=row.title,
        heard=row.found_on,
        found_by=FOUND[row.found_by],
        unit=row.unit.name if row.unit else "",
        objectives=tuple(row.objectives),
        answered=row.answered_on if row.answer else None,
        without_project=bool(row.answer) and row.answer != Need.Answer.PROJECT,
    )


def _engagement(row: Engagement) -> EngagementDone:
    ended = row.since.date()
    done = row.stage in ("accepted", "recognized")
    return EngagementDone(
        id=row.label,
        service=row.offering.offering.key,
        customer=row.asked_by,
        opened=row.opened.date(),
        initiative=FOUND[row.initiative],
        need=row.need.label if row.need else "",
        delivered=row.delivered_at.date() if row.delivered_at else None,
        accepted=ended if done else None,
        withdrawn=ended if row.stage in ("withdrawn", "declined") else None,
    )


def _decisions() -> "list[DecisionTaken]":
    """Return a decision for each engagement that was put up for one, or decided."""
    kinds = ["submitted", "delivered", "decided", "reopened"]
    rows = EngagementEvent.objects.filter(kind__in=kinds).select_related(
        "engagement__offering__offering"
    )
    by: dict[int, list[EngagementEvent]] = {}
    for row in rows.order_by("at", "pk"):
        by.setdefault(row.engagement_id, []).append(row)
    found = []
    for events in by.values():
        asked = [each for each in events if each.kind == "submitted"]
        decided = [each for each in events if each.kind == "decided"]
        if not asked and not decided:
            continue
        first = (asked or [each for each in events if each.kind == "delivered"] or decided)[0]
        engagement = first.engagement
        found.append(
            DecisionTaken(
                id=f"decision:{engagement.label}",
                title=decided[-1].reason[:300] if decided else engagement.title,
                submitted=min(first.at, *(each.at for each in decided or [first])).date(),
                decided=decided[-1].at.date() if decided else None,
                engagement=engagement.label,
                service=engagement.offering.offering.key,
            )
        )
    return found


def _charter(row: Charter) -> CharterIssued:
    return CharterIssued(
        id=f"charter:{row.number}",
        project=row.project,
        issued=row.issued,
        need=row.need.label if row.need else "",
        engagement=row.engagement.label,
        service=row.engagement.offering.offering.key,
    )
