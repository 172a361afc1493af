"""What was given: a workbook, a folder of CSV files, or one CSV file; told by content."""

from pathlib import Path

from headwater.errors import InputError, TooLargeError
from headwater.intake.delimited import read_delimited
from headwater.intake.excel import read_workbook
from headwater.intake.findings import Findings, listed
from headwater.intake.grid import Grid
from headwater.intake.limits import MOST_FILES, check_bytes

SAVE_AGAIN = "open it in a spreadsheet program and save it as .xlsx or CSV"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAGIC = (
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a program"),
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"BM", "a picture"),
    (b"II*\x00", "a picture"),
    (b"RIFF", "a picture or a recording"),
    (b"\x1f\x8b", "a packed file"),
    (b"7z\xbc\xaf", "a packed file"),
    (b"Rar!", "a packed file"),
    (b"{\\rtf", "a text document (.rtf)"),
    (b"SQLite format 3\x00", "a database"),
)
TABLE_ENDINGS = (".csv", ".tsv")
OTHER_ENDINGS = (".xlsx", ".xls", ".xlsm", ".ods", ".txt")


def open_source(source: Path, findings: Findings) -> list[Grid]:
    """Read the cells of everything given.

    Raises
    ------
    InputError
        If it is not there, or is none of the three.
    TooLargeError
        If it is over a stated limit.
    """
    try:
        if source.is_dir():
            return _folder(source, findings)
        if source.is_file():
            return _file(source, findings)
    except OSError as error:
        raise InputError(f"{source} cannot be opened: {error.strerror or error}") from None
    raise InputError(f"{source} is not there; name a .xlsx workbook, a CSV file or a folder")


def _file(path: Path, findings: Findings) -> list[Grid]:
    size = path.stat().st_size
    if not size:
        raise InputError(
            f"{path.name} is empty; it should hold one row of headings and one row a project"
        )
    check_bytes(size, path.name)
    with path.open("rb") as stream:
        start = stream.read(4096)
    if start.startswith(b"PK\x03\x04"):
        grids, ignored = read_workbook(path)
        for sentence in ignored:
            findings.ignore(sentence)
        return grids
    _check_magic(path, start)
    grid, notes = read_delimited(path)
    for sentence in notes:
        findings.note(sentence)
    return [grid]


def _check_magic(path: Path, start: bytes) -> None:
    if start.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
            raise InputError(f"{path.name} is protected by a password; save a copy without one")
        raise InputError(f"{path.name} is an old Excel or Office file (.xls); {SAVE_AGAIN}")
    for magic, what in MAGIC:
        if start.startswith(magic) and not (len(magic) == 2 and _is_text(start)):
            raise InputError(f"{path.name} is {what} and not a table; give a .xlsx or CSV file")
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if head.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<svg", b"<head", b"<meta")):
        raise InputError(f"{path.name} is a web page or XML, whatever its name says; {SAVE_AGAIN}")
    if head.startswith((b"{", b"[{")):
        raise InputError(f"{path.name} is JSON; give a .xlsx workbook or a CSV file")


def _is_text(start: bytes) -> bool:
    return all(byte >= 32 or byte in b"\t\r\n" for byte in start)


def _folder(source: Path, findings: Findings) -> list[Grid]:
    files = sorted(path for path in source.iterdir() if path.is_file())
    tables = [path for path in files if path.suffix.lower() in TABLE_ENDINGS]
    if not tables:
        held = listed(path.name for path in files) or "nothing"
        raise InputError(
            f"{source} holds no CSV file: it should hold projects.csv, and holds {held}"
        )
    if len(tables) > MOST_FILES:
        raise TooLargeError(f"{source} holds {len(tables)} CSV files; the limit is {MOST_FILES}")
    for path in files:
        if path.suffix.lower() in OTHER_ENDINGS:
            findings.ignore(f"{path.name} was not read: of a folder, only CSV files are.")
    check_bytes(sum(path.stat().st_size for path in tables), f"{source}, all CSV files together,")
    empty = [path for path in tables if not path.stat().st_size]
    for path in empty:
        if path.stem.lower() == "projects" or len(empty) == len(tables):
            _file(path, findings)  # says that it is empty
        findings.ignore(f"{path.name} is empty.")
    return [grid for path in tables if path not in empty for grid in _file(path, findings)]
