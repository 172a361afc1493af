"""An installation of its own in a temporary folder: seeded, served, killed, asked."""

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
        with (self.home / "server.log").open("ab") as log:
            self.server = subprocess.Popen(
                [sys.executable, "-m", "headwater.web.site", "serve", "127.0.0.1", str(self.port)],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + READY
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=2):
                    return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"no answer:\n{(self.home / 'server.log').read_text()[-2000:]}")

    def stop(self, how: int = signal.SIGTERM) -> None:
        """End the server and its worker; SIGKILL ends all of them at once."""
        if self.server is None:
            return
        if how == signal.SIGKILL:
            os.killpg(self.server.pid, signal.SIGKILL)
        else:
            self.server.send_signal(how)
        self.server.wait(timeout=30)
        self.server = None

    def cpu_seconds(self) -> float:
        """Return what the server's process has used so far, without its worker."""
        if self.server is None:
            return 0.0
        parts = Path(f"/proc/{self.server.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")
