"""What the documentation's pages add to Markdown: links between pages, and cited sources."""

import os
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element, SubElement

import bibliography
import markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

KEY = re.compile(r"[a-z][a-z-]{2,}\d{4}[a-z]?")
CITATION = r"\[(@[^\]\[]+)\]"
CITED = re.compile(r"@([\w:.-]*\w)(.*)")


@dataclass
class Page:
    """One Markdown file: where it lies, where its page goes, and what became of it."""

    source: Path
    target: Path  # relative to the site
    section: str
    title: str = ""
    body: str = ""


@dataclass
class Site:
    """All that a build knows: pages by source, files to copy along, sources, faults."""

    root: Path
    out: Path
    pages: dict[Path, Page] = field(default_factory=dict)
    files: dict[Path, Path] = field(default_factory=dict)
    sources: dict[str, bibliography.Entry] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def target(self, source: Path) -> Path | None:
        """Where a source file stands on the site; None when there is no such file."""
        if source in self.pages:
            return self.pages[source].target
        if not source.is_file() or not source.is_relative_to(self.root):
            return None
        relative = source.relative_to(self.root)
        inside = relative.is_relative_to("docs")
        self.files[source] = relative.relative_to("docs") if inside else "files" / relative
        return self.files[source]


class Links(Treeprocessor):
    """Turns links between Markdown files into links between pages."""

    def __init__(self, md: markdown.Markdown, site: Site, page: Page) -> None:
        super().__init__(md)
        self.site, self.page = site, page

    def run(self, root: Element) -> None:
        """Rewrite every link and image, and every `key` of a source in a method's page."""
        for element in root.iter():
            for name in {"a": ("href",), "img": ("src",)}.get(element.tag, ()):
                element.set(name, self._moved(element.get(name, "")))
            if element.tag == "code" and self.page.section == "methods":
                text = "".join(element.itertext())
                if KEY.fullmatch(text) and text not in self.site.sources:
                    self.site.faults.append(_unknown(self.page, text))

    def _moved(self, link: str) -> str:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc or not parts.path:
            return link
        target = self.site.target((self.page.source.parent / unquote(parts.path)).resolve())
        if target is None:
            return link  # reported by `check_links`, which sees raw HTML too
        moved = os.path.relpath(target, self.page.target.parent)
        return moved + (f"#{parts.fragment}" if parts.fragment else "")


class Citations(InlineProcessor):
    """Turns [@key] and [@key, p. 3; @other] into links to the list of sources."""

    def __init__(self, md: markdown.Markdown, site: Site, page: Page) -> None:
        super().__init__(CITATION, md)
        self.site, self.page = site, page

    def handleMatch(  # noqa: N802 (the library's name)
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        """Make the links, and note the keys that no file in docs/bib has."""
        cited = Element("span", {"class": "citation"})
        for part in m[1].split(";"):
            found = CITED.fullmatch(part.strip())
            key, more = (found[1], found[2]) if found else (part.strip(), "")
            if key not in self.site.sources:
                self.site.faults.append(_unknown(self.page, key))
            address = os.path.relpath("references.html", self.page.target.parent)
            if len(cited):
                cited[-1].tail = f"{cited[-1].tail}; "
            link = SubElement(cited, "a", {"href": f"{address}#{key}"})
            link.text, link.tail = key, more
        return cited, m.start(0), m.end(0)


class House(Extension):
    """What Headwater's pages add to Markdown."""

    def __init__(self, site: Site, page: Page) -> None:
        super().__init__()
        self.site, self.page = site, page

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 (the library's name)
        """Register the two processors; links first see the finished inline elements."""
        md.inlinePatterns.register(Citations(md, self.site, self.page), "citations", 175)
        md.treeprocessors.register(Links(md, self.site, self.page), "links", 1)


class Anchors(HTMLParser):
    """Collects the ids, links and images of a finished page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag names or points to; an image must say what it shows."""
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.add(given["id"])
        self.links += [given[name] for name in ("href", "src") if name in given]


def _unknown(page: Page, key: str) -> str:
    return f"{page.source}: cites {key}, which no file in docs/bib has"
