"""REST API of business cases: list, read, bring, sign, comment."""

from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from ninja import File, Form, Router, Schema, Status, UploadedFile
from pydantic import Field

from headwater.vocabulary.shapes import to_json
from headwater.web.appraisal import api_bundles, api_work
from headwater.web.appraisal.actions import deciding, keeping
from headwater.web.appraisal.models import Case, CaseVersion
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request, person
from headwater.web.organization.shapes import ERRORS

router = Router(tags=["Business cases"])
router.add_router("", api_work.router)
router.add_router("", api_bundles.router)


class CaseOut(Schema):
    """A case as lists show it; amounts in its own money unit."""

    id: int
    key: str
    title: str
    version: int
    state: str
    need: int | None
    headline: Any


class CaseWhole(CaseOut):
    """A case with its newest version: record, value, range and review as the engine gives them."""

    record: Any
    value: Any
    spread: Any
    review: Any
    digest: str
    at: datetime
    obstacles: list[str]


class SignIn(Schema):
    """A verdict (agreed, approved, returned) on the version that was read."""

    seen: int = Field(ge=1, le=2**31 - 1)
    verdict: str = Field(max_length=10)
    words: str = Field("", max_length=1_000)


class CommentIn(Schema):
    """A remark."""

    text: str = Field(max_length=5_000)
    about: str = Field("", max_length=200)


class Kept(Schema):
    """What was kept, by its number."""

    id: int


@router.get("/cases", response={200: list[CaseOut], **ERRORS})
def list_cases(request: Request) -> list[dict[str, Any]]:
    """List business cases, the latest changed first."""
    check_can(request.user, "read")
    return [_out(each) for each in Case.objects.all()]


@router.post("/cases", response={201: CaseWhole, **ERRORS})
def bring(
    request: Request, file: File[UploadedFile], note: Form[str] = ""
) -> Status[dict[str, Any]]:
    """Bring a case workbook: a new case, or the next version of the case of the same id."""
    made = keeping.import_case(
        name=file.name or "", content=file.read(), note=note, by=person(request)
    )
    return Status(201, _whole(made.case, made))


@router.get("/cases/{int:pk}", response={200: CaseWhole, **ERRORS})
def show(request: Request, pk: int) -> dict[str, Any]:
    """Show a case with its newest version."""
    check_can(request.user, "read")
    held = get_object_or_404(Case, pk=pk)
    return _whole(held, keeping.newest(held))


@router.post("/cases/{int:pk}/signs", response={201: Kept, **ERRORS})
def sign(request: Request, pk: int, given: SignIn) -> Status[dict[str, int]]:
    """Say one's word on a version; approving takes a case that passes the gate."""
    held = get_object_or_404(Case, pk=pk)
    made = deciding.sign(case=held, by=person(request), **given.dict())
    return Status(201, {"id": made.pk})


@router.post("/cases/{int:pk}/comments", response={201: Kept, **ERRORS})
def comment(request: Request, pk: int, given: CommentIn) -> Status[dict[str, int]]:
    """Write a remark on a case."""
    held = get_object_or_404(Case, pk=pk)
    made = deciding.comment(case=held, by=person(request), **given.dict())
    return Status(201, {"id": made.pk})


def _out(held: Case) -> dict[str, Any]:
    return {
        "id": held.pk,
        "key": held.key,
        "title": held.title,
        "version": held.version,
        "state": held.state,
        "need": held.need_id,
        "headline": held.headline,
    }


def _whole(held: Case, version: CaseVersion) -> dict[str, Any]:
    return {
        **_out(held),
        "record": version.record,
        "value": version.value,
        "spread": version.spread,
        "review": version.review,
        "digest": version.digest,
        "at": version.at,
        "obstacles": to_json(deciding.obstacles(version)),
    }
