"""A business case as a sheet: the place of each cell that can be typed into, and its faults."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

CellKind: TypeAlias = Literal["line", "assumption", "option", "correlation", "shock"]

Place: TypeAlias = tuple[str, str, str]
"""What kind of row, its id (a name for assumptions; "+1", "+2" for new rows), and the column.

Columns of a line: a year, "formula", "first", "last", "name", "kind", "recurrence", "prices",
"option" (new lines only); of an assumption: "name", "value", "low", "high", "unit", "meaning",
"source", "date", "owner"; of an option: "name", "role", "standing", "reason"; of a correlation:
"first", "second", "value"; of what a shock moves: "name" (of the shock), "quantity", "value".
Every row has "remove": anything but "" takes it away.
"""


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell that cannot be used: where it is, what people call it, and how to mend it.

    `column` is "" where the whole row is meant, `id` as well where no single row can be named.
    """

    kind: CellKind
    id: str
    column: str
    name: str
    text: str

    @property
    def place(self) -> Place:
        """The cell's place."""
        return self.kind, self.id, self.column

    def __str__(self) -> str:
        return f"{self.name}: {self.text}"
