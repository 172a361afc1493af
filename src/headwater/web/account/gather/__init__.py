"""The record of work of every room below, with the page of each record.

`gathered()` reads it, and keeps the reading until something changes (`kept`): figures of the
engine name records ("need:N-7", "clock:E-7/delivery"), `Gathered.address` says where each is
shown. A room that keeps forecasts, cases or lessons adds a module here, and names it in `PARTS`.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.utils import timezone

from headwater.vocabulary.service_work import RecordOfWork
from headwater.web.account.gather import cases, decisions, kept, learnt, money, places
from headwater.web.account.models import SampleYear
from headwater.web.service.actions.record import record_of_work

PARTS: tuple[Callable[[RecordOfWork], RecordOfWork], ...] = (
    decisions.added,
    money.added,
    learnt.added,
    cases.added,
)
"""What each room adds to the record, in turn."""


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything recorded, and where it is shown.

    `illustrative` is a sentence where a simulated year is among it, for papers and pages; else "".
    """

    record: RecordOfWork
    where: places.Places
    illustrative: str = ""
    _made: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was made of this reading under a key before, or make and keep it.

        `make` must rest on the reading and on what the key names alone.
        """
        if key not in self._made:
            self._made[key] = make()
        found: T = self._made[key]
        return found

    def address(self, record_id: str) -> str:
        """Return the page of a record ("need:N-7", or "E-7"); "" where none shows it."""
        return self.where.address(record_id)

    def addresses(self, record_ids: Sequence[str]) -> dict[str, str]:
        """Return the page of each record that has one, by its id."""
        found = {each: self.where.address(each) for each in record_ids}
        return {each: page for each, page in found.items() if page}

    def name(self, record_id: str) -> str:
        """Return what people call a record: "N-7 Families wait too long"."""
        return self.where.name(record_id)


def gathered(*, at: datetime | None = None) -> Gathered:
    """Return the record of work of every room below, with clocks as they show at a moment.

    It is read once: what was read holds until something is written, or an open promise breaks.
    """
    return SHELF.get(at or timezone.now(), read=read, record=lambda each: each.record)


SHELF: kept.Shelf[Gathered] = kept.Shelf()


def read(at: datetime) -> Gathered:
    """Read the record of work anew, whatever is kept."""
    record = record_of_work(at=at)
    for part in PARTS:
        record = part(record)
    return Gathered(record, places.places(record), illustrative())


def illustrative() -> str:
    """Return what pages say while a simulated year is on record; "" without one."""
    found = SampleYear.objects.first()
    return found.notice if found else ""
