"""Documents of a business case: the numbers of the engine, live formulas, every source."""

import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from pptx import Presentation

from headwater import appraisal, intake, samples
from headwater.presentation.methods import case_decks, case_story, finance_summary, five_cases
from headwater.presentation.render import case_workbook, docx, pdf, pptx
from headwater.vocabulary.appraisal_case import BusinessCase
from headwater.vocabulary.appraisal_file import CaseFile
from headwater.vocabulary.report import Chart

OFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(
    OFFICE is None,
    reason="LibreOffice (soffice) is not here; test_live_formulas.py recomputes without it",
)


@pytest.fixture(scope="module")
def case() -> BusinessCase:
    found = intake.read_case(samples.case_path()).case
    assert found is not None
    return found


@pytest.fixture(scope="module")
def file(case: BusinessCase) -> CaseFile:
    return appraisal.case_file(case, digest="f" * 64, number=3)


def recomputed(content: bytes, folder: Path, changes: dict[str, float]) -> dict[str, float]:
    """Change assumptions in a workbook, let LibreOffice work it out, return values by option."""
    book = openpyxl.load_workbook(BytesIO(content))
    for row in book["Assumptions"].iter_rows(min_row=2):
        if row[0].value in changes:
            row[1].value = changes[row[0].value]
    book.save(folder / "changed.xlsx")  # without any value kept from before
    command = [OFFICE, "--headless", f"-env:UserInstallation=file://{folder}/office"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", f"{folder}/out"]
    subprocess.run(
        [*command, f"{folder}/changed.xlsx"], check=True, capture_output=True, timeout=90
    )
    sheet = openpyxl.load_workbook(folder / "out" / "changed.xlsx", data_only=True)["Summary"]
    return {row[0].value: row[1].value for row in sheet.iter_rows(min_row=6) if row[0].value}


@needs_office
def test_live_formulas_recompute_to_the_same_values(file: CaseFile, tmp_path: Path) -> None:
    found = recomputed(case_workbook.render(file), tmp_path, {})
    assert found == pytest.approx({o.name: o.npv for o in file.value.options}, abs=1e-5)


@needs_office
def test_a_changed_assumption_moves_the_workbook_as_it_moves_the_engine(
    case: BusinessCase, file: CaseFile, tmp_path: Path
) -> None:
    changes = {"evening visits": 41_000.0, "hourly pay": 24.25}
    changed = tuple(
        replace(each, value=str(changes.get(each.name, each.value))) for each in case.assumptions
    )
    value = appraisal.value_case(replace(case, assumptions=changed))
    assert value.options != file.value.options
    found = recomputed(case_workbook.render(file), tmp_path, changes)
    assert found == pytest.approx({o.name: o.npv for o in value.options}, abs=1e-5)


def test_a_text_that_looks_like_a_formula_stays_text(case: BusinessCase) -> None:
    spoiled = replace(case, name="=1+1", sponsor="=cmd|' /C calc'!A0")
    book = openpyxl.load_workbook(BytesIO(case_workbook.render(appraisal.case_file(spoiled))))
    cell = book["Summary"]["A1"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_the_same_case_gives_the_same_bytes(file: CaseFile) -> None:
    assert case_workbook.render(file) == case_workbook.render(file)
    story = case_story.build(file)
    assert docx.render(story) == docx.render(story)


def words_of(content: bytes) -> str:
    document = Document(BytesIO(content))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_the_five_cases_are_all_there_with_every_source(file: CaseFile) -> None:
    said = words_of(docx.render(five_cases.build(file)))
    for words in (
        "Strategic case", "Economic case", "Commercial case", "Financial case", "Management case",
        "GBP 819.7 thousand", "Five builders within 40 km", "Door counter", "[staff on duty]",
    ):  # fmt: skip
        assert words in said
    for each in file.case.assumptions:
        assert each.name in said
        assert each.provenance.source in said


def test_the_story_is_one_page_and_the_deck_has_native_charts(file: CaseFile) -> None:
    assert pdf.pages(case_story.build(file)) == 1
    deck = Presentation(BytesIO(pptx.render(case_story.slides(file))))
    charts = [s.chart for slide in deck.slides for s in slide.shapes if s.has_chart]
    assert len(charts) == 3
    drawn: Any = charts[0].plots[0].series[0].values
    assert drawn == pytest.approx((249.67481, 819.70991, -1152.77654))


@pytest.fixture(scope="module")
def simulated(case: BusinessCase) -> CaseFile:
    return appraisal.case_file(
        case,
        digest="f" * 64,
        chances=appraisal.simulate(case, draws=1024),
        drive=appraisal.drivers(case, points=256),
        compared=appraisal.compare_options(case, draws=1024),
        rights=appraisal.value_rights(case),
    )


def test_the_decks_have_native_charts_and_what_simulation_says(simulated: CaseFile) -> None:
    for report, count in (
        (case_decks.five_case_deck(simulated), 4),
        (case_decks.finance_deck(simulated), 4),
    ):
        deck = Presentation(BytesIO(pptx.render(report)))
        charts = [s.chart for slide in deck.slides for s in slide.shapes if s.has_chart]
        assert len(charts) == count
        words = "\n".join(
            cell.text
            for slide in deck.slides
            for shape in slide.shapes
            if shape.has_table
            for row in shape.table.rows
            for cell in row.cells
        )
        assert simulated.chances is not None
        assert simulated.chances.loss.share() in words
        assert "Worth finding out before deciding" in words
        assert "Open the upper floor once the evenings are full" in words


def test_the_documents_say_what_simulation_says(simulated: CaseFile) -> None:
    said = words_of(docx.render(five_cases.build(simulated)))
    assert simulated.compared is not None
    assert simulated.compared.options[1].best.share() in said
    assert "never chosen by their ratio alone" in said
    assert pdf.render(finance_summary.build(simulated))[:2] == b"%P"


def test_the_finance_summary_adds_up(file: CaseFile) -> None:
    section = finance_summary.build(file).sections[1]
    chart = section.blocks[0]
    assert isinstance(chart, Chart)
    costs = sum(row[1] + row[2] for row in chart.table.rows)  # type: ignore[operator]
    drawn = [sum(point.y for point in each.points) for each in chart.series]
    assert -drawn[0] - drawn[1] == pytest.approx(costs, abs=0.2)
    chosen = file.chosen
    assert chosen is not None
    lines = [e for e in chosen.lines if e.counted and e.kind in ("capex", "opex")]
    assert costs == pytest.approx(sum(sum(e.adjusted.values()) for e in lines), abs=0.2)


def test_a_case_of_next_to_nothing_still_makes_every_document(case: BusinessCase) -> None:
    bare = BusinessCase(id="bare", name="Bare", options=case.options[:1], lines=case.lines[:1])
    made = appraisal.case_file(bare)
    for report in (case_story.build(made), five_cases.build(made), finance_summary.build(made)):
        assert docx.render(report)[:2] == b"PK"
    assert pptx.render(case_story.slides(made))[:2] == b"PK"
    assert case_workbook.render(made)[:2] == b"PK"
