"""The facilitator's console, everything it does, and the screen on the wall."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET, require_POST

from headwater.errors import ConflictError, InputError
from headwater.web.judgement import actions, showing
from headwater.web.judgement.models import Item, Parked, Round, Workshop
from headwater.web.judgement.states import PROMISE, Mode, Pace, State
from headwater.web.judgement.views.preparing import conducted
from headwater.web.organization.request import Request
from headwater.web.projects.models import Project

USUAL_MINUTES = 45  # to share out among what is worth talking about

Step = Callable[[Request, Workshop, QueryDict], str | None]


@require_GET
def console(request: Request, pk: UUID) -> HttpResponse:
    """Show the facilitator everything that runs the workshop."""
    return render(request, "judgement/console.html", _console(request, conducted(request, pk)))


@require_GET
def console_now(request: Request, pk: UUID) -> HttpResponse:
    """Show the parts of the console that change."""
    return render(request, "judgement/_console.html", _console(request, conducted(request, pk)))


@require_GET
def wall(request: Request, pk: UUID) -> HttpResponse:
    """Show the big screen: how to join, the point, how many have answered, results."""
    return render(request, "judgement/wall.html", _wall(request, conducted(request, pk)))


@require_GET
def wall_now(request: Request, pk: UUID) -> HttpResponse:
    """Show the parts of the big screen that change."""
    return render(request, "judgement/_wall.html", _wall(request, conducted(request, pk)))


@require_POST
def conduct(request: Request, pk: UUID, what: str) -> HttpResponse:
    """Take one step: open, move on, close, reveal, capture, undo; then show the console."""
    workshop = conducted(request, pk)
    step = STEPS.get(what)
    if step is None:
        raise Http404(what)
    try:
        said = step(request, workshop, request.POST)
    except (ConflictError, InputError) as error:
        messages.error(request, str(error))
        said = None
    if said:
        messages.success(request, said)
    if request.POST.get("back") == "prepare":
        return redirect("judgement:prepare", pk=pk)
    return redirect("judgement:console", pk=pk)


def _open(request: Request, workshop: Workshop, data: QueryDict) -> str | None:
    actions.open_workshop(workshop=workshop, by=request.user)
    return None


def _end(request: Request, workshop: Workshop, data: QueryDict) -> str | None:
    actions.close_workshop(workshop=workshop, by=request.user)
    return "The workshop is over. What was published stays in sight."


def _move(request: Request, workshop: Workshop, data: QueryDict) -> str | None:
    actions.move_to(workshop=workshop, item=_item(workshop, data), by=request.user)
    return None


def _ask(request: Request, workshop: Workshop, data: QueryDict) -> str | None:
    item = _item(workshop, data)
    if workshop.pace == Pace.TOGETHER and workshop.now_id != item.pk:
        actions.move_to(workshop=workshop, item=item, by=request.user)
    actions.open_round(item=item, by=request.user)
    return None


def _stop(request: Request, workshop: Workshop, data: QueryDict) -> str | None:
    actions.close_round(round=_round(workshop, data), by=request.user)
    return None


def _reveal(request: Request, workshop: Workshop, data: QueryDict) -> str | None:
    without = data.get("without_quorum") == "1"
    actions.reveal(round=_round(workshop, data), by=request.user, without_quorum=without)
    return None


def _adopt(request: Request, workshop: Workshop, data: QueryDict) -> str | None:
    round = _round(workshop, data)
    count = actions.adopt(round=round, by=request.user)
    if round.frozen["kind"] == "projects":
        scores = "1 score" if count == 1 else f"{count} scores"
        return f"Taken over into the list of projects: {scores}. The next run uses them."
    sheets = "1 sheet" if count == 1 else f"{count} sheets"
    return f"Taken over into what leaders value: {sheets}. The next run uses them."


def _matters(request: Request, workshop: Workshop, data: QueryDict) -> str | None:
    typed = data.get("minutes", "").strip() or str(USUAL_MINUTES)
    if not typed.isdigit() or len(typed) > 4:
        raise InputError("Write the minutes to share out as a whole number.")
    round = _round(workshop, data)
    actions.find_what_matters(round=round, minutes=int(typed), by=request.user)
    return None


def _plan(request: Request, workshop: Workshop, data: QueryDict) -> str | None:
    made = actions.plan_talk(round=_round(workshop, data), by=request.user)
    return f"In the agenda: {', '.join(each.title for each in made)}. Undo takes it out again."


def _next_question(request: Request, workshop: Workshop, data: QueryDict) -> str | None:
    actions.find_next_question(workshop=workshop, by=request.user)
    return None


def _put_next(request: Request, workshop: Workshop, data: QueryDict) -> str | None:
    at = data.get("at", "")
    if not at.isdigit() or len(at) > 2:
        raise InputError("Say which question; reload the page.")
    made = actions.plan_question(workshop=workshop, at=int(at), by=request.user)
    if made is None:
        return "Parked: leaders do not judge costs. Make it an action for whoever can find out."
    return f"Next on the agenda: “{made.title}”."


def _timer(request: Request, workshop: Workshop, data: QueryDict) -> str | None:
    minutes = data.get("minutes", "")
    if not minutes.isdigit() or len(minutes) > 5:
        raise InputError("Write the minutes of the timer as a whole number.")
    actions.set_timer(workshop=workshop, minutes=int(minutes), by=request.user)
    return None


def _pace(request: Request, workshop: Workshop, data: QueryDict) -> str | None:
    actions.set_pace(workshop=workshop, pace=data.get("pace", ""), by=request.user)
    return None


def _park(request: Request, workshop: Workshop, data: QueryDict) -> str | None:
    actions.park(workshop=workshop, text=data.get("text", ""), by=request.user)
    return None


def _action(request: Request, workshop: Workshop, data: QueryDict) -> str | None:
    due = parse_date(data.get("due", "")) if data.get("due") else None
    actions.make_action(
        parked=_parked(workshop, data), owner=data.get("owner", ""), due=due, by=request.user
    )
    return None


def _away(request: Request, workshop: Workshop, data: QueryDict) -> str | None:
    actions.take_away(parked=_parked(workshop, data), by=request.user)
    return None


def _outcome(request: Request, workshop: Workshop, data: QueryDict) -> str | None:
    item = _item(workshop, data)
    actions.capture_outcome(item=item, text=data.get("outcome", ""), by=request.user)
    return None


def _undo(request: Request, workshop: Workshop, data: QueryDict) -> str | None:
    step = data.get("step", "")
    if not step.isdigit() or len(step) > 18:
        raise InputError("Say which step to undo; reload the page.")
    undone = actions.undo(workshop=workshop, step=int(step), by=request.user)
    return f"Undone: {undone.words}."


def _pin(request: Request, workshop: Workshop, data: QueryDict) -> str | None:
    actions.renew_pin(workshop=workshop, by=request.user)
    return "The room has a new PIN; who is in stays in."


STEPS: dict[str, Step] = {
    "open": _open,
    "end": _end,
    "move": _move,
    "ask": _ask,
    "stop": _stop,
    "reveal": _reveal,
    "adopt": _adopt,
    "matters": _matters,
    "plan": _plan,
    "next-question": _next_question,
    "put-next": _put_next,
    "timer": _timer,
    "pace": _pace,
    "park": _park,
    "action": _action,
    "away": _away,
    "outcome": _outcome,
    "undo": _undo,
    "pin": _pin,
}
"""What a facilitator may do, by the last part of the address."""


def _item(workshop: Workshop, data: QueryDict) -> Item:
    return get_object_or_404(Item, pk=_uuid(data.get("item")), workshop=workshop)


def _round(workshop: Workshop, data: QueryDict) -> Round:
    return get_object_or_404(Round, pk=_uuid(data.get("round")), item__workshop=workshop)


def _parked(workshop: Workshop, data: QueryDict) -> Parked:
    return get_object_or_404(Parked, pk=_uuid(data.get("parked")), workshop=workshop)


def _uuid(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        raise Http404("no such thing") from None


def _console(request: Request, workshop: Workshop) -> dict[str, Any]:
    items = list(workshop.items.prefetch_related("rounds"))
    shown = request.GET.get("item", "") or str(workshop.now_id or "")
    item = next((each for each in items if str(each.pk) == shown), items[0] if items else None)
    round = showing.last_round(item)
    results = showing.newest_results(item)
    following = items[items.index(item) + 1] if item and item != items[-1] else None
    return {
        "workshop": workshop,
        "items": items,
        "item": item,
        "round": round,
        "following": following,
        "on_screen": item is not None and item.pk == workshop.now_id,
        "progress": actions.progress(round) if round and round.state == State.OPEN else None,
        "results": results,
        "earlier": showing.earlier_rounds(item)[:-1],
        "matters": actions.matters_of(results),
        "planned": results is not None and actions.is_planned(results),
        "talk_minutes": _minutes_to_talk(following),
        "asking": actions.asking_of(workshop),
        "has_projects": Project.objects.present().exists(),
        "lasting": actions.durability().figures,
        "spent": actions.executive_minutes(item) if item else 0,
        "agenda_minutes": sum(each.minutes for each in items),
        "parked": list(workshop.parked.filter(taken_away=False)),
        "step": actions.last_step(workshop),
        "left": showing.seconds_left(workshop),
        "decisions": list(item.decisions.all()) if item else [],
        "joined": workshop.participants.filter(joined=True, removed=False).count(),
        "invited": workshop.participants.filter(removed=False).count(),
        "apart": workshop.pace == Pace.APART,
        "mode": Mode(workshop.mode),
        "promise": PROMISE[workshop.mode],
        "join_address": request.build_absolute_uri(reverse("room:join", args=[workshop.code])),
    }


def _minutes_to_talk(following: Item | None) -> int:
    """Return the minutes of the discussion that comes next, else the usual ones."""
    talks = following is not None and not following.asks
    return (following.minutes if following and talks else 0) or USUAL_MINUTES


def _wall(request: Request, workshop: Workshop) -> dict[str, Any]:
    item = workshop.now
    round = showing.last_round(item)
    return {
        "workshop": workshop,
        "item": item,
        "round": round,
        "progress": actions.progress(round) if round and round.state == State.OPEN else None,
        "results": showing.newest_results(item)
        if round and round.state == State.REVEALED
        else None,
        "left": showing.seconds_left(workshop),
        "joined": workshop.participants.filter(joined=True, removed=False).count(),
        "mode": Mode(workshop.mode),
        "promise": PROMISE[workshop.mode],
        "place": list(workshop.items.values_list("pk", flat=True)).index(item.pk) + 1
        if item
        else 0,
        "points": workshop.items.count(),
        "join_address": request.build_absolute_uri(reverse("room:join", args=[workshop.code])),
        "host": request.get_host(),
    }
