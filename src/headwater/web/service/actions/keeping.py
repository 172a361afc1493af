"""The rows that keep what clocks show, for lists: written with each event, or anew from all."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.db import transaction

from headwater.service.clock import read_clocks
from headwater.vocabulary.service import ClockReading
from headwater.web.service.actions import calendars
from headwater.web.service.actions.clocks import readings
from headwater.web.service.actions.histories import agreements_by_key, histories
from headwater.web.service.models import Clock, Engagement

A_BATCH = 500  # engagements whose clocks are recomputed at once
_waiting: "ContextVar[set[int] | None]" = ContextVar("clocks that wait", default=None)


def refresh(engagement: Engagement, *, at: datetime) -> tuple[ClockReading, ...]:
    """Write down what the clocks show after an event; called in the transaction that writes it.

    A moment before the last event would hide it, so the later of both is read.
    """
    waiting = _waiting.get()
    if waiting is not None:
        waiting.add(engagement.pk)
        return ()
    last = max(engagement.events.values_list("at", flat=True), default=at)
    found = readings(engagement, at=max(at, last))
    rows = {each.measure: each for each in engagement.clocks.all()}
    for reading in found:
        row = rows.pop(reading.measure, None) or Clock(
            engagement=engagement, measure=reading.measure
        )
        _write(row, reading)
        row.save()
    for row in rows.values():
        row.delete()
    return found


@contextmanager
def together() -> Iterator[None]:
    """Let many events be written in one transaction, and compute their clocks once at its end.

    The clocks are the same as after each event: they follow from all events alone.
    """
    with transaction.atomic():
        mark = _waiting.set(set())
        try:
            yield
            rebuild(sorted(_waiting.get() or ()))
        finally:
            _waiting.reset(mark)


def rebuild(engagements: Sequence[int]) -> int:
    """Compute the kept clocks of engagements (primary keys) anew, from their events alone.

    Returns
    -------
    int
        How many clocks were written.
    """
    known, written = calendars.records(), 0
    agreements = agreements_by_key()
    for first in range(0, len(engagements), A_BATCH):
        batch = list(engagements[first : first + A_BATCH])
        made = []
        for pk, (last, events) in histories(batch).items():
            for reading in read_clocks(events, agreements=agreements, calendars=known, at=last):
                made.append(Clock(engagement_id=pk, measure=reading.measure))
                _write(made[-1], reading)
        with transaction.atomic():
            Clock.objects.filter(engagement__in=batch).delete()
            written += len(Clock.objects.bulk_create(made, batch_size=500))
    return written


def stored_is_true(engagement: Engagement) -> bool:
    """Say whether the rows kept for lists are what the events say."""
    last = max(engagement.events.values_list("at", flat=True))
    found = {each.measure: each for each in readings(engagement, at=last)}
    rows = {each.measure: each for each in engagement.clocks.all()}
    if found.keys() != rows.keys():
        return False
    for measure, reading in found.items():
        told = Clock(engagement=engagement, measure=measure)
        _write(told, reading)
        names = ("state", "outcome", "due", "breach", "settled", "used_seconds", "sla")
        if any(getattr(told, name) != getattr(rows[measure], name) for name in names):
            return False
    return True


def _write(row: Clock, reading: ClockReading) -> None:
    warnings = [each.at for each in reading.moments if each.kind == "warning"]
    row.state, row.outcome = reading.state, reading.outcome
    row.sla, row.calendar = reading.sla, reading.calendar
    row.target_seconds = max(reading.target_seconds, 0)
    row.used_seconds = max(reading.used_seconds, 0)
    row.warn = min(warnings, default=None)
    row.due, row.breach, row.settled = reading.due, reading.breach, reading.settled
