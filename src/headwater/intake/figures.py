"""Numbers and ranges as people write them: "1,200", "1.234,5", "(5)", "3..5", "£1.2m", "tbc"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite
from typing import Literal, TypeAlias

from headwater.intake.grid import Cell
from headwater.intake.limits import LARGEST_NUMBER
from headwater.intake.units import same_currency, take_unit, tokens_of

Style: TypeAlias = Literal["point", "comma"]
"""Which mark parts the decimals: 1,234.5 or 1.234,5."""

UNKNOWN = frozenset(
    ("?", "??", "???", "n/a", "na", "n.a.", "n/k", "tbc", "tbd", "tba", "don't know", "dont know",
     "don’t know", "unknown", "not known", "-", "–", "—", "--", "to be confirmed",
     "to be determined", "to be decided", "not yet known")
)  # fmt: skip
LONGEST = 60  # characters of a number
PLAIN = re.compile(r"-?\d{1,15}(?:\.\d+)?")
PLAIN_RANGE = re.compile(r"(-?\d{1,15}(?:\.\d+)?)\.\.(-?\d{1,15}(?:\.\d+)?)")
NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
AMOUNT = re.compile(
    r"(?P<open>\()?\s*(?P<sign>[-+−])?\s*(?P<before>[A-Za-z]{0,3}\s?[£$€¥₹]|[A-Za-z]{3})?\s*"
    r"(?P<inner>[-+−])?\s*(?P<digits>\d[\d.,'’ ]*|[.,]\d+)(?P<power>[eE][-+]?\d{1,3})?\s*"
    r"(?P<after>[A-Za-z£$€¥₹ ]*%?)\s*(?P<close>\))?"
)
APART = re.compile(r"(?:between\s+)?(.+?)\s*(?:\.\.+|…|–|—|\bto\b|\band\b)\s*(.+)", re.IGNORECASE)
HYPHEN = re.compile(r"(.*[\d)%A-Za-z£$€])\s*-\s*(-?[^-]*\d.*)")
FRACTION = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)\s*/\s*(\d{1,9}(?:\.\d{1,9})?)")
DATE = re.compile(r"(?:19|20)\d\d-\d\d-\d\d.*")
GROUPED = {
    "point": re.compile(
        r"\d{1,3}(?:(?P<mark>[, '’])\d{3})(?:(?P=mark)\d{3})*(?:\.\d*)?"
        r"|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+"
    ),
    "comma": re.compile(
        r"\d{1,3}(?:(?P<mark>[. '’])\d{3})(?:(?P=mark)\d{3})*(?:,\d*)?|\d+(?:,\d*)?|,\d+"
    ),
}


class NotANumberError(ValueError):
    """A cell that should hold a number does not; the message says what to write."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or a range, with the currency ("" unstated) and the scale (0 unstated) it states."""

    low: float
    high: float
    currency: str = ""
    scale: int = 0


def is_blank(cell: Cell) -> bool:
    """Say whether a cell holds nothing, or a way of writing that it is not known."""
    return isinstance(cell, str) and (not cell or cell.casefold() in UNKNOWN)


def figure(cell: Cell, style: Style = "point", *, fractions: bool = False) -> Figure | None:
    """Read a cell as a number or a range; None when it is blank or says "not known".

    Raises
    ------
    NotANumberError
        When it is neither; the message quotes it and says what to write.
    """
    if not isinstance(cell, str):
        return Figure(_finite(cell, str(cell)), cell)
    if style == "point" and PLAIN.fullmatch(cell):
        value = float(cell)
        return Figure(_finite(value, cell), value)
    if is_blank(cell):
        return None
    if len(cell) > LONGEST:
        raise NotANumberError(f"{cell[:LONGEST]!r}... is not a number; {_mend()}")
    if fractions and (found := FRACTION.fullmatch(cell)):
        return _fraction(found, cell)
    if style == "point" and (plain := PLAIN_RANGE.fullmatch(cell)):
        first, second = float(plain[1]), float(plain[2])
        return _between(Figure(first, first), Figure(second, second), cell)
    single = _single(cell, style)
    return single if single is not None else _range(cell, style, fractions=fractions)


def evidence(cells: Iterable[Cell]) -> set[Style]:
    """Collect which decimal marks the texts of a column can only have been written with."""
    found: set[Style] = set()
    for cell in cells:
        if isinstance(cell, str) and len(cell) <= LONGEST and ("," in cell or "." in cell):
            if PLAIN.fullmatch(cell) and cell.count(".") == 1:
                if len(cell) - cell.index(".") != 4 or cell.lstrip("-").startswith("0."):
                    found.add("point")
                continue
            for numeral in NUMERAL.findall(cell.replace("..", " ")):
                if style := _style_of(numeral):
                    found.add(style)
    return found


def _style_of(numeral: str) -> Style | None:
    commas, points = numeral.count(","), numeral.count(".")
    if commas and points:
        last_comma = numeral.rindex(",") > numeral.rindex(".")
        return "comma" if last_comma else "point"
    if not commas and not points:
        return None
    mark: Style = "comma" if commas else "point"
    other: Style = "point" if commas else "comma"
    head, *groups = re.split(r"[.,]", numeral)
    if len(groups) > 1:
        return other  # several marks can only part thousands
    if len(groups[0]) != 3 or head == "0" or len(head) > 3:
        return mark
    return None  # 1,200 can be either


def _single(text: str, style: Style) -> Figure | None:
    found = AMOUNT.fullmatch(text)
    if not found or bool(found["open"]) != bool(found["close"]):
        return None
    digits = found["digits"].strip()
    if not GROUPED[style].fullmatch(digits):
        return None
    decimal = "," if style == "comma" else "."
    plain = re.sub(rf"[^\d{re.escape(decimal)}]", "", digits).replace(decimal, ".")
    value = float(plain + (found["power"] or ""))
    after = found["after"].strip()
    if after.endswith("%"):
        value, after = float(f"{value / 100:.15g}"), after[:-1]
    unit, rest = take_unit([*tokens_of(found["before"] or ""), *tokens_of(after)], enclosed=True)
    if rest:
        return None
    if (
        found["open"]
        or "-" in (found["sign"], found["inner"])
        or "−"
        in (
            found["sign"],
            found["inner"],
        )
    ):
        value = -value
    _finite(value, text)
    return Figure(value, value, unit.currency, unit.scale)


def _range(text: str, style: Style, *, fractions: bool) -> Figure:
    for pattern in (APART, HYPHEN):
        if found := pattern.fullmatch(text):
            ends = [_end(part.strip(), style, fractions=fractions) for part in found.groups()]
            if ends[0] is not None and ends[1] is not None:
                return _between(ends[0], ends[1], text)
    raise NotANumberError(_complaint(text))


def _end(text: str, style: Style, *, fractions: bool) -> Figure | None:
    if fractions and (found := FRACTION.fullmatch(text)):
        return _fraction(found, text)
    return _single(text, style)


def _between(first: Figure, second: Figure, text: str) -> Figure:
    currency = same_currency(first.currency, second.currency)
    if currency is None:
        raise NotANumberError(f"{text!r} names two currencies; write one")
    if first.scale and not second.scale:
        raise NotANumberError(f"{text!r} states a scale for its first number only; write it twice")
    scale = second.scale or first.scale
    low = first.low * (first.scale / scale) if first.scale and scale else first.low
    if low > second.high:
        raise NotANumberError(f"{text!r} runs backwards; write the smaller number first")
    return Figure(low, second.high, currency, scale)


def _fraction(found: re.Match[str], text: str) -> Figure:
    above, below = float(found[1]), float(found[2])
    if below == 0:
        raise NotANumberError(f"{text!r} divides by zero")
    return Figure(above / below, above / below)


def _finite(value: float, text: str) -> float:
    if not isfinite(value):
        raise NotANumberError(f"{text[:LONGEST]!r} is not a finite number; {_mend()}")
    if abs(value) > LARGEST_NUMBER:
        raise NotANumberError(
            f"{text[:LONGEST]!r} is larger than {LARGEST_NUMBER:g}; write it in a larger unit"
        )
    return value


def _complaint(text: str) -> str:
    if text.startswith("#"):
        return f"{text!r} is what a formula that failed leaves; mend the formula or write a number"
    if DATE.fullmatch(text):
        return (
            f"{text!r} is a date; spreadsheets turn 3-5 into one, so write a range as 3..5 "
            "and a number as a number"
        )
    return f"{text!r} is not a number; {_mend()}"


def _mend() -> str:
    return "write a number such as 12.5, a range such as 3..5, or leave it blank"
