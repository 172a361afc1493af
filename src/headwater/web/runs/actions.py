"""What people do with runs: start one, cancel one."""

import hashlib
import json
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from headwater.errors import ConflictError, InputError
from headwater.web.organization import audit
from headwater.web.organization.permissions import check_can
from headwater.web.runs import registry
from headwater.web.runs.models import Run, State

MOST_OPEN = 50  # runs that may wait or compute at a time


@transaction.atomic
def start(*, kind: str, title: str, inputs: dict[str, Any], by: User) -> Run:
    """Put a computation into the queue.

    Parameters
    ----------
    kind
        A name that a room has given to `registry.register`.
    title
        How people will find it again, 200 characters at most.
    inputs
        All that the work needs, as plain JSON: it cannot look anything up.

    Raises
    ------
    NotAllowedError
        If the person may not start computations.
    InputError
        If there is no such kind, or the inputs are not plain JSON (NaN and infinity are not).
    ConflictError
        If too many runs wait already.
    """
    check_can(by, registry.find(kind).may)
    text = canonical(inputs)
    if Run.objects.open().count() >= MOST_OPEN:
        raise ConflictError(
            f"{MOST_OPEN} runs are waiting already; let some finish, or cancel some, and try again."
        )
    last = Run.objects.filter(kind=kind).order_by("-number").values_list("number", flat=True)
    run = Run.objects.create(
        kind=kind,
        number=(last.first() or 0) + 1,
        title=title[:200],
        by=by,
        inputs=json.loads(text),
        input_digest=fingerprint(inputs),
    )
    audit.record(
        "runs.run.started", target=run, by=by, detail={"kind": kind, "inputs": run.input_digest}
    )
    return run


@transaction.atomic
def cancel(*, run: Run, by: User) -> Run:
    """Stop a run: at once if it waits, within two seconds if it computes.

    Raises
    ------
    NotAllowedError
        If the person may not.
    ConflictError
        If it has ended meanwhile.
    """
    check_can(by, registry.may(run))
    run = Run.objects.light().get(pk=run.pk)
    if not run.is_open:
        raise ConflictError(f"{run} has ended meanwhile: {run.get_state_display().lower()}.")
    if run.cancel_requested:
        return run
    run.cancel_requested = True
    if run.state == State.QUEUED:
        run.state, run.finished = State.CANCELLED, timezone.now()
    run.save(update_fields=["cancel_requested", "state", "finished"])
    audit.record("runs.run.cancelled", target=run, by=by)
    return run


@transaction.atomic
def find_or_start(*, kind: str, title: str, inputs: dict[str, Any], by: User) -> Run:
    """Return the newest run of the same kind and inputs, however it stands; else start one.

    One that was stopped or failed is not started anew by this: a page that is loaded again must
    not undo what a person did. `again` does.

    Raises
    ------
    NotAllowedError, InputError, ConflictError
        As `start`.
    """
    check_can(by, registry.find(kind).may)
    return find(kind=kind, inputs=inputs) or start(kind=kind, title=title, inputs=inputs, by=by)


def find(*, kind: str, inputs: dict[str, Any]) -> Run | None:
    """Return the newest run of the kind on these very inputs, with its result; None if none."""
    found = Run.objects.filter(kind=kind, input_digest=fingerprint(inputs)).defer("inputs")
    return found.select_related("by").first()


@transaction.atomic
def again(*, run: Run, by: User) -> Run:
    """Start a run anew on the inputs of one that was stopped or failed.

    Raises
    ------
    NotAllowedError
        If the person may not.
    ConflictError
        If it still goes on, or is done.
    """
    check_can(by, registry.may(run))
    run = Run.objects.get(pk=run.pk)
    if run.is_open or run.state == State.DONE:
        raise ConflictError(f"{run} is {run.get_state_display().lower()}; nothing to try again.")
    return start(kind=run.kind, title=run.title, inputs=run.inputs, by=by)


def fingerprint(inputs: dict[str, Any]) -> str:
    """Return the SHA-256 of the canonical JSON of the inputs."""
    return hashlib.sha256(canonical(inputs).encode()).hexdigest()


def canonical(inputs: dict[str, Any]) -> str:
    """Return the one JSON text of the inputs: keys sorted, no spaces, no NaN.

    Raises
    ------
    InputError
        If something in them is not plain JSON.
    """
    try:
        return json.dumps(
            inputs, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")
        )
    except (TypeError, ValueError) as error:
        raise InputError(f"the inputs of a run must be plain JSON: {error}") from None
