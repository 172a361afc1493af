"""The charts of a decision as data; each carries the table of its numbers."""

from statistics import median
from typing import Literal

from headwater.presentation import facts, tables
from headwater.presentation.wording import count, listed, money
from headwater.vocabulary.decision import Call, Decision, LimitUse, Verdict
from headwater.vocabulary.report import (
    Axis,
    Chart,
    Column,
    Marker,
    Point,
    Series,
    Table,
)

VERDICTS: tuple[Verdict, ...] = ("start", "contested", "stop")
SKEWED = 10.0  # largest cost over median cost from which a linear axis hides most projects

MOST_DOTS = 1_000
"""Beyond so many projects only the dearest are drawn: more dots are a blot, and slow."""


def core_indexes(decision: Decision, *, most: int = 0) -> Chart:
    """Bars of the core index of the contested projects, highest first."""
    calls = decision.called("contested")
    shown = calls[:most] if most else calls
    return Chart(
        kind="bars",
        title="Share of the non-dominated portfolios that contain the project",
        series=(
            Series(
                "Contested",
                tuple(Point(each.name, each.core_index, note=each.reason) for each in shown),
                "contested",
            ),
        ),
        y=Axis("Core index", "percent"),
        table=Table(
            columns=(
                Column("Project", share=3),
                Column("Core index", "percent"),
                Column(tables.cost_title(decision), "money"),
                Column("Recommended for now"),
            ),
            rows=tuple(
                (each.name, each.core_index, each.cost, "in" if each.chosen else "out")
                for each in shown
            ),
            ids=tuple(each.id for each in shown),
        ),
    )


def drawable(decision: Decision) -> tuple[Call, ...]:
    """Return the projects that value against cost can show: those whose cost is known.

    Where each step of the axis multiplies the cost, it has to be more than nothing too.
    """
    known = tuple(each for each in decision.projects if each.cost is not None)
    if not is_skewed(decision):
        return known
    return tuple(each for each in known if each.cost is not None and each.cost.middle > 0)


def is_skewed(decision: Decision) -> bool:
    """Say whether a few projects cost so much that a plain axis would hide the others."""
    costs = [each.cost.middle for each in decision.projects if each.cost is not None]
    paid = [cost for cost in costs if cost > 0]
    return bool(paid) and max(paid) > SKEWED * median(paid)


def value_against_cost(decision: Decision) -> Chart:
    """Dots of value and cost, each at the middle of its range, in one series a call."""
    skewed = is_skewed(decision)
    wanted = sorted(drawable(decision), key=lambda each: (-_paid(each), each.id))[:MOST_DOTS]
    drawn = {each.id for each in wanted}
    shown = {
        verdict: [each for each in decision.called(verdict) if each.id in drawn]
        for verdict in VERDICTS
    }
    return Chart(
        kind="scatter",
        title=_dots_title(len(drawn), len(decision.projects)),
        series=tuple(
            Series(verdict.capitalize(), tuple(_dot(each) for each in calls), verdict)
            for verdict, calls in shown.items()
            if calls
        ),
        x=Axis(
            tables.cost_title(decision) + (", steps of ten times" if skewed else ""),
            "money",
            logarithmic=skewed,
        ),
        y=Axis(tables.value_title(decision)),
        table=Table(
            columns=(
                Column("Project", share=3),
                Column("Call", "call"),
                Column(tables.cost_title(decision), "money"),
                Column(tables.value_title(decision), "number"),
            ),
            rows=tuple(
                (each.name, each.call, each.cost, each.value)
                for calls in shown.values()
                for each in calls
            ),
            ids=tuple(each.id for calls in shown.values() for each in calls),
        ),
    )


def _dots_title(drawn: int, projects: int) -> str:
    if drawn < MOST_DOTS or drawn == projects:
        return "Each dot is a project"
    return f"Each dot is a project: the {drawn:,} dearest of {projects:,}"


def _paid(call: Call) -> float:
    return call.cost.middle if call.cost is not None else 0.0


def _dot(call: Call) -> Point:
    cost = call.cost.middle if call.cost is not None else 0.0
    return Point(call.name, x=cost, y=call.value.middle, note=call.unit)


def frontier(decision: Decision) -> Chart:
    """Draw the highest value that each total budget buys, with the budget that was set."""
    points = sorted(decision.frontier, key=lambda each: each.budget)
    budget = decision.budget
    return Chart(
        kind="line",
        title="Highest value that each total budget buys",
        series=(
            Series(
                "Best value",
                tuple(
                    Point(money(each.budget, decision.money), x=each.budget, y=each.value)
                    for each in points
                ),
            ),
        ),
        x=Axis(f"Total budget ({decision.money.label})", "money"),
        y=Axis(tables.value_title(decision)),
        markers=(
            () if budget is None else (Marker(f"Budget {money(budget, decision.money)}", budget),)
        ),
        table=Table(
            columns=(
                Column(f"Budget ({decision.money.label})", "money"),
                Column(tables.value_title(decision), "number"),
                Column(tables.cost_title(decision), "money"),
                Column("Gap to the proved bound", "percent"),
            ),
            rows=tuple((each.budget, each.value, each.cost, each.gap) for each in points),
        ),
    )


def budgets(decision: Decision) -> Chart | None:
    """Columns by budget: recommended, available, asked; None when no budget was set."""
    every = [each for each in decision.limits if each.kind == "budget"]
    shown = [each for each in every if each.period] or every
    return _columns(shown, f"Budget ({decision.money.label})", "money") if shown else None


def capacity(decision: Decision, role: str) -> Chart | None:
    """Columns of one role by period: recommended, available, asked."""
    shown = [each for each in decision.limits if each.kind == "capacity" and each.role == role]
    return _columns(shown, role, "number") if shown else None


def _columns(shown: list[LimitUse], title: str, kind: Literal["money", "number"]) -> Chart:
    def points(what: str) -> tuple[Point, ...]:
        return tuple(Point(each.period or each.name, getattr(each, what)) for each in shown)

    return Chart(
        kind="columns",
        title=title,
        series=(
            Series("Recommended", points("used"), ""),
            Series("Available", points("amount"), "limit"),
            Series("Asked by all projects", points("asked"), "muted"),
        ),
        y=Axis(title, kind),
        table=Table(
            columns=(
                Column("Limit", share=2),
                Column("Recommended", kind),
                Column("Available", kind),
                Column("Asked by all projects", kind),
            ),
            rows=tuple((each.name, each.used, each.amount, each.asked) for each in shown),
            ids=tuple(each.name for each in shown),
        ),
    )


def coverage(decision: Decision, *, most: int = 0) -> Chart:
    """Bars of the share of the recommended spending that serves each objective."""
    found = sorted(facts.top_objectives(decision), key=lambda each: (-each.share, each.name))
    shown = found[:most] if most else found
    return Chart(
        kind="bars",
        title="Share of the recommended spending that serves the objective",
        series=(
            Series(
                "Share of spending",
                tuple(
                    Point(
                        each.name,
                        each.share,
                        note=f"{len(each.chosen)} of {len(each.projects)} projects recommended",
                    )
                    for each in shown
                ),
            ),
        ),
        y=Axis("Share of spending", "percent"),
        table=Table(
            columns=(
                Column("Objective", share=3),
                Column("Share of spending", "percent"),
                Column("Proposed", "number"),
                Column("Recommended", "number"),
            ),
            rows=tuple(
                (each.name, each.share, float(len(each.projects)), float(len(each.chosen)))
                for each in shown
            ),
            ids=tuple(each.id for each in shown),
        ),
    )


def weights(decision: Decision, *, most: int = 0) -> Chart:
    """Ranges of the weight of each criterion over all leaders, heaviest first."""
    found = sorted(decision.weights, key=lambda each: (-each.centre, each.criterion))
    shown = found[:most] if most else found
    return Chart(
        kind="ranges",
        title="Weight of each criterion: lowest, central and highest that the answers allow",
        series=(
            Series(
                "Weight",
                tuple(
                    Point(each.criterion, each.centre, low=each.low, high=each.high)
                    for each in shown
                ),
            ),
        ),
        y=Axis("Weight", "percent"),
        table=Table(
            columns=(
                Column("Criterion", share=2),
                Column("Lowest", "percent"),
                Column("Central", "percent"),
                Column("Highest", "percent"),
            ),
            rows=tuple((each.criterion, each.low, each.centre, each.high) for each in shown),
            ids=tuple(each.criterion for each in shown),
        ),
    )


def undrawn(decision: Decision) -> str:
    """Say how many projects value against cost cannot show, and why; "" when it shows all."""
    unknown = facts.unknown_costs(decision.projects)
    free = len(decision.projects) - unknown - len(drawable(decision))
    said = [
        count(number, f"project {why}", f"projects {why}")
        for number, why in ((unknown, "without a known cost"), (free, "that cost nothing"))
        if number
    ]
    return f"Not drawn: {listed(said)}." if said else ""
