"""A place to compute: one child process, warm before it is needed, that can be killed."""

import contextlib
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from typing import IO, Any

from django.conf import settings

from headwater.web.runs.child import FILE
from headwater.web.runs.queue import Held
from headwater.web.runs.registry import Lane

CHILD = (sys.executable, "-m", "headwater.web.runs.child")


class Slot:
    """One child process and what it has said so far.

    Attributes
    ----------
    lane
        What it computes. Looks find it loaded with what they need; one for papers is only
        started when there is one to write.
    held
        The run it computes; None while it waits.
    progress
        The last progress not yet written to the database.
    so_far
        The last result so far not yet written to the database.
    outcome
        How the computation ended: {"result": ...}, {"error": ...} or {"died": code}; with
        {"file": True} where `content` has a file beside the result.
    """

    def __init__(self, bell: "queue.SimpleQueue[None]", *, lane: Lane = "runs") -> None:
        self._bell = bell
        self.lane = lane
        self.held: Held | None = None
        self.started = 0.0
        self.beaten = 0.0
        self.progress: dict[str, Any] | None = None
        self.so_far: dict[str, Any] | None = None
        self.outcome: dict[str, Any] | None = None
        self._process: subprocess.Popen[str] | None = None
        self._file: IO[bytes] | None = None

    def warm(self) -> None:
        """Let a child get ready, where none lives."""
        if self._process is None or self._process.poll() is not None:
            self._process = self._spawn()

    def give(self, held: Held, inputs: dict[str, Any]) -> None:
        """Let the child compute a run; `inputs` are filled."""
        self.warm()  # the first time, or where it died while it waited
        self.held, self.progress, self.so_far, self.outcome = held, None, None, None
        self.started = self.beaten = time.monotonic()
        line = json.dumps({"kind": held.kind, "inputs": inputs}) + "\n"
        # large inputs fill the pipe while the child still wakes up: do not wait for it here
        process = self._process
        threading.Thread(target=self._write, args=(process, line), daemon=True).start()

    def renew(self) -> None:
        """Forget the run and its file, kill the child if it lives, and warm up another."""
        self.kill()
        self.held = self.progress = self.so_far = self.outcome = None
        self._process = None if self.lane == "papers" else self._spawn()

    def content(self) -> bytes | None:
        """Return the file that the child made; None where its answer has none."""
        if self._file is None or not (self.outcome or {}).get("file"):
            return None
        self._file.seek(0)
        return self._file.read()

    def kill(self) -> None:
        """End the child at once."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def _spawn(self) -> "subprocess.Popen[str]":
        # without a name in any folder: whoever dies, nothing of it is left behind
        if self._file is not None:
            self._file.close()
        self._file = tempfile.TemporaryFile(dir=settings.HOME)  # noqa: SIM115 - kept open
        number = self._file.fileno()
        warm = ("--warm",) if self.lane == "looks" else ()
        process = subprocess.Popen(  # noqa: S603 - a command of our own, no word of it given
            (*CHILD, f"{FILE}{number}", *warm),
            pass_fds=(number,),
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
            elif "so_far" in message:
                self.so_far = message["so_far"]
            elif "ready" not in message:
                self.outcome = message
                self._bell.put(None)
        code = process.wait()
        if process is self._process and self.held is not None and self.outcome is None:
            self.outcome = {"died": code}
            self._bell.put(None)
