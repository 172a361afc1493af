"""Tables in people's own forms: headings, title rows, totals, blanks, units."""

from collections.abc import Callable
from pathlib import Path

import pytest

from headwater.intake import inspect, read
from headwater.vocabulary.units import Interval, MoneyUnit

Write = Callable[..., Path]


def test_name_and_cost_are_enough(csv_of: Write) -> None:
    book = read(csv_of("name,cost\nPayroll,3\nArchive,2..4\n")).workbook

    assert book is not None
    assert [(each.id, each.cost) for each in book.projects] == [
        ("Archive", Interval(2, 4)),
        ("Payroll", Interval(3, 3)),
    ]
    assert book.notes == ("No currency or unit was stated; amounts are shown as written.",)


@pytest.mark.parametrize(
    "headings",
    [
        "Project Name,Total cost (GBP m)",
        "PROJECT_TITLE,cost £m",
        "Initiative,Budget requested (GBP million)",
        "title,price [£m]",
        "Investment,cost_gbp_m",
        "project-name:,GBP m cost",
    ],
)
def test_usual_headings_are_recognized(csv_of: Write, headings: str) -> None:
    book = read(csv_of(f"{headings}\nPayroll,3\n")).workbook

    assert book is not None
    assert (book.projects[0].name, book.projects[0].cost) == ("Payroll", Interval(3, 3))
    assert book.money == MoneyUnit("GBP", 1_000_000)
    assert "Cost was read as GBP million." in book.notes


def test_an_investment_column_of_amounts_is_no_name(csv_of: Write) -> None:
    reading = inspect(csv_of("investment,cost\n3,4\n"))

    assert "no column gives the name" in str(reading.problems[0])


def test_the_first_of_several_units_is_taken_and_the_others_are_listed(csv_of: Write) -> None:
    text = "department,name,bureau,cost,Champion\nFinance,Payroll,Pay office,3,Amara\n"
    reading = read(csv_of(text))

    assert reading.workbook is not None
    assert reading.workbook.projects[0].unit == "Pay office"
    assert any(
        "'department'" in each and "'bureau' says already" in each for each in reading.ignored
    )
    assert any("'Champion'" in each for each in reading.ignored)


def test_title_rows_blank_rows_totals_and_footnotes_are_left_out_and_said(csv_of: Write) -> None:
    text = (
        "Rivermouth Council,,\nProject list as of March,,\n\n"
        ",Name,Cost\n,Payroll,3\n\n,Archive,2\n,Total,5\n,Subtotal Finance,5\n,,\n"
        "Source: portfolio office,,\n"
    )
    reading = read(csv_of(text))

    assert reading.workbook is not None
    assert [each.name for each in reading.workbook.projects] == ["Archive", "Payroll"]
    said = "\n".join(reading.ignored)
    for expected in ("'Rivermouth Council'", "'Total'", "'Subtotal Finance'", "'Source: portfolio"):
        assert expected in said


def test_a_repeated_row_of_headings_is_left_out(csv_of: Write) -> None:
    reading = read(csv_of("name,cost\nPayroll,3\nname,cost\nArchive,2\n"))

    assert reading.workbook is not None
    assert len(reading.workbook.projects) == 2
    assert any("repeats the headings" in each for each in reading.ignored)


def test_a_blank_cost_is_not_zero_and_a_zero_cost_is_said(csv_of: Write) -> None:
    reading = read(csv_of("name,cost\nPayroll,\nArchive,0\nRoads,tbc\n"))

    assert reading.workbook is not None
    assert [each.cost for each in reading.workbook.projects] == [Interval(0, 0), None, None]
    assert "No cost is stated for Payroll, Roads: a question to ask, not zero." in reading.notes
    assert "The cost is 0 for Archive; check that this is meant." in reading.notes


def test_costs_by_period_add_up_where_there_is_no_total(csv_of: Write) -> None:
    text = "name,cost_FY2016,FY17 cost,Cost FY2018\nPayroll,1,2,3..4\nArchive,1,,2\n"
    reading = read(csv_of(text))

    assert reading.workbook is not None
    archive, payroll = reading.workbook.projects
    assert payroll.cost == Interval(6, 7)
    assert payroll.costs_by_period["FY2017"] == Interval(2, 2)
    assert archive.cost is None
    assert any("Archive" in each and "write 0" in each for each in reading.notes)


def test_a_bare_period_with_a_money_unit_is_a_cost(csv_of: Write) -> None:
    book = read(csv_of("name,2026 (£m),FY27 £m\nPayroll,1,2\n")).workbook

    assert book is not None
    assert book.projects[0].costs_by_period == {"2026": Interval(1, 1), "FY2027": Interval(2, 2)}
    assert book.projects[0].cost == Interval(3, 3)


def test_a_total_that_differs_from_its_periods_is_noted_by_name(csv_of: Write) -> None:
    text = "name,cost,cost_2026,cost_2027\nPayroll,10,4,5\nArchive,9.01,4,5\n"
    reading = read(csv_of(text))

    assert reading.workbook is not None
    assert reading.workbook.projects[1].cost == Interval(10, 10)
    noted = [each for each in reading.notes if "differ by more than 0.5%" in each]
    assert len(noted) == 1
    assert "Payroll" in noted[0]
    assert "Archive" not in noted[0]


def test_capacity_is_read_by_role_and_period(folder_of: Write) -> None:
    folder = folder_of(
        projects="name,cost,capacity_developer_2026Q1,Data Engineer 2026 Q2 (FTE),Tester 2026 Q1\n"
        "Payroll,3,2,1..2,4\n",
        capacities="role,period,amount\nDeveloper,Q1 2026,5\ntester,2026Q1,3\n",
    )
    book = read(folder).workbook

    assert book is not None
    assert book.projects[0].capacity == {
        ("Developer", "2026 Q1"): Interval(2, 2),
        ("data engineer", "2026 Q2"): Interval(1, 2),
        ("tester", "2026 Q1"): Interval(4, 4),
    }
    assert book.capacities == {("Developer", "2026 Q1"): 5.0, ("tester", "2026 Q1"): 3.0}


def test_numbers_and_ranges_under_unknown_headings_are_criteria(csv_of: Write) -> None:
    text = "name,cost,Strategic fit,Risk (lower is better)\nPayroll,3,4,2..3\nArchive,2,?,\n"
    book = read(csv_of(text)).workbook

    assert book is not None
    assert book.criteria == ("Risk", "Strategic fit")
    assert book.lower_is_better == ("Risk",)
    assert book.projects[1].scores == {"Risk": Interval(2, 3), "Strategic fit": Interval(4, 4)}
    assert book.projects[0].scores == {"Risk": None, "Strategic fit": None}


@pytest.mark.parametrize(
    ("heading", "cell", "reason"),
    [
        ("spent so far", "3", "looks like money"),
        ("NPV", "3", "looks like money"),
        ("Forecast (EUR)", "3", "looks like money"),
        ("Effort", "£3", "looks like money"),
        ("cost centre", "31", "looks like money"),
        ("phone", "555123", "looks like a label"),
        ("#", "1", "looks like a label"),
        ("originalDocumentOrder", "3", "looks like a label"),
        ("isOver10M", "1", "looks like a flag"),
        ("duration", "18", "looks like a time"),
        ("months red", "3", "looks like a time"),
        ("2026", "3", "names a period"),
        ("rebaselines", "3", "counts what has happened"),
        ("note_risk", "3", "is a note"),
        ("Champion", "Amara", "holds text"),
        ("Gate", "", "is empty"),
        ("", "3", "has no heading"),
    ],
)
def test_columns_that_are_no_criterion_are_listed_with_the_reason(
    csv_of: Write, heading: str, cell: str, reason: str
) -> None:
    reading = read(csv_of(f"name,cost,{heading},Fit\nPayroll,3,{cell},1\n"))

    assert reading.workbook is not None
    assert reading.workbook.criteria == ("Fit",)
    assert any(reason in each for each in reading.ignored)


def test_a_stated_direction_makes_a_criterion_of_any_heading(csv_of: Write) -> None:
    text = "name,cost,Re-baselines (fewer is better)\nPayroll,3,8\n"
    book = read(csv_of(text)).workbook

    assert book is not None
    assert book.lower_is_better == book.criteria == ("Re-baselines",)


def test_a_criterion_with_a_slip_is_said_to_be_left_out(csv_of: Write) -> None:
    reading = read(csv_of("name,cost,Fit\nPayroll,3,4\nArchive,2,hihg\n"))

    assert any("'Fit'" in each and "'hihg' is not a number" in each for each in reading.ignored)


@pytest.mark.parametrize("yes", ["yes", "Y", "true", "1", "x"])
def test_mandatory_is_read(csv_of: Write, yes: str) -> None:
    book = read(csv_of(f"name,cost,mandatory\nPayroll,3,{yes}\nArchive,2,no\n")).workbook

    assert book is not None
    assert [each.mandatory for each in book.projects] == [False, True]


def test_columns_in_other_scales_are_converted_to_that_of_cost(folder_of: Write) -> None:
    folder = folder_of(
        projects="name,cost (GBP m),cost 2026 (£k),benefit (GBP)\nPayroll,3,1500,4200000\n",
        budgets="period,amount (GBP bn)\n2026,0.01\n",
    )
    reading = read(folder)

    assert reading.workbook is not None
    project = reading.workbook.projects[0]
    assert project.costs_by_period["2026"] == Interval(1.5, 1.5)
    assert project.benefit == Interval(4.2, 4.2)
    assert reading.workbook.budgets == {"2026": 10.0}
    assert sum("was converted from" in each for each in reading.notes) == 3


def test_a_consistent_sign_in_the_cells_gives_the_unit(csv_of: Write) -> None:
    book = read(csv_of('name,cost\nPayroll,£1.5m\nArchive,£500k\nRoads,"£2,000,000"\n')).workbook

    assert book is not None
    assert book.money == MoneyUnit("GBP", 1_000_000)
    assert [each.cost for each in book.projects] == [
        Interval(0.5, 0.5),
        Interval(1.5, 1.5),
        Interval(2, 2),
    ]


def test_text_that_looks_like_a_formula_stays_text(csv_of: Write) -> None:
    book = read(csv_of("name,cost\n\"=cmd|'/c calc'!A1\",3\n")).workbook

    assert book is not None
    assert book.projects[0].name == "=cmd|'/c calc'!A1"


def test_a_decimal_comma_is_understood_from_the_whole_file(csv_of: Write) -> None:
    text = "name;cost (EUR k);Fit\nPayroll;1.200;3,5\nArchive;950;2\nRoads;1.234,5;1\n"
    book = read(csv_of(text)).workbook

    assert book is not None
    assert [each.cost for each in book.projects] == [
        Interval(950, 950),
        Interval(1200, 1200),
        Interval(1234.5, 1234.5),
    ]
    assert book.projects[1].scores["Fit"] == Interval(3.5, 3.5)


def test_an_unclear_mark_follows_the_other_columns_of_the_file(csv_of: Write) -> None:
    book = read(csv_of("name;cost;benefit\nPayroll;1.200;3,5\n")).workbook

    assert book is not None
    assert book.projects[0].cost == Interval(1200, 1200)


def test_an_unclear_mark_that_nothing_decides_is_said(csv_of: Write) -> None:
    reading = read(csv_of("name;cost\nPayroll;1.200\nArchive;2.345\n"))

    assert reading.workbook is not None
    assert reading.workbook.projects[1].cost == Interval(1.2, 1.2)
    assert any("'1.200' of the column 'cost' was read as a decimal" in n for n in reading.notes)


def test_a_bare_dollar_sign_is_said_to_be_shared(csv_of: Write) -> None:
    reading = read(csv_of("name,cost\nPayroll,$3\n"))

    assert reading.workbook is not None
    assert reading.workbook.money == MoneyUnit("USD", 1)
    assert "The sign $ is shared; write the code if another is meant." in reading.notes[0]


def test_how_each_column_was_understood_is_told(csv_of: Write) -> None:
    table = inspect(csv_of("Title,Cost 2026 (GBP m),Fit\nPayroll,3,4\n")).tables[0]

    assert (table.sheet, table.table, table.rows) == ("projects", "projects", 1)
    assert [(each.meaning, each.samples) for each in table.columns] == [
        ("name", ("Payroll",)),
        ("cost_PERIOD:2026", ("3",)),
        ("criterion:Fit", ("4",)),
    ]
    assert all(each.why for each in table.columns)


def test_sponsor_and_evidence_of_a_mandate_are_read_under_the_headings_people_use(
    csv_of: Write,
) -> None:
    heads = "name,cost (GBP m),Executive sponsor,Sponsor e-mail,Must do,Legal basis,"
    heads += "Compliance date,Penalty,Minimum compliant option,Cost of compliance"
    cells = "Gates,8,Amara,amara@rivermouth.example,yes,River Act,2027-01-31,A fine,Two gates,3..4"
    reading = read(csv_of(f"{heads}\n{cells}\n"))

    assert reading.workbook is not None
    (gates,) = reading.workbook.projects
    assert (gates.sponsor, gates.sponsor_email) == ("Amara", "amara@rivermouth.example")
    assert (gates.mandatory, gates.mandatory_basis) == (True, "River Act")
    assert (gates.mandatory_date, gates.mandatory_penalty) == ("2027-01-31", "A fine")
    assert gates.mandatory_option == "Two gates"
    assert gates.mandatory_cost == Interval(3, 4)
    assert reading.workbook.criteria == ()
