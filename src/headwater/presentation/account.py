"""The account statement as files: one slide, one page on paper and on screen, a draft, its data."""

from collections.abc import Mapping
from pathlib import Path

from headwater.presentation.methods import account_statement as method
from headwater.vocabulary.service_statement import AccountStatement
from headwater.vocabulary.shapes import to_text

STEM = "account-statement"


def account_files(statement: AccountStatement, *, to: str = "") -> Mapping[str, bytes]:
    """Return the statement by the ending of its file: pptx, pdf, html, eml and json.

    The json is the whole record, with the ids behind every number; the same statement gives the
    same bytes.
    """
    from headwater.presentation.render import html, mail, pdf, pptx

    paper = method.paper(statement)
    return {
        "pptx": pptx.render(method.slide(statement)),
        "pdf": pdf.render(paper),
        "html": html.render(method.build(statement)).encode(),
        "eml": mail.render(paper, to=to),
        "json": to_text(statement).encode(),
    }


def write_account(statement: AccountStatement, folder: Path, *, to: str = "") -> tuple[Path, ...]:
    """Write the files into a folder, which is made when it is not there; return their paths."""
    files = account_files(statement, to=to)
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{STEM}-{statement.period.replace(' ', '-').lower()}"
    for ending, content in files.items():
        (folder / f"{name}.{ending}").write_bytes(content)
    return tuple(folder / f"{name}.{ending}" for ending in files)
