"""REST API for those who facilitate: run a workshop, and capture what comes out.

The same permissions and rules as on the pages: what is not there for a page is 404 here.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Schema, Status
from pydantic import Field

from headwater.web.judgement import actions
from headwater.web.judgement.api_preparing import (
    ONE,
    POINT,
    PersonOut,
    conducted,
    item_of,
    told_of_person,
)
from headwater.web.judgement.api_workshops import (
    PointOut,
    RoundOut,
    WorkshopOut,
    router,
    told_of_point,
    told_of_round,
    told_of_workshop,
)
from headwater.web.judgement.models import Item, Parked, Round, Workshop
from headwater.web.judgement.states import State
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.organization.shapes import ERRORS

ROUND = "/rounds/{uuid:id}"


class ProgressOut(Schema):
    """How many have answered, as exactly as the mode allows; names in the named mode only."""

    words: str
    fraction: float
    answered: list[str]
    missing: list[str]
    reached: bool


class ParkedOut(Schema):
    """A parked thought, or an action with an owner."""

    id: UUID
    text: str
    is_action: bool
    owner: str
    due: date | None


class ConsoleOut(Schema):
    """What the facilitator's console shows beside the agenda."""

    code: str
    pin: str
    joined: int
    invited: int
    progress: ProgressOut | None
    parked: list[ParkedOut]
    people: list[PersonOut]
    undo: int | None = Field(description="The step that `undo` takes back; null for none.")
    undo_words: str
    ask_next: dict[str, Any] | None = Field(description="The next best questions, and the line.")
    talk_about: dict[str, Any] | None = Field(description="Which differences change the choice.")


class RevealIn(Schema):
    """Whether to reveal although the quorum was not reached."""

    without_quorum: bool = False


class MinutesIn(Schema):
    """Minutes to share out, or of a timer."""

    minutes: int = Field(ge=0, le=1440)


class PaceIn(Schema):
    """together or apart."""

    pace: str = Field(max_length=12)


class TextIn(Schema):
    """Words: a thought to park, or what came out of a point."""

    text: str


class ActionIn(Schema):
    """Who does it, and until when."""

    owner: str
    due: date | None = None


class StepIn(Schema):
    """The step to take back, as the console shows it."""

    step: int = Field(ge=0)


class AtIn(Schema):
    """Which of the next best questions, counted from 0."""

    at: int = Field(ge=0, le=99)


class TakenOut(Schema):
    """How many sheets or scores were taken over."""

    taken_over: int


class RunOut(Schema):
    """The run that was started; ask for it under /runs."""

    run: UUID


@router.get(f"{ONE}/console", response={200: ConsoleOut, **ERRORS})
def console(request: Request, id: UUID) -> dict[str, Any]:
    """Show what the facilitator's console shows: turnout as the mode allows, parking lot, undo."""
    found = conducted(request, id)
    open_ = Round.objects.filter(item=found.now_id, state=State.OPEN).first()
    shown = Round.objects.filter(item=found.now_id, state=State.REVEALED).order_by("number").last()
    people = found.participants.filter(removed=False).select_related("proxy")
    step = actions.last_step(found)
    asks, matters = actions.asking_of(found), actions.matters_of(shown)
    return {
        "code": found.code,
        "pin": found.pin,
        "joined": sum(each.joined for each in people),
        "invited": len(people),
        "progress": _progress(open_) if open_ else None,
        "parked": list(found.parked.filter(taken_away=False)),
        "people": [told_of_person(each) for each in people],
        "undo": step.pk if step else None,
        "undo_words": step.words if step else "",
        "ask_next": asks["result"] if asks else None,
        "talk_about": matters["result"] if matters else None,
    }


@router.post(f"{ONE}/open", response={200: WorkshopOut, **ERRORS})
def open_workshop(request: Request, id: UUID) -> dict[str, Any]:
    """Let people in."""
    found = actions.open_workshop(workshop=conducted(request, id), by=request.user)
    return told_of_workshop(found)


@router.post(f"{ONE}/close", response={200: WorkshopOut, **ERRORS})
def close_workshop(request: Request, id: UUID) -> dict[str, Any]:
    """End the workshop; what was published stays in sight."""
    actions.close_workshop(workshop=conducted(request, id), by=request.user)
    return told_of_workshop(conducted(request, id))


@router.post(f"{ONE}/pace", response={200: WorkshopOut, **ERRORS})
def pace(request: Request, id: UUID, given: PaceIn) -> dict[str, Any]:
    """Switch between one screen for all and everyone at their own pace."""
    actions.set_pace(workshop=conducted(request, id), pace=given.pace, by=request.user)
    return told_of_workshop(conducted(request, id))


@router.post(f"{ONE}/timer", response={204: None, **ERRORS})
def timer(request: Request, id: UUID, given: MinutesIn) -> Status[None]:
    """Start a timer on everyone's screen; 0 minutes take it away."""
    actions.set_timer(workshop=conducted(request, id), minutes=given.minutes, by=request.user)
    return Status(204, None)


@router.post(f"{POINT}/show", response={200: WorkshopOut, **ERRORS})
def show_point(request: Request, id: UUID, point_id: UUID) -> dict[str, Any]:
    """Put a point on everyone's screen."""
    item = item_of(request, id, point_id)
    actions.move_to(workshop=item.workshop, item=item, by=request.user)
    return told_of_workshop(conducted(request, id))


@router.post(f"{POINT}/ask", response={201: RoundOut, **ERRORS})
def ask(request: Request, id: UUID, point_id: UUID) -> Status[dict[str, Any]]:
    """Open the point's question, or ask it again in the next round."""
    made = actions.open_round(item=item_of(request, id, point_id), by=request.user)
    return Status(201, told_of_round(made))


@router.post(f"{POINT}/outcome", response={200: PointOut, **ERRORS})
def outcome(request: Request, id: UUID, point_id: UUID, given: TextIn) -> dict[str, Any]:
    """Write down what came out of a point."""
    item = item_of(request, id, point_id)
    actions.capture_outcome(item=item, text=given.text, by=request.user)
    return told_of_point(Item.objects.get(pk=item.pk))


@router.post(f"{ROUND}/close", response={200: RoundOut, **ERRORS})
def close_round(request: Request, id: UUID) -> dict[str, Any]:
    """Take no more answers; in the hidden modes the link to people is destroyed."""
    found = _round(request, id)
    actions.close_round(round=found, by=request.user)
    return told_of_round(Round.objects.get(pk=found.pk))


@router.post(f"{ROUND}/reveal", response={200: RoundOut, **ERRORS})
def reveal(request: Request, id: UUID, given: RevealIn) -> dict[str, Any]:
    """Publish the results of a closed round."""
    found = actions.reveal(
        round=_round(request, id), without_quorum=given.without_quorum, by=request.user
    )
    return told_of_round(found)


@router.post(f"{ROUND}/adopt", response={200: TakenOut, **ERRORS})
def adopt(request: Request, id: UUID) -> dict[str, int]:
    """Take published answers over: into what leaders value, or as scores of projects."""
    return {"taken_over": actions.adopt(round=_round(request, id), by=request.user)}


@router.post(f"{ROUND}/matters", response={201: RunOut, **ERRORS})
def matters(request: Request, id: UUID, given: MinutesIn) -> Status[dict[str, UUID]]:
    """Start a run that says which differences change the choice, with minutes for them."""
    run = actions.find_what_matters(
        round=_round(request, id), minutes=given.minutes, by=request.user
    )
    return Status(201, {"run": run.pk})


@router.post(f"{ROUND}/plan", response={201: list[PointOut], **ERRORS})
def plan(request: Request, id: UUID) -> Status[list[dict[str, Any]]]:
    """Put what matters into the agenda, with its minutes."""
    made = actions.plan_talk(round=_round(request, id), by=request.user)
    return Status(201, [told_of_point(each) for each in made])


@router.post(f"{ONE}/next-question", response={201: RunOut, **ERRORS})
def next_question(request: Request, id: UUID) -> Status[dict[str, UUID]]:
    """Start a run that says what to ask next, and when to stop."""
    run = actions.find_next_question(workshop=conducted(request, id), by=request.user)
    return Status(201, {"run": run.pk})


@router.post(f"{ONE}/put-next", response={201: PointOut | None, **ERRORS})
def put_next(request: Request, id: UUID, given: AtIn) -> Status[dict[str, Any] | None]:
    """Put one of the next best questions on the agenda; null where it was parked instead."""
    made = actions.plan_question(workshop=conducted(request, id), at=given.at, by=request.user)
    return Status(201, told_of_point(made) if made else None)


@router.post(f"{ONE}/parked", response={201: ParkedOut, **ERRORS})
def park(request: Request, id: UUID, given: TextIn) -> Status[Parked]:
    """Put a thought aside."""
    made = actions.park(workshop=conducted(request, id), text=given.text, by=request.user)
    return Status(201, made)


@router.post(ONE + "/parked/{uuid:parked_id}/action", response={200: ParkedOut, **ERRORS})
def make_action(request: Request, id: UUID, parked_id: UUID, given: ActionIn) -> Parked:
    """Turn a parked thought into an action with an owner and a date."""
    parked = get_object_or_404(Parked, pk=parked_id, workshop=conducted(request, id))
    actions.make_action(parked=parked, owner=given.owner, due=given.due, by=request.user)
    return Parked.objects.get(pk=parked.pk)


@router.delete(ONE + "/parked/{uuid:parked_id}", response={204: None, **ERRORS})
def take_away(request: Request, id: UUID, parked_id: UUID) -> Status[None]:
    """Take a thought or action off the list."""
    parked = get_object_or_404(Parked, pk=parked_id, workshop=conducted(request, id))
    actions.take_away(parked=parked, by=request.user)
    return Status(204, None)


@router.post(f"{ONE}/undo", response={200: WorkshopOut, **ERRORS})
def undo(request: Request, id: UUID, given: StepIn) -> dict[str, Any]:
    """Take the last step back."""
    actions.undo(workshop=conducted(request, id), step=given.step, by=request.user)
    return told_of_workshop(conducted(request, id))


def _round(request: Request, id: UUID) -> Round:
    check_can(request.user, "facilitate")
    own = Workshop.objects.conducted_by(request.user)
    return get_object_or_404(Round, pk=id, item__workshop__in=own)


def _progress(round: Round) -> dict[str, Any]:
    found = actions.progress(round)
    plain = ("words", "fraction", "answered", "missing", "reached")
    return {name: getattr(found, name) for name in plain}
