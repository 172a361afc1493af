"""Letters: a report as one quiet, self-contained HTML page, one sheet of paper a section."""

from pathlib import Path

from headwater.presentation.palette import DARK, LIGHT
from headwater.presentation.render import sheets
from headwater.presentation.render.html import _colours, _hash, blocks
from headwater.presentation.render.html.markup import Markup, element, raw, text
from headwater.vocabulary.report import Block, Report, Section, Table

HERE = Path(__file__).parent


def render(report: Report) -> str:
    """Write a report as letters: no script at all, and nothing from anywhere else.

    A table whose rows are about sections of the report leads to them. The page prints on A4,
    one section a sheet.
    """
    rules = (HERE / "letter.css").read_text(encoding="utf-8")
    dark = f"@media (prefers-color-scheme: dark) {{ @media screen {{ {_colours(DARK)} }} }}"
    style = f"{_colours(LIGHT)}\n{dark}\n{rules}"
    policy = f"default-src 'none'; style-src '{_hash(style)}'; base-uri 'none'; form-action 'none'"
    head = (
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="generator", content="Headwater"),
        element("title", text(f"{_name(report)} – {report.subtitle}")),
        element("style", raw(style)),
    )
    letters = (_letter(section, report) for section in report.sections)
    body = element("body", element("main", *letters))
    return f"<!doctype html>\n{element('html', element('head', *head), body, lang='en-GB')}\n"


def _name(report: Report) -> str:
    only = report.sections[0].title if len(report.sections) == 1 else ""
    return only or report.title


def _letter(section: Section, report: Report) -> Markup:
    label = " · ".join((section.label, *section.tags))
    shown = [
        _block(each, f"{section.key}-{place}", report) for place, each in enumerate(section.blocks)
    ]
    aside = [
        _block(each, f"{section.key}-a{place}", report) for place, each in enumerate(section.aside)
    ]
    if aside:
        shown.append(element("div", *aside, class_="aside"))
    return element(
        "article",
        element(
            "p",
            element("span", text(report.title), dir="auto"),
            element("strong", text(label)),
            class_="kicker",
        ),
        element("h1", element("bdi", text(section.title)), id=f"{section.key}-title"),
        *shown,
        element("footer", text(sheets.foot(report))),
        id=section.key,
        aria_labelledby=f"{section.key}-title",
    )


def _block(block: Block, key: str, report: Report) -> Markup:
    if isinstance(block, Table) and (shown := sheets.grid(block, report)).targets:
        return _contents(shown)
    written = blocks.block(block, key)
    if written.startswith("<h3>"):  # a letter has one level less than a page
        return raw(f"<h2>{written.removeprefix('<h3>').removesuffix('</h3>')}</h2>")
    return written


def _contents(shown: sheets.Grid) -> Markup:
    heads = (element("th", text(head), scope="col") for head in shown.heads)
    rows = (
        element(
            "tr",
            element("th", element("a", text(row[0]), href=f"#{target}"), scope="row", dir="auto"),
            *(element("td", text(each), dir="auto") for each in row[1:]),
        )
        for row, target in zip(shown.rows, shown.targets, strict=True)
    )
    table = element("table", element("thead", element("tr", *heads)), element("tbody", *rows))
    return element(
        "div", table, class_="scroll", role="region", tabindex="0", aria_label="Contents"
    )
