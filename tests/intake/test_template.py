"""The empty workbook: read back, filled in, and explained."""

from pathlib import Path

import openpyxl
import pytest

from headwater.errors import InputError
from headwater.intake import read, template_rows, write_template
from headwater.intake.synonyms import OTHERS, PROJECTS
from headwater.vocabulary.intake import TABLES
from headwater.vocabulary.units import Interval

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "workbook.xlsx"
    write_template(path)
    return path


def test_the_untouched_template_says_that_nothing_is_in_it_yet(template: Path) -> None:
    with pytest.raises(InputError, match="no projects yet: the example rows are left out"):
        read(template)


def test_a_filled_template_is_read_and_empty_columns_mean_nothing(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    headings = [cell.value for cell in book["projects"][1]]
    for name, cost in (("Payroll", 3), ("Roads", "4..5")):
        row: list[object] = [None] * len(headings)
        row[headings.index("name")], row[headings.index("cost")] = name, cost
        book["projects"].append(row)
    book["budgets"].append(["2026", 7])
    book.save(template)

    workbook = read(template).workbook

    assert workbook is not None
    assert [each.cost for each in workbook.projects] == [Interval(3, 3), Interval(4, 5)]
    assert workbook.criteria == ()
    assert workbook.projects[0].costs_by_period == workbook.projects[0].capacity == {}
    assert workbook.budgets == {"2026": 7.0}
    assert workbook.rules == workbook.links == workbook.objectives == ()


def test_it_has_a_sheet_a_table_with_comments_one_grey_row_and_choices(template: Path) -> None:
    book = openpyxl.load_workbook(template)

    assert book.sheetnames[:-1] == list(TABLES)
    for table in TABLES:
        sheet = book[table]
        assert all(cell.comment for cell in sheet[1])
        assert any(str(cell.value).startswith("[example]") for cell in sheet[2])
        assert sheet.cell(2, 1).fill.fgColor.rgb == "FFEEF0F2"
        assert sheet.max_row == 2
    choices = {rule.formula1 for rule in book["rules"].data_validations.dataValidation}
    assert choices == {'"requires,excludes,at_least,at_most,synergy"'}
    assert not any(
        cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row
    )


def test_every_heading_of_the_template_is_a_known_one() -> None:
    assert tuple(template_rows()) == TABLES
    for table, columns in OTHERS.items():
        assert {heading for heading, _ in template_rows()[table]} == set(columns) - {"source"}
    assert set(PROJECTS) <= {heading for heading, _ in template_rows()["projects"]}


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write_template(tmp_path / "nowhere" / "workbook.xlsx")


def test_the_reference_describes_every_table_and_column() -> None:
    text = (DOCS / "reference" / "tables.md").read_text(encoding="utf-8")

    for table in TABLES:
        assert f"## {table}" in text
    for columns in (PROJECTS, *OTHERS.values()):
        for column in columns:
            assert f"`{column}`" in text
