"""Objectives, links, judgements, limits, rules and cash flows."""

from collections.abc import Callable
from pathlib import Path

import pytest

from headwater.intake import inspect, read
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Judgement, Link, Rule

Write = Callable[..., Path]
PROJECTS = "id,name,cost,Fit\nA,Payroll,3,1\nB,Archive,2,2\nC,Roads,1,3\n"


def test_projects_are_found_by_id_or_name_in_any_case(folder_of: Write) -> None:
    folder = folder_of(
        projects=PROJECTS,
        objectives="id,name,parent,weight\nT,People first,,1..2\nO,Quick answers,people FIRST,\n",
        links="project,objective,strength\n payroll ,o,\nb,Quick Answers,0.5\nC,O,?\n",
    )
    book = read(folder).workbook

    assert book is not None
    assert book.objectives[0].parent == "T"
    assert book.objectives[1].weight == Interval(1, 2)
    assert book.links == (
        Link("A", "O", Interval(1, 1)),
        Link("B", "O", Interval(0.5, 0.5)),
        Link("C", "O", Interval(0, 1)),
    )


def test_judgements_take_numbers_ranges_fractions_and_blanks(folder_of: Write) -> None:
    folder = folder_of(
        projects=PROJECTS,
        objectives="id,name\nT,People first\n",
        judgements="leader,method,left,right,answer,source\n"
        "Amara,AHP,fit,T,1/3,illustrative\nAmara,swing,People First,,80..100,illustrative\n"
        "Dev,direct rating,Fit,,don't know,illustrative\n",
    )
    book = read(folder).workbook

    assert book is not None
    assert book.judgements == (
        Judgement("Amara", "ahp", "Fit", "People first", Interval(1 / 3, 1 / 3)),
        Judgement("Amara", "swing", "People first", None, Interval(80, 100)),
        Judgement("Dev", "rating", "Fit", None, None),
    )
    assert book.illustrative == ("judgements",)


def test_rules_take_lists_and_names(folder_of: Write) -> None:
    folder = folder_of(
        projects=PROJECTS,
        rules="kind,project,other,value\nrequires,Payroll,B,\nat most,,A; b;Roads,2\n"
        "synergy,C,A,-1.5\nexcludes,C,B,\n",
    )
    book = read(folder).workbook

    assert book is not None
    assert book.rules == (
        Rule("at_most", "", ("A", "B", "C"), 2.0),
        Rule("excludes", "C", ("B",)),
        Rule("requires", "A", ("B",)),
        Rule("synergy", "C", ("A",), -1.5),
    )


def test_budgets_and_cash_flows_are_read(folder_of: Write) -> None:
    folder = folder_of(
        projects=PROJECTS,
        budgets="Year,Amount\nfy26,10\nFY2027,0\n",
        cash_flows="project,year,kind,amount\nPayroll,FY2026,Capex,3\nA,2027,benefits,4.5\n",
    )
    reading = read(folder)

    assert reading.workbook is not None
    assert reading.workbook.budgets == {"FY2026": 10.0, "FY2027": 0.0}
    assert any("The budget is 0 in FY2027" in each for each in reading.notes)
    flows = reading.workbook.cash_flows
    assert [(each.year, each.kind, each.amount) for each in flows] == [
        (2026, "capex", 3.0),
        (2027, "benefit", 4.5),
    ]


@pytest.mark.parametrize(
    ("table", "text", "complaint"),
    [
        ("links", "project,objective\nPayrol,O\n", "no project 'Payrol'; did you mean 'Payroll'?"),
        ("links", "project,objective\nA,Quick\n", "no objective 'Quick'"),
        ("links", "project,objective,strength\nA,O,1\nPayroll,O,0.5\n", "two strengths"),
        ("links", "project,goal\nA,O\nB,\n", "row 3, column goal: it is blank"),
        ("objectives", "id,name,parent\nO,Quick answers,P\nP,Other,O\n", "stands above itself"),
        ("objectives", "id,name\nO,Quick answers\no,Other\n", "rows 2 and 3 bear the same id"),
        ("judgements", "leader,method,left,answer\nAmara,magic,Fit,1\n", "write one of ahp, alloc"),
        ("judgements", "leader,method,left,answer\nAmara,swing,Fut,1\n", "did you mean 'Fit'"),
        ("judgements", "leader,method,left,right,answer\nAmara,ahp,Fit,,1\n", "compares two"),
        (
            "judgements",
            "leader,method,left,answer\nBen,swing,Fit,1\nBen,swing,fit,2\n",
            "rows 2 and",
        ),
        ("rules", "kind,project,other\nrequires,A,\n", "requires needs another project"),
        ("rules", "kind,project,other\nrequires,A,Payroll\n", "on both sides"),
        ("rules", "kind,project,other\nforbids,A,B\n", "'forbids' is no rule"),
        ("rules", "kind,project,other,value\nat_most,A,B,\n", "it is blank; write a number"),
        ("rules", "kind,project,other,value\nat_most,A,B,1.5\n", "is no number of projects"),
        ("rules", "kind,project,other,value\nsynergy,A,B,1..2\n", "write one number"),
        ("rules", "kind,project,other\nexcludes,A,Z\n", "no project 'Z'"),
        ("budgets", "period,amount\n2026,-1\n", "-1 is negative"),
        ("budgets", "period,amount\n2026,1\n2026,2\n", "both limit 2026"),
        ("budgets", "period,amount\n2026,lots\n", "'lots' is not a number"),
        ("budgets", "period,sum of it\n2026,1\n", "no column gives the amount"),
        ("cash_flows", "project,year,kind,amount\nA,2026,capex,-3\n", "the kind (benefit, capex"),
        ("cash_flows", "project,year,kind,amount\nA,2026,gift,3\n", "write one of benefit, capex"),
        ("cash_flows", "project,year,kind,amount\nA,soon,capex,3\n", "'soon' is no year"),
        ("cash_flows", "project,year,kind,amount\nA,2026,capex,\n", "it is blank; write a number"),
        ("capacities", "role,period,amount\ndev,2026,1\nDev,2026,2\n", "both limit"),
    ],
)
def test_wrong_rows_are_named_with_the_mend(
    folder_of: Write, table: str, text: str, complaint: str
) -> None:
    tables = {"projects": PROJECTS, "objectives": "id,name\nO,Quick answers\n"}
    reading = inspect(folder_of(**{**tables, table: text}))

    assert reading.workbook is None
    assert reading.problems[0].sheet == table
    places = [(each.row, each.column) for each in reading.problems if each.sheet == table]
    assert len(places) == len(set(places)), "one fault, one complaint"
    assert complaint in str(reading.problems[0])


def test_a_name_that_two_projects_bear_is_ambiguous(folder_of: Write) -> None:
    folder = folder_of(
        projects="id,name,cost\nA,Payroll,3\nB,Payroll,4\nC,Roads,1\n",
        rules="kind,project,other\nrequires,C,Payroll\n",
    )

    assert "can be A (Payroll) and B (Payroll); write the id" in str(inspect(folder).problems[0])


def test_tables_that_are_not_known_are_listed(folder_of: Write) -> None:
    reading = read(folder_of(projects=PROJECTS, holidays="who,when\nBen,June\n"))

    assert any("'holidays'" in each for each in reading.ignored)
    assert [each.table for each in reading.tables] == ["", "projects"]


def test_one_unnamed_sheet_with_a_name_and_a_cost_is_the_projects(folder_of: Write) -> None:
    reading = read(folder_of(wishes="name,cost\nPayroll,3\n", holidays="who,when\nBen,June\n"))

    assert reading.workbook is not None
    assert "Sheet 'wishes' was read as the projects." in reading.notes
