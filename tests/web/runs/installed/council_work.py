"""An application with kinds of run for tests of the real worker; found through PYTHONPATH."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.apps import AppConfig

from headwater.errors import InputError
from headwater.vocabulary.progress import Progress


def count(inputs: dict[str, Any], watch: Callable[[Progress], None]) -> dict[str, Any]:
    """Count to a number, a tenth of a second each; note the process in a file."""
    if "pids" in inputs:
        with Path(inputs["pids"]).open("a") as file:
            file.write(f"{os.getpid()}\n")
    sys.stdout.write("what a library prints must not disturb the answer\n")
    for n in range(inputs["to"]):
        watch(Progress("Counting", n / inputs["to"], value=float(n), bound=float(inputs["to"])))
        time.sleep(0.1)
    return {"counted": inputs["to"], "text": "é\u2028"}


def stubborn(inputs: dict[str, Any], watch: Callable[[Progress], None]) -> dict[str, Any]:
    """Say nothing and heed nothing, as a solver deep in its work does."""
    import signal

    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    deadline = time.monotonic() + 600
    while time.monotonic() < deadline:
        pass
    return {}


def dies(inputs: dict[str, Any], watch: Callable[[Progress], None]) -> dict[str, Any]:
    """Die without a word, as when the system is short of memory."""
    os.kill(os.getpid(), 9)
    return {}


def hungry(inputs: dict[str, Any], watch: Callable[[Progress], None]) -> dict[str, Any]:
    """Ask for more memory than a run may have."""
    return {"size": len(bytearray(64 * 1024**3))}


def refuses(inputs: dict[str, Any], watch: Callable[[Progress], None]) -> dict[str, Any]:
    """Refuse, on purpose."""
    raise InputError("row 3: the cost is negative")


def breaks(inputs: dict[str, Any], watch: Callable[[Progress], None]) -> dict[str, Any]:
    """Break, by mistake."""
    raise ZeroDivisionError("secret detail")


def not_a_number(inputs: dict[str, Any], watch: Callable[[Progress], None]) -> dict[str, Any]:
    """Give what no JSON holds."""
    return {"value": float("nan")}


def grows(inputs: dict[str, Any], watch: Callable[[Progress], None]) -> Iterator[dict[str, Any]]:
    """Tell two results on the way; where it is held up, never come to the third."""
    for number in (1, 2):
        watch(Progress(f"Finding {number}"))
        yield {"found": number}
    while inputs.get("held_up"):
        time.sleep(0.1)
    yield {"found": 3, "added": inputs["added"]}


def bundles(inputs: dict[str, Any], watch: Callable[[Progress], None]) -> Any:
    """Make a file of so many bytes; where it is held up, write it and never end."""
    from headwater.web.runs.registry import Made

    if "pids" in inputs:
        with Path(inputs["pids"]).open("a") as file:
            file.write(f"{os.getpid()}\n")
    watch(Progress("Writing", 0.5))
    content = bytes(range(256)) * (inputs["bytes"] // 256)
    if inputs.get("held_up"):
        for each in sys.argv:
            if each.startswith("--file="):
                os.write(int(each.removeprefix("--file=")), content)
        while True:
            time.sleep(0.1)
    return Made({"file": "all.bin"}, content)


class CouncilWork(AppConfig):
    """Names the kinds."""

    name = "council_work"

    def ready(self) -> None:
        """Name the kinds."""
        from headwater.web.runs import registry

        for work in (count, stubborn, dies, hungry, refuses, breaks, not_a_number):
            registry.register(work.__name__, work)
        registry.register("grows", grows, fill=lambda inputs: inputs | {"added": 7}, lane="looks")
        registry.register("bundles", bundles, lane="papers")
