"""The two ways to reckon: decimals of 40 digits, and floats (one number or an array of draws)."""

from collections.abc import Callable, Mapping, Sequence
from decimal import (
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)
from functools import reduce
from typing import Any, Protocol

import numpy as np

from headwater.errors import InputError

DIGITS = 40
LARGEST = Decimal("1e30")
MOST_POWER = 1_000
CONTEXT = Context(prec=DIGITS, traps=[InvalidOperation, DivisionByZero, Overflow])


class Maths(Protocol):
    """What a formula needs to know of numbers."""

    def number(self, text: str, /) -> Any:
        """Make a number of its text."""

    def work_out(self, op: str, args: Sequence[Any], /) -> Any:
        """Apply an operation or function to its arguments.

        Raises
        ------
        InputError
            If it has no finite result.
        """


class Exact:
    """Decimals with 40 digits: sums and products of written amounts come out exact."""

    def number(self, text: str) -> Decimal:
        """Make a decimal of a written number."""
        return _bounded(CONTEXT.create_decimal(text))

    def work_out(self, op: str, args: Sequence[Decimal]) -> Decimal:
        """Apply an operation; one without a finite result is refused."""
        try:
            return _bounded(OF_DECIMALS[op](args))
        except DivisionByZero:
            raise InputError("it divides by zero") from None
        except InvalidOperation:
            told = "it divides zero by zero" if op == "/" else "it has no real result"
            raise InputError(told) from None
        except Overflow:
            raise InputError("the result is too large") from None


class Floats:
    """Floats, or arrays of them: the same formula for many draws at once."""

    def number(self, text: str) -> float:
        """Make a float of a written number."""
        return float(text)

    def work_out(self, op: str, args: Sequence[Any]) -> Any:
        """Apply an operation; one without a finite result is refused."""
        with np.errstate(all="ignore"):
            found = OF_FLOATS[op](args)
        if not np.all(np.isfinite(found)):
            raise InputError("it divides by zero, or the result is too large")
        return found


def _bounded(value: Decimal) -> Decimal:
    if not value.is_finite() or abs(value) > LARGEST:
        raise InputError("the number is too large")
    return value


def _power(args: Sequence[Decimal]) -> Decimal:
    if abs(args[1]) > MOST_POWER:
        raise InputError(f"a power is at most {MOST_POWER}, not {args[1]:g}")
    if args[1] == 0:
        return Decimal(1)  # 0 ^ 0 as spreadsheets and growth factors have it
    return CONTEXT.power(args[0], args[1])


def _rounded(args: Sequence[Decimal]) -> Decimal:
    places = int(args[1]) if len(args) > 1 else 0
    if not -15 <= places <= 15:
        raise InputError("rounding goes from -15 to 15 places")
    return args[0].quantize(Decimal(1).scaleb(-places), context=CONTEXT)


def _truth(value: bool) -> Decimal:
    return Decimal(int(value))


OF_DECIMALS: Mapping[str, Callable[[Sequence[Decimal]], Decimal]] = {
    "+": lambda args: CONTEXT.add(args[0], args[1]),
    "-": lambda args: CONTEXT.subtract(args[0], args[1]),
    "*": lambda args: CONTEXT.multiply(args[0], args[1]),
    "/": lambda args: CONTEXT.divide(args[0], args[1]),
    "^": _power,
    "negative": lambda args: CONTEXT.minus(args[0]),
    "percent": lambda args: CONTEXT.divide(args[0], Decimal(100)),
    "<": lambda args: _truth(args[0] < args[1]),
    ">": lambda args: _truth(args[0] > args[1]),
    "<=": lambda args: _truth(args[0] <= args[1]),
    ">=": lambda args: _truth(args[0] >= args[1]),
    "=": lambda args: _truth(args[0] == args[1]),
    "<>": lambda args: _truth(args[0] != args[1]),
    "min": min,
    "max": max,
    "sum": lambda args: reduce(CONTEXT.add, args),
    "if": lambda args: args[1] if args[0] != 0 else args[2],
    "and": lambda args: _truth(all(each != 0 for each in args)),
    "or": lambda args: _truth(any(each != 0 for each in args)),
    "not": lambda args: _truth(args[0] == 0),
    "abs": lambda args: CONTEXT.abs(args[0]),
    "round": _rounded,
}


def _rounded_floats(args: Sequence[Any]) -> Any:
    return np.round(args[0], int(args[1]) if len(args) > 1 else 0)


OF_FLOATS: Mapping[str, Callable[[Sequence[Any]], Any]] = {
    "+": lambda args: args[0] + args[1],
    "-": lambda args: args[0] - args[1],
    "*": lambda args: args[0] * args[1],
    "/": lambda args: np.divide(args[0], args[1]),
    "^": lambda args: np.power(np.asarray(args[0], dtype=float), args[1]),
    "negative": lambda args: -args[0],
    "percent": lambda args: args[0] / 100,
    "<": lambda args: np.less(args[0], args[1]) * 1.0,
    ">": lambda args: np.greater(args[0], args[1]) * 1.0,
    "<=": lambda args: np.less_equal(args[0], args[1]) * 1.0,
    ">=": lambda args: np.greater_equal(args[0], args[1]) * 1.0,
    "=": lambda args: np.equal(args[0], args[1]) * 1.0,
    "<>": lambda args: np.not_equal(args[0], args[1]) * 1.0,
    "min": lambda args: reduce(np.minimum, args),
    "max": lambda args: reduce(np.maximum, args),
    "sum": lambda args: reduce(np.add, args),
    "if": lambda args: np.where(np.not_equal(args[0], 0), args[1], args[2]),
    "and": lambda args: reduce(np.multiply, [np.not_equal(each, 0) * 1.0 for each in args]),
    "or": lambda args: reduce(np.maximum, [np.not_equal(each, 0) * 1.0 for each in args]),
    "not": lambda args: np.equal(args[0], 0) * 1.0,
    "abs": lambda args: np.abs(args[0]),
    "round": _rounded_floats,
}

EXACT = Exact()
FLOATS = Floats()
