"""How numbers and names are written in every document, so that all of them say the same."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from math import floor
from typing import Any, TypeVar

from headwater.vocabulary.report import Cell, Column
from headwater.vocabulary.units import Interval, MoneyUnit

R = TypeVar("R")
UNKNOWN = "not known"
MILLION = 1_000_000
_BARE = MoneyUnit()
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]+")
_OVERRIDE = re.compile(r"[\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def plain(text: str) -> str:
    """Return the text on one line, without characters that a document cannot hold.

    Control characters become spaces; marks that turn the direction of what follows, and halves
    of characters, go.
    """
    return " ".join(_OVERRIDE.sub("", _CONTROL.sub(" ", text)).split())


def printable(record: R) -> R:
    """Return a record with every text in it made `plain`, however deep."""
    made: R = _printable(record)
    return made


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, Interval):
        return value
    if isinstance(value, tuple | list):
        return tuple(_printable(each) for each in value)
    if isinstance(value, Mapping):
        return {_printable(key): _printable(each) for key, each in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{each.name: _printable(getattr(value, each.name)) for each in fields(value)}
        )
    return value


def count(number: int, one: str, many: str = "") -> str:
    """Write how many: '1 project', '1,204 projects', 'no project'."""
    if number == 0:
        return f"no {one}"
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(names: Iterable[str], *, most: int = 4) -> str:
    """Write a list in a sentence: 'a, b and c', or 'a, b and 7 more'."""
    known = list(names)
    if len(known) > most:
        return f"{', '.join(known[: most - 1])} and {len(known) - most + 1} more"
    return " and ".join([", ".join(known[:-1]), known[-1]] if len(known) > 1 else known)


def shortened(text: str, most: int) -> str:
    """Cut a text to `most` characters, with an ellipsis where something was cut."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    head, _, _ = cut.rpartition(" ")
    return (head if len(head) > most // 2 else cut).rstrip(" ,;:") + "…"


def percent(share: float) -> str:
    """Write a share of 1; what only rounds to 0% or 100% says so ('<1%', '>99%')."""
    if 0 < share < 0.005:
        return "<1%"
    if 0.995 <= share < 1:
        return ">99%"
    return f"{floor(share * 100 + 0.5)}%"  # halves go up, as in spreadsheets


def number(amount: float) -> str:
    """Write a number with three or four digits that matter; whole numbers stay whole."""
    if abs(amount) >= 1_000 * MILLION:
        return bare_money(amount)
    if amount == int(amount) or abs(amount) >= 1000:
        return f"{amount:,.0f}"
    if abs(amount) >= 10:
        return f"{amount:,.1f}"
    return f"{amount:.2f}" if abs(amount) >= 0.1 else f"{amount:.3g}"


def bare_money(amount: float) -> str:
    """Write an amount without its unit, for a column whose heading states the unit."""
    if abs(amount) >= 1_000 * MILLION:
        return f"{_BARE.show(amount / (1_000 * MILLION))} bn"
    return _BARE.show(amount)


def money(amount: Interval | float | None, unit: MoneyUnit) -> str:
    """Write an amount or a range of amounts with its unit."""
    if amount is None:
        return UNKNOWN
    if isinstance(amount, Interval) and not amount.is_point:
        return f"{_amount(amount.low, unit)} to {_amount(amount.high, unit)}"
    return _amount(amount.low if isinstance(amount, Interval) else amount, unit)


def _amount(amount: float, unit: MoneyUnit) -> str:
    """Write an amount; from 100,000 units on, and a million, in millions or billions."""
    whole = abs(amount) * unit.scale
    if abs(amount) >= 100_000 and whole >= MILLION:
        scale = MILLION if whole < 10_000 * MILLION else 1_000 * MILLION
        return MoneyUnit(unit.currency, scale).show(amount * (unit.scale / scale))
    bare = f" {unit.label}" if not unit.currency and unit.scale == 1 else ""
    return unit.show(amount) + bare


def cell(value: Cell, column: Column) -> str:
    """Write a cell of a table the way its column asks for."""
    if isinstance(value, str):
        return value.capitalize() if column.kind == "call" else value
    if value is None:
        return "" if column.kind == "text" else UNKNOWN
    write = {"money": bare_money, "percent": percent}.get(column.kind, number)
    if isinstance(value, Interval) and not value.is_point:
        low, high = write(value.low), write(value.high)
        return low if low == high else f"{low}–{high}"
    return write(value.low if isinstance(value, Interval) else value)
