"""Taking ballots that arrive together: each is checked alone, all are written at once.

A full room hands in within seconds. Ballots that come at nearly the same moment share one
transaction, so that reading, writing and the wait for the disk are paid once for all of them;
whoever is refused is refused alone, and nobody is answered before all of it is durable.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from headwater.errors import ConflictError, HeadwaterError, InputError, NotAllowedError
from headwater.web.judgement.actions.questions import Asked, frozen_in
from headwater.web.judgement.actions.reading import checked
from headwater.web.judgement.actions.stepping import check_usable
from headwater.web.judgement.models import Ballot, Participant, Round, SealedBallot, Turnout
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
class HandIn:
    """One ballot as it is sent; the fields are those of `submit_ballot`."""

    of: Participant
    cast_by: Participant
    answers: dict[str, Any]
    key: str
    revision: int = 0
    secret: str = ""
    by: User | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a ballot's sender gets: the revision that is now kept, and whether it was a repeat."""

    revision: int
    repeated: bool = False


@transaction.atomic
def submit_ballots(*, round: Round, handed: Sequence[HandIn]) -> list[Receipt | HeadwaterError]:
    """Keep several ballots of a round, in their order; return a receipt or a refusal for each.

    Refusals are those of `submit_ballot`; they are returned, and the others are kept.
    """
    held = _hold(round)
    box: _Box = (_Sealed if held.mode == Mode.ANONYMOUS else _Signed)(held, handed)
    outcomes: list[Receipt | HeadwaterError] = []
    entries = []
    for each in handed:
        try:
            receipt = _taken(box, held, each)
        except HeadwaterError as refusal:
            outcomes.append(refusal)
            continue
        outcomes.append(receipt)
        if not receipt.repeated:
            entries.append(_entry(held, each))
    if entries:
        box.write()
        audit.record_all(entries)
    return outcomes


def asked_in(round_id: UUID) -> list[Asked]:
    """Return what a round asks: frozen at opening, so it is read once."""
    asked: list[Asked] = frozen_in(round_id)["asked"]
    return asked


def mark(round_id: UUID, secret: str) -> str:
    """Return the digest by which the database knows a device in one round."""
    return salted_hmac(f"headwater.ballot.{round_id}", secret, algorithm="sha256").hexdigest()


def check_can_stand_in(cast_by: Participant, of: Participant, round: Round) -> None:
    """Raise NotAllowedError unless `cast_by` may answer for `of` in the round."""
    if of.proxy_id != cast_by.pk or cast_by.removed:
        raise NotAllowedError(f"{of.name} has not been entrusted to {cast_by.name}.")
    if round.mode == Mode.ANONYMOUS:
        raise NotAllowedError("In the anonymous mode nobody can answer for somebody else.")


class _Box(Protocol):
    """What is kept of a round's ballots, and what will be."""

    def take(self, each: HandIn, answers: dict[str, Any]) -> Receipt: ...

    def write(self) -> None: ...


def _taken(box: _Box, round: Round, each: HandIn) -> Receipt:
    _check_open(round)
    check_can_judge(each.of)
    if each.cast_by.pk != each.of.pk:
        check_can_stand_in(each.cast_by, each.of, round)
    if not each.key or len(each.key) > 64:
        raise InputError("A ballot carries a key of 1 to 64 characters, made with its form.")
    answers = checked(asked_in(round.pk), each.answers)
    check_usable(round.pk, answers)
    return box.take(each, answers)


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


class _Listed:
    """Who of those who hand in is on the list, and who has answered before.

    In PostgreSQL their rows stay locked until the transaction ends, in the order of their keys:
    whoever else takes a ballot of the same person waits for it.
    """

    def __init__(self, round: Round, handed: Sequence[HandIn]) -> None:
        rows = Turnout.objects.filter(round=round, participant__in={each.of.pk for each in handed})
        found = rows.order_by("pk").select_for_update().values_list("participant", "pk", "answered")
        self._rows = {participant: (pk, answered) for participant, pk, answered in found}
        self._new: list[UUID] = []

    def check(self, of: Participant) -> None:
        """Raise NotAllowedError for someone who is not on the list."""
        if of.pk not in self._rows:
            raise NotAllowedError(
                f"{of.name} was not on the list when this question opened. The facilitator can "
                "ask it again in a new round."
            )

    def has_answered(self, of: Participant) -> bool:
        return self._rows[of.pk][1]

    def answers(self, of: Participant) -> None:
        """Note that someone answers; written later."""
        pk, answered = self._rows[of.pk]
        if not answered:
            self._rows[of.pk] = (pk, True)
            self._new.append(pk)

    def write(self) -> None:
        if self._new:
            Turnout.objects.filter(pk__in=self._new).update(answered=True)


class _Signed:
    """Named ballots, and confidential ones until their round closes."""

    def __init__(self, round: Round, handed: Sequence[HandIn]) -> None:
        self._round = round
        self._list = _Listed(round, handed)
        kept = Ballot.objects.filter(round=round, participant__in={each.of.pk for each in handed})
        self._kept = {each.participant_id: each for each in kept.order_by()}
        self._changed: dict[UUID, Ballot] = {}

    def take(self, each: HandIn, answers: dict[str, Any]) -> Receipt:
        of, proxy = each.of, None if each.cast_by.pk == each.of.pk else each.cast_by.pk
        kept = self._kept.get(of.pk)
        if kept is None:
            self._list.check(of)
            self._list.answers(of)
            kept = Ballot(round=self._round, participant=of, keys=[], revision=0)
            self._kept[of.pk] = kept
        elif each.key in kept.keys:
            return Receipt(kept.revision, repeated=True)
        elif kept.cast_by_id is None and proxy is not None:
            raise NotAllowedError(f"{of.name} has answered in person; that answer stays.")
        elif kept.revision != each.revision:
            raise ConflictError(ELSEWHERE)
        kept.answers, kept.cast_by_id = answers, proxy
        kept.keys, kept.revision = [*kept.keys, each.key][-MOST_KEYS:], kept.revision + 1
        self._changed[of.pk] = kept
        return Receipt(kept.revision)

    def write(self) -> None:
        self._list.write()
        Ballot.objects.bulk_create(
            self._changed.values(),
            update_conflicts=True,
            unique_fields=["round", "participant"],
            update_fields=["answers", "cast_by", "keys", "revision"],
        )


class _Sealed:
    """Anonymous ballots: a row belongs to whoever knows its secret, and to nobody else."""

    def __init__(self, round: Round, handed: Sequence[HandIn]) -> None:
        self._round = round
        self._list = _Listed(round, handed)
        marks = {mark(round.pk, each.secret) for each in handed}
        kept = SealedBallot.objects.filter(round=round, secret__in=marks).order_by()
        self._kept = {each.secret: each for each in kept}
        self._changed: dict[str, SealedBallot] = {}

    def take(self, each: HandIn, answers: dict[str, Any]) -> Receipt:
        if len(each.secret) < 32:
            raise InputError("This device keeps no secret for the ballot yet; reload the page.")
        secret = mark(self._round.pk, each.secret)
        kept = self._kept.get(secret)
        if kept is None:
            self._list.check(each.of)
            if self._list.has_answered(each.of):
                raise NotAllowedError(OTHER_DEVICE)
            self._list.answers(each.of)
            kept = self._kept[secret] = SealedBallot(round=self._round, secret=secret)
        kept.answers = answers
        self._changed[secret] = kept
        return Receipt(1)

    def write(self) -> None:
        self._list.write()
        SealedBallot.objects.bulk_create(
            # by their random ids: not even the order of one transaction is that of arrival
            sorted(self._changed.values(), key=lambda each: each.pk),
            update_conflicts=True,
            unique_fields=["secret"],
            update_fields=["answers"],
        )


def _entry(round: Round, each: HandIn) -> audit.Entry:
    """Return that a ballot was accepted: never what it says; in the hidden modes not whose."""
    detail: dict[str, Any] = {"mode": round.mode}
    if each.cast_by.pk != each.of.pk:
        detail |= {"on_behalf_of": each.of.name, "cast_by": each.cast_by.name}
    elif round.mode == Mode.NAMED:
        detail |= {"of": each.of.name}
    by = each.by if round.mode == Mode.NAMED else None
    return audit.Entry("judgement.ballot.accepted", round, by, detail)
