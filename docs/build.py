"""Builds the documentation: Markdown in, static pages out; fails on what does not resolve.

`make docs` runs it. It merges docs/bib/*.bib into docs/references.bib, writes docs/_build, and
ends with exit code 1 and one line a fault when a relative link, an image, an anchor or a cited
source does not resolve.
"""

import argparse
import os
import re
import shutil
import sys
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import unquote, urlsplit

import bibliography
import markdown
from markup import Anchors, House, Page, Site

SECTIONS = {
    "": "Start here",
    "tutorials": "Tutorials",
    "how-to": "How to",
    "explanation": "Explanation",
    "methods": "Methods",
    "reference": "Reference",
    "adr": "Decisions about the house",
    "project": "The project",
}
PROJECT = ("README", "VISION", "ARCHITECTURE", "GLOSSARY", "CONTRIBUTING", "SECURITY", "CHANGELOG")


def collect(root: Path, out: Path) -> Site:
    """Find every page and every source of a project."""
    site, docs = Site(root, out), root / "docs"
    entries = [
        entry for path in sorted(docs.glob("bib/*.bib")) for entry in bibliography.read(path)
    ]
    site.sources, site.faults = bibliography.merge(entries)
    for source in sorted(docs.rglob("*.md")):
        relative = source.relative_to(docs)
        if relative.parts[0] in ("_build", "images"):
            continue
        section = relative.parts[0] if len(relative.parts) > 1 else ""
        if section not in SECTIONS:
            site.faults.append(f"{source}: the folder {section} has no section in docs/build.py")
        site.pages[source] = Page(source, relative.with_suffix(".html"), section)
    for name in PROJECT:
        if (source := root / f"{name}.md").is_file():
            site.pages[source] = Page(source, Path("project") / f"{name.lower()}.html", "project")
    return site


def render(site: Site) -> None:
    """Turn the text of every page into HTML; titles are the first headings."""
    for page in site.pages.values():
        text = page.source.read_text(encoding="utf-8")
        found = re.search(r"^# (.+)$", text, re.MULTILINE)
        if not found:
            site.faults.append(f"{page.source}: no heading; begin it with '# Title'")
        page.title = found[1].strip() if found else page.source.stem
        if page.source.name == "README.md":
            page.title = "Read me"  # its heading is the name of the whole
        made = markdown.markdown(
            text,
            extensions=["tables", "fenced_code", "sane_lists", "toc", House(site, page)],
            output_format="html",
        )
        page.body = made.replace("<pre>", '<pre tabindex="0">')  # wide text scrolls by keyboard
    items = "".join(
        f'<dt id="{escape(key)}">{escape(key)}</dt><dd>{escape(bibliography.cite(entry))}</dd>\n'
        for key, entry in site.sources.items()
    )
    source = site.root / "docs/references.md"
    body = f"<h1>Sources</h1>\n<dl class='sources'>\n{items}</dl>"
    site.pages[source] = Page(source, Path("references.html"), "reference", "Sources", body)


def navigation(site: Site, current: Page) -> str:
    """List all pages by section, the current one marked."""
    parts = []
    for section, title in SECTIONS.items():
        pages = [page for page in site.pages.values() if page.section == section]
        if section not in ("adr", "project"):
            pages.sort(key=lambda page: (page.target.stem != "index", page.title.casefold()))
        items = "".join(_item(page, current) for page in pages)
        if items:
            parts.append(f"<h2>{escape(title)}</h2>\n<ul>\n{items}</ul>\n")
    return "".join(parts)


def _item(page: Page, current: Page) -> str:
    here = ' aria-current="page"' if page is current else ""
    link = os.path.relpath(page.target, current.target.parent)
    return f'<li><a href="{escape(link)}"{here}>{escape(page.title)}</a></li>\n'


def write(site: Site) -> None:
    """Write the pages, the style sheet, and the files that pages link to."""
    if site.out.exists():
        shutil.rmtree(site.out)
    look = site.out / "style.css"
    look.parent.mkdir(parents=True)
    here = Path(__file__).parent
    shutil.copyfile(here / "theme/style.css", look)
    frame = Template((here / "theme/page.html").read_text(encoding="utf-8"))
    for page in site.pages.values():
        made = frame.substitute(
            title=escape(page.title),
            style=os.path.relpath("style.css", page.target.parent),
            home=os.path.relpath("index.html", page.target.parent),
            navigation=navigation(site, page),
            body=page.body,
        )
        (site.out / page.target).parent.mkdir(parents=True, exist_ok=True)
        (site.out / page.target).write_text(made, encoding="utf-8")
    for source, target in site.files.items():
        (site.out / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, site.out / target)


def check_links(site: Site) -> None:
    """Note every relative link of the finished pages that leads nowhere."""
    seen = {
        (site.out / page.target).resolve(): (
            page,
            Anchors((site.out / page.target).read_text(encoding="utf-8")),
        )
        for page in site.pages.values()
    }
    for path, (page, anchors) in seen.items():
        for link in anchors.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.is_file():
                site.faults.append(f"{page.source}: the link {link} leads nowhere")
            elif parts.fragment and target in seen and parts.fragment not in seen[target][1].ids:
                site.faults.append(f"{page.source}: {link} names a heading that is not there")


def main() -> int:
    """Build, say what is wrong, and answer with the exit code."""
    parser = argparse.ArgumentParser(description="Build the documentation.")
    parser.add_argument("--root", type=Path, default=Path(__file__).parents[1])
    parser.add_argument("--out", type=Path, help="default: docs/_build under the root")
    parser.add_argument(
        "--check", action="store_true", help="leave references.bib alone; a stale one is a fault"
    )
    given = parser.parse_args()
    root = given.root.resolve()
    site = collect(root, (given.out or root / "docs/_build").resolve())
    merged, listed = bibliography.write(site.sources), root / "docs/references.bib"
    current = listed.read_text(encoding="utf-8") if listed.is_file() else ""
    if given.check and merged != current:
        site.faults.append(f"{listed}: differs from docs/bib; run `make docs`")
    elif merged != current:
        listed.write_text(merged, encoding="utf-8")
    render(site)
    write(site)
    check_links(site)
    for fault in sorted(set(site.faults)):
        print(fault.replace(f"{root}/", ""), file=sys.stderr)
    print(f"{len(site.pages)} pages in {site.out}")
    return 1 if site.faults else 0


if __name__ == "__main__":
    sys.exit(main())
