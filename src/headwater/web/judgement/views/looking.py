"""Ballots on the way: the next question of one that asks step by step, and a second look."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from headwater.errors import InputError
from headwater.web.judgement import actions, guests, showing
from headwater.web.judgement.forms import ballot_typed, step_typed
from headwater.web.judgement.models import Participant, Round
from headwater.web.judgement.permissions import check_can_judge
from headwater.web.judgement.states import State
from headwater.web.judgement.views.rooms import is_part, screen, template_for, whose

MARKED = "Some answers cannot be used; they are marked below."


@login_not_required
@require_http_methods(["GET", "POST"])
def look(request: HttpRequest, code: str, round_id: UUID) -> HttpResponse:
    """Go one step on or back, mend an answer, or look answers over. Nothing is kept.

    With GET it tells what is worth a second look in the answers that are kept.
    """
    who = guests.seated_guest(request, code)
    of = whose(request, who.workshop, who)
    check_can_judge(of)
    round = get_object_or_404(Round, pk=round_id, item__workshop=who.workshop)
    secret = request.COOKIES.get(guests.device_cookie(round.pk), "")
    if request.method == "GET" or round.state != State.OPEN:
        if is_part(request) and request.method == "GET":
            return _kept(request, round, of, secret)
        return redirect("room:here", code=who.workshop.code)
    ways = _stepped if round.frozen.get("adaptive") else _looked_over
    paper = ways(request, round, of, secret)
    status = 422 if paper.faults else 200
    return screen(request, who.workshop, who, template_for(request), paper=paper, status=status)


def _kept(request: HttpRequest, round: Round, of: Participant, secret: str) -> HttpResponse:
    paper = showing.paper(round, of, secret=secret)
    return render(request, "room/_looks.html", {"looks": paper.looks})


def _stepped(request: HttpRequest, round: Round, of: Participant, secret: str) -> showing.Paper:
    asked = round.frozen["asked"]
    trail = actions.read_trail(request.POST.get("trail", ""), asked=asked)
    what, reading, typed = request.POST.get("do", "next"), None, None
    if what == "back":
        taken, trail = (trail[-1] if trail else []), trail[:-1]
        typed = actions.typed_of(actions.step(round_id=round.pk, trail=trail).asked, taken)
    elif what == "resume":  # after a reload: the device kept the steps, the server nothing
        pass
    elif way := _way(what, actions.looks(round_id=round.pk, answers=actions.folded(trail))):
        trail = actions.mend_trail(trail, way)
    else:
        now = actions.step(round_id=round.pk, trail=trail).asked
        typed = step_typed(request.POST, len(now))
        trail, reading = actions.add(trail, now, typed)
    faults = bool(reading and reading.faults)
    return showing.paper(
        round,
        of,
        secret=secret,
        reading=reading,
        typed=typed if faults or what == "back" else None,
        trail=trail,
        looked=True,
        message=MARKED if faults else "",
        key=request.POST.get("key", "")[:64],
    )


def _looked_over(request: HttpRequest, round: Round, of: Participant, secret: str) -> showing.Paper:
    asked = round.frozen["asked"]
    typed = ballot_typed(request.POST, asked)
    reading = actions.read(asked, typed)
    found = () if reading.faults else actions.looks(round_id=round.pk, answers=reading.answers)
    if way := _way(request.POST.get("do", ""), found):
        typed = actions.mend(typed, asked, way)
        reading = actions.read(asked, typed)
    return showing.paper(
        round,
        of,
        secret=secret,
        reading=reading,
        typed=typed,
        looked=True,
        message=MARKED if reading.faults else "",
        key=request.POST.get("key", "")[:64],
    )


def _way(what: str, looks: tuple[actions.Look, ...]) -> actions.Way | None:
    """Return the way to mend that a button named: "mend:0:1" is the second of the first look."""
    name, _, places = what.partition(":")
    if name != "mend":
        return None
    try:
        look, way = (int(each) for each in places.split(":"))
        return looks[look].ways[way]
    except (ValueError, IndexError):
        raise InputError("The answers changed meanwhile; look at them again.") from None
