"""The page of the fair-share lens: equal shares beside the optimum. Find, act, show."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from headwater.errors import InputError
from headwater.vocabulary.decision import Decision as DecisionRecord
from headwater.vocabulary.fairness import EqualShares, Fairness, Standing
from headwater.web.organization.request import Request
from headwater.web.portfolio import actions
from headwater.web.portfolio.actions import lenses
from headwater.web.portfolio.models import Decision
from headwater.web.projects.permissions import readers_only


@dataclass(frozen=True, slots=True)
class Bars:
    """A voice with its bars, each as a part (0 to 100) of the widest."""

    standing: Standing
    due: float
    optimum: float
    fair: float


@dataclass(frozen=True, slots=True)
class Beside:
    """An outcome with its bars, and the projects in which it differs from the optimum."""

    outcome: EqualShares
    unit: str
    bars: tuple[Bars, ...]
    only_fair: tuple[str, ...]
    only_optimum: tuple[str, ...]


@require_GET
@readers_only
def fair_share(request: Request, pk: UUID) -> HttpResponse:
    """Show whom the optimum starves, and what fairness would cost."""
    run = get_object_or_404(Decision.kept.select_related("by"), pk=pk)
    decision = actions.decision_of(run)
    wanted = request.GET.get("limit", "")
    context: dict[str, Any] = {
        "run": run,
        "decision": decision,
        "budgets": [each.name for each in decision.limits if each.kind == "budget"],
        "wanted": wanted,
    }
    try:
        shared = lenses.fair_share(run=run, limit=wanted, by=request.user)
    except InputError as error:
        context["wrong"] = str(error)
        return render(request, "portfolio/fair_share.html", context, status=error.http_status)
    if shared.look.error:
        context["wrong"] = shared.look.error
        return render(request, "portfolio/fair_share.html", context)
    context["look"] = shared.look
    if shared.found is not None:
        context |= {"found": shared.found, "outcomes": _outcomes(shared.found, decision)}
    return render(request, "portfolio/fair_share.html", context)


def _outcomes(found: Fairness, decision: DecisionRecord) -> list[Beside]:
    return [_beside(found, outcome, decision) for outcome in found.outcomes]


def _beside(found: Fairness, outcome: EqualShares, decision: DecisionRecord) -> Beside:
    names = {each.id: each.name for each in decision.projects}
    fair, best = set(outcome.chosen), set(found.chosen)
    return Beside(
        outcome=outcome,
        unit=decision.money.label if outcome.over == "units" else "value by the leader's weights",
        bars=_bars(outcome),
        only_fair=tuple(sorted(names[each] for each in fair - best)),
        only_optimum=tuple(sorted(names[each] for each in best - fair)),
    )


def _bars(outcome: EqualShares) -> tuple[Bars, ...]:
    ends = [max(each.entitled, each.optimum, each.fair) for each in outcome.standings]
    most = max(ends, default=0.0) or 1.0
    worst_first = sorted(
        outcome.standings,
        key=lambda each: (not each.starved, 9.0 if each.part is None else each.part, each.voice),
    )
    return tuple(
        Bars(
            each,
            due=round(100 * each.entitled / most, 2),
            optimum=round(100 * each.optimum / most, 2),
            fair=round(100 * each.fair / most, 2),
        )
        for each in worst_first
    )
