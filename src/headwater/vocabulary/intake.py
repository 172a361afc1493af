"""What was understood of the files that people brought: tables, columns, faults."""

from dataclasses import dataclass

from headwater.vocabulary.appraisal_case import BusinessCase
from headwater.vocabulary.workbook import Workbook

TABLES = (
    "projects",
    "objectives",
    "links",
    "judgements",
    "budgets",
    "capacities",
    "rules",
    "cash_flows",
)
JUDGEMENT_METHODS = (
    "swing",
    "rating",
    "allocation",
    "ranking",
    "ahp",
    "best_worst",
    "ratio",
    "tradeoff",
)
COMPARING_METHODS = ("ahp", "ratio", "tradeoff")
CASH_FLOW_KINDS = ("benefit", "capex", "opex")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend: where it stands and what to write instead.

    Attributes
    ----------
    sheet
        The sheet, or the CSV file without its ending.
    row
        Counted from 1 as the spreadsheet shows it; 0 where no single row is meant.
    column
        The heading as written; "" where no single column is meant.
    message
        What is wrong and how to mend it.
    """

    sheet: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        place = [f"sheet {self.sheet}"] if self.sheet else []
        place += [f"row {self.row}"] if self.row else []
        place += [f"column {self.column}"] if self.column else []
        return f"{', '.join(place)}: {self.message}" if place else self.message


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """How one column was understood.

    Attributes
    ----------
    meaning
        Canonical column ("name", "cost", "cost_PERIOD:FY2017", "capacity:developer:2026 Q1",
        "criterion:Strategic fit"), or "" when it was left out. A mapping takes the same words.
    why
        The reason in words.
    samples
        Up to three of its cells, as written.
    """

    heading: str
    meaning: str
    why: str
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableReading:
    """How one sheet was understood; `table` is one of TABLES, or "" when it was left out."""

    sheet: str
    table: str
    rows: int
    columns: tuple[ColumnReading, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything found in a source.

    Attributes
    ----------
    problems
        What must be mended first, in the order of sheets and rows.
    workbook
        The records; None when there are problems.
    digest
        SHA-256 (hexadecimal) of the content in canonical order: the order of rows, columns and
        sheets, and the file format, do not change it.
    notes, ignored
        How the tables were read, and what was seen and not used; whole sentences.
    """

    tables: tuple[TableReading, ...]
    problems: tuple[Fault, ...]
    workbook: Workbook | None
    digest: str
    notes: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseReading:
    """Everything found in the file of one business case.

    Attributes
    ----------
    problems
        What must be mended first, in the order of sheets and rows.
    case
        The record; None when there are problems.
    digest
        SHA-256 (hexadecimal) of the content: the order of rows does not change it; "" without
        a case.
    notes, ignored
        How the sheets were read, and what was seen and not used; whole sentences.
    """

    problems: tuple[Fault, ...]
    case: BusinessCase | None
    digest: str = ""
    notes: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
