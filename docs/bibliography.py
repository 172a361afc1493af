"""Reads BibTeX, merges the rooms' files into one, and writes entries as text."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

HEADER = "% Merged from docs/bib by `make docs`; change an entry there, not here.\n"
START = re.compile(r"@(\w+)\s*\{\s*([^\s,{}]+)\s*,")
FIELD = re.compile(r"(\w+)\s*=\s*")
ACCENTS = {'"': "\u0308", "'": "\u0301", "`": "\u0300", "^": "\u0302", "~": "\u0303"}
ACCENTS |= {"c": "\u0327", "v": "\u030c", "H": "\u030b", "=": "\u0304", ".": "\u0307"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One source: its key, its fields by lower-case name, and its text as written in `place`."""

    key: str
    fields: dict[str, str]
    text: str
    place: str


def read(path: Path) -> list[Entry]:
    """Return the entries of a BibTeX file in their order.

    Raises
    ------
    ValueError
        If a brace is never closed; the message names the file and the key.
    """
    text = path.read_text(encoding="utf-8")
    entries, position = [], 0
    while found := START.search(text, position):
        opening = text.index("{", found.start())
        try:
            position = _closing(text, opening) + 1
        except ValueError:
            raise ValueError(f"{path}: the entry {found[2]} has no closing brace") from None
        fields = _fields(text[found.end() : position - 1])
        entries.append(Entry(found[2], fields, text[found.start() : position], path.name))
    return entries


def merge(entries: Iterable[Entry]) -> tuple[dict[str, Entry], list[str]]:
    """Return the entries by key, sorted, and a sentence for each key that means two things."""
    merged: dict[str, Entry] = {}
    problems = []
    for entry in entries:
        first = merged.setdefault(entry.key, entry)
        if first.fields != entry.fields:
            problems.append(
                f"{first.place} and {entry.place} say different things of the key {entry.key}"
            )
    return dict(sorted(merged.items(), key=lambda item: item[0].casefold())), problems


def write(entries: dict[str, Entry]) -> str:
    """Return one BibTeX file with all the entries."""
    return HEADER + "".join(f"\n{entry.text}\n" for entry in entries.values())


def cite(entry: Entry) -> str:
    """Write an entry as one plain line: authors (year). Title. Where. Identifier."""
    fields = {name: plain(value) for name, value in entry.fields.items()}
    who = fields.get("author") or fields.get("editor") or fields.get("institution") or ""
    names = " and ".join(part.strip() for part in re.split(r"\s+and\s+", who))
    where = ", ".join(
        fields[name]
        for name in ("journal", "booktitle", "publisher", "institution", "volume", "pages")
        if fields.get(name) and fields[name] != who
    )
    parts = [f"{names} ({fields['year']})" if "year" in fields else names]
    parts += [fields.get("title", ""), where, fields.get("doi", "") or fields.get("url", "")]
    parts.append(fields.get("note", ""))
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


def plain(text: str) -> str:
    """Turn BibTeX's accents, dashes and braces into ordinary characters."""

    def accented(found: re.Match[str]) -> str:
        return unicodedata.normalize("NFC", found[2] + ACCENTS[found[1]])

    text = re.sub(r"\\([\"'`^~=.])\s*\{?\\?(\w)\}?", accented, text)
    text = re.sub(r"\\([cvH])\{(\w)\}", accented, text)
    for written, meant in (("\\o", "ø"), ("\\ss", "ß"), ("\\aa", "å"), ("\\ae", "æ")):
        text = re.sub(re.escape(written) + r"(?![a-zA-Z])", meant, text)
    text = re.sub(r"\\([&%$#_])", r"\1", text)
    text = text.replace("---", "—").replace("--", "–").replace("~", " ")
    return " ".join(re.sub(r"[{}]", "", text).split())


def _closing(text: str, opening: int) -> int:
    depth = 0
    for position in range(opening, len(text)):
        depth += {"{": 1, "}": -1}.get(text[position], 0)
        if depth == 0:
            return position
    raise ValueError("no closing brace")


def _fields(body: str) -> dict[str, str]:
    fields, position = {}, 0
    while found := FIELD.search(body, position):
        start = found.end()
        if body[start : start + 1] == "{":
            end = _closing(body, start)
            value, position = body[start + 1 : end], end + 1
        elif body[start : start + 1] == '"':
            end = body.index('"', start + 1)
            value, position = body[start + 1 : end], end + 1
        else:
            value = body[start:].split(",", 1)[0]
            position = start + len(value)
        fields[found[1].lower()] = " ".join(value.split())
    return fields
