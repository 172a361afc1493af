"""Reads an untrusted .xlsx in a process of its own: limited in time, memory and output.

`python -I -m headwater.intake.sandbox < book.xlsx` writes JSON lines: a header a sheet, then its
rows; or one line {"refused": ...}. It opens no other file and no connection.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from typing import Any, BinaryIO

from headwater.errors import InputError, TooLargeError
from headwater.intake.archive import damaged, open_archive
from headwater.intake.limits import CPU_SECONDS, MEMORY_BYTES, MOST_TABLES, OUTPUT_BYTES
from headwater.intake.workbook_xml import SheetFacts, sheets

REFUSED = 3


def main(stream: BinaryIO, out: Any) -> int:
    """Write what the workbook holds; return the exit code."""
    _limit_self()
    try:
        for line in _lines(stream):
            out.write(json.dumps(line, ensure_ascii=True, allow_nan=False, separators=(",", ":")))
            out.write("\n")
    except InputError as error:
        out.write(json.dumps({"refused": str(error), "large": isinstance(error, TooLargeError)}))
        out.write("\n")
        return REFUSED
    return 0


def _limit_self() -> None:
    with suppress(ImportError):  # Windows has no such limits; the wall clock still holds
        import resource

        for what, most in (
            (resource.RLIMIT_CPU, CPU_SECONDS),
            (resource.RLIMIT_AS, MEMORY_BYTES),
            (resource.RLIMIT_FSIZE, OUTPUT_BYTES),
            (resource.RLIMIT_CORE, 0),
        ):
            with suppress(ValueError, OSError):  # some systems do not let every limit be set
                resource.setrlimit(what, (most, most))


def _lines(stream: BinaryIO) -> Iterator[Any]:
    from python_calamine import CalamineError, CalamineWorkbook

    archive = open_archive(stream)
    found = sheets(archive)
    if len(found) > MOST_TABLES:
        raise TooLargeError(f"it has {len(found)} sheets; the limit is {MOST_TABLES}")
    stream.seek(0)
    try:
        book = CalamineWorkbook.from_filelike(stream)
        for facts in found:
            yield {"sheet": facts.name, "hidden": facts.hidden, "signs": facts.signs}
            if not facts.hidden:
                yield from _rows(book.get_sheet_by_name(facts.name), facts)
    except CalamineError:
        raise damaged() from None


def _rows(sheet: Any, facts: SheetFacts) -> Iterator[list[Any]]:
    if sheet.start is None:
        return
    left = sheet.start[1]
    failed = {row for row, _ in facts.failed}
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = [""] * left + [_plain(value) for value in values]
        if number in failed:
            for (row, column), text in facts.failed.items():
                if row == number and column <= len(cells):
                    cells[column - 1] = text
        while cells and cells[-1] == "":
            cells.pop()
        if cells:
            yield [number, cells]


def _plain(value: Any) -> str | float:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return float(value) if abs(value) < float("inf") else "#NUM!"
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


if __name__ == "__main__":
    sys.exit(main(sys.stdin.buffer, sys.stdout))
