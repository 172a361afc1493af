"""Taking requests over from another system: choose a file, say what it means, take it over."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from headwater.errors import InputError
from headwater.vocabulary.service_files import StateLog
from headwater.web.account.actions import requests as actions
from headwater.web.organization.doors import readers_only
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.service.models import Offering

COLUMNS = (
    ("case", "The request's number", True),
    ("state", "Its state or activity", True),
    ("at", "When the row was written", True),
    ("opened", "When it was requested", False),
)


@require_http_methods(["GET", "POST"])
@readers_only
def take_over(request: Request) -> HttpResponse:
    """Ask for the file (GET); show what it holds, then take it over (POST)."""
    check_can(request.user, "triage")
    told: dict[str, Any] = {"offerings": Offering.objects.filter(is_retired=False)}
    if request.method == "GET":
        return render(request, "account/requests.html", told)
    try:
        upload = request.FILES.get("file")
        text = actions.decoded(upload.read()) if upload else request.POST.get("text", "")
        name = (upload.name or "" if upload else request.POST.get("name", ""))[:120] or "a file"
        told |= {"text": text, "name": name, "seen": actions.look(text)}
        told |= _laid(request, told["seen"], text)
        if request.POST.get("do") == "take":
            made, notes = _taken(request, text, name, told["chosen"])
            known = f"; {made.known:,} were here already" if made.known else ""
            messages.success(request, f"{made.requests:,} requests were taken over{known}.")
            if made.left:
                messages.info(request, _left(made.left))
            for note in notes[:5]:
                messages.info(request, note)
            return redirect("service:engagements")
    except InputError as error:
        told["error"] = str(error)
        return render(request, "account/requests.html", told, status=422)
    return render(request, "account/requests.html", told)


def _left(number: int) -> str:
    what = "1 change was" if number == 1 else f"{number:,} changes were"
    return f"{what} left out, as an engagement is neither answered nor accepted twice."


def _laid(request: Request, seen: actions.FileSeen, text: str) -> dict[str, Any]:
    """Lay out columns with what was chosen or guessed, and the states of the chosen column."""
    chosen = {key: request.POST.get(key, seen.guesses[key])[:200] for key, _, _ in COLUMNS}
    if not chosen["state"]:
        laid = {"columns": _columns(chosen), "headings": seen.examples.items(), "states": []}
        return {"chosen": chosen, **laid}
    given = dict(zip(request.POST.getlist("said"), request.POST.getlist("means"), strict=False))
    states = [
        (name, number, given.get(name, guess))
        for name, (number, guess) in actions.states_in(text, chosen["state"]).items()
    ]
    return {
        "chosen": chosen,
        "columns": _columns(chosen),
        "headings": seen.examples.items(),
        "states": states,
        "meanings": actions.MEANINGS.items(),
        "zone": request.POST.get("zone", "UTC"),
        "dates": request.POST.get("dates", ""),
        "customer": request.POST.get("customer", ""),
        "service": request.POST.get("offering", ""),
    }


def _columns(chosen: dict[str, str]) -> list[tuple[str, str, bool, str]]:
    return [(key, title, needed, chosen[key]) for key, title, needed in COLUMNS]


def _taken(request: Request, text: str, name: str, chosen: dict[str, str]) -> Any:
    missing = [title for key, title, needed in COLUMNS if needed and not chosen[key]]
    if missing:
        raise InputError(f"Choose the column for: {', '.join(missing).lower()}.")
    states = zip(request.POST.getlist("said"), request.POST.getlist("means"), strict=False)
    log = StateLog(
        case=chosen["case"],
        state=chosen["state"],
        at=chosen["at"],
        opened=chosen["opened"],
        states=dict(states),
        zone=request.POST.get("zone", "UTC").strip() or "UTC",
        dates=request.POST.get("dates", ""),
    )
    offering = get_object_or_404(Offering, key=request.POST.get("offering", ""), is_retired=False)
    return actions.take_over_file(
        text=text,
        name=name,
        log=log,
        offering=offering,
        customer=request.POST.get("customer", ""),
        by=request.user,
    )
