"""The room's public face: three documents, the same bytes for the same decision."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

import pytest

from headwater.presentation import METHODS, deck, page, workbook, write
from headwater.vocabulary.decision import Decision

NAMES = ("rich", "bare", "hostile", "single")
FIXED = (1980, 1, 1, 0, 0, 0)


@pytest.mark.parametrize("name", NAMES)
def test_every_decision_becomes_three_documents(
    decisions: ModuleType, name: str, tmp_path: Path
) -> None:
    written = write(decisions.ALL[name](), tmp_path / "new" / "folder")

    assert [path.name for path in written] == ["board.pptx", "portfolio.xlsx", "report.html"]
    assert all(path.stat().st_size > 5_000 for path in written)


def test_the_order_of_projects_changes_nothing(decisions: ModuleType) -> None:
    made: Decision = decisions.rich()
    turned = replace(made, projects=made.projects[::-1])

    assert deck(made) == deck(turned)
    assert workbook(made) == workbook(turned)
    assert page(made) == page(turned)


def test_no_zip_entry_carries_a_time(decisions: ModuleType) -> None:
    made = decisions.rich()
    for content in (deck(made), workbook(made)):
        with ZipFile(BytesIO(content)) as outer:
            assert {entry.date_time for entry in outer.infolist()} == {FIXED}
            for entry in outer.namelist():
                if entry.endswith(".xlsx"):
                    with ZipFile(BytesIO(outer.read(entry))) as inner:
                        assert {each.date_time for each in inner.infolist()} == {FIXED}
                        core = inner.read("docProps/core.xml").decode()
                        assert "2000-01-01" in core


@pytest.mark.parametrize("name", list(METHODS))
def test_every_method_names_its_file_its_title_and_its_source(name: str) -> None:
    method = METHODS[name]
    assert name == method.NAME and method.TITLE and method.SOURCE


@pytest.mark.parametrize("name", NAMES)
def test_every_section_says_where_its_numbers_come_from(decisions: ModuleType, name: str) -> None:
    for method in METHODS.values():
        for section in method.build(decisions.ALL[name]()).sections:
            assert section.trace, section.key
