"""Wrong input: each fault names the sheet, the row, the column, and the mend."""

from collections.abc import Callable
from pathlib import Path

import pytest

from headwater.errors import InputError
from headwater.intake import inspect, read

Write = Callable[..., Path]


def first_fault(source: Path) -> str:
    reading = inspect(source)
    assert reading.workbook is None
    with pytest.raises(InputError):
        read(source)
    return str(reading.problems[0])


def test_text_in_a_number_cell_is_named_by_place(csv_of: Write) -> None:
    fault = first_fault(csv_of("Our projects\n\nname,Cost (GBP m)\nPayroll,3\nArchive,abc\n"))

    assert fault.startswith("sheet projects, row 5, column Cost (GBP m): 'abc' is not a number;")


@pytest.mark.parametrize("cell", ["-3", "(3)", "-3..4", "NaN", "inf", "1e400", "soon", "#DIV/0!"])
def test_a_cost_must_be_a_finite_number_and_not_negative(csv_of: Write, cell: str) -> None:
    assert "row 2, column cost" in first_fault(csv_of(f"name,cost\nPayroll,{cell}\n"))


def test_the_first_ten_faults_are_listed_and_the_others_counted(csv_of: Write) -> None:
    source = csv_of("name,cost\n" + "".join(f"P{number},x\n" for number in range(25)))

    with pytest.raises(InputError) as caught:
        read(source)

    lines = str(caught.value).splitlines()
    assert len(lines) == 11
    assert lines[9].startswith("sheet projects, row 11, column cost: ")
    assert lines[10] == "and 15 more"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("name,price list\nPayroll,3\n", "no column gives the cost"),
        ("cost,size\n3,4\n", "no column gives the name"),
        ("first,second\na,b\n", "no column gives the name"),
        ("name,cost\n", "there are no projects yet"),
        ("name,cost\nPayroll,3\npayroll ,4\n", "rows 2 and 3 bear the same name"),
        ("id,name,cost\nA,Payroll,3\na,Archive,4\n", "rows 2 and 3 bear the same id"),
        ("name,cost\n,3\n", "there is no name"),
        ("name,cost\n#REF!,3\n", "failed formula"),
        ("name,cost,Cost\nPayroll,3,4\n", "two columns mean cost"),
        ("name,cost,mandatory\nPayroll,3,perhaps\n", "neither yes nor no"),
        ("name,cost\nPayroll,£3\nArchive,$4\n", "two currencies meet: row 2 says GBP, this row"),
        ("name,cost (GBP)\nPayroll,3\nArchive,€4\n", "the heading says GBP"),
        ("name,cost (GBP),benefit (EUR)\nPayroll,3,4\n", "in EUR and cost is in GBP"),
        ("name,cost\nPayroll,3\nArchive,1.2m\n", "states no scale while other amounts do"),
        ("name,cost\nPayroll,12 %\n", "is a share and not an amount"),
        ("name;cost\nPayroll;1,5\nArchive;2.5\n", "parts its decimals otherwise"),
        ("name,cost,capacity_developer_2026Q1\nPayroll,3,-1\n", "-1 is negative"),
        ("name,cost,criterion: Fit\nPayroll,3,high\n", "'high' is not a number"),
    ],
)
def test_each_fault_has_its_sentence(csv_of: Write, text: str, complaint: str) -> None:
    assert complaint in first_fault(csv_of(text))


def test_a_missing_cost_names_the_columns_that_it_may_be(csv_of: Write) -> None:
    fault = first_fault(csv_of("name,funding_fy2017_usd_m\nPayroll,3\n"))

    assert "It may be one of: funding_fy2017_usd_m." in fault


def test_two_projects_of_one_name_are_told_apart_by_id(csv_of: Write) -> None:
    book = read(csv_of("id,name,cost\nA,Payroll,3\nB,Payroll,4\n")).workbook

    assert book is not None
    assert [each.id for each in book.projects] == ["A", "B"]


def test_the_digest_of_a_faulty_table_does_not_depend_on_the_order_of_rows(csv_of: Write) -> None:
    one = inspect(csv_of("name,cost\nPayroll,x\nArchive,y\n")).digest
    two = inspect(csv_of("cost,name\ny,Archive\nx,Payroll\n")).digest

    assert one == two
