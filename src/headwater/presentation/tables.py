"""The tables of a decision: projects, limits, objectives, weights, questions, manifest."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from headwater.presentation import facts
from headwater.vocabulary.decision import Call, Decision
from headwater.vocabulary.report import Cell, Column, Table

WORKBOOK = "portfolio.xlsx"
MANY = 6  # projects that share a reason, from which it is said once for all of them
FINDINGS = {
    "gap": "Gap: no project",
    "uncovered": "Loses every project",
    "crowded": "Crowded",
    "": "",
}


def cost_title(decision: Decision) -> str:
    """Return the heading of a money column, with the unit."""
    return f"Cost ({decision.money.label})"


def value_title(decision: Decision) -> str:
    """Return the heading of a value column, with the unit."""
    return f"Value ({decision.value_unit})" if decision.value_unit else "Value"


def common_reason(shown: Sequence[Call]) -> str:
    """Return the reason that most of many projects share, "" where there is none."""
    reasons = Counter(_reason(each) for each in shown)
    reason, often = max(reasons.items(), key=lambda each: (each[1], each[0]))
    return reason if often >= MANY and often * 2 > len(shown) else ""


def calls(
    decision: Decision,
    shown: Sequence[Call],
    *,
    contested: bool,
    pages: int = 0,
    unless: str = "",
) -> Table:
    """Show projects with cost and reason; contested ones with their core index too.

    `unless` is a reason that the caption says for all: its rows leave the cell empty, and where
    they all share it there is no such column.
    """
    units = any(each.unit for each in shown)
    columns = [Column("Project", share=3.4)]
    if units:
        columns.append(Column("Unit", share=2.2))
    columns.append(Column(cost_title(decision), "money", share=1.5))
    if values := facts.states_value(decision):
        columns.append(Column(value_title(decision), "number", share=1.2))
    if contested:
        columns += [Column("Core index", "percent", share=0.9), Column("For now", share=0.9)]
    same = bool(unless) and all(_reason(each) == unless for each in shown)
    if not same:
        columns.append(Column("Reason", share=4.2))

    def row(call: Call) -> tuple[Cell, ...]:
        cells: list[Cell] = [call.name]
        if units:
            cells.append(call.unit)
        cells.append(call.cost)
        if values:
            cells.append(call.value)
        if contested:
            cells += [call.core_index, "in" if call.chosen else "out"]
        reason = _reason(call)
        if same:
            return tuple(cells)
        return (*cells, "" if reason == unless else reason)

    return Table(
        columns=tuple(columns),
        rows=tuple(row(call) for call in shown),
        caption=f"{'For all of them' if same else 'Unless a row says otherwise'}: {unless}"
        if unless
        else "",
        ids=tuple(call.id for call in shown),
        pages=pages,
        where=WORKBOOK,
    )


def _reason(call: Call) -> str:
    if not call.mandatory:
        return call.reason
    basis = f"Mandatory ({call.mandatory_basis})." if call.mandatory_basis else "Mandatory."
    return call.reason if "mandatory" in call.reason.casefold() else f"{basis} {call.reason}"


def projects(decision: Decision) -> Table:
    """Show every project with its call, for a page that sorts and filters."""
    columns = (
        Column("Project", share=3),
        Column("Call", "call"),
        Column("Core index", "percent"),
        Column("Recommended"),
        Column(cost_title(decision), "money"),
        Column(value_title(decision), "number"),
        Column("Unit"),
        Column("Stage"),
        Column("Mandatory"),
        Column("Reason", share=4),
    )
    shown = [
        each for verdict in ("start", "contested", "stop") for each in decision.called(verdict)
    ]
    rows = tuple(
        (
            each.name,
            each.call,
            each.core_index,
            "yes" if each.chosen else "no",
            each.cost,
            each.value,
            each.unit,
            each.stage,
            (each.mandatory_basis or "yes") if each.mandatory else "",
            each.reason,
        )
        for each in shown
    )
    return _without_empty(
        Table(columns=columns, rows=rows, ids=tuple(each.id for each in shown), searchable=True)
    )


def _without_empty(table: Table) -> Table:
    """Leave out text columns in which no row says anything."""
    kept = [
        place
        for place, column in enumerate(table.columns)
        if column.kind != "text" or any(row[place] for row in table.rows)
    ]
    return replace(
        table,
        columns=tuple(table.columns[place] for place in kept),
        rows=tuple(tuple(row[place] for place in kept) for row in table.rows),
    )


def limits(decision: Decision, kind: str = "", *, most: int = 0) -> Table:
    """Limits with what the recommended portfolio uses and what all projects ask, tightest first."""
    found = [each for each in decision.limits if kind in ("", each.kind)]
    found.sort(key=lambda each: (-(each.used / each.amount if each.amount else 1), each.name))
    return Table(
        columns=(
            Column("Limit", share=2.1),
            Column("Used", "percent", share=0.9),
            Column("Recommended", "number", share=1.8),
            Column("Available", "number", share=1.4),
            Column("Asked", "number", share=1.1),
        ),
        rows=tuple(
            (
                each.name,
                each.used / each.amount if each.amount else None,
                each.used,
                each.amount,
                each.asked,
            )
            for each in (found[:most] if most else found)
        ),
        ids=tuple(each.name for each in (found[:most] if most else found)),
        pages=1,
        where=WORKBOOK,
    )


def coverage(decision: Decision) -> Table:
    """Show every objective with the projects that serve it and its share of the spending."""
    names = {each.id: each.name for each in decision.coverage}
    return Table(
        columns=(
            Column("Objective", share=3.6),
            Column("Under", share=2.4),
            Column("Proposed", "number", share=0.9),
            Column("Recommended", "number", share=1.1),
            Column("Share of spending", "percent", share=1.1),
            Column("Finding", share=1.5),
        ),
        rows=tuple(
            (
                each.name,
                names.get(each.parent or "", each.parent or ""),
                float(len(each.projects)),
                float(len(each.chosen)),
                each.share,
                FINDINGS[each.finding],
            )
            for each in decision.coverage
        ),
        ids=tuple(each.id for each in decision.coverage),
    )


def leaders(decision: Decision) -> Table | None:
    """Show the weight that each leader gives each criterion; None when no leader answered."""
    names = sorted({name for each in decision.weights for name in each.by_leader})
    if not names:
        return None
    return Table(
        columns=(
            Column("Criterion", share=2.2),
            *(Column(name, "percent") for name in names),
            Column("All", "percent"),
        ),
        rows=tuple(
            (
                each.criterion,
                *(each.by_leader.get(name) for name in names),
                facts.weight_range(each),
            )
            for each in decision.weights
        ),
        ids=tuple(each.criterion for each in decision.weights),
    )


def questions(decision: Decision, *, pages: int = 0) -> Table:
    """Show what to find out next, most worth a minute first, as the decision orders it."""
    part = decision.part_of_value
    return Table(
        columns=(
            Column("", "number", share=0.3),
            Column("Question", share=3.6),
            Column("What the answer alone could change", share=3.4),
            Column("Projects moved", "number", share=0.9),
            Column("At most, of the value", share=1.1),
            Column("On average", share=1.0),
        ),
        rows=tuple(
            (
                float(place),
                each.text,
                each.why,
                float(each.swing),
                part(each.worst),
                part(each.expected),
            )
            for place, each in enumerate(decision.questions, 1)
        ),
        ids=tuple(each.about for each in decision.questions),
        pages=pages,
        where=WORKBOOK,
    )


def manifest(decision: Decision) -> Table:
    """Show everything that is needed to compute the decision again."""
    return Table(
        columns=(Column("Item", share=1), Column("Value", share=3)),
        rows=facts.flat(decision.manifest),
    )
