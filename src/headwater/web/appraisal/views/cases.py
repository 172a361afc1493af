"""The list of cases, the way in, and the page of one case."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from headwater.errors import ConflictError, InputError
from headwater.vocabulary.units import Interval
from headwater.web.appraisal import showing
from headwater.web.appraisal.actions import deciding, keeping, simulating
from headwater.web.appraisal.actions.papers import PAPERS
from headwater.web.appraisal.forms import CommentForm, ImportForm, LinkForm, SignForm
from headwater.web.appraisal.models import Case, CaseVersion
from headwater.web.organization.doors import readers_only
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.runs.models import Run
from headwater.web.service.models import Engagement, Need

A_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNREADABLE = "The form could not be read: reload the page and fill it in again."


@require_GET
@readers_only
def cases(request: Request) -> HttpResponse:
    """Show every case, the latest changed first."""
    found = Case.objects.select_related("need")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "appraisal/cases.html", {"page": page})


@require_http_methods(["GET", "POST"])
@readers_only
def bring(request: Request) -> HttpResponse:
    """Ask for a case workbook (GET), or keep it (POST)."""
    check_can(request.user, "edit_cases")
    posted = request.method == "POST"
    form = ImportForm(
        request.POST if posted else None, request.FILES or None, initial=request.GET.dict()
    )
    status = 200
    if posted and form.is_valid():
        given = form.cleaned_data
        file = given["file"]
        try:
            made = keeping.import_case(
                name=file.name, content=file.read(), note=given["note"], need=given["need"],
                by=request.user,
            )  # fmt: skip
        except (InputError, ConflictError) as error:
            form.add_error(None, str(error))
            status = error.http_status
        else:
            messages.success(request, f"{made} was kept.")
            return redirect("appraisal:case", made.case_id)
    elif posted:
        status = 422
    return render(request, "appraisal/bring.html", {"form": form}, status=status)


@require_POST
def sample(request: Request) -> HttpResponse:
    """Keep the illustrative case."""
    keeping.load_sample(by=request.user)
    return redirect("appraisal:cases")


@require_GET
@readers_only
def template(request: Request) -> HttpResponse:
    """Give the empty workbook of a case."""
    return file_response("case.xlsx", XLSX, keeping.template())


@require_GET
@readers_only
def case(request: Request, pk: int) -> HttpResponse:
    """Tell a case on one screen."""
    return one(request, found(pk))


@require_POST
def sign(request: Request, pk: int) -> HttpResponse:
    """Say one's word on the version that one has read."""
    held = found(pk)
    form = SignForm(request.POST)
    try:
        if not form.is_valid():
            raise InputError(UNREADABLE)
        made = deciding.sign(case=held, **form.cleaned_data, by=request.user)
    except (InputError, ConflictError) as error:
        return one(request, found(pk), status=error.http_status, sign_wrong=str(error))
    messages.success(request, f"{made}.")
    return redirect("appraisal:case", pk)


@require_POST
def comment(request: Request, pk: int) -> HttpResponse:
    """Write a remark."""
    held = found(pk)
    check_can(request.user, "comment_cases")
    form = CommentForm(request.POST)
    try:
        if not form.is_valid():
            raise InputError("The comment is empty: write it in a sentence or two.")
        deciding.comment(case=held, **form.cleaned_data, by=request.user)
    except InputError as error:
        return one(request, held, status=error.http_status, comment_wrong=str(error))
    messages.success(request, "The comment was kept.")
    return redirect("appraisal:case", pk)


@require_POST
def link(request: Request, pk: int) -> HttpResponse:
    """Say which need the case answers and which engagement works on it."""
    held = found(pk)
    check_can(request.user, "edit_cases")
    form = LinkForm(request.POST)
    if not form.is_valid():
        raise InputError(UNREADABLE)
    keeping.link(case=held, **form.cleaned_data, by=request.user)
    messages.success(request, "Saved.")
    return redirect("appraisal:case", pk)


@require_POST
def into_projects(request: Request, pk: int) -> HttpResponse:
    """Put the case on the list of projects."""
    held = found(pk)
    try:
        made = keeping.into_projects(case=held, by=request.user)
    except InputError as error:
        return one(request, held, status=error.http_status, wrong=str(error))
    messages.success(request, f"{made.name} is on the list of projects.")
    return redirect("projects:project", made.pk)


@require_POST
def simulate(request: Request, pk: int) -> HttpResponse:
    """Put the simulation of the newest version into the queue."""
    run = simulating.simulate(version=keeping.newest(found(pk)), by=request.user)
    return redirect("runs:show", run.pk)


def one(request: Request, held: Case, *, status: int = 200, **more: Any) -> HttpResponse:
    """Show the page of a case."""
    version = keeping.newest(held)
    record, value, spread = version.said, version.valued, version.ranged
    chosen = value.of(spread.option)
    usual = next((each for each in value.options if each.role == "business_as_usual"), None)
    run = simulating.run_of(version)
    told = {
        "case": held,
        "version": version,
        "run": run,
        **_chances(run),
        "said": record,
        "value": value,
        "spread": spread,
        "review": version.reviewed,
        "money": record.money,
        "chosen": chosen,
        "rows": showing.rows(record, value),
        "options": showing.option_bars(value),
        "drivers": showing.drivers(spread, value),
        "driver_rows": list(spread.drivers.items())[: showing.FEW],
        "columns": showing.by_year(chosen, usual),
        "shares": showing.shares(version.reviewed),
        "traced": showing.traced(record, chosen),
        "ties": showing.ties(record),
        "obstacles": deciding.obstacles(version),
        "comments": held.comments.select_related("by"),
        "signs": held.signs.select_related("by"),
        "versions": held.versions.select_related("by").only(
            "number", "note", "at", "by__first_name", "by__last_name", "by__username", "case"
        ),
        "needs": Need.objects.standing(),
        "engagements": Engagement.objects.open(),
        "papers": PAPERS,
        **more,
    }
    return render(request, "appraisal/case.html", told, status=status)


def _chances(run: Run | None) -> dict[str, Any]:
    """Return what a finished simulation adds to the page."""
    answer = simulating.answer_of(run)
    if answer is None:
        return {}
    chances, drive = answer.chances, answer.drive
    turning = [each for each in drive.switching if each.values]
    worth_asking = [each for each in drive.finding_out if each.worth.value > each.worth.error]
    return {
        "chances": chances,
        "percentiles": sorted(chances.npv.percentiles.items()),
        "drive": drive,
        "turning": turning[: showing.FEW],
        "shares_of": drive.shares[: showing.FEW],
        "share_bars": showing.share_bars(drive),
        "finding_out": worth_asking[: showing.FEW],
        "rights": answer.rights,
        "right_doubts": list(dict.fromkeys(d for each in answer.rights for d in each.doubts)),
        "drawn": Interval(*(chances.npv.percentiles[each].rounded for each in (10, 90))),
    }


def found(pk: int) -> Case:
    """Return a case, or answer that there is none."""
    return get_object_or_404(Case.objects.select_related("need", "engagement"), pk=pk)


def version_of(held: Case, number: int) -> CaseVersion:
    """Return one version of a case, or answer that there is none."""
    return get_object_or_404(held.versions.select_related("by"), number=number)


def file_response(name: str, kind: str, content: bytes) -> HttpResponse:
    """Answer with a file to keep, which the browser neither opens nor guesses about."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=kind, headers=headers)
