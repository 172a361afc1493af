"""How blocks fill the columns of slides: what goes where, in points, and when a page is full.

Everything is measured before it is drawn, so a slide never holds more than fits.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from headwater.presentation.render import grid, measure
from headwater.vocabulary.report import (
    Block,
    Callout,
    Chart,
    Figures,
    Heading,
    Points,
    Table,
    Text,
)

HEADING, BODY, LEAD, SMALL, CALLOUT = 14.0, 14.0, 16.0, 11.0, 12.5
GAP = 9.0  # between blocks
ITEM_GAP = 6.0  # between the sentences of a list
INDENT = 20.0  # of a list
PAD = 8.0  # inside a callout
FIGURES = 110.0  # height of a row of headline numbers
LEAST_CHART = 180.0
MOST_CALLOUT = 7  # lines
MOST_CHUNK = 14  # lines of one sentence on one slide
SIZES = {"lead": LEAD, "plain": BODY, "small": SMALL}


@dataclass(frozen=True, slots=True)
class Item:
    """One sentence of a list, or the part of it that fits, with its bullet or number."""

    text: str
    sign: str
    size: float = BODY


Piece = Block | Item


@dataclass(frozen=True, slots=True)
class Placed:
    """A block, or a part of one, with its place in a column, in points.

    `size` is the type size of a table; other blocks have one of their own.
    """

    block: Piece
    top: float
    height: float
    size: float = 0.0


Page = tuple[Placed, ...]


def pages(blocks: Sequence[Block], *, width: float, height: float) -> list[Page]:
    """Lay blocks into columns of one width (points) and height (points), one column a page.

    Charts take all the height that is left. A table goes on over at most `Table.pages` pages
    and then says how many rows are left out.
    """
    done: list[Page] = []
    page: list[Placed] = []
    top = 0.0
    pieces = list(_pieces(blocks, width))
    for place, piece in enumerate(pieces):
        needed = _needed(piece, pieces[place + 1 :], width)
        if page and top + needed > height:
            done.append(tuple(page))
            page, top = [], 0.0
        size = 0.0
        if isinstance(piece, Table):
            size = grid.size_of(piece, width, height - top)
            *full, piece = grid.pages_of(piece, width, size, height - top, height)
            for part in full:
                done.append((*page, Placed(part, top, grid.height_of(part, width, size), size)))
                page, top = [], 0.0
            tall = grid.height_of(piece, width, size)
        else:
            tall = height - top if isinstance(piece, Chart) else measured(piece, width)
        page.append(Placed(piece, top, tall, size))
        top += tall + (ITEM_GAP if isinstance(piece, Item) else GAP)
    return [*done, tuple(page)] if page else done


def _needed(piece: Piece, after: Sequence[Piece], width: float) -> float:
    """Return the height below which a piece should begin a new page: headings keep what follows."""
    if isinstance(piece, Heading) and after:
        return measured(piece, width) + GAP + _needed(after[0], after[1:], width)
    if isinstance(piece, Table):
        return grid.height_of(
            replace(piece, rows=piece.rows[:2], ids=(), links=()), width, grid.PAGED
        )
    return measured(piece, width)


def measured(block: Piece, width: float) -> float:
    """Return the height that a block takes at a width, in points."""
    match block:
        case Heading():
            return measure.height(block.text, width, HEADING, bold=True)
        case Text():
            return measure.height(block.text, width, SIZES[block.size])
        case Item():
            return measure.height(block.text, width - INDENT, block.size)
        case Points():
            return sum(measured(each, width) + ITEM_GAP for each in _items(block, width))
        case Callout():
            return _callout(block, width)
        case Figures():
            return FIGURES
        case Table():
            return grid.height_of(block, width, grid.PAGED)
        case Chart():
            return LEAST_CHART


def _callout(block: Callout, width: float) -> float:
    room = width - 2 * PAD - 4
    title = measure.height(block.title, room, CALLOUT, bold=True) if block.title else 0.0
    return title + measure.height(block.text, room, CALLOUT) + 2 * PAD


def _pieces(blocks: Sequence[Block], width: float) -> Iterator[Piece]:
    for block in blocks:
        match block:
            case Points():
                yield from _items(block, width)
            case Text():
                size = SIZES[block.size]
                for part in _chunks(block.text, width, size):
                    yield replace(block, text=part)
            case Callout():
                room = width - 2 * PAD - 4
                text = measure.clip(block.text, room, CALLOUT, lines=MOST_CALLOUT)
                title = measure.clip(block.title, room, CALLOUT, lines=2, bold=True)
                yield replace(block, text=text, title=title)
            case Heading():
                yield Heading(measure.clip(block.text, width, HEADING, lines=2, bold=True))
            case _:
                yield block


def _items(block: Points, width: float) -> Iterator[Item]:
    steps = block.kind == "steps"
    size = LEAD if steps else BODY
    for number, item in enumerate(block.items, 1):
        for place, part in enumerate(_chunks(item, width - INDENT, size)):
            sign = f"{number}." if steps else "•"
            yield Item(part, sign if place == 0 else "", size)


def _chunks(text: str, width: float, size: float) -> Iterator[str]:
    lines = measure.wrap(text, width, size)
    for start in range(0, len(lines), MOST_CHUNK):
        yield " ".join(lines[start : start + MOST_CHUNK])
