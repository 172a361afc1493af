"""The samples that come with the product, a raw public table, and many rows."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from headwater import samples
from headwater.intake import inspect, parse_mapping, read
from headwater.vocabulary.units import MoneyUnit

ROOT = Path(__file__).parents[2]
RAW = ROOT / "../shared/data/us_it_dashboard/sample/investments.csv"
MAP = (
    "name=title,cost=funding_fy2017_usd_m,id=investment_id,unit=bureau,"
    "criterion=cio_evaluation_1to5"
)


def test_the_sample_is_read_whole() -> None:
    reading = read(samples.path())

    assert reading.workbook is not None
    book = reading.workbook
    assert (len(book.projects), len(book.links)) == (99, 154)
    assert set(book.budgets) == {"FY2016", "FY2017"}
    assert set(book.projects[0].costs_by_period) == {"FY2016", "FY2017"}
    assert "delivery confidence" in {name.casefold().replace("_", " ") for name in book.criteria}
    assert {"budgets", "judgements"} <= set(book.illustrative)
    assert len({each.leader for each in book.judgements}) == 5
    assert any(each.mandatory_basis for each in book.projects)


def test_the_raw_table_of_investments_is_read_with_a_mapping() -> None:
    if not RAW.is_file():
        pytest.skip("the public table does not lie beside this checkout")
    reading = read(RAW, mapping=parse_mapping(MAP))

    assert reading.workbook is not None
    book = reading.workbook
    assert len(book.projects) == 99
    assert book.money == MoneyUnit("USD", 1_000_000)
    assert "Cost was read as USD million." in reading.notes
    assert book.criteria == ("cio_evaluation_1to5",)
    assert all(each.unit for each in book.projects)
    total = sum(each.cost.low for each in book.projects if each.cost)
    assert total == pytest.approx(3595.293521)


def test_the_raw_table_without_a_mapping_asks_for_the_cost() -> None:
    if not RAW.is_file():
        pytest.skip("the public table does not lie beside this checkout")
    problems = inspect(RAW).problems

    assert len(problems) == 1
    assert "It may be one of:" in str(problems[0])
    assert "funding_fy2017_usd_m" in str(problems[0])


def test_50000_rows_are_read(csv_of: Callable[..., Path]) -> None:
    lines = [f"P{n},Project {n},{n % 90 + 0.5},{n % 5},Unit {n % 20}" for n in range(50_000)]
    source = csv_of("id,name,cost (GBP m),Fit,unit\n" + "\n".join(lines))
    begin = time.perf_counter()

    reading = read(source)

    sys.stdout.write(f"50,000 rows of CSV: {time.perf_counter() - begin:.1f} s\n")
    assert reading.workbook is not None
    assert len(reading.workbook.projects) == 50_000


def test_50000_rows_of_a_workbook_are_read(book_of: Callable[..., Path]) -> None:
    rows = [[f"P{n}", f"Project {n}", n % 90 + 0.5, n % 5] for n in range(50_000)]
    source = book_of({"projects": [["id", "name", "cost (GBP m)", "Fit"], *rows]})
    begin = time.perf_counter()

    reading = read(source)

    sys.stdout.write(f"50,000 rows of a workbook: {time.perf_counter() - begin:.1f} s\n")
    assert reading.workbook is not None
    assert len(reading.workbook.projects) == 50_000
