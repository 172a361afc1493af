"""A place to compute: one child process, warm before it is needed, that can be killed."""

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from typing import Any

from headwater.web.runs.queue import Held

CHILD = (sys.executable, "-m", "headwater.web.runs.child")


class Slot:
    """One child process and what it has said so far.

    Attributes
    ----------
    held
        The run it computes; None while it waits.
    progress
        The last progress not yet written to the database.
    outcome
        How the computation ended: {"result": ...}, {"error": ...} or {"died": code}.
    """

    def __init__(self, bell: "queue.SimpleQueue[None]") -> None:
        self._bell = bell
        self.held: Held | None = None
        self.started = 0.0
        self.beaten = 0.0
        self.progress: dict[str, Any] | None = None
        self.outcome: dict[str, Any] | None = None
        self._process = self._spawn()

    def give(self, held: Held) -> None:
        """Let the child compute a run."""
        if self._process.poll() is not None:  # died while it waited
            self._process = self._spawn()
        self.held, self.progress, self.outcome = held, None, None
        self.started = self.beaten = time.monotonic()
        line = json.dumps({"kind": held.kind, "inputs": held.inputs}) + "\n"
        # large inputs fill the pipe while the child still wakes up: do not wait for it here
        threading.Thread(target=self._write, args=(self._process, line), daemon=True).start()

    def renew(self) -> None:
        """Forget the run, kill the child if it lives, and warm up another."""
        self.kill()
        self.held = self.progress = self.outcome = None
        self._process = self._spawn()

    def kill(self) -> None:
        """End the child at once."""
        self._process.kill()
        self._process.wait()

    def _spawn(self) -> "subprocess.Popen[str]":
        process = subprocess.Popen(  # noqa: S603 - a command of our own, no word of it given
            CHILD,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", **os.environ},
        )
        threading.Thread(target=self._read, args=(process,), daemon=True).start()
        return process

    def _write(self, process: "subprocess.Popen[str]", line: str) -> None:
        with contextlib.suppress(BrokenPipeError, ValueError):
            if process.stdin:
                process.stdin.write(line)
                process.stdin.flush()

    def _read(self, process: "subprocess.Popen[str]") -> None:
        for line in process.stdout or ():
            try:
                message = json.loads(line)
            except ValueError:
                break  # cut off in the middle: it died
            if process is not self._process or self.held is None:
                continue
            if "progress" in message:
                self.progress = message["progress"]
            elif "ready" not in message:
                self.outcome = message
                self._bell.put(None)
        code = process.wait()
        if process is self._process and self.held is not None and self.outcome is None:
            self.outcome = {"died": code}
            self._bell.put(None)
