"""REST API of engagements: ask, everything that can happen, clocks, value, complaints, levels."""

from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from headwater.errors import InputError
from headwater.vocabulary.service import MEASURES, Target
from headwater.vocabulary.shapes import from_json, to_json
from headwater.web.organization.models import Unit
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request, person
from headwater.web.organization.shapes import ERRORS
from headwater.web.service.actions import clocks, events, feedback, promises, working
from headwater.web.service.actions import engagements as actions
from headwater.web.service.models import Calendar, Engagement, Need, Offering

router = Router(tags=["Engagements"])


class AskIn(Schema):
    """A request; `offering` is a key, `need` a number, `customer` a user name or else a name."""

    offering: str = Field(max_length=80)
    title: str = Field(max_length=1_000)
    wish: str = Field("", max_length=10_000)
    need: int | None = None
    unit: str = Field("", max_length=200)
    customer: str = Field("", max_length=150)
    customer_name: str = Field("", max_length=1_000)
    initiative: str = "request"
    calendar: str = Field("", max_length=60)
    follows: int | None = None


class ActIn(Schema):
    """What an act needs, by name; see the description of the operation."""

    answer: str = Field("", max_length=10_000)
    reason: str = Field("", max_length=10_000)
    text: str = Field("", max_length=10_000)
    lead: str = Field("", max_length=150)
    lead_name: str = Field("", max_length=1_000)
    scope: str = Field("", max_length=10_000)
    not_in_scope: str = Field("", max_length=10_000)
    agreed_with: str = Field("", max_length=1_000)
    levels: list[dict[str, Any]] | None = None
    calendar: str = Field("", max_length=60)
    waits_for: str = "customer"
    step: int = 0
    artefact: str = Field("", max_length=1_000)
    what: str = Field("", max_length=10_000)
    band: str = ""
    to: str = Field("", max_length=1_000)
    decision: str = Field("", max_length=10_000)
    by_whom: str = Field("", max_length=1_000)
    words: str = Field("", max_length=1_000)
    clock: str = ""


class ValueIn(Schema):
    """Value forecast, delivered or recognized; the amount is in the organization's currency."""

    kind: str
    words: str = Field(max_length=1_000)
    amount: float | None = None
    said_by: str = Field("", max_length=1_000)
    on: date | None = None


class ComplaintIn(Schema):
    """A complaint."""

    text: str = Field(max_length=10_000)
    said_by: str = Field(max_length=1_000)
    on: date | None = None


class EventOut(Schema):
    """One thing that happened."""

    id: int
    kind: str
    at: datetime
    by_name: str
    reason: str
    sla: str
    calendar: str
    waits_for: str
    detail: Any


class EngagementOut(Schema):
    """An engagement as its events say."""

    number: int
    title: str
    offering: str
    edition: int
    need: int | None
    unit: str
    customer: str
    lead: str
    initiative: str
    stage: str
    since: datetime
    paused: bool
    opened: datetime
    delivered: datetime | None


class EngagementWhole(EngagementOut):
    """An engagement with its events, its clocks, and what can happen next."""

    scope: str
    events: list[EventOut]
    clocks: Any
    possible: list[str]
    values: Any


class AskingOut(Schema):
    """A link to the one question: shown this once."""

    path: str
    name: str
    expires: datetime


@router.get("/engagements", response={200: list[EngagementOut], **ERRORS})
def list_engagements(request: Request, stage: str = "") -> list[dict[str, Any]]:
    """List engagements, the newest first; `stage` is one stage, "open", or blank."""
    check_can(request.user, "read")
    found = Engagement.objects.whole()
    found = found.open() if stage == "open" else found.filter(stage=stage) if stage else found
    return [_out(each) for each in found]


@router.post("/engagements", response={201: EngagementWhole, **ERRORS})
def ask(request: Request, given: AskIn) -> Status[dict[str, Any]]:
    """Ask for a service: the clocks of what the catalogue promises begin."""
    values = given.dict()
    values["offering"] = get_object_or_404(Offering, key=given.offering)
    values["need"] = get_object_or_404(Need, number=given.need) if given.need else None
    values["unit"] = get_object_or_404(Unit, name=given.unit) if given.unit else None
    values["customer"] = _user(given.customer)
    values["calendar"] = get_object_or_404(Calendar, key=given.calendar) if given.calendar else None
    values["follows"] = _found(given.follows) if given.follows else None
    return Status(201, _whole(actions.ask(**values, by=person(request))))


@router.get("/engagements/{int:number}", response={200: EngagementWhole, **ERRORS})
def show(request: Request, number: int) -> dict[str, Any]:
    """Show one engagement with its events; its clocks are computed from them, now."""
    check_can(request.user, "read")
    return _whole(_found(number))


@router.post("/engagements/{int:number}/act/{act}", response={200: EngagementWhole, **ERRORS})
def act(request: Request, number: int, act: str, given: ActIn) -> dict[str, Any]:
    """Let something happen.

    take-in (answer, lead or lead_name), decline (reason), agree (scope, agreed_with, not_in_scope,
    levels, calendar), start, pause (reason, waits_for), resume (reason), promise (levels, reason,
    calendar), calendar (calendar, reason), hand-over (lead or lead_name, reason), step (step,
    artefact), note (text), deliver (what, band), submit (to), decide (decision, by_whom), accept
    (words), reopen (reason, clock), withdraw (reason).
    """
    found, by = _found(number), person(request)
    calendar = get_object_or_404(Calendar, key=given.calendar) if given.calendar else None
    levels = None if given.levels is None else [from_json(Target, each) for each in given.levels]
    who = {"lead": _user(given.lead), "lead_name": given.lead_name}
    reason = {"reason": given.reason}
    doing: dict[str, tuple[Any, dict[str, Any]]] = {
        "take-in": (actions.take_in, {"answer": given.answer, **who}),
        "decline": (actions.decline, reason),
        "agree": (
            actions.agree,
            {
                "scope": given.scope,
                "not_in_scope": given.not_in_scope,
                "agreed_with": given.agreed_with,
                "levels": levels,
                "calendar": calendar,
            },
        ),
        "start": (actions.start, {}),
        "pause": (promises.pause, {**reason, "waits_for": given.waits_for}),
        "resume": (promises.resume, reason),
        "promise": (
            promises.change_promise,
            {**reason, "levels": levels or [], "calendar": calendar},
        ),
        "hand-over": (working.hand_over, {**reason, **who}),
        "step": (working.finish_step, {"step": given.step, "artefact": given.artefact}),
        "note": (working.note, {"text": given.text}),
        "deliver": (actions.deliver, {"what": given.what, "band": given.band}),
        "submit": (working.submit, {"to": given.to}),
        "decide": (working.decide, {"decision": given.decision, "by_whom": given.by_whom}),
        "accept": (actions.accept, {"words": given.words}),
        "reopen": (actions.reopen, {**reason, "clock": given.clock}),
        "withdraw": (actions.withdraw, reason),
    }
    if calendar is not None:
        doing["calendar"] = (promises.change_calendar, {**reason, "calendar": calendar})
    if act not in doing:
        raise InputError(f"There is no act {act!r} that this can do: {', '.join(sorted(doing))}.")
    action, values = doing[act]
    action(engagement=found, by=by, **values)
    return _whole(_found(number))


@router.post("/engagements/{int:number}/values", response={201: EngagementWhole, **ERRORS})
def state_value(request: Request, number: int, given: ValueIn) -> Status[dict[str, Any]]:
    """Write down value; recognized value is said by the customer's side only."""
    feedback.state_value(engagement=_found(number), **given.dict(), by=person(request))
    return Status(201, _whole(_found(number)))


@router.post("/engagements/{int:number}/complaints", response={201: EngagementWhole, **ERRORS})
def complain(request: Request, number: int, given: ComplaintIn) -> Status[dict[str, Any]]:
    """Write down a complaint."""
    feedback.complain(engagement=_found(number), **given.dict(), by=person(request))
    return Status(201, _whole(_found(number)))


@router.post("/engagements/{int:number}/question", response={201: AskingOut, **ERRORS})
def ask_customer(request: Request, number: int, name: str = "") -> Status[dict[str, Any]]:
    """Make a link to the one question after the delivery; it works once."""
    made = feedback.ask_customer(engagement=_found(number), name=name, by=person(request))
    told = {"path": made.path, "name": made.asking.name, "expires": made.asking.expires}
    return Status(201, told)


@router.get("/satisfaction", response={200: Any, **ERRORS})
def satisfaction(request: Request) -> Any:
    """Return the net score with its interval, and the ids of the answers behind it."""
    check_can(request.user, "read")
    return to_json(feedback.contentment())


@router.get("/levels", response={200: list[Any], **ERRORS})
def levels(request: Request, offering: str = "") -> list[Any]:
    """Return how often each promise was kept, with intervals and the engagements behind it."""
    check_can(request.user, "read")
    found = [clocks.attained(measure=each, offering=offering) for each in MEASURES]
    return [{**to_json(each), "start": None, "end": None} for each in found]


def _found(number: int) -> Engagement:
    return get_object_or_404(Engagement.objects.whole(), number=number)


def _user(name: str) -> User | None:
    return get_object_or_404(User, username=name) if name else None


def _out(found: Engagement) -> dict[str, Any]:
    same = ("number", "title", "initiative", "stage", "since", "opened")
    return {
        **{name: getattr(found, name) for name in same},
        "offering": found.offering.offering.key,
        "edition": found.offering.number,
        "need": found.need.number if found.need else None,
        "unit": found.unit.name if found.unit else "",
        "customer": found.asked_by,
        "lead": found.led_by,
        "paused": found.is_paused,
        "delivered": found.delivered_at,
    }


def _whole(found: Engagement) -> dict[str, Any]:
    found = Engagement.objects.whole().get(pk=found.pk)
    values = ("kind", "words", "amount", "said_by", "on")
    return {
        **_out(found),
        "scope": found.scope,
        "events": list(found.events.all()),
        "clocks": to_json(clocks.readings(found)),
        "possible": sorted(events.possible(found)),
        "values": list(found.values.values(*values)),
    }
