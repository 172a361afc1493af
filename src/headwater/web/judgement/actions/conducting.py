"""Running a workshop: moving everyone on, opening, closing and revealing questions."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from headwater.errors import ConflictError, InputError
from headwater.web.judgement.actions import publishing, questions
from headwater.web.judgement.actions.announcing import announce
from headwater.web.judgement.actions.destroying import cut
from headwater.web.judgement.actions.undoing import note
from headwater.web.judgement.models import Item, Participant, Round, Turnout, Workshop
from headwater.web.judgement.permissions import check_can_conduct
from headwater.web.judgement.states import ITEM, WORKSHOP, Mode, Pace, State
from headwater.web.organization import audit

LONGEST_TIMER = 24 * 60  # minutes


@transaction.atomic
def open_workshop(*, workshop: Workshop, by: User) -> Workshop:
    """Let people in: those on the list can judge what is opened from now on."""
    check_can_conduct(by, workshop)
    kept = Workshop.objects.get(pk=workshop.pk)
    _check_next(WORKSHOP, kept.state, State.OPEN, kept.title)
    first = kept.items.first()
    if first is None:
        raise InputError("The agenda is empty; add a point first.")
    now = timezone.now()
    values: dict[str, Any] = {"state": State.OPEN, "closed": None}
    if kept.opened is None:
        values |= {"opened": now, "now": first}
    Workshop.objects.filter(pk=kept.pk).update(**values)
    if kept.opened is None and kept.pace == Pace.TOGETHER:
        Item.objects.filter(pk=first.pk).update(began=now)
    announce(kept, "opened")
    audit.record("judgement.workshop.opened", target=kept, by=by, detail={"mode": kept.mode})
    kept.refresh_from_db()
    return kept


@transaction.atomic
def close_workshop(*, workshop: Workshop, by: User) -> None:
    """End it: open questions close, nobody new comes in, what was published stays in sight."""
    check_can_conduct(by, workshop)
    kept = Workshop.objects.get(pk=workshop.pk)
    _check_next(WORKSHOP, kept.state, State.CLOSED, kept.title)
    for each in Round.objects.filter(item__workshop=kept, state=State.OPEN):
        close_round(round=each, by=by)
    _leave_point(kept)
    Workshop.objects.filter(pk=kept.pk).update(
        state=State.CLOSED, closed=timezone.now(), timer_ends=None
    )
    announce(kept, "ended")
    audit.record("judgement.workshop.closed", target=kept, by=by)


@transaction.atomic
def move_to(*, workshop: Workshop, item: Item, by: User) -> None:
    """Put an item on everyone's screen; the time spent on the one before is added up."""
    check_can_conduct(by, workshop)
    kept = _running(workshop)
    if item.workshop_id != kept.pk:
        raise InputError("That point is on another workshop's agenda.")
    before = {"now": str(kept.now_id) if kept.now_id else None}
    _leave_point(kept)
    Item.objects.filter(pk=item.pk).update(began=timezone.now())
    Workshop.objects.filter(pk=kept.pk).update(now=item, timer_ends=None)
    note(kept, "moved", f"Moved to “{item.title}”", before)
    announce(kept, "moved")
    audit.record("judgement.workshop.moved", target=item, by=by)


@transaction.atomic
def set_timer(*, workshop: Workshop, minutes: int, by: User) -> None:
    """Start a timer of so many minutes on everyone's screen; 0 takes it away."""
    check_can_conduct(by, workshop)
    kept = _running(workshop)
    if not 0 <= minutes <= LONGEST_TIMER:
        raise InputError(f"A timer runs for 1 to {LONGEST_TIMER:,} minutes; 0 stops it.")
    ends = timezone.now() + timedelta(minutes=minutes) if minutes else None
    before = {"timer_ends": kept.timer_ends.isoformat() if kept.timer_ends else None}
    Workshop.objects.filter(pk=kept.pk).update(timer_ends=ends)
    note(kept, "timer", f"Timer of {minutes} min" if minutes else "Timer stopped", before)
    announce(kept, "timer")
    audit.record("judgement.timer.set", target=kept, by=by, detail={"minutes": minutes})


@transaction.atomic
def set_pace(*, workshop: Workshop, pace: str, by: User) -> None:
    """Switch between together (one screen for all) and apart (everyone at their own pace)."""
    check_can_conduct(by, workshop)
    kept = Workshop.objects.get(pk=workshop.pk)
    if pace not in Pace.values:
        raise InputError(f"There is no pace {pace!r}: {', '.join(Pace.values)}.")
    Workshop.objects.filter(pk=kept.pk).update(pace=pace)
    note(kept, "pace", f"Switched to “{Pace(pace).label}”", {"pace": kept.pace})
    announce(kept, "pace")
    audit.record("judgement.pace.set", target=kept, by=by, detail={"pace": pace})


@transaction.atomic
def open_round(*, item: Item, by: User) -> Round:
    """Put the item's question: freeze what it rests on, and let everyone on the list answer.

    Raises
    ------
    InputError
        If the workshop does not run, or the item asks nothing or has too little to judge.
    ConflictError
        If the question is open already.
    """
    workshop = _running(item.workshop)
    check_can_conduct(by, workshop)
    item = Item.objects.get(pk=item.pk)
    _check_next(ITEM, item.state, State.OPEN, item.title)
    frozen = questions.freeze(item, workshop)
    last = item.rounds.order_by("-number").first()
    opened = Round.objects.create(
        item=item,
        number=last.number + 1 if last else 1,
        mode=workshop.mode,
        frozen=frozen,
        digest=questions.digest(frozen),
        changes=questions.differences(last.frozen, frozen) if last else [],
        quorum=workshop.quorum,
        deadline=workshop.deadline if workshop.pace == Pace.APART else None,
    )
    leaders = workshop.participants.filter(part=Participant.Part.LEADER, removed=False)
    Turnout.objects.bulk_create(Turnout(round=opened, participant=each) for each in leaders)
    Item.objects.filter(pk=item.pk).update(state=State.OPEN)
    announce(workshop, "asked")
    detail = {"digest": opened.digest, "mode": opened.mode, "number": opened.number}
    audit.record("judgement.round.opened", target=opened, by=by, detail=detail)
    return opened


@transaction.atomic
def close_round(*, round: Round, by: User | None) -> None:
    """Take no more answers. In the hidden modes this cuts the link for good.

    `by` is None where the deadline closed it.
    """
    workshop = round.item.workshop
    if by is not None:
        check_can_conduct(by, workshop)
    closed = Round.objects.filter(pk=round.pk, state=State.OPEN).update(
        state=State.CLOSED, closed=timezone.now()
    )
    if not closed:
        raise ConflictError(f"{round} is not open any more.")
    answered = Turnout.objects.filter(round=round, answered=True).count()
    Round.objects.filter(pk=round.pk).update(answered=answered)
    Item.objects.filter(pk=round.item_id).update(state=State.CLOSED)
    if round.mode == Mode.NAMED:
        note(workshop, "closed", f"Closed “{round.item.title}”", {"round": str(round.pk)})
    else:
        cut(round)
    announce(workshop, "closed")
    detail = {"answered": answered} if round.mode == Mode.NAMED else {}
    audit.record("judgement.round.closed", target=round, by=by, detail=detail)


@transaction.atomic
def reveal(*, round: Round, by: User, without_quorum: bool = False) -> Round:
    """Publish the results of a closed round: computed once, kept, and shown to everyone.

    Raises
    ------
    ConflictError
        If the round is not closed, or its quorum was not reached and that was not confirmed.
    """
    workshop = round.item.workshop
    check_can_conduct(by, workshop)
    kept = Round.objects.select_related("item__workshop").get(pk=round.pk)
    _check_next(ITEM, kept.state, State.REVEALED, kept.item.title)
    if (kept.answered or 0) < kept.quorum and not without_quorum:
        raise ConflictError(
            f"{kept.answered or 0} of the {kept.quorum} answers that the quorum asks for are in. "
            "Ask again in a new round, or reveal all the same and say so in the record."
        )
    published = publishing.publish(kept)
    changed = Round.objects.filter(pk=kept.pk, state=State.CLOSED).update(
        state=State.REVEALED, revealed=timezone.now(), published=published
    )
    if not changed:
        raise ConflictError(f"{kept} was revealed meanwhile.")
    Item.objects.filter(pk=kept.item_id).update(state=State.REVEALED)
    announce(workshop, "revealed")
    audit.record(
        "judgement.round.revealed",
        target=kept,
        by=by,
        detail={"without_quorum": (kept.answered or 0) < kept.quorum},
    )
    kept.refresh_from_db()
    return kept


def close_due() -> int:
    """Close the rounds whose deadline has passed; for the worker and for pages. Count them."""
    due = Round.objects.filter(state=State.OPEN, deadline__lt=timezone.now())
    closed = 0
    for each in due.select_related("item__workshop"):
        try:
            close_round(round=each, by=None)
        except ConflictError:
            continue  # someone was faster
        closed += 1
    return closed


def _running(workshop: Workshop) -> Workshop:
    kept = Workshop.objects.get(pk=workshop.pk)
    if kept.state != State.OPEN:
        raise ConflictError(
            f"“{kept.title}” is {State(kept.state).label.lower()}; open the workshop first."
        )
    return kept


def _leave_point(workshop: Workshop) -> None:
    item = workshop.now
    if item is not None and item.began is not None:
        spent = item.spent + int((timezone.now() - item.began).total_seconds())
        Item.objects.filter(pk=item.pk).update(spent=spent, began=None)


def _check_next(table: Any, state: str, wanted: State, what: str) -> None:
    if wanted not in table.get(state, ()):
        raise ConflictError(
            f"“{what}” is {State(state).label.lower()} and cannot become "
            f"{wanted.label.lower()} from there."
        )
