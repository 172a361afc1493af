"""The empty workbook that people can start from: headings with comments, an example row a table."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from headwater.errors import InputError
from headwater.intake.tables import EXAMPLE
from headwater.vocabulary.intake import CASH_FLOW_KINDS, JUDGEMENT_METHODS, TABLES
from headwater.vocabulary.workbook import RULE_KINDS

ROWS_WITH_LISTS = 2_000  # rows in which a cell offers its choices
README = (
    "Headwater: a workbook of projects",
    "Only the sheet 'projects' is required, and of it only 'name' and 'cost'. Leave blank what "
    "is not known: a blank is a question to ask, never zero.",
    "Say the unit in the heading: cost (GBP m), cost (USD), cost k€. A number can be a range, as "
    "in 3..5.",
    "Projects are referred to by id or by name. Add one column a criterion, with any heading; "
    "write (lower is better) into the heading where that is so.",
    "Grey rows that begin with [example] are left out when the workbook is read: delete them or "
    "leave them.",
    "Sheets and columns that you do not need can be deleted, or left empty.",
)

Columns = tuple[tuple[str, str, str | float], ...]

PROJECT = "The new records system"
CONTENT: Mapping[str, Columns] = {
    "projects": (
        ("id", "A short id; needed only where two projects bear the same name.", f"{EXAMPLE} P1"),
        ("name", "Required. What people call the project.", PROJECT),
        ("unit", "Who is responsible: a department or business unit.", "Planning"),
        ("description", "One sentence.", "Replaces the paper files of planning cases."),
        ("stage", "Where it stands: idea, proposed, running.", "proposed"),
        ("cost", "Required. Total cost; say the unit in the heading, as in cost (GBP m). A number, "
         "a range 3..5, or blank when not known.", 2.5),
        ("cost_2026", "Cost in one period; one column a period, in any usual form (FY2026, "
         "2026 Q1). Rename or delete it.", 1.5),
        ("cost_2027", "Cost in one period.", 1.0),
        ("capacity_developer_2026Q1", "How much of a role is needed in a period; one column each. "
         "Rename or delete it.", 3),
        ("benefit", "What it brings in money, if you state it; in the unit of cost unless the "
         "heading says otherwise.", 4.0),
        ("Strategic fit", "A criterion: one column each, any heading. A number, a range 3..5, or "
         "blank.", "3..5"),
        ("Delivery risk (lower is better)", "A criterion where a smaller number is better.", 2),
        ("mandatory", "yes where a law or contract orders it.", "no"),
        ("mandatory_basis", "Which law or clause orders it.", ""),
        ("mandatory_date", "By when it must be met, as in 2027-01-31.", ""),
        ("mandatory_penalty", "What happens if it is not done.", ""),
        ("mandatory_option", "The least that satisfies the law, in words.", ""),
        ("mandatory_cost", "What that least costs, in the unit of cost: only so much is ordered, "
         "and the rest of the project competes like the others.", ""),
        ("sponsor", "Who put it forward; the letters go to this person.", ""),
        ("sponsor_email", "Their e-mail address.", ""),
        ("start", "When it starts; shown, not computed with.", "2026"),
        ("end", "When it ends; shown, not computed with.", "2027"),
    ),
    "objectives": (
        ("id", "A short id.", f"{EXAMPLE} O1"),
        ("name", "Required. The objective in a few words.", "Cases are settled in time"),
        ("parent", "Id or name of the objective above it.", ""),
        ("weight", "A number or a range, if the weights are known.", "2..3"),
    ),
    "links": (
        ("project", "Id or name of a project.", f"{EXAMPLE} {PROJECT}"),
        ("objective", "Id or name of an objective that it serves.", "O1"),
        ("strength", "0 to 1; blank is 1.", 0.8),
    ),
    "judgements": (
        ("leader", "Who answered.", f"{EXAMPLE} Finance"),
        ("method", "swing, rating, ranking: one criterion a row. ahp: two a row.", "swing"),
        ("left", "A criterion or an objective.", "Strategic fit"),
        ("right", "ahp only: what it is compared with.", ""),
        ("answer", "A number, a range, or blank for: I do not know.", 100),
    ),
    "budgets": (
        ("period", "As in the headings of the costs by period.", f"{EXAMPLE} 2026"),
        ("amount", "In the unit of cost, unless the heading says otherwise.", 12),
    ),
    "capacities": (
        ("role", "As in the headings of the projects.", f"{EXAMPLE} developer"),
        ("period", "As in the headings of the projects.", "2026 Q1"),
        ("amount", "How much there is, in the unit of the projects.", 8),
    ),
    "rules": (
        ("kind", "requires, excludes, at_least, at_most, synergy.", "requires"),
        ("project", "Id or name of a project.", f"{EXAMPLE} {PROJECT}"),
        ("other", "Id or name of the other project; several parted by ;", "The new network"),
        ("value", "at_least, at_most: how many. synergy: the change in value.", ""),
    ),
    "cash_flows": (
        ("project", "Id or name of a project.", f"{EXAMPLE} {PROJECT}"),
        ("year", "2026, or 0, 1, 2, ...", 2026),
        ("kind", "benefit, capex, opex. Amounts are positive; the kind says which way money goes.",
         "capex"),
        ("amount", "In the unit of cost, unless the heading says otherwise.", 1.5),
    ),
}  # fmt: skip

CHOICES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("projects", "mandatory"): ("yes", "no"),
    ("judgements", "method"): JUDGEMENT_METHODS,
    ("rules", "kind"): RULE_KINDS,
    ("cash_flows", "kind"): CASH_FLOW_KINDS,
}


def template_rows() -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the columns of every table of the template: heading and explanation."""
    return {
        table: tuple((heading, comment) for heading, comment, _ in CONTENT[table])
        for table in TABLES
    }


def write_template(path: Path) -> None:
    """Write the empty workbook; its example rows are left out when it is read back.

    Raises
    ------
    InputError
        If the file cannot be written there.
    """
    write_book(path, {table: CONTENT[table] for table in TABLES}, CHOICES, README)


def write_book(
    path: Path,
    content: Mapping[str, Columns],
    choices: Mapping[tuple[str, str], tuple[str, ...]],
    readme: Sequence[str],
) -> None:
    """Write an empty workbook: a sheet a table with commented headings and a grey example row.

    Raises
    ------
    InputError
        If the file cannot be written there.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    formats = formats_of(book)
    for table, columns in content.items():
        fill(book.add_worksheet(table), table, columns, choices, formats)
    explain(book.add_worksheet("read me"), readme, formats)
    try:
        book.close()
    except FileCreateError as error:
        raise InputError(f"{path} cannot be written: {error}") from None


def formats_of(book: Any) -> dict[str, Any]:
    """Make the cell formats that templates share."""
    heading = {"bold": True, "bg_color": "#1f3a4d", "font_color": "#ffffff", "border": 1}
    example = {"italic": True, "font_color": "#6b7280", "bg_color": "#eef0f2"}
    return {
        "heading": book.add_format(heading),
        "example": book.add_format(example),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
    }


def fill(
    sheet: Any,
    table: str,
    columns: Columns,
    choices: Mapping[tuple[str, str], tuple[str, ...]],
    formats: Mapping[str, Any],
) -> None:
    """Write one sheet: commented headings, a grey example row, lists to choose from."""
    for column, (heading, comment, example) in enumerate(columns):
        sheet.write_string(0, column, heading, formats["heading"])
        sheet.write_comment(0, column, comment, {"x_scale": 2, "author": "Headwater"})
        if isinstance(example, str):
            sheet.write_string(1, column, example, formats["example"])
        else:
            sheet.write_number(1, column, example, formats["example"])
        width = max(len(heading) + 4, len(str(example)) + 2)
        sheet.set_column(column, column, max(12, min(40, width)))
        if (table, heading) in choices:
            sheet.data_validation(
                1,
                column,
                ROWS_WITH_LISTS,
                column,
                {
                    "validate": "list",
                    "source": list(choices[table, heading]),
                    "error_type": "warning",
                    "input_message": "Choose from the list",
                },
            )
    sheet.freeze_panes(1, 0)


def explain(sheet: Any, readme: Sequence[str], formats: Mapping[str, Any]) -> None:
    """Write the sheet that says how the workbook is meant."""
    sheet.set_column(0, 0, 100)
    for row, text in enumerate(readme):
        sheet.write_string(row, 0, text, formats["title" if row == 0 else "text"])
