"""The No pack as files: a page for each sponsor in four formats, all of them together, a zip."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from headwater.presentation.methods import no_pack as method
from headwater.presentation.render.packing import FIRST
from headwater.vocabulary.progress import Progress, Watcher, ignore
from headwater.vocabulary.refusal import Refusal

LETTERS = "letters"
TOGETHER = "all-answers"
ZIP = "no-pack.zip"
EACH = "Writing the letters one by one"
LONGEST = 60  # characters of a file's name
TAKEN = {"con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in range(10))}
"""Names that some systems keep for devices."""


def no_pack(refusals: Sequence[Refusal], *, watch: Watcher = ignore) -> Mapping[str, bytes]:
    """Return every file of the pack by its path: pages, all of them in one, and a zip of these.

    The same refusals give the same bytes, in whatever order they come.

    Raises
    ------
    InputError
        If there are none, two are about one project, or they stem from different decisions.
    """
    said = method.ordered(refusals)
    files = {
        f"{TOGETHER}.{ending}": together(said, ending, watch=watch)
        for ending in ("pdf", "docx", "html")
    }
    for number, (refusal, name) in enumerate(zip(said, names(said), strict=True)):
        watch(Progress(EACH, fraction=number / len(said)))
        for ending, content in page(refusal).items():
            files[f"{LETTERS}/{name}.{ending}"] = content
    watch(Progress("Packing the files"))
    return {**files, ZIP: _zipped(files)}


def together(refusals: Sequence[Refusal], ending: str, *, watch: Watcher = ignore) -> bytes:
    """Write all pages in one file: "pdf", "docx" or "html", with the contents before them.

    Raises
    ------
    InputError
        If there are none, two are about one project, or they stem from different decisions.
    """
    from headwater.presentation.render import docx, pdf
    from headwater.presentation.render.html import letter

    book = method.book(refusals)
    if ending == "docx":
        return docx.render(book, watch=watch)
    watch(Progress("Setting the pages"))
    return pdf.render(book) if ending == "pdf" else letter.render(book).encode()


def page(refusal: Refusal) -> Mapping[str, bytes]:
    """Return one sponsor's page by the ending of its file: docx, eml, html and pdf."""
    from headwater.presentation.render import docx, mail, pdf
    from headwater.presentation.render.html import letter

    report = method.build(refusal)
    draft = mail.render(
        report,
        to=refusal.sponsor_email,
        to_name=refusal.sponsor,
        reply_to=refusal.contact.reach,
    )
    return {
        "docx": docx.render(report),
        "eml": draft,
        "html": letter.render(report).encode(),
        "pdf": pdf.render(report),
    }


def write_no_pack(refusals: Sequence[Refusal], folder: Path) -> tuple[Path, ...]:
    """Write the pack into a folder, which is made when it is not there; return the paths.

    Files of the same names are replaced.
    """
    files = no_pack(refusals)
    (folder / LETTERS).mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return tuple(folder / name for name in files)


def names(refusals: Sequence[Refusal]) -> tuple[str, ...]:
    """Return a file name, without its ending, for each: plain letters, and no two alike."""
    plain = [_slug(each.project) for each in refusals]
    often = Counter(plain)
    return tuple(
        name
        if name and often[name] == 1 and name not in TAKEN
        else f"{name or 'project'}-{_mark(each)}"
        for name, each in zip(plain, refusals, strict=True)
    )


def _slug(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters)[:LONGEST].strip("-")


def _mark(refusal: Refusal) -> str:
    return sha256(refusal.id.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _zipped(files: Mapping[str, bytes]) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as target:
        for name in sorted(files):
            entry = ZipInfo(name, FIRST)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0
            target.writestr(entry, files[name])
    return packed.getvalue()
