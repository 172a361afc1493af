"""The workbook: exact numbers, and text that never becomes a formula."""

from dataclasses import replace
from io import BytesIO
from types import ModuleType
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.presentation import workbook
from headwater.presentation.render.xlsx import Book
from headwater.vocabulary.decision import Decision
from headwater.vocabulary.report import Column

SHEETS = [
    "Decision", "Projects", "Coverage", "Weights", "Limits", "Frontier", "Questions", "Doubts",
    "Manifest",
]  # fmt: skip
DANGEROUS = st.sampled_from("=+-@\t\r\n＝＋－＠|%;\"'")
TEXTS = st.one_of(st.text(max_size=60), st.builds("".join, st.tuples(DANGEROUS, st.text())))


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(content))


def read(decision: Decision, sheet: str) -> list[dict[str, Any]]:
    head, *rows = opened(workbook(decision))[sheet].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_every_sheet_has_frozen_headings_and_a_filter(decisions: ModuleType) -> None:
    book = opened(workbook(decisions.rich()))

    assert book.sheetnames == SHEETS
    for sheet in book:
        assert sheet.freeze_panes == "B2" and sheet.auto_filter.ref


def test_numbers_are_exact_and_unknown_costs_are_blank(decisions: ModuleType) -> None:
    made = decisions.rich()
    rows = {row["Id"]: row for row in read(made, "Projects")}

    assert len(rows) == 99
    for each in made.projects:
        row = rows[each.id]
        ends = (each.cost.low, each.cost.high) if each.cost else (None, None)
        assert (row["Cost, low (GBP million)"], row["Cost, high (GBP million)"]) == ends
        assert (row["Value, low (points)"], row["Value, high (points)"]) == (
            each.value.low,
            each.value.high,
        )
        assert row["Core index"] == pytest.approx(each.core_index, rel=1e-15)
        assert (row["Project"], row["Call"], row["Reason"]) == (each.name, each.call, each.reason)


def test_limits_and_leaders_are_all_there(decisions: ModuleType) -> None:
    made = decisions.rich()

    assert [row["Available"] for row in read(made, "Limits")] == [x.amount for x in made.limits]
    weights = read(made, "Weights")
    assert weights[0]["Finance, low"] == made.weights[0].by_leader["Finance"].low


def test_hostile_names_stay_text(decisions: ModuleType) -> None:
    book = opened(workbook(decisions.hostile()))

    cells = [cell for sheet in book for row in sheet for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert {"=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1:A9)"} <= {cell.value for cell in cells}


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=20))
def test_no_text_becomes_a_formula_a_number_or_a_link(found: list[str]) -> None:
    book = Book()
    book.table("Any", (Column("Text"), Column("Number", "number")), [(t, 1.5) for t in found])

    sheet = opened(book.content())["Any"]
    assert sheet.max_row == len(found) + 1
    for text, (cell, number) in zip(found, sheet.iter_rows(min_row=2), strict=True):
        assert number.value == 1.5
        assert cell.data_type in ("s", "n") and cell.hyperlink is None
        assert cell.data_type == "s" or (cell.value is None and not text)
        if text.isprintable() and "_x" not in text.lower():
            assert (cell.value or "") == text


@pytest.mark.parametrize("length", [32_767, 40_000])
def test_text_longer_than_a_cell_is_cut_and_not_lost(decisions: ModuleType, length: int) -> None:
    made = decisions.single()
    long = replace(made, doubts=("W" * length,))

    assert read(long, "Doubts")[0]["Sentence"] == "W" * 32_767
