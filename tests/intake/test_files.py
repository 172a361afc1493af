"""What is given: encodings, delimiters, and what is no table at all."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from headwater.errors import HeadwaterError, InputError, TooLargeError
from headwater.intake import inspect, read
from headwater.vocabulary.units import Interval

Write = Callable[..., Path]
TEXT = "name,cost\nCafé Über,3\nArchive,4\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_usual_encodings_give_the_same(csv_of: Write, encoding: str) -> None:
    reading = read(csv_of(TEXT.encode(encoding)))

    assert reading.digest == read(csv_of(TEXT)).digest
    assert reading.workbook is not None
    assert reading.workbook.projects[1].name == "Café Über"


def test_windows_1252_is_read_and_said(csv_of: Write) -> None:
    reading = read(csv_of(TEXT.encode("cp1252")))

    assert reading.digest == read(csv_of(TEXT)).digest
    assert any("Windows-1252" in each for each in reading.notes)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_usual_delimiters_and_line_ends_give_the_same(
    csv_of: Write, delimiter: str, end: str
) -> None:
    reading = read(csv_of(TEXT.replace(",", delimiter).replace("\n", end)))

    assert reading.digest == read(csv_of(TEXT)).digest


def test_the_line_that_names_the_delimiter_is_understood(csv_of: Write) -> None:
    assert read(csv_of("sep=;\n" + TEXT.replace(",", ";"))).digest == read(csv_of(TEXT)).digest


def test_a_semicolon_in_a_sentence_is_no_delimiter(csv_of: Write) -> None:
    text = 'name,cost,description\nPayroll,3,"a; b; c; d"\nArchive,4,"one, two; three"\n'
    book = read(csv_of(text)).workbook

    assert book is not None
    assert book.projects[0].description == "one, two; three"


def test_accents_written_in_two_ways_are_the_same_name(csv_of: Write) -> None:
    reading = inspect(csv_of("name,cost\nCaf\u00e9,3\nCafe\u0301,4\n"))

    assert "rows 2 and 3 bear the same name" in str(reading.problems[0])


def test_row_numbers_count_as_the_spreadsheet_does(csv_of: Write) -> None:
    text = 'name,cost,description\nPayroll,3,"two\nlines"\n\nArchive,x,\n'

    assert inspect(csv_of(text)).problems[0].row == 4


@pytest.mark.parametrize(
    ("content", "name", "complaint"),
    [
        (b"", "projects.csv", "is empty"),
        (b"\xef\xbb\xbf \r\n", "projects.csv", "is empty"),
        (b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200), "projects.xlsx", "a Windows program"),
        (b"\x7fELF" + bytes(60), "projects.csv", "a program"),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "projects.csv", "a picture"),
        (b"%PDF-1.7\n", "projects.pdf", "a PDF"),
        (gzip.compress(b"name,cost", mtime=0), "projects.csv.gz", "a packed file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "book.xls", "an old Excel"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "book.xlsx",
            "protected by a password",
        ),
        (b"<html><table><tr><td>name</td></tr></table></html>", "book.xls", "a web page"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html><p>", "book.xls", "a web page"),
        (b'{"name": 3}', "projects.csv", "is JSON"),
        (bytes(range(256)) * 20, "projects.csv", "is not a table"),
        (b'name,cost\n"Payroll,3\nArchive,4\n', "projects.csv", "a quotation mark is not closed"),
        (b"PK\x03\x04nonsense", "book.xlsx", "damaged"),
    ],
)
def test_what_is_no_table_gets_one_clear_sentence(
    csv_of: Write, content: bytes, name: str, complaint: str
) -> None:
    with pytest.raises(InputError, match=complaint) as caught:
        inspect(csv_of(content, name))

    assert name in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_name_that_begins_like_a_program_is_still_a_table(csv_of: Write) -> None:
    assert inspect(csv_of("BM,name,cost\n1,Payroll,3\n")).workbook is not None
    assert inspect(csv_of("MZ,name,cost\n1,Payroll,3\n")).workbook is not None


def test_a_letter_that_no_encoding_knows_is_said(csv_of: Write) -> None:
    reading = read(csv_of(TEXT.encode("cp1252").replace(b"Archive", b"Arch\x9dive")))

    assert any("that could not be read (1)" in each for each in reading.notes)


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not there"):
        inspect(tmp_path / "none.csv")


def test_what_may_not_be_opened_is_said(csv_of: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = csv_of(TEXT)
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError, match="cannot be opened: Permission denied"):
        inspect(path)


def test_a_folder_without_projects_says_what_it_holds(folder_of: Write) -> None:
    folder = folder_of()
    with pytest.raises(InputError, match=r"should hold projects.csv, and holds nothing"):
        inspect(folder)

    folder = folder_of(links="project,objective\nA,B\n", rules="kind,project,other\n")
    assert "found: links, rules" in str(inspect(folder).problems[0])


def test_other_files_of_a_folder_are_listed(folder_of: Write) -> None:
    folder = folder_of(projects=TEXT)
    (folder / "old.xlsx").write_bytes(b"x")
    (folder / "README.md").write_text("x")

    assert read(folder).ignored == ("old.xlsx was not read: of a folder, only CSV files are.",)


def test_more_columns_than_the_limit_are_refused(csv_of: Write) -> None:
    wide = ",".join(["name", "cost", *(f"c{number}" for number in range(16_384))])

    with pytest.raises(TooLargeError, match="16,386 columns; the limit is 500"):
        inspect(csv_of(wide + "\nPayroll,3\n"))


def test_more_rows_than_the_limit_are_refused(csv_of: Write) -> None:
    with pytest.raises(TooLargeError, match="more than 100,000 rows") as caught:
        inspect(csv_of("name,cost\n" + "a,1\n" * 100_200))

    assert caught.value.http_status == 413


def test_a_file_over_the_limit_is_refused_unread(csv_of: Write) -> None:
    path = csv_of("name,cost\n")
    with path.open("r+b") as stream:
        stream.truncate(50_000_001)

    with pytest.raises(TooLargeError, match="the limit is 50 MB"):
        inspect(path)


def test_a_long_line_or_cell_is_refused_with_a_sentence(csv_of: Write) -> None:
    with pytest.raises(HeadwaterError):
        inspect(csv_of('name,cost\n"' + "a" * 3_000_000 + '",3\n'))


def test_headings_must_stand_near_the_top(csv_of: Write) -> None:
    problems = inspect(csv_of("\n" * 20 + TEXT)).problems

    assert "within the first 15 rows" in str(problems[0])


def test_invisible_letters_do_not_make_a_name(csv_of: Write) -> None:
    book = read(csv_of("name,cost\n\u200bPay\u00a0roll\ufeff ,3\n")).workbook

    assert book is not None
    assert book.projects[0].name == "Pay roll"
    assert book.projects[0].cost == Interval(3, 3)
