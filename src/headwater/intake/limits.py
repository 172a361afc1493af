"""How large the files may be that people bring; docs/reference/tables.md states the same."""

from headwater.errors import TooLargeError

MOST_BYTES = 50_000_000  # of a file as it stands on the disk
MOST_ROWS = 100_000  # of a table
MOST_COLUMNS = 500
MOST_CELLS = 5_000_000  # of a table: what fits the memory of the sandbox
MOST_FILES = 200  # of a folder
MOST_TABLES = 60  # sheets of a workbook

MOST_ZIP_ENTRIES = 2_000
MOST_UNPACKED_BYTES = 100_000_000
MOST_RATIO = 200  # unpacked to packed, of an entry worth worrying about
SMALL_ENTRY = 1_000_000  # bytes unpacked, below which the ratio does not matter

CPU_SECONDS = 20
WALL_SECONDS = 60.0
MEMORY_BYTES = 768 * 1024 * 1024
OUTPUT_BYTES = 300_000_000
HEADER_WITHIN = 15  # rows in which the headings must stand
LARGEST_NUMBER = 1e15


def check_bytes(size: int, name: str) -> None:
    """Refuse a file that is too large to open."""
    if size > MOST_BYTES:
        raise TooLargeError(
            f"{name} has {size / 1e6:,.0f} MB; the limit is {MOST_BYTES / 1e6:,.0f} MB. "
            "Leave out pictures and sheets that are not needed, or split the file"
        )


def check_size(rows: int, columns: int, name: str) -> None:
    """Refuse a table with too many rows, columns or cells."""
    if rows > MOST_ROWS + HEADER_WITHIN:
        raise TooLargeError(f"{name} has more than {MOST_ROWS:,} rows, which is the limit")
    if columns > MOST_COLUMNS:
        raise TooLargeError(
            f"{name} has {columns:,} columns; the limit is {MOST_COLUMNS:,}. "
            "Delete the columns that are not needed"
        )
    if rows * columns > MOST_CELLS:
        raise TooLargeError(
            f"{name} has {rows:,} rows by {columns:,} columns; the limit is "
            f"{MOST_CELLS:,} cells. Delete the columns that are not needed"
        )
