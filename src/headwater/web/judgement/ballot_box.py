"""The ballot box: what a full room hands in within seconds, taken together.

A hand-in of a guest that is in order needs little, and gets the answer that all who succeed get.
Whatever is out of the ordinary (an account, a proxy, a fault, a refusal, a stale form) is not taken
here: the usual way takes or refuses it, with its page (see short_way.py); a ballot's key sees to
it that trying twice counts once. So nothing is decided here that the view decides otherwise.
"""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.asgi import ASGIRequest
from django.db import DatabaseError, InterfaceError
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from headwater.web.judgement import actions, seats
from headwater.web.judgement.forms import ballot_typed
from headwater.web.judgement.guests import device_cookie
from headwater.web.judgement.models import Participant, Round, Workshop
from headwater.web.judgement.views.rooms import hand_in, handed_in

ADDRESS = re.compile(r"/j/([-\w]+)/ballot/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")

log = logging.getLogger("headwater.web")
_forgery = CsrfViewMiddleware(lambda request: HttpResponse())


@dataclass(frozen=True, slots=True)
class Sent:
    """A hand-in as it arrived: room and round of its address, and the request."""

    code: str
    round_id: UUID
    request: ASGIRequest


def sent(request: ASGIRequest) -> Sent | None:
    """Return a request as a hand-in; None if its address is not a ballot's."""
    match = ADDRESS.fullmatch(request.path)
    return Sent(match[1], UUID(match[2]), request) if match else None


def take(together: Sequence[Sent]) -> list[str | None]:
    """Take ballots, those of one round in one transaction; None for each that was not taken."""
    pages: list[str | None] = [None] * len(together)
    there = seats.of([(each.request, each.code) for each in together])
    by_round: dict[UUID, list[tuple[int, actions.HandIn]]] = {}
    for number, (sent, who) in enumerate(zip(together, there, strict=True)):
        if who is not None and (handed := _handed(sent, who)) is not None:
            by_round.setdefault(sent.round_id, []).append((number, handed))
    for round_id, listed in by_round.items():
        try:
            outcomes = actions.submit_ballots(
                round=Round(pk=round_id), handed=[handed for _, handed in listed]
            )
        except (DatabaseError, InterfaceError, Round.DoesNotExist) as error:
            # its words could name a person
            log.warning("ballots of a round go the usual way: %s", type(error).__name__)
            continue
        for (number, handed), outcome in zip(listed, outcomes, strict=True):
            if isinstance(outcome, actions.Receipt):
                pages[number] = _page(handed.of.workshop, round_id)
    return pages


def _handed(sent: Sent, who: Participant) -> actions.HandIn | None:
    """Return the ballot as the room takes it; None where anything about it is unusual."""
    request = sent.request
    if not _is_sound(request) or request.POST.get("of", "") not in ("", str(who.pk)):
        return None
    place = _place(sent.round_id)
    if place is None or place[0] != who.workshop_id:
        return None
    asked = actions.asked_in(sent.round_id)
    if asked and asked[0].get("sparse"):  # asked step by step: its steps are read where pages are
        return None
    reading = actions.read(asked, ballot_typed(request.POST, asked))
    if reading.faults:
        return None
    revision = request.POST.get("revision", "")
    return actions.HandIn(
        of=who,
        cast_by=who,
        answers=reading.answers,
        key=request.POST.get("key", "")[:64],
        revision=int(revision) if revision.isdigit() and len(revision) < 9 else 0,
        secret=request.COOKIES.get(device_cookie(sent.round_id), ""),
    )


def _is_sound(request: ASGIRequest) -> bool:
    """Say whether the site's middleware would let the request through."""
    try:
        request.get_host()
        if settings.SECURE_SSL_REDIRECT and not request.is_secure():
            return False
        _forgery.process_request(request)
        return _forgery.process_view(request, hand_in, (), {}) is None
    except SuspiciousOperation:
        return False


@lru_cache(maxsize=256)
def _place(round_id: UUID) -> tuple[UUID, UUID] | None:
    """Return workshop and item of a round, which never change."""
    return Round.objects.filter(pk=round_id).values_list("item__workshop_id", "item_id").first()


def _page(workshop: Workshop, round_id: UUID) -> str | None:
    place = _place(round_id)
    if place is None:
        return None
    return handed_in(workshop.code, workshop.mode, round_id, place[1], None, "")
