"""The amount of --budget, and numbers typed into forms."""

import pytest

from headwater.errors import InputError
from headwater.intake import parse_amount, parse_range
from headwater.vocabulary.units import Interval, MoneyUnit

USD_M = MoneyUnit("USD", 1_000_000)


@pytest.mark.parametrize(
    ("text", "money", "amount"),
    [
        ("3600", USD_M, 3600),
        ("3 600", USD_M, 3600),
        ("3,600.5", USD_M, 3600.5),
        ("3.6bn", USD_M, 3600),
        ("3,6bn", USD_M, 3600),
        ("250m", USD_M, 250),
        ("500k", USD_M, 0.5),
        ("$3.6bn", USD_M, 3600),
        ("USD 3,600 million", USD_M, 3600),
        ("$500", MoneyUnit("USD", 1), 500),
        ("A$2m", MoneyUnit("AUD", 1_000), 2000),
        ("$2m", MoneyUnit("AUD", 1_000), 2000),
        ("£2m", MoneyUnit("", 1_000_000), 2),
        ("12.5", MoneyUnit(), 12.5),
        ("250m", MoneyUnit(), 250_000_000),
    ],
)
def test_an_amount_is_read_in_the_unit_of_the_file(
    text: str, money: MoneyUnit, amount: float
) -> None:
    assert parse_amount(text, money) == amount


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("0", "not above zero"),
        ("-5", "not above zero"),
        ("NaN", "not an amount"),
        ("inf", "not an amount"),
        ("1e999", "not an amount"),
        ("lots", "not an amount"),
        ("", "not one amount"),
        ("3..5", "not one amount"),
        ("£3bn", "is in GBP and the file in USD"),
        ("$3600", "can be USD 3,600 million or 3,600 in all"),
    ],
)
def test_what_is_no_budget_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        parse_amount(text, USD_M)


def test_a_form_takes_numbers_ranges_and_what_is_not_known() -> None:
    assert parse_range("3..5", "Fit") == Interval(3, 5)
    assert parse_range("1.2m", "cost") == Interval(1_200_000, 1_200_000)
    assert parse_range(" ? ", "Fit") is None
    with pytest.raises(InputError, match="Fit: 'many' is not a number"):
        parse_range("many", "Fit")
