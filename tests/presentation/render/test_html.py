"""The page: self-contained, unbreakable by what people type, and true to the decision."""

import re
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from headwater.presentation import page
from headwater.presentation.wording import plain

NAMES = ("rich", "bare", "hostile", "single")


class Reader(HTMLParser):
    """Collects tags with attributes, and the cells of each row of each table."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.tables: dict[str, list[list[tuple[str, str | None, str | None]]]] = {}
        self._table = ""
        self._cell: list[str] | None = None
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if tag == "table":
            self._table = found["id"] or ""
            self.tables[self._table] = []
        elif tag == "tr":
            self.tables[self._table].append([])
        elif tag in ("td", "th"):
            self._cell = []
            self._values = found.get("data-value"), found.get("data-high")

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self._cell is not None:
            self.tables[self._table][-1].append(("".join(self._cell), *self._values))
            self._cell = None


@pytest.fixture(scope="module")
def pages(decisions: ModuleType) -> dict[str, str]:
    return {name: page(decisions.ALL[name]()) for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_nothing_comes_from_anywhere_else(pages: dict[str, str], name: str) -> None:
    for tag, attributes in Reader(pages[name]).tags:
        assert tag not in ("link", "img", "iframe", "object", "embed", "base", "form")
        assert not {"src", "srcset", "style", "action"} & {*attributes}
        assert not [key for key in attributes if key.startswith("on")]
        assert (attributes.get("href") or "#").startswith("#")
    style = pages[name].split("<style>")[1].split("</style>")[0]
    assert "url(" not in style and "@import" not in style


@pytest.mark.parametrize("name", NAMES)
def test_the_policy_lets_only_the_pages_own_script_run(pages: dict[str, str], name: str) -> None:
    (policy,) = [
        attributes["content"]
        for tag, attributes in Reader(pages[name]).tags
        if attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy and policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_names_that_are_markup_are_shown_as_text(pages: dict[str, str]) -> None:
    content = pages["hostile"]

    assert content.count("<script>") == 1 and content.count("</style>") == 1
    assert "&lt;script&gt;alert(&#x27;one&#x27;)&lt;/script&gt;" in content
    assert "<img" not in content and "<b>" not in content
    assert "\u202e" not in content and "\x00" not in content


def test_ids_are_unique_and_every_link_and_label_leads_somewhere(pages: dict[str, str]) -> None:
    for content in pages.values():
        tags = Reader(content).tags
        ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
        assert len(set(ids)) == len(ids)
        wanted = {(a.get("href") or "#")[1:] for _, a in tags if a.get("href")}
        wanted |= {a["aria-labelledby"] or "" for _, a in tags if "aria-labelledby" in a}
        wanted |= {a["data-plot"] or "" for _, a in tags if "data-plot" in a}
        assert wanted <= {*ids}


def _numbers(reader: Reader, table: str) -> dict[str, dict[str, tuple[float, ...]]]:
    head, *rows = reader.tables[table]
    return {
        row[0][0]: {
            title[0]: tuple(float(end) for end in cell[1:] if end is not None)
            for title, cell in zip(head, row, strict=True)
            if cell[1] and re.fullmatch(r"[-\d.e+]+", cell[1])
        }
        for row in rows
    }


@pytest.mark.parametrize("name", ["rich", "single", "hostile"])
def test_every_number_of_a_project_is_the_decisions_own(
    pages: dict[str, str], decisions: ModuleType, name: str
) -> None:
    made = decisions.ALL[name]()
    shown = _numbers(Reader(pages[name]), "projects-0")

    assert len(shown) == len(made.projects)
    for each in made.projects:
        row = shown[plain(each.name)]
        assert row["Core index"] == (each.core_index,)
        cost = next((row[key] for key in row if key.startswith("Cost")), None)
        assert cost == (_ends(each.cost) if each.cost else None)
        assert next(row[key] for key in row if key.startswith("Value")) == _ends(each.value)


def _ends(interval: Any) -> tuple[float, ...]:
    return (interval.low,) if interval.is_point else (interval.low, interval.high)


def test_limits_weights_and_frontier_are_the_decisions_own(
    pages: dict[str, str], decisions: ModuleType
) -> None:
    made, reader = decisions.rich(), Reader(pages["rich"])
    tables = {name.rsplit("-", 1)[0]: name for name in reader.tables}

    limits = _numbers(reader, next(n for n in reader.tables if re.fullmatch(r"limits-\d+", n)))
    for each in made.limits:
        row = limits[each.name]
        assert (row["Recommended"], row["Available"], row["Asked"]) == (
            (each.used,), (each.amount,), (each.asked,),
        )  # fmt: skip
    weights = _numbers(reader, "weights-0-data")
    for weight in made.weights:
        assert weights[weight.criterion]["Lowest"] == (weight.low,)
        assert weights[weight.criterion]["Highest"] == (weight.high,)
    assert "frontier-0" in tables and len(reader.tables["frontier-0-data"]) == 22


@pytest.mark.parametrize("name", NAMES)
def test_every_chart_is_followed_by_its_data(pages: dict[str, str], name: str) -> None:
    figures = re.findall(r"<figure.*?</figure>", pages[name], flags=re.S)

    assert len(figures) == pages[name].count("<figcaption")
    assert all("<summary>Data of this chart</summary>" in each for each in figures)


def test_in_a_browser_nothing_runs_or_sticks_out_and_the_table_sorts_and_filters(
    pages: dict[str, str], tmp_path: Path, browser: Browser
) -> None:
    for name in ("hostile", "rich"):
        (tmp_path / f"{name}.html").write_text(pages[name], encoding="utf-8")
        for width in (390, 1440):
            tab = browser.new_page(viewport={"width": width, "height": 900})
            said: list[str] = []
            tab.on("dialog", lambda dialog, said=said: said.append(dialog.message))
            tab.on("console", lambda message, said=said: said.append(message.text))
            tab.on("pageerror", lambda error, said=said: said.append(str(error)))
            tab.goto((tmp_path / f"{name}.html").as_uri())
            assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
            assert said == []
    tab.get_by_role("button", name="Contested 12").click()
    assert tab.locator("#projects-0 tbody tr:visible").count() == 12
    tab.get_by_role("searchbox").fill("old town")
    assert 0 < tab.locator("#projects-0 tbody tr:visible").count() < 12
    tab.get_by_role("button", name="Core index").click()
    assert tab.locator("th[aria-sort=ascending]").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier_is_found_for_people_who_read_otherwise(
    pages: dict[str, str], tmp_path: Path, browser: Browser, scheme: str
) -> None:
    (tmp_path / "rich.html").write_text(pages["rich"], encoding="utf-8")
    context = browser.new_context(bypass_csp=True, color_scheme=scheme)  # type: ignore[arg-type]
    tab = context.new_page()
    tab.goto((tmp_path / "rich.html").as_uri())
    tab.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    found = Axe().run(tab)
    context.close()
    assert found.violations_count == 0, found.generate_report()
