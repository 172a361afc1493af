"""One reading of the record of work, kept until something is written or a promise breaks.

Whoever writes leaves a trail: the last event of the audit trail, with its digest, names a state of
the whole installation. A reading holds for that state, and until the next open promise breaks;
figures made from it are kept beside it. `read` is the reading itself, which a test holds against
what is kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Generic, TypeVar

from django.db.models import Max

from headwater.vocabulary.service_work import RecordOfWork
from headwater.web.organization import audit
from headwater.web.service.models import Clock, Engagement, EngagementEvent, Need

State = tuple[object, ...]
T = TypeVar("T")
MARKS = (Need, Engagement, EngagementEvent, Clock)
"""Tables whose newest row is part of the state too: clocks are rebuilt without a trail."""


@dataclass(frozen=True, slots=True)
class Kept(Generic[T]):
    """A reading, the state it was read in, and the moments between which it holds."""

    state: State
    since: datetime
    until: datetime | None
    found: T


class Shelf(Generic[T]):
    """Keeps the latest reading; one thread reads anew while others wait for it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: Kept[T] | None = None

    def clear(self) -> None:
        """Forget what is kept."""
        self._kept = None

    def get(
        self, at: datetime, *, read: Callable[[datetime], T], record: Callable[[T], RecordOfWork]
    ) -> T:
        """Return what is kept if it still holds at a moment, or read anew."""
        with self._lock:
            state = now_at()
            kept = self._kept
            if kept is not None and kept.state == state and _holds(kept, at):
                return kept.found
            found = read(at)
            self._kept = Kept(state, at, next_breach(record(found), at), found)
            return found


def now_at() -> State:
    """Return the state of the installation: the head of its trail, and the newest rows."""
    newest = (each._default_manager.aggregate(last=Max("pk"))["last"] for each in MARKS)
    return (*audit.head(), *newest)


def next_breach(record: RecordOfWork, at: datetime) -> datetime | None:
    """Return when the next open promise breaks, which changes figures without an event."""
    open_ones = (each.breach for each in record.clocks if each.outcome == "open" and each.breach)
    return min((each for each in open_ones if each >= at), default=None)


def _holds(kept: Kept[T], at: datetime) -> bool:
    return kept.since <= at and (kept.until is None or at <= kept.until)
