"""What the grid shows: rows of fields, with what was typed, what it comes to, what is wrong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from headwater.vocabulary.appraisal_case import BusinessCase
from headwater.vocabulary.appraisal_cells import CellFault, CellKind, Place
from headwater.vocabulary.appraisal_value import CaseValue

MARK = "\u241f"
NEW = "+"
FARTHEST = 60
EARLIEST = 1990
EVERY = "Every option"
KINDS = (
    ("capex", "Capital"),
    ("opex", "Running cost"),
    ("cash_benefit", "Benefit, cash-releasing"),
    ("non_cash_benefit", "Benefit, not cash"),
    ("societal_benefit", "Benefit, societal"),
    ("residual_value", "Residual value"),
    ("transfer", "Transfer, not counted"),
    ("tax", "Tax"),
)
OFTEN = (("", "not said"), ("one_off", "one-off"), ("recurring", "recurring"))
PRICES = (("", "as the case"), ("real", "real"), ("nominal", "nominal"))
ROLES = (
    ("business_as_usual", "business as usual"),
    ("do_minimum", "do minimum"),
    ("do_something", "do something"),
)
STANDINGS = (
    ("preferred", "preferred"),
    ("carried_forward", "on the shortlist"),
    ("possible", "on the longlist"),
    ("discounted", "set aside"),
)
CHOICES = {
    ("line", "kind"): KINDS, ("line", "recurrence"): OFTEN, ("line", "prices"): PRICES,
    ("option", "role"): ROLES, ("option", "standing"): STANDINGS,
}  # fmt: skip
TITLES = {
    "name": "name", "kind": "kind", "recurrence": "how often", "prices": "prices",
    "formula": "formula", "first": "from year", "last": "to year", "value": "value", "low": "low",
    "high": "high", "unit": "unit", "meaning": "meaning", "source": "source", "date": "date",
    "owner": "owner", "second": "the other", "quantity": "what it moves", "role": "role",
    "standing": "standing", "reason": "reason",
}  # fmt: skip
COUNTED: tuple[CellKind, ...] = ("line", "assumption", "option", "correlation", "shock")
BEGIN = {"kind": "opex", "role": "do_something", "standing": "possible"}


TIED: Mapping[CellKind, tuple[str, ...]] = {
    "correlation": ("first", "second", "value"),
    "shock": ("name", "quantity", "value"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One field: its name in the form, what it says, what it is called, and what is wrong."""

    name: str
    text: str
    label: str
    hint: str = ""
    fault: str = ""
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """An id for the page."""
        return "c-" + "-".join(f"{ord(each):x}" if not each.isalnum() else each for each in
                               self.name)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its fields by column, and of a line those of each year."""

    id: str
    title: str
    is_new: bool
    cells: Mapping[str, Cell]
    years: tuple[Cell, ...] = ()
    removed: bool = False
    fixed_range: bool = False

    kind: CellKind = "line"

    @property
    def remove(self) -> str:
        """Name of the field that takes it away."""
        return MARK.join((self.kind, self.id, "remove"))

    @property
    def fault(self) -> str:
        """The first thing wrong in it."""
        texts = (each.fault for each in (*self.cells.values(), *self.years))
        return next((text for text in texts if text), "")


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one option, with the net of each year as it was last worked out."""

    option: str
    title: str
    rows: tuple[Row, ...]
    net: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that the grid shows."""

    years: range
    options: tuple[Row, ...]
    assumptions: tuple[Row, ...]
    groups: tuple[Group, ...]
    ties: tuple[Row, ...] = ()
    shocks: tuple[Row, ...] = ()
    faults: tuple[tuple[str, str], ...] = ()
    """Each fault with the id of its field on the page ("" where it has none)."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed over a case: texts by place, and how many blank rows to show more."""

    kept: Mapping[Place, str]
    typed: Mapping[Place, str] = field(default_factory=dict)
    faults: Sequence[CellFault] = ()
    fixed: frozenset[str] = frozenset()

    def text(self, place: Place) -> str:
        """Return what a field says: typed, else kept, else what a new row begins with."""
        found = self.typed.get(place, self.kept.get(place))
        if found is None:
            return BEGIN.get(place[2], "") if place[1].startswith(NEW) else ""
        return found

    def fault(self, place: Place) -> str:
        """Return what is wrong with a field; a new or renamed row is found by its name."""
        for each in self.faults:
            if (
                each.kind == place[0]
                and each.column == place[2]
                and (
                    each.id == place[1] or self._named(place) in (each.id, each.name.split(", ")[0])
                )
            ):
                return each.text
        return ""

    def _named(self, place: Place) -> str:
        name = self.typed.get((place[0], place[1], "name"), "")
        return name if place[1].startswith(NEW) or name else "\0"

    def new(self, kind: CellKind, option: str | None = None) -> list[str]:
        """Return the new rows of a kind (of one option), in their order."""
        names = {name for k, name, _ in self.typed if k == kind and name.startswith(NEW)}
        if option is not None:
            names = {n for n in names if self.typed.get((kind, n, "option"), "") == option}
        return sorted(names, key=lambda name: (len(name), name))


def sheet(record: BusinessCase, value: CaseValue, draft: Draft, *, years: range) -> Sheet:
    """Lay out a case with what was typed over it; each table ends with a blank row."""
    count = {
        kind: max((int(n[1:]) for n in draft.new(kind) if n[1:].isdecimal()), default=0)
        for kind in COUNTED
    }

    def blank(kind: CellKind) -> str:
        count[kind] += 1
        return f"{NEW}{count[kind]}"

    options = [
        _row(draft, "option", name, ("name", "role", "standing", "reason"))
        for name in [*(o.id for o in record.options), *draft.new("option"), blank("option")]
    ]
    columns = ("name", "value", "low", "high", "unit", "meaning", "source", "date", "owner")
    names = [*(a.name for a in record.assumptions), *draft.new("assumption"), blank("assumption")]
    assumptions = [_row(draft, "assumption", name, columns) for name in names]
    worth: dict[str, Mapping[int, float]] = {}
    for found in value.options:
        for each in found.lines:
            worth.setdefault(each.id, each.amounts)
    used = {line.option for line in record.lines}
    owners = [(o.id, o.name) for o in record.options if o.is_shortlisted or o.id in used]
    if any(not line.option for line in record.lines):
        owners.append(("", EVERY))
    groups = []
    for option, title in owners:
        ids = [line.id for line in record.lines if line.option == option]
        rows = [
            _line(draft, name, years, worth.get(name, {}), option)
            for name in [*ids, *draft.new("line", option), blank("line")]
        ]
        known = value.of(option)
        net = tuple(None if known is None else known.net.get(year) for year in years)
        groups.append(Group(option, title, tuple(rows), net))
    tied = {
        kind: tuple(
            _row(draft, kind, name, columns)
            for name in [*_kept(draft, kind), *draft.new(kind), blank(kind)]
        )
        for kind, columns in TIED.items()
    }
    made = Sheet(
        years, tuple(options), tuple(assumptions), tuple(groups), tied["correlation"], tied["shock"]
    )
    return replace(made, faults=_told(draft, made))


def _kept(draft: Draft, kind: CellKind) -> list[str]:
    return list(dict.fromkeys(name for k, name, _ in draft.kept if k == kind))


def _row(draft: Draft, kind: CellKind, name: str, columns: Iterable[str]) -> Row:
    is_new = name.startswith(NEW)
    called = "" if kind in TIED else draft.text((kind, name, "name"))
    title = called or (f"New {kind}" if is_new else name)
    return Row(
        id=name,
        title=title,
        is_new=is_new,
        cells={
            each: _cell(
                draft, (kind, name, each), title, f"New {kind}" if is_new and each == "name" else ""
            )
            for each in columns
        },
        removed=bool(draft.typed.get((kind, name, "remove"))),
        fixed_range=kind == "assumption" and name in draft.fixed,
        kind=kind,
    )


def _line(draft: Draft, name: str, years: range, worth: Mapping[int, float], option: str) -> Row:
    columns = ("name", "kind", "recurrence", "prices", "formula", "first", "last")
    row = _row(draft, "line", name, columns)
    cells = tuple(
        _cell(
            draft,
            ("line", name, str(year)),
            row.title,
            f"{worth[year]:,.6g}" if year in worth else "",
        )
        for year in years
    )
    owner = {"option": Cell(MARK.join(("line", name, "option")), option, "option")}
    return Row(name, row.title, row.is_new, {**row.cells, **owner}, cells, row.removed)


def _cell(draft: Draft, place: Place, title: str, hint: str = "") -> Cell:
    kind, _, column = place
    said = "one quantity" if (kind, column) == ("correlation", "first") else TITLES.get(column, "")
    label = f"{title} {column}" if column.isdecimal() else f"{title}, {said}"
    return Cell(
        MARK.join(place), draft.text(place), label, hint, draft.fault(place),
        CHOICES.get((kind, column), ()),
    )  # fmt: skip


def _told(draft: Draft, made: Sheet) -> tuple[tuple[str, str], ...]:
    rows = [*made.options, *made.assumptions, *(r for group in made.groups for r in group.rows)]
    at = {
        cell.fault: cell.key
        for row in rows
        for cell in (*row.cells.values(), *row.years)
        if cell.fault
    }
    return tuple((at.get(each.text, ""), str(each)) for each in draft.faults)


def years_of(record: BusinessCase, value: CaseValue, asked: Sequence[int]) -> range:
    """Return the years to show: those with money in them, and those that were asked for."""
    begin = min((y for line in record.lines for y in line.years()), default=value.base_year)
    end = max([value.last_year, begin, *asked])
    begin = min([begin, *(each for each in asked if each >= EARLIEST)])
    return range(begin, min(end, begin + FARTHEST) + 1)
