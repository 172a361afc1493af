"""The account statement as files: one slide, one page on paper and on screen, a draft, its data."""

from collections.abc import Mapping
from pathlib import Path

from headwater.errors import InputError
from headwater.presentation.methods import account_statement as method
from headwater.vocabulary.service_statement import AccountStatement
from headwater.vocabulary.shapes import to_text

ENDINGS = ("pptx", "pdf", "html", "eml", "json")


def account_file(
    statement: AccountStatement, ending: str, *, to: str = "", address: str = ""
) -> bytes:
    """Return the statement in one format; the same statement gives the same bytes.

    The json is the whole record, with the ids behind every number.

    Parameters
    ----------
    to
        The reader's e-mail address, for the draft.
    address
        Of the statement's own page, to which the numbers then lead; "" where there is none.

    Raises
    ------
    InputError
        If there is no such format.
    """
    from headwater.presentation.render import html, mail, pdf, pptx

    match ending:
        case "pptx":
            return pptx.render(method.slide(statement, address=address))
        case "pdf":
            return pdf.render(method.paper(statement, address=address))
        case "html":
            return html.render(method.build(statement, address=address)).encode()
        case "eml":
            return mail.render(method.paper(statement, address=address), to=to)
        case "json":
            return to_text(statement).encode()
    raise InputError(f"a statement is written as {', '.join(ENDINGS)}, not as {ending!r}")


def account_files(
    statement: AccountStatement, *, to: str = "", address: str = ""
) -> Mapping[str, bytes]:
    """Return the statement by the ending of its file: pptx, pdf, html, eml and json."""
    return {each: account_file(statement, each, to=to, address=address) for each in ENDINGS}


def write_account(statement: AccountStatement, folder: Path, *, to: str = "") -> tuple[Path, ...]:
    """Write the files into a folder, which is made when it is not there; return their paths."""
    files = account_files(statement, to=to)
    folder.mkdir(parents=True, exist_ok=True)
    paths = {ending: folder / method.file_name(statement, ending) for ending in files}
    for ending, content in files.items():
        paths[ending].write_bytes(content)
    return tuple(paths.values())
