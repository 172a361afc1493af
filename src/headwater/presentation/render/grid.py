"""How tables fill slides: type sizes, heights of rows, and where a page ends, in points."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate

from headwater.presentation.render import measure
from headwater.presentation.wording import cell
from headwater.vocabulary.report import Table

SIZES = (13.0, 12.0, 11.0, 10.5, 10.0)  # the largest that fits on one page
PAGED = 10.5  # where none does
CAPTION, NOTE = 12.0, 11.0  # sizes of the lines above and below a table
MOST_CAPTION = 3  # lines
CELL_X, CELL_Y = 5.0, 3.5  # inside a cell
MOST_LINES = 4  # of a cell


def column_widths(table: Table, width: float) -> list[float]:
    """Share the width among the columns, in points."""
    total = sum(column.share for column in table.columns)
    return [width * column.share / total for column in table.columns]


def size_of(table: Table, width: float, room: float) -> float:
    """Return the largest type size at which the table fits and no heading breaks in a word."""
    for size in SIZES:
        if _fits(table, width, size, room) and _heads_hold(table, width, size):
            return size
    return PAGED


def _fits(table: Table, width: float, size: float, room: float) -> bool:
    """Say whether a table is at most as high as the room, measuring no row beyond it."""
    rest = room - above(table, width) - below(table)
    return all(used <= rest for used in accumulate(_heights(table, width, size)))


def _heads_hold(table: Table, width: float, size: float) -> bool:
    return all(
        measure.width(word, size, bold=True) <= room - 2 * CELL_X
        for column, room in zip(table.columns, column_widths(table, width), strict=True)
        for word in column.title.split()
    )


def shown_rows(table: Table, width: float, size: float) -> list[list[str]]:
    """Every cell as it is written, cut where it would take more lines than a cell may."""
    return list(_shown(table, width, size))


def _shown(table: Table, width: float, size: float) -> Iterator[list[str]]:
    rooms = [each - 2 * CELL_X for each in column_widths(table, width)]
    for row in table.rows:
        yield [
            measure.clip(cell(value, column), room, size, lines=MOST_LINES)
            for value, column, room in zip(row, table.columns, rooms, strict=True)
        ]


def shown_heads(table: Table, width: float, size: float) -> list[str]:
    """Every heading, cut where it would take more lines than a cell may."""
    rooms = [each - 2 * CELL_X for each in column_widths(table, width)]
    return [
        measure.clip(column.title, room, size, lines=MOST_LINES, bold=True)
        for column, room in zip(table.columns, rooms, strict=True)
    ]


def row_heights(table: Table, width: float, size: float) -> list[float]:
    """Return the height of the heading row and of each row, in points."""
    return list(_heights(table, width, size))


def _heights(table: Table, width: float, size: float) -> Iterator[float]:
    """Yield the height of the heading row and of each row: only what is asked is measured."""
    rooms = [each - 2 * CELL_X for each in column_widths(table, width)]
    head = zip(shown_heads(table, width, size), rooms, strict=True)
    yield max(measure.height(text, room, size, bold=True) for text, room in head) + 2 * CELL_Y
    for row in _shown(table, width, size):
        cells = zip(row, rooms, strict=True)
        yield max(measure.height(text, room, size) for text, room in cells) + 2 * CELL_Y


def above(table: Table, width: float) -> float:
    """Return the height of the caption above a table, with the gap after it."""
    if not table.caption:
        return 0.0
    text = measure.clip(table.caption, width, CAPTION, lines=MOST_CAPTION)
    return measure.height(text, width, CAPTION) + 2 * CELL_Y


def below(table: Table) -> float:
    """Return the height of the note below a table, with the gap before it."""
    return NOTE * measure.LINE + CELL_Y if table.note else 0.0


def height_of(table: Table, width: float, size: float) -> float:
    """Return the height of a table with its caption and note, in points."""
    return above(table, width) + sum(row_heights(table, width, size)) + below(table)


def pages_of(table: Table, width: float, size: float, first: float, later: float) -> list[Table]:
    """Cut a table into parts that fit; the last part says what is left out."""
    heights = _heights(table, width, size)
    spare = next(heights) + above(table, width)
    spare += below(replace(table, note=table.note or "left out"))
    known: list[float] = []  # heights of rows; those on pages that are left out are not measured
    parts: list[Table] = []
    start = 0
    while True:
        room = (later if parts else first) - spare
        end, used = start, 0.0
        while end < len(table.rows):
            if end == len(known):
                known.append(next(heights))
            if end > start and used + known[end] > room:
                break
            used += known[end]
            end += 1
        last = end == len(table.rows) or len(parts) + 1 == table.pages
        parts.append(_part(table, start, end, last=last))
        if last:
            return parts
        start = end


def _part(table: Table, start: int, end: int, *, last: bool) -> Table:
    left = len(table.rows) - end
    said = f"and {left:,} more: see {table.where}" if last and left and table.where else ""
    return replace(
        table,
        rows=table.rows[start:end],
        ids=table.ids[start:end],
        links=table.links[start:end],
        note=said or table.note,
    )
