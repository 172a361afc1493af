"""REST API of the letters to sponsors: prepare a pack, read it, have its files written, take them.

What takes long is a run: follow it under /runs/{id}, stop it with /runs/{id}/cancel.
"""

from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from headwater.errors import ConflictError
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request, person
from headwater.web.organization.shapes import ERRORS
from headwater.web.portfolio.api_looks import LOOKS, under_way
from headwater.web.portfolio.models import Decision
from headwater.web.presentation import actions_bundles, actions_letters
from headwater.web.presentation.views import file_response
from headwater.web.runs.api import RunOut
from headwater.web.runs.models import Run

router = Router(tags=["Presentation"])
Ending = Literal["zip", "pdf", "docx", "html"]


class LettersIn(Schema):
    """The run that refused projects, when they are looked at again (YYYY-MM-DD), whom to ask."""

    run: UUID
    review: str = Field("", max_length=20)
    contact: str = Field("", max_length=200)


class LetterOut(Schema):
    """One letter: `key` names it in addresses, `says` is all that it is written of."""

    key: str
    file: str
    title: str
    says: dict[str, Any]


def _files(kinds: dict[str, str]) -> dict[str, Any]:
    shape = {"schema": {"type": "string", "format": "binary"}}
    content = {kind.partition(";")[0]: shape for kind in kinds.values()}
    return {"responses": {200: {"description": "The file.", "content": content}}}


@router.post("/letters", response={202: RunOut, **ERRORS})
def prepare(request: Request, given: LettersIn) -> Status[Run]:
    """Start to find out what each sponsor of a decision's refused projects is told."""
    run, by = get_object_or_404(Decision, pk=given.run), person(request)
    pack = actions_letters.prepare(run=run, review=given.review, contact=given.contact, by=by)
    return Status(202, pack)


@router.get("/letters", response={200: list[RunOut], **ERRORS})
def packs(request: Request, run: UUID) -> list[Run]:
    """List the packs of letters of a decision, newest first."""
    check_can(request.user, "read")
    return actions_letters.packs_of(get_object_or_404(Decision, pk=run))


@router.get("/letters/{uuid:pack_id}", response={200: list[LetterOut], **LOOKS})
def letters(request: Request, pack_id: UUID) -> Any:
    """List the letters of a pack; 202 while it is prepared."""
    check_can(request.user, "read")
    pack = _pack(pack_id)
    return under_way(pack) or [
        {"key": each.key, "file": each.file, "title": each.title, "says": each.plain}
        for each in actions_letters.letters_of(pack)
    ]


@router.get(
    "/letters/{uuid:pack_id}/one/{key}/{ending}",
    response={200: None, **ERRORS},
    openapi_extra=_files({each: actions_letters.KINDS[each] for each in actions_letters.ONE}),
)
def letter_file(
    request: Request, pack_id: UUID, key: str, ending: Literal["docx", "pdf", "html", "eml"]
) -> HttpResponse:
    """Give one letter as a file."""
    check_can(request.user, "download")
    pack = _pack(pack_id)
    letter = actions_letters.letter_of(pack, key)
    if letter is None:
        raise ConflictError(f"The pack has no letter {key!r}; GET /presentation/letters/{pack_id}.")
    by = person(request)
    made = actions_letters.letter_file(pack=pack, letter=letter, ending=ending, by=by)
    return file_response(*made)


@router.post("/letters/{uuid:pack_id}/all/{ending}", response={202: RunOut, **ERRORS})
def make_file(request: Request, pack_id: UUID, ending: Ending) -> Status[Run]:
    """Have all letters written in one file; the run that does it, or did it for somebody before."""
    by = person(request)
    return Status(202, actions_bundles.make(pack=_pack(pack_id), ending=ending, by=by))


@router.get(
    "/letters/{uuid:pack_id}/all/{ending}",
    response={200: None, **LOOKS},
    openapi_extra=_files({each: actions_letters.KINDS[each] for each in actions_bundles.TITLES}),
)
def take_file(request: Request, pack_id: UUID, ending: Ending) -> Any:
    """Give all letters in one file; 202 with its run while it is written, 409 before that."""
    check_can(request.user, "download")
    pack = _pack(pack_id)
    run = actions_bundles.bundle(pack, ending).run
    waiting = under_way(run) if run else None
    return waiting or file_response(
        *actions_bundles.take(pack=pack, ending=ending, by=person(request))
    )


def _pack(pack_id: UUID) -> Run:
    kept = Run.objects.defer("inputs").select_related("by")
    return get_object_or_404(kept, pk=pack_id, kind=actions_letters.KIND)
