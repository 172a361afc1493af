"""A whole case with spoiled cells ends in words, never in a traceback."""

import csv
import random
from pathlib import Path

import pytest

from headwater import samples
from headwater.appraisal import case_range, collisions, into_workbook, review, value_case
from headwater.errors import HeadwaterError
from headwater.intake import read_case

JUNK = (
    "", "?", "-1", "1e308", "nan", "inf", "1/0", "=1+", "a*b", "[x", "total(works)", "🙂", '"',
    "P10 1 P50 2", "pert 3 2 1", "discrete 1", "lognormal 0 1", "120 %", "-20 %", "EUR", "3..5",
    "5..3", "2026-13-45", "x" * 3000, "-" * 100, "if(1,2", "year^year^year", "10^400", "min()",
    "1.234,5", "#REF!", "evening visits", "usual", "preferred", "capex", "yes", "2026 Q1",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(24))
def test_spoiled_cells_end_in_words(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    sheets = {}
    for path in sorted(samples.case_path().glob("*.csv")):
        with path.open(encoding="utf-8") as stream:
            sheets[path.name] = [list(row) for row in csv.reader(stream)]
    for _ in range(chance.choice((1, 1, 2, 4))):
        rows = sheets[chance.choice(sorted(sheets))]
        row = rows[chance.randrange(len(rows))]
        row[chance.randrange(len(row))] = chance.choice(JUNK)
    for name, rows in sheets.items():
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)
    try:
        case = read_case(tmp_path).case
        assert case is not None
        assert review(case).topics
        value = value_case(case)
        assert case_range(case, value=value).method
        assert collisions([case]) == ()
        assert len(into_workbook([case]).projects) == 1
    except HeadwaterError as error:
        assert str(error).strip()
