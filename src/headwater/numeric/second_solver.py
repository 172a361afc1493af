"""A second, independent solver for the same problems: CBC in a process of its own [forrest2005]_.

The program that ships with PuLP is started on a file and watched; it is stopped when its time is
over or the listener raises. What it answers is checked in whole numbers before it is believed.
"""

import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Literal

import numpy as np

from headwater.errors import HeadwaterError
from headwater.numeric.programs import (
    BinaryProgram,
    Floats,
    Integers,
    Solution,
    scaled_cost,
    scaled_rows,
)

GRACE = 5.0
"""Seconds beyond its own limit after which the process is ended."""
PATIENCE = 0.2
"""Seconds between two signs of life."""
MOST_CUTS = 20
"""How often an answer that overshoots a limit within the solver's tolerance is cut off."""
SETTINGS = ("-timeMode", "elapsed", "-ratio", "0", "-allow", "0", "-primalT", "1e-9")

Alive = Callable[[], None]
"""Is called several times a second; may raise to stop."""


def rest() -> None:
    """Give no sign of life."""


def maximize_second(
    program: BinaryProgram, *, time_limit: float = 60.0, alive: Alive = rest
) -> Solution:
    """Solve a program with CBC; the value is counted exactly from the choices.

    Returns
    -------
    Solution
        "stopped" without x where CBC found nothing in time; its `bound` is then infinite, as
        CBC's own bound is not used.

    Raises
    ------
    HeadwaterError
        If the solver is not installed, or fails.
    """
    if not program.cost.size:
        bad = bool((program.limit < 0).any())
        return Solution(*(("infeasible", None, 0, -np.inf) if bad else _nothing()))
    ends = monotonic() + time_limit
    cuts: list[tuple[Floats, float]] = []
    with TemporaryDirectory(prefix="headwater-") as folder:
        for _ in range(MOST_CUTS):
            model, answer = Path(folder, "model.mps"), Path(folder, "answer.txt")
            model.write_text(_written(program, cuts), encoding="ascii")
            _run(model, answer, max(ends - monotonic(), 0.5), alive)
            status, x = _read(answer, program.cost.size)
            if x is None:
                bound = -np.inf if status == "infeasible" else np.inf
                return Solution(status, None, 0, bound)
            if program.allows(x):
                value = int(program.cost @ x)
                return Solution(status, x, value, value if status == "optimal" else np.inf)
            sign = np.where(x == 1, 1.0, -1.0)
            cuts.append((sign, float((sign > 0).sum()) - 1.0))
    return Solution("stopped", None, 0, np.inf)


def _nothing() -> tuple[Literal["optimal"], Integers, int, float]:
    return "optimal", np.zeros(0, np.int64), 0, 0.0


def program_path() -> Path:
    """Return where the solver's own program is.

    Raises
    ------
    HeadwaterError
        If it is not installed.
    """
    try:
        import pulp
    except ImportError as error:
        raise HeadwaterError("the second solver is not installed; install pulp") from error
    path = Path(pulp.PULP_CBC_CMD.pulp_cbc_path).resolve()
    if not path.is_file():
        raise HeadwaterError(f"the second solver is not at {path}; install pulp again")
    return path


def _run(model: Path, answer: Path, seconds: float, alive: Alive) -> None:
    answer.unlink(missing_ok=True)
    command = [str(program_path()), model.name, "-sec", f"{seconds:.1f}", *SETTINGS]
    command += ["-printingOptions", "all", "-solve", "-solution", answer.name]
    ends = monotonic() + seconds + GRACE
    process = subprocess.Popen(  # noqa: S603  a fixed program on a file of our own
        command, cwd=model.parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while True:
            with suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE)
                return
            alive()
            if monotonic() > ends:
                return
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _written(program: BinaryProgram, cuts: list[tuple[Floats, float]]) -> str:
    """Write the program as free MPS: minimize -cost, rows R0..., choices X0..., 0 or 1."""
    cost, _ = scaled_cost(program.cost)
    coefficient, limit = scaled_rows(program)
    rows = np.repeat(np.arange(program.limit.size), np.diff(program.start))
    entries: list[list[str]] = [[f"COST {-value!r}"] for value in cost.tolist()]
    for row, column, value in zip(
        rows.tolist(), program.index.tolist(), coefficient.tolist(), strict=True
    ):
        entries[column].append(f"R{row} {value!r}")
    limits = limit.tolist()
    for number, (signs, most) in enumerate(cuts, program.limit.size):
        limits.append(most)
        for column, value in enumerate(signs.tolist()):
            entries[column].append(f"R{number} {value!r}")
    lines = ["NAME P FREE", "ROWS", " N COST", *(f" L R{row}" for row in range(len(limits)))]
    lines += ["COLUMNS", " M1 'MARKER' 'INTORG'"]
    for column, found in enumerate(entries):
        lines += [f" X{column} {entry}" for entry in found]
    lines += [" M2 'MARKER' 'INTEND'", "RHS"]
    lines += [f" RHS R{row} {value!r}" for row, value in enumerate(limits)]
    lines.append("BOUNDS")
    for column, (low, high) in enumerate(
        zip(program.lower.tolist(), program.upper.tolist(), strict=True)
    ):
        kind = "FX" if low == high else "UP"
        lines.append(f" {kind} BND X{column} {high}")
    return "\n".join([*lines, "ENDATA", ""])


def _read(
    answer: Path, size: int
) -> tuple[Literal["optimal", "infeasible", "stopped"], Integers | None]:
    if not answer.is_file():
        return "stopped", None
    first, *rest_ = answer.read_text(encoding="ascii", errors="replace").splitlines() or [""]
    if first.startswith(("Infeasible", "Integer infeasible")):
        return "infeasible", None
    if "no integer solution" in first.casefold() or not first.startswith(("Optimal", "Stopped")):
        return "stopped", None
    x = np.zeros(size)
    for line in rest_:
        words = line.replace("**", " ").split()
        if len(words) >= 3 and words[1].startswith("X"):
            x[int(words[1][1:])] = float(words[2])
    whole: Integers = np.rint(x).astype(np.int64)
    return ("optimal" if first.startswith("Optimal") else "stopped"), whole
