"""Numbers and ranges as people write them."""

import pytest

from headwater.intake.figures import Figure, NotANumberError, evidence, figure


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("12", 12),
        ("-3", -3),
        ("1,200", 1200),
        ("1,234,567.5", 1234567.5),
        ("1 234 567", 1234567),
        ("1'000", 1000),
        ("12,34,567", 1234567),
        ("(1,200)", -1200),
        ("−5", -5),
        ("+5", 5),
        (".5", 0.5),
        ("1e-5", 1e-5),
        ("45%", 0.45),
    ],
)
def test_a_number_is_read(written: str, value: float) -> None:
    assert figure(written) == Figure(value, value)


@pytest.mark.parametrize(
    ("written", "value"),
    [("1.234,5", 1234.5), ("12,5", 12.5), ("1.200", 1200), ("1 200,5", 1200.5)],
)
def test_a_decimal_comma_is_read_where_the_column_has_one(written: str, value: float) -> None:
    assert figure(written, "comma") == Figure(value, value)


@pytest.mark.parametrize(
    "written", ["3..5", "3-5", "3 – 5", "3 to 5", "3…5", "between 3 and 5", "3.0 .. 5.0"]
)
def test_a_range_is_read(written: str) -> None:
    assert figure(written) == Figure(3, 5)


def test_a_range_of_negative_numbers_is_read() -> None:
    assert figure("-3--1") == figure("-3..-1") == Figure(-3, -1)


@pytest.mark.parametrize(
    "written", ["", "?", "n/a", "N/A", "tbc", "TBD", "don't know", "Unknown", "-", "–"]
)
def test_what_is_not_known_is_blank(written: str) -> None:
    assert figure(written) is None


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("£1.2m", Figure(1.2, 1.2, "GBP", 1_000_000)),
        ("$3.6bn", Figure(3.6, 3.6, "$", 1_000_000_000)),
        ("USD 3,600 million", Figure(3600, 3600, "USD", 1_000_000)),
        ("5 k€", Figure(5, 5, "EUR", 1_000)),
        ("500k", Figure(500, 500, "", 1_000)),
        ("-£5", Figure(-5, -5, "GBP")),
        ("£3m-£5m", Figure(3, 5, "GBP", 1_000_000)),
        ("3-5m", Figure(3, 5, "", 1_000_000)),
        ("A$7", Figure(7, 7, "AUD")),
    ],
)
def test_currencies_and_scales_are_read(written: str, found: Figure) -> None:
    assert figure(written) == found


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("abc", "'abc' is not a number"),
        ("NaN", "not a number"),
        ("inf", "not a number"),
        ("1e999", "not a finite number"),
        ("1e16", "larger than"),
        ("5..3", "runs backwards"),
        ("1,5", "not a number"),
        ("1,2,3", "not a number"),
        ("1.2.3", "not a number"),
        ("5 days", "not a number"),
        ("(5", "not a number"),
        ("1/3", "not a number"),
        ("#REF!", "mend the formula"),
        ("2026-03-05", "write a range as 3..5"),
        ("£3-$5", "two currencies"),
        ("9" * 400, "not a number"),
    ],
)
def test_what_is_no_number_is_refused_with_the_mend(written: str, complaint: str) -> None:
    with pytest.raises(NotANumberError, match=complaint):
        figure(written)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e300])
def test_numbers_that_are_not_finite_or_absurd_are_refused(value: float) -> None:
    with pytest.raises(NotANumberError):
        figure(value)


def test_fractions_are_read_only_where_they_are_asked_for() -> None:
    assert figure("1/5..1/4", fractions=True) == Figure(0.2, 0.25)
    with pytest.raises(NotANumberError, match="zero"):
        figure("1/0", fractions=True)


@pytest.mark.parametrize(
    ("cells", "styles"),
    [
        (["1,200", "300"], set()),
        (["1.200"], set()),
        (["1.5"], {"point"}),
        (["1,5"], {"comma"}),
        (["0,123"], {"comma"}),
        (["1.234,5"], {"comma"}),
        (["1,234.5"], {"point"}),
        (["1.234.567"], {"comma"}),
        (["3..5"], set()),
        (["1,5", "1.5"], {"comma", "point"}),
    ],
)
def test_the_decimal_mark_shows_only_where_it_can_be_nothing_else(
    cells: list[str], styles: set[str]
) -> None:
    assert evidence(cells) == styles
