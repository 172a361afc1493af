"""The measure of words, and the flow of blocks over pages."""

from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.presentation.methods import board_deck
from headwater.presentation.render import flow, grid, measure
from headwater.vocabulary.report import Column, Heading, Points, Table, Text

LINES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=200)


@given(LINES, st.floats(40, 800), st.sampled_from((9.0, 12.0, 24.0)), st.booleans())
def test_no_line_is_wider_than_its_room(text: str, room: float, size: float, bold: bool) -> None:
    for line in measure.wrap(text, room, size, bold=bold):
        assert measure.width(line, size, bold=bold) <= room + 1e-6


@given(LINES, st.floats(60, 800), st.integers(1, 4))
def test_a_clipped_text_fits_its_lines(text: str, room: float, lines: int) -> None:
    shown = measure.clip(text, room, 12.0, lines=lines)

    assert len(measure.wrap(shown, room, 12.0)) <= lines


def test_the_measure_is_on_the_wide_side_of_the_usual_faces() -> None:
    arial = {"i": 0.222, "m": 0.833, "W": 0.944, "a": 0.556, "0": 0.556, " ": 0.278}

    for character, wide in arial.items():
        assert measure.width(character, 1.0) >= wide


def table(rows: int, *, pages: int = 0) -> Table:
    return Table(
        columns=(Column("Project", share=2), Column("Reason", share=3)),
        rows=tuple(
            (f"Bridge {n}", "It brings more for its money. " * (n % 4)) for n in range(rows)
        ),
        ids=tuple(f"P{n}" for n in range(rows)),
        pages=pages,
        where="portfolio.xlsx",
    )


@given(st.integers(1, 120), st.integers(0, 3), st.floats(160, 500))
def test_parts_of_a_table_hold_every_row_once_or_say_how_many_are_left(
    rows: int, pages: int, height: float
) -> None:
    whole = table(rows, pages=pages)
    parts = grid.pages_of(whole, 600.0, 12.0, height, height)

    shown = [each for part in parts for each in part.ids]
    assert shown == list(whole.ids[: len(shown)])
    assert all(grid.height_of(part, 600.0, 12.0) <= height + 1e-6 for part in parts)
    if pages and len(shown) < rows:
        assert len(parts) == pages and parts[-1].note == (
            f"and {rows - len(shown):,} more: see portfolio.xlsx"
        )
    else:
        assert len(shown) == rows


@pytest.mark.parametrize("name", ["rich", "bare", "hostile", "single"])
def test_pages_are_never_fuller_than_they_are_tall(decisions: ModuleType, name: str) -> None:
    for section in board_deck.build(decisions.ALL[name]()).sections:
        for page in flow.pages(section.blocks, width=560.0, height=360.0):
            for placed in page:
                assert placed.top + placed.height <= 360.0 + 1e-6, (section.key, placed.block)


def test_a_heading_never_stands_alone_at_the_foot() -> None:
    blocks = (Text("word " * 300), Heading("Doubts"), Points(("A whole sentence. " * 12,)))

    for page in flow.pages(blocks, width=500.0, height=300.0):
        assert not isinstance(page[-1].block, Heading)


def test_a_long_table_is_measured_only_as_far_as_it_is_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The time for a deck must not grow with rows that no slide has."""
    rows = tuple((f"Project {number}", float(number)) for number in range(2_000))
    table = Table((Column("Name"), Column("Cost", "number")), rows, pages=1, where="portfolio.xlsx")
    seen: set[str] = set()
    clip = measure.clip

    def noted(text: str, *room: float, **more: Any) -> str:
        seen.add(text)
        return clip(text, *room, **more)

    monkeypatch.setattr(measure, "clip", noted)
    size = grid.size_of(table, 400, 300)
    (shown,) = grid.pages_of(table, 400, size, 300, 300)

    assert len(seen) < 100
    assert shown.rows == rows[: len(shown.rows)]
    assert shown.note == f"and {2_000 - len(shown.rows):,} more: see portfolio.xlsx"
    assert grid.height_of(shown, 400, size) <= 300


@pytest.mark.parametrize("rows", range(1, 40))
def test_a_table_has_the_largest_size_at_which_all_of_it_fits(rows: int) -> None:
    table = Table((Column("Name"),), tuple((f"Project {each}",) for each in range(rows)))

    fitting = [each for each in grid.SIZES if grid.height_of(table, 400, each) <= 300]

    assert grid.size_of(table, 400, 300) == (fitting[0] if fitting else grid.PAGED)
