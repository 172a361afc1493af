"""CSV files as programs write them: any usual encoding and delimiter."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from headwater.errors import InputError
from headwater.intake.grid import Grid, tidy
from headwater.intake.limits import HEADER_WITHIN, MOST_ROWS, check_bytes, check_size
from headwater.intake.recognition import recognized

DELIMITERS = (",", ";", "\t", "|")
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_delimited(path: Path) -> tuple[Grid, tuple[str, ...]]:
    """Read one CSV file; return its cells and notes on how it was read.

    Raises
    ------
    InputError
        If it is no text, or its quotation marks do not match.
    TooLargeError
        If it is over a stated limit.
    """
    check_bytes(path.stat().st_size, path.name)
    text, notes = _decode(path.read_bytes(), path.name)
    text, delimiter = _delimiter(text)
    rows = []
    widest = 0
    try:
        for number, cells in enumerate(_records(text, delimiter), start=1):
            tidied = [tidy(cell) if cell else "" for cell in cells]
            while tidied and not tidied[-1]:
                tidied.pop()
            if tidied:
                rows.append((number, tidied))
                widest = max(widest, len(tidied))
                if not len(rows) % 1_000 or widest > MOST_ROWS:
                    check_size(len(rows), widest, path.name)
    except csv.Error as error:
        raise InputError(
            f"{path.name}, row {len(rows) + 1} or below: a quotation mark is not closed, or "
            f"stands inside a cell that is not quoted ({error}). Double it or delete it"
        ) from None
    check_size(len(rows), widest, path.name)
    return Grid(path.stem, rows), notes


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _decode(content: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise InputError(
            f"{name} is empty; it should hold one row of headings and one row a project"
        )
    encoding = next((coding for bom, coding in BOMS if content.startswith(bom)), "")
    if not encoding and b"\x00" in content[:4_000]:
        nulls_odd = content[1:4_000:2].count(0) > content[:4_000:2].count(0)
        encoding = "utf-16-le" if nulls_odd else "utf-16-be"
    try:
        text = content.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        if encoding:
            raise _not_text(name) from None
        return _legacy(content, name)
    if "\x00" in text:
        raise _not_text(name)
    return text, ()


def _legacy(content: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    text = content.decode("cp1252", errors="replace")
    strange = sum(ord(letter) < 32 and letter not in "\t\r\n\x0b\x0c" for letter in text[:20_000])
    unread = text.count("\ufffd")
    if strange or unread > max(1, len(text) // 10_000):
        raise _not_text(name)
    notes = [f"The text of {name} was read as Windows-1252; look at accented letters."]
    if unread:
        notes.append(f"Letters of {name} that could not be read ({unread:,}) show as \ufffd.")
    return text, tuple(notes)


def _not_text(name: str) -> InputError:
    return InputError(f"{name} is not a table: give a .xlsx workbook or a CSV file")


def _delimiter(text: str) -> tuple[str, str]:
    """Choose the delimiter under which the first rows hold the most known headings."""
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == 5:
        return rest, first.strip()[4]
    head = "\n".join(text[:200_000].splitlines()[: HEADER_WITHIN * 4])

    def merit(delimiter: str) -> tuple[int, int, int]:
        best, width = 0, 0
        try:
            for place, cells in enumerate(_records(head, delimiter)):
                if place >= HEADER_WITHIN:
                    break
                best = max(best, recognized([tidy(cell) for cell in cells if cell]))
                width = max(width, len(cells))
        except csv.Error:
            pass  # the head was cut inside a quoted cell; what was read so far decides
        return best, width, -DELIMITERS.index(delimiter)

    return text, max(DELIMITERS, key=merit)
