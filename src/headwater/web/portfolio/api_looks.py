"""What the REST API says of a look that is not done: how far it is, or that it was stopped."""

from ninja import Status

from headwater.errors import ConflictError
from headwater.web.organization.shapes import ERRORS
from headwater.web.runs.api import RunWhole
from headwater.web.runs.models import Run, State

LOOKS = {202: RunWhole, **ERRORS}
"""Answers beside 200: 202 while it is worked out, with what is found so far; ask again."""


def under_way(look: Run) -> Status[Run] | None:
    """Return 202 with the look while it goes on; None once it is done.

    Raises
    ------
    ConflictError
        If it was stopped or failed: its text says why, and how to start it anew.
    """
    if look.state == State.DONE:
        return None
    if look.is_open:
        return Status(202, look)
    why = look.error or "It was stopped before it ended."
    raise ConflictError(f"{why} POST /runs/{look.pk}/again works it out again.")
