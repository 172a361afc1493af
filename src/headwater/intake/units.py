"""Currencies and scales as people write them: "GBP m", "$000", "k€", "usd_m", "in thousands"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from headwater.vocabulary.units import CURRENCIES, MoneyUnit

CODES = frozenset(code.casefold() for code in CURRENCIES)
SYMBOLS = {"£": "GBP", "€": "EUR", "₹": "INR", "$": "$", "¥": "¥"}
WORDS = {
    "pound": "GBP", "pounds": "GBP", "sterling": "GBP", "dollar": "$", "dollars": "$",
    "euro": "EUR", "euros": "EUR", "rupee": "INR", "rupees": "INR", "yen": "JPY",
    "francs": "CHF", "rand": "ZAR",
}  # fmt: skip
FAMILIES = {
    "$": ("USD", "AUD", "CAD", "NZD", "SGD", "HKD", "TWD", "MXN", "CLP"),
    "¥": ("JPY", "CNY"),
}
"""Signs that several currencies share; the first is meant where nothing else is said."""

BEFORE_DOLLAR = {
    "us": "USD", "a": "AUD", "au": "AUD", "c": "CAD", "ca": "CAD", "nz": "NZD", "s": "SGD",
    "hk": "HKD",
}  # fmt: skip

SCALE_WORDS = {
    "thousand": 1_000, "thousands": 1_000, "000": 1_000, "000s": 1_000, "tsd": 1_000,
    "mn": 1_000_000, "mio": 1_000_000, "mln": 1_000_000, "mill": 1_000_000,
    "million": 1_000_000, "millions": 1_000_000,
    "bn": 1_000_000_000, "mrd": 1_000_000_000, "billion": 1_000_000_000,
    "billions": 1_000_000_000,
}  # fmt: skip
SCALE_LETTERS = {"k": 1_000, "m": 1_000_000, "mm": 1_000_000, "b": 1_000_000_000}
SCALES = SCALE_WORDS | SCALE_LETTERS
JOINED = re.compile(rf"^({'|'.join(sorted(CODES))})({'|'.join(sorted(SCALES))})$")
TOKEN = re.compile(r"[^\W_]+|[£$€¥₹]")
FILLER = {"in", "of", "units"}


@dataclass(frozen=True, slots=True)
class Unit:
    """A currency ("" unstated; "$", "¥" where only the sign is known) and a scale (0 unstated)."""

    currency: str = ""
    scale: int = 0

    @property
    def is_stated(self) -> bool:
        """Say whether anything is known."""
        return bool(self.currency or self.scale)

    def money(self) -> MoneyUnit:
        """Settle what was left open."""
        first = FAMILIES.get(self.currency, (self.currency,))[0]
        return MoneyUnit(first, self.scale or 1)


def tokens_of(text: str) -> list[str]:
    """Split a text into lower-case words and currency signs: 'USDm' gives 'usd', 'm'."""
    found: list[str] = []
    for token in TOKEN.findall(text.casefold()):
        joined = JOINED.match(token)
        found += joined.groups() if joined else (token,)
    return found


def same_currency(first: str, second: str) -> str | None:
    """Return the currency that both can mean ('' is any), or None when they contradict."""
    if not first or not second or first == second:
        return first or second
    for sign, code in ((first, second), (second, first)):
        if code in FAMILIES.get(sign, ()):
            return code
    return None


def take_unit(tokens: Sequence[str], *, enclosed: bool = False) -> tuple[Unit, list[str]]:
    """Find the unit in a heading's tokens and return it with the tokens that remain.

    A single letter counts as a scale beside a currency, as the last word after others, or
    anywhere when `enclosed` (it stood in brackets).
    """
    currency, scale, rest = "", 0, list[str]()
    beside = False  # whether the token before was part of the unit
    for place, token in enumerate(tokens):
        following = tokens[place + 1] if place + 1 < len(tokens) else ""
        if found := _currency(token, following, rest):
            currency, beside = found, True
        elif token in SCALES and (
            beside
            or enclosed
            or (token in SCALE_WORDS and not token.startswith("000"))
            or bool(_currency(following, "", []))
            or (not following and rest and token != "b")  # noqa: S105 - a word of a heading
        ):
            scale, beside = SCALES[token], True
        else:
            rest.append(token)
            beside = False
    if currency or scale:
        rest = [token for token in rest if token not in FILLER]
    return Unit(currency, scale), rest


def _currency(token: str, following: str, before: list[str]) -> str:
    if token == "$" and before and before[-1] in BEFORE_DOLLAR:  # noqa: S105
        return BEFORE_DOLLAR[before.pop()]
    if token in SYMBOLS:
        return SYMBOLS[token]
    if token in CODES:
        return token.upper()
    if token in BEFORE_DOLLAR and following == "$":
        return ""  # taken together with the sign that follows
    return WORDS.get(token, "")
