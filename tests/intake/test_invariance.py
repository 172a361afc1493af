"""No order of rows, columns or tables changes what is read; no damage raises what it should not."""

import csv
import io
import random
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headwater.errors import HeadwaterError
from headwater.intake import inspect, read
from headwater.vocabulary.intake import Reading

Rows = list[list[Any]]
TABLES: dict[str, Rows] = {
    "projects": [
        ["id", "Title", "Cost (USD m)", "cost_2026", "cost_2027", "Fit", "Risk (lower is better)",
         "department", "bureau", "developer 2026 Q1 (FTE)", "Owner", "spent"],
        ["A", "Payroll", 5, 2, 3, "3..5", 2, "Finance", "Pay", 2, "Amara", 1],
        ["b", "Archive", "tbc", "", 3, "?", 1, "Records", "", "1..2", "Ben", 2],
        ["C", "Roads", 0, 0, 0, 1, "", "Works", "Streets", "", "Dev", 3],
        ["D", "Bridges", 9, 1, 2, 4, 3, "", "Streets", 4, "Dev", 4],
        ["", "Total", 14, 3, 8, "", "", "", "", "", "", 10],
    ],
    "objectives": [["id", "name", "parent"], ["O", "Quick", "T"], ["T", "People", ""]],
    "links": [["project", "objective"], ["a", "O"], ["Roads", "quick"], ["D", "T"]],
    "judgements": [
        ["leader", "method", "left", "right", "answer"],
        ["Amara", "ahp", "Fit", "Risk", "1/3"],
        ["Dev", "swing", "Fit", "", 100],
        ["Dev", "swing", "Risk", "", "?"],
    ],
    "budgets": [["period", "amount (USD k)"], ["2026", 4000], ["2027", 6000]],
    "capacities": [["role", "period", "amount"], ["Developer", "2026Q1", 5]],
    "rules": [["kind", "project", "other", "value"], ["at_most", "A", "C;B", 2],
              ["excludes", "C", "D", ""]],
    "cash_flows": [["project", "year", "kind", "amount"], ["A", 2026, "capex", 3],
                   ["A", 2027, "benefit", 4]],
}  # fmt: skip


def shuffled(rows: Rows, order: random.Random) -> Rows:
    head, body = rows[0], rows[1:]
    order.shuffle(body)
    columns = list(range(len(head)))
    order.shuffle(columns)
    return [[row[column] for column in columns] for row in [head, *body]]


def as_csv(rows: Rows) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def read_folder(folder: Path, tables: dict[str, Rows]) -> Reading:
    folder.mkdir(exist_ok=True)
    for name, rows in tables.items():
        (folder / f"{name}.csv").write_text(as_csv(rows), encoding="utf-8")
    return read(folder)


def read_book(path: Path, tables: dict[str, Rows]) -> Reading:
    book = xlsxwriter.Workbook(str(path))
    for name, rows in tables.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return read(path)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("orders")


@pytest.fixture(scope="module")
def plain(home: Path) -> Reading:
    return read_folder(home / "plain", TABLES)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_no_order_of_rows_and_columns_changes_what_is_read(
    home: Path, plain: Reading, seed: int
) -> None:
    order = random.Random(seed)
    mixed = {name: shuffled(rows, order) for name, rows in TABLES.items()}
    found = read_folder(home / "mixed", mixed)

    assert found.workbook == plain.workbook
    assert (found.digest, found.notes, found.ignored) == (plain.digest, plain.notes, plain.ignored)


@pytest.mark.parametrize("seed", [1, 2])
def test_no_order_of_sheets_and_no_format_changes_what_is_read(
    home: Path, plain: Reading, seed: int
) -> None:
    order = random.Random(seed)
    names = list(TABLES)
    order.shuffle(names)
    found = read_book(home / "book.xlsx", {name: shuffled(TABLES[name], order) for name in names})

    assert found.workbook == plain.workbook
    assert found.digest == plain.digest


def test_another_content_has_another_digest(home: Path, plain: Reading) -> None:
    other = {name: [list(row) for row in rows] for name, rows in TABLES.items()}
    other["projects"][1][2] = 5.000001

    assert read_folder(home / "other", other).digest != plain.digest


def raises_nothing_else(path: Path) -> None:
    with suppress(HeadwaterError):
        reading = inspect(path)
        assert (reading.workbook is None) == bool(reading.problems)


MUTATED = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@MUTATED
@given(data=st.data())
def test_a_damaged_csv_raises_only_our_own_errors(home: Path, data: st.DataObject) -> None:
    content = bytearray(as_csv(TABLES["projects"]).encode())
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(content) - 1))
        width = data.draw(st.integers(0, 4))
        content[at : at + width] = data.draw(st.binary(max_size=6))
    path = home / "damaged.csv"
    path.write_bytes(content)

    raises_nothing_else(path)


cells = st.one_of(
    st.sampled_from(
        ["", "name", "cost", "Total", "[example]", "3..5", "-1", "1e999", "NaN", "£3", "$4k", "?",
         "1,5", "2.5", "A", "Payroll", "yes", "=1+1", "#N/A", "cost_2026", "2026", "(3)", "a;b",
         "requires", "criterion: Fit", "(lower is better)", "9" * 80, "½", "٣", "²", "1/0"]
    ),
    st.text(max_size=12),
)  # fmt: skip


@MUTATED
@given(rows=st.lists(st.lists(cells, max_size=6), max_size=8), table=st.sampled_from([*TABLES]))
def test_any_cells_at_all_raise_only_our_own_errors(
    home: Path, rows: list[list[str]], table: str
) -> None:
    folder = home / "any"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    head = [TABLES[table][0]] if len(rows) % 2 else []
    for name in {"projects", table}:
        content = as_csv([*head, *rows] if name == table else TABLES[name])
        (folder / f"{name}.csv").write_text(content, encoding="utf-8", errors="replace")

    raises_nothing_else(folder)


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_damaged_workbook_raises_only_our_own_errors(home: Path, data: st.DataObject) -> None:
    path = home / "book-to-damage.xlsx"
    if not path.exists():
        read_book(path, TABLES)
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=8))
    damaged = home / "damaged.xlsx"
    damaged.write_bytes(content)

    raises_nothing_else(damaged)
