"""Decisions that were recorded for good in the room of judgement."""

from dataclasses import replace

from headwater.vocabulary.service_work import DecisionTaken, RecordOfWork
from headwater.web.judgement.models import DecisionRecord


def added(record: RecordOfWork) -> RecordOfWork:
    """Add every decision record; one that a later record reverses counts as taken back.

    It was put to the organization when its workshop was made; without one, on the day itself.
    """
    rows = DecisionRecord.objects.select_related("workshop", "superseded_by").order_by("number")
    return replace(record, decisions=(*record.decisions, *(_taken(each) for each in rows)))


def _taken(row: DecisionRecord) -> DecisionTaken:
    decided = row.made.date()
    asked = row.workshop.created.date() if row.workshop else decided
    later = getattr(row, "superseded_by", None)
    is_reversed = later is not None and later.effect == "reverses"
    return DecisionTaken(
        id=f"D-{row.number}",
        title=row.title,
        submitted=min(asked, decided),
        decided=decided,
        reversed=later.made.date() if later is not None and is_reversed else None,
        reversed_why=later.why if later is not None and is_reversed else "",
    )
