"""From a source to a workbook: open, lay out, understand, check, and tell what was found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from headwater.errors import InputError
from headwater.intake import amounts, digest, projects, records
from headwater.intake.columns import Assigned, assign, key_column
from headwater.intake.figures import Style
from headwater.intake.files import open_source
from headwater.intake.findings import Findings, listed
from headwater.intake.grid import Grid, as_text
from headwater.intake.headings import key_of
from headwater.intake.mapping import of_table
from headwater.intake.numbers_of import Numbers, usual_style
from headwater.intake.others import Rows, assign_others, missing
from headwater.intake.references import Directory
from headwater.intake.synonyms import REQUIRED
from headwater.intake.tables import Table, clean, lay_out, name_grids
from headwater.intake.units import FAMILIES, Unit
from headwater.vocabulary.intake import ColumnReading, Reading, TableReading
from headwater.vocabulary.units import MoneyUnit
from headwater.vocabulary.workbook import Project, Workbook

NUMERIC = ("cost", "benefit", "mandatory_cost", "amount", "answer", "strength", "weight", "value")
NUMERIC_STARTS = ("cost_PERIOD:", "capacity:", "criterion:")
SHOWN = 10


@dataclass(slots=True)
class Understood:
    """The tables of a source with the meaning of their columns."""

    grids: Sequence[Grid]
    tables: dict[str, Table] = field(default_factory=dict)
    columns: dict[str, list[Assigned]] = field(default_factory=dict)
    unusable: set[str] = field(default_factory=set)


def read(source: Path, *, mapping: Mapping[str, str] | None = None) -> Reading:
    """Read what people brought; refuse it when anything must be mended first.

    Parameters
    ----------
    source
        A .xlsx workbook, a folder of CSV files, or one CSV file of projects.
    mapping
        Headings by canonical column, as `parse_mapping` makes it.

    Raises
    ------
    InputError
        If the source cannot be read, or has faults: the first ten are listed, a line each.
    TooLargeError
        If it is over a limit of docs/reference/tables.md.
    """
    reading = inspect(source, mapping=mapping)
    if reading.problems:
        lines = [str(fault) for fault in reading.problems[:SHOWN]]
        if (more := len(reading.problems) - SHOWN) > 0:
            lines.append(f"and {more:,} more")
        raise InputError("\n".join(lines))
    return reading


def inspect(source: Path, *, mapping: Mapping[str, str] | None = None) -> Reading:
    """Read what people brought; faults in the content come back as problems, not as an error.

    Raises
    ------
    InputError
        If the source is no readable table at all (no file, a picture, a damaged workbook).
    TooLargeError
        If it is over a stated limit.
    """
    findings = Findings()
    grids = open_source(Path(source), findings)
    understood = _understand(grids, mapping or {}, findings)
    workbook = _workbook(understood, findings) if "projects" in understood.tables else None
    tables = list(understood.tables.values())
    order = {grid.name: place for place, grid in enumerate(grids)}
    faults = sorted(findings.faults, key=lambda each: (order.get(each.sheet, -1), each.row))
    return Reading(
        tables=tuple(_table_readings(understood)),
        problems=tuple(faults),
        workbook=None if faults else workbook,
        digest=digest.of_workbook(workbook)
        if workbook and not faults
        else digest.of_tables(tables),
        notes=tuple(findings.notes),
        ignored=tuple(sorted(findings.ignored)),
    )


def _understand(
    grids: Sequence[Grid], mapping: Mapping[str, str], findings: Findings
) -> Understood:
    found = Understood(grids)
    named = name_grids(grids, findings)
    for name in sorted(named, key=lambda name: name == "projects"):  # roles are needed for it
        wanted = of_table(mapping, name)
        headings = [heading for group in wanted.values() for heading in group]
        table = lay_out(named[name], name, headings, findings)
        if table is None:
            if name != "projects":
                findings.ignore(f"The table {name} is empty.")
                continue
            table = Table(name, named[name].name, [], [])
        clean(table, key_column(table, wanted, _key(name)), findings)
        columns = (
            assign(table, wanted, _roles(found), findings)
            if name == "projects"
            else assign_others(table, wanted, findings)
        )
        found.tables[name], found.columns[name] = table, columns
        if missing(table, columns, findings):
            found.unusable.add(name)
        _tell_left_out(table, columns, findings)
    return found


def _key(table: str) -> str:
    return "" if table == "budgets" else REQUIRED[table][0]


def _roles(found: Understood) -> dict[str, str]:
    """Return the roles of the capacities table, as written, by their lower-case words."""
    for each in found.columns.get("capacities", ()):
        if each.meaning == "role":
            texts = sorted({as_text(cell) for cell in each.column.cells if cell != ""})
            return {key_of(text): text for text in texts}
    return {}


def _tell_left_out(table: Table, columns: Sequence[Assigned], findings: Findings) -> None:
    reasons: dict[str, list[str]] = {}
    for each in columns:
        if not each.meaning:
            name = (
                repr(each.column.heading.text) if each.column.heading.text else "without a heading"
            )
            reasons.setdefault(each.why, []).append(name)
    for why, names in reasons.items():
        what = f"Columns {listed(names, shown=40)} of {table.name} were left out: each"
        if len(names) == 1:
            what = f"Column {names[0]} of {table.name} was left out:"
        findings.ignore(f"{what} {why}.")


def _table_readings(found: Understood) -> list[TableReading]:
    by_sheet = {table.sheet: table for table in found.tables.values()}
    readings = []
    for grid in found.grids:
        table = by_sheet.get(grid.name)
        if table is None:
            readings.append(TableReading(grid.name, "", len(grid.rows)))
            continue
        columns = tuple(
            ColumnReading(each.column.heading.text, each.meaning, each.why, each.column.samples())
            for each in found.columns[table.name]
        )
        readings.append(TableReading(grid.name, table.name, len(table.numbers), columns))
    return readings


def _workbook(found: Understood, findings: Findings) -> Workbook | None:
    table, columns = found.tables["projects"], found.columns["projects"]
    if "projects" in found.unusable:
        return None
    if not table.numbers:
        left = ": the example rows are left out" if table.examples else ""
        findings.fault(
            table.sheet, 0, "", f"there are no projects yet{left}; write one row a project"
        )
        return None
    usual = _usual(found)
    numbers = Numbers(table, findings, usual)
    read_columns = projects.gather(table, columns, numbers, _roles(found))
    made = projects.build(table, read_columns, findings)
    known = Directory("project", [(each.id, each.name) for each in made])
    _tell_unit(read_columns.unit, findings)
    rows = {
        name: Rows(
            other,
            {each.meaning: each.column for each in found.columns[name] if each.meaning},
            findings,
            Numbers(other, findings, usual),
        )
        for name, other in found.tables.items()
        if name != "projects" and name not in found.unusable and other.numbers
    }
    return _joined(made, read_columns, rows, known, found, findings)


def _joined(
    made: tuple[Project, ...],
    columns: projects.ProjectColumns,
    rows: Mapping[str, Rows],
    known: Directory,
    found: Understood,
    findings: Findings,
) -> Workbook:
    unit = columns.unit
    objectives = records.objectives(rows["objectives"]) if "objectives" in rows else ()
    aims = Directory("objective", [(each.id, each.name) for each in objectives])
    criteria = tuple(sorted(columns.scores, key=lambda name: (name.casefold(), name)))
    subjects = {key_of(each.id): each.name for each in objectives}
    subjects |= {key_of(each.name): each.name for each in objectives}
    subjects |= {key_of(name): name for name in criteria}
    return Workbook(
        projects=made,
        objectives=objectives,
        links=records.links(rows["links"], known, aims) if "links" in rows else (),
        judgements=records.judgements(rows["judgements"], subjects) if "judgements" in rows else (),
        budgets=amounts.budgets(rows["budgets"], unit) if "budgets" in rows else {},
        capacities=amounts.capacities(rows["capacities"]) if "capacities" in rows else {},
        rules=records.rules(rows["rules"], known) if "rules" in rows else (),
        cash_flows=amounts.cash_flows(rows["cash_flows"], known, unit)
        if "cash_flows" in rows
        else (),
        money=_money(unit),
        criteria=criteria,
        lower_is_better=tuple(name for name in criteria if name in columns.lower_is_better),
        illustrative=_illustrative(found),
        notes=tuple(findings.notes),
        ignored=tuple(sorted(findings.ignored)),
    )


def _money(unit: Unit) -> MoneyUnit:
    return unit.money() if unit.is_stated else MoneyUnit()


def _tell_unit(unit: Unit, findings: Findings) -> None:
    if not unit.is_stated:
        sentence = "No currency or unit was stated; amounts are shown as written."
    elif not unit.currency:
        sentence = f"Cost was read as {unit.money().label}; no currency was stated."
    else:
        sentence = f"Cost was read as {unit.money().label}."
        if unit.currency in FAMILIES:
            sentence += f" The sign {unit.currency} is shared; write the code if another is meant."
    findings.notes.insert(0, sentence)


def _usual(found: Understood) -> Style | None:
    return usual_style(
        [
            each.column
            for columns in found.columns.values()
            for each in columns
            if each.meaning in NUMERIC or each.meaning.startswith(NUMERIC_STARTS)
        ]
    )


def _illustrative(found: Understood) -> tuple[str, ...]:
    """Name the tables of which a column `source` says that they are illustrative."""
    marked = []
    for name, columns in found.columns.items():
        for each in columns:
            is_source = "source" in (each.meaning, each.column.heading.words)
            texts = (as_text(cell).casefold() for cell in each.column.cells)
            if is_source and any("illustrative" in text for text in texts):
                marked.append(name)
    return tuple(sorted(set(marked)))
