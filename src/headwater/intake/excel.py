"""Asks the sandbox for the cells of an .xlsx workbook."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from headwater.errors import InputError, TooLargeError
from headwater.intake.grid import Grid, tidy
from headwater.intake.limits import WALL_SECONDS, check_bytes
from headwater.intake.sandbox import REFUSED

CPU_SIGNALS = (-24, -9)  # SIGXCPU, SIGKILL: out of time


def read_workbook(path: Path) -> tuple[list[Grid], tuple[str, ...]]:
    """Read every visible sheet; return them and sentences on what was left out.

    Raises
    ------
    InputError
        If it cannot be read as a workbook.
    TooLargeError
        If it is over a stated limit, or reading it takes too much time or memory.
    """
    check_bytes(path.stat().st_size, path.name)
    with path.open("rb") as source, TemporaryFile("w+b") as out:
        code = _run(source, out)
        out.seek(0)
        if code == 0:
            return _grids(out)
        if code == REFUSED:
            last = json.loads(out.readlines()[-1])
            kind = TooLargeError if last["large"] else InputError
            raise kind(f"{path.name} cannot be read: {last['refused']}")
    if code is None or code in CPU_SIGNALS:
        raise TooLargeError(f"{path.name} takes too long to read; save the sheet as CSV")
    if code < 0 or code == 1:
        raise InputError(
            f"{path.name} cannot be read: it is damaged, or needs more memory than it may; open "
            "it in a spreadsheet program and save it again, or save the sheet as CSV"
        )
    raise InputError(f"{path.name} cannot be read (the reader stopped with code {code})")


def _run(source: Any, out: Any) -> int | None:
    """Run the sandbox; return its exit code, or None when the clock ran out."""
    kept = {
        name: os.environ[name] for name in ("LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ
    }
    try:
        return subprocess.run(
            [sys.executable, "-I", "-m", "headwater.intake.sandbox"],
            stdin=source,
            stdout=out,
            stderr=subprocess.DEVNULL,
            timeout=WALL_SECONDS,
            cwd=Path(sys.executable).parent,
            env=kept,
            check=False,
        ).returncode
    except subprocess.TimeoutExpired:
        return None


def _grids(lines: Iterable[bytes]) -> tuple[list[Grid], tuple[str, ...]]:
    grids: list[Grid] = []
    ignored: list[str] = []
    rows: list[tuple[int, list[str | float]]] = []
    for line in lines:
        found = json.loads(line)
        if isinstance(found, list):
            cells = [tidy(cell) if isinstance(cell, str) else cell for cell in found[1]]
            if any(cell != "" for cell in cells):
                rows.append((found[0], cells))
        elif found["hidden"]:
            ignored.append(f"Sheet {found['sheet']!r} is hidden and was not read.")
            rows = []
        else:
            rows = []
            signs = {int(column) - 1: seen for column, seen in found["signs"].items()}
            grids.append(Grid(tidy(found["sheet"]), rows, signs))
    return grids, tuple(ignored)
