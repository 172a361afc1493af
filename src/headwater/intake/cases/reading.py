"""From a file to a business case: open, lay out, read each sheet, and tell what was found."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from headwater.errors import InputError
from headwater.intake.cases import cells, parts, plans, uncertain
from headwater.intake.cases.layout import Row, Sheet, lay_out_case, looks_like_a_case
from headwater.intake.files import open_source
from headwater.intake.findings import Findings
from headwater.vocabulary.appraisal_case import BusinessCase, Financing
from headwater.vocabulary.intake import CaseReading
from headwater.vocabulary.shapes import to_json
from headwater.vocabulary.units import MoneyUnit

SHOWN = 10
MOST_CASES = 1_000
LATER = ("correlations", "shocks", "rights")
"""Parts that came later: a case without them keeps the digest that it had before."""


def read_case(source: Path) -> CaseReading:
    """Read one business case; refuse it when anything must be mended first.

    Parameters
    ----------
    source
        A .xlsx workbook, or a folder of CSV files named like its sheets.

    Raises
    ------
    InputError
        If it cannot be read, or has faults: the first ten are listed, a line each.
    TooLargeError
        If it is over a limit.
    """
    reading = inspect_case(source)
    if reading.problems:
        lines = [str(fault) for fault in reading.problems[:SHOWN]]
        if (more := len(reading.problems) - SHOWN) > 0:
            lines.append(f"and {more:,} more")
        raise InputError("\n".join(lines))
    return reading


def read_cases(source: Path) -> dict[str, CaseReading]:
    """Read a folder of cases: every .xlsx file, and every folder of CSV files, in it.

    Returns
    -------
    dict
        By file name, in alphabetical order; a single case where `source` is one.

    Raises
    ------
    InputError
        If there is none, or one has faults; the message names the file.
    """
    source = Path(source)
    if not source.is_dir() or any(source.glob("*.csv")):
        return {source.name: read_case(source)}
    found = sorted(
        path
        for path in source.iterdir()
        if (path.suffix.lower() == ".xlsx" and not path.name.startswith("~$"))
        or (path.is_dir() and any(path.glob("*.csv")))
    )
    if not found:
        raise InputError(f"{source} holds no case: put .xlsx files, or folders of CSV, into it")
    if len(found) > MOST_CASES:
        raise InputError(f"{source} holds {len(found):,} cases; the limit is {MOST_CASES:,}")
    readings = {}
    for path in found:
        try:
            readings[path.name] = read_case(path)
        except InputError as error:
            raise InputError(f"{path.name}: {error}") from None
    return readings


def holds_cases(source: Path) -> bool:
    """Say whether a path is a folder of business cases, or of one, and not of project tables."""
    source = Path(source)
    if not source.is_dir() or (source / "projects.csv").exists():
        return False
    tables = [path.stem.lower() for path in source.glob("*.csv")]
    if tables:
        return "case" in tables
    return any(
        path.suffix.lower() == ".xlsx" or (path / "case.csv").is_file() for path in source.iterdir()
    )


def inspect_case(source: Path) -> CaseReading:
    """Read one business case; faults in its content come back as problems, not as an error.

    Raises
    ------
    InputError
        If the source is no readable table at all.
    TooLargeError
        If it is over a limit.
    """
    findings = Findings()
    grids = open_source(Path(source), findings)
    if not looks_like_a_case(grids):
        held = ", ".join(grid.name for grid in grids[:10])
        raise InputError(
            f"{source} is no business case: it should have the sheets 'case', 'options' and 'cash "
            f"flows', and has {held or 'none'}. 'headwater template --case' writes an empty one"
        )
    sheets = lay_out_case(grids, findings)
    case = _case(sheets, Path(source), findings)
    order = {grid.name: place for place, grid in enumerate(grids)}
    faults = sorted(findings.faults, key=lambda each: (order.get(each.sheet, -1), each.row))
    return CaseReading(
        problems=tuple(faults),
        case=None if faults else case,
        digest="" if faults or case is None else digest_of(case),
        notes=tuple(findings.notes),
        ignored=tuple(sorted(findings.ignored)),
    )


def digest_of(case: BusinessCase) -> str:
    """Return the SHA-256 of a case's content; the order of its rows does not matter."""
    said = {name: value for name, value in to_json(case).items() if value or name not in LATER}
    content = json.dumps(_sorted(said), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def _sorted(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _sorted(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        items = [_sorted(item) for item in value]
        if all(isinstance(item, dict) for item in items):
            return sorted(items, key=lambda item: json.dumps(item, sort_keys=True))
        return items
    return value


def _case(sheets: Mapping[str, Sheet], source: Path, findings: Findings) -> BusinessCase | None:
    row = sheets["case"].rows[0] if "case" in sheets else None
    if row is None:
        findings.fault("", 0, "", "there is no sheet 'case'; add one with at least the name")
        return None
    name = row.text("name") or source.stem
    money = cells.money_unit(row, "money")
    base_year = cells.year(row, "base year")
    found = parts.gather(sheets, money, base_year)
    fields: dict[str, Any] = {
        "objectives": tuple(r.text("objective") for r in found.rows("objectives")),
        "success_factors": parts.factors(found),
        "options": parts.options(found),
        "assumptions": parts.assumptions(found),
        "lines": parts.lines(found),
        "risks": plans.risks(found),
        "adjustments": plans.adjustments(found),
        "unquantified": plans.unquantified(found),
        "groups": plans.groups(found),
        "dependencies": plans.dependencies(found),
        "capacity": plans.capacity(found),
        "contracts": plans.contracts(found),
        "funding": plans.funding(found),
        "measures": plans.measures(found),
        "statements": plans.statements(found),
        "pools": plans.pools(found),
        "correlations": uncertain.correlations(found),
        "shocks": uncertain.shocks(found),
        "rights": uncertain.rights(found),
    }
    if not fields["options"]:
        findings.fault("", 0, "", "there are no options yet; write at least one")
    head = _head(row, name, money, base_year)
    if findings.faults:
        return None
    return cells.made(row, "name", partial(BusinessCase, **head, **fields))


def _head(row: Row, name: str, money: MoneyUnit, base_year: int | None) -> dict[str, Any]:
    texts = ("sponsor", "author", "stage", "version", "date", "need", "ask", "pack", "schedule")
    rates = {}
    for label, text in row.others.items():
        currency = label.split()[-1].upper()
        rates[currency] = cells.amount_text(row, label, text, money=None, known=_AnyName())
    return {
        "id": row.text("id") or name,
        "name": name,
        "money": money,
        "prices": cells.choice(row, "prices", ("real", "nominal"), "real"),
        "price_base": cells.year(row, "price base"),
        "base_year": base_year,
        "fiscal_start": cells.month(row, "fiscal year start"),
        "practice": cells.choice(row, "practice", ("green_book", "corporate")),
        "financing": _financing(row),
        "exchange": rates,
        **{each: row.text(each) for each in texts},
    }


def _financing(row: Row) -> Financing:
    years = cells.number(row, "depreciation years", whole=True)
    return Financing(
        rate=cells.number(row, "discount rate"),
        rate_prices=cells.choice(row, "rate prices", ("real", "nominal")),
        cost_of_equity=cells.number(row, "cost of equity"),
        cost_of_debt=cells.number(row, "cost of debt"),
        debt_share=cells.number(row, "debt share"),
        tax_rate=cells.number(row, "tax rate"),
        inflation=cells.number(row, "inflation"),
        timing=cells.choice(row, "timing", ("start", "middle", "end"), "start"),
        reinvestment_rate=cells.number(row, "reinvestment rate"),
        terminal_growth=cells.number(row, "terminal growth"),
        terminal_multiple=cells.number(row, "terminal multiple"),
        depreciation_years=None if years is None else int(years),
    )


class _AnyName(dict[str, str]):
    """Lets every name pass: the names of exchange rates are checked when they are worked out."""

    def __contains__(self, name: object) -> bool:
        return True
