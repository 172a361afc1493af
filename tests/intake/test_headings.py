"""Headings taken apart: words, unit, period, direction."""

import pytest

from headwater.intake.headings import parse_heading
from headwater.intake.periods import period
from headwater.intake.units import Unit


@pytest.mark.parametrize(
    ("text", "words", "unit"),
    [
        ("Project Name", "project name", Unit()),
        ("ProjectName", "project name", Unit()),
        ("Total cost (GBP m)", "total cost", Unit("GBP", 1_000_000)),
        ("cost £k", "cost", Unit("GBP", 1_000)),
        ("Cost (k€)", "cost", Unit("EUR", 1_000)),
        ("Cost $000", "cost", Unit("$", 1_000)),
        ("Cost (£'000)", "cost", Unit("GBP", 1_000)),
        ("Costs in thousands", "costs", Unit("", 1_000)),
        ("cost_usd_m", "cost", Unit("USD", 1_000_000)),
        ("Cost, USD million", "cost", Unit("USD", 1_000_000)),
        ("Cost (A$ million)", "cost", Unit("AUD", 1_000_000)),
        ("Budget [EUR, in millions]", "budget", Unit("EUR", 1_000_000)),
        ("price (GBP bn)", "price", Unit("GBP", 1_000_000_000)),
        ("Plan B cost", "plan b cost", Unit()),
    ],
)
def test_the_unit_is_parted_from_the_words(text: str, words: str, unit: Unit) -> None:
    heading = parse_heading(text)

    assert (heading.words, heading.unit) == (words, unit)


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("cost_FY2016", "cost", "FY2016"),
        ("Cost 2026", "cost", "2026"),
        ("FY17 cost", "cost", "FY2017"),
        ("Cost 2016/17 (£m)", "cost", "2016/17"),
        ("capacity_developer_2026Q1", "capacity developer", "2026 Q1"),
        ("developer 2026 Q1 (FTE)", "developer", "2026 Q1"),
        ("Q2 2026 cost", "cost", "2026 Q2"),
        ("Cost Mar 2026", "cost", "2026-03"),
        ("funding_fy2017_usd_m", "funding", "FY2017"),
    ],
)
def test_the_period_is_parted_from_the_words(text: str, words: str, name: str) -> None:
    heading = parse_heading(text)

    assert (heading.words, heading.period) == (words, name)


@pytest.mark.parametrize("text", ["Risk (lower is better)", "Risk [fewer is better]"])
def test_a_statement_that_lower_is_better_is_no_part_of_the_name(text: str) -> None:
    heading = parse_heading(text)

    assert (heading.label, heading.direction) == ("Risk", "lower")


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("2026Q1", "2026 Q1"),
        ("Q1 2026", "2026 Q1"),
        ("fy17", "FY2017"),
        ("FY2026 Q3", "FY2026 Q3"),
        ("2016-17", "2016/17"),
        ("2026-03", "2026-03"),
        ("2026", "2026"),
        ("Year 1", "Year 1"),
        ("H1 2026", "2026 H1"),
    ],
)
def test_periods_have_one_canonical_form(written: str, canonical: str) -> None:
    assert period(written) == canonical
