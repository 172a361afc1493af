"""The zip inside an .xlsx, checked before anything reads what it holds. Runs in the sandbox."""

import struct
import zlib
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from headwater.errors import InputError, TooLargeError
from headwater.intake.limits import (
    MOST_RATIO,
    MOST_UNPACKED_BYTES,
    MOST_ZIP_ENTRIES,
    SMALL_ENTRY,
)

CHUNK = 1 << 20
OTHER_FORMATS = (
    ("word/document.xml", "a Word document"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("xl/workbook.bin", "a binary workbook (.xlsb)"),
    ("content.xml", "an OpenDocument file"),
)
SAVE_AGAIN = "save it as an Excel workbook (.xlsx) or as CSV"


def open_archive(stream: BinaryIO) -> ZipFile:
    """Open the zip after checking counts, sizes and ratios, declared and real.

    Raises
    ------
    InputError
        If it is damaged, encrypted, or no workbook.
    TooLargeError
        If it unpacks to more than the stated limits.
    """
    try:
        archive = ZipFile(stream)
        entries = archive.infolist()
    except (BadZipFile, ValueError, OSError, struct.error):
        raise damaged() from None
    if len(entries) > MOST_ZIP_ENTRIES:
        raise TooLargeError(f"it holds {len(entries):,} parts; the limit is {MOST_ZIP_ENTRIES:,}")
    _check_kind({entry.filename for entry in entries}, entries)
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED_BYTES:
        raise _unpacks_to_too_much()
    total = 0
    for entry in entries:
        size = _real_size(stream, entry, MOST_UNPACKED_BYTES - total)
        total += size
        if size > SMALL_ENTRY and size > MOST_RATIO * max(1, entry.compress_size):
            raise TooLargeError(
                f"a part of it unpacks to more than {MOST_RATIO} times its size, as a zip bomb "
                f"does; {SAVE_AGAIN}"
            )
    return archive


def damaged() -> InputError:
    """Return the error for a file that says it is a workbook and cannot be read as one."""
    return InputError(
        "the file is damaged or is no workbook; open it in a spreadsheet program and save it again"
    )


def _unpacks_to_too_much() -> TooLargeError:
    return TooLargeError(
        f"it unpacks to more than {MOST_UNPACKED_BYTES / 1e6:,.0f} MB, which is the limit; "
        "save the sheet of projects as CSV"
    )


def _check_kind(names: set[str], entries: list[ZipInfo]) -> None:
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise InputError("it is protected by a password; save a copy without one")
    if "xl/vbaProject.bin" in names:
        raise InputError(f"it holds macros; {SAVE_AGAIN}")
    if "xl/workbook.xml" in names:
        return
    for part, what in OTHER_FORMATS:
        if part in names:
            raise InputError(f"it is {what}; {SAVE_AGAIN}")
    raise InputError(f"it is a zip file and no workbook; {SAVE_AGAIN}")


def _real_size(stream: BinaryIO, entry: ZipInfo, most: int) -> int:
    """Unpack an entry to nothing, to learn its size without trusting what it declares."""
    stream.seek(entry.header_offset)
    header = stream.read(30)
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        raise damaged()
    name, extra = struct.unpack("<HH", header[26:30])
    stream.seek(name + extra, 1)
    if entry.compress_type == ZIP_STORED:
        return entry.compress_size
    if entry.compress_type != ZIP_DEFLATED:
        raise InputError(f"it is packed in a way that spreadsheets do not use; {SAVE_AGAIN}")
    return _inflated(stream, entry.compress_size, most)


def _inflated(stream: BinaryIO, packed: int, most: int) -> int:
    inflater, size = zlib.decompressobj(-15), 0
    try:
        while packed > 0 and not inflater.eof:
            piece = stream.read(min(CHUNK, packed))
            if not piece:
                raise damaged()
            packed -= len(piece)
            while piece:
                size += len(inflater.decompress(piece, CHUNK))
                piece = inflater.unconsumed_tail
                if size > most:
                    raise _unpacks_to_too_much()
    except zlib.error:
        raise damaged() from None
    return size
