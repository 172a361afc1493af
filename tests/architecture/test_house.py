"""The plan of the house, held against its code."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src/headwater"
FILES = sorted(path for path in SRC.rglob("*.py") if "migrations" not in path.parts)
WEB_ROOM = {"__init__", "apps", "models", "actions", "permissions", "forms", "views", "api", "urls"}
PACKED_HERE = {  # heavy library: the files that may import it
    "highspy": {"numeric"},
    "pptx": {"presentation"},
    "xlsxwriter": {"presentation", "intake"},
    "python_calamine": {"intake"},
    "docx": {"presentation"},
    "typst": {"presentation"},
    "numba": {"numeric"},
    "pulp": {"numeric"},
    "holidays": {"service"},
    "tzdata": {"service"},
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SRC)))
def test_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text()
    assert text.count("\n") <= 400, "split the file along its nouns"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
            assert lines <= 60, f"{node.name} has {lines} lines of code"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SRC)))
def test_every_file_says_what_it_is_for(path: Path) -> None:
    text = path.read_text()
    assert not text or ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SRC)))
def test_heavy_libraries_have_one_address(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        for name in names:
            rooms = PACKED_HERE.get(name.split(".")[0])
            assert not rooms or path.relative_to(SRC).parts[0] in rooms, f"{name} in {path}"


def test_nothing_is_called_by_an_empty_name() -> None:
    empty = re.compile(r"(^|_)(utils?|helpers?|manager|handler|misc|common)(_|$)")
    assert not [path for path in FILES if empty.search(path.stem)]


def test_no_committed_file_names_a_package_host() -> None:
    host = re.compile(r"https?://[^ \"')]*(\.whl|\.tar\.gz|\.tgz|/simple\b)")
    for folder in ("requirements", "src", ".ci", "docs"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in {".txt", ".toml", ".py", ".json", ".md"} and "_build" not in str(
                path
            ):
                assert not host.search(path.read_text(errors="ignore")), path
