"""A mapping that people give: which of their headings is which column."""

import re
from collections.abc import Mapping, Sequence

from headwater.errors import InputError
from headwater.intake.findings import closest, listed
from headwater.intake.headings import key_of, parse_heading
from headwater.intake.synonyms import OTHERS, PROJECTS
from headwater.intake.tables import Column, Table
from headwater.vocabulary.intake import TABLES

PART = re.compile(r",(?=\s*[A-Za-z][\w.: ]*=)")
LISTS = ("criterion", "ignore")
PREFIXES = ("criterion:", "cost_PERIOD:", "capacity:")
KNOWN = {"projects": (*PROJECTS, *LISTS), **{name: tuple(OTHERS[name]) for name in OTHERS}}


def parse_mapping(text: str | None) -> dict[str, str]:
    """Read what `--map` takes: 'name=Title,cost=Total (GBP m),criterion=Fit;Risk,ignore=Ref'.

    The left side is a canonical column, with its table before a point where it is not one of
    `projects`; the right side is a heading (for criterion and ignore: several, parted by ';').

    Raises
    ------
    InputError
        If a part has no '=', or its left side is no column; the message names the closest.
    """
    found: dict[str, str] = {}
    for part in PART.split(text or ""):
        if not part.strip():
            continue
        name, equals, heading = part.partition("=")
        if not equals or not heading.strip():
            raise InputError(f"--map takes column=heading, as in name=Title; {part!r} is not that")
        name = canonical(name.strip())
        if name in found:
            raise InputError(f"--map names {name} twice")
        found[name] = heading.strip()
    return found


def canonical(name: str) -> str:
    """Return a column's canonical name ('budgets.amount', 'cost_PERIOD:FY2017', 'name').

    Raises
    ------
    InputError
        If there is no such column; the message names the closest.
    """
    table, point, column = name.partition(".")
    if point and table.casefold() in TABLES:
        table = table.casefold()
    elif point and ":" not in table:
        raise InputError(f"--map: there is no table {table!r}{closest(table, TABLES)}")
    else:
        table, column = "projects", name
    column = _column(table, column.strip())
    return column if table == "projects" else f"{table}.{column}"


def _column(table: str, column: str) -> str:
    if column.casefold() in KNOWN[table]:
        return column.casefold()
    if table == "projects":
        for prefix in PREFIXES:
            if column.casefold().startswith(prefix.casefold()) and len(column) > len(prefix):
                return prefix + column[len(prefix) :].strip()
        heading = parse_heading(column)
        if heading.period and heading.words == "cost":
            return f"cost_PERIOD:{heading.period}"
        if heading.period and heading.words.startswith("capacity "):
            return f"capacity:{heading.words.removeprefix('capacity ')}:{heading.period}"
    raise InputError(
        f"--map: {table} has no column {column!r}{closest(column, KNOWN[table])} "
        f"It has {listed(KNOWN[table], shown=30)}"
    )


def of_table(mapping: Mapping[str, str], table: str) -> dict[str, tuple[str, ...]]:
    """Pick a table's part of a mapping: its columns, each with the headings named for it."""
    found: dict[str, tuple[str, ...]] = {}
    for name, heading in mapping.items():
        prefix, point, column = name.partition(".")
        here = prefix if point and prefix in TABLES else "projects"
        column = column if point and prefix in TABLES else name
        if here == table:
            parts = heading.split(";") if column in LISTS else [heading]
            found[column] = tuple(part.strip() for part in parts if part.strip())
    return found


def columns_named(
    table: Table, wanted: Mapping[str, Sequence[str]]
) -> tuple[list[tuple[str, Column]], list[str]]:
    """Find the columns that a mapping names; return them with their names, and what is wrong."""
    found: list[tuple[str, Column]] = []
    wrong: list[str] = []
    taken: dict[int, str] = {}
    for name, headings in wanted.items():
        whole = ";".join(headings)
        for heading in (whole,) if _matching(table, whole) else headings:
            columns = _matching(table, heading)
            if len(columns) != 1:
                wrong.append(_complaint(table, name, heading, len(columns)))
                continue
            if (before := taken.setdefault(id(columns[0]), name)) != name:
                wrong.append(f"the mapping gives {heading!r} to both {before} and {name}")
                continue
            found.append((name, columns[0]))
    return found, wrong


def _complaint(table: Table, name: str, heading: str, count: int) -> str:
    if count:
        return f"the mapping gives {name} the heading {heading!r}, which {count} columns bear"
    known = [column.heading.text for column in table.columns if column.heading.text]
    return (
        f"the mapping gives {name} the heading {heading!r}, which is not there"
        f"{closest(heading, known)} (found: {listed(known, shown=30)})"
    )


def _matching(table: Table, heading: str) -> list[Column]:
    exact = [column for column in table.columns if column.heading.text == heading]
    key = key_of(heading)
    return exact or [column for column in table.columns if key and column.heading.key == key]
