"""The guided session, one page for each part of the logic, and the map as a file."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from headwater.errors import ConflictError, InputError
from headwater.vocabulary.need import MOST_ITEMS, LogicItem, Part
from headwater.web.organization.doors import readers_only
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.organization.versions import VersionForm
from headwater.web.service.actions import logic
from headwater.web.service.models import Need

ROWS = 3
PLURAL = {
    "problem": "problems",
    "benefit": "benefits",
    "response": "responses",
    "solution": "solutions",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One card as it stands in the form."""

    number: int
    text: str = ""
    share: str = ""
    measure: str = ""
    follows: tuple[str, ...] = ()


@require_http_methods(["GET", "POST"])
@readers_only
def session(request: Request, pk: int, part: str) -> HttpResponse:
    """Show one part of the session (GET); write it and go on to the next (POST)."""
    check_can(request.user, "record_needs")
    if part not in logic.PARTS:
        raise Http404
    found = get_object_or_404(Need.objects.select_related("owner"), pk=pk)
    here: Part = part
    if request.method == "GET":
        return _page(request, found, here, rows=_held(found, here))
    rows = _typed(request)
    form = VersionForm(request.POST)
    try:
        if not form.is_valid():
            raise InputError("The form could not be read: reload the page and fill it in again.")
        logic.write_part(
            need=found,
            part=here,
            cards=[_card(row) for row in rows],
            version=form.cleaned_data["version"],
            by=request.user,
        )
    except (InputError, ConflictError) as error:
        found.refresh_from_db()
        return _page(request, found, here, rows=rows, status=error.http_status, wrong=str(error))
    following = logic.PARTS[logic.PARTS.index(here) + 1 :][:1]
    if "later" in request.POST or not following or not found.map.of(here):
        return redirect(reverse("service:need", args=[pk]) + "#map")
    return redirect("service:session", pk, following[0])


@require_GET
def map_file(request: Request, pk: int, ending: str) -> HttpResponse:
    """Give the map as a file."""
    found = get_object_or_404(Need, pk=pk)
    name, kind, content = logic.map_file(need=found, ending=ending, by=request.user)
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=kind, headers=headers)


def _page(
    request: Request,
    found: Need,
    part: Part,
    *,
    rows: list[Row],
    status: int = 200,
    wrong: str = "",
) -> HttpResponse:
    place = logic.PARTS.index(part)
    before = logic.PARTS[place - 1] if place else None
    held = found.map
    told: dict[str, Any] = {
        "need": found,
        "part": part,
        "plural": PLURAL[part],
        "question": logic.QUESTIONS[part],
        "rows": rows,
        "before": held.of(before) if before else (),
        "before_part": before,
        "shares": part in ("problem", "benefit"),
        "measures": part == "benefit",
        "last": place == len(logic.PARTS) - 1,
        "steps": [
            {"part": each, "title": PLURAL[each].capitalize(), "cards": len(held.of(each))}
            for each in logic.PARTS
        ],
        "wrong": wrong,
    }
    return render(request, "service/session.html", told, status=status)


def _held(found: Need, part: Part) -> list[Row]:
    items = found.map.of(part)
    if not items and part == "problem":
        items = (LogicItem("p1", "problem", found.title),)
    rows = [
        Row(
            number,
            each.text,
            "" if each.share is None else f"{each.share * 100:g}",
            each.measure,
            each.follows,
        )
        for number, each in enumerate(items, 1)
    ]
    most = min(max(ROWS, len(rows) + 1), MOST_ITEMS)
    return rows + [Row(number) for number in range(len(rows) + 1, most + 1)]


def _typed(request: Request) -> list[Row]:
    """Return the rows of the form as typed, however many there are."""
    rows = []
    for number in range(1, MOST_ITEMS + 1):
        text = request.POST.get(f"text-{number}")
        if text is None:
            break
        rows.append(
            Row(
                number,
                text[:1_000],
                request.POST.get(f"share-{number}", "")[:20],
                request.POST.get(f"measure-{number}", "")[:1_000],
                tuple(request.POST.getlist(f"follows-{number}")[:MOST_ITEMS]),
            )
        )
    return rows


def _card(row: Row) -> logic.Card:
    typed = row.share.replace("%", "").strip()
    try:
        share = float(typed) if typed else None
    except ValueError:
        raise InputError(
            f"The share “{row.share}” is no number; write 60, or leave it out."
        ) from None
    return logic.Card(row.text, share, row.measure, row.follows)
