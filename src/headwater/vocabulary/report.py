"""Reports without a format: sections of blocks that a slide, a page or a sheet can show.

A report says what is shown and where each number comes from; a renderer says how it looks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Literal, TypeAlias

from headwater.errors import InputError
from headwater.vocabulary.units import Interval, MoneyUnit

Tone: TypeAlias = Literal["", "start", "contested", "stop", "limit", "muted"]
"""What a mark or a word stands for; each renderer has one colour and one sign for each."""

ColumnKind: TypeAlias = Literal["text", "money", "number", "percent", "call"]
ChartKind: TypeAlias = Literal["bars", "ranges", "scatter", "line", "columns"]
Cell: TypeAlias = str | float | Interval | None
"""None is "not known" (for text: nothing to say)."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    kind
        How its cells are written: money in the report's unit, percent from a share of 1,
        call as one of start, contested, stop.
    share
        Width beside the other columns; only the proportion counts.
    """

    title: str
    kind: ColumnKind = "text"
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of typed cells.

    Attributes
    ----------
    caption, note
        A line above (repeated where the table goes on), and one below.
    ids
        What each row is about, as the decision's own file calls it; empty or one a row.
    searchable
        Whether the reader should be able to sort and filter it, where the format can.
    links
        The page behind each cell, row by row ("" without one); empty or as many as the rows.
    pages, where
        The most slides it may take where the format has slides (0 is no limit), and the file
        that has the rows left out.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    note: str = ""
    ids: tuple[str, ...] = ()
    searchable: bool = False
    pages: int = 0
    where: str = ""
    links: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self) -> None:
        if self.ids and len(self.ids) != len(self.rows):
            raise InputError(f"a table has {len(self.rows)} rows and {len(self.ids)} ids")
        if self.links and [len(e) for e in self.links] != [len(e) for e in self.rows]:
            raise InputError("the links of a table are not one a cell")
        for row in self.rows:
            if len(row) != len(self.columns):
                titles = ", ".join(column.title for column in self.columns)
                raise InputError(f"a row has {len(row)} cells for the columns {titles}")
            if any(isinstance(cell, float) and not isfinite(cell) for cell in row):
                raise InputError(f"the row of {row[0]!r} holds a number that is not finite")


@dataclass(frozen=True, slots=True)
class Point:
    """One mark of a chart.

    Attributes
    ----------
    label
        What it is: the category of a bar or column, the name behind a dot.
    x, y
        Where a dot stands. Bars, ranges and columns use `y` only.
    low, high
        The ends of a range.
    note
        What to say about it when asked, beyond its numbers.
    """

    label: str
    y: float
    x: float = 0.0
    low: float | None = None
    high: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """Marks that belong together and look alike."""

    name: str
    points: tuple[Point, ...]
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Axis:
    """What an axis measures, how its numbers are written, and whether each step multiplies."""

    title: str
    kind: Literal["money", "number", "percent"] = "number"
    logarithmic: bool = False


@dataclass(frozen=True, slots=True)
class Marker:
    """A straight line across a chart at one x, with a few words beside it."""

    label: str
    x: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart and the table of its data.

    bars and ranges lie, one a category, in the order given; columns stand in groups;
    scatter shows dots at (x, y); line joins dots in order of x.
    """

    kind: ChartKind
    title: str
    series: tuple[Series, ...]
    table: Table
    x: Axis = Axis("")
    y: Axis = Axis("")
    markers: tuple[Marker, ...] = ()

    @property
    def categories(self) -> tuple[str, ...]:
        """The labels of bars, ranges and columns, each once, in order."""
        return tuple(dict.fromkeys(p.label for each in self.series for p in each.points))


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; `lead` is larger, `small` is for the fine print."""

    text: str
    size: Literal["lead", "plain", "small"] = "plain"


@dataclass(frozen=True, slots=True)
class Points:
    """A list of whole sentences; `steps` are numbered, in order, and stand out."""

    items: tuple[str, ...]
    kind: Literal["list", "steps"] = "list"


@dataclass(frozen=True, slots=True)
class Figure:
    """One headline number: the number as written, what it counts, and a line of detail.

    `link` is the page that shows what is behind it; "" without one.
    """

    value: str
    label: str
    detail: str = ""
    tone: Tone = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Headline numbers side by side."""

    items: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Callout:
    """A sentence that must not be overlooked."""

    text: str
    title: str = ""
    tone: Tone = ""


Block: TypeAlias = Heading | Text | Points | Figures | Callout | Table | Chart


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a number comes from: what it is, and its path in the file of the report.

    `link` is the address of a page that shows the records behind it; "" where there is none.
    """

    what: str
    path: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One slide, or one part of a page.

    Attributes
    ----------
    key
        Short name for links, unique in the report.
    label
        A word or two that say where in the report the reader is.
    title
        The finding, as a whole sentence.
    blocks, aside
        What is shown, and what may stand beside it.
    tags
        Marks that must be visible wherever the section is shown ("Illustrative").
    trace
        Where its numbers come from.
    """

    key: str
    label: str
    title: str
    blocks: tuple[Block, ...]
    aside: tuple[Block, ...] = ()
    tags: tuple[str, ...] = ()
    trace: tuple[Trace, ...] = ()

    def __post_init__(self) -> None:
        if not self.title.strip() or not (self.blocks or self.aside):
            raise InputError(f"the section {self.key!r} has no title or nothing to show")


@dataclass(frozen=True, slots=True)
class Report:
    """A document without a format.

    Attributes
    ----------
    money
        The unit of every money cell.
    digest
        The digest of the input, which ties the document to one decision; "" when unknown.
    file
        The name of the file of data that traces point into.
    """

    title: str
    subtitle: str
    sections: tuple[Section, ...]
    money: MoneyUnit
    digest: str = ""
    file: str = "decision.json"

    def __post_init__(self) -> None:
        keys = [section.key for section in self.sections]
        if len(set(keys)) != len(keys):
            raise InputError(f"two sections of a report bear the same key: {', '.join(keys)}")

    def blocks(self) -> Iterator[Block]:
        """Every block of every section, in reading order."""
        for section in self.sections:
            yield from section.blocks
            yield from section.aside
