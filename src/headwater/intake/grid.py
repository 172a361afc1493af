"""Cells as they were found, before anybody asks what they mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias
from unicodedata import normalize

Cell: TypeAlias = str | float
"""Text (tidied; "" is blank) or a number that the file itself stores as a number."""

INVISIBLE = dict.fromkeys(
    [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, 0xAD, 0x200B, 0x2060, 0xFEFF]
)
SPACES = {0x09: " ", 0xA0: " ", 0x2007: " ", 0x2009: " ", 0x202F: " "}
TIDY = {**INVISIBLE, **SPACES}


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet or CSV file.

    Attributes
    ----------
    rows
        Number (from 1, as the spreadsheet shows it) and cells of every row that is not blank.
    signs
        By column, the currencies that number formats show, each with the first row that does.
    """

    name: str
    rows: Sequence[tuple[int, Sequence[Cell]]]
    signs: Mapping[int, Mapping[str, int]] = field(default_factory=dict)


def tidy(text: str) -> str:
    """Compose accents, drop what cannot be seen, make every space an ordinary one."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return normalize("NFC", text).translate(TIDY).replace("\r\n", "\n").strip()


def as_text(cell: Cell) -> str:
    """Write a cell the way people see it: 7 and not 7.0."""
    if isinstance(cell, str):
        return cell
    return f"{cell:.0f}" if cell == int(cell) and abs(cell) < 1e15 else f"{cell:.15g}"


def words(text: str) -> frozenset[str]:
    """Return the set of the words of a text that are parted by spaces."""
    return frozenset(text.split())
