"""Workbooks: typed cells, formats, formulas, and hostile archives read in the sandbox."""

import io
import json
import sys
import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from headwater.errors import HeadwaterError, InputError, TooLargeError
from headwater.intake import inspect, read
from headwater.vocabulary.units import Interval, MoneyUnit

Write = Callable[..., Path]
SHEETS = {
    "Projects": [
        ["id", "name", "cost (GBP m)", "Fit"],
        ["A", "Payroll", 3.25, "3..5"],
        [7, "Roads", 4],
    ],
    "Budgets": [["period", "amount"], [2026, 5]],
}
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def changed(path: Path, part: str, content: str | bytes) -> Path:
    """Replace one part of a workbook (or add it)."""
    made = path.with_name(f"changed-{path.name}")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        new.writestr(part, content)
    return made


def sheet_xml(rows: str, head: str = "") -> str:
    data = f"<sheetData>{rows}</sheetData>"
    return f'<?xml version="1.0"?>{head}<worksheet xmlns="{MAIN}">{data}</worksheet>'


def test_a_workbook_and_its_csv_files_are_the_same(book_of: Write, folder_of: Write) -> None:
    book = read(book_of(SHEETS))
    folder = read(
        folder_of(
            projects="id,name,cost (GBP m),Fit\nA,Payroll,3.25,3..5\n7,Roads,4,\n",
            budgets="period,amount\n2026,5\n",
        )
    )

    assert book.workbook == folder.workbook
    assert book.digest == folder.digest
    assert book.workbook is not None
    assert book.workbook.projects[0].id == "7"


def test_a_single_sheet_is_the_projects_whatever_its_name(book_of: Write) -> None:
    book = read(book_of({"Blatt 1": [["name", "cost"], ["Payroll", 3]]})).workbook

    assert book is not None
    assert book.projects[0].cost == Interval(3, 3)


def test_formulas_give_their_value_and_failed_ones_are_faults(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("projects")
    sheet.write_row(3, 2, ["name", "cost"])
    sheet.write_row(4, 2, ["Payroll"])
    sheet.write_formula(4, 3, "=1+2", None, 3)
    sheet.write_row(6, 2, ["Archive"])
    sheet.write_formula(6, 3, "=#REF!", None, "#REF!")
    book.close()

    reading = inspect(path)

    assert [str(each) for each in reading.problems] == [
        "sheet projects, row 7, column cost: '#REF!' is what a formula that failed leaves; mend "
        "the formula or write a number"
    ]


def test_dates_truths_and_hidden_sheets(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("projects")
    sheet.write_row(0, 0, ["name", "cost", "start", "mandatory"])
    sheet.write_row(1, 0, ["Payroll", 3])
    sheet.write_datetime(1, 2, date(2026, 3, 5), book.add_format({"num_format": "dd/mm/yy"}))
    sheet.write_boolean(1, 3, True)
    book.add_worksheet("rules").hide()
    book.close()

    reading = read(path)

    assert reading.workbook is not None
    assert reading.workbook.projects[0].start == "2026-03-05"
    assert reading.workbook.projects[0].mandatory
    assert "Sheet 'rules' is hidden and was not read." in reading.ignored


@pytest.mark.parametrize(
    ("number_format", "currency"),
    [("£#,##0", "GBP"), ("[$€-407] #,##0", "EUR"), ('"$"#,##0', "USD"), ("[$CHF] 0", "CHF")],
)
def test_the_currency_of_a_number_format_is_seen(
    tmp_path: Path, number_format: str, currency: str
) -> None:
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["name", "cost"])
    sheet.write(1, 0, "Payroll")
    sheet.write(1, 1, 3, book.add_format({"num_format": number_format}))
    book.close()

    reading = read(path)

    assert reading.workbook is not None
    assert reading.workbook.money == MoneyUnit(currency, 1)


def test_two_currencies_in_number_formats_are_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["name", "cost"])
    for row, (name, code) in enumerate((("Payroll", "£0"), ("Archive", "[$€-2] 0")), start=1):
        sheet.write(row, 0, name)
        sheet.write(row, 1, 3, book.add_format({"num_format": code}))
    book.close()

    assert "two currencies meet: row 2 says GBP, this row EUR" in str(inspect(path).problems[0])


def test_styled_but_empty_columns_do_not_count(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["name", "cost"])
    sheet.write_row(1, 0, ["Payroll", 3])
    for column in range(2, 2_000):
        sheet.write_blank(1, column, None, book.add_format({"bold": True}))
    book.close()

    assert read(path).workbook is not None


def test_16384_columns_are_refused(book_of: Write) -> None:
    path = book_of({"projects": [["name", "cost", *range(16_382)], ["Payroll", 3]]})

    with pytest.raises(TooLargeError, match="columns; the limit is 500"):
        inspect(path)


def test_two_cells_far_apart_take_no_memory(book_of: Write) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>'
    rows += '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    path = changed(book_of(SHEETS), "xl/worksheets/sheet1.xml", sheet_xml(rows))

    with pytest.raises(TooLargeError):
        inspect(path)


def test_a_zip_bomb_is_refused_before_it_is_read(book_of: Write) -> None:
    bomb = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>' + " " * 90_000_000)
    path = changed(book_of(SHEETS), "xl/worksheets/sheet1.xml", bomb)
    begin = time.perf_counter()

    with pytest.raises(TooLargeError, match="unpacks to more than 200 times its size"):
        inspect(path)

    assert path.stat().st_size < 200_000
    sys.stdout.write(f"zip bomb refused in {time.perf_counter() - begin:.2f} s\n")


def test_more_than_the_unpacked_limit_is_refused_even_when_the_zip_lies(book_of: Write) -> None:
    path = changed(book_of(SHEETS), "xl/media/a.bin", b"\0" * 150_000_000)
    with pytest.raises(TooLargeError, match="unpacks to more than 100 MB"):
        inspect(path)

    content = bytearray(path.read_bytes())
    size = (150_000_000).to_bytes(4, "little")
    while (at := content.find(size)) >= 0:
        content[at : at + 4] = (1_000).to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(TooLargeError, match="unpacks to more than 100 MB"):
        inspect(path)


def test_entities_are_refused(book_of: Write) -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE worksheet [<!ENTITY e0 "aaaaaaaaaa">{levels}]>'
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>&e11;</t></is></c></row>'
    path = changed(book_of(SHEETS), "xl/worksheets/sheet1.xml", sheet_xml(rows, head))

    with pytest.raises(InputError, match="damaged"):
        inspect(path)


def test_external_entities_are_refused(book_of: Write) -> None:
    head = '<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row>'
    path = changed(book_of(SHEETS), "xl/worksheets/sheet1.xml", sheet_xml(rows, head))

    with pytest.raises(InputError, match="damaged"):
        inspect(path)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.99])
def test_a_truncated_workbook_is_damaged(book_of: Write, share: float) -> None:
    path = book_of(SHEETS)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])

    with pytest.raises(InputError, match="damaged"):
        inspect(path)


def test_too_many_parts_are_refused(book_of: Write) -> None:
    path = book_of(SHEETS)
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(2_100):
            archive.writestr(f"xl/part{number}", "x")

    with pytest.raises(TooLargeError, match="parts; the limit is 2,000"):
        inspect(path)


@pytest.mark.parametrize(
    ("part", "complaint"),
    [
        ("word/document.xml", "a Word document"),
        ("content.xml", "an OpenDocument file"),
        ("xl/workbook.bin", "a binary workbook"),
        ("photo.jpg", "a zip file and no workbook"),
    ],
)
def test_other_archives_are_named(tmp_path: Path, part: str, complaint: str) -> None:
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, "x")

    with pytest.raises(InputError, match=complaint):
        inspect(path)


def test_macros_are_refused(book_of: Write) -> None:
    with pytest.raises(InputError, match="holds macros"):
        inspect(changed(book_of(SHEETS), "xl/vbaProject.bin", b"x"))


def test_the_sandbox_passes_back_plain_json(book_of: Write) -> None:
    from headwater.intake import sandbox

    out = io.StringIO()
    with book_of(SHEETS).open("rb") as stream:
        lines = list(sandbox._lines(stream))
    for line in lines:
        out.write(json.dumps(line, allow_nan=False))

    assert lines[0] == {"sheet": "Projects", "hidden": False, "signs": {}}
    assert lines[2] == [2, ["A", "Payroll", 3.25, "3..5"]]


def test_a_sandbox_that_is_killed_is_an_input_error(
    book_of: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    from headwater.intake import excel

    path = book_of(SHEETS)
    for code in (None, -24, -6, 1, 77):
        monkeypatch.setattr(excel, "_run", lambda source, out, code=code: code)
        with pytest.raises(HeadwaterError, match=r"book\.xlsx"):
            inspect(path)
