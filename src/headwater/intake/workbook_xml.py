"""What the reader of cells does not tell: failed formulas, currencies of formats, hidden sheets.

Runs in the sandbox, over the XML of an .xlsx, before its cells are read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol
from zipfile import ZipFile

from headwater.intake.archive import damaged
from headwater.intake.limits import MOST_COLUMNS, check_size
from headwater.intake.units import CODES, SYMBOLS

REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
CHUNK = 1 << 18


@dataclass(slots=True)
class SheetFacts:
    """Of one sheet: where formulas failed, which currencies its formats show, how large it is."""

    name: str
    part: str
    hidden: bool
    failed: dict[tuple[int, int], str] = field(default_factory=dict)
    signs: dict[int, dict[str, int]] = field(default_factory=dict)


class _Target(Protocol):
    def start(self, tag: str, attributes: dict[str, str]) -> None: ...
    def end(self, tag: str) -> None: ...
    def data(self, text: str) -> None: ...


def sheets(archive: ZipFile) -> list[SheetFacts]:
    """List the worksheets in the order of the workbook, and check how large each one is."""
    relations = {
        attributes.get("Id", ""): attributes
        for tag, attributes in _elements(archive, "xl/_rels/workbook.xml.rels")
        if tag == "Relationship"
    }
    currencies = _currencies(archive)
    found = []
    for tag, attributes in _elements(archive, "xl/workbook.xml"):
        if tag != "sheet":
            continue
        relation = relations.get(attributes.get("id", ""), {})
        if not relation.get("Type", "").endswith("/worksheet"):
            continue
        target = relation.get("Target", "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        facts = SheetFacts(
            attributes.get("name", ""), part, attributes.get("state", "visible") != "visible"
        )
        if not facts.hidden:
            _parse(archive, part, _Cells(facts, currencies))
        found.append(facts)
    return found


def _currencies(archive: ZipFile) -> dict[str, str]:
    """Map a cell's style number to the currency that its number format shows."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    codes: dict[str, str] = {}
    styles: dict[str, str] = {}
    inside = False
    for tag, attributes in _elements(archive, "xl/styles.xml"):
        if tag == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            inside = tag == "cellXfs"
        elif tag == "xf" and inside:
            styles[str(len(styles))] = _currency(codes.get(attributes.get("numFmtId", ""), ""))
    return {style: currency for style, currency in styles.items() if currency}


def _currency(code: str) -> str:
    code = code[:200]
    for shown in re.findall(r"\[\$([^\]\-]+)", code):
        sign: str = shown.strip()
        if sign.casefold() in CODES:
            return sign.upper()
        if sign[-1:] in SYMBOLS:
            return SYMBOLS[sign[-1]]
    rest = re.sub(r"\[[^\]]*\]", "", code)
    return next((SYMBOLS[sign] for sign in rest if sign in SYMBOLS), "")


class _Cells:
    """Follows the cells of one sheet as its XML streams by."""

    def __init__(self, facts: SheetFacts, currencies: dict[str, str]) -> None:
        self.facts, self.currencies = facts, currencies
        self.row = self.column = self.rows = self.columns = 0
        self.failing: list[str] | None = None
        self.in_value = False
        self.currency = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition("}")[2]
        if tag == "c":
            self._cell(attributes)
        elif tag == "row":
            number = attributes.get("r", "")
            self.row = int(number) if number.isdigit() and len(number) < 8 else self.row + 1
            self.column = 0
        elif tag in ("v", "is"):
            self.in_value = True
            self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)
            if self.columns > MOST_COLUMNS or not self.row % 500:
                check_size(self.rows, self.columns, f"sheet {self.facts.name}")
            if self.currency:
                self.facts.signs.setdefault(self.column, {}).setdefault(self.currency, self.row)

    def _cell(self, attributes: dict[str, str]) -> None:
        place = REFERENCE.fullmatch(attributes.get("r", ""))
        self.column += 1
        if place:
            self.column = 0
            for letter in place[1]:
                self.column = self.column * 26 + ord(letter) - 64
            self.row = int(place[2])
        kind = attributes.get("t", "n")
        self.failing = [] if kind == "e" else None
        self.currency = self.currencies.get(attributes.get("s", ""), "") if kind == "n" else ""

    def data(self, text: str) -> None:
        if self.in_value and self.failing is not None:
            self.failing.append(text[:40])

    def end(self, tag: str) -> None:
        tag = tag.rpartition("}")[2]
        if tag == "v":
            self.in_value = False
        elif tag == "c" and self.failing:
            self.facts.failed[self.row, self.column] = "".join(self.failing)[:40]
        elif tag == "sheetData":
            check_size(self.rows, self.columns, f"sheet {self.facts.name}")


class _Elements:
    """Collects the elements of a small part."""

    def __init__(self) -> None:
        self.found: list[tuple[str, dict[str, str]]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        plain = {name.rpartition("}")[2]: value for name, value in attributes.items()}
        self.found.append((tag.rpartition("}")[2], plain))

    def end(self, tag: str) -> None: ...

    def data(self, text: str) -> None: ...


def _elements(archive: ZipFile, part: str) -> Iterator[tuple[str, dict[str, str]]]:
    target = _Elements()
    _parse(archive, part, target)
    return iter(target.found)


def _parse(archive: ZipFile, part: str, target: _Target) -> None:
    """Stream a part through a parser that refuses DTDs and entities."""
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
    from defusedxml.ElementTree import DefusedXMLParser  # type: ignore[import-untyped]

    parser: Any = DefusedXMLParser(target=target, forbid_dtd=True)
    try:
        with archive.open(part) as stream:
            while piece := stream.read(CHUNK):
                parser.feed(piece)
        parser.close()
    except (KeyError, ParseError, DefusedXmlException, EOFError):
        raise damaged() from None
