"""Pages: one self-contained HTML file from a report."""

import base64
from hashlib import sha256
from pathlib import Path

from headwater.presentation.palette import DARK, LIGHT, Palette
from headwater.presentation.render.html import blocks
from headwater.presentation.render.html.markup import Markup, element, raw, text
from headwater.vocabulary.report import Block, Chart, Figures, Report, Section, Table

HERE = Path(__file__).parent
WIDE = 4  # a table of more columns takes the whole width


def render(report: Report) -> str:
    """Write a report as one page: no file, font, script or picture comes from anywhere else.

    A content security policy in the page lets nothing run or load but the script and the style
    that it carries. Every chart is followed by the table of its data.
    """
    style = _style()
    script = (HERE / "page.js").read_text(encoding="utf-8")
    head = (
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_policy(style, script)),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="generator", content="Headwater"),
        element("title", text(f"{report.title} – {report.subtitle}")),
        element("style", raw(style)),
    )
    body = (
        element("a", text("Skip to the decision"), href="#main", class_="skip"),
        _header(report),
        _navigation(report),
        element(
            "main",
            *(_section(section, report) for section in report.sections),
            id="main",
        ),
        element("div", id="tip", role="status", hidden=True),
        element("script", raw(script)),
    )
    page = element("html", element("head", *head), element("body", *body), lang="en-GB")
    return f"<!doctype html>\n{page}\n"


def _style() -> str:
    rules = (HERE / "page.css").read_text(encoding="utf-8")
    dark = f"@media (prefers-color-scheme: dark) {{ @media screen {{ {_colours(DARK)} }} }}"
    return f"{_colours(LIGHT)}\n{dark}\n{rules}"


def _colours(palette: Palette) -> str:
    names = {
        "paper": palette.paper,
        "surface": palette.surface,
        "ink": palette.ink,
        "muted": palette.muted,
        "rule": palette.rule,
        "accent": palette.accent,
    }
    for tone, shade in palette.tones.items():
        for part in ("fill", "ink", "tint"):
            names[f"{tone or 'plain'}-{part}"] = getattr(shade, part)
    return ":root{" + "".join(f"--{name}:#{value};" for name, value in names.items()) + "}"


def _policy(style: str, script: str) -> str:
    return (
        "default-src 'none'; "
        f"style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(content: str) -> str:
    return "sha256-" + base64.b64encode(sha256(content.encode()).digest()).decode()


def _navigation(report: Report) -> Markup:
    labels: dict[str, str] = {}
    for section in report.sections:
        labels.setdefault(section.label, section.key)
    links = (
        element("li", element("a", text(label), href=f"#{key}")) for label, key in labels.items()
    )
    return element("nav", element("ul", *links), aria_label="Sections")


def _header(report: Report) -> Markup:
    digest = f"Input digest (SHA-256) {report.digest}" if report.digest else "No input digest"
    return element(
        "header",
        element("p", text(report.subtitle), class_="kicker"),
        element("h1", element("bdi", text(report.title))),
        element("p", text(digest), class_="digest"),
    )


def _section(section: Section, report: Report) -> Markup:
    tags = (element("span", text(tag), class_="tag") for tag in section.tags)
    keyed = [(each, f"{section.key}-{place}") for place, each in enumerate(section.blocks)]
    first = [each for each in keyed if isinstance(each[0], Figures)]
    last = [each for each in keyed if isinstance(each[0], Table) and _is_wide(each[0])]
    main = [each for each in keyed if each not in first and each not in last]
    aside = [(each, f"{section.key}-a{place}") for place, each in enumerate(section.aside)]
    return element(
        "section",
        element("p", text(section.label), *tags, class_="kicker"),
        element("h2", text(section.title), id=f"{section.key}-title"),
        *_drawn(first),
        _columns(main, aside),
        *_drawn(last),
        blocks.traces(section, report),
        id=section.key,
        aria_labelledby=f"{section.key}-title",
    )


def _is_wide(table: Table) -> bool:
    return len(table.columns) > WIDE


def _drawn(keyed: list[tuple[Block, str]]) -> list[Markup]:
    return [blocks.block(each, key) for each, key in keyed]


def _columns(main: list[tuple[Block, str]], aside: list[tuple[Block, str]]) -> Markup:
    """Put the aside beside the main blocks, and several charts beside each other."""
    several = sum(isinstance(each, Chart) for each, _ in main) > 1
    parts = []
    if main:
        parts.append(element("div", *_drawn(main), class_="main several" if several else "main"))
    if aside:
        parts.append(element("div", *_drawn(aside), class_="aside"))
    return element("div", *parts, class_="split" if len(parts) > 1 and not several else "whole")
