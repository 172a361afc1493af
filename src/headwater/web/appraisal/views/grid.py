"""The grid of cash flows: a plain form that scripts make as quick as a spreadsheet."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from headwater.errors import ConflictError, InputError
from headwater.vocabulary.appraisal_cells import CellFault, Place
from headwater.web.appraisal import sheet
from headwater.web.appraisal.actions import editing, keeping
from headwater.web.appraisal.forms import SeenForm
from headwater.web.appraisal.models import Case, CaseVersion
from headwater.web.appraisal.sheet import MARK
from headwater.web.appraisal.views.cases import UNREADABLE, found
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request


@require_http_methods(["GET", "POST"])
def grid(request: Request, pk: int) -> HttpResponse:
    """Show the grid (GET); try, show more of it, or write the next version (POST)."""
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
    act = request.POST.get("act", "save")
    try:
        if act == "show":
            return _shown(request, held, version, typed=typed)
        if act == "block":
            typed |= _block(request, version, typed)
            return _shown(request, held, version, typed=typed)
        if act == "try":
            tried = editing.try_cells(version=version, typed=typed, by=request.user)
            return _shown(request, held, version, typed=typed, tried=tried)
        made = editing.edit_cells(
            case=held, seen=version.number, typed=typed, by=request.user,
            note=request.POST.get("note", "")[:300],
        )  # fmt: skip
    except (InputError, ConflictError) as error:
        faults = error.faults if isinstance(error, editing.CellsError) else ()
        return _shown(
            request, held, version, typed=typed, wrong=str(error), faults=faults,
            status=error.http_status,
        )  # fmt: skip
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


def _typed(request: Request) -> dict[Place, str]:
    found: dict[Place, str] = {}
    for name, text in request.POST.items():
        parts = name.split(MARK)
        if len(parts) == 3 and parts[0] in ("line", "assumption", "option"):
            found[parts[0], parts[1], parts[2]] = str(text)
    return found


def _block(request: Request, version: CaseVersion, typed: dict[Place, str]) -> dict[Place, str]:
    numbers = [int(n[1:]) for k, n, _ in typed if k == "line" and n[1:].isdecimal()]
    return editing.block_cells(
        request.POST.get("block", "")[:200_000],
        option=request.POST.get("block_option", "")[:200],
        kind=request.POST.get("block_kind", "opex")[:40],
        years=_years(request, version, typed),
        after=max(numbers, default=0),
    )


def _years(request: Request, version: CaseVersion, typed: Mapping[Place, str]) -> range:
    """Return the years that were asked for, and those that something was typed into."""
    asked = [request.POST.get(name, "") for name in ("from", "to")]
    asked += [column for (_, _, column), text in typed.items() if text]
    years = [int(each) for each in asked if each.isdecimal() and len(each) == 4]
    return sheet.years_of(version.said, version.valued, years)


def _shown(
    request: Request,
    held: Case,
    version: CaseVersion,
    *,
    typed: dict[Place, str] | None = None,
    faults: Sequence[CellFault] = (),
    tried: editing.Tried | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    record = version.said
    fixed = frozenset(e.name for e in record.assumptions if not editing.has_open_range(e))
    draft = sheet.Draft(editing.cells_of(record), typed or {}, faults, fixed)
    value = tried.value if tried else version.valued
    told = {
        "case": held,
        "version": version,
        "money": record.money,
        "said": record,
        "sheet": sheet.sheet(record, value, draft, years=_years(request, version, typed or {})),
        "kinds": sheet.KINDS,
        "note": request.POST.get("note", "")[:300],
        "tried": tried,
        "is_draft": bool(typed),
        **more,
    }
    return render(request, "appraisal/grid.html", told, status=status)
