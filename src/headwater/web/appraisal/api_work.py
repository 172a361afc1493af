"""REST API of what is worked out of a case: cells, options, chances, papers, versions."""

from typing import Any, Literal

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import File, Router, Schema, Status, UploadedFile
from pydantic import Field

from headwater.vocabulary.shapes import to_json
from headwater.web.appraisal.actions import comparing, editing, keeping, papers, simulating
from headwater.web.appraisal.models import Case, CaseVersion
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request, person
from headwater.web.organization.shapes import ERRORS
from headwater.web.runs.models import Run

router = Router(tags=["Business cases"])
MOST = 2**31 - 1


class CellShape(Schema):
    """A cell of a case: what kind of row, its id ("+1" for a new one), the column, the text.

    Columns of a line: a year, formula, first, last, name, kind, recurrence, prices, option (of a
    new line); of an assumption: name, value, low, high, unit, meaning, source, date, owner; of an
    option: name, role, standing, reason; of a correlation: first, second, value; of what a shock
    moves: name, quantity, value. "remove" with any text takes the row away.
    """

    kind: Literal["line", "assumption", "option", "correlation", "shock"]
    row: str = Field(max_length=200)
    column: str = Field(max_length=20)
    text: str = Field("", max_length=2_000)


class CellsIn(Schema):
    """Cells to write on the version that was read, or to try without keeping anything."""

    seen: int = Field(ge=1, le=MOST)
    cells: list[CellShape] = Field(max_length=20_000)
    note: str = Field("", max_length=300)
    dry: bool = False


class CellsOut(Schema):
    """The version that was written (None where only tried), and what the options are worth."""

    version: int | None
    note: str
    value: Any


class SeenIn(Schema):
    """The version that was read."""

    seen: int = Field(ge=1, le=MOST)


class OptionOut(Schema):
    """An option: where it stands and why, how it meets each success factor, what it is worth."""

    id: str
    name: str
    role: str
    standing: str
    reason: str
    ratings: dict[str, str]
    value: Any
    range: Any
    chances: Any


class ChancesOut(Schema):
    """The simulation of the newest version: its run, and the result once there is one."""

    run: str | None
    state: str
    fraction: float | None
    result: Any


class PaperOut(Schema):
    """A paper and the names of its files."""

    title: str
    files: list[str]


class VersionOut(Schema):
    """A version of a case."""

    number: int
    note: str
    at: Any
    by: str
    digest: str


@router.get("/cases/{int:pk}/cells", response={200: list[CellShape], **ERRORS})
def cells(request: Request, pk: int) -> list[dict[str, str]]:
    """List every cell of the newest version that can be written."""
    check_can(request.user, "read")
    found = editing.cells_of(keeping.newest(_case(pk)).said)
    return [
        {"kind": kind, "row": row, "column": column, "text": text}
        for (kind, row, column), text in found.items()
    ]


@router.patch("/cases/{int:pk}/cells", response={200: CellsOut, **ERRORS})
def write_cells(request: Request, pk: int, given: CellsIn) -> dict[str, Any]:
    """Write cells as the next version; with `dry`, work the case out and keep nothing."""
    held = _case(pk)
    typed: dict[Any, str] = {(e.kind, e.row, e.column): e.text for e in given.cells}
    if given.dry:
        version = get_object_or_404(CaseVersion, case=held, number=given.seen)
        tried = editing.try_cells(version=version, typed=typed, by=person(request))
        return {"version": None, "note": "", "value": to_json(tried.value)}
    made = editing.edit_cells(
        case=held, seen=given.seen, typed=typed, note=given.note, by=person(request)
    )
    return {"version": made.number, "note": made.note, "value": made.value}


@router.post("/cases/{int:pk}/take-back", response={200: VersionOut, **ERRORS})
def take_back(request: Request, pk: int, given: SeenIn) -> dict[str, Any]:
    """Write the version before the newest again."""
    return _version(editing.take_back(case=_case(pk), seen=given.seen, by=person(request)))


@router.get("/cases/{int:pk}/versions", response={200: list[VersionOut], **ERRORS})
def versions(request: Request, pk: int) -> list[dict[str, Any]]:
    """List the versions of a case, the newest first."""
    check_can(request.user, "read")
    return [_version(each) for each in _case(pk).versions.select_related("by")]


@router.get("/cases/{int:pk}/differences", response={200: list[dict[str, str]], **ERRORS})
def differences(request: Request, pk: int, before: int, after: int) -> list[dict[str, str]]:
    """List every cell that differs between two versions."""
    check_can(request.user, "read")
    one, two = (
        get_object_or_404(CaseVersion, case_id=pk, number=number) for number in (before, after)
    )
    return [
        {"place": each.place, "before": each.before, "after": each.after}
        for each in comparing.differences(one, two)
    ]


@router.get("/cases/{int:pk}/options", response={200: list[OptionOut], **ERRORS})
def options(request: Request, pk: int) -> list[dict[str, Any]]:
    """List every option of the longlist with its value, range and chances; ranked by nothing."""
    check_can(request.user, "read")
    version = keeping.newest(_case(pk))
    answer = simulating.answer_of(simulating.run_of(version))
    compared = answer.compared if answer else None
    ranges = simulating.ranges_of(version)
    return [
        {
            "id": each.id,
            "name": each.name,
            "role": each.role,
            "standing": each.standing,
            "reason": each.reason,
            "ratings": dict(each.ratings),
            "value": to_json(version.valued.of(each.id)),
            "range": to_json(ranges.get(each.id)),
            "chances": to_json(compared.of(each.id)) if compared else None,
        }
        for each in version.said.options
    ]


@router.post("/cases/{int:pk}/chances", response={202: ChancesOut, **ERRORS})
def simulate(request: Request, pk: int) -> Status[dict[str, Any]]:
    """Put the simulation of the newest version into the queue; one that is there is given."""
    run = simulating.simulate(version=keeping.newest(_case(pk)), by=person(request))
    return Status(202, _chances(run))


@router.get("/cases/{int:pk}/chances", response={200: ChancesOut, **ERRORS})
def chances(request: Request, pk: int) -> dict[str, Any]:
    """Give the simulation of the newest version: chances, drivers, options compared, rights."""
    check_can(request.user, "read")
    return _chances(simulating.run_of(keeping.newest(_case(pk))))


@router.get("/cases/{int:pk}/papers", response={200: list[PaperOut], **ERRORS})
def list_papers(request: Request, pk: int) -> list[dict[str, Any]]:
    """List the papers of a case."""
    check_can(request.user, "download")
    _case(pk)
    return [
        {"title": each.title, "files": [file for file, _ in each.files]} for each in papers.PAPERS
    ]


@router.get("/cases/{int:pk}/papers/{name}", response={200: None, **ERRORS})
def paper(request: Request, pk: int, name: str) -> HttpResponse:
    """Give one paper of the newest version as a file ("story.pdf")."""
    version = keeping.newest(_case(pk))
    kind, content = papers.paper(version=version, name=name, by=person(request))
    return _file(name, kind, content)


@router.post("/cases/{int:pk}/template", response={200: None, **ERRORS})
def fill(request: Request, pk: int, file: File[UploadedFile]) -> HttpResponse:
    """Put the newest version into a .docx or .pptx of your own."""
    name = file.name or ""
    version = keeping.newest(_case(pk))
    kind, content = papers.fill(version=version, name=name, content=file.read(), by=person(request))
    return _file(f"case.{name.lower().rpartition('.')[2]}", kind, content)


def _case(pk: int) -> Case:
    return get_object_or_404(Case, pk=pk)


def _version(version: CaseVersion) -> dict[str, Any]:
    return {
        "number": version.number,
        "note": version.note,
        "at": version.at,
        "by": version.by_name,
        "digest": version.digest,
    }


def _chances(run: Run | None) -> dict[str, Any]:
    if run is None:
        return {"run": None, "state": "none", "fraction": None, "result": None}
    answer = simulating.answer_of(run)
    result = to_json(answer) if answer else None
    return {"run": str(run.pk), "state": run.state, "fraction": run.fraction, "result": result}


def _file(name: str, kind: str, content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
