"""REST API of what leaders value: answers, and the weights that follow."""

from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from headwater.errors import InputError
from headwater.vocabulary.shapes import to_json
from headwater.web.judgement import (
    actions,
    api_conducting,
    api_deciding,
    api_preparing,
    api_taking_part,
    api_workshops,
)
from headwater.web.judgement.models import Sheet
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.organization.shapes import ERRORS
from headwater.web.projects.api import Seen
from headwater.web.projects.forms import MOST

router = Router(tags=["Judgement"])
router.add_router("", api_workshops.router)
FILES = (api_workshops, api_preparing, api_conducting, api_taking_part, api_deciding)
"""Files of that router; naming them here is what brings their operations in."""


class AnswerOut(Schema):
    """One answer; `answer` is a number, [low, high], or null for "don't know"."""

    method: str
    left: str
    right: str | None
    answer: Any


class SheetOut(Schema):
    """All answers of one leader."""

    number: int
    leader: str
    illustrative: bool
    version: int
    answers: list[AnswerOut]


class WeightOut(Schema):
    """The weights that the answers allow one criterion."""

    criterion: str
    low: float
    high: float
    centre: float


class ValuesOut(Schema):
    """What is weighed, who answered, and the weights that follow."""

    criteria: list[str]
    weights: list[WeightOut]
    doubts: list[str]
    sheets: list[SheetOut]


class PointsIn(Schema):
    """Points from 0 to 100 by criterion, as text: "70", "40..60", or "?"."""

    leader: str = Field("", max_length=300, description="Your own name if left out.")
    version: int = Field(0, ge=0, le=MOST, description="0 for a leader's first answers.")
    points: dict[str, str]


@router.get("", response={200: ValuesOut, **ERRORS})
def values(request: Request) -> dict[str, Any]:
    """Show answers and the weights that follow from them."""
    check_can(request.user, "read")
    found = actions.values()
    sheets = Sheet.objects.prefetch_related("answers")
    return {
        "criteria": found.criteria,
        "weights": [to_json(each) for each in found.ranges],
        "doubts": found.doubts,
        "sheets": [_out(sheet) for sheet in sheets],
    }


@router.put("/points", response={200: SheetOut, **ERRORS})
def give(request: Request, given: PointsIn) -> dict[str, Any]:
    """Keep a leader's points; they replace what the leader said before."""
    check_can(request.user, "judge")
    known = actions.values().criteria
    if strange := sorted(set(given.points) - set(known)):
        raise InputError(f"{', '.join(strange)} is not weighed; what is: {', '.join(known)}.")
    points, wrong = actions.read_points(given.points)
    if wrong:
        raise InputError(" ".join(wrong.values()))
    leader = given.leader or actions.own_name(request.user)
    sheet = actions.give_points(
        leader=leader,
        points={each: points.get(each) for each in known},
        version=given.version,
        by=request.user,
    )
    return _out(sheet)


@router.delete("/{int:number}", response={204: None, **ERRORS})
def remove(request: Request, number: int, version: Seen) -> Status[None]:
    """Take a leader's answers away."""
    sheet = get_object_or_404(Sheet, pk=number)
    actions.remove_sheet(sheet=sheet, version=version, by=request.user)
    return Status(204, None)


def _out(sheet: Sheet) -> dict[str, Any]:
    return {
        "number": sheet.pk,
        "leader": sheet.leader,
        "illustrative": sheet.illustrative,
        "version": sheet.version,
        "answers": [
            {
                "method": each.method,
                "left": each.left,
                "right": each.right or None,
                "answer": to_json(each.answer),
            }
            for each in sheet.answers.all()
        ],
    }
