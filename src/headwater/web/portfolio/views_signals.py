"""The page of signals: warnings with their evidence, never verdicts. Find, act, show."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from headwater.errors import InputError
from headwater.vocabulary.decision import Decision as DecisionRecord
from headwater.vocabulary.signals import Signal
from headwater.web.organization.request import Request
from headwater.web.portfolio import actions
from headwater.web.portfolio.actions import lenses
from headwater.web.portfolio.actions.typed import number_typed
from headwater.web.portfolio.models import Decision
from headwater.web.projects.permissions import readers_only

MOST_ROWS = 25
KINDS = {
    "bunching": "Bunching above the cut line",
    "late_edits": "Late edits",
    "sponsor": "Sponsor above the panel",
    "mandatory": "Share of mandatory",
    "creep": "Scale creep",
    "influence": "Influence of one leader",
}
NONE = "none"
"""What the choice of an earlier run says for no comparison."""


@dataclass(frozen=True, slots=True)
class Told:
    """A signal as the page tells it: its kind in words, and its evidence as a table."""

    signal: Signal
    kind: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    more: int


@require_GET
@readers_only
def signals(request: Request, pk: UUID) -> HttpResponse:
    """Show what chance hardly explains in a decision, beside an earlier run if there is one."""
    run = get_object_or_404(Decision.kept.select_related("by"), pk=pk)
    earlier = lenses.earlier(run)
    chosen = request.GET.get("before", "")
    before = _before(earlier, chosen)
    typed = request.GET.get("usual", "").strip()
    context: dict[str, Any] = {
        "run": run,
        "earlier": earlier,
        "before": before,
        "usual": typed,
    }
    try:
        seen = lenses.signals(run=run, before=before, usual=_share(typed), by=request.user)
    except InputError as error:
        context["wrong"] = str(error)
        return render(request, "portfolio/signals.html", context, status=error.http_status)
    decision = actions.decision_of(run)
    context |= {"seen": seen, "look": seen.look}
    if seen.watch is None:
        return render(request, "portfolio/signals.html", context)
    context |= {
        "warnings": [_told(each, decision) for each in seen.watch.warnings],
        "quiet": _by_kind(
            [_told(each, decision) for each in seen.watch.signals if each.strength == "none"]
        ),
    }
    return render(request, "portfolio/signals.html", context)


def _before(earlier: list[Any], chosen: str) -> Any:
    """Return the earlier run that was asked for; the newest where none was."""
    if chosen == NONE or (not chosen and not earlier):
        return None
    if not chosen:
        return earlier[0]
    found = next((each for each in earlier if str(each.pk) == chosen), None)
    if found is None:
        raise Http404
    return Decision.kept.get(pk=found.pk)


def _share(text: str) -> float | None:
    number = number_typed(text, "usual share of mandatory")
    return None if number is None else number / 100


def _told(signal: Signal, decision: DecisionRecord) -> Told:
    names = {each.id: each.name for each in decision.projects}
    rows = signal.evidence.rows
    heads = tuple(rows[0]) if rows else ()
    return Told(
        signal=signal,
        kind=KINDS[signal.kind],
        heads=tuple(each.capitalize() for each in heads),
        rows=tuple(
            tuple(_cell(row.get(head), names) for head in heads) for row in rows[:MOST_ROWS]
        ),
        more=max(0, len(rows) - MOST_ROWS),
    )


def _by_kind(some: list[Told]) -> list[tuple[str, list[Told]]]:
    return [
        (kind, found)
        for kind in KINDS.values()
        if (found := [each for each in some if each.kind == kind])
    ]


def _cell(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, float):
        return f"{value:,.4g}"
    return names.get(value, value) if isinstance(value, str) else value
