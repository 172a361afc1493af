"""The whole decision as a workbook, for people who live in spreadsheets."""

from collections.abc import Iterator

from headwater.presentation import facts
from headwater.presentation.render.xlsx import Book, Value
from headwater.presentation.sections import overruled
from headwater.presentation.tables import FINDINGS
from headwater.vocabulary.decision import Decision
from headwater.vocabulary.report import Column
from headwater.vocabulary.units import Interval

Row = tuple[Value, ...]


def render(decision: Decision) -> bytes:
    """Write every part of a decision on a sheet of its own; numbers keep 16 digits.

    Amounts are in the decision's money unit. The same decision gives the same bytes.
    """
    book = Book(title=decision.title)
    _summary(book, decision)
    _projects(book, decision)
    _coverage(book, decision)
    _weights(book, decision)
    _limits(book, decision)
    if decision.frontier:
        _frontier(book, decision)
    _questions(book, decision)
    if decision.overrides:
        _overrides(book, decision)
    _sentences(book, decision)
    book.table(
        "Manifest",
        (Column("Item", share=2.5), Column("Value", share=5)),
        facts.flat(decision.manifest),
    )
    return book.content()


def _summary(book: Book, decision: Decision) -> None:
    chosen = [each for each in decision.projects if each.chosen]
    unit = decision.money.label
    rows: list[Row] = [
        ("Title", decision.title, ""),
        *(
            (
                f"Projects to {verdict}" if verdict != "contested" else "Contested projects",
                len(decision.called(verdict)),
                "projects",
            )
            for verdict in ("start", "contested", "stop")
        ),
        ("Recommended projects", len(chosen), "projects"),
        ("Total budget", decision.budget, unit),
        ("Recommended spending, high end of each range", decision.spent, unit),
        ("Projects without a known cost", facts.unknown_costs(decision.projects), "projects"),
        ("Value of the recommended portfolio", decision.value, decision.value_unit),
        ("Proved upper bound of the value", decision.bound, decision.value_unit),
        ("Gap", decision.gap, "share of the value"),
        ("Status", decision.status, ""),
        ("Portfolios behind the core indexes", decision.portfolios, "portfolios"),
        ("All of them", "yes" if decision.exact else "no: a sample", ""),
        ("Ties", ", ".join(decision.ties), "project ids"),
        ("What a value is", decision.value_meaning, ""),
    ]
    columns = (Column("Item", share=3), Column("Value", share=4), Column("Unit", share=2))
    book.table("Decision", columns, rows)


def _projects(book: Book, decision: Decision) -> None:
    unit = decision.money.label
    columns = (
        Column("Project", share=3.4),
        Column("Id", share=1.2),
        Column("Call", "call"),
        Column("Core index", "percent"),
        Column("Recommended"),
        Column(f"Cost, low ({unit})", "money", share=1.3),
        Column(f"Cost, high ({unit})", "money", share=1.3),
        Column(f"Value, low ({decision.value_unit})", "number", share=1.3),
        Column(f"Value, high ({decision.value_unit})", "number", share=1.3),
        Column("Unit", share=1.7),
        Column("Stage"),
        Column("Mandatory"),
        Column("Basis", share=1.6),
        Column("Reason", share=4.6),
        Column("Description", share=4.6),
    )
    rows = (
        (
            each.name,
            each.id,
            each.call,
            each.core_index,
            "yes" if each.chosen else "no",
            *_ends(each.cost),
            *_ends(each.value),
            each.unit,
            each.stage,
            "yes" if each.mandatory else "",
            each.mandatory_basis,
            each.reason,
            each.description,
        )
        for verdict in ("start", "contested", "stop")
        for each in decision.called(verdict)
    )
    book.table("Projects", columns, rows)


def _ends(interval: Interval | None) -> tuple[Value, Value]:
    return (None, None) if interval is None else (interval.low, interval.high)


def _coverage(book: Book, decision: Decision) -> None:
    columns = (
        Column("Objective", share=4),
        Column("Id"),
        Column("Under"),
        Column("Proposed", "number"),
        Column("Recommended", "number"),
        Column("Share of recommended spending", "percent", share=1.4),
        Column("Finding", share=1.6),
        Column("Proposed projects (ids)", share=3),
        Column("Recommended projects (ids)", share=3),
    )
    rows = (
        (
            each.name,
            each.id,
            each.parent or "",
            len(each.projects),
            len(each.chosen),
            each.share,
            FINDINGS[each.finding],
            ", ".join(each.projects),
            ", ".join(each.chosen),
        )
        for each in decision.coverage
    )
    book.table("Coverage", columns, rows)


def _weights(book: Book, decision: Decision) -> None:
    leaders = sorted({name for each in decision.weights for name in each.by_leader})
    columns = (
        Column("Criterion", share=3),
        Column("Lowest", "percent"),
        Column("Central", "percent"),
        Column("Highest", "percent"),
        *(
            Column(f"{name}, {end}", "percent", share=1.3)
            for name in leaders
            for end in ("low", "high")
        ),
    )

    def row(place: int) -> Iterator[Value]:
        weight = decision.weights[place]
        yield from (weight.criterion, weight.low, weight.centre, weight.high)
        for name in leaders:
            yield from _ends(weight.by_leader.get(name))

    book.table("Weights", columns, [tuple(row(n)) for n in range(len(decision.weights))])


def _limits(book: Book, decision: Decision) -> None:
    columns = (
        Column("Limit", share=2.5),
        Column("Kind"),
        Column("Period"),
        Column("Role", share=1.6),
        Column("Available", "number"),
        Column("Used by the recommended portfolio", "number", share=1.6),
        Column("Asked by all projects", "number", share=1.3),
        Column("Share used", "percent"),
        Column("Unit", share=1.3),
    )
    rows = (
        (
            each.name,
            each.kind,
            each.period,
            each.role,
            each.amount,
            each.used,
            each.asked,
            each.used / each.amount if each.amount else None,
            decision.money.label if each.kind == "budget" else "as in the table",
        )
        for each in decision.limits
    )
    book.table("Limits", columns, rows)


def _frontier(book: Book, decision: Decision) -> None:
    unit = decision.money.label
    columns = (
        Column(f"Budget ({unit})", "money", share=1.6),
        Column(f"Value ({decision.value_unit})", "number", share=1.6),
        Column(f"Cost ({unit})", "money", share=1.6),
        Column("Gap", "percent"),
    )
    rows = ((each.budget, each.value, each.cost, each.gap) for each in decision.frontier)
    book.table("Frontier", columns, rows)


def _questions(book: Book, decision: Decision) -> None:
    columns = (
        Column("About", share=2.4),
        Column("Question", share=4.4),
        Column("What the answer could change", share=4.4),
        Column("Projects moved", "number", share=1.4),
        Column("Worth at most", "number", share=1.4),
        Column("Worth on average", "number", share=1.4),
        Column("Minutes", "number"),
        Column("Project (id)", share=1.2),
    )
    rows: list[Row] = [
        (
            *(each.about, each.text, each.why, each.swing),
            *(each.worst, each.expected, each.minutes, each.project),
        )
        for each in decision.questions
    ]
    if (line := decision.line) is not None and line.open:
        rows.append(("The line", line.text, line.at_stake, None, None, None, None, ""))
        rows += [(each, "", "Cannot change the choice.", *[None] * 4, "") for each in line.rest]
    book.table("Questions", columns, rows)


def _overrides(book: Book, decision: Decision) -> None:
    columns = (
        Column("Number", "number"),
        Column("Cycle"),
        Column("Order", share=3),
        Column("By", share=1.6),
        Column("Reason", share=4),
        Column("Value lost", "number", share=1.4),
        Column("Comes out (ids)", share=3),
        Column("On", share=1.2),
        Column("Undone by", share=1.6),
        Column("Why undone", share=3),
    )
    rows = (
        (
            each.number,
            each.override.cycle,
            overruled.order(each, decision),
            each.override.by,
            each.override.reason,
            each.value_lost,
            ", ".join(each.displaced),
            each.on,
            each.undone_by,
            each.undone_reason,
        )
        for each in decision.overrides
    )
    book.table("Overrides", columns, rows)


def _sentences(book: Book, decision: Decision) -> None:
    kinds = (
        ("What stands out", decision.findings),
        ("Doubt", decision.doubts),
        ("Assumption", decision.assumptions),
        ("Not used", decision.ignored),
    )
    rows = [(kind, sentence) for kind, sentences in kinds for sentence in sentences]
    book.table("Doubts", (Column("Kind"), Column("Sentence", share=8)), rows)
