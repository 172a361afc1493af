"""A round of answers to one point of the agenda, who is entitled to answer, and the answers.

Answers of the anonymous mode, and those of the confidential mode once it closed, are in a table
of their own: no person, no time, no order, no key that another table shares.
"""

import uuid
from typing import Any

from django.db import models

from headwater.web.judgement.models.workshops import Item, Participant
from headwater.web.judgement.states import Mode, State
from headwater.web.runs.models import Run


class Round(models.Model):
    """One time that a question is put: what was asked is frozen with its digest.

    Attributes
    ----------
    number
        Counts the rounds of an item from 1: reveal, discuss, judge again.
    frozen, digest
        Question, method, what is judged, mode and quorum as they were at opening, and the
        SHA-256 of their canonical JSON.
    changes
        What differs from the round before, as whole sentences; shown to all.
    published
        What was made public at the reveal; computed once, from all answers.
    answered
        How many answered, as counted at closing.
    to_destroy
        Whether the link between people and answers is cut but may still be in the files.
    matters
        The run that said which differences change the choice.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveIntegerField()
    mode = models.CharField(max_length=12, choices=Mode.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    frozen: "models.JSONField[Any, Any]" = models.JSONField()
    digest = models.CharField(max_length=64)
    changes: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    quorum = models.PositiveIntegerField(default=1)
    deadline = models.DateTimeField(null=True)
    opened = models.DateTimeField(auto_now_add=True)
    closed = models.DateTimeField(null=True)
    revealed = models.DateTimeField(null=True)
    answered = models.PositiveIntegerField(null=True)
    published: "models.JSONField[Any, Any]" = models.JSONField(null=True)
    to_destroy = models.BooleanField(default=False)
    matters = models.ForeignKey(Run, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["item", "number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="one_round_a_number"),
            models.UniqueConstraint(
                fields=["item"], condition=models.Q(state="open"), name="one_open_round_an_item"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item.title}, round {self.number}"

    @property
    def is_hidden(self) -> bool:
        """Whether answers are never shown beside names."""
        return self.mode != Mode.NAMED


class Turnout(models.Model):
    """That someone may answer in a round, and whether they did; never what.

    In SQLite this table has no hidden row number: it is kept in the order of its random ids.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="turnout")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    answered = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "participant"], name="one_turnout_a_person")
        ]

    def __str__(self) -> str:
        return "answered" if self.answered else "has not answered"


class Ballot(models.Model):
    """The answers of a known person: for good when named, until closing when confidential.

    `answers` maps the key of a question to {"low", "high", "said", "comment"}; see ballots.py.
    `keys` are those of the submissions it took, so that one sent twice counts once; `revision`
    counts them. `cast_by` is who cast it on the person's behalf.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="ballots")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    cast_by = models.ForeignKey(Participant, null=True, on_delete=models.SET_NULL, related_name="+")
    answers: "models.JSONField[Any, Any]" = models.JSONField()
    keys: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "participant"], name="one_ballot_a_person")
        ]

    def __str__(self) -> str:
        return "a ballot"


class SealedBallot(models.Model):
    """Answers that belong to nobody. `secret` is a digest of what only one device knows.

    In SQLite this table has no hidden row number: it is kept in the order of its random ids.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="sealed")
    secret = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - NULLs may repeat
    answers: "models.JSONField[Any, Any]" = models.JSONField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return "a sealed ballot"
