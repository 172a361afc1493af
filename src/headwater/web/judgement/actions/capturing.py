"""Capturing what is said: the parking lot, actions with an owner and a date, outcomes."""

from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from headwater.errors import ConflictError, InputError
from headwater.web.judgement.actions.announcing import announce
from headwater.web.judgement.actions.undoing import note
from headwater.web.judgement.models import Item, Parked, Participant, Workshop
from headwater.web.judgement.permissions import check_can_conduct
from headwater.web.judgement.states import State
from headwater.web.organization import audit

LONGEST = 2000
MOST_PARKED = 500


@transaction.atomic
def park(
    *, workshop: Workshop, text: str, by: User | None, of: Participant | None = None
) -> Parked:
    """Put a thought aside. A facilitator does, or a participant, whose name is not kept with it."""
    if of is None:
        check_can_conduct(by, workshop) if by else None
    elif of.workshop_id != workshop.pk or of.removed:
        raise InputError("You no longer take part in this workshop.")
    text = text.replace("\x00", "").strip()
    if not text or len(text) > LONGEST:
        raise InputError(f"Write what to park, in 1 to {LONGEST:,} characters.")
    if workshop.parked.count() >= MOST_PARKED:
        raise InputError(f"{MOST_PARKED} thoughts are parked already; deal with some first.")
    last = workshop.parked.aggregate(last=Max("number"))["last"] or 0
    made = Parked.objects.create(workshop=workshop, text=text, number=last + 1)
    before = {"parked": str(made.pk), "taken_away": True, "is_action": False}
    note(workshop, "parked", f"Parked “{text[:60]}”", before)
    announce(workshop, "parked", wide=False)
    audit.record("judgement.thought.parked", target=workshop, by=by)
    return made


@transaction.atomic
def make_action(*, parked: Parked, owner: str, due: date | None, by: User, text: str = "") -> None:
    """Turn a parked thought into an action with an owner and a date."""
    check_can_conduct(by, parked.workshop)
    owner = " ".join(owner.split())
    if not owner or len(owner) > 200:
        raise InputError("An action needs an owner: a name of up to 200 characters.")
    before = {"parked": str(parked.pk), "taken_away": False, "is_action": parked.is_action}
    note(parked.workshop, "parked", f"Action for {owner}", before)
    values = {"text": text.strip()} if text.strip() else {}
    Parked.objects.filter(pk=parked.pk).update(is_action=True, owner=owner, due=due, **values)
    announce(parked.workshop, "parked", wide=False)
    audit.record("judgement.action.made", target=parked, by=by, detail={"owner": owner})


@transaction.atomic
def take_away(*, parked: Parked, by: User) -> None:
    """Take a thought or action off the list; undo brings it back."""
    check_can_conduct(by, parked.workshop)
    before = {"parked": str(parked.pk), "taken_away": False, "is_action": parked.is_action}
    note(parked.workshop, "parked", f"Took away “{parked.text[:60]}”", before)
    Parked.objects.filter(pk=parked.pk).update(taken_away=True)
    announce(parked.workshop, "parked", wide=False)
    audit.record("judgement.thought.taken_away", target=parked, by=by)


@transaction.atomic
def capture_outcome(*, item: Item, text: str, by: User) -> None:
    """Write down what came out of an item; a discussion is then done."""
    check_can_conduct(by, item.workshop)
    text = text.replace("\x00", "").strip()
    if len(text) > 10_000:
        raise InputError("An outcome takes 10,000 characters at most.")
    kept = Item.objects.get(pk=item.pk)
    if kept.version != item.version:
        raise ConflictError(f"“{kept.title}” was changed meanwhile: “{kept.outcome}”.")
    before = {"item": str(kept.pk), "outcome": kept.outcome, "state": kept.state}
    note(item.workshop, "outcome", f"Outcome of “{kept.title}”", before)
    done = kept.state == State.DRAFT and not kept.asks
    state = State.DECIDED if done and text else kept.state
    Item.objects.filter(pk=kept.pk).update(outcome=text, state=state)
    announce(item.workshop, "outcome")
    audit.record("judgement.outcome.captured", target=kept, by=by)
