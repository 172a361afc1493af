"""An installation of its own in a temporary folder: seeded, served, killed, asked."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

READY = 60.0  # seconds that a server may take to answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Installation:
    """A data folder, and the server of it while it runs.

    Attributes
    ----------
    url
        Of a PostgreSQL database; "" for SQLite in the folder.
    """

    home: Path
    url: str = ""
    port: int = field(default_factory=free_port)
    server: "subprocess.Popen[bytes] | None" = None
    mother: "subprocess.Popen[bytes] | None" = None
    pid: int = 0

    @property
    def environment(self) -> dict[str, str]:
        more = {"HEADWATER_HOME": str(self.home), "OPENBLAS_NUM_THREADS": "1"}
        return {**os.environ, **more, "HEADWATER_DATABASE_URL": self.url}

    def seed(self, people: int, mode: str, how_many: int = 1) -> list[dict[str, Any]]:
        """Make workshops, and return what `seed.py` prints."""
        made: list[dict[str, Any]] = json.loads(
            self.run("benchmarks.workshops.seed", str(people), mode, str(how_many))
        )
        return made

    def run(self, module: str, *arguments: str) -> str:
        """Run a module in this installation and return what it printed."""
        self.home.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{module} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def start(self) -> None:
        """Serve, in a process group of its own, and wait until it answers."""
        if self.mother is None:
            self.server = self._launch("headwater.web.site", "serve", "127.0.0.1", str(self.port))
            self.pid = self.server.pid
        else:
            self.pid = int(self._ask_mother(f"{self.port}\n"))
        deadline = time.monotonic() + READY
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=2):
                    return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"no answer:\n{(self.home / 'server.log').read_text()[-2000:]}")

    def _launch(self, module: str, *arguments: str, **how: Any) -> "subprocess.Popen[bytes]":
        with (self.home / "server.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                env=self.environment,
                stderr=log,
                start_new_session=True,
                **{"stdout": log, **how},
            )

    def start_often(self) -> None:
        """From now on fork servers from a process that has read the site; see mother.py."""
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.mother = self._launch("benchmarks.workshops.mother", **pipes)
        self._ask_mother("")

    def _ask_mother(self, line: str) -> str:
        if self.mother is None or not self.mother.stdin or not self.mother.stdout:
            raise RuntimeError("no mother runs")
        self.mother.stdin.write(line.encode())
        self.mother.stdin.flush()
        return self.mother.stdout.readline().decode().strip()

    def stop(self, how: int = signal.SIGTERM) -> None:
        """End the server and its worker; SIGKILL ends all of them at once."""
        if not self.pid:
            return
        if how == signal.SIGKILL:
            os.killpg(self.pid, signal.SIGKILL)
        else:
            os.kill(self.pid, how)
        if self.server is not None:
            self.server.wait(timeout=30)
        else:
            self._ask_mother("")  # says that it has ended
        self.server, self.pid = None, 0

    def close(self) -> None:
        """End the process that servers are forked from."""
        self.stop()
        if self.mother is not None and self.mother.stdin:
            self.mother.stdin.close()
            self.mother.wait(timeout=30)
            self.mother = None

    def cpu_seconds(self) -> float:
        """Return what the server's process has used so far, without its worker."""
        return cpu_seconds_of(self.pid) if self.pid else 0.0


def cpu_seconds_of(*pids: int) -> float:
    """Return the processor time of processes that run."""
    ticks = 0
    for pid in pids:
        with contextlib.suppress(FileNotFoundError):
            parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(parts[11]) + int(parts[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def children_of(pid: int) -> list[int]:
    """Return the processes that a process has started and that still run."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(path.read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(path.parent.name))
    return found
