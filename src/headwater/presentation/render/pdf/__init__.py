"""Pages of A4: a tagged PDF (PDF/UA-1) from a report, typeset by Typst."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial
from importlib.resources import files
from typing import Any, Literal

from headwater.errors import HeadwaterError
from headwater.presentation.palette import LIGHT
from headwater.presentation.render import sheets
from headwater.vocabulary.report import Report

FACES = ("Libertinus Serif",)  # comes with Typst, so every machine sets the same lines
STANDARD: Literal["ua-1"] = "ua-1"
MISSING = re.compile(r"the text `(\".*?\")` could not be displayed", re.DOTALL)
STAND_IN = "□"
LONG, PART = re.compile(r"[^\s\u200b]{40,}"), re.compile(r".{1,8}", re.DOTALL)
BREAK = "\u200b"  # takes no room, and a line may break there


def render(report: Report) -> bytes:
    """Set a report as PDF: one section a page, in the largest size at which it fits.

    A section whose table leads to other sections is the contents and may take several pages.
    Bars and columns are drawn above the tables of their data, other
    charts are shown by the tables alone. The same report gives the same bytes, except
    where it holds characters that the face lacks (Chinese, say): these are set in faces of the
    machine, and those that no face has are shown as an empty square.

    Raises
    ------
    HeadwaterError
        If the typesetter fails.
    """
    source = files(__package__).joinpath("letter.typ").read_bytes()
    return typeset(source, sheets.plain_values(report))


def pages(report: Report) -> int:
    """Return how many pages the PDF of a report has."""
    made = _compile(report, "svg")
    return len(made) if isinstance(made, list) else 1


def typeset(source: bytes, values: Mapping[str, Any]) -> bytes:
    """Set any Typst source as PDF; it finds `values` as the input "report", and the colours.

    Raises
    ------
    HeadwaterError
        If the typesetter fails.
    """
    made = _set(source, values, "pdf")
    if not isinstance(made, bytes):
        raise HeadwaterError("the typesetter gave no PDF")
    return made


def _compile(report: Report, form: Literal["pdf", "svg"]) -> Any:
    source = files(__package__).joinpath("letter.typ").read_bytes()
    return _set(source, sheets.plain_values(report), form)


def _set(source: bytes, given: Mapping[str, Any], form: Literal["pdf", "svg"]) -> Any:
    import typst

    values = _each(given, _breakable)
    own = True  # only the faces that Typst carries
    while True:
        data = json.dumps(values, ensure_ascii=False)
        compiler = typst.Compiler(
            ignore_system_fonts=own,
            sys_inputs={"report": data, "colours": _colours(), "faces": json.dumps(FACES)},
        )
        try:
            made = compiler.compile(source, format="pdf", pdf_standards=STANDARD, timestamp=0)
            return made if form == "pdf" else compiler.compile(source, format=form)
        except typst.TypstError as error:
            missing = _missing(error.diagnostic)
            if not missing:
                raise HeadwaterError(f"the PDF could not be set: {error.message}") from error
        if not own:
            values = _each(values, partial(_without, missing=missing))
        own = False


def _missing(diagnostic: str) -> set[str]:
    """Return the characters that no face has, as the typesetter names them."""
    found: set[str] = set()
    for quoted in MISSING.findall(diagnostic):
        unescaped = re.sub(
            r"\\u\{([0-9a-f]+)\}", lambda match: chr(int(match[1], 16)), quoted[1:-1]
        )
        found |= set(unescaped)
    return found - set(STAND_IN)


def _without(text: str, missing: set[str]) -> str:
    return "".join(STAND_IN if each in missing else each for each in text)


def _breakable(text: str) -> str:
    """Let a word that could be wider than a column go on in the next line."""
    return LONG.sub(lambda word: BREAK.join(PART.findall(word[0])), text)


def _each(value: Any, change: Callable[[str], str]) -> Any:
    """Change every text, however deep; keys stay as they are."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_each(each, change) for each in value]
    if isinstance(value, dict):
        return {key: _each(each, change) for key, each in value.items()}
    return value


def _colours() -> str:
    tones = {tone or "plain": asdict(shade) for tone, shade in LIGHT.tones.items()}
    return json.dumps({**asdict(LIGHT), "tones": tones})
