"""The charter: two pages, every part, and the gaps named."""

from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document

from headwater.errors import InputError
from headwater.presentation.methods import charter as method
from headwater.presentation.render import docx, pdf
from headwater.vocabulary.charter import Charter, CharterFact, CharterMeasure
from headwater.vocabulary.report import Table
from headwater.vocabulary.shapes import from_json, to_json

WHOLE = Charter(
    project="Online form <for> school places",
    organization="Rivermouth Council",
    issued="2026-11-27",
    number=3,
    reference="E-2",
    need="Families wait eleven weeks",
    for_whom="900 families",
    found="2026-03-04",
    lead_days=268,
    evidence=(CharterFact("77 days", "Register", "2026-02-20"),),
    objectives=("Every child learns",),
    measures=(CharterMeasure("Decided by May", "Days: 77 today"), CharterMeasure("Calm")),
    case=("Value forecast: GBP 240,000.",),
    decision=("Start it. Decided by the board on 3 November 2026.",),
    scope="A form",
    agreed_with="Amara",
    levels=("Delivery within 15 days of working time",),
    people=(("Customer", "Amara"), ("Owner of the need", "")),
)


def words(charter: Charter) -> str:
    made = Document(BytesIO(docx.render(method.build(charter))))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in made.paragraphs), *cells])


def test_every_part_is_in_the_document() -> None:
    said = words(WHOLE)

    for part in (
        "268 days", "27 November 2026", "Families wait eleven weeks", "77 days", "20 February 2026",
        "Every child learns", "Decided by May", "no measure yet", "GBP 240,000", "the board",
        "Agreed with Amara", "Delivery within 15 days", "not named",
    ):  # fmt: skip
        assert part in said, part
    assert "What is missing" not in said
    assert from_json(Charter, to_json(WHOLE)) == WHOLE


def test_what_is_missing_is_named_and_not_left_out() -> None:
    bare = Charter(
        "Form", "Rivermouth Council", "2026-11-27", 1, "E-1", gaps=("No need was recorded.",)
    )

    said = words(bare)

    assert "No need was recorded before this charter." in said
    assert "No business case is attached yet." in said
    assert "No decision is recorded yet." in said
    assert "What is missing" in said
    assert "No need was recorded." in said


@pytest.mark.parametrize("charter", [WHOLE, replace(WHOLE, scope="Very long. " * 300)])
def test_it_takes_two_pages(charter: Charter) -> None:
    assert pdf.pages(method.build(charter)) == 2
    assert pdf.render(method.build(charter)).startswith(b"%PDF")


def test_a_charter_before_its_need_is_refused() -> None:
    with pytest.raises(InputError, match="before its need"):
        replace(WHOLE, lead_days=-1)
    with pytest.raises(InputError, match="name of its project"):
        replace(WHOLE, project=" ")


def test_the_report_has_no_table_without_rows() -> None:
    for block in method.build(WHOLE).blocks():
        assert not isinstance(block, Table) or block.rows
