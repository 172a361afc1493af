"""Slides: native and editable, traced in the notes, and never overflowing."""

import re
from io import BytesIO
from types import ModuleType
from typing import Any

import openpyxl
import pytest
from pptx import Presentation
from pptx.util import Pt

from headwater.presentation import deck
from headwater.presentation.render import measure
from headwater.presentation.render.pptx import template
from headwater.vocabulary.decision import Decision

NAMES = ("rich", "bare", "hostile", "single")
LEADING = ("=", "+", "-", "@", "\t", "\r")


def opened(decision: Decision) -> Any:
    return Presentation(BytesIO(deck(decision)))


@pytest.fixture(scope="module")
def shown(decisions: ModuleType) -> dict[str, Any]:
    return {name: opened(decisions.ALL[name]()) for name in NAMES}


def texts(slide: Any) -> str:
    return " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


@pytest.mark.parametrize("name", NAMES)
def test_every_slide_has_a_title_of_its_own_and_is_not_blank(
    shown: dict[str, Any], name: str
) -> None:
    titles = [slide.shapes.title.text_frame.text for slide in shown[name].slides]

    assert all(titles) and len(set(titles)) == len(titles)
    assert all(len(slide.shapes) >= 4 for slide in shown[name].slides)


@pytest.mark.parametrize("name", ["rich", "hostile", "single"])
def test_notes_on_every_slide_trace_numbers_and_bear_the_digest(
    shown: dict[str, Any], decisions: ModuleType, name: str
) -> None:
    for slide in shown[name].slides:
        notes = slide.notes_slide.notes_text_frame.text
        assert decisions.DIGEST in notes and "decision.json > " in notes


def test_a_decision_without_a_digest_says_so_in_the_notes(shown: dict[str, Any]) -> None:
    for slide in shown["bare"].slides:
        assert "carries no input digest" in slide.notes_slide.notes_text_frame.text


def test_charts_are_native_with_a_workbook_of_their_own(shown: dict[str, Any]) -> None:
    charts = [s.chart for slide in shown["rich"].slides for s in slide.shapes if s.has_chart]

    assert {chart.chart_type.name for chart in charts} == {
        "BAR_CLUSTERED", "BAR_STACKED", "COLUMN_CLUSTERED", "XY_SCATTER", "XY_SCATTER_LINES",
    }  # fmt: skip
    for chart in charts:
        blob = chart.part.chart_workbook.xlsx_part.blob
        assert openpyxl.load_workbook(BytesIO(blob))["Sheet1"].max_row > 2


def test_the_scatter_holds_every_project_with_a_cost_under_its_call(
    shown: dict[str, Any], decisions: ModuleType
) -> None:
    made = decisions.rich()
    chart = next(
        s.chart
        for slide in shown["rich"].slides
        for s in slide.shapes
        if s.has_chart and s.chart.chart_type.name == "XY_SCATTER"
    )
    book = openpyxl.load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob))["Sheet1"]
    known = [each for each in made.projects if each.cost]

    drawn = {
        book.cell(row, left).value: (book.cell(row, left + 1).value, book.cell(row, left + 2).value)
        for left in (1, 4, 7)
        for row in range(2, book.max_row + 1)
        if book.cell(row, left).value
    }
    assert {*drawn} == {each.name for each in known}
    for each in known:
        assert drawn[each.name] == pytest.approx((each.cost.middle, each.value.middle), rel=1e-14)
    assert [series.name for series in chart.plots[0].series] == ["Start", "Contested", "Stop"]


def test_no_chart_workbook_holds_a_formula(shown: dict[str, Any]) -> None:
    seen = []
    for slide in shown["hostile"].slides:
        for shape in slide.shapes:
            if shape.has_chart:
                blob = shape.chart.part.chart_workbook.xlsx_part.blob
                cells = [c for row in openpyxl.load_workbook(BytesIO(blob))["Sheet1"] for c in row]
                assert all(cell.data_type != "f" for cell in cells)
                seen += [str(cell.value) for cell in cells]
    assert any(text.startswith(LEADING) for text in seen)  # so the test is alive


def _overflow(shape: Any) -> float:
    """By how many points a text is taller than its box, or a line wider."""
    frame = shape.text_frame
    room = shape.width / Pt(1)
    tall = 0.0
    for paragraph in frame.paragraphs:
        size = max((run.font.size / Pt(1) for run in paragraph.runs if run.font.size), default=0.0)
        bold = any(run.font.bold for run in paragraph.runs)
        indent = int(paragraph._p.pPr.get("marL", 0)) / Pt(1) if paragraph._p.pPr is not None else 0
        text = "".join(run.text for run in paragraph.runs).replace("\u00a0", " ")
        tall += measure.height(text, room - indent, size, bold=bold)
        tall += (paragraph.space_after or 0) / Pt(1)
    return tall - shape.height / Pt(1)


@pytest.mark.parametrize("name", NAMES)
def test_no_text_overflows_its_box_by_own_measure(shown: dict[str, Any], name: str) -> None:
    for slide in shown[name].slides:
        for shape in slide.shapes:
            if shape.has_text_frame and shape.text_frame.text and not shape.is_placeholder:
                assert _overflow(shape) <= 0.6, shape.text_frame.text


@pytest.mark.parametrize("name", NAMES)
def test_titles_fit_two_lines(shown: dict[str, Any], name: str) -> None:
    for slide in shown[name].slides:
        run = slide.shapes.title.text_frame.paragraphs[0].runs[0]
        lines = measure.wrap(
            run.text, template.WIDTH - 2 * template.MARGIN, run.font.size / Pt(1), bold=True
        )
        assert len(lines) <= 2, run.text


@pytest.mark.parametrize("name", NAMES)
def test_everything_stays_on_the_slide_and_above_the_foot(shown: dict[str, Any], name: str) -> None:
    for slide in shown[name].slides:
        for shape in slide.shapes:
            if shape.is_placeholder:
                continue
            assert shape.left >= 0 and shape.left + shape.width <= Pt(template.WIDTH) + 9
            foot = shape.top >= Pt(template.FOOT_TOP) - 9
            assert foot or shape.top + shape.height <= Pt(template.FOOT_TOP), shape.name


@pytest.mark.parametrize("name", NAMES)
def test_rows_of_tables_hold_their_cells(shown: dict[str, Any], name: str) -> None:
    for slide in shown[name].slides:
        for shape in slide.shapes:
            if not shape.has_table:
                continue
            table = shape.table
            for row in table.rows:
                for cell, column in zip(row.cells, table.columns, strict=True):
                    for run in cell.text_frame.paragraphs[0].runs:
                        room = (column.width - cell.margin_left - cell.margin_right) / Pt(1)
                        tall = measure.height(
                            run.text, room, run.font.size / Pt(1), bold=bool(run.font.bold)
                        )
                        assert (
                            tall
                            <= (row.height - cell.margin_top - cell.margin_bottom) / Pt(1) + 0.1
                        ), run.text


def test_long_lists_say_how_many_more_there_are_and_where(shown: dict[str, Any]) -> None:
    pages = [slide for slide in shown["rich"].slides if "STOP (" in texts(slide)]
    rows = sum(len(s.table.rows) - 1 for slide in pages for s in slide.shapes if s.has_table)

    assert len(pages) <= 3
    more = re.search(r"and (\d+) more: see portfolio.xlsx", texts(pages[-1]))
    assert rows + (int(more[1]) if more else 0) == 46


def test_illustrative_is_a_visible_tag_on_the_first_slide(shown: dict[str, Any]) -> None:
    first = shown["rich"].slides[0]

    assert "Illustrative" in [s.text_frame.text for s in first.shapes if s.has_text_frame]
    assert "Illustrative" not in texts(shown["single"].slides[0])


def test_the_template_is_the_houses_own(shown: dict[str, Any]) -> None:
    made = shown["rich"]

    assert (made.slide_width, made.slide_height) == (Pt(960), Pt(540))
    assert [layout.name for layout in made.slide_layouts] == ["Finding"]
    assert made.core_properties.author == "Headwater"
    assert made.core_properties.title == "Rivermouth Council capital programme 2026"


def test_two_thousand_projects_take_no_more_slides(decisions: ModuleType) -> None:
    made = decisions.rich(2000, start=900, contested=100)

    assert len(opened(made).slides) <= 25
