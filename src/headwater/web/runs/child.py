"""The process in which one computation runs: `python -m headwater.web.runs.child`.

It reads one line of JSON (kind and inputs) from its standard input and writes lines of JSON:
ready, progress, results so far, and at last a result or an error. Where the answer is a file, its
bytes go into the nameless file whose number `--file` gives, which vanishes with who holds it. It
dies with its parent: when the standard input closes, and on Linux by the kernel's own signal.
"""

import contextlib
import ctypes
import json
import logging
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import IO, Any

EVERY = 0.25  # seconds between two signs of progress of the same stage
BEST = ("value", "bound", "gap")
MEMORY_MB = "HEADWATER_RUN_MEMORY_MB"
USUAL_MEMORY_MB = 4096
PR_SET_PDEATHSIG = 1
FILE = "--file="

log = logging.getLogger("headwater.web.runs")


def main() -> None:
    """Get ready, wait for the one line, compute, answer."""
    out = _private_output()
    _die_with_parent()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "headwater.web.site.settings")
    import django

    django.setup()
    if "--warm" in sys.argv:
        _get_ready()
    _say(out, {"ready": True})
    line = sys.stdin.readline()
    if not line:
        return
    threading.Thread(target=_leave_when_input_closes, daemon=True).start()
    limit = _limit_memory()
    os.nice(5)  # pages come first
    asked = json.loads(line)
    _say(out, _answer(asked["kind"], asked["inputs"], out, limit))
    out.flush()
    os._exit(0)  # the reading thread holds the standard input; a usual exit could wait for it


def _get_ready() -> None:
    """Load what looks need, so that the person who asks for one does not wait for it."""
    from headwater.web.runs import registry

    registry.get_ready()


def _answer(kind: str, inputs: dict[str, Any], out: IO[str], limit: int) -> dict[str, Any]:
    """Do the work, tell results so far, and return how it ended."""
    from headwater.errors import HeadwaterError
    from headwater.web.runs import registry

    try:
        result = registry.answer(
            kind, inputs, _watcher(out), lambda found: _say(out, {"so_far": found})
        )
        if isinstance(result, registry.Made):
            _hand_over(result.content)
            return {"result": result.result, "file": True}
        json.dumps(result, allow_nan=False)
    except HeadwaterError as error:
        return {"error": str(error)}
    except MemoryError:
        return {
            "error": f"The computation needs more than the {limit} MB of memory that a run may use "
            f"({MEMORY_MB}). Fewer projects or fewer open questions need less."
        }
    except NoRoomError as error:
        return {"error": f"The file could not be written: {error}. Make room, and try again."}
    except Exception:
        log.exception("a run of kind %s broke", kind)
        return {"error": "Something broke in the computation. The fault is ours and was logged."}
    return {"result": result}


class NoRoomError(Exception):
    """The disk does not take the file."""


def _hand_over(content: bytes) -> None:
    """Write a file where the parent will read it."""
    number = next(int(each.partition("=")[2]) for each in sys.argv if each.startswith(FILE))
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
    except OSError as error:
        raise NoRoomError(error.strerror or str(error)) from error


def _watcher(out: IO[str]) -> Callable[[Any], None]:
    """Tell progress, not too often; the best answer so far stays told through later stages."""
    at, stage = 0.0, ""
    best: dict[str, Any] = {}

    def watch(progress: Any) -> None:
        nonlocal at, stage
        now, told = time.monotonic(), asdict(progress)
        if told["value"] is None:
            told |= best
        else:
            best.update({name: told[name] for name in BEST})
        if progress.stage != stage or now - at >= EVERY:
            at, stage = now, progress.stage
            _say(out, {"progress": told})

    return watch


def _say(out: IO[str], message: dict[str, Any]) -> None:
    out.write(json.dumps(message, allow_nan=False) + "\n")
    out.flush()


def _private_output() -> IO[str]:
    """Keep the pipe to the parent for ourselves: what a library prints goes to the log."""
    private = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(private, "w", encoding="utf-8")


def _die_with_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in the terminal is the worker's to heed
    if sys.platform == "linux":
        parent = os.getppid()
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def _leave_when_input_closes() -> None:
    os.read(0, 1)
    os._exit(1)


def _limit_memory() -> int:
    limit = int(os.environ.get(MEMORY_MB) or USUAL_MEMORY_MB)
    with contextlib.suppress(ValueError, OSError):  # some systems do not let one set it
        resource.setrlimit(resource.RLIMIT_AS, (limit * 1024 * 1024,) * 2)
    return limit


if __name__ == "__main__":
    main()
