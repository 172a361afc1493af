"""Sums of products of drawn quantities: what a case comes down to where its arithmetic allows.

A third way to reckon beside decimals and floats: a formula over quantities that are not known yet
becomes c0 + c1 x a + c2 x a x b + ... Whatever is no such sum (a choice by a drawn quantity, a
division by one) is refused, and the case is simulated by its formulas.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from operator import add
from typing import Any, NoReturn

from headwater.appraisal.formulas import FLOATS

MOST_TERMS = 4_000
MOST_FACTORS = 12
Powers = tuple[int, ...]
"""Numbers of the quantities that are multiplied, ascending; (3, 3) is the square of the third."""


class NotProductsError(Exception):
    """A formula is no sum of products; the message says of what kind it is."""


class Products:
    """A sum of products: coefficients by the quantities multiplied; () is the constant."""

    __slots__ = ("terms",)
    __array_ufunc__ = None  # a NumPy number on the left leaves the reckoning to this class
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, terms: Mapping[Powers, float]) -> None:
        self.terms = terms

    def __add__(self, other: Any) -> "Products":
        if isinstance(other, Products):
            found = dict(self.terms)
            for powers, value in other.terms.items():
                found[powers] = found.get(powers, 0.0) + value
            if len(found) > MOST_TERMS:
                raise NotProductsError(f"it has more than {MOST_TERMS:,} products")
            return Products(found)
        if not other:
            return self
        return Products({**self.terms, (): self.terms.get((), 0.0) + float(other)})

    def __mul__(self, other: Any) -> "Products":
        if not isinstance(other, Products):
            return Products({powers: value * float(other) for powers, value in self.terms.items()})
        if len(self.terms) * len(other.terms) > MOST_TERMS:
            raise NotProductsError(f"it has more than {MOST_TERMS:,} products")
        found: dict[Powers, float] = {}
        for left, a in self.terms.items():
            for right, b in other.terms.items():
                powers = tuple(sorted(left + right))
                if len(powers) > MOST_FACTORS:
                    raise NotProductsError(f"it multiplies more than {MOST_FACTORS} quantities")
                found[powers] = found.get(powers, 0.0) + a * b
        return Products(found)

    def __truediv__(self, other: Any) -> "Products":
        if isinstance(other, Products):
            raise NotProductsError("it divides by something drawn")
        return Products({powers: value / float(other) for powers, value in self.terms.items()})

    def __neg__(self) -> "Products":
        return Products({powers: -value for powers, value in self.terms.items()})

    def __sub__(self, other: Any) -> "Products":
        return self.__add__(-other)

    def __rsub__(self, other: Any) -> "Products":
        return self.__neg__().__add__(other)

    def __rtruediv__(self, other: Any) -> NoReturn:
        raise NotProductsError("it divides by something drawn")

    def _compared(self, other: object) -> NoReturn:
        raise NotProductsError("it chooses by something drawn")

    __radd__, __rmul__ = __add__, __mul__
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = _compared


def quantity(number: int) -> Products:
    """Return a quantity that is not known yet, by its number."""
    return Products({(number,): 1.0})


def terms_of(found: Any) -> Mapping[Powers, float]:
    """Return the products of a result, which may be a plain number."""
    return found.terms if isinstance(found, Products) else {(): float(found)}


class Reckoning:
    """Floats while everything is known, sums of products where something is drawn."""

    def number(self, text: str) -> float:
        """Make a float of a written number."""
        return float(text)

    def work_out(self, op: str, args: Sequence[Any]) -> Any:
        """Apply an operation.

        Raises
        ------
        NotProductsError
            If the result is no sum of products.
        InputError
            If it has no finite result.
        """
        if not any(isinstance(each, Products) for each in args):
            found = FLOATS.work_out(op, args)
            return float(found)
        if op not in OF_PRODUCTS:
            raise NotProductsError(f"it takes {op!r} of something drawn")
        return OF_PRODUCTS[op](args)


def _power(args: Sequence[Any]) -> Any:
    base, exponent = args
    if isinstance(exponent, Products) or not 0 <= exponent <= MOST_FACTORS or exponent % 1:
        raise NotProductsError("it raises to a power that is drawn, large, or no whole number")
    found: Any = 1.0
    for _ in range(int(exponent)):
        found = base * found
    return found


OF_PRODUCTS: Mapping[str, Callable[[Sequence[Any]], Any]] = {
    "+": lambda args: args[0] + args[1],
    "-": lambda args: args[0] - args[1],
    "*": lambda args: args[0] * args[1],
    "/": lambda args: args[0] / args[1],
    "^": _power,
    "negative": lambda args: -args[0],
    "percent": lambda args: args[0] / 100,
    "sum": lambda args: reduce(add, args),
}
PRODUCTS = Reckoning()
