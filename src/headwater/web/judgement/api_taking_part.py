"""REST API for those who take part and have a key: what is asked, the next step, handing in.

Leaders get no keys: they answer on a phone, or somebody entrusted casts on their behalf.
"""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Schema
from pydantic import Field

from headwater.errors import InputError
from headwater.web.judgement import actions
from headwater.web.judgement.api_workshops import RoundOut, router, told_of_round
from headwater.web.judgement.models import Participant, Round
from headwater.web.judgement.permissions import can_conduct
from headwater.web.judgement.states import Mode
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request, person
from headwater.web.organization.shapes import ERRORS

ROUND = "/rounds/{uuid:id}"


class AnswerIn(Schema):
    """An answer: a number or a range (low, high), or words; nothing for "don't know"."""

    low: float | None = None
    high: float | None = None
    said: str = Field("", max_length=4000)
    comment: str = Field("", max_length=1000)


class BallotIn(Schema):
    """A ballot. `answers` are by the key of the question.

    `key` is your own: the same key again changes nothing. `revision` is of the ballot that you
    saw, 0 for the first. `secret` (32 characters or more, kept by you alone) is needed in the
    anonymous mode: it alone lets you change the answer. `of` names whom you stand in for.
    """

    answers: dict[str, AnswerIn]
    key: str = Field(min_length=1, max_length=64)
    revision: int = Field(0, ge=0, le=2**31 - 1)
    secret: str = Field("", max_length=200)
    of: UUID | None = None


class StepIn(Schema):
    """The answers so far, for methods that ask step by step; nothing of it is kept."""

    answers: dict[str, AnswerIn] = {}


class ReceiptOut(Schema):
    """The revision that is kept now, and whether this was sent before."""

    revision: int
    repeated: bool


class LookOut(Schema):
    """Something worth a second look, and answers that would mend it, each by key."""

    text: str
    ways: list[dict[str, Any]]


class StepOut(Schema):
    """What to ask next (nothing once that is all), and what is worth a second look."""

    asked: list[dict[str, Any]]
    looks: list[LookOut]


@router.get(ROUND, response={200: RoundOut, **ERRORS})
def show(request: Request, id: UUID) -> dict[str, Any]:
    """Show what a round asks, and what was published once it was revealed."""
    return told_of_round(_seat(request, id)[0])


@router.post(f"{ROUND}/look", response={200: StepOut, **ERRORS})
def look(request: Request, id: UUID, given: StepIn) -> dict[str, Any]:
    """Say what to ask next, given the answers so far, and what in them is worth a second look."""
    round, _ = _seat(request, id)
    answers = actions.checked_answers(round, _plain(given.answers))
    asked = round.frozen["asked"]
    if round.frozen.get("adaptive"):
        trail = actions.trail_of(answers)
        asked = list(actions.step(round_id=round.pk, trail=trail).asked)
    found = actions.looks(round_id=round.pk, answers=answers) if answers else ()
    return {
        "asked": asked,
        "looks": [
            {"text": each.text, "ways": [{"text": w.text, "sets": dict(w.sets)} for w in each.ways]}
            for each in found
        ],
    }


@router.post(f"{ROUND}/ballot", response={200: ReceiptOut, **ERRORS})
def hand_in(request: Request, id: UUID, given: BallotIn) -> actions.Receipt:
    """Hand a ballot in while the round is open; it replaces what you handed in before."""
    round, who = _seat(request, id)
    if who is None:
        raise Http404("you do not take part in this workshop")
    of = who
    if given.of is not None and given.of != who.pk:
        of = get_object_or_404(who.stands_for, pk=given.of, removed=False)
    if round.mode == Mode.ANONYMOUS and len(given.secret) < 32:
        raise InputError(
            "In the anonymous mode send a secret of 32 characters that you alone keep."
        )
    return actions.submit_ballot(
        round=round,
        of=of,
        cast_by=who,
        answers=_plain(given.answers),
        key=given.key,
        revision=given.revision,
        secret=given.secret,
        by=person(request),
    )


def _seat(request: Request, id: UUID) -> tuple[Round, Participant | None]:
    """Return the round and whom the person takes part as: 404 for strangers of the workshop.

    A facilitator sees the round without a part in it.
    """
    check_can(request.user, "read")
    round = get_object_or_404(Round.objects.select_related("item__workshop"), pk=id)
    workshop = round.item.workshop
    who = actions.join_with_account(workshop=workshop, user=request.user)
    if who is None and not can_conduct(request.user, workshop):
        raise Http404("no such round")
    return round, who


def _plain(answers: dict[str, AnswerIn]) -> dict[str, dict[str, Any]]:
    return {key: each.dict() for key, each in answers.items()}
