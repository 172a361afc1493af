"""Where each card and each link of an investment logic map stands; pure geometry, in points."""

from dataclasses import dataclass

from headwater.presentation.render import measure
from headwater.presentation.wording import plain
from headwater.vocabulary.need import PARTS, LogicItem, LogicMap, Part
from headwater.vocabulary.report import Tone

TITLES: dict[Part, str] = {
    "problem": "Problem",
    "benefit": "Benefit",
    "response": "Response",
    "solution": "Solution",
}
TONES: dict[Part, Tone] = {
    "problem": "stop",
    "benefit": "start",
    "response": "contested",
    "solution": "",
}
GUTTER = 46.0
HEAD = 30.0  # from the top of a column to its first card
PAD = 9.0
LEAST_GAP, MOST_GAP = 10.0, 30.0
SIZES = (15.0, 14.0, 13.0, 12.0, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5)
SMALL = 0.84  # of the size: shares and measures
LEADING = 1.3


@dataclass(frozen=True, slots=True)
class Line:
    """One line of words, by its left end and its base line."""

    text: str
    x: float
    y: float
    size: float
    kind: str  # "share", "text" or "measure"


@dataclass(frozen=True, slots=True)
class Card:
    """One card: its box, its words line by line, and the item that it shows."""

    item: LogicItem
    tone: Tone
    left: float
    top: float
    width: float
    height: float
    lines: tuple[Line, ...]

    @property
    def middle(self) -> float:
        """Half way down."""
        return round(self.top + self.height / 2, 2)

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width


@dataclass(frozen=True, slots=True)
class Link:
    """A curve from the right of one card to the left of the card that follows from it."""

    start: tuple[float, float]
    end: tuple[float, float]

    @property
    def bend(self) -> float:
        """Where, across, both handles of the curve stand."""
        return round((self.start[0] + self.end[0]) / 2, 2)

    @property
    def path(self) -> str:
        """The curve in the language of SVG."""
        (x, y), (to_x, to_y), bend = self.start, self.end, self.bend
        return f"M{x:g},{y:g} C{bend:g},{y:g} {bend:g},{to_y:g} {to_x:g},{to_y:g}"


@dataclass(frozen=True, slots=True)
class Column:
    """One of the four columns, with its heading."""

    part: Part
    title: str
    tone: Tone
    left: float
    width: float
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole map in a box of `width` by `height` points."""

    width: float
    height: float
    size: float
    columns: tuple[Column, ...]
    links: tuple[Link, ...]

    @property
    def cards(self) -> tuple[Card, ...]:
        """Every card, column by column."""
        return tuple(card for column in self.columns for card in column.cards)


def lay_out(
    logic: LogicMap, *, width: float, height: float | None = None, size: float = 11.0
) -> Drawing:
    """Place the cards in the largest type at which every column fits.

    Parameters
    ----------
    height
        The room there is, in points; None for as much as the fullest column takes at `size`.

    Returns
    -------
    Drawing
        Boxes, lines of words and curves; cards do not overlap, and none lies outside.
    """
    across = (width - 3 * GUTTER) / 4
    if height is None:
        tallest = max(_tall(logic, part, across, size) for part in PARTS)
        return _drawn(logic, width, HEAD + max(tallest, 60.0) + 2, size)
    fitting = (
        each
        for each in SIZES
        if all(HEAD + _tall(logic, part, across, each) <= height for part in PARTS)
    )
    return _drawn(logic, width, height, next(fitting, SIZES[-1]))


def _drawn(logic: LogicMap, width: float, height: float, size: float) -> Drawing:
    across = (width - 3 * GUTTER) / 4
    columns = []
    for place, part in enumerate(PARTS):
        left = round(place * (across + GUTTER), 2)
        cards = _column(logic.of(part), left, across, height, size)
        columns.append(
            Column(part, TITLES[part], TONES[part], left, round(across, 2), tuple(cards))
        )
    by_key = {card.item.key: card for column in columns for card in column.cards}
    links = tuple(
        Link(
            (round(by_key[one.key].right, 2), by_key[one.key].middle),
            (by_key[other.key].left, by_key[other.key].middle),
        )
        for one, other in logic.links()
    )
    return Drawing(width, round(height, 2), size, tuple(columns), links)


def _column(
    items: tuple[LogicItem, ...], left: float, across: float, height: float, size: float
) -> list[Card]:
    heights = [_height(each, across, size) for each in items]
    free = height - HEAD - sum(heights)
    gap = min(MOST_GAP, max(LEAST_GAP, free / max(len(items), 1)))
    cards, top = [], HEAD
    for item, tall in zip(items, heights, strict=True):
        lines = tuple(_lines(item, left, top, across, size))
        tone = TONES[item.part]
        cards.append(Card(item, tone, left, round(top, 2), round(across, 2), round(tall, 2), lines))
        top += tall + gap
    return cards


def _tall(logic: LogicMap, part: Part, across: float, size: float) -> float:
    heights = [_height(each, across, size) for each in logic.of(part)]
    return sum(heights) + LEAST_GAP * max(len(heights) - 1, 0)


def _height(item: LogicItem, across: float, size: float) -> float:
    return 2 * PAD + sum(line_size * LEADING for _, line_size, _ in _words(item, across, size))


def _lines(item: LogicItem, left: float, top: float, across: float, size: float) -> list[Line]:
    found, at = [], top + PAD
    for text, line_size, kind in _words(item, across, size):
        found.append(Line(text, left + PAD, round(at + line_size, 2), line_size, kind))
        at += line_size * LEADING
    return found


def _words(item: LogicItem, across: float, size: float) -> list[tuple[str, float, str]]:
    """Return the lines of a card: its share, what it says, its measure."""
    room, small = across - 2 * PAD, round(size * SMALL, 2)
    found: list[tuple[str, float, str]] = []
    if item.share is not None:
        found.append((f"{item.share:.0%}", small, "share"))
    found += [(line, size, "text") for line in measure.wrap(plain(item.text), room, size)]
    if item.measure:
        said = measure.wrap(f"Measure: {plain(item.measure)}", room, small)
        found += [(line, small, "measure") for line in said]
    return found
