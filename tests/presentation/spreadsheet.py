"""A small spreadsheet that works out the formulas we write, as Excel and LibreOffice define them.

Numbers, text, references and ranges on any sheet, + - * / ^, comparisons, and the functions that a
business case's workbook uses; anything else raises. Powers go from left to right and a sign binds
closer than a power (-2^2 is 4), as in those programs.
"""

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from typing import Any, TypeAlias

import openpyxl
from openpyxl.utils import column_index_from_string

Place: TypeAlias = tuple[str, int, int]
TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+)"
    r"|(?:(?P<sheet>'[^']+'|[A-Za-z_]+)!)?\$?(?P<column>[A-Z]{1,3})\$?(?P<row>\d+)(?![\w(])"
    r"|(?P<function>[A-Z]+)\(|(?P<sign><=|>=|<>|[-+*/^()<>=,:]))"
)


class FormulaError(Exception):
    """A formula that has no value, as #VALUE! or #DIV/0! in a spreadsheet program."""


class Spreadsheet:
    """A workbook whose cells are worked out when asked for; values kept in it do not count."""

    def __init__(self, content: bytes) -> None:
        book = openpyxl.load_workbook(BytesIO(content))
        self.cells: dict[Place, Any] = {
            (sheet.title, cell.row, cell.column): cell.value
            for sheet in book
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }
        self.texts = {
            (sheet.title, cell.row, cell.column)
            for sheet in book
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "s"
        }
        self.known: dict[Place, Any] = {}

    def write(self, sheet: str, row: int, column: int, value: float) -> None:
        """Write a number into a cell; everything is worked out anew."""
        self.cells[sheet, row, column] = value
        self.known.clear()

    def value(self, sheet: str, row: int, column: int) -> Any:
        """Return what a cell shows: a number, a text, or None where it is blank."""
        place = (sheet, row, column)
        if place not in self.known:
            held = self.cells.get(place)
            if isinstance(held, str) and held.startswith("=") and place not in self.texts:
                self.known[place] = FormulaError(f"{place} runs in a circle")
                self.known[place] = _Reader(held[1:], sheet, self).whole()
            else:
                self.known[place] = held
        found = self.known[place]
        if isinstance(found, FormulaError):
            raise found
        return found


class _Reader:
    """Recursive descent over one formula: comparison > sum > product > power > sign > atom."""

    def __init__(self, text: str, sheet: str, book: Spreadsheet) -> None:
        self.text, self.sheet, self.book, self.at = text, sheet, book, 0
        self.live = True  # off in the branch of IF that is not taken

    def whole(self) -> Any:
        found = self.comparison()
        if self.peek() is not None:
            raise FormulaError(f"{self.text!r} goes on after its end")
        return 0 if found is None else found

    def peek(self) -> re.Match[str] | None:
        found = TOKEN.match(self.text, self.at)
        if found is None and self.text[self.at :].strip():
            raise FormulaError(f"{self.text!r} at {self.at}: not known")
        return found

    def take(self, *signs: str) -> str:
        found = self.peek()
        if found is not None and found["sign"] in signs:
            self.at = found.end()
            return str(found["sign"])
        return ""

    def need(self, sign: str) -> None:
        if not self.take(sign):
            raise FormulaError(f"{self.text!r} at {self.at}: {sign!r} expected")

    def comparison(self) -> Any:
        left = self.joined(self.product, "+", "-")
        while sign := self.take("<=", ">=", "<>", "<", ">", "="):
            right = self.joined(self.product, "+", "-")
            left = self.work(lambda a, b, s=sign: COMPARE[s](a, b), left, right)
        return left

    def product(self) -> Any:
        return self.joined(self.power, "*", "/")

    def power(self) -> Any:
        return self.joined(self.signed, "^")

    def joined(self, part: Callable[[], Any], *signs: str) -> Any:
        left = part()
        while sign := self.take(*signs):
            left = self.work(OPERATE[sign], left, part())
        return left

    def work(self, operation: Callable[[Any, Any], Any], left: Any, right: Any) -> Any:
        return operation(_number(left), _number(right)) if self.live else 0

    def signed(self) -> Any:
        if self.take("-"):
            inner = self.signed()
            return -_number(inner) if self.live else 0
        return self.atom()

    def atom(self) -> Any:
        found = self.peek()
        if found is None:
            raise FormulaError(f"{self.text!r} ends too early")
        if self.take("("):
            inner = self.comparison()
            self.need(")")
            return inner
        self.at = found.end()
        if found["number"]:
            return float(found["number"])
        if found["column"]:
            return self.reference(found)
        if found["function"]:
            return self.call(found["function"])
        raise FormulaError(f"{self.text!r} at {found.start()}: not expected")

    def reference(self, found: re.Match[str]) -> Any:
        sheet = (found["sheet"] or self.sheet).strip("'")
        row, column = int(found["row"]), column_index_from_string(found["column"])
        if not self.take(":"):
            return self.book.value(sheet, row, column) if self.live else 0
        other = self.peek()
        if other is None or not other["column"]:
            raise FormulaError(f"{self.text!r}: a range has no end")
        self.at = other.end()
        last_row, last = int(other["row"]), column_index_from_string(other["column"])
        return [
            self.book.value(sheet, r, c) if self.live else 0
            for r in range(row, last_row + 1)
            for c in range(column, last + 1)
        ]

    def call(self, name: str) -> Any:
        if name == "IF":
            return self.choice()
        given = [self.comparison()]
        while self.take(","):
            given.append(self.comparison())
        self.need(")")
        return FUNCTIONS[name](given) if self.live else 0

    def choice(self) -> Any:
        truth = self.comparison()
        was, holds = self.live, self.live and bool(_number(truth))
        self.need(",")
        self.live = was and holds
        first = self.comparison()
        self.need(",")
        self.live = was and not holds
        second = self.comparison()
        self.need(")")
        self.live = was
        return first if holds else second


def _number(value: Any) -> float:
    if value is None:
        return 0.0
    if isinstance(value, str | list):
        raise FormulaError(f"#VALUE!: {value!r} is no number")
    return float(value)


def _divided(a: float, b: float) -> float:
    if b == 0:
        raise FormulaError("#DIV/0!")
    return a / b


def _numbers(given: list[Any]) -> list[float]:
    """Return the numbers among arguments; text and blanks within ranges are passed over."""
    found: list[float] = []
    for each in given:
        if isinstance(each, list):
            found += [float(one) for one in each if isinstance(one, int | float)]
        else:
            found.append(_number(each))
    return found


def _sum_of_products(given: list[Any]) -> float:
    rows = [[one if isinstance(one, int | float) else 0.0 for one in row] for row in given]
    if len({len(row) for row in rows}) != 1:
        raise FormulaError("#VALUE!: ranges of different length")
    total = 0.0
    for together in zip(*rows, strict=True):
        part = 1.0
        for one in together:
            part *= one
        total += part
    return total


def _rounded(given: list[Any]) -> float:
    value, places = _number(given[0]), int(_number(given[1]))
    return float(Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


OPERATE: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": _divided,
    "^": lambda a, b: float(a**b),
}  # fmt: skip
COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b, ">": lambda a, b: a > b, "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b, "=": lambda a, b: a == b, "<>": lambda a, b: a != b,
}  # fmt: skip
FUNCTIONS: dict[str, Callable[[list[Any]], Any]] = {
    "SUM": lambda given: sum(_numbers(given)),
    "MIN": lambda given: min(_numbers(given)),
    "MAX": lambda given: max(_numbers(given)),
    "ABS": lambda given: abs(_number(given[0])),
    "AND": lambda given: all(_number(each) for each in given),
    "OR": lambda given: any(_number(each) for each in given),
    "N": lambda given: float(given[0]) if isinstance(given[0], int | float) else 0.0,
    "ROUND": _rounded,
    "SUMPRODUCT": _sum_of_products,
}
