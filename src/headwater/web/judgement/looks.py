"""Looks at a room's screen that many share, so that it is drawn once for all of them.

When something is announced, hundreds of phones look at the same moment. Whoever has nothing to
fill in sees what everybody sees. Such a screen is drawn from the workshop alone, without knowing
for whom: nothing of one person can come into it. Whoever has a ballot before them, or could cast
for somebody, is not served here, nor is anybody at their own pace or in an anonymous question
that is open, where the screen depends on the device.
"""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string

from headwater.web.judgement import seats, showing
from headwater.web.judgement.models import Participant, Round, Turnout, Workshop
from headwater.web.judgement.states import PROMISE, Mode, Pace, State

ADDRESS = re.compile(r"/j/([-\w]+)/now")
FRESH = 1.0  # seconds for which a drawn screen serves; an announcement ends that at once
MOST_KEPT = 200


@dataclass(frozen=True, slots=True)
class Drawn:
    """A screen as everybody sees it, when it was drawn, and whether a question was open then."""

    page: str
    at: float
    asks: bool


_drawn: dict[tuple[UUID, int, bool], Drawn] = {}


def code_of(request: HttpRequest) -> str:
    """Return the room's code if the request is a look at its screen, as it is for all; else ""."""
    match = ADDRESS.fullmatch(request.path)
    return match[1] if match and not request.META.get("QUERY_STRING") else ""


def take(together: Sequence[HttpRequest]) -> list[str | None]:
    """Return the screen of each visitor who sees what everybody sees; None for the others."""
    there = seats.of([(each, code_of(each)) for each in together])
    people = [who for who in there if who is not None and who.workshop.pace == Pace.TOGETHER]
    rounds = _last_rounds(people)
    answered = set(
        Turnout.objects.filter(
            round__in=[each.pk for each in rounds.values() if each.state == State.OPEN],
            participant__in=[who.pk for who in people],
            answered=True,
        ).values_list("participant_id", flat=True)
    )
    casting = set(
        Participant.objects.filter(proxy__in=[who.pk for who in people], removed=False)
        .order_by()
        .values_list("proxy_id", flat=True)
    )
    pages: list[str | None] = []
    for who in there:
        page = None
        if who is not None and who.workshop.pace == Pace.TOGETHER and who.pk not in casting:
            page = _seen(who, rounds.get(who.workshop.now_id), who.pk in answered)
        pages.append(page)
    return pages


def _last_rounds(people: Sequence[Participant]) -> dict[UUID | None, Round]:
    """Return the newest round of each point that is on a screen, without what it asks."""
    points = {who.workshop.now_id for who in people}
    rounds = Round.objects.filter(item__in=points).only("state", "mode", "item", "number")
    return {each.item_id: each for each in rounds.order_by("number")}


def _seen(who: Participant, round: Round | None, answered: bool) -> str | None:
    """Return what the visitor sees if everybody does; None for a ballot, or what has no sharing."""
    leads = who.part == Participant.Part.LEADER
    if leads and round is not None and round.state == State.OPEN:
        if round.mode == Mode.ANONYMOUS or not answered:
            return None
        return shared(who.workshop, answered=True).page
    drawn = shared(who.workshop, answered=False)
    return None if leads and drawn.asks else drawn.page  # opened since the rounds were read


def shared(workshop: Workshop, *, answered: bool) -> Drawn:
    """Return the screen of everybody who has answered, or of everybody who has nothing to answer.

    Drawn anew when something was announced, and once a second.
    """
    key = (workshop.pk, workshop.sequence, answered)
    kept = _drawn.get(key)
    if kept is None or time.monotonic() - kept.at > FRESH:
        if len(_drawn) >= MOST_KEPT:
            _drawn.clear()
        kept = _drawn[key] = _draw(workshop.pk, answered=answered)
    return kept


def _draw(workshop_id: UUID, *, answered: bool) -> Drawn:
    workshop = Workshop.objects.select_related("now").get(pk=workshop_id)
    item = showing.point(workshop)
    round = showing.last_round(item)
    told = {
        "workshop": workshop,
        "item": item,
        "round": round,
        "paper": _nobodys(round) if answered and round else None,
        "results": showing.newest_results(item),
        "earlier": showing.earlier_rounds(item)[:-1],
        "left": showing.seconds_left(workshop),
        "promise": PROMISE[workshop.mode],
        "mode": Mode(workshop.mode),
    }
    asks = round is not None and round.state == State.OPEN
    return Drawn(render_to_string("room/_now.html", told), time.monotonic(), asks)


def _nobodys(round: Round) -> dict[str, object]:
    """Return of a ballot what is the same for everybody who has answered."""
    can_look = round.frozen["kind"] == "criteria"
    return {"round": round, "answered": True, "can_answer_look": can_look}
