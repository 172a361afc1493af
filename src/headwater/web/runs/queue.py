"""The queue in the database: taking a run, telling its progress, ending it, finding lost ones.

Every write names the lease under which the worker took the run, so a worker that has lost it
(it was thought dead) changes nothing.
"""

import math
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from headwater.web.organization import audit
from headwater.web.runs import registry
from headwater.web.runs.models import Run, RunFile, State

STALE = timedelta(seconds=15)
MOST_ATTEMPTS = 3
LOST = (
    "The computation was interrupted {attempts} times before it could finish, so it was not tried "
    "again. Nothing else was changed; if it happens again, the machine may be short of memory."
)


@dataclass(frozen=True, slots=True)
class Held:
    """A run in a worker's hands."""

    id: uuid.UUID
    lease: uuid.UUID
    kind: str
    inputs: dict[str, Any]


@transaction.atomic
def take(*, lane: registry.Lane = "runs") -> Held | None:
    """Take the run of a lane that has waited longest; None when none waits."""
    waiting = Run.objects.filter(state=State.QUEUED).order_by("created", "pk")
    if lane == "runs":  # and whatever no room names any more, to be told so
        run = waiting.exclude(kind__in=registry.beside()).first()
    else:
        run = waiting.filter(kind__in=registry.kinds(lane)).first()
    if run is None:
        return None
    now, lease = timezone.now(), uuid.uuid4()
    Run.objects.filter(pk=run.pk).update(
        state=State.RUNNING,
        lease=lease,
        attempts=F("attempts") + 1,
        heartbeat=now,
        started=now,
        stage="Starting",
        fraction=None,
        value=None,
        bound=None,
        gap=None,
        result=None,
    )
    return Held(run.pk, lease, run.kind, run.inputs)


def beat(
    held: Held, progress: Mapping[str, Any] | None = None, so_far: Mapping[str, Any] | None = None
) -> bool:
    """Write a sign of life, the last progress and the result so far; False when it was lost."""
    told: dict[str, Any] = {"heartbeat": timezone.now()}
    if progress:
        told["stage"] = str(progress.get("stage", ""))[:200]
        told |= {name: _finite(progress.get(name)) for name in ("value", "bound", "gap")}
        fraction = _finite(progress.get("fraction"))
        told["fraction"] = None if fraction is None else min(1.0, max(0.0, fraction))
    if so_far is not None:
        told["result"] = so_far
    return bool(_mine(held).update(**told))


def cancelled(held: Held) -> bool:
    """Say whether a person wants the run to stop."""
    return bool(_mine(held).filter(cancel_requested=True).exists())


def end(
    held: Held,
    state: State,
    *,
    result: Any = None,
    content: bytes | None = None,
    error: str = "",
) -> bool:
    """Write how the run ended, with its file and audit event; False when it was lost before.

    One that was stopped or failed keeps what it had found so far.
    """
    ended: dict[str, Any] = {"state": state, "error": error, "lease": None}
    ended |= {"finished": timezone.now()} | ({"result": result} if state == State.DONE else {})
    with transaction.atomic():
        changed = _mine(held).update(**ended)
        if changed:
            run = Run.objects.light().get(pk=held.id)
            if content is not None:
                RunFile.objects.create(run=run, content=content, size=len(content))
            # a cancel is already on record, in the name of who asked for it
            if state != State.CANCELLED:
                audit.record(f"runs.run.{state}", target=run, by=None)
    return bool(changed)


def give_back(held: Held) -> None:
    """Put a run back that the worker itself had to leave; this does not count as an attempt."""
    _mine(held).update(
        state=State.QUEUED, lease=None, attempts=F("attempts") - 1, stage="Waiting to go on"
    )


@transaction.atomic
def put_back(held: Held) -> None:
    """Put a run back whose computation died; after three times it has failed."""
    _retry(_mine(held))


@transaction.atomic
def find_lost(*, all_of_them: bool = False) -> None:
    """Put back the runs whose worker gave no sign of life for 15 seconds.

    A worker that has just taken the lock knows that no other worker lives: then all of them.
    """
    running = Run.objects.filter(state=State.RUNNING)
    _retry(running if all_of_them else running.filter(heartbeat__lt=timezone.now() - STALE))


def _retry(runs: Any) -> None:
    for run in runs.light():
        if run.cancel_requested:
            run.state, run.finished = State.CANCELLED, timezone.now()
        elif run.attempts < MOST_ATTEMPTS:
            run.state, run.stage = State.QUEUED, "Waiting to be tried again"
        else:
            run.state, run.finished = State.FAILED, timezone.now()
            run.error = LOST.format(attempts=run.attempts)
            audit.record("runs.run.failed", target=run, by=None)
        run.lease = None
        run.save(update_fields=["state", "stage", "error", "finished", "lease"])


def _mine(held: Held) -> Any:
    return Run.objects.filter(pk=held.id, lease=held.lease, state=State.RUNNING)


def _finite(number: Any) -> float | None:
    if isinstance(number, bool) or not isinstance(number, int | float):
        return None
    return float(number) if math.isfinite(number) else None
