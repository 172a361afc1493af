"""Taking a ballot: once, while the round is open, for oneself or on behalf of someone absent."""

import secrets
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from headwater.errors import ConflictError, InputError, NotAllowedError
from headwater.web.judgement.actions.questions import Asked
from headwater.web.judgement.actions.reading import checked
from headwater.web.judgement.models import (
    Ballot,
    Participant,
    Round,
    SealedBallot,
    Turnout,
    Workshop,
)
from headwater.web.judgement.permissions import check_can_judge
from headwater.web.judgement.states import Mode, State
from headwater.web.organization import audit

MOST_KEYS = 200
"""Submissions of one ballot that are remembered, so that one sent again counts once."""
ELSEWHERE = (
    "An answer of yours was taken from another device or window. Reload the page: it shows what "
    "is kept now."
)
OTHER_DEVICE = (
    "You have answered already. In the anonymous mode only the device that answered can change "
    "the answer, because nobody else knows which it is."
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a ballot's sender gets: the revision that is now kept, and whether it was a repeat."""

    revision: int
    repeated: bool = False


def new_secret() -> str:
    """Return a secret of 128 bits for one device."""
    return secrets.token_hex(16)


@transaction.atomic
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
    held = _hold(round)
    _check_open(held)
    check_can_judge(of)
    if cast_by.pk != of.pk:
        check_can_stand_in(cast_by, of, held)
    if not key or len(key) > 64:
        raise InputError("A ballot carries a key of 1 to 64 characters, made with its form.")
    kept = checked(asked_in(held.pk), answers)
    if held.mode == Mode.ANONYMOUS:
        receipt = _seal(held, of, kept, secret)
    else:
        receipt = _keep(held, of, cast_by, kept, key, revision)
    if not receipt.repeated:
        _record(held, of, cast_by, by)
    return receipt


def check_can_stand_in(cast_by: Participant, of: Participant, round: Round) -> None:
    """Raise NotAllowedError unless `cast_by` may answer for `of` in the round."""
    if of.proxy_id != cast_by.pk or cast_by.removed:
        raise NotAllowedError(f"{of.name} has not been entrusted to {cast_by.name}.")
    if round.mode == Mode.ANONYMOUS:
        raise NotAllowedError("In the anonymous mode nobody can answer for somebody else.")


def own_ballot(*, round: Round, of: Participant, secret: str = "") -> Ballot | SealedBallot | None:
    """Return what is kept of the person's answers in an open round, for their own eyes."""
    if round.mode == Mode.ANONYMOUS:
        return SealedBallot.objects.filter(round=round, secret=_mark(round, secret)).first()
    return Ballot.objects.filter(round=round, participant=of).first()


def has_answered(*, round: Round, of: Participant) -> bool:
    """Say whether an answer of the person has been taken in the round."""
    return Turnout.objects.filter(round=round, participant=of, answered=True).exists()


def answered_rounds(*, workshop: Workshop, of: Participant) -> list[UUID]:
    """Return the rounds of a workshop in which an answer of the person has been taken."""
    rows = Turnout.objects.filter(participant=of, answered=True, round__item__workshop=workshop)
    return list(rows.values_list("round_id", flat=True))


@lru_cache(maxsize=256)
def asked_in(round_id: UUID) -> list[Asked]:
    """Return what a round asks: frozen at opening, so it is read once."""
    frozen: dict[str, Any] = Round.objects.values_list("frozen", flat=True).get(pk=round_id)
    asked: list[Asked] = frozen["asked"]
    return asked


def _hold(round: Round) -> Round:
    """Return the round as it is now; it cannot close before this transaction ends."""
    if connection.vendor == "postgresql":  # in SQLite IMMEDIATE holds everybody else off
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM judgement_round WHERE id = %s FOR SHARE", [round.pk])
    light = Round.objects.select_related("item").only(
        "state", "mode", "deadline", "number", "item__title"
    )
    return light.get(pk=round.pk)


def _check_open(round: Round) -> None:
    if round.state != State.OPEN:
        raise NotAllowedError(
            f"This question is {round.get_state_display().lower()}: it takes no more answers."
        )
    if round.deadline and timezone.now() > round.deadline:
        raise NotAllowedError(
            f"The deadline was {round.deadline:%d %B %Y, %H:%M} UTC; the question takes no more "
            "answers."
        )


def _keep(
    round: Round,
    of: Participant,
    cast_by: Participant,
    answers: dict[str, Any],
    key: str,
    revision: int,
) -> Receipt:
    values = {"answers": answers, "cast_by": None if cast_by.pk == of.pk else cast_by}
    kept = Ballot.objects.filter(round=round, participant=of).first()
    if kept is None:
        _check_listed(Turnout.objects.filter(round=round, participant=of).update(answered=True), of)
        try:
            with transaction.atomic(savepoint=connection.vendor == "postgresql"):
                Ballot.objects.create(round=round, participant=of, keys=[key], **values)
        except IntegrityError:  # someone was faster, perhaps the same submission
            return _repeated(round, of, key)
        return Receipt(1)
    if key in kept.keys:
        return Receipt(kept.revision, repeated=True)
    if kept.cast_by_id is None and cast_by.pk != of.pk:
        raise NotAllowedError(f"{of.name} has answered in person; that answer stays.")
    found = Ballot.objects.filter(pk=kept.pk, revision=revision)
    if not found.update(revision=revision + 1, keys=[*kept.keys, key][-MOST_KEYS:], **values):
        return _repeated(round, of, key)
    return Receipt(revision + 1)


def _check_listed(rows: int, of: Participant) -> None:
    if not rows:
        raise NotAllowedError(
            f"{of.name} was not on the list when this question opened. The facilitator can ask "
            "it again in a new round."
        )


def _repeated(round: Round, of: Participant, key: str) -> Receipt:
    kept = Ballot.objects.filter(round=round, participant=of).first()
    if kept is not None and key in kept.keys:
        return Receipt(kept.revision, repeated=True)
    raise ConflictError(ELSEWHERE)


def _seal(round: Round, of: Participant, answers: dict[str, Any], secret: str) -> Receipt:
    if len(secret) < 32:
        raise InputError("This device keeps no secret for the ballot yet; reload the page.")
    mark = _mark(round, secret)
    mine = SealedBallot.objects.filter(round=round, secret=mark)
    if mine.update(answers=answers):
        return Receipt(1)
    found = Turnout.objects.filter(round=round, participant=of, answered=False)
    if found.update(answered=True):
        SealedBallot.objects.create(round=round, secret=mark, answers=answers)
        return Receipt(1)
    if mine.update(answers=answers):  # the same ballot, sent twice at the same moment
        return Receipt(1)
    _check_listed(Turnout.objects.filter(round=round, participant=of).count(), of)
    raise NotAllowedError(OTHER_DEVICE)


def _mark(round: Round, secret: str) -> str:
    return salted_hmac(f"headwater.ballot.{round.pk}", secret, algorithm="sha256").hexdigest()


def _record(round: Round, of: Participant, cast_by: Participant, by: User | None) -> None:
    """Write that a ballot was accepted: never what it says; in the hidden modes not whose."""
    detail: dict[str, Any] = {"mode": round.mode}
    if cast_by.pk != of.pk:
        detail |= {"on_behalf_of": of.name, "cast_by": cast_by.name}
    elif round.mode == Mode.NAMED:
        detail |= {"of": of.name}
    audit.record(
        "judgement.ballot.accepted",
        target=round,
        by=by if round.mode == Mode.NAMED else None,
        detail=detail,
    )
