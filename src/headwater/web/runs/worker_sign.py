"""The sign that a worker lives: a lock on a file in the data folder, let go when it dies."""

import fcntl
from pathlib import Path
from typing import IO

from django.conf import settings

NAME = "worker.lock"


def take(folder: Path | None = None) -> IO[bytes] | None:
    """Return the locked file, to be kept open; None while another worker holds it.

    The operating system lets the lock go with the process, however it ends.
    """
    file = (folder or Path(settings.HOME)).joinpath(NAME).open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def is_alive(folder: Path | None = None) -> bool:
    """Say whether a worker serves this data folder at this moment."""
    path = (folder or Path(settings.HOME)) / NAME
    if not path.exists():
        return False
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
