"""The record of work, whole, as the engine's figures of maturity and statements take it."""

from collections.abc import Iterator
from datetime import datetime

from django.contrib.auth.models import User

from headwater.vocabulary.service_work import (
    CharterIssued,
    DecisionTaken,
    EngagementDone,
    FoundBy,
    NeedHeard,
    RecordOfWork,
    ValueKind,
    ValueStated,
)
from headwater.vocabulary.units import MoneyUnit
from headwater.web.organization.models import Organization, name_of
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
    answers = Feedback.objects.select_related("engagement__offering__offering")
    return RecordOfWork(
        needs=tuple(_need(each) for each in _needs()),
        engagements=tuple(_engagements()),
        decisions=tuple(_decisions()),
        charters=tuple(_charter(each) for each in _charters()),
        values=tuple(_values()),
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


def _engagements() -> "Iterator[EngagementDone]":
    """Read the columns that are needed: there may be a hundred thousand."""
    people = {each.pk: name_of(each) for each in User.objects.all()}
    rows = Engagement.objects.order_by("number").values_list(
        "number", "offering__offering__key", "customer", "customer_name", "opened", "initiative",
        "need__number", "delivered_at", "stage", "since",
    )  # fmt: skip
    for number, service, who, name, opened, initiative, need, delivered, stage, since in rows:
        ended = since.date()
        yield EngagementDone(
            id=f"E-{number}",
            service=service,
            customer=people[who] if who else name,
            opened=opened.date(),
            initiative=FOUND[initiative],
            need=f"N-{need}" if need else "",
            delivered=delivered.date() if delivered else None,
            accepted=ended if stage in ("accepted", "recognized") else None,
            withdrawn=ended if stage in ("withdrawn", "declined") else None,
        )


def _values() -> "Iterator[ValueStated]":
    rows = ValueStatement.objects.exclude(amount=None).values_list(
        "pk", "engagement__number", "kind", "amount", "on", "said_by",
        "engagement__offering__offering__key", "words",
    )  # fmt: skip
    for pk, number, kind, amount, on, by, service, words in rows:
        stated: ValueKind = kind  # type: ignore[assignment]
        yield ValueStated(
            f"value:{pk}", f"E-{number}", stated, amount or 0.0, on, by, service, words
        )


def _decisions() -> "list[DecisionTaken]":
    """Return a decision for each engagement that was put up for one, or decided."""
    put_up = EngagementEvent.objects.filter(kind__in=["submitted", "decided"])
    rows = EngagementEvent.objects.filter(
        kind__in=["submitted", "delivered", "decided"], engagement__in=put_up.values("engagement")
    ).select_related("engagement__offering__offering")
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
