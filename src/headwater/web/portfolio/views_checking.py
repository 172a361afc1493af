"""Pages of second opinions: other decision rules, and the certificate. Find, act, show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from headwater.vocabulary.decision import Decision as DecisionRecord
from headwater.vocabulary.recommendation import Recommendation
from headwater.web.organization.request import Request
from headwater.web.portfolio import actions
from headwater.web.portfolio.actions import checking
from headwater.web.portfolio.models import Decision
from headwater.web.projects.permissions import readers_only

NAMES = {
    "expected_value": "Highest expected value",
    "minimax_regret": "Least regret",
    "maximin": "Best worst case",
}


Moves: TypeAlias = tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]
"""Id and name of what comes in, and of what drops out."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What one rule recommends, with the projects in which it differs from the run."""

    name: str
    meaning: str
    found: Recommendation
    moves: Moves


@require_GET
@readers_only
def rules(request: Request, pk: UUID) -> HttpResponse:
    """Show what each decision rule recommends, beside what the run recommends."""
    run = _found(pk)
    decision = actions.decision_of(run)
    advised = checking.other_rules(run=run, by=request.user)
    context: dict[str, Any] = {
        "run": run,
        "decision": decision,
        "look": advised.look,
        "advice": [_advice(each, decision) for each in advised.found],
        "doubts": tuple(dict.fromkeys(d for each in advised.found for d in each.doubts)),
    }
    return render(request, "portfolio/rules.html", context)


@require_GET
@readers_only
def certificate(request: Request, pk: UUID) -> HttpResponse:
    """Show how what the run recommends was checked, and what each check found."""
    run = _found(pk)
    made = checking.certified(run=run, by=request.user)
    decision = actions.decision_of(run)
    context = {"run": run, "decision": decision, "look": made.look, "found": made.found}
    return render(request, "portfolio/certificate.html", context)


def _found(pk: UUID) -> Decision:
    return get_object_or_404(Decision.kept.select_related("by"), pk=pk)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _advice(found: Recommendation, decision: DecisionRecord) -> Advice:
    today = tuple(each.id for each in decision.projects if each.chosen)
    return Advice(
        name=NAMES[found.rule],
        meaning=_sentence(found.meaning.rpartition(": ")[2]),
        found=found,
        moves=moves_of(today, found.chosen, decision),
    )


def moves_of(before: Sequence[str], after: Sequence[str], decision: DecisionRecord) -> Moves:
    """Return what comes in and what drops out between two portfolios, sorted by name."""
    names = {each.id: each.name for each in decision.projects}
    enters, leaves = (
        tuple(sorted(((id_, names[id_]) for id_ in ids), key=lambda each: each[1].casefold()))
        for ids in (set(after) - set(before), set(before) - set(after))
    )
    return enters, leaves
