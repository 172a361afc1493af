"""The outbox: one reminder to each who is waited for, written for a person to send."""

from django.db import transaction
from django.utils import timezone

from headwater.web.judgement.actions.progress import waiting
from headwater.web.judgement.models import Note, Round, Workshop
from headwater.web.judgement.states import Pace, State
from headwater.web.organization import audit

REMINDER = "reminder"


def remind_due() -> int:
    """Write the reminders whose time has come; for the worker. Count the workshops."""
    due = Workshop.objects.filter(
        state=State.OPEN, pace=Pace.APART, remind__lte=timezone.now(), reminded=False
    )
    return sum(remind(workshop=each) for each in due)


@transaction.atomic
def remind(*, workshop: Workshop) -> bool:
    """Write one reminder to each who is waited for; False if that was done already.

    In the hidden modes everyone gets one, whether they answered or not: whom it goes to would
    else tell who has not. Nothing is sent, and no link stands in it: links are shown once.
    """
    if not Workshop.objects.filter(pk=workshop.pk, reminded=False).update(reminded=True):
        return False
    rounds = list(Round.objects.filter(item__workshop=workshop, state=State.OPEN))
    people = {each.pk: each for round in rounds for each in waiting(round)}
    text = _text(workshop, len(rounds))
    Note.objects.bulk_create(
        (
            Note(
                workshop=workshop,
                participant=each,
                kind=REMINDER,
                subject=f"Reminder: {workshop.title}"[:300],
                text=text.format(name=each.name),
            )
            for each in people.values()
        ),
        ignore_conflicts=True,
    )
    audit.record(
        "judgement.reminders.written", target=workshop, by=None, detail={"notes": len(people)}
    )
    return True


def _text(workshop: Workshop, questions: int) -> str:
    until = f" until {workshop.deadline:%d %B %Y, %H:%M} UTC" if workshop.deadline else ""
    what = "one question is" if questions == 1 else f"{questions} questions are"
    title = workshop.title.replace("{", "{{").replace("}", "}}")
    done = " If you have answered already, thank you: nothing more is needed."
    hidden = done if workshop.is_hidden else ""
    return (
        f"Dear {{name}},\n\nin “{title}” {what} open{until}. Please use your personal link on the "
        f"device you opened it on, or go to /j/{workshop.code}.{hidden}"
        "\n\nThank you."
    )
