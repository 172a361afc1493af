"""Pages of the way in. Each view: find, check the form, act, show."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from headwater.errors import ConflictError, InputError
from headwater.vocabulary.intake import Reading
from headwater.web.intake import actions
from headwater.web.intake.forms import ApplyForm
from headwater.web.intake.models import State, Upload
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.projects.forms import VersionForm
from headwater.web.projects.models import Project

UNREADABLE = "The form could not be read: reload the page and try again."
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_SHOWN = 200


@require_http_methods(["GET", "POST"])
def upload(request: Request) -> HttpResponse:
    """Ask for a file or a pasted table (GET), or stage it and show how it was understood (POST)."""
    check_can(request.user, "edit_projects")
    if request.method == "GET":
        return _asked(request)
    files = [(each.name or "", each.read()) for each in request.FILES.getlist("files")]
    text = request.POST.get("text", "")
    try:
        if files or not text.strip():
            staged = actions.stage(files=files, by=request.user)
        else:
            staged = actions.paste(text=text, by=request.user)
    except InputError as error:
        return _asked(request, status=error.http_status, wrong=str(error), text=text)
    if actions.reading_of(staged).problems:
        return _shown(request, staged, status=422)
    return redirect("intake:show", staged.pk)


@require_http_methods(["GET", "POST"])
def show(request: Request, pk: UUID) -> HttpResponse:
    """Show how a sheet was understood (GET), or read it again with what was mended (POST)."""
    check_can(request.user, "edit_projects")
    found = get_object_or_404(Upload, pk=pk)
    if request.method == "GET":
        return _shown(request, found)
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise InputError(UNREADABLE)
    reading = actions.reading_of(found)
    try:
        mapping = actions.mended(reading, found.mapping, _chosen(reading, request.POST))
        actions.mend(
            upload=found, mapping=mapping, version=form.cleaned_data["version"], by=request.user
        )
    except (InputError, ConflictError) as error:
        found.refresh_from_db()
        return _shown(request, found, status=error.http_status, wrong=str(error))
    if actions.reading_of(found).problems:
        return _shown(request, found, status=422)
    return redirect("intake:show", found.pk)


@require_POST
def apply(request: Request, pk: UUID) -> HttpResponse:
    """Make the list say what the sheet says."""
    found = get_object_or_404(Upload, pk=pk)
    form = ApplyForm(request.POST)
    if not form.is_valid():
        raise InputError(UNREADABLE)
    try:
        actions.apply(upload=found, by=request.user, **form.cleaned_data)
    except (InputError, ConflictError) as error:
        found.refresh_from_db()
        return _shown(request, found, status=error.http_status, wrong=str(error))
    count = Project.objects.present().count()
    messages.success(request, f"Applied: {count:,} projects are on the list.")
    return redirect("projects:table")


@require_POST
def discard(request: Request, pk: UUID) -> HttpResponse:
    """Forget an upload that was not applied."""
    actions.discard(upload=get_object_or_404(Upload, pk=pk), by=request.user)
    messages.success(request, "The upload was discarded; the list is as it was.")
    return redirect("intake:upload")


@require_POST
def sample(request: Request) -> HttpResponse:
    """Load the public sample."""
    if actions.load_sample(by=request.user):
        messages.success(request, "The sample was loaded: 99 public IT investments.")
    else:
        messages.info(request, "There are projects already, so the sample was not loaded.")
    return redirect("projects:table")


@require_GET
def template(request: Request) -> HttpResponse:
    """Give the empty workbook to fill in."""
    check_can(request.user, "read")
    disposition = 'attachment; filename="headwater-template.xlsx"'
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(actions.template(), content_type=XLSX, headers=headers)


def _asked(request: Request, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "projects": Project.objects.present().count(),
        "staged": Upload.objects.filter(by=request.user, state=State.STAGED).first(),
        **more,
    }
    return render(request, "intake/upload.html", context, status=status)


def _shown(request: Request, found: Upload, *, status: int = 200, **more: Any) -> HttpResponse:
    reading = actions.reading_of(found)
    keep = bool(request.POST.get("keep_missing") or request.GET.get("keep_missing"))
    is_ready = reading.workbook is not None and found.state == State.STAGED
    context = {
        "upload": found,
        "reading": reading,
        "tables": _tables(reading),
        "faults": reading.problems[:MOST_SHOWN],
        "more_faults": max(0, len(reading.problems) - MOST_SHOWN),
        "is_ready": is_ready,
        "is_first": not Project.objects.present().exists(),
        "changes": actions.changes(found, keep_missing=keep) if is_ready else (),
        "keep_missing": keep,
        "most": MOST_SHOWN,
        **more,
    }
    return render(request, "intake/show.html", context, status=status)


def _tables(reading: Reading) -> list[dict[str, Any]]:
    """Lay the reading out for the page: each column with its name in the form and its choices."""
    found = []
    for number, table in enumerate(reading.tables):
        columns = [
            {
                "field": f"meaning-{number}-{place}",
                "column": column,
                "samples": tuple(dict.fromkeys(column.samples)),
                "choices": actions.meanings(table, column.heading, column.meaning),
            }
            for place, column in enumerate(table.columns)
        ]
        found.append({"table": table, "columns": columns})
    return found


def _chosen(reading: Reading, sent: QueryDict) -> dict[tuple[str, str], str]:
    return {
        (table.sheet, column.heading): str(sent[name])
        for number, table in enumerate(reading.tables)
        for place, column in enumerate(table.columns)
        if (name := f"meaning-{number}-{place}") in sent
    }
