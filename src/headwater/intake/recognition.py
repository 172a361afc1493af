"""Which headings and sheet names are known ones."""

from collections.abc import Sequence
from functools import lru_cache

from headwater.intake.headings import key_of, parse_heading
from headwater.intake.synonyms import COST, OTHERS, PERIOD_COST, PROJECTS, SHEETS
from headwater.vocabulary.intake import TABLES

ALL_FORMS = frozenset(
    form for table in (PROJECTS, *OTHERS.values()) for forms in table.values() for form in forms
)


def recognized(cells: Sequence[str], table: str = "", extra: frozenset[str] = frozenset()) -> int:
    """Count the cells that are known headings (of one table, or of any), twice if in `extra`."""
    return sum(
        (2 if key_of(cell) in extra else int(_is_known(cell, table)))
        for cell in set(cells)
        if 0 < len(cell) <= 200
    )


@lru_cache(maxsize=8192)
def _is_known(cell: str, table: str) -> bool:
    heading = parse_heading(cell)
    if table and table != "projects":
        return any(heading.words in forms for forms in OTHERS[table].values())
    if heading.period and heading.words:
        return heading.words in (*PERIOD_COST, *COST) or heading.measure
    known = ALL_FORMS if not table else frozenset().union(*PROJECTS.values())
    return heading.words in known


@lru_cache(maxsize=1024)
def table_named(sheet: str) -> str:
    """Return the table that a sheet's name means, or ''."""
    words = [word for word in key_of(sheet).split() if not word.isdigit()]
    name = " ".join(words)
    for table in TABLES:
        if name in SHEETS[table]:
            return table
    for table in TABLES:
        if words and words[-1] == SHEETS[table][0].split()[-1] and table != "cash_flows":
            return table
    return ""


def is_exactly(sheet: str, table: str) -> bool:
    """Say whether a sheet bears a table's canonical name."""
    return sheet.strip().casefold().replace(" ", "_") == table
