"""REST API of the papers: deck, workbook, report and decision file of a run."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request, person
from headwater.web.organization.shapes import ERRORS
from headwater.web.portfolio.models import Decision
from headwater.web.presentation import actions, actions_charter, api_letters
from headwater.web.presentation.views import file_response
from headwater.web.projects.models import Project
from headwater.web.service.models import Charter, Engagement

router = Router(tags=["Presentation"])
router.add_router("", api_letters.router)
FILE = {
    "responses": {
        200: {
            "description": "The file.",
            "content": {
                paper.kind.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}}
                for paper in actions.PAPERS.values()
            },
        }
    }
}


class CharterIn(Schema):
    """A charter from an engagement (its number); `project` is the id of one on the list."""

    engagement: int
    project: str = Field("", max_length=500)
    name: str = Field("", max_length=1_000)
    issued: date | None = None


class CharterOut(Schema):
    """A charter as it was issued."""

    number: int
    project: str
    issued: date
    need: int | None
    engagement: int
    lead_days: int | None
    charter: Any


@router.get("/charters", response={200: list[CharterOut], **ERRORS})
def list_charters(request: Request) -> list[dict[str, Any]]:
    """List charters, the newest first; each names what was missing on its day."""
    check_can(request.user, "read")
    return [_charter(each) for each in Charter.objects.select_related("need", "engagement")]


@router.post("/charters", response={201: CharterOut, **ERRORS})
def issue_charter(request: Request, given: CharterIn) -> Status[dict[str, Any]]:
    """Issue a charter: its day ends the time from the need to the charter."""
    engagement = get_object_or_404(Engagement, number=given.engagement)
    project = get_object_or_404(Project, key=given.project) if given.project else None
    made = actions_charter.issue_charter(
        engagement=engagement,
        project=project,
        name=given.name,
        issued=given.issued,
        by=person(request),
    )
    return Status(201, _charter(made))


@router.get("/charters/{int:number}/{ending}", response={200: None, **ERRORS}, openapi_extra=FILE)
def charter_file(request: Request, number: int, ending: Literal["pdf", "docx"]) -> HttpResponse:
    """Give a charter as a file."""
    found = get_object_or_404(Charter, number=number)
    by = person(request)
    return file_response(*actions_charter.charter_file(charter=found, ending=ending, by=by))


def _charter(found: Charter) -> dict[str, Any]:
    return {
        "number": found.number,
        "project": found.project,
        "issued": found.issued,
        "need": found.need.number if found.need else None,
        "engagement": found.engagement.number,
        "lead_days": found.lead_days,
        "charter": found.record,
    }


@router.get("/{uuid:run_id}/{name}", response={200: None, **ERRORS}, openapi_extra=FILE)
def download(
    request: Request,
    run_id: UUID,
    name: Literal["deck", "workbook", "report", "decision"],
) -> HttpResponse:
    """Give one paper as a file: board.pptx, portfolio.xlsx, report.html or decision.json."""
    run = get_object_or_404(Decision, pk=run_id)
    paper, content = actions.paper(run=run, name=name, by=request.user)
    return file_response(paper, content)
