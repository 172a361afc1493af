"""Ways to bring a table: as one CSV file, as a folder of them, as a workbook."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import xlsxwriter

Sheets: TypeAlias = Mapping[str, Sequence[Sequence[Any]]]


@pytest.fixture
def csv_of(tmp_path: Path) -> Callable[..., Path]:
    """Write text (or bytes) as projects.csv, or under another name."""

    def write(content: str | bytes, name: str = "projects.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def folder_of(tmp_path: Path) -> Callable[..., Path]:
    """Write a folder of CSV files, named by table."""

    def write(**tables: str) -> Path:
        folder = tmp_path / "tables"
        folder.mkdir(exist_ok=True)
        for name, content in tables.items():
            (folder / f"{name}.csv").write_text(content, encoding="utf-8")
        return folder

    return write


@pytest.fixture
def book_of(tmp_path: Path) -> Callable[..., Path]:
    """Write a workbook from sheets of rows."""

    def write(sheets: Sheets, name: str = "book.xlsx") -> Path:
        path = tmp_path / name
        book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, str) and cell:
                        sheet.write_string(number, column, cell)
                    elif cell not in ("", None):
                        sheet.write_number(number, column, cell)
        book.close()
        return path

    return write
