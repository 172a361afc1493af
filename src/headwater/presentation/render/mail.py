"""Drafts of e-mails: one report as plain text and as simple HTML, ready to be looked over."""

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from textwrap import fill, wrap

from headwater.presentation.palette import LIGHT
from headwater.presentation.render import sheets
from headwater.presentation.render.html.markup import Markup, behind, element, text
from headwater.presentation.wording import plain
from headwater.vocabulary.report import (
    Block,
    Callout,
    Chart,
    Figures,
    Heading,
    Points,
    Report,
    Section,
    Table,
    Text,
)

WIDTH = 72
SERIF = "Palatino Linotype,Palatino,Georgia,serif"
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&*+/=?^_{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
PAGE = re.compile(r"(https?://\S+)")
LINK = f"color:#{LIGHT.tones[''].ink}"
SIZES = {"lead": "18px", "plain": "16px", "small": "14px"}


def render(report: Report, *, to: str = "", to_name: str = "", reply_to: str = "") -> bytes:
    """Write the first section of a report as a draft (.eml) that mail programs open to be sent.

    Parameters
    ----------
    to, to_name, reply_to
        Addresses and the name of the reader; what is no e-mail address is left out.

    Returns
    -------
    bytes
        Text and HTML alternatives. The draft bears no date: the mail program sets it when the
        draft is sent. Its id and its boundary follow from the content.
    """
    section = report.sections[0]
    to, to_name, reply_to = plain(to), plain(to_name), plain(reply_to)
    words, rich = _plain(section, report), str(_rich(section, report))
    mark = sha256(f"{to}\0{to_name}\0{reply_to}\0{words}\0{rich}".encode()).hexdigest()
    draft = EmailMessage(policy=SMTP)
    draft["Subject"] = section.title
    if address := _address(to, to_name):
        draft["To"] = address
    if address := _address(reply_to, ""):
        draft["Reply-To"] = address
    draft["X-Unsent"] = "1"  # opens as a draft
    draft["Message-ID"] = f"<{mark[:32]}@headwater.invalid>"
    draft.set_content(words, cte="quoted-printable")
    draft.add_alternative(rich, subtype="html", cte="quoted-printable")
    draft.set_boundary(f"headwater-{mark[32:]}")
    return draft.as_bytes()


def _address(written: str, name: str) -> Address | None:
    if not ADDRESS.fullmatch(written):
        return None
    user, _, domain = written.rpartition("@")
    return Address(display_name=name, username=user, domain=domain)


def _plain(section: Section, report: Report) -> str:
    blocks = (*section.blocks, *section.aside)
    parts = [section.title.upper() if section.title.isascii() else section.title]
    parts += [_words(each, report) for each in blocks]
    parts.append(f"-- \n{sheets.foot(report)}")
    return "\n\n".join(part for part in parts if part) + "\n"


def _words(block: Block, report: Report) -> str:
    match block:
        case Heading(said):
            return f"{said}\n{'-' * min(len(said), WIDTH)}"
        case Text(said):
            return _filled(said)
        case Points(items, kind):
            signs = [f"{n}." if kind == "steps" else "-" for n in range(1, len(items) + 1)]
            return "\n".join(
                _filled(each, first=f"{sign} ", later="  ")
                for sign, each in zip(signs, items, strict=True)
            )
        case Figures(items):
            return "\n".join(
                _filled(f"{e.label}: {e.value} ({e.detail})", first="* ", later="  ")
                + (f"\n  {e.link}" if e.link else "")
                for e in items
            )
        case Callout():
            title = f"{block.title}\n" if block.title else ""
            return title + "\n".join(wrap(block.text, WIDTH - 2, initial_indent="  ",
                                          subsequent_indent="  "))  # fmt: skip
        case Table():
            return _rows(block, report)
        case Chart():
            return f"{block.title}\n{_rows(block.table, report)}"


def _filled(said: str, first: str = "", later: str = "") -> str:
    return fill(
        said, WIDTH, initial_indent=first, subsequent_indent=later,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _rows(table: Table, report: Report) -> str:
    shown = sheets.grid(table, report)
    lines = ["; ".join(shown.heads)]
    for row, links in zip(shown.rows, shown.links, strict=True):
        lines += ["; ".join(row), *(f"  {each}" for each in dict.fromkeys(links) if each)]
    return "\n".join(lines)


def _rich(section: Section, report: Report) -> Markup:
    ink, muted, accent = LIGHT.ink, LIGHT.muted, LIGHT.accent
    parts = [
        element(
            "h1", text(section.title), dir="auto",
            style=f"font:400 28px/1.2 {SERIF};color:#{accent};margin:0 0 12px",
        ),
        *(_shown(each, report) for each in (*section.blocks, *section.aside)),
        element("p", text(sheets.foot(report)), style=f"font:13px/1.4 {SERIF};color:#{muted};"
                f"border-top:1px solid #{LIGHT.rule};padding-top:10px;margin:28px 0 0"),
    ]  # fmt: skip
    sheet = element(
        "div", *parts,
        style=f"max-width:600px;margin:0 auto;padding:20px 4px;border-top:4px solid #{accent};"
        f"font:16px/1.5 {SERIF};color:#{ink};overflow-wrap:anywhere",
    )  # fmt: skip
    head = element("head", element("meta", charset="utf-8"))
    body = element("body", sheet, style=f"margin:0;background:#{LIGHT.paper}")
    return Markup(f"<!doctype html>\n{element('html', head, body, lang='en-GB')}\n")


def _shown(block: Block, report: Report) -> Markup:
    match block:
        case Heading(said):
            style = f"font:700 18px/1.3 {SERIF};color:#{LIGHT.accent};margin:26px 0 6px"
            return element("h2", text(said), style=style)
        case Text(said, size):
            ink = LIGHT.muted if size == "small" else LIGHT.ink
            style = f"font-size:{SIZES[size]};color:#{ink};margin:8px 0"
            return element("p", *_linked(said), style=style, dir="auto")
        case Points(items, kind):
            name = "ol" if kind == "steps" else "ul"
            each = (element("li", text(item), style="margin:4px 0", dir="auto") for item in items)
            return element(name, *each, style="margin:8px 0;padding-left:20px")
        case Figures():
            return _figures(block)
        case Callout():
            return _card(block)
        case Table():
            return _table(block, report)
        case Chart():
            return _table(block.table, report)


def _linked(said: str) -> list[Markup]:
    """Make the addresses in a text links."""
    return [
        element("a", text(part), href=part) if place % 2 else text(part)
        for place, part in enumerate(PAGE.split(said))
    ]


def _figures(block: Figures) -> Markup:
    blue = LIGHT.tones[""]
    cells = (
        element(
            "td",
            element("div", text(e.label), style=f"font:700 14px/1.4 {SERIF};color:#{blue.ink}"),
            element("div", behind(e.link, e.value, LINK), style=f"font:24px/1.3 {SERIF}"),
            element("div", text(e.detail), style=f"font:14px/1.4 {SERIF};color:#{LIGHT.muted}"),
            style=f"width:{100 // len(block.items)}%;vertical-align:top;padding:8px 12px 0 0;"
            f"border-top:2px solid #{blue.fill}",
        )
        for e in block.items
    )
    return element(
        "table", element("tr", *cells), role="presentation",
        style="width:100%;border-collapse:collapse;margin:20px 0",
    )  # fmt: skip


def _card(block: Callout) -> Markup:
    shade = LIGHT.tones[block.tone]
    title = element("strong", text(block.title), style=f"color:#{shade.ink}")
    parts = (title, element("br")) if block.title else ()
    return element(
        "div", *parts, text(block.text), dir="auto",
        style=f"background:#{shade.tint};border-left:3px solid #{shade.fill};"
        "padding:10px 14px;margin:10px 0",
    )  # fmt: skip


def _table(table: Table, report: Report) -> Markup:
    shown = sheets.grid(table, report)
    edge = f"text-align:left;padding:6px 10px 6px 0;border-bottom:1px solid #{LIGHT.rule}"
    heads = element("tr", *(element("th", text(e), style=edge) for e in shown.heads))
    rows = (
        element("tr", *(element("td", behind(link, e, LINK), style=edge) for e, link in both))
        for both in (zip(*each, strict=True) for each in zip(shown.rows, shown.links, strict=True))
    )
    return element("table", heads, *rows, style="width:100%;border-collapse:collapse")
