"""A mapping names which heading is which column."""

from collections.abc import Callable
from pathlib import Path

import pytest

from headwater.errors import InputError
from headwater.intake import inspect, parse_mapping, read
from headwater.vocabulary.units import Interval, MoneyUnit

Write = Callable[..., Path]
TEXT = (
    "Title,funding_fy2017_usd_m,funding_fy2016_usd_m,grade,months red,Bureau\nPayroll,3,2,4,1,Pay\n"
)


def test_a_mapping_is_read() -> None:
    given = "name=Title,cost=Total, all in (GBP m),projects.unit=Bureau,criterion=a;b,ignore=x"

    assert parse_mapping(given) == {
        "name": "Title",
        "cost": "Total, all in (GBP m)",
        "unit": "Bureau",
        "criterion": "a;b",
        "ignore": "x",
    }
    assert parse_mapping("budgets.amount=Money,cost_FY17=b,capacity_dev_2026Q1=c") == {
        "budgets.amount": "Money",
        "cost_PERIOD:FY2017": "b",
        "capacity:dev:2026 Q1": "c",
    }
    assert parse_mapping("") == parse_mapping(None) == {}


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ("nmae=Title", "did you mean 'name'"),
        ("project.name=Title", "did you mean 'projects'"),
        ("budgets.amout=Money", "did you mean 'amount'"),
        ("Title", "takes column=heading"),
        ("name=", "takes column=heading"),
        ("name=a,name=b", "names name twice"),
    ],
)
def test_a_mapping_that_names_no_column_is_refused(given: str, complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        parse_mapping(given)


def test_a_mapping_decides_and_other_unknown_columns_are_left_out(csv_of: Write) -> None:
    reading = read(csv_of(TEXT), mapping=parse_mapping("name=title,cost=funding_fy2017_usd_m"))

    assert reading.workbook is not None
    project = reading.workbook.projects[0]
    assert (project.cost, project.unit, project.scores) == (Interval(3, 3), "Pay", {})
    assert reading.workbook.money == MoneyUnit("USD", 1_000_000)
    assert any("'grade'" in each for each in reading.ignored)


def test_a_mapping_can_name_criteria_and_leave_columns_out(csv_of: Write) -> None:
    given = parse_mapping("cost=funding_fy2017_usd_m,criterion=grade;months red,ignore=Bureau")
    book = read(csv_of(TEXT), mapping=given).workbook

    assert book is not None
    assert book.criteria == ("grade", "months red")
    assert book.projects[0].unit == ""


def test_the_meanings_that_a_reading_tells_can_be_given_back_as_a_mapping(csv_of: Write) -> None:
    source = csv_of("name,cost,cost_2026,capacity_dev_2026Q1,Fit\nPayroll,3,3,1,4\n")
    first = read(source)
    mapping = {each.meaning: each.heading for each in first.tables[0].columns}

    assert read(source, mapping=mapping).workbook == first.workbook


@pytest.mark.parametrize(
    ("mapping", "complaint"),
    [
        ({"name": "Titel", "cost": "grade"}, "which is not there; did you mean 'Title'?"),
        ({"name": "Title", "unit": "Title", "cost": "grade"}, "to both name and unit"),
        ({"cost": "grade", "criterion": "a;grade"}, "'a', which is not there"),
    ],
)
def test_a_mapping_to_headings_that_are_not_there_is_a_fault(
    csv_of: Write, mapping: dict[str, str], complaint: str
) -> None:
    problems = inspect(csv_of(TEXT), mapping=mapping).problems

    assert any(complaint in str(each) for each in problems)


def test_a_mapping_reaches_the_other_tables(folder_of: Write) -> None:
    folder = folder_of(projects="name,cost\nPayroll,3\n", budgets="period,our money\n2026,5\n")
    book = read(folder, mapping={"budgets.amount": "Our Money"}).workbook

    assert book is not None
    assert book.budgets == {"2026": 5.0}
