"""Units of formulas: hours times GBP/hour is GBP; GBP plus hours is a mistake."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from headwater.errors import InputError
from headwater.vocabulary.appraisal_formula import COMPARISONS, Node
from headwater.vocabulary.units import CURRENCIES

WORD = re.compile(r"[£$€%]|[^\W\d_]+|\d+|[*/·^]")
JOINED = re.compile(r"([A-Z]{3}|[£$€])(k|m|bn)\b")  # GBPm
PER = re.compile(r"\bper\b", re.IGNORECASE)
SIGNS = {"£": "GBP", "$": "USD", "€": "EUR"}
SCALE_WORDS = {
    "k": 3, "thousand": 3, "thousands": 3, "000s": 3, "m": 6, "mn": 6, "million": 6,
    "millions": 6, "bn": 9, "billion": 9, "billions": 9,
}  # fmt: skip
NO_UNIT = frozenset(("%", "percent", "share", "ratio", "number", "factor", "index", "x"))
TIMES_A_YEAR = frozenset(("year", "yr", "annum", "pa", "a"))
SINGULAR = {"people": "person", "persons": "person", "staff": "person"}


@dataclass(frozen=True, slots=True)
class Dimension:
    """A unit taken apart: power by word ("GBP": 1, "hour": -1); years count as nothing.

    `scale` is what its money is counted in (1, 1,000, ...). `known` is False where nobody
    declared a unit, `literal` is True for a number written into a formula.
    """

    powers: Mapping[str, int] = field(default_factory=dict)
    scale: int = 1
    known: bool = True
    literal: bool = False

    def __str__(self) -> str:
        over = [f"{word}^{n}" if n > 1 else word for word, n in self.powers.items() if n > 0]
        under = [f"{word}^{-n}" if n < -1 else word for word, n in self.powers.items() if n < 0]
        told = " * ".join(over) or ("1" if under else "no unit")
        return f"{told} / {' / '.join(under)}" if under else told

    @property
    def money(self) -> tuple[str, int] | None:
        """Return the currency in it and its power; None without one."""
        return next(((w, n) for w, n in self.powers.items() if _is_currency(w)), None)


UNKNOWN = Dimension(known=False)
LITERAL = Dimension(literal=True)


def unit(text: str) -> Dimension:
    """Take a unit apart: "GBP thousand / hour", "hours per week", "%", "" (not declared)."""
    powers: dict[str, int] = {}
    scale, side, last = 1, 1, ""
    tokens = WORD.findall(PER.sub("/", JOINED.sub(r"\1 \2", text)))
    for token in tokens:
        if token in ("*", "·", "^"):
            continue
        if token == "/":  # noqa: S105 - a sign
            side, last = -1, ""
            continue
        if token.isdigit():
            if last and token != "1":  # noqa: S105 - m2
                powers[last] = powers.get(last, 0) + side * (int(token) - 1)
            continue
        if token.casefold() in SCALE_WORDS and last and _is_currency(last):
            scale = 10 ** SCALE_WORDS[token.casefold()]
            continue
        last = _word(token)
        if last:
            powers[last] = powers.get(last, 0) + side
    if not tokens:
        return UNKNOWN
    return Dimension({word: n for word, n in sorted(powers.items()) if n}, scale)


def to_scale(dimension: Dimension, scale: int) -> Decimal:
    """Return what amounts in a unit are multiplied by to be counted in another scale of money."""
    if dimension.money is None or dimension.scale == scale:
        return Decimal(1)
    factor = Decimal(dimension.scale) / Decimal(scale)
    return factor if dimension.money[1] > 0 else 1 / factor


def check(node: Node, of: Callable[[str], Dimension]) -> Dimension:
    """Return the unit that a formula comes out in.

    Parameters
    ----------
    of
        The unit of a name.

    Raises
    ------
    InputError
        If it adds or compares what has different units, or raises a unit to a power that is no
        whole number.
    """
    if node.op == "number":
        return LITERAL
    if node.op == "name":
        return LITERAL if node.text in ("year", "t") else of(node.text)
    parts = [check(each, of) for each in node.args]
    if node.op in ("*", "/"):
        return _times(parts[0], parts[1], 1 if node.op == "*" else -1)
    if node.op == "^":
        return _power(node, parts)
    if node.op in COMPARISONS:
        _same(node, parts)
        return LITERAL
    if node.op == "call" and node.text in ("and", "or", "not"):
        return LITERAL
    if node.op == "call" and node.text == "if":
        return _same(node, parts[1:])
    if node.op == "call" and node.text == "round":
        return parts[0]
    return _same(node, parts)


def differ(left: Dimension, right: Dimension) -> bool:
    """Say whether two units are both declared and not the same."""
    sure = all(each.known and not each.literal for each in (left, right))
    return sure and dict(left.powers) != dict(right.powers)


def _same(node: Node, parts: list[Dimension]) -> Dimension:
    declared = [each for each in parts if each.known and not each.literal]
    for each in declared[1:]:
        if differ(declared[0], each):
            raise InputError(
                f"at character {node.at}: {declared[0]} and {each} cannot be added or compared"
            )
    if any(not each.known for each in parts):
        return UNKNOWN
    return declared[0] if declared else LITERAL


def _times(left: Dimension, right: Dimension, side: int) -> Dimension:
    if not (left.known and right.known):
        return UNKNOWN
    if left.literal and right.literal:
        return LITERAL
    powers = dict(left.powers)
    for word, n in right.powers.items():
        powers[word] = powers.get(word, 0) + side * n
    return Dimension({word: n for word, n in sorted(powers.items()) if n})


def _power(node: Node, parts: list[Dimension]) -> Dimension:
    base, exponent = parts
    if exponent.known and exponent.powers:
        raise InputError(f"at character {node.at}: the power is in {exponent}; it has no unit")
    if not base.known or not base.powers:
        return base
    if node.args[1].op != "number" or "." in node.args[1].text:
        raise InputError(f"at character {node.at}: {base} is raised to no whole number")
    times = int(node.args[1].text)
    return Dimension({word: n * times for word, n in base.powers.items() if n * times})


def _word(token: str) -> str:
    if token in SIGNS:
        return SIGNS[token]
    if _is_currency(token):
        return token
    word = token.casefold()
    word = SINGULAR.get(word, word[:-1] if word.endswith("s") and len(word) > 3 else word)
    return "" if word in NO_UNIT or word in TIMES_A_YEAR else word


def _is_currency(word: str) -> bool:
    return word in CURRENCIES
