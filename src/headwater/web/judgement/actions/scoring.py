"""Who scored which project: what revealed rounds with named answers made public by person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from headwater.vocabulary.shapes import JOIN
from headwater.web.judgement.models import Participant, Round
from headwater.web.judgement.states import Mode, State


@dataclass(frozen=True, slots=True)
class Given:
    """One score that one person gave a project, by its name.

    `criterion` is "" where the round asked for none. A range counts with its middle. `at` is when
    the round was revealed.
    """

    project: str
    criterion: str
    person: str
    email: str
    value: float
    at: datetime


def scores_given(*, until: datetime) -> tuple[Given, ...]:
    """Return every score by a person that was public at a time, oldest round first.

    Rounds whose answers are not shown beside names give none, whoever asks.
    """
    rounds = Round.objects.filter(
        state=State.REVEALED, mode=Mode.NAMED, frozen__kind="projects", revealed__lte=until
    ).select_related("item")
    ordered = sorted(rounds, key=lambda each: (each.revealed or until, each.number))
    return tuple(given for round in ordered for given in _of(round))


def _of(round: Round) -> Iterator[Given]:
    people = Participant.objects.filter(workshop=round.item.workshop_id)
    emails = dict(people.values_list("name", "email"))
    for question in (round.published or {}).get("questions", ()):
        project, _, criterion = question["key"].partition(JOIN)
        for name, low, high in question.get("by_person", ()):
            if low is not None and high is not None and round.revealed is not None:
                middle = (low + high) / 2
                yield Given(project, criterion, name, emails.get(name, ""), middle, round.revealed)
