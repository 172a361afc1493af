"""The grid of cash flows: a plain form that scripts make as quick as a spreadsheet."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from headwater.errors import ConflictError, InputError
from headwater.vocabulary.appraisal_case import BusinessCase, CashLine
from headwater.web.appraisal.actions import editing, keeping
from headwater.web.appraisal.forms import SeenForm
from headwater.web.appraisal.models import Case, CaseVersion
from headwater.web.appraisal.views.cases import UNREADABLE, found
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request

MARK = "\u241f"
FARTHEST = 60


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of the grid: its name in the form, what it says, and what it comes to."""

    name: str
    text: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its formula and its cell of each year."""

    line: CashLine
    formula: Cell
    cells: tuple[Cell, ...]


@require_http_methods(["GET", "POST"])
def grid(request: Request, pk: int) -> HttpResponse:
    """Show the grid (GET); try what was typed, or write it as the next version (POST)."""
    check_can(request.user, "edit_cases")
    held = found(pk)
    if request.method == "GET":
        return _shown(request, held, keeping.newest(held))
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise InputError(UNREADABLE)
    seen = form.cleaned_data["seen"]
    typed = _typed(request)
    version = held.versions.filter(number=seen).first() or keeping.newest(held)
    try:
        if request.POST.get("act") == "try":
            tried = editing.try_cells(version=version, typed=typed, by=request.user)
            return _shown(request, held, version, typed=typed, tried=tried)
        made = editing.edit_cells(
            case=held, seen=version.number, typed=typed, by=request.user,
            note=request.POST.get("note", "")[:300],
        )  # fmt: skip
    except (InputError, ConflictError) as error:
        status = error.http_status
        return _shown(request, held, version, typed=typed, wrong=str(error), status=status)
    messages.success(request, f"Version {made.number}: {made.note}")
    return redirect("appraisal:grid", pk)


@require_POST
def take_back(request: Request, pk: int) -> HttpResponse:
    """Write the version before the newest again."""
    held = found(pk)
    check_can(request.user, "edit_cases")
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise InputError(UNREADABLE)
    made = editing.take_back(case=held, seen=form.cleaned_data["seen"], by=request.user)
    messages.success(request, made.note)
    return redirect("appraisal:grid", pk)


def _typed(request: Request) -> dict[editing.Place, str]:
    found: dict[editing.Place, str] = {}
    for name, text in request.POST.items():
        parts = name.split(MARK)
        if len(parts) == 3:
            found[parts[0], parts[1], parts[2]] = str(text)
    return found


def _shown(
    request: Request,
    held: Case,
    version: CaseVersion,
    *,
    typed: dict[editing.Place, str] | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    record = version.said
    texts = {**editing.cells_of(record), **(typed or {})}
    years = _years(record, version)
    worth: dict[str, dict[int, float]] = {}
    for option in version.valued.options:
        for each in option.lines:
            worth.setdefault(each.id, dict(each.amounts))
    names = {each.id: each.name for each in record.options}
    groups: dict[str, list[Line]] = {}
    for line in record.lines:
        groups.setdefault(names.get(line.option, "Every option"), []).append(
            _line(line, years, texts, worth.get(line.id, {}))
        )
    told = {
        "case": held,
        "version": version,
        "money": record.money,
        "years": years,
        "groups": groups.items(),
        "assumptions": [
            (each, _cell(("assumption", each.name, "value"), texts, f"{each.name}, value"))
            for each in record.assumptions
        ],
        "value": version.valued,
        "mark": MARK,
        **more,
    }
    return render(request, "appraisal/grid.html", told, status=status)


def _line(
    line: CashLine, years: range, texts: dict[editing.Place, str], worth: dict[int, float]
) -> Line:
    cells = tuple(
        _cell(
            ("line", line.id, str(year)), texts, f"{line.title} {year}",
            f"{worth[year]:,.10g}" if year in worth else "",
        )
        for year in years
    )  # fmt: skip
    formula = _cell(("line", line.id, "formula"), texts, f"{line.title}, formula")
    return Line(line, formula, cells)


def _cell(
    place: editing.Place, texts: dict[editing.Place, str], label: str, hint: str = ""
) -> Cell:
    return Cell(MARK.join(place), texts.get(place, ""), label, hint)


def _years(record: BusinessCase, version: CaseVersion) -> range:
    first = min(
        (y for line in record.lines for y in line.years()), default=version.valued.base_year
    )
    last = max(version.valued.last_year, first)
    return range(first, min(last, first + FARTHEST) + 1)
