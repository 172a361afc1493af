"""Business cases are read from workbooks and folders; every fault names sheet, row and column."""

import random
from pathlib import Path

import openpyxl
import pytest

from headwater import samples
from headwater.errors import InputError
from headwater.intake import (
    case_template_rows,
    inspect_case,
    read_case,
    read_cases,
    write_case_template,
)
from headwater.vocabulary.appraisal_figures import Uncertainty
from headwater.vocabulary.units import MoneyUnit

CASE = {
    "case": [
        ["field", "value"],
        ["name", "Library"],
        ["money", "GBP thousand"],
        ["base year", 2026],
        ["price base", "2026/27"],
        ["fiscal year start", "April"],
    ],
    "options": [
        ["id", "name", "role", "standing", "duration"],
        ["usual", "Go on", "business as usual", "", ""],
        ["build", "Build", "do something", "preferred", 18],
    ],
    "assumptions": [
        ["name", "value", "unit", "low", "high", "distribution"],
        ["wage", 20, "GBP/hour", 18, 25, ""],
        ["growth", "2 %", "%", "", "", "triangular 1% 2% 4%"],
        ["visits", "80..120", "visits", "", "", ""],
        ["unsaid", "tbc", "", "", "", ""],
    ],
    "cash flows": [
        ["option", "line", "kind", "formula", "first", "last", 2026, "FY2027", "2028/29"],
        ["Build", "works", "capex", "", "", "", 1200, "1.2m", "?"],
        ["build", "staff", "opex", "= 40 * wage * (1 + growth) ^ t", 2028, 2030, "", "", "5"],
        ["usual", "patching", "opex", "", "", "", "10..20", "£15k", ""],
    ],
}


def changed(sheet: str, row: int, column: int, cell: object) -> dict[str, list[list[object]]]:
    book = {name: [list(each) for each in rows] for name, rows in CASE.items()}
    book[sheet][row][column] = cell
    return book


def test_a_case_is_read_with_its_amounts_as_text(book_of) -> None:
    case = read_case(book_of(CASE)).case
    assert case is not None
    assert (case.name, case.money, case.base_year, case.price_base, case.fiscal_start) == (
        "Library", MoneyUnit("GBP", 1000), 2026, 2026, 4,
    )  # fmt: skip
    works, staff, patching = case.lines
    assert works.amounts == {2026: "1200", 2027: "1200", 2028: ""}
    assert works.option == "build"
    assert staff.formula == "40 * wage * (1 + growth) ^ t"
    assert (staff.cell(2028), staff.cell(2029)) == ("5", staff.formula)
    assert patching.amounts == {2026: "10..20", 2027: "15"}
    wage, growth, visits, unsaid = case.assumptions
    assert wage.uncertainty == Uncertainty("three_points", (18.0, 20.0, 25.0))
    assert (growth.value, growth.uncertainty) == (
        "0.02", Uncertainty("triangular", (0.01, 0.02, 0.04)),
    )  # fmt: skip
    assert (visits.value, unsaid.value) == ("80..120", "")
    assert case.options[1].duration == 18


@pytest.mark.parametrize(
    ("sheet", "row", "column", "cell", "message"),
    [
        (
            "cash flows",
            2,
            3,
            "40 * wages",
            "flows, row 3, column formula: .* uses 'wages', which is no .* did you mean 'wage'",
        ),
        (
            "cash flows",
            2,
            3,
            "40 * * wage",
            "row 3, column formula: '40 \\* \\* wage': at character 6",
        ),
        ("cash flows", 2, 3, "#NAME?", "row 3, column formula: .* without the = sign"),
        ("cash flows", 2, 1, "Wage", "row 3, column line: an assumption is called 'Wage' as well"),
        ("cash flows", 1, 6, "twelve", "row 2, column 2026: 'twelve'"),
        ("cash flows", 1, 7, "12 EUR", "row 2, column FY2027: it is in EUR and should be in GBP"),
        ("cash flows", 1, 2, "revenue", "row 2, column kind: 'revenue' cannot stand here"),
        (
            "cash flows",
            1,
            0,
            "bild",
            "row 2, column option: there is no option 'bild'; did you mean 'build'",
        ),
        ("cash flows", 2, 1, "Works", "row 3, column line: rows 2 and 3 bear the same name"),
        ("cash flows", 2, 4, "", "row 3, column first: the formula has no first year"),
        (
            "cash flows",
            2,
            5,
            2020,
            "row 3, column last: the last year 2020 lies before the first, 2028",
        ),
        ("cash flows", 2, 4, "soon", "row 3, column first: 'soon' is no year"),
        (
            "assumptions",
            1,
            3,
            22,
            "sheet assumptions, row 2, column low: the numbers .* must rise: 22, 20, 25",
        ),
        ("assumptions", 1, 4, "", "row 2, column high: give both low and high"),
        (
            "assumptions",
            2,
            5,
            "bell 1 2",
            "row 3, column distribution: 'bell 1 2' is no distribution",
        ),
        ("assumptions", 2, 5, "pert 1 2", "a pert distribution has 3 numbers; 2 were given"),
        ("assumptions", 2, 0, "Wage", "rows 2 and 3 bear the same name"),
        (
            "options",
            1,
            2,
            "as usual",
            "sheet options, row 2, column role: 'as usual' cannot stand here",
        ),
        ("case", 2, 1, "money", "sheet case, row 3, column money: 'money' is no money; write GBP"),
        ("case", 5, 1, "Aprilis 40", None),
        ("case", 5, 1, "spring", "row 6, column fiscal year start: 'spring' is no month"),
    ],
)
def test_faults_name_sheet_row_and_column(book_of, sheet, row, column, cell, message) -> None:
    book = book_of(changed(sheet, row, column, cell))
    if message is None:
        assert read_case(book).case is not None
        return
    with pytest.raises(InputError, match=message):
        read_case(book)


def test_a_folder_of_csv_files_says_the_same_as_the_workbook(book_of, tmp_path: Path) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    for name, rows in CASE.items():
        lines = [",".join(f'"{cell}"' for cell in row) for row in rows]
        (folder / f"{name.replace(' ', '_')}.csv").write_text("\n".join(lines), "utf-8")
    assert read_case(folder).case == read_case(book_of(CASE)).case


def test_the_order_of_rows_columns_and_sheets_changes_nothing(book_of) -> None:
    first = read_case(book_of(CASE))
    shuffled = {}
    chance = random.Random(7)
    for name in reversed(list(CASE)):
        head, *rows = CASE[name]
        chance.shuffle(rows)
        order = list(range(len(head)))
        if name != "case":
            chance.shuffle(order)
        shuffled[name] = [[row[at] for at in order] for row in (head, *rows)]
    assert read_case(book_of(shuffled, "other.xlsx")).digest == first.digest
    more = changed("cash flows", 1, 6, 1201)
    assert read_case(book_of(more, "more.xlsx")).digest != first.digest


def test_years_may_count_from_the_base_year_and_rows_above_headings_are_told(book_of) -> None:
    book = changed("cash flows", 0, 6, "Year 0")
    book["cash flows"][0][7] = "Year 1"
    book["cash flows"].insert(0, ["All amounts in thousands"])
    reading = read_case(book_of(book))
    assert reading.case is not None
    assert reading.case.lines[0].amounts == {2026: "1200", 2027: "1200", 2028: ""}
    assert "these rows were left out: 'All amounts in thousands'" in " ".join(reading.ignored)


def test_what_is_no_case_says_so(book_of, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no business case: it should have the sheets 'case'"):
        read_case(book_of({"projects": [["name", "cost"], ["a", 1]]}))
    with pytest.raises(InputError, match="there are no options yet"):
        read_case(book_of({"case": [["name", "A"]]}))
    with pytest.raises(InputError, match="no column gives the line; name one 'line'"):
        read_case(book_of({"case": [["name", "A"]], "cash flows": [["kind", "x"], ["opex", 1]]}))
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(InputError, match="holds no case"):
        read_cases(empty)


def test_unused_columns_and_sheets_are_told(book_of) -> None:
    book = {**CASE, "sums": [["total", 3]]}
    book["options"] = [[*row, "x"] for row in CASE["options"]]
    ignored = " ".join(read_case(book_of(book)).ignored)
    assert "Sheet 'sums' was left out" in ignored
    assert "Columns x of options were left out" in ignored


def test_a_folder_of_cases_is_read_by_file(book_of, tmp_path: Path) -> None:
    book_of(CASE, "one.xlsx")
    book_of(changed("case", 1, 1, "Museum"), "two.xlsx")
    found = read_cases(tmp_path)
    assert [(name, each.case and each.case.name) for name, each in found.items()] == [
        ("one.xlsx", "Library"), ("two.xlsx", "Museum"),
    ]  # fmt: skip
    book_of(changed("cash flows", 1, 6, "twelve"), "three.xlsx")
    with pytest.raises(InputError, match=r"three\.xlsx: sheet cash flows, row 2"):
        read_cases(tmp_path)


def test_the_template_is_read_back_and_explains_itself(tmp_path: Path) -> None:
    path = tmp_path / "case.xlsx"
    write_case_template(path)
    with pytest.raises(InputError, match="there are no options yet"):
        read_case(path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[0] == "case"
    for table, columns in case_template_rows().items():
        assert all(comment for _, comment in columns), table
        sheet = book[table]
        if table == "case":
            assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [n for n, _ in columns]
            sheet.cell(2, 2).value = "Filled in"
            continue
        assert str(sheet.cell(2, 1).value).startswith("[example]"), table
        sheet.cell(2, 1).value = str(sheet.cell(2, 1).value).removeprefix("[example] ")
    book["success factors"].cell(2, 1).value = "Fits the budget"
    usual = ["usual", "Go on", "business_as_usual"]
    book["options"].append(usual)
    book["assumptions"].append(["hours", 1500, "hours/year"])
    book["cash flows"].append(["build", "use", "", "societal_benefit"])
    book.save(path)
    problems = inspect_case(path).problems
    assert problems == ()


def test_the_sample_case_is_whole() -> None:
    reading = read_case(samples.case_path())
    assert reading.case is not None
    assert (len(reading.case.options), len(reading.case.lines)) == (6, 25)
    assert reading.ignored == ()
    with pytest.raises(InputError, match="choose one of: evening_college, evening_library"):
        samples.case_path("nothing")
