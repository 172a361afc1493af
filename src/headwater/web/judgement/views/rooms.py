"""Pages of those who take part: joining, the room's screen, the ballot, who sees what."""

from functools import lru_cache
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from headwater.errors import ConflictError, HeadwaterError, InputError
from headwater.web.judgement import actions, guests, showing
from headwater.web.judgement.forms import JoinForm, given
from headwater.web.judgement.models import Item, Participant, Round, Workshop
from headwater.web.judgement.states import FEWEST, PROMISE, SEES, Mode, Pace, State


@login_not_required
@require_GET
def door(request: HttpRequest) -> HttpResponse:
    """Ask for the code that is shown in the room."""
    code = "".join(request.GET.get("code", "").split())
    if code and code.isalnum():
        return redirect("room:join", code=code.upper())
    return render(request, "room/door.html")


@login_not_required
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for PIN and name, and let the visitor in; who is in already goes to the room."""
    workshop = Workshop.objects.filter(code=code.upper()).first()
    if workshop and guests.guest(request, workshop) and request.method == "GET":
        return redirect("room:here", code=workshop.code)
    user = guests.account(request)
    first = {"name": actions.usual_name(user)} if user else {}
    form = JoinForm(request.POST if request.method == "POST" else None, initial=first)
    status = 200
    if form.is_valid():
        try:
            made = actions.join_by_pin(
                code=code,
                pin=form.cleaned_data["pin"],
                name=form.cleaned_data["name"],
                address=_address(request),
                user=user,
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
            status = error.http_status
        else:
            guests.remember(request, made)
            return redirect("room:here", code=made.workshop.code)
    elif form.is_bound:
        status = 422
    return render(request, "room/join.html", {"form": form, "code": code.upper()}, status=status)


@login_not_required
@sensitive_variables("secret")
@require_http_methods(["GET", "POST"])
def personal_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Show whom the link lets in; only the button uses it up, so no preview of it can."""
    if request.method == "POST":
        found = actions.use_personal_link(secret=secret, address=_address(request))
        guests.remember(request, found)
        return redirect("room:here", code=found.workshop.code)
    found = actions.open_personal_link(secret=secret, address=_address(request))
    told = {"participant": found, "workshop": found.workshop}
    return render(request, "room/link.html", told | _promise(found.workshop))


@login_not_required
@require_GET
def here(request: HttpRequest, code: str) -> HttpResponse:
    """Show the room's screen, with the number of the last event it knows."""
    workshop = guests.workshop_of(code)
    who = guests.guest(request, workshop)
    if who is None:
        return redirect("room:join", code=workshop.code)
    return screen(request, workshop, who, "room/here.html")


@login_not_required
@require_GET
def now(request: HttpRequest, code: str) -> HttpResponse:
    """Show the parts of the room's screen that change."""
    workshop = guests.workshop_of(code)
    return screen(request, workshop, guests.known_guest(request, workshop), "room/_now.html")


@login_not_required
@require_POST
def hand_in(request: HttpRequest, code: str, round_id: UUID) -> HttpResponse:
    """Take a ballot; with faults it comes back with what was typed."""
    who = guests.seated_guest(request, code)
    workshop = who.workshop
    of = whose(request, workshop, who)
    round = _light_round(workshop, round_id)
    asked = actions.asked_in(round.pk)
    typed, reading, trail = given(request.POST, round.pk, asked)
    secret = request.COOKIES.get(guests.device_cookie(round.pk), "")
    key = request.POST.get("key", "")[:64]
    try:
        if reading.faults:
            raise InputError("Some answers cannot be used; they are marked below.")
        actions.submit_ballot(
            round=round,
            of=of,
            cast_by=who,
            answers=reading.answers,
            key=key,
            revision=_number(request.POST.get("revision")),
            secret=secret,
            by=guests.account(request),
        )
    except (InputError, ConflictError) as error:
        round.refresh_from_db()
        if round.state != State.OPEN:
            raise
        told: dict[str, Any] = {"reading": reading, "typed": typed, "trail": trail}
        paper = showing.paper(round, of, secret=secret, key=key, message=str(error), **told)
        status = error.http_status
        return screen(request, workshop, who, template_for(request), paper=paper, status=status)
    if not is_part(request):
        messages.success(request, "Your answer is in.")
        return redirect(_address_of(workshop, round))
    behalf = of.name if of.pk != who.pk else ""
    return HttpResponse(
        handed_in(
            workshop.code, workshop.mode, round.pk, round.item_id, of.pk if behalf else None, behalf
        )
    )


@lru_cache(maxsize=512)
def handed_in(
    code: str, mode: str, round_id: UUID, item_id: UUID, of: UUID | None, name: str
) -> str:
    """Return what a phone shows once its ballot is kept: the same for everyone in a round.

    Hundreds hand in within seconds, so it is drawn once.
    """
    told = {
        "workshop": {"code": code},
        "round_id": round_id,
        "item_id": item_id,
        "behalf": of,
        "name": name,
    }
    told |= {"mode": Mode(mode), "promise": PROMISE[mode]}
    told |= {"can_look": actions.subject_of(round_id) is not None}
    return render_to_string("room/_handed_in.html", told)


def _light_round(workshop: Workshop, round_id: UUID) -> Round:
    """Return a round of the workshop without what it asks and published."""
    light = Round.objects.filter(item__workshop=workshop).only("state", "mode", "item")
    return get_object_or_404(light, pk=round_id)


@login_not_required
@require_POST
def park(request: HttpRequest, code: str) -> HttpResponse:
    """Put a participant's thought into the parking lot, without their name."""
    workshop = guests.workshop_of(code)
    who = guests.known_guest(request, workshop)
    actions.park(workshop=workshop, text=request.POST.get("text", ""), by=None, of=who)
    messages.success(request, "Parked. The facilitator sees it, without your name.")
    return redirect("room:here", code=workshop.code)


@login_not_required
@require_GET
def who_sees_what(request: HttpRequest, code: str) -> HttpResponse:
    """Show the one-page table of who can see what, and when."""
    workshop = Workshop.objects.filter(code=code.upper()).first()
    told = {"sees": SEES, "modes": Mode, "fewest": FEWEST, "workshop": workshop}
    return render(request, "room/modes.html", told)


@login_not_required
@require_POST
def leave(request: HttpRequest, code: str) -> HttpResponse:
    """Let this device be nobody in the room any more."""
    guests.forget(request, guests.workshop_of(code))
    return redirect("room:door")


def screen(
    request: HttpRequest,
    workshop: Workshop,
    who: Participant,
    template: str,
    *,
    paper: showing.Paper | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw the room for one participant; an anonymous ballot gives the device its secret."""
    item = paper.round.item if paper else showing.point(workshop, request.GET.get("item", ""))
    round = paper.round if paper else showing.last_round(item)
    of = paper.of if paper else whose(request, workshop, who)
    secret, fresh = _secret(request, round)
    may_judge = of.part == Participant.Part.LEADER
    if paper is None and round and round.state == State.OPEN and may_judge:
        paper = showing.paper(round, of, secret=secret)
    told = {
        "workshop": workshop,
        "who": who,
        "item": item,
        "round": round,
        "paper": paper,
        "apart": workshop.pace == Pace.APART,
        "results": showing.newest_results(item),
        "earlier": showing.earlier_rounds(item)[:-1],
        "agenda": _agenda(workshop, who) if workshop.pace == Pace.APART else (),
        "absent": who.stands_for.filter(removed=False) if workshop.mode != Mode.ANONYMOUS else (),
        "left": showing.seconds_left(workshop),
        "behalf": of.pk if of.pk != who.pk else None,
        "change": request.GET.get("change") == "1"
        or bool(paper and (paper.message or paper.looked)),
    }
    response = render(request, template, told | _promise(workshop), status=status)
    if fresh and round:
        response.set_cookie(
            guests.device_cookie(round.pk),
            secret,
            max_age=guests.LASTS,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
            path=f"/j/{workshop.code}",
        )
    return response


def _agenda(workshop: Workshop, who: Participant) -> list[tuple[Item, Round | None, bool]]:
    done = set(actions.answered_rounds(workshop=workshop, of=who))
    lines: list[tuple[Item, Round | None, bool]] = []
    for item in workshop.items.prefetch_related("rounds"):
        rounds = list(item.rounds.all())
        last = rounds[-1] if rounds else None
        lines.append((item, last, last is not None and last.pk in done))
    return lines


def _secret(request: HttpRequest, round: Round | None) -> tuple[str, bool]:
    """Return the device's secret for an anonymous round, and whether it has just been made."""
    if round is None or round.mode != Mode.ANONYMOUS or round.state != State.OPEN:
        return "", False
    kept = request.COOKIES.get(guests.device_cookie(round.pk), "")
    return (kept, False) if len(kept) >= 32 else (actions.new_secret(), True)


def whose(request: HttpRequest, workshop: Workshop, who: Participant) -> Participant:
    """Return whose ballot it is: the visitor's, or that of someone entrusted to them."""
    wanted = request.POST.get("of") or request.GET.get("of") or ""
    if not wanted or wanted == str(who.pk):
        return who
    return get_object_or_404(who.stands_for, pk=_uuid(wanted), removed=False, workshop=workshop)


def _promise(workshop: Workshop) -> dict[str, object]:
    return {"promise": PROMISE[workshop.mode], "mode": Mode(workshop.mode)}


def _address_of(workshop: Workshop, round: Round) -> str:
    address = f"/j/{workshop.code}/room"
    return f"{address}?item={round.item_id}" if workshop.pace == Pace.APART else address


def template_for(request: HttpRequest) -> str:
    """Return the whole page, or where a script asks, the parts of it that change."""
    return "room/_now.html" if is_part(request) else "room/here.html"


def is_part(request: HttpRequest) -> bool:
    """Say whether a script asks for a part of the page."""
    return request.headers.get("HX-Request") == "true"


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 9 else 0


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
