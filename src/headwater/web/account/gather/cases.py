"""Business cases at the evaluability gate, and forecasts held against what came.

A case counts as it stands in its newest version. What can be scored: a value forecast of an
engagement against the value that was delivered, and the benefits of a case against the value
delivered on its engagement.
"""

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db.models import F, QuerySet

from headwater.vocabulary.service_work import (
    CaseChecked,
    EngagementDone,
    ForecastMade,
    RecordOfWork,
    ValueStated,
)
from headwater.web.appraisal.models import CaseVersion

DUE_AFTER = timedelta(days=90)
"""After acceptance, when the value that was forecast shall have been counted."""


def added(record: RecordOfWork) -> RecordOfWork:
    """Add every case, and every forecast of an engagement or a case, scored where it can be."""
    rows = list(_versions())
    delivered = _first(record, "delivered")
    forecasts = [*_of_values(record, delivered), *_of_cases(rows, record, delivered)]
    return replace(
        record,
        cases=(*record.cases, *(_checked(each) for each in rows)),
        forecasts=(*record.forecasts, *forecasts),
    )


def _versions() -> QuerySet[CaseVersion]:
    """Return the newest version of each case, with what says where it belongs."""
    newest = CaseVersion.objects.filter(number=F("case__version")).order_by("case_id")
    return newest.select_related("case__engagement__offering__offering").defer("value")


def _checked(row: CaseVersion) -> CaseChecked:
    engagement, service = _place(row)
    return CaseChecked(
        id=str(row.case_id),
        title=row.case.title,
        checked=row.at.date(),
        missing=tuple(row.review["missing"]),
        engagement=engagement,
        service=service,
    )


def _place(row: CaseVersion) -> tuple[str, str]:
    found = row.case.engagement
    return (found.label, found.offering.offering.key) if found else ("", "")


def _first(record: RecordOfWork, kind: str) -> dict[str, ValueStated]:
    """Return the first statement of a kind for each engagement."""
    found: dict[str, ValueStated] = {}
    for each in sorted(record.values, key=lambda one: (one.on, one.id)):
        if each.kind == kind:
            found.setdefault(each.engagement, each)
    return found


def _of_values(record: RecordOfWork, delivered: dict[str, ValueStated]) -> list[ForecastMade]:
    """Return the first value forecast of each engagement that was not withdrawn."""
    works = {each.id: each for each in record.engagements}
    found = []
    for label, said in _first(record, "forecast").items():
        work = works.get(label)
        if work is None or work.withdrawn:
            continue
        actual = delivered.get(label)
        found.append(
            ForecastMade(
                id=label,
                what=f"Value of {label}: {record.money.show(said.amount, 0)}",
                made=said.on,
                due=_due(work),
                scored=max(actual.on, said.on) if actual else None,
                engagement=label,
                service=said.service,
            )
        )
    return found


def _due(work: EngagementDone) -> date | None:
    return work.accepted + DUE_AFTER if work.accepted else None


def _of_cases(
    rows: list[CaseVersion], record: RecordOfWork, delivered: dict[str, ValueStated]
) -> list[ForecastMade]:
    """Return the benefits of each case as a forecast, due when its first review is."""
    found = []
    for row in rows:
        engagement, service = _place(row)
        made = row.at.date()
        actual = delivered.get(engagement) if engagement else None
        came = actual if actual and actual.on >= made else None
        found.append(
            ForecastMade(
                id=f"case-{row.case_id}",
                what=f"Benefits of {row.case.title}",
                made=made,
                due=_review(row.record.get("measures", ())),
                scored=came.on if came else None,
                inside=_inside(row, came.amount, record) if came else None,
                engagement=engagement,
                service=service,
            )
        )
    return found


def _inside(row: CaseVersion, amount: float, record: RecordOfWork) -> bool | None:
    """Say whether what came lies within the range that was stated; None in other money."""
    money, stated = row.case.money, row.ranged.benefit
    if money.currency and record.money.currency and money.currency != record.money.currency:
        return None
    came = amount * record.money.scale / money.scale
    return stated.low <= came <= stated.high


def _review(measures: list[dict[str, Any]]) -> date | None:
    """Return the first review day of the measures; a month or a year ends with its last day."""
    days = [day for each in measures if (day := _day(each.get("review", "")))]
    return min(days, default=None)


def _day(text: str) -> date | None:
    parts = text.strip().split("-")
    if not all(each.isdigit() for each in parts) or not 1 <= len(parts) <= 3:
        return None  # words ("after two years") name no day that a forecast could be due on
    year, month, day = ([int(each) for each in parts] + [12, 0][len(parts) - 1 :] + [0])[:3]
    try:
        return date(year, month, day or monthrange(year, month)[1])
    except ValueError:
        return None
