"""A business case as a workbook with live formulas: change an assumption, and the value follows.

Only here a workbook holds formulas. They are made from formulas that were read and understood;
a text that a person wrote stays text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from headwater.presentation.cases.live import Places, letters, written
from headwater.presentation.palette import LIGHT
from headwater.presentation.render.packing import repacked
from headwater.presentation.render.xlsx import FIXED, NEVER, writable
from headwater.vocabulary.appraisal_case import COSTS, CashLine
from headwater.vocabulary.appraisal_file import CaseFile
from headwater.vocabulary.appraisal_formula import key, parse
from headwater.vocabulary.appraisal_value import LineYears, OptionValue

HEAD = 6
"""Columns of the sheet of lines before the first year."""
BEFORE = 7
"""Columns of the sheet of values before the first year."""
TOP = 3
"""Rows above the first line: years, t, headings of the sheet."""
OUT = (*COSTS, "transfer", "tax")
TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Book:
    """The workbook being written, its case, its looks and its years."""

    book: Any
    file: CaseFile
    looks: dict[str, Any]
    years: range


def render(file: CaseFile) -> bytes:
    """Write the case: summary, assumptions, cash flows, value, sources.

    Net present values are formulas down to the assumptions. What the practice works out beyond
    discounted lines (terminal value, tax on profit) stands as a number and says so. Each option
    has a check: what the formulas give, less what Headwater said.
    """
    import xlsxwriter

    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, **NEVER})
    title = writable(file.case.name)[:255]
    book.set_properties({"title": title, "author": "Headwater", "created": FIXED})
    years = [y for row in file.stated.values() for y in row] or [file.value.base_year]
    span = range(min(file.value.base_year, *years), max(file.value.last_year, *years) + 1)
    made = Book(book, file, _looks(book), span)
    summary, assumptions, flows, value = (
        book.add_worksheet(name) for name in ("Summary", "Assumptions", "Cash flows", "Value")
    )
    cells = _assumptions(made, assumptions)
    rows = {key(line.id): TOP + n for n, line in enumerate(file.case.lines, 1)}
    places = Places(cells, rows, HEAD, HEAD + len(span) - 1)
    _flows(made, flows, places)
    totals = _value(made, value, rows)
    _summary(made, summary, totals)
    book.close()
    return repacked(content.getvalue())


def _assumptions(made: Book, sheet: Any) -> dict[str, str]:
    """Write the assumptions; return, by key, the cell with each in the case's scale of money."""
    heads = ("Name", "Value", "Unit", "Counts as", "In the case's scale", "Low", "High", "Source",
             "Of", "Owner", "Meaning")  # fmt: skip
    _heads(made, sheet, 0, heads)
    known = made.file.case.assumptions
    cells = {key(each.name): f"Assumptions!$E${row}" for row, each in enumerate(known, 2)}
    places = Places(cells, {}, 0, 0)
    for row, each in enumerate(known, 1):
        sheet.write_string(row, 0, writable(each.name), made.looks["text"])
        _amount(made, sheet, row, 1, each.value, places, None, look="input")
        sheet.write_string(row, 2, writable(each.unit))
        sheet.write_number(row, 3, made.file.scales.get(each.name, 1.0), made.looks["factor"])
        sheet.write_formula(row, 4, f"=B{row + 1}*D{row + 1}", made.looks["factor"])
        if each.uncertainty and each.uncertainty.numbers:
            sheet.write_number(row, 5, min(each.uncertainty.numbers), made.looks["factor"])
            sheet.write_number(row, 6, max(each.uncertainty.numbers), made.looks["factor"])
        origin = each.provenance
        for column, text in enumerate((origin.source, origin.date, origin.owner, each.meaning), 7):
            sheet.write_string(row, column, writable(text))
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 6, 13)
    sheet.set_column(7, 10, 30)
    sheet.freeze_panes(1, 1)
    return cells


def _flows(made: Book, sheet: Any, places: Places) -> None:
    """Write every line by year, as stated: in its own currency and prices."""
    heads = ("Line", "Name", "Option", "Kind", "Source", "Owner")
    _years(made, sheet, HEAD)
    _heads(made, sheet, TOP - 1, heads)
    for line in made.file.case.lines:
        row = places.rows[key(line.id)] - 1
        words = (line.id, line.title, line.option or "all", line.kind.replace("_", " "),
                 line.provenance.source, line.provenance.owner)  # fmt: skip
        for column, text in enumerate(words):
            sheet.write_string(row, column, writable(text), made.looks["text"])
        for year in line.years():
            column = HEAD + year - made.years[0]
            said = made.file.stated.get(line.id, {}).get(year)
            text = line.cell(year) or ""
            unknown = said is None
            _amount(made, sheet, row, column, "" if unknown else text, places, said)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 34)
    sheet.set_column(2, 5, 16)
    sheet.set_column(HEAD, HEAD + len(made.years), 11)
    sheet.freeze_panes(TOP, 2)


def _value(made: Book, sheet: Any, rows: dict[str, int]) -> dict[str, int]:
    """Write discount factors and each option's lines; return the row of each option's total."""
    first, last = letters(BEFORE), letters(BEFORE + len(made.years) - 1)
    _years(made, sheet, BEFORE)
    factors = next((each.factors for each in made.file.value.options), {})
    sheet.write_string(2, 0, "Discount rate", made.looks["bold"])
    sheet.write_string(3, 0, "Discount factor", made.looks["bold"])
    for column, year in enumerate(made.years, BEFORE):
        now, before = factors.get(year, 0.0), factors.get(year - 1)
        cell = letters(column)
        if before and now:
            sheet.write_number(2, column, round(before / now - 1, 13), made.looks["rate"])
            text = f"={letters(column - 1)}4/(1+{cell}3)"
            sheet.write_formula(3, column, text, made.looks["factor"], now)
        else:
            sheet.write_number(3, column, now, made.looks["factor"])
    heads = ("Option", "Line", "Kind", "Sign", "Adjusted by", "Why", "Present value")
    _heads(made, sheet, 4, heads)
    row, totals = 5, {}
    stated = {key(each.id): each for each in made.file.case.lines}
    for option in made.file.value.options:
        begins = row + 1
        for line in option.lines:
            if line.counted:
                _worth(made, sheet, row, option, line, stated[key(line.id)], rows)
                row += 1
        row = _rest(made, sheet, row, option)
        sheet.write_string(row, 0, writable(option.name), made.looks["bold"])
        sheet.write_string(row, 1, "Net present value", made.looks["bold"])
        digits = -int(made.file.value.money.minor.adjusted())
        text = f"=ROUND(SUM(G{begins}:G{row}),{digits})" if row >= begins else "=0"
        sheet.write_formula(row, 6, text, made.looks["total"], option.npv)
        totals[option.option] = row + 1
        row += 2
    sheet.set_column(0, 1, 30)
    sheet.set_column(2, 6, 14)
    sheet.set_column(BEFORE, BEFORE + len(made.years), 11)
    sheet.freeze_panes(5, 2)
    sheet.write_comment(3, 0, f"Factors of columns {first} to {last}; change a rate to see.")
    return totals


def _worth(
    made: Book, sheet: Any, row: int, option: OptionValue, line: LineYears, said: CashLine,
    rows: dict[str, int],
) -> None:  # fmt: skip
    """Write one counted line: stated amount x price carried x adjustment, and its present value."""
    sign = -1 if line.kind in OUT else 1
    factor = next(
        (line.adjusted[y] / line.amounts[y] for y in line.adjusted if abs(line.amounts[y]) > TINY),
        1.0,
    )
    why = line.risk_in or ""
    for column, text in enumerate((option.name, line.name, line.kind.replace("_", " "))):
        sheet.write_string(row, column, writable(text), made.looks["text"])
    sheet.write_number(row, 3, sign)
    sheet.write_number(row, 4, round(factor, 13), made.looks["input"])
    sheet.write_string(row, 5, writable(why))
    known = made.file.stated.get(said.id, {})
    at = rows[key(line.id)]
    for column, year in enumerate(made.years, BEFORE):
        if year not in line.adjusted:
            continue
        raw, amount = known.get(year), line.amounts[year]
        carried = amount / raw if raw and abs(raw) > TINY else 1.0
        more = "" if abs(carried - 1) < TINY else f"*{carried!r}"
        cell = f"'Cash flows'!{letters(HEAD + year - made.years[0])}{at}"
        text = f"=N({cell}){more}*$E{row + 1}"
        sheet.write_formula(row, column, text, made.looks["money"], line.adjusted[year])
    first, last = letters(BEFORE), letters(BEFORE + len(made.years) - 1)
    text = f"=D{row + 1}*SUMPRODUCT({first}{row + 1}:{last}{row + 1},{first}$4:{last}$4)"
    sheet.write_formula(row, 6, text, made.looks["money"], sign * line.present)


def _rest(made: Book, sheet: Any, row: int, option: OptionValue) -> int:
    """Write what the practice adds to discounted lines, where it adds something."""
    lines = sum(
        (-1 if each.kind in OUT else 1)
        * sum(amount * option.factors.get(y, 0.0) for y, amount in each.adjusted.items())
        for each in option.lines
        if each.counted
    )
    rest = option.npv - lines
    if abs(rest) <= float(made.file.value.money.minor):
        return row
    sheet.write_string(row, 0, writable(option.name), made.looks["text"])
    sheet.write_string(row, 1, "Terminal value and tax, worked out by Headwater: not live")
    sheet.write_number(row, 6, rest, made.looks["input"])
    return row + 1


def _summary(made: Book, sheet: Any, totals: dict[str, int]) -> None:
    """Write what each option is worth by the formulas, beside what Headwater said."""
    file = made.file
    sheet.write_string(0, 0, writable(file.case.name), made.looks["title"])
    basis = f"{file.value.money.label}; {file.value.practice}; reference {file.digest[:12]}"
    sheet.write_string(1, 0, writable(basis))
    sheet.write_string(2, 0, "Cells with a tint may be changed: everything else follows.")
    heads = ("Option", "Net present value, live", "As Headwater said", "Difference",
             "Against usual, live")  # fmt: skip
    _heads(made, sheet, 4, heads)
    usual = file.usual
    for row, option in enumerate(file.value.options, 5):
        at = totals[option.option]
        sheet.write_string(row, 0, writable(option.name), made.looks["text"])
        sheet.write_formula(row, 1, f"=Value!G{at}", made.looks["total"], option.npv)
        sheet.write_number(row, 2, option.npv, made.looks["money"])
        sheet.write_formula(row, 3, f"=B{row + 1}-C{row + 1}", made.looks["money"], 0)
        if usual is not None and option.against is not None:
            text = f"=B{row + 1}-Value!G{totals[usual.option]}"
            sheet.write_formula(row, 4, text, made.looks["total"], option.against)
    sheet.set_column(0, 0, 46)
    sheet.set_column(1, 4, 24)


def _amount(
    made: Book, sheet: Any, row: int, column: int, text: str, places: Places, said: float | None,
    *, look: str = "",
) -> None:  # fmt: skip
    """Write an amount: a number to change, a formula, or "?" where it is not known."""
    if not text.strip():
        sheet.write_string(row, column, "?", made.looks["input"])
        return
    node = parse(text)
    if node.op == "number":
        sheet.write_number(row, column, float(written(node, places)), made.looks["input"])
        return
    formula = f"={written(node, places, column)}"
    sheet.write_formula(row, column, formula, made.looks[look or "money"], said or 0)


def _years(made: Book, sheet: Any, first: int) -> None:
    sheet.write_string(0, 0, "Year", made.looks["bold"])
    sheet.write_string(1, 0, "Years since the base year (t)")
    for column, year in enumerate(made.years, first):
        sheet.write_number(0, column, year, made.looks["year"])
        sheet.write_number(1, column, year - made.file.value.base_year)


def _heads(made: Book, sheet: Any, row: int, heads: Sequence[str]) -> None:
    for column, text in enumerate(heads):
        sheet.write_string(row, column, text, made.looks["head"])


def _looks(book: Any) -> dict[str, Any]:
    tint = f"#{LIGHT.tones['contested'].tint}"
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "bold": book.add_format({"bold": True}),
        "head": book.add_format({"bold": True, "bottom": 1, "bg_color": f"#{LIGHT.surface}"}),
        "text": book.add_format({}),
        "year": book.add_format({"bold": True, "num_format": "0"}),
        "money": book.add_format({"num_format": "#,##0.00;[Red]-#,##0.00"}),
        "total": book.add_format({"bold": True, "num_format": "#,##0.00;[Red]-#,##0.00", "top": 1}),
        "factor": book.add_format({"num_format": "0.######"}),
        "rate": book.add_format({"num_format": "0.00%", "bg_color": tint}),
        "input": book.add_format({"num_format": "#,##0.######", "bg_color": tint}),
    }
