"""REST API of the desk, of the week as one draft, and of requests that another system kept."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from headwater.errors import InputError
from headwater.vocabulary.report import Heading, Points, Text
from headwater.vocabulary.service_files import StateLog
from headwater.web.account.actions import desk as actions
from headwater.web.account.actions import requests
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request, person
from headwater.web.organization.shapes import ERRORS
from headwater.web.service.models import Offering

router = Router(tags=["Account"])


class TaskOut(Schema):
    """One thing that waits: what to do, about what, why, by when, and its page."""

    verb: str
    title: str
    why: str
    due: datetime | None
    page: str


class PileOut(Schema):
    """Tasks that fall due together: late, today, week, later, or open (without a day)."""

    key: str
    title: str
    tasks: list[TaskOut]


class DeskOut(Schema):
    """What waits for the one who asks, the most urgent first."""

    sentence: str
    number: int
    late: int
    piles: list[PileOut]


class WeekOut(Schema):
    """The week in one: its title, and its parts, each a heading with lines."""

    title: str
    lead: str
    parts: list[dict[str, Any]]
    notes: list[str]


class FileIn(Schema):
    """A CSV file as text, a row for each change of a request."""

    text: str = Field(max_length=requests.MOST_BYTES)


class FileOut(Schema):
    """What the file holds, what its columns seem to be, and its states with a guess at each."""

    headings: list[str]
    rows: int
    columns: dict[str, str]
    states: dict[str, str]
    meanings: dict[str, str]


class RequestsIn(FileIn):
    """A CSV file, what its columns and states mean, and the service that its requests are of.

    `states` says of each state what it means: one of the meanings that `look` lists. A state
    that is left out is taken as guessed.
    """

    name: str = Field(default="a file", max_length=120)
    service: str
    customer: str = ""
    case: str
    state: str
    at: str
    opened: str = ""
    states: dict[str, str] = {}
    zone: str = "UTC"
    dates: str = ""


class RequestsOut(Schema):
    """How many requests were written, how many were here already, and what was odd."""

    requests: int
    known: int
    notes: list[str]


@router.get("/desk", response={200: DeskOut, **ERRORS})
def desk(request: Request) -> actions.Desk:
    """Return what waits for you, in piles by due time."""
    check_can(request.user, "read")
    return actions.desk(person(request))


@router.get("/week", response={200: WeekOut, **ERRORS})
def week(request: Request) -> WeekOut:
    """Return your week: what waits, and what happened in the last seven days."""
    check_can(request.user, "read")
    (section,) = actions.digest(person(request)).sections
    lead, notes, parts = "", list[str](), list[dict[str, Any]]()
    for block in section.blocks:
        if isinstance(block, Heading):
            parts.append({"title": block.text, "lines": []})
        elif isinstance(block, Points):
            parts[-1]["lines"] += [str(each) for each in block.items]
        elif isinstance(block, Text):
            lead, notes = (lead, [*notes, block.text]) if lead else (block.text, notes)
    return WeekOut(title=section.title, lead=lead, parts=parts, notes=notes)


@router.get("/week.eml", response={200: None, **ERRORS})
def week_mail(request: Request) -> HttpResponse:
    """Give your week as a draft that mail programs open to be sent (message/rfc822)."""
    check_can(request.user, "read")
    return HttpResponse(actions.digest_mail(person(request)), content_type="message/rfc822")


@router.post("/requests/look", response={200: FileOut, **ERRORS})
def look(request: Request, given: FileIn) -> dict[str, Any]:
    """Say what a file of requests holds; nothing is written."""
    check_can(request.user, "triage")
    seen = requests.look(given.text)
    column = seen.guesses["state"]
    states = requests.states_in(given.text, column) if column else {}
    return {
        "headings": seen.headings,
        "rows": seen.rows,
        "columns": seen.guesses,
        "states": {name: guess for name, (_, guess) in states.items()},
        "meanings": requests.MEANINGS,
    }


@router.post("/requests", response={201: RequestsOut, **ERRORS})
def take_over(request: Request, given: RequestsIn) -> Status[dict[str, Any]]:
    """Take the requests of a file over as engagements; those that are here already stay."""
    check_can(request.user, "triage")
    if odd := sorted(set(given.states.values()) - set(requests.MEANINGS)):
        raise InputError(
            f"{odd[0]!r} is no meaning of a state; write one of {', '.join(requests.MEANINGS)}."
        )
    guessed = requests.states_in(given.text, given.state)
    offering = get_object_or_404(Offering, key=given.service, is_retired=False)
    made, notes = requests.take_over_file(
        text=given.text,
        name=given.name,
        log=StateLog(
            case=given.case,
            state=given.state,
            at=given.at,
            opened=given.opened,
            states={name: given.states.get(name, guess) for name, (_, guess) in guessed.items()},
            zone=given.zone,
            dates=given.dates,
        ),
        offering=offering,
        customer=given.customer,
        by=person(request),
    )
    return Status(201, {"requests": made.requests, "known": made.known, "notes": list(notes)})
