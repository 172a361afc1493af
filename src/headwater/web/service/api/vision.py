"""REST API of the service vision: read with its figures, draft, agree, review."""

from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request, person
from headwater.web.organization.shapes import ERRORS
from headwater.web.service.actions import figures, vision_paper
from headwater.web.service.actions import vision as actions
from headwater.web.service.models import VisionEdition

router = Router(tags=["Vision"])


class FigureOut(Schema):
    """A figure that the system keeps, and what it is now."""

    key: str
    title: str
    unit: str
    more_is_better: bool
    value: float | None
    low: float | None
    high: float | None
    records: int


class StandardOut(Schema):
    """A standard beside its figure."""

    text: str
    figure: str
    wanted: str
    now: str
    kept: bool | None


class VisionOut(Schema):
    """An edition of the vision."""

    number: int
    for_whom: str
    outcomes: list[str]
    difference: str
    standards: list[StandardOut]
    review_on: date | None
    agreed_at: datetime | None
    agreed_by: str


class StandardIn(Schema):
    """A standard: what is said, the key of its figure, and what is wanted ("90%")."""

    text: str = Field(max_length=1_000)
    figure: str = Field(max_length=80)
    wanted: str = Field(max_length=40)


class VisionIn(Schema):
    """A new edition; `seen` is the newest that you read, 0 for none."""

    for_whom: str = Field(max_length=10_000)
    outcomes: list[str] = Field(max_length=20)
    difference: str = Field("", max_length=10_000)
    standards: list[StandardIn] = Field([], max_length=20)
    review_on: date | None = None
    seen: int = Field(0, ge=0, le=2**31 - 1)


class ReviewIn(Schema):
    """What a review found."""

    found: str = Field(max_length=10_000)
    next_on: date | None = None


@router.get("/figures", response={200: list[FigureOut], **ERRORS})
def list_figures(request: Request) -> list[dict[str, Any]]:
    """List the figures that a standard can be tied to, with what they are now."""
    check_can(request.user, "read")
    found = []
    for each in figures.FIGURES.values():
        now = each.compute()
        same = {name: getattr(each, name) for name in ("key", "title", "unit", "more_is_better")}
        found.append(
            {**same, "value": now.value, "low": now.low, "high": now.high, "records": now.of}
        )
    return found


@router.get("/vision", response={200: list[VisionOut], **ERRORS})
def editions(request: Request) -> list[dict[str, Any]]:
    """List all editions, the newest first; the first that is agreed is in force."""
    check_can(request.user, "read")
    return [_out(each) for each in VisionEdition.objects.all()]


@router.get("/vision/{int:number}/paper/{str:ending}", response={200: Any, **ERRORS})
def paper(request: Request, number: int, ending: str) -> HttpResponse:
    """Return an edition as a paper of one page: pdf or docx."""
    found = get_object_or_404(VisionEdition, number=number)
    name, kind, content = vision_paper.vision_file(edition=found, ending=ending, by=person(request))
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)


@router.post("/vision", response={201: VisionOut, **ERRORS})
def draft(request: Request, given: VisionIn) -> Status[dict[str, Any]]:
    """Write a new edition, which a leader has to agree to."""
    values = given.dict()
    values["standards"] = [actions.Standard(**each) for each in values["standards"]]
    return Status(201, _out(actions.draft_vision(**values, by=person(request))))


@router.post("/vision/{int:number}/agree", response={200: VisionOut, **ERRORS})
def agree(request: Request, number: int) -> dict[str, Any]:
    """Agree to the newest edition, on the customer's side."""
    found = get_object_or_404(VisionEdition, number=number)
    return _out(actions.agree_vision(edition=found, by=person(request)))


@router.post("/vision/{int:number}/reviews", response={201: VisionOut, **ERRORS})
def review(request: Request, number: int, given: ReviewIn) -> Status[dict[str, Any]]:
    """Write down what a review found."""
    found = get_object_or_404(VisionEdition, number=number)
    actions.review_vision(edition=found, **given.dict(), by=person(request))
    return Status(201, _out(found))


def _out(edition: VisionEdition) -> dict[str, Any]:
    same = ("number", "for_whom", "outcomes", "difference", "review_on", "agreed_at")
    return {
        **{name: getattr(edition, name) for name in same},
        "agreed_by": edition.agreed_by_name,
        "standards": [
            {
                "text": each.text,
                "figure": each.figure.key,
                "wanted": each.wanted,
                "now": each.now,
                "kept": each.kept,
            }
            for each in actions.standards_of(edition)
        ],
    }
