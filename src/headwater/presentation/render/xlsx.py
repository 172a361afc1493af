"""Workbooks: where strings stay strings, whatever they begin with."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from headwater.presentation.palette import LIGHT
from headwater.presentation.render.packing import repacked
from headwater.vocabulary.report import Column

FIXED = datetime(2000, 1, 1)
LONGEST = 32_767  # characters a cell can hold
WIDEST = 60
FORMATS = {"money": "#,##0.00", "number": "#,##0.####", "percent": "0.0%"}
Value = str | float | int | bool | None
NEVER = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}


class Book:
    """A workbook in memory that cannot hold a formula."""

    def __init__(self, *, title: str = "") -> None:
        self._content = BytesIO()
        self._book = xlsxwriter.Workbook(self._content, {"in_memory": True, **NEVER})
        self._book.set_properties(
            {"title": writable(title)[:255], "author": "Headwater", "created": FIXED}
        )
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def sheet(self, name: str) -> Any:
        """Add a sheet."""
        return self._book.add_worksheet(name)

    def look(self, **properties: Any) -> Any:
        """Return the cell format with these properties, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(properties)
        return self._formats[key]

    def table(self, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> None:
        """Add a sheet with one table: frozen bold headings, a filter, formats by kind."""
        sheet = self.sheet(name)
        head = self.look(
            bold=True, text_wrap=True, valign="top", bottom=1, bg_color=f"#{LIGHT.surface}"
        )
        for place, column in enumerate(columns):
            sheet.write_string(0, place, writable(column.title), head)
        last = 0
        for last, row in enumerate(rows, 1):
            for place, (value, column) in enumerate(zip(row, columns, strict=True)):
                put(sheet, last, place, value, self._look_of(value, column))
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, last, len(columns) - 1)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, min(WIDEST, max(9, 13 * column.share)))
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def _look_of(self, value: Value, column: Column) -> Any:
        if column.kind == "call" and value in ("start", "contested", "stop"):
            shade = LIGHT.tones[value]  # type: ignore[index]
            return self.look(
                valign="top", bold=True, font_color=f"#{shade.ink}", bg_color=f"#{shade.tint}"
            )
        if column.kind in FORMATS:
            return self.look(valign="top", num_format=FORMATS[column.kind])
        return self.look(valign="top", text_wrap=column.share >= 2)

    def content(self) -> bytes:
        """Close the workbook and return the file: the same bytes for the same cells."""
        self._book.close()
        return repacked(self._content.getvalue())


def put(sheet: Any, row: int, column: int, value: Value, look: Any = None) -> None:
    """Write a value as what it is: numbers as numbers, text as text and never as a formula."""
    if value is None:
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, look)
    elif isinstance(value, str):
        sheet.write_string(row, column, writable(value), look)
    else:
        sheet.write_number(row, column, value, look)


def writable(text: str) -> str:
    """Return the text as a cell can hold it: no half characters, at most 32,767 of them."""
    return text.encode("utf-8", "replace").decode("utf-8")[:LONGEST]
