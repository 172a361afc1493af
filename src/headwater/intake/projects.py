"""The projects table: its columns made into Project records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from headwater.intake.columns import Assigned
from headwater.intake.findings import Findings, listed
from headwater.intake.grid import as_text
from headwater.intake.money import differ
from headwater.intake.numbers_of import Numbers
from headwater.intake.tables import Table
from headwater.intake.units import Unit
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Project

TEXTS = (
    "unit", "description", "stage", "mandatory_basis", "start", "end", "mandatory_date",
    "mandatory_penalty", "mandatory_option", "sponsor", "sponsor_email",
)  # fmt: skip
YES = frozenset(("yes", "y", "true", "1", "x", "✓", "✔", "mandatory"))
FAILED = frozenset(
    ("#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!")
)
NO = frozenset(("", "no", "n", "false", "0", "-", "–"))

Ranges = list[Interval | None]


@dataclass(slots=True)
class ProjectColumns:
    """The columns of the projects by what they mean, each with one entry a row."""

    texts: dict[str, list[str]] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    cost: Ranges | None = None
    benefit: Ranges | None = None
    least: Ranges | None = None
    periods: dict[str, Ranges] = field(default_factory=dict)
    capacity: dict[tuple[str, str], Ranges] = field(default_factory=dict)
    scores: dict[str, Ranges] = field(default_factory=dict)
    lower_is_better: list[str] = field(default_factory=list)
    unit: Unit = Unit()


def gather(
    table: Table,
    assigned: Sequence[Assigned],
    numbers: Numbers,
    roles: Mapping[str, str],
) -> ProjectColumns:
    """Read the cells of every column that means something."""
    found = ProjectColumns()
    meant = {each.meaning: each.column for each in assigned if each.meaning}
    found.headings = {name: column.heading.text for name, column in meant.items()}
    costs = [name for name in meant if name == "cost" or name.startswith("cost_PERIOD:")]
    found.unit = numbers.settle_unit([meant[name] for name in sorted(costs)])
    for name, column in sorted(meant.items()):
        kind, _, rest = name.partition(":")
        if kind == "cost":
            found.cost = numbers.money(column, found.unit, least=0)
        elif kind == "cost_PERIOD":
            found.periods[rest] = numbers.money(column, found.unit, least=0)
        elif kind == "benefit":
            found.benefit = numbers.money(column, found.unit)
        elif kind == "mandatory_cost":
            found.least = numbers.money(column, found.unit, least=0)
        elif kind == "capacity":
            role, _, period = rest.rpartition(":")
            key = (roles.get(role.casefold(), role), period)
            found.capacity[key] = numbers.plain(column, least=0)
        elif kind == "criterion":
            found.scores[rest] = numbers.plain(column)
            if column.heading.direction == "lower":
                found.lower_is_better.append(rest)
        else:
            found.texts[kind] = [as_text(cell) for cell in column.cells]
    return found


def build(table: Table, columns: ProjectColumns, findings: Findings) -> tuple[Project, ...]:
    """Make the records, in the order of their ids."""
    names = columns.texts.get("name", [""] * len(table.numbers))
    ids = _identities(table, names, columns, findings)
    costs, periods = _costs(names, columns, findings)
    mandatory = _flags(table, columns, findings)
    made = []
    for row, name in enumerate(names):
        made.append(
            Project(
                id=ids[row],
                name=name,
                cost=costs[row],
                costs_by_period={period: values[row] for period, values in periods.items()},
                capacity={key: values[row] for key, values in columns.capacity.items()},
                benefit=columns.benefit[row] if columns.benefit else None,
                scores={name: values[row] for name, values in columns.scores.items()},
                mandatory=mandatory[row],
                mandatory_cost=columns.least[row] if columns.least else None,
                **{text: columns.texts[text][row] for text in TEXTS if text in columns.texts},
            )
        )
    _remark(made, findings)
    return tuple(sorted(made, key=lambda each: (each.id.casefold(), each.id)))


def _identities(
    table: Table, names: Sequence[str], columns: ProjectColumns, findings: Findings
) -> list[str]:
    """Return the ids, or the names where there are none; faults where two rows bear the same."""
    given, headings = columns.texts.get("id"), columns.headings
    ids = [*given] if given else [""] * len(names)
    seen: dict[str, int] = {}
    unnamed = 0
    for row, (number, name) in enumerate(zip(table.numbers, names, strict=True)):
        if not name:
            findings.fault(
                table.sheet,
                number,
                headings.get("name", "name"),
                "there is no name; write one or delete the row",
            )
            continue
        if name in FAILED:
            findings.fault(
                table.sheet, number, headings["name"], f"{name!r} is a failed formula; mend it"
            )
        unnamed += not ids[row]
        what = "id" if ids[row] else "name"
        ids[row] = ids[row] or name
        before = seen.setdefault(ids[row].casefold(), number)
        if before != number:
            mend = "give each its own" if what == "id" else "give each an id, or merge them"
            findings.fault(
                table.sheet,
                number,
                headings.get(what, what),
                f"rows {before} and {number} bear the same {what} {ids[row]!r}; {mend}",
            )
    if given and unnamed:
        findings.note(f"{unnamed:,} projects have no id; their name serves as one.")
    return ids


def _costs(
    names: Sequence[str], columns: ProjectColumns, findings: Findings
) -> tuple[Ranges, Mapping[str, Ranges]]:
    """Join total costs and costs by period; where only periods are given, cost is their sum."""
    periods = columns.periods
    if not periods:
        return columns.cost or [None] * len(names), {}
    sums = [_sum([values[row] for values in periods.values()]) for row in range(len(names))]
    if columns.cost is None:
        findings.note(f"Cost is the sum of the periods {listed(periods, shown=40)}.")
        partly = [
            name
            for row, name in enumerate(names)
            if sums[row] is None and any(values[row] for values in periods.values())
        ]
        if partly:
            findings.note(
                "A period is left blank, so the total cost is not known (write 0 where nothing is "
                f"spent) of {listed(partly)}."
            )
        return sums, periods
    differing = []
    for row, (cost, total) in enumerate(zip(columns.cost, sums, strict=True)):
        if cost and total and (differ(cost.low, total.low) or differ(cost.high, total.high)):
            differing.append(names[row])
    if differing:
        findings.note(
            "Cost and the sum of the periods differ by more than 0.5% (cost counts as the "
            f"total) for {listed(differing)}."
        )
    return columns.cost, periods


def _sum(values: Sequence[Interval | None]) -> Interval | None:
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    return Interval(
        float(f"{sum(value.low for value in known):.15g}"),
        float(f"{sum(value.high for value in known):.15g}"),
    )


def _flags(table: Table, columns: ProjectColumns, findings: Findings) -> list[bool]:
    texts = columns.texts.get("mandatory")
    if texts is None:
        return [False] * len(table.numbers)
    for number, text in zip(table.numbers, texts, strict=True):
        if text.casefold() not in YES | NO:
            findings.fault(
                table.sheet,
                number,
                columns.headings["mandatory"],
                f"{text[:60]!r} is neither yes nor no; write one",
            )
    return [text.casefold() in YES for text in texts]


def _remark(made: Sequence[Project], findings: Findings) -> None:
    unknown = [each.name for each in made if each.cost is None]
    free = [each.name for each in made if each.cost is not None and each.cost.high == 0]
    if unknown:
        findings.note(f"No cost is stated for {listed(unknown)}: a question to ask, not zero.")
    if free:
        findings.note(f"The cost is 0 for {listed(free)}; check that this is meant.")
