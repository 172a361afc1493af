"""Staging: files are kept beside the list and read; the list itself is not touched."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib.auth.models import User
from django.db import transaction

from headwater import intake
from headwater.errors import InputError, TooLargeError
from headwater.vocabulary.intake import Reading
from headwater.vocabulary.shapes import from_json, to_json
from headwater.web.intake.models import StagedFile, State, Upload
from headwater.web.organization import audit
from headwater.web.organization.permissions import check_can
from headwater.web.projects.models import write_if_unchanged

MOST_FILES = 20
MOST_BYTES = 50_000_000  # of all files of an upload together
LONGEST_NAME = 120
PASTED = "pasted.csv"

Files = Sequence[tuple[str, bytes]]
"""Names and contents."""


def stage(*, files: Files, by: User) -> Upload:
    """Read one workbook, one CSV file or several, and keep them with what was understood.

    An upload may have faults; they stand in its reading, and it cannot be applied until they
    are mended.

    Raises
    ------
    NotAllowedError
        If the person may not change projects.
    InputError, TooLargeError
        If the files cannot be read at all, or are over a limit; nothing is kept.
    """
    check_can(by, "edit_projects")
    named = _checked(files)
    reading = read(named, {})
    return _kept(named, reading, by)


def paste(*, text: str, by: User) -> Upload:
    """Read a table pasted from a spreadsheet: one row a line, cells parted by tabs.

    Raises
    ------
    InputError
        If there is nothing, or it cannot be read as a table.
    """
    check_can(by, "edit_projects")
    if not text.strip():
        raise InputError("Nothing was pasted: copy the cells with their headings and paste them.")
    return stage(files=[(PASTED, text.strip("\n").encode())], by=by)


@transaction.atomic
def mend(*, upload: Upload, mapping: Mapping[str, str], version: int, by: User) -> Upload:
    """Read the same files again, with what the person said of the columns.

    Raises
    ------
    ConflictError
        If someone else mended it since it was shown.
    """
    check_can(by, "edit_projects")
    _check_staged(upload)
    files = [(file.name, bytes(file.content)) for file in upload.files.all()]
    reading = read(files, mapping)
    values = {"mapping": dict(mapping), "reading": to_json(reading)}
    write_if_unchanged(upload, version, values)
    audit.record("intake.upload.mended", target=upload, by=by)
    return upload


@transaction.atomic
def discard(*, upload: Upload, by: User) -> None:
    """Forget an upload that was not applied, with its files."""
    check_can(by, "edit_projects")
    _check_staged(upload)
    audit.record("intake.upload.discarded", target=upload, by=by)
    upload.delete()


def reading_of(upload: Upload) -> Reading:
    """Return how the upload was understood."""
    return from_json(Reading, upload.reading)


def read(files: Files, mapping: Mapping[str, str]) -> Reading:
    """Let the engine read the files, from a folder of their own that is gone afterwards."""
    with TemporaryDirectory(prefix="headwater-") as folder:
        for name, content in files:
            (Path(folder) / name).write_bytes(content)
        source = Path(folder) / files[0][0] if len(files) == 1 else Path(folder)
        try:
            return intake.inspect(source, mapping=mapping)
        except InputError as error:
            raise type(error)(_without(str(error), folder)) from None


@transaction.atomic
def _kept(files: Files, reading: Reading, by: User) -> Upload:
    whole = hashlib.sha256()
    for name, content in files:
        whole.update(hashlib.sha256(name.encode()).digest() + hashlib.sha256(content).digest())
    Upload.objects.filter(by=by, state=State.STAGED).delete()  # the newest replaces the unapplied
    upload = Upload.objects.create(
        title=files[0][0] if len(files) == 1 else f"{len(files)} files",
        by=by,
        digest=whole.hexdigest(),
        reading=to_json(reading),
    )
    StagedFile.objects.bulk_create(
        StagedFile(upload=upload, name=name, content=content) for name, content in files
    )
    audit.record("intake.upload.staged", target=upload, by=by, detail={"digest": upload.digest})
    return upload


def _checked(files: Files) -> Files:
    if not files:
        raise InputError("Choose a file first: a workbook (.xlsx) or CSV files.")
    if len(files) > MOST_FILES:
        raise TooLargeError(f"{len(files)} files were sent; the limit is {MOST_FILES}.")
    if (size := sum(len(content) for _, content in files)) > MOST_BYTES:
        raise TooLargeError(
            f"The files have {size / 1e6:,.0f} MB together; "
            f"the limit is {MOST_BYTES / 1e6:,.0f} MB."
        )
    named = sorted((_plain(name), content) for name, content in files)
    names = [name for name, _ in named]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise InputError(f"Two files bear the same name: {', '.join(twice)}. Rename one.")
    if len(named) > 1 and (
        others := [name for name in names if not name.lower().endswith((".csv", ".tsv"))]
    ):
        raise InputError(
            f"Several files together must all be CSV, and {', '.join(others)} is not. "
            f"Send a workbook alone."
        )
    return named


def _plain(name: str) -> str:
    """Return a file name that names a file in its folder and nothing else."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(each if each.isalnum() or each in " ._-()" else "_" for each in last).strip(". ")
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[:LONGEST_NAME]}{dot}{ending[:10]}" if dot else kept[:LONGEST_NAME] or "table"


def _check_staged(upload: Upload) -> None:
    if upload.state != State.STAGED:
        raise InputError(f"{upload} was applied already; upload it again to change it.")


def _without(message: str, folder: str) -> str:
    return message.replace(f"{folder}/", "").replace(folder, "the upload")
