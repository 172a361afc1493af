"""Cells of a case: amounts and formulas as text, shares, yes or no, distributions, provenance."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any, TypeVar

from headwater.errors import InputError
from headwater.intake.cases.layout import Row
from headwater.intake.figures import NotANumberError, Style, figure, is_blank
from headwater.intake.findings import closest
from headwater.intake.grid import Cell, as_text
from headwater.intake.headings import key_of
from headwater.intake.units import Unit
from headwater.vocabulary.appraisal_figures import Provenance, Uncertainty
from headwater.vocabulary.appraisal_formula import key, names, parse
from headwater.vocabulary.units import MoneyUnit

T = TypeVar("T")
NUMBER = r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?\s*%?"
PERCENTILE = re.compile(rf"[pP](\d{{1,2}}(?:\.\d+)?)\s*[:=]?\s*({NUMBER})")
CHANCES = re.compile(rf"({NUMBER})\s*[:=@]\s*({NUMBER})")
A_YEAR = re.compile(r"(?:FY ?)?((?:19|20|21|22)\d\d)(?:/\d\d(?:\d\d)?)?", re.IGNORECASE)
KINDS = {
    "pert": "pert", "triangular": "triangular", "triangle": "triangular", "uniform": "uniform",
    "normal": "normal", "lognormal": "lognormal", "discrete": "discrete", "metalog": "metalog",
    "class": "reference_class", "reference": "reference_class", "observed": "empirical",
    "empirical": "empirical", "percentiles": "percentiles", "three": "three_points",
}  # fmt: skip
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def amount_text(
    row: Row, name: str, cell: Cell, *, money: MoneyUnit | None, known: Mapping[str, str],
    style: Style = "point",
) -> str:  # fmt: skip
    """Return an amount as the text that the vocabulary holds: a number, a range or a formula.

    Parameters
    ----------
    money
        In whose scale numbers that state one (1.2m) are counted; None where none may.
    known
        What a formula may use: names as written, by their key.
    """
    if is_blank(cell):
        return ""
    try:
        found = figure(cell, style)
    except NotANumberError as error:
        return _formula(row, name, as_text(cell), known, str(error))
    if found is None:
        return ""
    stated = Unit(found.currency).money().currency
    if stated and money and money.currency not in ("", stated):
        row.fault(name, f"it is in {stated} and should be in {money.currency}; convert it")
    low, high = (_scaled(end, found.scale, money) for end in (found.low, found.high))
    return low if low == high else f"{low}..{high}"


def _scaled(value: float, scale: int, money: MoneyUnit | None) -> str:
    exact = Decimal(as_text(value))
    if scale and money and scale != money.scale:
        exact = exact * scale / money.scale
    return format(exact.normalize(), "f")


def _formula(row: Row, name: str, text: str, known: Mapping[str, str], complaint: str) -> str:
    """Check a formula; a text without any known name or sign is no formula but a wrong number."""
    if text.startswith("#"):
        row.fault(
            name,
            f"the spreadsheet program gives {text[:20]!r}: it took the formula for its own; write "
            "it as text, without the = sign",
        )
        return ""
    try:
        node = parse(text)
    except InputError as error:
        if re.search(r"[A-Za-z_\[]", text) and re.search(r"[-+*/^(\[]", text):
            row.fault(name, f"{text[:60]!r}: {error}")
        else:
            row.fault(name, complaint)
        return ""
    for other, _ in names(node):
        if other not in known:
            mend = closest(other, known) or "; add it to the assumptions, or mend it"
            row.fault(name, f"{text[:60]!r} uses {other!r}, which is no assumption or line{mend}")
            return ""
    return text.removeprefix("=").strip()


def number(row: Row, name: str, *, whole: bool = False) -> float | None:
    """Return a single number (a share may be written as 20%); None where it is blank."""
    cell = row.cells.get(name, "")
    if is_blank(cell):
        return None
    text = as_text(cell)
    if found := re.fullmatch(r"[pP](\d{1,2}(?:\.\d+)?)", text):
        return float(found[1]) / 100
    try:
        given = figure(cell)
    except NotANumberError as error:
        row.fault(name, str(error))
        return None
    if given is None:
        return None
    if given.low != given.high:
        row.fault(name, f"{text} is a range; write one number")
        return None
    value = given.low * (given.scale or 1)
    if whole and value != int(value):
        row.fault(name, f"{value:g} is no whole number")
        return None
    return value


def year(row: Row, name: str) -> int | None:
    """Return a year: 2027, FY2027, 2027/28 give 2027."""
    text = row.text(name)
    if not text or is_blank(text):
        return None
    if found := A_YEAR.fullmatch(text):
        return int(found[1])
    row.fault(name, f"{text[:40]!r} is no year; write 2027")
    return None


def month(row: Row, name: str) -> int:
    """Return a month as 1 to 12: "April", "4", "1 April"; 1 where it is blank."""
    text = row.text(name).casefold()
    if not text:
        return 1
    for word in re.findall(r"[a-z]+", text):
        if word[:3] in MONTHS:
            return MONTHS.index(word[:3]) + 1
    if text.isdigit() and 1 <= int(text) <= 12:
        return int(text)
    row.fault(name, f"{text[:40]!r} is no month; write April, or 4")
    return 1


def truth(row: Row, name: str) -> bool:
    """Return whether a cell says yes."""
    text = row.text(name).casefold()
    if text in ("yes", "y", "true", "1", "x", "ja", "oui"):
        return True
    if text not in ("", "no", "n", "false", "0") and not is_blank(text):
        row.fault(name, f"{text[:40]!r} is neither yes nor no")
    return False


def choice(row: Row, name: str, choices: Sequence[str], default: str = "") -> Any:
    """Return one of some words, however it is written; a fault names the closest."""
    text = row.text(name)
    if not text or is_blank(text):
        return default
    wanted = key(text)
    if wanted in choices:
        return wanted
    near = closest(wanted, choices) or f"; write one of: {', '.join(choices)}"
    row.fault(name, f"{text[:60]!r} cannot stand here{near}")
    return default


def provenance(row: Row, owner: str = "owner") -> Provenance:
    """Return source, date, owner and note of a row's figures."""
    source, note = row.text("source"), row.text("note")
    made_up = "illustrative" in f"{source} {note}".casefold()
    whole = partial(Provenance, source, row.text("date"), row.text(owner), note, made_up)
    return made(row, "date", whole) or Provenance(source, note=note)


def uncertainty(row: Row, name: str) -> Uncertainty | None:
    """Return the distribution that a cell describes; None where it is blank."""
    text = row.text(name)
    if not text or is_blank(text):
        return None
    return made(row, name, lambda: _distribution(text))


def made(row: Row, name: str, make: Callable[[], T]) -> T | None:
    """Return what `make` gives; None and a fault at the cell where the vocabulary refuses it."""
    try:
        return make()
    except InputError as error:
        row.fault(name, str(error))
        return None


def _distribution(text: str) -> Uncertainty:
    word = next(iter(re.findall(r"[a-z]+", text.casefold())), "")
    points = PERCENTILE.findall(text)
    if points and word in ("p", "metalog", "percentiles"):
        kind: Any = "metalog" if word == "metalog" else "percentiles"
        return Uncertainty(
            kind, tuple(_plain(value) for _, value in points),
            tuple(float(p) / 100 for p, _ in points),
        )  # fmt: skip
    if word not in KINDS:
        raise InputError(
            f"{text[:60]!r} is no distribution; write P10 80 P50 100 P90 140, or pert 1 2 4, "
            "triangular, uniform, normal mean 3 sd 1, lognormal, discrete 1: 20% 2: 80%"
        )
    kind = KINDS[word]
    if kind == "discrete":
        pairs = CHANCES.findall(text)
        return Uncertainty(
            "discrete", tuple(_plain(v) for v, _ in pairs), tuple(_plain(p) for _, p in pairs)
        )
    named = kind == "reference_class" and ":" in text
    label, _, rest = text.partition(":") if named else ("", "", text)
    values = tuple(_plain(each) for each in re.findall(rf"(?<![\w.]){NUMBER}", rest or text))
    return Uncertainty(kind, values, reference=" ".join(label.split()[1:]))


def _plain(text: str) -> float:
    text = text.strip()
    return float(text[:-1]) / 100 if text.endswith("%") else float(text)


def money_unit(row: Row, name: str) -> MoneyUnit:
    """Return the currency and scale that a cell names: "GBP thousand", "€m", "USD"."""
    from headwater.intake.units import take_unit, tokens_of

    text = row.text(name)
    if not text:
        return MoneyUnit()
    unit, rest = take_unit(tokens_of(text), enclosed=True)
    if rest or not unit.currency:
        row.fault(name, f"{text[:40]!r} is no money; write GBP, GBP thousand or EUR m")
        return MoneyUnit()
    return unit.money()


def split(text: str) -> tuple[str, ...]:
    """Return the parts of a list that is written with ; or line breaks."""
    parts = re.split(r"[;\n]", text)
    return tuple(part.strip() for part in parts if part.strip())


def label_key(text: str) -> str:
    """Return the form by which headings and names of factors are compared."""
    return key_of(text)
