"""A fingerprint of what was read that the order of rows, columns and sheets cannot change."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import lru_cache
from hashlib import sha256
from typing import Any

from headwater.intake.grid import as_text
from headwater.intake.tables import Table
from headwater.vocabulary.workbook import Workbook

LEFT_OUT = ("notes", "ignored")


def of_workbook(workbook: Workbook) -> str:
    """Return the SHA-256 (hexadecimal) of the records, numbers to 15 digits."""
    content = {
        name: _plain(getattr(workbook, name)) for name in _names(Workbook) if name not in LEFT_OUT
    }
    return _hash(content)


def of_tables(tables: Sequence[Table]) -> str:
    """Return the SHA-256 of cells as they are, for tables that could not be made into records."""
    content = {}
    for table in tables:
        order = sorted(table.columns, key=lambda column: column.heading.text)
        headings = [column.heading.text for column in order]
        cells = [[as_text(cell) for cell in column.cells] for column in order]
        content[table.name] = [headings, sorted(zip(*cells, strict=True))]
    return _hash(content)


def _hash(content: Any) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, float):
        return f"{value + 0.0:.15g}"
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return sorted([_plain(key), _plain(item)] for key, item in value.items())
    kind: Any = type(value)
    return {name: _plain(getattr(value, name)) for name in _names(kind)}


@lru_cache(maxsize=64)
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))
