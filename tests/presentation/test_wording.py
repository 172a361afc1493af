"""How numbers and names are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.presentation import wording
from headwater.vocabulary.report import Column
from headwater.vocabulary.units import Interval, MoneyUnit


@pytest.mark.parametrize(
    ("share", "written"),
    [(0, "0%"), (1, "100%"), (0.001, "<1%"), (0.999, ">99%"), (0.505, "51%"), (0.344, "34%")],
)
def test_percentages_never_round_away_a_doubt(share: float, written: str) -> None:
    assert wording.percent(share) == written


@pytest.mark.parametrize(
    ("amount", "unit", "written"),
    [
        (2950.0, MoneyUnit("USD", 1_000_000), "USD 2,950 million"),
        (8.0, MoneyUnit(), "8 money units"),
        (1_500_000.0, MoneyUnit("EUR"), "EUR 1.50 million"),
        (3_619_515_517.0, MoneyUnit("USD"), "USD 3,620 million"),
        (45_000_000_000.0, MoneyUnit("USD"), "USD 45 billion"),
        (99_999.0, MoneyUnit("USD"), "USD 99,999"),
        (Interval(1.0, 2.0), MoneyUnit("GBP", 1_000), "GBP 1 thousand to GBP 2 thousand"),
        (None, MoneyUnit("GBP"), "not known"),
    ],
)
def test_money_is_written_the_way_people_do(
    amount: float | Interval | None, unit: MoneyUnit, written: str
) -> None:
    assert wording.money(amount, unit) == written


def test_cells_follow_their_column() -> None:
    assert wording.cell(Interval(0.16, 0.34), Column("Weight", "percent")) == "16%–34%"
    assert wording.cell(None, Column("Cost", "money")) == "not known"
    assert wording.cell(None, Column("Unit")) == ""
    assert wording.cell("start", Column("Call", "call")) == "Start"


@given(st.text())
def test_plain_text_stays_on_one_line_and_is_plain_already(text: str) -> None:
    said = wording.plain(text)

    assert said == wording.plain(said)
    assert not any(ord(character) < 32 for character in said)
    assert not {"\u202e", "\u2028"} & {*said}


def test_text_that_turns_around_or_is_half_a_character_is_mended() -> None:
    assert wording.plain("\u202eesrever\u202c \ud800half\x07") == "esrever half"


def test_lists_are_sentences() -> None:
    assert wording.listed(["a"]) == "a"
    assert wording.listed(["a", "b", "c"]) == "a, b and c"
    assert wording.listed("abcdef") == "a, b, c and 3 more"
