"""What commands are given: tables of projects, or a folder of business cases."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from headwater.errors import InputError
from headwater.vocabulary.workbook import Workbook


def read_workbook(
    source: Path, mapping: str = "", *, size: Literal["cost"] | None = None
) -> Workbook:
    """Read tables of projects; of a folder of business cases, make one project a case.

    With `size` scores count in proportion to it; None where all count in full.

    Raises
    ------
    InputError
        If it cannot be read; names sheet, row and column.
    """
    return replace(_read(source, mapping), sized_by=size or "")


def _read(source: Path, mapping: str) -> Workbook:
    from headwater import intake

    if intake.holds_cases(source):
        from headwater import appraisal

        readings = intake.read_cases(source).values()
        return appraisal.into_workbook([each.case for each in readings if each.case is not None])
    workbook = intake.read(source, mapping=intake.parse_mapping(mapping)).workbook
    if workbook is None:
        raise InputError(f"{source} could not be read")
    return workbook


def answer_json(answer: Mapping[str, Any], *, size: str | None) -> str:
    """Write an answer as a JSON object that says by what scores count: "cost", or "" in full."""
    said = {"sized_by": size or "", **answer}
    return json.dumps(said, indent=2, ensure_ascii=False, allow_nan=False)


def sized_words(size: Literal["cost"] | None) -> list[str]:
    """Say, below an answer, that scores counted by size, where they did."""
    from headwater.portfolio.sizing import MEANING

    return ["", MEANING] if size else []
