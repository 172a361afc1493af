"""The trail of what was done: written with the change itself, chained, never rewritten.

The digest of an event is SHA-256 over its fields, each with its length before it, and the digest
of the event before. A chain alone does not show that its tail was cut off or that it was
rewritten whole; so papers carry `head()`, and `verify_chain(known=...)` holds it against them.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, models, transaction
from django.utils import timezone

from headwater.errors import InputError
from headwater.web.organization.models import AuditEvent, name_of

START = "0" * 64
"""What the first event has as its previous digest."""

SYSTEM = "Headwater"
LOCK = 7_430_151
"""Number of the lock under which PostgreSQL lets one transaction at a time extend the chain."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What `record` is told, for those who record several at once."""

    name: str
    target: models.Model | None
    by: User | None
    detail: Mapping[str, Any]


def record(
    name: str,
    *,
    target: models.Model | None,
    by: User | None,
    detail: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Write that `by` did `name` to `target`, in the transaction of the change itself.

    Parameters
    ----------
    name
        ``room.thing.done``, as in ``portfolio.run.started``.
    target
        The row that was made or changed; None for the installation as a whole.
    by
        The person; None where Headwater acted by itself.
    detail
        Values of JSON that tell what changed. No secrets, no one's judgements.
    """
    (event,) = record_all([Entry(name, target, by, detail or {})])
    return event


def record_all(entries: Sequence[Entry]) -> list[AuditEvent]:
    """Write several events one after the other, in the transaction of the changes themselves."""
    said = [_plain(dict(each.detail)) for each in entries]
    with transaction.atomic(savepoint=False):
        _lock()
        number, previous = head()
        events = []
        for entry, detail in zip(entries, said, strict=True):
            number += 1
            event = _event(entry, number, previous, detail)
            previous = event.digest = digest_of(event)
            events.append(event)
        AuditEvent.objects.bulk_create(events)
    return events


def _event(entry: Entry, number: int, previous: str, detail: Any) -> AuditEvent:
    target, by = entry.target, entry.by
    return AuditEvent(
        number=number,
        name=entry.name,
        at=timezone.now(),
        by=by,
        by_name=name_of(by) if by else SYSTEM,
        target_kind=target._meta.label_lower if target else "",
        target_id=str(target.pk) if target else "",
        target_title=str(target)[:300] if target else "",
        detail=detail,
        previous=previous,
    )


def _lock() -> None:
    """Let nobody else write the same number meanwhile; in SQLite IMMEDIATE has seen to that."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def head() -> tuple[int, str]:
    """Return number and digest of the last event; (0, zeros) before the first."""
    last = AuditEvent.objects.order_by("-number").values_list("number", "digest").first()
    return last or (0, START)


def digest_of(event: AuditEvent) -> str:
    """Return the SHA-256 of an event's fields and of the digest before it, in hexadecimal."""
    parts = (
        event.previous,
        str(event.number),
        event.name,
        event.at.isoformat(timespec="microseconds"),
        str(event.by_id or ""),
        event.by_name,
        event.target_kind,
        event.target_id,
        event.target_title,
        json.dumps(event.detail, sort_keys=True, ensure_ascii=False, separators=(",", ":")),
    )
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode()
        whole.update(len(data).to_bytes(8, "big") + data)
    return whole.hexdigest()


def verify_chain(*, known: tuple[int, str] | None = None) -> tuple[str, ...]:
    """Read the whole trail and return what is wrong with it, in sentences; nothing when sound.

    Parameters
    ----------
    known
        Number and digest of an event as printed on a paper: it must still be there, unchanged.
    """
    faults: list[str] = []
    expected, previous, known_found = 1, START, known is None or known == (0, START)
    for event in AuditEvent.objects.order_by("number").iterator(chunk_size=2000):
        if event.number != expected:
            faults.append(f"Events {expected} to {event.number - 1} are missing.")
        elif event.previous != previous:
            faults.append(f"Event {event.number} does not follow on the one before it.")
        if digest_of(event) != event.digest:
            faults.append(f"Event {event.number} was changed after it was written.")
        known_found = known_found or (event.number, event.digest) == known
        expected, previous = event.number + 1, event.digest
    if not known_found and known is not None:
        faults.append(
            f"Event {known[0]} is not the one on the paper: the trail was cut or rewritten."
        )
    return tuple(faults)


def _plain(detail: dict[str, Any]) -> Any:
    try:
        return json.loads(json.dumps(detail, allow_nan=False))
    except (TypeError, ValueError) as error:
        raise InputError(f"the detail of an audit event is not plain JSON: {error}") from None
