"""A person's ballot: handed in, and shown to them again."""

import secrets
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User

from headwater.errors import HeadwaterError
from headwater.web.judgement.actions.taking import HandIn, Receipt, mark, submit_ballots
from headwater.web.judgement.models import (
    Ballot,
    Participant,
    Round,
    SealedBallot,
    Turnout,
    Workshop,
)
from headwater.web.judgement.states import Mode


def new_secret() -> str:
    """Return a secret of 128 bits for one device."""
    return secrets.token_hex(16)


def submit_ballot(
    *,
    round: Round,
    of: Participant,
    cast_by: Participant,
    answers: dict[str, Any],
    key: str,
    revision: int = 0,
    secret: str = "",
    by: User | None = None,
) -> Receipt:
    """Keep a person's answers in an open round; they replace what was kept before.

    Parameters
    ----------
    of, cast_by
        Whose answers they are, and who sends them: the same person, or their proxy.
    answers
        By the key of the question: {"low", "high", "said", "comment"}.
    key
        Made with the form; the same key again changes nothing and gets the same receipt.
    revision
        Of the ballot that the sender saw; 0 for none.
    secret
        In the anonymous mode, what the sender's device alone keeps.

    Raises
    ------
    NotAllowedError
        If the round is not open, or the person may not answer in it, or not from this device.
    InputError
        If an answer fits no question or no scale, or nothing was answered.
    ConflictError
        If a newer answer of the person was taken meanwhile.
    """
    handed = HandIn(of, cast_by, answers, key, revision, secret, by)
    (outcome,) = submit_ballots(round=round, handed=[handed])
    if isinstance(outcome, HeadwaterError):
        raise outcome
    return outcome


def own_ballot(*, round: Round, of: Participant, secret: str = "") -> Ballot | SealedBallot | None:
    """Return what is kept of the person's answers in an open round, for their own eyes."""
    if round.mode == Mode.ANONYMOUS:
        return SealedBallot.objects.filter(round=round, secret=mark(round.pk, secret)).first()
    return Ballot.objects.filter(round=round, participant=of).first()


def has_answered(*, round: Round, of: Participant) -> bool:
    """Say whether an answer of the person has been taken in the round."""
    return Turnout.objects.filter(round=round, participant=of, answered=True).exists()


def answered_rounds(*, workshop: Workshop, of: Participant) -> list[UUID]:
    """Return the rounds of a workshop in which an answer of the person has been taken."""
    rows = Turnout.objects.filter(participant=of, answered=True, round__item__workshop=workshop)
    return list(rows.values_list("round_id", flat=True))
