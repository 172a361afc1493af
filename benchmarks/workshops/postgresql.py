"""A PostgreSQL of one's own in a temporary folder, if its programs are on this machine.

``python -m benchmarks.workshops.postgresql COMMAND ...`` runs a command with
HEADWATER_DATABASE_URL set to it: ``... pytest -n 0 tests/web/judgement`` runs tests on it.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.workshops.installation import children_of, free_port

PROGRAMS = "initdb", "postgres"
PLACES = ("/usr/local/bin", *sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin")))[::-1])
READY = 60.0  # seconds that a server may take to recover from a kill
DURABLE = ("fsync=on", "synchronous_commit=on", "full_page_writes=on", "max_connections=100")
WITHOUT = "PostgreSQL: not run, its programs (initdb, postgres) are not on this machine"


def found() -> dict[str, str]:
    """Return the programs by name; none of them unless all are there."""
    path = os.pathsep.join((os.environ.get("PATH", ""), *PLACES))
    programs = {name: shutil.which(name, path=path) or "" for name in PROGRAMS}
    return programs if all(programs.values()) else {}


@dataclass
class Cluster:
    """A database server: started, killed, started again.

    PostgreSQL refuses to run for root, who lends it to the user ``postgres``.
    """

    folder: Path
    port: int
    programs: dict[str, str]
    server: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"postgresql://headwater@127.0.0.1:{self.port}/headwater"

    @property
    def _user(self) -> str | None:
        return "postgres" if os.geteuid() == 0 else None

    def make(self) -> None:
        """Make the files of the server; its durability is that of real work."""
        if self._user:
            shutil.chown(self.folder, self._user)
        how = ("--auth=trust", "--username=headwater", "--encoding=UTF8", "--locale=C")
        subprocess.run(
            [self.programs["initdb"], "-D", str(self.folder / "data"), *how, "--no-sync"],
            user=self._user,
            cwd=self.folder,
            check=True,
            capture_output=True,
        )

    def start(self) -> None:
        """Start it and wait until it answers."""
        deadline = time.monotonic() + READY
        while time.monotonic() < deadline:
            if self.server is None or self.server.poll() is not None:  # memory still in use
                self._start()
            with contextlib.suppress(Exception):
                self._make_database()
                return
            time.sleep(0.1)
        raise RuntimeError(f"no answer:\n{(self.folder / 'log').read_text()[-2000:]}")

    def _start(self) -> None:
        where = ("listen_addresses=127.0.0.1", f"unix_socket_directories={self.folder}")
        with (self.folder / "log").open("ab") as log:
            self.server = subprocess.Popen(
                [self.programs["postgres"], "-D", str(self.folder / "data"), "-p", str(self.port)]
                + [part for each in (*DURABLE, *where) for part in ("-c", each)],
                user=self._user,
                cwd=self.folder,
                stdout=log,
                stderr=log,
            )

    def _make_database(self) -> None:
        import psycopg

        address = self.url.rpartition("/")[0] + "/postgres"
        with (
            psycopg.connect(address, autocommit=True, connect_timeout=5) as database,
            contextlib.suppress(psycopg.errors.DuplicateDatabase),
        ):
            database.execute("CREATE DATABASE headwater")

    def kill(self) -> None:
        """End all its processes at once, as a power cut would."""
        if self.server is None:
            return
        for pid in (self.server.pid, *children_of(self.server.pid)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.server.wait(timeout=30)
        self.server = None

    def stop(self) -> None:
        """End it in order; who is still connected is cut off."""
        if self.server is not None:
            self.server.send_signal(signal.SIGINT)
            self.server.wait(timeout=30)
            self.server = None


@contextmanager
def cluster() -> Iterator[Cluster | None]:
    """Give a running server, stopped and removed at the end; None where there are no programs."""
    programs = found()
    if not programs:
        yield None
        return
    with tempfile.TemporaryDirectory() as folder:
        made = Cluster(Path(folder), free_port(), programs)
        made.make()
        made.start()
        try:
            yield made
        finally:
            made.stop()


def main(command: list[str]) -> int:
    """Run a command with HEADWATER_DATABASE_URL set."""
    with cluster() as made:
        if made is None:
            sys.stderr.write(f"{WITHOUT}\n")
            return 1
        environment = {**os.environ, "HEADWATER_DATABASE_URL": made.url}
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
