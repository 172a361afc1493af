"""How large a section may be set so that it fits one page of A4: estimated on the wide side."""

from headwater.presentation.render import measure, sheets
from headwater.vocabulary.report import (
    Block,
    Callout,
    Chart,
    Figures,
    Heading,
    Points,
    Report,
    Section,
    Table,
    Text,
)

WIDTH, HEIGHT = 462.0, 705.0  # of the text, in points: A4 less its margins, and some air
TITLE, HEADING = 2.3, 1.2  # sizes of headlines, in sizes of the text
SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5)
SCALES = {"lead": 1.14, "plain": 1.0, "small": 0.86}
NARROW = 1.1  # the face is at least this much narrower than the one that is measured
LINE = 1.12  # measured lines are 1.2 sizes high; faces with tall lines take more
PAD = 15.0  # above and below the words of a card


def size(section: Section, report: Report) -> float:
    """Return the largest size of text, in points, at which a section should fit one page."""
    return next((each for each in SIZES if height(section, report, each) <= HEIGHT), SIZES[-1])


def height(section: Section, report: Report, size: float) -> float:
    """Estimate the height of a section at a size of text; both in points."""
    head = 3.2 * size + _words(section.title, WIDTH, size * TITLE) + size
    aside = max((_block(each, report, size, WIDTH / 2 - 30) for each in section.aside), default=0.0)
    return head + sum(_block(each, report, size, WIDTH) for each in section.blocks) + aside + size


def _block(block: Block, report: Report, size: float, room: float) -> float:
    match block:
        case Heading(text):
            return _words(text, room, size * HEADING, bold=True) + 1.6 * size
        case Text(text, scale):
            return _words(text, room, size * SCALES[scale]) + 0.6 * size
        case Points(items):
            return sum(_words(each, room - 16, size) + 0.35 * size for each in items)
        case Figures(items):
            wide = room / len(items) - 12
            return (
                max(
                    _words(each.label, wide, size * 0.84, bold=True)
                    + _words(each.value, wide, size * 1.75)
                    + _words(each.detail, wide, size * 0.84)
                    for each in items
                )
                + 2.4 * size
            )
        case Callout():
            words = _words(block.text, room - 24, size)
            title = _words(block.title, room - 24, size, bold=True) if block.title else 0.0
            return words + title + PAD + 0.7 * size
        case Table():
            return _table(block, report, size, room)
        case Chart():
            return _table(block.table, report, size, room) + 2 * size


def _table(table: Table, report: Report, size: float, room: float) -> float:
    shown = sheets.grid(table, report)
    total = sum(shown.shares)
    rows = (
        max(
            _words(text, room * share / total - 10, size)
            for text, share in zip(row, shown.shares, strict=True)
        )
        + 0.9 * size
        for row in (shown.heads, *shown.rows)
    )
    return sum(rows) + 2 * size


def _words(text: str, room: float, size: float, *, bold: bool = False) -> float:
    return measure.height(text, room * NARROW, size, bold=bold) * LINE
