"""How tables fill slides: type sizes, heights of rows, and where a page ends, in points."""

from dataclasses import replace

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
        if height_of(table, width, size) <= room and _heads_hold(table, width, size):
            return size
    return PAGED


def _heads_hold(table: Table, width: float, size: float) -> bool:
    return all(
        measure.width(word, size, bold=True) <= room - 2 * CELL_X
        for column, room in zip(table.columns, column_widths(table, width), strict=True)
        for word in column.title.split()
    )


def shown_rows(table: Table, width: float, size: float) -> list[list[str]]:
    """Every cell as it is written, cut where it would take more lines than a cell may."""
    rooms = [each - 2 * CELL_X for each in column_widths(table, width)]
    return [
        [
            measure.clip(cell(value, column), room, size, lines=MOST_LINES)
            for value, column, room in zip(row, table.columns, rooms, strict=True)
        ]
        for row in table.rows
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
    rooms = [each - 2 * CELL_X for each in column_widths(table, width)]
    head = zip(shown_heads(table, width, size), rooms, strict=True)
    tall = [max(measure.height(text, room, size, bold=True) for text, room in head)]
    for row in shown_rows(table, width, size):
        cells = zip(row, rooms, strict=True)
        tall.append(max(measure.height(text, room, size) for text, room in cells))
    return [each + 2 * CELL_Y for each in tall]


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
    heights = row_heights(table, width, size)
    spare = heights[0] + above(table, width) + below(replace(table, note=table.note or "left out"))
    parts: list[Table] = []
    start = 0
    while True:
        room = (later if parts else first) - spare
        end, used = start, 0.0
        while end < len(table.rows) and (end == start or used + heights[end + 1] <= room):
            used += heights[end + 1]
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
