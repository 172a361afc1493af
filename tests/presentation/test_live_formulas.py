"""Live formulas of the workbook of a case come to the values of the engine, each test run."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater import appraisal, intake, samples
from headwater.presentation.render import case_workbook
from headwater.vocabulary.appraisal_case import BusinessCase, CashLine, Financing, Option
from headwater.vocabulary.appraisal_figures import Assumption
from headwater.vocabulary.appraisal_plans import Adjustment
from headwater.vocabulary.units import MoneyUnit
from tests.presentation.spreadsheet import FormulaError, Spreadsheet


def book_of(**cells: Any) -> Spreadsheet:
    book = openpyxl.Workbook()
    for name, value in cells.items():
        book.active[name] = value
    content = BytesIO()
    book.save(content)
    return Spreadsheet(content.getvalue())


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=1+2*3^2", 19), ("=-2^2", 4), ("=2^3^2", 64), ("=(A1-A2)/4", 2), ("=A1-A2-1", 7),
        ("=IF(A1>5,1,1/0)", 1), ("=IF(A1<5,1/0,IF(A2=2,7,8))", 7), ("=N(A3)+N(A1)", 10),
        ("=SUM(A1:A4)", 12), ("=SUM($A$1:A2,5)", 17), ("=SUMPRODUCT(A1:A2,B1:B2)", 36),
        ("=ROUND(2.5,0)", 3), ("=ROUND(-2.345,2)", -2.35), ("=ROUND(1250,-2)", 1300),
        ("=MIN(A1,A2)+MAX(1,A1)", 12), ("=ABS(A2-A1)", 8), ("=IF(AND(A1<>0,A4<>0),1,0)", 0),
        ("=IF(OR(A1<>0,A4<>0),1,0)", 1), ("=Sheet!A1*2", 20), ("=A4", 0), ("=1e3+.5", 1000.5),
    ],
)  # fmt: skip
def test_the_spreadsheet_reckons_as_office_programs_do(formula: str, value: float) -> None:
    book = book_of(A1=10, A2=2, A3="text", B1=3, B2=3, C1=formula)
    assert book.value("Sheet", 1, 3) == pytest.approx(value)


@pytest.mark.parametrize("formula", ["=A3+1", "=1/0", "=C1", "=PMT(1)", "=1 2", "=SUM(A1"])
def test_what_has_no_value_is_an_error_and_not_a_number(formula: str) -> None:
    with pytest.raises((FormulaError, KeyError)):
        book_of(A1=10, A3="text", C1=formula).value("Sheet", 1, 3)


def worth(book: Spreadsheet) -> dict[str, float]:
    """Return the live net present value by option, read off the summary."""
    found = {}
    for row in range(6, 60):
        name = book.value("Summary", row, 1)
        if name:
            found[name] = book.value("Summary", row, 2)
            assert book.value("Summary", row, 4) == pytest.approx(
                found[name] - book.value("Summary", row, 3)
            )
    return found


def live(case: BusinessCase) -> Spreadsheet:
    return Spreadsheet(case_workbook.render(appraisal.case_file(case)))


def valued(case: BusinessCase) -> dict[str, float]:
    return {each.name: each.npv for each in appraisal.value_case(case).options}


@pytest.mark.parametrize("name", ["evening_library", "evening_college"])
def test_the_samples_come_to_the_same_values(name: str) -> None:
    case = intake.read_case(samples.case_path(name)).case
    assert case is not None
    assert worth(live(case)) == pytest.approx(valued(case), abs=1e-5)


def test_a_changed_assumption_moves_the_workbook_as_it_moves_the_engine() -> None:
    case = intake.read_case(samples.case_path()).case
    assert case is not None
    book, before = live(case), valued(case)
    changes = {"evening visits": 41_000.0, "hourly pay": 24.25}
    for row in range(2, 2 + len(case.assumptions)):
        name = book.value("Assumptions", row, 1)
        if name in changes:
            book.write("Assumptions", row, 2, changes[name])
    changed = tuple(
        replace(each, value=str(changes.get(each.name, each.value))) for each in case.assumptions
    )
    after = valued(replace(case, assumptions=changed))
    assert after != before
    assert worth(book) == pytest.approx(after, abs=1e-5)


FORMULAS = (
    "staff * wage", "previous(works) * 0.5 + 10", "total(works) / 20", "wage * 1.02 ^ t",
    "if(year >= 2029, staff ^ 2, 7)", "min(staff * 10, 60)", "max(1, staff - 2) * 3 %",
    "round(wage / 3, 1)", "abs(2 - staff)", "10..30", "if(and(t > 1, not(t > 4)), wage, 1)",
    "if(or(staff = 4, wage < 3), 12, 5)", "sum(staff, wage, 2)", "-(3 - wage)",
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(
    formulas=st.lists(st.sampled_from(FORMULAS), min_size=1, max_size=5),
    staff=st.integers(1, 9),
    wage=st.decimals(10, 60, places=2),
    practice=st.sampled_from(["green_book", "corporate"]),
)
def test_every_function_comes_to_the_same_values(
    formulas: list[str], staff: int, wage: Any, practice: str
) -> None:
    financing = Financing(rate=0.07, rate_prices="real", tax_rate=0.2, terminal_growth=0.01)
    case = BusinessCase(
        id="c", name="C", money=MoneyUnit("GBP", 1000), base_year=2026, price_base=2026,
        practice=practice, financing=financing if practice == "corporate" else Financing(),
        options=(
            Option("usual", "As now", "business_as_usual"),
            Option("build", "Build", standing="preferred"),
        ),
        assumptions=(Assumption("staff", str(staff)), Assumption("wage", str(wage))),
        lines=(
            CashLine("works", "build", "capex", amounts={2026: "300", 2027: "staff * 40"}),
            *(
                CashLine(f"line {at}", "build" if at else "", "cash_benefit", formula=text,
                         first=2027, last=2033)
                for at, text in enumerate(formulas)
            ),
        ),
        adjustments=(Adjustment("bias", "optimism_bias", "capex", uplift=0.24),),
    )  # fmt: skip
    assert worth(live(case)) == pytest.approx(valued(case), abs=1e-4)
