"""REST API of the papers: deck, workbook, report and decision file of a run."""

from typing import Literal
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router

from headwater.web.organization.request import Request
from headwater.web.organization.shapes import ERRORS
from headwater.web.portfolio.models import Decision
from headwater.web.presentation import actions
from headwater.web.presentation.views import file_response

router = Router(tags=["Presentation"])
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
