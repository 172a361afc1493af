"""Formulas worked out: exact decimals and floats agree; units are checked; circles are named."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.appraisal.formulas import EXACT, FLOATS, check, evaluate, unit
from headwater.errors import InputError
from headwater.vocabulary.appraisal_formula import parse

NAMES = {"a": "2", "b": "-3.5", "c": "0.25"}


def exactly(text: str) -> Decimal:
    found: Decimal = evaluate(parse(text), lambda name, use: Decimal(NAMES[name]), EXACT)
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.1 + 0.2", "0.3"),
        ("a ^ 10 - 24", "1000"),
        ("4 ^ 0.5", "2"),
        ("0 ^ 0", "1"),
        ("-2 ^ 2", "-4"),
        ("min(a, b, c) + max(a, b, c)", "-1.5"),
        ("sum(a, b, c)", "-1.25"),
        ("if(a > b, 10, 1 / 0)", "10"),
        ("if(and(a > 0, b > 0), 1, 2)", "2"),
        ("if(or(a > 0, b > 0), 1, 2)", "1"),
        ("not(a)", "0"),
        ("abs(b)", "3.5"),
        ("round(2.675, 2)", "2.68"),
        ("round(1234, -2)", "1200"),
        ("7 %", "0.07"),
        ("3..5", "4"),
        ("(a = 2) + (a <> 2) + (a <= 2)", "2"),
    ],
)
def test_by_hand(text: str, expected: str) -> None:
    assert exactly(text) == Decimal(expected)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1 / 0", "divides by zero"),
        ("0 / 0", "divides zero by zero"),
        ("(0 - 8) ^ 0.5", "no real result"),
        ("10 ^ 400", "too large"),
        ("1e300", "too large"),
        ("2 ^ 2000", "a power is at most 1000"),
        ("5..3", "runs backwards"),
    ],
)
def test_what_has_no_result_is_refused(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        exactly(text)


def test_a_range_is_taken_where_asked() -> None:
    node = parse("10..20")
    assert [evaluate(node, lambda n, u: None, EXACT, place=at) for at in (0, 0.25, 1)] == [
        10, Decimal("12.5"), 20,
    ]  # fmt: skip


def test_arrays_of_draws_go_through_the_same_formula() -> None:
    draws = {"a": np.array([1.0, 2.0, 3.0]), "b": 2.0}
    found = evaluate(parse("if(a > 1.5, max(a, b) ^ 2, -a) + 50 %"), lambda n, u: draws[n], FLOATS)
    assert found.tolist() == [-0.5, 4.5, 9.5]
    with pytest.raises(InputError, match="divides by zero"):
        evaluate(parse("1 / (a - 2)"), lambda n, u: draws[n], FLOATS)


leaves = st.sampled_from(["a", "b", "c", "2", "0.5", "7"])
formulas = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        st.tuples(inner, inner).map(lambda p: f"max({p[0]}, {p[1]})"),
        inner.map(lambda one: f"-{one}"),
    ),
    max_leaves=12,
)


@given(formulas)
def test_decimals_floats_and_fractions_agree(text: str) -> None:
    """The oracle is Python's own reading of the same text, in fractions."""
    names = {name: Fraction(value) for name, value in NAMES.items()}
    oracle = eval(text, {"max": max, "__builtins__": {}}, names)
    floats = {name: float(value) for name, value in NAMES.items()}
    assert exactly(text) == pytest.approx(Decimal(float(oracle)), rel=Decimal("1e-12"), abs=Decimal(
        "1e-12"))  # fmt: skip
    assert evaluate(parse(text), lambda n, u: floats[n], FLOATS) == pytest.approx(float(oracle))


UNITS = {
    "wage": "GBP/hour", "hours": "hours per week", "weeks": "weeks/year", "people": "people",
    "share": "%", "area": "m2", "rate": "GBP / m^2", "free": "", "more": "GBPm", "euro": "EUR",
}  # fmt: skip


def in_unit(text: str) -> str:
    found = check(parse(text), lambda name: unit(UNITS[name]))
    return str(found) if found.known else "not known"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("wage * hours", "GBP / week"),
        ("2 * wage * 40", "GBP / hour"),
        ("area * rate", "GBP"),
        ("free * wage", "not known"),
        ("more * share", "GBP"),
        ("more + 3", "GBP"),
        ("if(people > 3, more, 0)", "GBP"),
        ("area ^ 2", "m^4"),
        ("people / people", "no unit"),
    ],
)
def test_units_multiply_and_cancel(text: str, expected: str) -> None:
    assert in_unit(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("wage + people", "GBP / hour and person cannot be added or compared"),
        ("max(more, euro)", "GBP and EUR cannot be added"),
        ("2 ^ wage", "the power is in GBP / hour"),
        ("area ^ 0.5", "raised to no whole number"),
        ("if(people > area, 1, 2)", "person and m\\^2 cannot be added or compared"),
    ],
)
def test_units_that_do_not_fit_are_refused(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        in_unit(text)


def test_scales_of_money_are_seen() -> None:
    assert [unit(text).scale for text in ("GBP", "GBP k", "£m", "EUR thousand/hour", "hours")] == [
        1, 1000, 1_000_000, 1000, 1,
    ]  # fmt: skip
