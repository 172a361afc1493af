"""Charts of a decision as SVG, drawn on the server: shapes and words beside every colour."""

from typing import Any

from django import template

from headwater.vocabulary.decision import Call, Decision
from headwater.web.portfolio.charts.frontier import frontier
from headwater.web.portfolio.charts.scatter import scatter
from headwater.web.runs.models import Run

register = template.Library()
MOST_ROWS = 200  # of a chart's data table on the page; the workbook has them all


@register.inclusion_tag("portfolio/_scatter.html")
def value_against_cost(decision: Decision) -> dict[str, Any]:
    """Draw every project's value against its cost, with its data table."""
    calls = sorted(decision.projects, key=lambda each: each.name.casefold())
    return {
        "chart": scatter(decision),
        "decision": decision,
        "rows": calls[:MOST_ROWS],
        "more": max(0, len(calls) - MOST_ROWS),
    }


@register.inclusion_tag("portfolio/_frontier.html")
def value_against_budget(decision: Decision, run: Run | None = None) -> dict[str, Any]:
    """Draw what each budget buys, with its data table; nothing without a frontier."""
    return {"chart": frontier(decision), "decision": decision, "run": run}


@register.inclusion_tag("portfolio/_limits.html")
def use_of_limits(decision: Decision) -> dict[str, Any]:
    """Draw what is asked, used and there of every budget and capacity."""
    rows = []
    for each in decision.limits:
        most = max(each.asked, each.amount, each.used) or 1.0
        rows.append(
            {
                "limit": each,
                "used": f"{100 * each.used / most:.2f}",
                "asked": f"{100 * each.asked / most:.2f}",
                "amount": f"{min(100 * each.amount / most, 99.6):.2f}",
                "share": each.used / each.amount if each.amount else None,
            }
        )
    return {"rows": rows, "decision": decision}


@register.inclusion_tag("portfolio/_verdicts.html")
def verdict_bar(groups: list[tuple[str, tuple[Call, ...]]]) -> dict[str, Any]:
    """Draw how all projects divide into start, contested and stop; the numbers stand beside it."""
    total = sum(len(calls) for _, calls in groups) or 1
    parts, start = [], 0.0
    for call, calls in groups:
        width = 100 * len(calls) / total
        parts.append({"call": call, "start": f"{start:.2f}", "width": f"{width:.2f}"})
        start += width
    return {"parts": parts}
