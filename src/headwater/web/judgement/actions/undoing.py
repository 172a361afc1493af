"""What the facilitator did last, and taking it back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from headwater.errors import ConflictError
from headwater.web.judgement.actions.announcing import announce
from headwater.web.judgement.models import Item, Parked, Round, Step, Workshop
from headwater.web.judgement.permissions import check_can_conduct
from headwater.web.judgement.states import Mode, State
from headwater.web.organization import audit


def note(workshop: Workshop, what: str, words: str, before: dict[str, Any]) -> None:
    """Keep how it was before a step, in the transaction of the step."""
    Step.objects.create(
        workshop=workshop, what=what, words=words[:300], before=before, sequence=workshop.sequence
    )


def last_step(workshop: Workshop) -> Step | None:
    """Return what would be undone next; None when nothing can be."""
    return workshop.steps.filter(undone=False).first()


@transaction.atomic
def undo(*, workshop: Workshop, step: int, by: User) -> Step:
    """Take the last step back.

    Raises
    ------
    ConflictError
        If another step is the last one by now, or it cannot be taken back any more.
    """
    check_can_conduct(by, workshop)
    found = last_step(workshop)
    if found is None or found.pk != step:
        raise ConflictError("Something else happened meanwhile; look again at what came last.")
    if not Step.objects.filter(pk=found.pk, undone=False).update(undone=True):
        raise ConflictError("That was undone already.")
    _restore(workshop, found.what, found.before)
    announce(workshop, "undone")
    detail = {"what": found.what}
    audit.record("judgement.step.undone", target=workshop, by=by, detail=detail)
    return found


def _restore(workshop: Workshop, what: str, before: dict[str, Any]) -> None:
    row = Workshop.objects.filter(pk=workshop.pk)
    match what:
        case "moved":
            workshop.items.exclude(began=None).update(began=None)
            Item.objects.filter(pk=before["now"]).update(began=timezone.now())
            row.update(now=before["now"])
        case "timer":
            ends = before["timer_ends"]
            row.update(timer_ends=datetime.fromisoformat(ends) if ends else None)
        case "pace":
            row.update(pace=before["pace"])
        case "outcome":
            Item.objects.filter(pk=before["item"]).update(
                outcome=before["outcome"], state=before["state"]
            )
        case "parked":
            Parked.objects.filter(pk=before["parked"]).update(
                taken_away=before["taken_away"], is_action=before["is_action"]
            )
        case "planned":
            from headwater.web.judgement.actions.planning import unplan

            unplan(before)
        case "closed":
            _reopen(before["round"])


def _reopen(round_id: str) -> None:
    """Open a round again that was closed by mistake; only where no link was destroyed."""
    changed = Round.objects.filter(pk=round_id, state=State.CLOSED, mode=Mode.NAMED).update(
        state=State.OPEN, closed=None, answered=None
    )
    if not changed:
        raise ConflictError("It was revealed or asked again meanwhile; that cannot be undone.")
    Item.objects.filter(rounds=UUID(round_id)).update(state=State.OPEN)
