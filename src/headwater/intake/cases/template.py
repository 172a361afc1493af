"""The empty workbook of a business case: headings with comments, an example row a sheet."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from headwater.errors import InputError
from headwater.intake.cases.sheets import CASE, SHEETS
from headwater.intake.tables import EXAMPLE
from headwater.intake.template import Columns, explain, fill, formats_of

README = (
    "Headwater: a business case",
    "Only the sheets 'case', 'options' and 'cash flows' are needed; the others make the answer "
    "sharper. Leave blank what is not known: a blank is a question to ask, never zero.",
    "Amounts are in the money that the sheet 'case' names. A number can be a range, as in 3..5, "
    "or a formula over assumptions and other lines, as in staff * [hourly wage] * 1.02 ^ t. "
    "Write it without an = sign.",
    "In formulas: + - * / ^ and brackets; min, max, sum, if, and, or, not, abs, round; year (the "
    "calendar year) and t (years since the base year); previous(line) is last year's amount, "
    "total(line) the sum of all years. A name of several words stands in square brackets.",
    "Costs and benefits are both positive; the kind says which way money goes. In a year's "
    "column, blank is no flow and ? is not known.",
    "Grey rows that begin with [example] are left out when the workbook is read.",
    "headwater appraise CASE.xlsx values it, reviews it, and says what to mend.",
)


def case_template_rows() -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the columns of every sheet of the template: heading and explanation."""
    found = {"case": tuple((each.name, each.comment) for each in CASE)}
    for table, fields in SHEETS.items():
        found[table] = tuple((each.name, each.comment) for each in fields)
    return found


def write_case_template(path: Path) -> None:
    """Write the empty workbook; its example rows are left out when it is read back.

    Raises
    ------
    InputError
        If the file cannot be written there.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    formats = formats_of(book)
    _case_sheet(book.add_worksheet("case"), formats)
    for table, columns in _columns().items():
        choices = {(table, each.name): each.choices for each in SHEETS[table] if each.choices}
        fill(book.add_worksheet(table), table, columns, choices, formats)
    explain(book.add_worksheet("read me"), README, formats)
    try:
        book.close()
    except FileCreateError as error:
        raise InputError(f"{path} cannot be written: {error}") from None


def _columns() -> dict[str, Columns]:
    found: dict[str, Columns] = {}
    for table, fields in SHEETS.items():
        marked = [(each.name, each.comment, each.example) for each in fields]
        name, comment, example = marked[0]
        marked[0] = (name, comment, f"{EXAMPLE} {example}")
        found[table] = tuple(marked)
    return found


def _case_sheet(sheet: Any, formats: Mapping[str, Any]) -> None:
    for column, heading in enumerate(("field", "value", "what to write")):
        sheet.write_string(0, column, heading, formats["heading"])
    for place, each in enumerate(CASE, start=1):
        sheet.write_string(place, 0, each.name)
        sheet.write_string(place, 2, each.comment, formats["text"])
        if each.choices:
            sheet.data_validation(
                place, 1, place, 1,
                {"validate": "list", "source": list(each.choices), "error_type": "warning"},
            )  # fmt: skip
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 44)
    sheet.set_column(2, 2, 80)
    sheet.freeze_panes(1, 0)
