"""Judgements in a file of their own: who answered what, without any projects."""

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from headwater.errors import InputError
from headwater.intake import records
from headwater.intake.columns import key_column
from headwater.intake.files import open_source
from headwater.intake.findings import Findings
from headwater.intake.grid import Grid, as_text
from headwater.intake.headings import key_of
from headwater.intake.mapping import of_table
from headwater.intake.numbers_of import Numbers, usual_style
from headwater.intake.others import Rows, assign_others, missing
from headwater.intake.reading import SHOWN, read
from headwater.intake.synonyms import REQUIRED
from headwater.intake.tables import clean, lay_out, name_grids
from headwater.vocabulary.workbook import Judgement

TABLE = "judgements"
ALIKE = 0.8


def read_judgements(
    source: Path, *, mapping: Mapping[str, str] | None = None
) -> tuple[tuple[Judgement, ...], tuple[str, ...]]:
    """Read the judgements of a file, with or without projects beside them.

    Parameters
    ----------
    source
        A CSV file of judgements (leader, method, left, right, answer), or a workbook or folder
        with a table of that name. Where it has projects too, judgements are checked against
        their criteria and objectives; else every name in the table is a criterion.

    Returns
    -------
    tuple
        The judgements, and doubts: names so alike that they may be one criterion written in
        two ways.

    Raises
    ------
    InputError
        If there are no judgements, or some must be mended: the first ten faults, a line each.
    """
    findings = Findings()
    grids = open_source(Path(source), findings)
    grid = _grid(grids, findings)
    if grid is None:
        workbook = read(source, mapping=mapping).workbook
        if workbook is None or not workbook.judgements:
            raise InputError(f"{source} has no judgements; add a table or a file of that name")
        return workbook.judgements, ()
    found = _rows(grid, mapping or {}, findings)
    judgements = records.judgements(found, _subjects(found)) if found else ()
    if findings.faults:
        lines = [str(fault) for fault in findings.faults[:SHOWN]]
        more = len(findings.faults) - SHOWN
        raise InputError("\n".join([*lines, *([f"and {more:,} more"] if more > 0 else [])]))
    if not judgements:
        raise InputError(f"{source} has no judgements yet; write one row an answer")
    return judgements, _alike(judgements)


def _grid(grids: list[Grid], findings: Findings) -> Grid | None:
    """Return the only table, or that of judgements where no projects stand beside it."""
    if len(grids) == 1:
        return grids[0]
    named = name_grids(grids, findings)
    return named.get(TABLE) if "projects" not in named else None


def _rows(grid: Grid, mapping: Mapping[str, str], findings: Findings) -> Rows | None:
    wanted = of_table(mapping, TABLE)
    table = lay_out(grid, TABLE, [each for group in wanted.values() for each in group], findings)
    if table is None:
        return None
    clean(table, key_column(table, wanted, REQUIRED[TABLE][0]), findings)
    columns = assign_others(table, wanted, findings)
    if missing(table, columns, findings):
        return None
    by_meaning = {each.meaning: each.column for each in columns if each.meaning}
    usual = usual_style([by_meaning["answer"]] if "answer" in by_meaning else [])
    return Rows(table, by_meaning, findings, Numbers(table, findings, usual))


def _subjects(rows: Rows) -> dict[str, str]:
    """Every name that is judged, by its lower-case words; of several ways to write it the first
    in alphabetical order.
    """
    names = sorted(
        {
            as_text(cell)
            for column in ("left", "right")
            if column in rows.columns
            for cell in rows.columns[column].cells
            if as_text(cell)
        }
    )
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(key_of(name), name)
    return found


def _alike(judgements: tuple[Judgement, ...]) -> tuple[str, ...]:
    names = sorted({name for each in judgements for name in (each.left, each.right) if name})
    said = []
    for place, name in enumerate(names):
        near = get_close_matches(
            name.casefold(), [n.casefold() for n in names[place + 1 :]], 1, ALIKE
        )
        if near:
            other = next(each for each in names if each.casefold() == near[0])
            said.append(f"{name!r} and {other!r} are read as two criteria; write one way if not.")
    return tuple(said)
