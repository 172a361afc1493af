"""A customer's own Word or PowerPoint file with the numbers of a case put in.

Placeholders are replaced literally, word for word: there is no template language, nothing is
executed, and the look of the file stays as it is.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from headwater.errors import InputError, TooLargeError
from headwater.presentation.cases import pieces
from headwater.presentation.wording import money, printable
from headwater.vocabulary.appraisal_file import CaseFile

PLACE = re.compile(r"\{\{\s*([^{}]{1,200}?)\s*\}\}")
MOST_BYTES = 200_000_000  # unpacked
SHOWN = 12


def values(file: CaseFile) -> dict[str, str]:
    """Return what each placeholder stands for: {{name}}, {{npv}}, {{p10}}, {{assumption: pay}}."""
    file = printable(file)
    case, unit, chosen = file.case, file.value.money, file.chosen
    found = {
        "name": case.name,
        "need": case.need,
        "ask": case.ask,
        "sponsor": case.sponsor,
        "author": case.author,
        "stage": case.stage,
        "date": case.date,
        "version": str(file.number or case.version),
        "objectives": "; ".join(case.objectives),
        "option": chosen.name if chosen else "",
        "reason": next((e.reason for e in case.options if e.id == file.spread.option), ""),
        "npv": money(file.central, unit),
        "npv low": money(file.spread.npv.low, unit),
        "npv high": money(file.spread.npv.high, unit),
        "cost": money(file.spread.cost.middle, unit),
        "cost low": money(file.spread.cost.low, unit),
        "cost high": money(file.spread.cost.high, unit),
        "ratio": "–" if chosen is None or chosen.bcr is None else f"{chosen.bcr:.2f}",
        "basis": pieces.basis(file),
        "doubts": " ".join(pieces.doubts(file)),
        "findings": str(len(file.review.findings)),
        "reference": file.digest[:12],
    }
    found |= _certainty(file)
    for option in file.value.options:
        worth = option.npv if option.against is None else option.against
        found[f"option: {option.name}"] = money(worth, unit)
    for line in chosen.lines if chosen else ():
        found[f"line: {line.name}"] = money(line.present, unit)
    for each in case.assumptions:
        found[f"assumption: {each.name}"] = f"{each.value or '?'} {each.unit}".strip()
    return {name: text or pieces.NOT_WRITTEN for name, text in found.items()}


def _certainty(file: CaseFile) -> dict[str, str]:
    """Return what a simulation found, where there is one."""
    if file.chances is None:
        return {}
    unit = file.value.money
    found = {
        f"p{share}": each.told(unit) for share, each in sorted(file.chances.npv.percentiles.items())
    }
    return found | {
        "loss": file.chances.loss.share(),
        "worst tenth": file.chances.worst_tenth.told(unit),
    }


def fill(content: bytes, ending: str, given: Mapping[str, str]) -> bytes:
    """Put values into every placeholder of a .docx or .pptx, also one that spans several runs.

    Raises
    ------
    InputError
        If it is no such file, has no placeholder, or has one that stands for nothing: each is
        named, with those there are.
    TooLargeError
        If it unpacks to more than 200 MB.
    """
    _check(content, ending)
    opened, paragraphs = _opened(content, ending)
    known = {_key(name): text for name, text in given.items()}
    unknown: list[str] = []
    count = 0
    for runs in paragraphs:
        count += _replace(runs, known, unknown)
    if unknown:
        named = ", ".join(dict.fromkeys(f"{{{{{each}}}}}" for each in unknown[:SHOWN]))
        raise InputError(f"Nothing is known by {named}. There are: {', '.join(given)}.")
    if not count:
        raise InputError("The file has no placeholder: write {{npv}}, {{need}} or {{ask}} into it.")
    made = BytesIO()
    opened.save(made)
    return made.getvalue()


def _replace(runs: Sequence[Any], known: Mapping[str, str], unknown: list[str]) -> int:
    """Replace in one paragraph, from its end so that places stay; return how many there were."""
    texts = [run.text for run in runs]
    found = list(PLACE.finditer("".join(texts)))
    for match in reversed(found):
        text = known.get(_key(match[1]))
        if text is None:
            unknown.append(match[1])
            continue
        start = 0
        put = False
        for place, old in enumerate(texts):
            end = start + len(old)
            first, last = max(match.start(), start), min(match.end(), end)
            if first < last:
                into = "" if put else text
                texts[place] = old[: first - start] + into + old[last - start :]
                put = True
            start = end
    for run, text in zip(runs, texts, strict=True):
        if run.text != text:
            run.text = text
    return len(found)


def _key(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold().replace("_", " ")))


def _check(content: bytes, ending: str) -> None:
    if ending not in ("docx", "pptx"):
        raise InputError("A template is a .docx or a .pptx file.")
    try:
        with ZipFile(BytesIO(content)) as packed:
            size = sum(each.file_size for each in packed.infolist())
    except BadZipFile:
        raise InputError(f"The file is no .{ending}: save it anew from your program.") from None
    if size > MOST_BYTES:
        raise TooLargeError("The file unpacks to more than 200 MB, which is the limit.")


def _opened(content: bytes, ending: str) -> tuple[Any, Iterator[Sequence[Any]]]:
    try:
        if ending == "docx":
            from docx import Document

            document = Document(BytesIO(content))
            return document, _of_document(document)
        from pptx import Presentation

        deck = Presentation(BytesIO(content))
    except (KeyError, ValueError, BadZipFile) as error:
        raise InputError(f"The file is no .{ending} that can be read.") from error
    return deck, _of_deck(deck)


def _of_document(document: Any) -> Iterator[Sequence[Any]]:
    """Give the runs of every paragraph: also in tables, text boxes, headers and footers."""
    beside = (each for each in document.part.rels.values() if not each.is_external)
    ends = ("/header", "/footer")
    parts = [document.part, *(e.target_part for e in beside if e.reltype.endswith(ends))]
    for part in parts:
        yield from _of_part(part)


def _of_part(part: Any) -> Iterator[Sequence[Any]]:
    from docx.oxml.ns import qn
    from docx.text.run import Run

    for paragraph in part.element.iter(qn("w:p")):
        yield [
            Run(run, part)
            for run in paragraph.iter(qn("w:r"))
            if next(run.iterancestors(qn("w:p"))) is paragraph  # not those of a text box within
        ]


def _of_deck(deck: Any) -> Iterator[Sequence[Any]]:
    """Give the runs of every slide with its notes, and of the masters and layouts behind them."""
    sheets = [*deck.slides, *deck.slide_masters]
    sheets += [layout for master in deck.slide_masters for layout in master.slide_layouts]
    sheets += [slide.notes_slide for slide in deck.slides if slide.has_notes_slide]
    for sheet in sheets:
        yield from _of_shapes(list(sheet.shapes))


def _of_shapes(shapes: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _of_shapes(list(shape.shapes))
        frames = [shape.text_frame] if shape.has_text_frame else []
        if getattr(shape, "has_table", False):
            frames += [cell.text_frame for row in shape.table.rows for cell in row.cells]
        for frame in frames:
            for paragraph in frame.paragraphs:
                yield paragraph.runs
