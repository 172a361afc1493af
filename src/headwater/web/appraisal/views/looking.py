"""Pages that look at cases: pre-review, comparison, papers, all cases held against each other."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from headwater.errors import InputError
from headwater.web.appraisal import showing
from headwater.web.appraisal.actions import across as crossing
from headwater.web.appraisal.actions import comparing, keeping, papers
from headwater.web.appraisal.models import Case
from headwater.web.appraisal.views.cases import file_response, found, version_of
from headwater.web.organization.doors import readers_only
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request

SEVERITIES = {"blocking": "stop", "serious": "contested", "minor": "quiet-tone"}


@require_GET
@readers_only
def review(request: Request, pk: int) -> HttpResponse:
    """Show what a reviewer would find, worst first, each with its rule and its mend."""
    held = found(pk)
    version = keeping.newest(held)
    told = {
        "case": held,
        "version": version,
        "review": version.reviewed,
        "tones": SEVERITIES,
        "shares": showing.shares(version.reviewed),
        "skipped": sorted(version.reviewed.skipped.items()),
    }
    return render(request, "appraisal/review.html", told)


@require_GET
@readers_only
def compare(request: Request, pk: int) -> HttpResponse:
    """Show what differs between two versions, in numbers and in words."""
    held = found(pk)
    numbers = list(held.versions.values_list("number", flat=True))
    after = _number(request, "after", held.version)
    before = _number(request, "before", max(1, after - 1))
    one, two = version_of(held, before), version_of(held, after)
    told = {
        "case": held,
        "numbers": numbers,
        "one": one,
        "two": two,
        "money": two.said.money,
        "moved": comparing.moved(one, two),
        "differences": comparing.differences(one, two),
    }
    return render(request, "appraisal/compare.html", told)


@require_GET
@readers_only
def across(request: Request) -> HttpResponse:
    """Show what cases claim and cannot all have, and what chosen ones are worth together."""
    chosen = request.GET.getlist("with")
    told: dict[str, Any] = {
        "cases": Case.objects.all(),
        "chosen": chosen,
        "bundle": None,
        "wrong": "",
    }
    status = 200
    try:
        told["clashes"] = crossing.clashes()
        if chosen:
            bundle = crossing.together(chosen)
            names = {each.key: each.title for each in Case.objects.filter(key__in=chosen)}
            told["bundle"] = bundle
            told["rows"] = [
                (names.get(key, key), bundle.alone[key], bundle.shares.get(key))
                for key in bundle.alone
            ]
            told["money"] = Case.objects.get(key=min(bundle.alone)).money
    except InputError as error:
        told["wrong"], status = str(error), error.http_status
    return render(request, "appraisal/across.html", told, status=status)


@require_GET
@readers_only
def paper(request: Request, pk: int, name: str) -> HttpResponse:
    """Give one paper of the newest version as a file."""
    held = found(pk)
    if name not in {file for each in papers.PAPERS for file, _ in each.files}:
        raise Http404
    kind, content = papers.paper(version=keeping.newest(held), name=name, by=request.user)
    return file_response(f"{_slug(held.title)}-{name}", kind, content)


@require_http_methods(["GET", "POST"])
@readers_only
def own_template(request: Request, pk: int) -> HttpResponse:
    """Say which placeholders there are (GET); give the person's own file filled in (POST)."""
    check_can(request.user, "download")
    held = found(pk)
    version = keeping.newest(held)
    wrong, status = "", 200
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if file is None:
                raise InputError("Choose a file first: a .docx or a .pptx with placeholders.")
            name = file.name or ""
            kind, content = papers.fill(
                version=version, name=name, content=file.read(), by=request.user
            )
        except InputError as error:
            wrong, status = str(error), error.http_status
        else:
            ending = name.lower().rpartition(".")[2]
            return file_response(f"{_slug(held.title)}.{ending}", kind, content)
    told = {"case": held, "places": papers.placeholders(version).items(), "wrong": wrong}
    return render(request, "appraisal/own_template.html", told, status=status)


def _slug(title: str) -> str:
    from django.utils.text import slugify

    return slugify(title)[:60] or "case"


def _number(request: Request, name: str, otherwise: int) -> int:
    given = request.GET.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 10 else otherwise
