"""Pages of the service vision. Each view: find, check the form, act, show."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from headwater.errors import ConflictError, InputError
from headwater.web.organization.doors import readers_only
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.organization.versions import VersionForm
from headwater.web.service.actions import figures
from headwater.web.service.actions import vision as actions
from headwater.web.service.actions import vision_paper as paper
from headwater.web.service.forms import ReviewForm, VisionForm
from headwater.web.service.models import VisionEdition

ROWS = 6


@dataclass(frozen=True, slots=True)
class Row:
    """One standard as it stands in the form."""

    number: int
    text: str = ""
    figure: str = ""
    wanted: str = ""


@require_GET
@readers_only
def vision_file(request: Request, number: int, ending: str) -> HttpResponse:
    """Give an edition as a paper of one page."""
    found = get_object_or_404(VisionEdition, number=number)
    name, kind, content = paper.vision_file(edition=found, ending=ending, by=request.user)
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=kind, headers=headers)


@require_GET
@readers_only
def vision(request: Request) -> HttpResponse:
    """Show the vision that was agreed, each standard beside its figure; and a draft, if any."""
    return _page(request)


@require_http_methods(["GET", "POST"])
@readers_only
def edit_vision(request: Request) -> HttpResponse:
    """Show the newest edition as a form (GET); write a new one (POST)."""
    check_can(request.user, "edit_catalogue")
    newest = VisionEdition.objects.first()
    form = VisionForm(request.POST or None, initial=_held(newest))
    rows = _typed(request) if form.is_bound else _rows(newest)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        seen = VersionForm(request.POST)
        try:
            if not seen.is_valid():
                raise InputError(
                    "The form could not be read: reload the page and fill it in again."
                )
            actions.draft_vision(
                for_whom=given["for_whom"],
                outcomes=given["outcomes"].splitlines(),
                difference=given["difference"],
                standards=[
                    actions.Standard(row.text, row.figure, row.wanted) for row in rows if row.text
                ],
                review_on=given["review_on"],
                seen=seen.cleaned_data["version"],
                by=request.user,
            )
        except (InputError, ConflictError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The draft was saved. A leader has to agree to it.")
            return redirect("service:vision")
    told = {
        "form": form,
        "rows": rows,
        "figures": figures.FIGURES.values(),
        "seen": newest.number if newest else 0,
    }
    status = 422 if form.is_bound else 200
    return render(request, "service/edit_vision.html", told, status=status)


@require_POST
def agree_vision(request: Request, number: int) -> HttpResponse:
    """Agree to a draft, on the customer's side."""
    found = get_object_or_404(VisionEdition, number=number)
    actions.agree_vision(edition=found, by=request.user)
    messages.success(request, "The vision is agreed.")
    return redirect("service:vision")


@require_POST
def review_vision(request: Request, number: int) -> HttpResponse:
    """Write down what a review found."""
    found = get_object_or_404(VisionEdition, number=number)
    form = ReviewForm(request.POST)
    if form.is_valid():
        try:
            actions.review_vision(edition=found, **form.cleaned_data, by=request.user)
        except InputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The review was written down.")
            return redirect("service:vision")
    check_can(request.user, "edit_catalogue")
    return _page(request, status=422, review_form=form)


def _page(request: Request, *, status: int = 200, **more: Any) -> HttpResponse:
    agreed, draft = actions.in_force(), actions.draft()
    shown = agreed or draft
    reviews = list(shown.reviews.select_related("by")) if shown else []
    next_on = next((each.next_on for each in reviews if each.next_on), None)
    told = {
        "edition": shown,
        "draft": draft,
        "is_draft": agreed is None and draft is not None,
        "standards": actions.standards_of(shown) if shown else (),
        "draft_standards": actions.standards_of(draft) if draft and agreed else (),
        "reviews": reviews,
        "next_review": next_on or (shown.review_on if shown else None),
        "own_draft": draft is not None and draft.by_id == request.user.pk,
        "review_form": ReviewForm(),
        **more,
    }
    return render(request, "service/vision.html", told, status=status)


def _held(newest: VisionEdition | None) -> dict[str, Any]:
    if newest is None:
        return {}
    return {
        "for_whom": newest.for_whom,
        "outcomes": "\n".join(newest.outcomes),
        "difference": newest.difference,
        "review_on": newest.review_on,
    }


def _rows(newest: VisionEdition | None) -> list[Row]:
    held = newest.standards if newest else ()
    rows = []
    for number, each in enumerate(held, 1):
        behind = figures.figure(each["figure"])
        rows.append(Row(number, each["text"], behind.key, behind.show(float(each["wanted"]))))
    return rows + [Row(number) for number in range(len(rows) + 1, max(ROWS, len(rows) + 1) + 1)]


def _typed(request: Request) -> list[Row]:
    return [
        Row(
            number,
            request.POST.get(f"text-{number}", "").strip()[:1_000],
            request.POST.get(f"figure-{number}", "")[:80],
            request.POST.get(f"wanted-{number}", "").strip()[:40],
        )
        for number in range(1, actions.MOST_STANDARDS + 1)
        if f"text-{number}" in request.POST
    ]
