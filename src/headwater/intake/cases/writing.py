"""A business case written as the workbook that the reader reads: the way back, nothing lost."""

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import Any

from headwater.intake.cases.sheets import CASE, SHEETS
from headwater.vocabulary.appraisal_case import BusinessCase
from headwater.vocabulary.appraisal_figures import Uncertainty

Row = dict[str, Any]


def write_case(case: BusinessCase) -> bytes:
    """Write a case as a workbook (.xlsx) of the sheets that `read_case` reads.

    Reading it back gives the same case. No cell is a formula of the spreadsheet: formulas of the
    case are text, and text that begins with = stays text.
    """
    import xlsxwriter

    content = BytesIO()
    never = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(content, {"in_memory": True, **never})
    bold = book.add_format({"bold": True, "bottom": 1})
    sheet = book.add_worksheet("case")
    for column, text in enumerate(("field", "value")):
        sheet.write_string(0, column, text, bold)
    for row, (name, value) in enumerate(_head(case).items(), 1):
        sheet.write_string(row, 0, name)
        _put(sheet, row, 1, value)
    sheet.set_column(0, 1, 30)
    for table, rows in _tables(case).items():
        if rows:
            _sheet(book.add_worksheet(table), table, rows, bold)
    book.close()
    return content.getvalue()


def _sheet(sheet: Any, table: str, rows: Sequence[Row], bold: Any) -> None:
    usual = [each.name for each in SHEETS[table]]
    used = {name for row in rows for name, value in row.items() if value not in ("", None)}
    plain = [name for name in usual if name in used]
    years = sorted(name for name in used if name.isdigit())
    others = [n for row in rows for n in row if n in used and n not in usual and not n.isdigit()]
    if table != "options":  # only options have columns of their own: the success factors
        others = []
    names = [*(n for n in plain if not n.isdigit()), *dict.fromkeys(others), *years]
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, bold)
    for number, row in enumerate(rows, 1):
        for column, name in enumerate(names):
            _put(sheet, number, column, row.get(name))
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(names), 16)


def _put(sheet: Any, row: int, column: int, value: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_string(row, column, "yes" if value else "no")
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, str(value))


def _head(case: BusinessCase) -> Row:
    found: Row = {}
    money = case.financing
    for each in CASE:
        name = each.name.replace(" ", "_")
        if each.name == "money":
            found["money"] = case.money.label if case.money.currency else ""
        elif each.name == "fiscal year start":
            found[each.name] = case.fiscal_start
        elif each.name == "discount rate":
            found[each.name] = money.rate
        else:
            found[each.name] = getattr(case, name, None)
            if found[each.name] is None:
                found[each.name] = getattr(money, name, None)
    found.update({f"exchange {currency}": text for currency, text in case.exchange.items()})
    return found


def _tables(case: BusinessCase) -> dict[str, list[Row]]:
    return {
        "objectives": [{"objective": each} for each in case.objectives],
        "success factors": _rows(case.success_factors),
        "options": [
            {**row, **each.ratings}
            for row, each in zip(_rows(case.options), case.options, strict=True)
        ],
        "assumptions": [
            {**row, "distribution": _distribution(each.uncertainty)}
            for row, each in zip(_rows(case.assumptions), case.assumptions, strict=True)
        ],
        "cash flows": [
            {**row, "line": each.id, "uncertainty": _distribution(each.uncertainty),
             "unit": each.unit, **_years(each.amounts)}
            for row, each in zip(_rows(case.lines), case.lines, strict=True)
        ],
        "risks": [
            {**row, "uncertainty": _distribution(each.uncertainty), "owner": each.owner}
            for row, each in zip(_rows(case.risks), case.risks, strict=True)
        ],
        "adjustments": _rows(case.adjustments),
        "mitigations": [
            {"adjustment": each.id, "factor": m.factor, "share": m.share, "evidence": m.evidence}
            for each in case.adjustments
            for m in each.mitigation
        ],
        "unquantified": _rows(case.unquantified),
        "income groups": _rows(case.groups),
        "dependencies": _rows(case.dependencies),
        "capacity": _rows(case.capacity),
        "contracts": _rows(case.contracts),
        "funding": [
            {**row, "from": each.source, "source": each.provenance.source, **_years(each.amounts)}
            for row, each in zip(_rows(case.funding), case.funding, strict=True)
        ],
        "measures": [
            {**row, "benefits": "; ".join(each.benefits)}
            for row, each in zip(_rows(case.measures), case.measures, strict=True)
        ],
        "five cases": _rows(case.statements),
        "benefit pools": _rows(case.pools),
        "correlations": [{**row, "correlation": row["value"]} for row in _rows(case.correlations)],
        "shocks": [
            {**row, "shock": each.name, "quantity": quantity, "loading": loading}
            for row, each in zip(_rows(case.shocks), case.shocks, strict=True)
            for quantity, loading in each.loadings.items()
        ],
        "rights": _rows(case.rights),
    }  # fmt: skip


def _rows(records: Sequence[Any]) -> list[Row]:
    """Write records by the names of their fields, with spaces, and with their provenance."""
    found = []
    for each in records:
        row: Row = {}
        for name in each.__dataclass_fields__:
            value = getattr(each, name)
            if isinstance(value, str | int | float | bool):
                row[name.replace("_", " ")] = value
        origin = getattr(each, "provenance", None)
        if origin is not None:
            row |= {"source": origin.source, "date": origin.date, "note": origin.note}
            row["owner"] = getattr(each, "owner", "") or origin.owner
        found.append(row)
    return found


def _years(amounts: Mapping[int, str]) -> Row:
    return {str(year): text or "?" for year, text in amounts.items()}


def _distribution(said: Uncertainty | None) -> str:
    """Write a distribution as the reader reads it."""
    if said is None:
        return ""
    numbers = [_short(each) for each in said.numbers]
    write: dict[str, Callable[[], str]] = {
        "three_points": lambda: f"three {' '.join(numbers)}",
        "percentiles": lambda: _percentiles("", said),
        "metalog": lambda: _percentiles("metalog ", said),
        "normal": lambda: f"normal mean {numbers[0]} sd {numbers[1]}",
        "lognormal": lambda: f"lognormal mean {numbers[0]} sd {numbers[1]}",
        "discrete": lambda: "discrete " + " ".join(
            f"{n}: {_short(p)}" for n, p in zip(numbers, said.probabilities, strict=True)
        ),
        "reference_class": lambda: (
            f"class {said.reference}: {' '.join(numbers)}" if said.reference
            else f"class {' '.join(numbers)}"
        ),
        "empirical": lambda: f"observed {' '.join(numbers)}",
    }  # fmt: skip
    return write.get(said.kind, lambda: f"{said.kind} {' '.join(numbers)}")()


def _percentiles(word: str, said: Uncertainty) -> str:
    pairs = zip(said.probabilities, said.numbers, strict=True)
    return word + " ".join(f"P{_short(round(100 * p, 6))} {_short(n)}" for p, n in pairs)


def _short(number: float) -> str:
    return str(int(number)) if number == int(number) and abs(number) < 1e15 else repr(number)
