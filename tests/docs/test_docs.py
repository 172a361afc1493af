"""The documentation: it builds, says the words of the code, and keeps its promises of form."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
BLOCKS = "report"  # its headings, tables and charts mean what they mean everywhere
VOCABULARY = sorted((ROOT / "src/headwater/vocabulary").glob("*.py"))
METHODS = sorted(
    path
    for path in (ROOT / "src/headwater").glob("*/methods/*.py")
    if path.stem != "__init__" and "presentation" not in path.parts
)
REGISTRIES = ("pythonhosted." + "org", "pypi." + "org", "registry.npm" + "js.org")
REGISTRIES += ("registry.yarn" + "pkg.com", "anaconda." + "org", "crates." + "io")


def build(root: Path, out: Path, *options: str) -> tuple[int, str]:
    """Build a project's documentation; return exit code and what was complained of."""
    command = [sys.executable, ROOT / "docs/build.py", "--root", root, "--out", out, *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    return done.returncode, done.stderr


def project(folder: Path, **files: str) -> Path:
    """Write a small project; file names use __ for a slash."""
    texts = {"docs__index__md": "# Home\n", "README__md": "# Rivermouth\n", **files}
    for name, text in texts.items():
        *folders, stem, suffix = name.split("__")
        path = folder.joinpath(*folders, f"{stem}.{suffix}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def test_the_documentation_builds_without_a_fault(tmp_path: Path) -> None:
    code, complaints = build(ROOT, tmp_path / "site", "--check")

    assert complaints == ""
    assert code == 0
    assert (tmp_path / "site/project/readme.html").is_file()


def test_links_between_files_become_links_between_pages(tmp_path: Path) -> None:
    root = project(
        tmp_path / "project",
        docs__index__md="# Home\n\nSee [why](explanation/why.md#the-reason), [us](../README.md).\n",
        docs__explanation__why__md="# Why\n\n## The reason\n\n[data](../data.csv)\n",
        docs__data__csv="a,b\n",
    )

    assert build(root, tmp_path / "site") == (0, "")

    home = (tmp_path / "site/index.html").read_text()
    assert 'href="explanation/why.html#the-reason"' in home
    assert 'href="project/readme.html"' in home
    assert (tmp_path / "site/data.csv").read_text() == "a,b\n"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[gone](gone.md)", "the link gone.md leads nowhere"),
        ("![gone](images/gone.png)", "the link images/gone.png leads nowhere"),
        ('<img src="images/gone.png" alt="">', "the link images/gone.png leads nowhere"),
        ("[gone](../README.md#gone)", "names a heading that is not there"),
        ("[outside](../../secret.txt)", "leads nowhere"),
        ("As shown [@nobody1999].", "cites nobody1999, which no file in docs/bib has"),
    ],
)
def test_what_does_not_resolve_is_named(tmp_path: Path, text: str, complaint: str) -> None:
    (tmp_path / "secret.txt").write_text("not of this project")
    root = project(tmp_path / "project", docs__index__md=f"# Home\n\n{text}\n")

    code, complaints = build(root, tmp_path / "site")

    assert code == 1
    assert f"docs/index.md: {complaint}" in complaints or complaint in complaints
    assert not list((tmp_path / "site").rglob("secret.txt"))


def test_a_method_that_names_an_unknown_source_is_named(tmp_path: Path) -> None:
    root = project(tmp_path, docs__methods__guess__md="# Guess\n\nSource: `nobody1999`.\n")

    code, complaints = build(root, tmp_path / "site")

    assert (code, "docs/methods/guess.md: cites nobody1999" in complaints) == (1, True)


def test_sources_of_the_rooms_are_merged_sorted_and_shown(tmp_path: Path) -> None:
    root = project(
        tmp_path,
        docs__methods__swing__md="# Swing\n\nSee [@vonw1986, p. 3; @zeta2001].\n",
        docs__bib__b__bib='@book{vonw1986,\n  author = {von M{\\"u}ller, A.},\n  year = 1986\n}\n',
        docs__bib__a__bib="@book{zeta2001, year = {2001}}\n@book{Alpha2000, year = {2000}}\n",
        docs__bib__c__bib='@book{vonw1986, author = {von M{\\"u}ller, A.}, year = {1986}}\n',
    )

    assert build(root, tmp_path / "site") == (0, "")

    merged = (root / "docs/references.bib").read_text()
    assert re.findall(r"@book\{(\w+),", merged) == ["Alpha2000", "vonw1986", "zeta2001"]
    assert "von Müller, A. (1986)." in (tmp_path / "site/references.html").read_text()
    page = (tmp_path / "site/methods/swing.html").read_text()
    assert '<a href="../references.html#vonw1986">vonw1986</a>, p. 3; <a' in page


def test_one_key_for_two_sources_is_refused(tmp_path: Path) -> None:
    root = project(
        tmp_path,
        docs__bib__a__bib="@book{same2000, year = {2000}}\n",
        docs__bib__b__bib="@book{same2000, year = {2001}}\n",
    )

    code, complaints = build(root, tmp_path / "site")

    assert code == 1
    assert "a.bib and b.bib say different things of the key same2000" in complaints


def test_a_stale_list_of_sources_is_a_fault_when_checking(tmp_path: Path) -> None:
    root = project(tmp_path, docs__bib__a__bib="@book{same2000, year = {2000}}\n")

    code, complaints = build(root, tmp_path / "site", "--check")

    assert (code, "run `make docs`" in complaints) == (1, True)
    assert not (root / "docs/references.bib").exists()


@pytest.mark.parametrize("path", VOCABULARY, ids=lambda path: path.stem)
def test_every_record_has_its_word_in_the_glossary(path: Path) -> None:
    glossary = (ROOT / "GLOSSARY.md").read_text()
    names = {
        node.name
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    }
    if path.stem == BLOCKS:
        names &= {"Report", "Trace"}
    missing = sorted(name for name in names if f"`{name}`" not in glossary)

    assert not missing, f"GLOSSARY.md does not say what these mean: {', '.join(missing)}"


@pytest.mark.parametrize(
    "word", ["Start", "Contested", "Stop", "Core index", "Doubt", "Run", "Action", "Room", "Ties"]
)
def test_the_words_on_the_screen_are_in_the_glossary(word: str) -> None:
    assert f"\n| {word} " in (ROOT / "GLOSSARY.md").read_text()


@pytest.mark.parametrize("path", METHODS, ids=lambda path: "/".join(path.parts[-3:]))
def test_the_source_of_every_method_is_known(path: Path) -> None:
    sources = re.findall(r'^SOURCE\b[^=]*= "([^"]+)"', path.read_text(), re.MULTILINE)
    known = (ROOT / "docs/references.bib").read_text()

    for source in sources:
        assert f"{{{source}," in known, f"no file in docs/bib has the source {source}"


@pytest.mark.parametrize("path", METHODS, ids=lambda path: "/".join(path.parts[-3:]))
def test_every_method_has_its_page(path: Path) -> None:
    if re.search(r"^NAME\b", path.read_text(), re.MULTILINE):
        assert (ROOT / f"docs/methods/{path.stem}.md").is_file()


def test_the_changelog_tells_of_this_version() -> None:
    assert f"\n## {VERSION} - 20" in (ROOT / "CHANGELOG.md").read_text()


def test_the_tour_in_the_readme_is_what_the_command_prints(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text()
    asked = r"headwater rationalize (\S+) (--budget \d+ --out tour)\n```\n"
    found = re.search(asked + r".+?\n```\n(.+?)\n```\n", readme, re.DOTALL)
    assert found, "the README has no tour"
    shown = found[3].splitlines()
    command = [sys.executable, "-c", "from headwater.cli.main import main; main()", "rationalize"]

    done = subprocess.run(
        [*command, ROOT / found[1], *found[2].split()],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )

    printed = done.stdout.splitlines()
    assert [line for line in shown if line.strip() != "..." and line not in printed] == []
    assert (tmp_path / "tour/board.pptx").is_file()


def test_decisions_are_numbered_without_holes() -> None:
    files = sorted((ROOT / "docs/adr").glob("*.md"))

    assert [int(path.name[:4]) for path in files] == list(range(1, len(files) + 1))
    for number, path in enumerate(files, start=1):
        assert path.read_text().startswith(f"# {number}. ")


def test_no_committed_file_names_a_package_registry() -> None:
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(listing, cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("this copy of the project is not under git, so nothing says what is committed")
    found = []
    for name in filter(None, done.stdout.decode().split("\0")):
        path = ROOT / name
        if not path.is_file() or "license" in path.name.casefold():
            continue
        text = path.read_bytes().decode("utf-8", errors="ignore").casefold()
        found += [f"{name}: {host}" for host in REGISTRIES if host in text]

    assert found == []
