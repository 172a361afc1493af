"""REST API for those who facilitate: prepare a workshop, run it, capture what comes out.

The same permissions and rules as on the pages: what is not there for a page is 404 here.
"""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Schema, Status
from pydantic import Field

from headwater.web.judgement import actions
from headwater.web.judgement.api_workshops import (
    PointOut,
    RoundOut,
    WorkshopOut,
    router,
    told_of_point,
    told_of_round,
    told_of_workshop,
)
from headwater.web.judgement.models import Item, Parked, Participant, Round, Workshop
from headwater.web.judgement.states import State
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.organization.shapes import ERRORS

ONE = "/workshops/{uuid:id}"
POINT = ONE + "/points/{uuid:point_id}"
ROUND = "/rounds/{uuid:id}"
MOST = 2**31 - 1


class WorkshopIn(Schema):
    """A workshop to begin, from a template or with an empty agenda."""

    title: str = Field(max_length=200)
    template: str = Field("", max_length=40, description="criteria, shortlist, pbrs, premortem ...")
    purpose: str = ""


class FrameIn(Schema):
    """What is settled beforehand; what is left out stays. The first question fixes the mode."""

    version: int = Field(ge=0, le=MOST)
    title: str | None = None
    purpose: str | None = None
    mode: str | None = Field(None, description="named, confidential or anonymous.")
    pace: str | None = Field(None, description="together or apart.")
    quorum: int | None = Field(None, ge=1, le=10_000)
    deadline: datetime | None = None
    remind: datetime | None = None
    late_joiners: bool | None = None


class PointIn(Schema):
    """A point of the agenda; see the tutorial for kinds and methods."""

    kind: str = Field(description="criteria, projects, write, discuss or decide.", max_length=10)
    title: str = Field(max_length=200)
    question: str = Field("", max_length=2000)
    method: str = Field(
        "", max_length=40, description="How criteria are asked about; swing if blank."
    )
    minutes: int = Field(10, ge=0, le=600)
    subjects: list[str] = []
    criteria: list[str] = []
    anchors: dict[str, str] = Field({}, description='What a level looks like: {"4": "as ..."}.')


class PointChangeIn(PointIn):
    """A changed point, and the version that was seen."""

    version: int = Field(ge=0, le=MOST)


class PersonIn(Schema):
    """Someone to put on the list."""

    name: str = Field(max_length=200)
    email: str = Field("", max_length=254)
    part: Literal["leader", "observer"] = "leader"


class PersonOut(Schema):
    """Someone on the list; never what they answered."""

    id: UUID
    name: str
    part: str
    joined: bool
    proxy: str | None


class LinkOut(Schema):
    """A personal link: it works once and is shown once."""

    address: str


class ProxyIn(Schema):
    """Who casts on somebody's behalf; null for nobody."""

    proxy: UUID | None


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


@router.post("/workshops", response={201: WorkshopOut, **ERRORS})
def create(request: Request, given: WorkshopIn) -> Status[dict[str, Any]]:
    """Make a workshop in preparation."""
    made = actions.create_workshop(**given.dict(), by=request.user)
    return Status(201, told_of_workshop(made))


@router.patch(ONE, response={200: WorkshopOut, **ERRORS})
def change(request: Request, id: UUID, given: FrameIn) -> dict[str, Any]:
    """Change what is settled beforehand."""
    values = given.dict(exclude_unset=True)
    version = values.pop("version")
    found = _conducted(request, id)
    actions.change_workshop(workshop=found, values=values, version=version, by=request.user)
    return told_of_workshop(_conducted(request, id))


@router.get(f"{ONE}/console", response={200: ConsoleOut, **ERRORS})
def console(request: Request, id: UUID) -> dict[str, Any]:
    """Show what the facilitator's console shows: turnout as the mode allows, parking lot, undo."""
    found = _conducted(request, id)
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
        "people": [_person(each) for each in people],
        "undo": step.pk if step else None,
        "undo_words": step.words if step else "",
        "ask_next": asks["result"] if asks else None,
        "talk_about": matters["result"] if matters else None,
    }


@router.post(f"{ONE}/points", response={201: PointOut, **ERRORS})
def add_point(request: Request, id: UUID, given: PointIn) -> Status[dict[str, Any]]:
    """Add a point at the end of the agenda."""
    made = actions.put_item(workshop=_conducted(request, id), values=_point(given), by=request.user)
    return Status(201, told_of_point(made))


@router.put(POINT, response={200: PointOut, **ERRORS})
def change_point(
    request: Request, id: UUID, point_id: UUID, given: PointChangeIn
) -> dict[str, Any]:
    """Change a point whose question is not open."""
    item = _item(request, id, point_id)
    actions.put_item(workshop=item.workshop, item=item, values=_point(given), by=request.user)
    return told_of_point(Item.objects.get(pk=item.pk))


@router.delete(POINT, response={204: None, **ERRORS})
def remove_point(request: Request, id: UUID, point_id: UUID) -> Status[None]:
    """Take a point off that was never asked."""
    actions.remove_item(item=_item(request, id, point_id), by=request.user)
    return Status(204, None)


@router.post(f"{ONE}/people", response={201: PersonOut, **ERRORS})
def add_person(request: Request, id: UUID, given: PersonIn) -> Status[dict[str, Any]]:
    """Put someone on the list."""
    made = actions.add_participant(
        workshop=_conducted(request, id), **given.dict(), by=request.user
    )
    return Status(201, _person(made))


@router.post(ONE + "/people/{uuid:person_id}/link", response={201: LinkOut, **ERRORS})
def link(request: Request, id: UUID, person_id: UUID) -> Status[dict[str, str]]:
    """Make a personal link; an earlier one stops working."""
    person = _participant(request, id, person_id)
    made = actions.make_personal_link(participant=person, by=request.user)
    return Status(201, {"address": request.build_absolute_uri(made.path)})


@router.put(ONE + "/people/{uuid:person_id}/proxy", response={200: PersonOut, **ERRORS})
def proxy(request: Request, id: UUID, person_id: UUID, given: ProxyIn) -> dict[str, Any]:
    """Say who casts on somebody's behalf."""
    person = _participant(request, id, person_id)
    other = _participant(request, id, given.proxy) if given.proxy else None
    actions.set_proxy(absent=person, proxy=other, by=request.user)
    return _person(Participant.objects.select_related("proxy").get(pk=person.pk))


@router.delete(ONE + "/people/{uuid:person_id}", response={204: None, **ERRORS})
def remove_person(request: Request, id: UUID, person_id: UUID) -> Status[None]:
    """Take someone off the list."""
    person = _participant(request, id, person_id)
    actions.remove_participant(participant=person, by=request.user)
    return Status(204, None)


@router.post(f"{ONE}/open", response={200: WorkshopOut, **ERRORS})
def open_workshop(request: Request, id: UUID) -> dict[str, Any]:
    """Let people in."""
    found = actions.open_workshop(workshop=_conducted(request, id), by=request.user)
    return told_of_workshop(found)


@router.post(f"{ONE}/close", response={200: WorkshopOut, **ERRORS})
def close_workshop(request: Request, id: UUID) -> dict[str, Any]:
    """End the workshop; what was published stays in sight."""
    actions.close_workshop(workshop=_conducted(request, id), by=request.user)
    return told_of_workshop(_conducted(request, id))


@router.post(f"{ONE}/pace", response={200: WorkshopOut, **ERRORS})
def pace(request: Request, id: UUID, given: PaceIn) -> dict[str, Any]:
    """Switch between one screen for all and everyone at their own pace."""
    actions.set_pace(workshop=_conducted(request, id), pace=given.pace, by=request.user)
    return told_of_workshop(_conducted(request, id))


@router.post(f"{ONE}/timer", response={204: None, **ERRORS})
def timer(request: Request, id: UUID, given: MinutesIn) -> Status[None]:
    """Start a timer on everyone's screen; 0 minutes take it away."""
    actions.set_timer(workshop=_conducted(request, id), minutes=given.minutes, by=request.user)
    return Status(204, None)


@router.post(f"{POINT}/show", response={200: WorkshopOut, **ERRORS})
def show_point(request: Request, id: UUID, point_id: UUID) -> dict[str, Any]:
    """Put a point on everyone's screen."""
    item = _item(request, id, point_id)
    actions.move_to(workshop=item.workshop, item=item, by=request.user)
    return told_of_workshop(_conducted(request, id))


@router.post(f"{POINT}/ask", response={201: RoundOut, **ERRORS})
def ask(request: Request, id: UUID, point_id: UUID) -> Status[dict[str, Any]]:
    """Open the point's question, or ask it again in the next round."""
    made = actions.open_round(item=_item(request, id, point_id), by=request.user)
    return Status(201, told_of_round(made))


@router.post(f"{POINT}/outcome", response={200: PointOut, **ERRORS})
def outcome(request: Request, id: UUID, point_id: UUID, given: TextIn) -> dict[str, Any]:
    """Write down what came out of a point."""
    item = _item(request, id, point_id)
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
    run = actions.find_next_question(workshop=_conducted(request, id), by=request.user)
    return Status(201, {"run": run.pk})


@router.post(f"{ONE}/put-next", response={201: PointOut | None, **ERRORS})
def put_next(request: Request, id: UUID, given: AtIn) -> Status[dict[str, Any] | None]:
    """Put one of the next best questions on the agenda; null where it was parked instead."""
    made = actions.plan_question(workshop=_conducted(request, id), at=given.at, by=request.user)
    return Status(201, told_of_point(made) if made else None)


@router.post(f"{ONE}/parked", response={201: ParkedOut, **ERRORS})
def park(request: Request, id: UUID, given: TextIn) -> Status[Parked]:
    """Put a thought aside."""
    made = actions.park(workshop=_conducted(request, id), text=given.text, by=request.user)
    return Status(201, made)


@router.post(ONE + "/parked/{uuid:parked_id}/action", response={200: ParkedOut, **ERRORS})
def make_action(request: Request, id: UUID, parked_id: UUID, given: ActionIn) -> Parked:
    """Turn a parked thought into an action with an owner and a date."""
    parked = get_object_or_404(Parked, pk=parked_id, workshop=_conducted(request, id))
    actions.make_action(parked=parked, owner=given.owner, due=given.due, by=request.user)
    return Parked.objects.get(pk=parked.pk)


@router.delete(ONE + "/parked/{uuid:parked_id}", response={204: None, **ERRORS})
def take_away(request: Request, id: UUID, parked_id: UUID) -> Status[None]:
    """Take a thought or action off the list."""
    parked = get_object_or_404(Parked, pk=parked_id, workshop=_conducted(request, id))
    actions.take_away(parked=parked, by=request.user)
    return Status(204, None)


@router.post(f"{ONE}/undo", response={200: WorkshopOut, **ERRORS})
def undo(request: Request, id: UUID, given: StepIn) -> dict[str, Any]:
    """Take the last step back."""
    actions.undo(workshop=_conducted(request, id), step=given.step, by=request.user)
    return told_of_workshop(_conducted(request, id))


def _conducted(request: Request, id: UUID) -> Workshop:
    """Return the workshop if the person facilitates it; 403 without the role, else 404."""
    check_can(request.user, "facilitate")
    return get_object_or_404(Workshop.objects.conducted_by(request.user), pk=id)


def _item(request: Request, id: UUID, point_id: UUID) -> Item:
    return get_object_or_404(Item, pk=point_id, workshop=_conducted(request, id))


def _participant(request: Request, id: UUID, person_id: UUID) -> Participant:
    people = Participant.objects.select_related("proxy", "workshop")
    return get_object_or_404(people, pk=person_id, workshop=_conducted(request, id), removed=False)


def _round(request: Request, id: UUID) -> Round:
    check_can(request.user, "facilitate")
    own = Workshop.objects.conducted_by(request.user)
    return get_object_or_404(Round, pk=id, item__workshop__in=own)


def _point(given: PointIn) -> dict[str, Any]:
    values = given.dict()
    if given.kind != "criteria" or not given.method:
        values.pop("method")
    return values


def _person(each: Participant) -> dict[str, Any]:
    plain = ("name", "part", "joined")
    return {name: getattr(each, name) for name in plain} | {
        "id": each.pk,
        "proxy": each.proxy.name if each.proxy else None,
    }


def _progress(round: Round) -> dict[str, Any]:
    found = actions.progress(round)
    plain = ("words", "fraction", "answered", "missing", "reached")
    return {name: getattr(found, name) for name in plain}
