"""The record of work from its tables: needs, engagements, decisions and what follows."""

from collections.abc import Callable, Mapping
from typing import Any

from headwater.intake.headings import key_of
from headwater.intake.services.tables import Row, made
from headwater.vocabulary.service_work import (
    CaseChecked,
    CharterIssued,
    DecisionTaken,
    EngagementDone,
    Feedback,
    ForecastMade,
    LessonLearnt,
    NeedHeard,
    ValueStated,
)

COLUMNS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "needs": (
        ("id", "title", "heard", "found by", "unit", "service", "objectives", "answered",
         "without project"),
        ("id", "title", "heard", "found by"),
    ),
    "engagements": (
        ("id", "service", "customer", "opened", "initiative", "need", "delivered", "accepted",
         "withdrawn"),
        ("id", "service", "customer", "opened"),
    ),
    "decisions": (
        ("id", "title", "submitted", "decided", "kind", "amount", "engagement", "service",
         "reversed", "why"),
        ("id", "title", "submitted"),
    ),
    "charters": (("id", "project", "issued", "need", "engagement", "service"),
                 ("id", "project", "issued")),
    "forecasts": (("id", "what", "made", "due", "scored", "inside", "engagement", "service"),
                  ("id", "what", "made")),
    "cases": (("id", "title", "checked", "missing", "engagement", "service"),
              ("id", "title", "checked")),
    "values": (("id", "engagement", "kind", "amount", "on", "by", "service", "evidence"),
               ("id", "engagement", "kind", "amount", "on", "by")),
    "feedback": (("id", "engagement", "on", "score", "comment", "by", "service"),
                 ("id", "engagement", "on")),
    "lessons": (("id", "text", "on", "engagement", "service"), ("id", "text", "on")),
}  # fmt: skip


def need(row: Row) -> NeedHeard | None:
    """Read one need."""
    return made(
        row, NeedHeard,
        id=row.text("id"), title=row.text("title"), heard=row.day("heard"),
        found_by=key_of(row.text("found by")), unit=row.text("unit"),
        service=row.text("service"), objectives=row.parts("objectives"),
        answered=row.day("answered"), without_project=row.flag("without project"),
    )  # fmt: skip


def engagement(row: Row) -> EngagementDone | None:
    """Read one engagement."""
    return made(
        row, EngagementDone,
        id=row.text("id"), service=row.text("service"), customer=row.text("customer"),
        opened=row.day("opened"), initiative=key_of(row.text("initiative", "organization")),
        need=row.text("need"), delivered=row.day("delivered"), accepted=row.day("accepted"),
        withdrawn=row.day("withdrawn"),
    )  # fmt: skip


def decision(row: Row) -> DecisionTaken | None:
    """Read one decision."""
    return made(
        row, DecisionTaken,
        id=row.text("id"), title=row.text("title"), submitted=row.day("submitted"),
        decided=row.day("decided"), kind=key_of(row.text("kind", "other")),
        amount=row.number_of("amount"), engagement=row.text("engagement"),
        service=row.text("service"), reversed=row.day("reversed"), reversed_why=row.text("why"),
    )  # fmt: skip


def charter(row: Row) -> CharterIssued | None:
    """Read one charter."""
    return made(
        row, CharterIssued,
        id=row.text("id"), project=row.text("project"), issued=row.day("issued"),
        need=row.text("need"), engagement=row.text("engagement"), service=row.text("service"),
    )  # fmt: skip


def forecast(row: Row) -> ForecastMade | None:
    """Read one forecast."""
    return made(
        row, ForecastMade,
        id=row.text("id"), what=row.text("what"), made=row.day("made"), due=row.day("due"),
        scored=row.day("scored"), inside=row.flag("inside") if row.text("inside") else None,
        engagement=row.text("engagement"), service=row.text("service"),
    )  # fmt: skip


def case(row: Row) -> CaseChecked | None:
    """Read one business case at the gate."""
    return made(
        row, CaseChecked,
        id=row.text("id"), title=row.text("title"), checked=row.day("checked"),
        missing=row.parts("missing"), engagement=row.text("engagement"),
        service=row.text("service"),
    )  # fmt: skip


def value(row: Row) -> ValueStated | None:
    """Read one statement of value."""
    amount = row.number_of("amount")
    if amount is None:
        row.fault("amount", "it is not known; a statement of value has an amount")
        return None
    return made(
        row, ValueStated,
        id=row.text("id"), engagement=row.text("engagement"), kind=key_of(row.text("kind")),
        amount=amount, on=row.day("on"), by=row.text("by"), service=row.text("service"),
        evidence=row.text("evidence"),
    )  # fmt: skip


def feedback(row: Row) -> Feedback | None:
    """Read one answer."""
    score = row.number_of("score")
    if score is not None and score != int(score):
        row.fault("score", f"{score:g} is no whole number from 0 to 10")
        return None
    return made(
        row, Feedback,
        id=row.text("id"), engagement=row.text("engagement"), on=row.day("on"),
        score=None if score is None else int(score), comment=row.text("comment"),
        by=row.text("by"), service=row.text("service"),
    )  # fmt: skip


def lesson(row: Row) -> LessonLearnt | None:
    """Read one lesson."""
    return made(
        row, LessonLearnt,
        id=row.text("id"), text=row.text("text"), on=row.day("on"),
        engagement=row.text("engagement"), service=row.text("service"),
    )  # fmt: skip


READERS: Mapping[str, tuple[str, Callable[[Row], Any]]] = {
    "needs": ("needs", need),
    "engagements": ("engagements", engagement),
    "decisions": ("decisions", decision),
    "charters": ("charters", charter),
    "forecasts": ("forecasts", forecast),
    "cases": ("cases", case),
    "values": ("values", value),
    "feedback": ("feedback", feedback),
    "lessons": ("lessons", lesson),
}
"""By table: the field of the record that it fills, and how a row is read."""
