"""The real worker in real processes: it computes, stops in two seconds, survives kill -9."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

INSTALLED = Path(__file__).parent / "installed"
WORKER = [sys.executable, "-m", "headwater.web.runs.worker"]
START = """
import json, sys
from headwater.web.site.prepare import set_up
set_up()
from headwater.web.organization import actions as people
from headwater.web.runs import actions
owner = people.found()
for kind, inputs in json.load(sys.stdin):
    print(actions.start(kind=kind, title=kind, inputs=inputs, by=owner).pk.hex)
"""
CANCEL = """
import sys
from headwater.web.site.prepare import set_up
set_up()
from headwater.web.organization import actions as people
from headwater.web.runs import actions
from headwater.web.runs.models import Run
actions.cancel(run=Run.objects.get(pk=sys.argv[1]), by=people.found())
"""
SERVE = """
import sys
from headwater.web.site import serve
serve.run(port=int(sys.argv[1]))
"""


class Ground:
    """A data folder, and processes on it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.processes: list[subprocess.Popen[bytes]] = []
        self.environment = {
            **os.environ,
            "HEADWATER_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "council_settings",
            "PYTHONPATH": os.pathsep.join([str(INSTALLED), os.environ.get("PYTHONPATH", "")]),
        }

    def python(self, script: str, *arguments: str, given: str = "") -> list[str]:
        done = subprocess.run(
            [sys.executable, "-c", script, *arguments],
            env=self.environment,
            input=given,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.split()

    def start(self, *runs: tuple[str, dict[str, Any]]) -> list[str]:
        return self.python(START, given=json.dumps(runs))

    def launch(self, *command: str, **more: str) -> "subprocess.Popen[bytes]":
        with (self.home / "log").open("ab") as log:
            process = subprocess.Popen(
                command, env=self.environment | more, stdout=log, stderr=log, cwd=self.home
            )
        self.processes.append(process)
        return process

    def row(self, run: str) -> dict[str, Any]:
        with sqlite3.connect(f"file:{self.home}/headwater.sqlite3?mode=ro", uri=True) as database:
            database.row_factory = sqlite3.Row
            found = database.execute("SELECT * FROM runs_run WHERE id = ?", (run,)).fetchone()
        return dict(found)

    def wait(self, run: str, that: Callable[[dict[str, Any]], bool], seconds: float = 30) -> Any:
        deadline = time.monotonic() + seconds
        while not that(row := self.row(run)):
            if time.monotonic() > deadline:
                raise AssertionError(f"{row}\n{(self.home / 'log').read_text()}")
            time.sleep(0.05)
        return row

    def wait_for(self, run: str, *states: str, seconds: float = 30) -> Any:
        return self.wait(run, lambda row: row["state"] in states, seconds)


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a prepared data folder, once."""
    home = tmp_path_factory.mktemp("empty") / "home"
    Ground(home).python("from headwater.web.site.prepare import prepare; prepare()")
    return home


@pytest.fixture
def ground(tmp_path: Path, empty_home: Path) -> Iterator[Ground]:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    with (
        sqlite3.connect(empty_home / "headwater.sqlite3") as source,
        sqlite3.connect(home / "headwater.sqlite3") as copy,
    ):
        source.backup(copy)
    (home / "secret_key").write_bytes((empty_home / "secret_key").read_bytes())
    made = Ground(home)
    yield made
    for process in made.processes:
        process.kill()
        process.wait()


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{pid}/stat").exists() and ") Z" in Path(f"/proc/{pid}/stat").read_text()


def until_gone(pid: int, seconds: float = 3) -> None:
    deadline = time.monotonic() + seconds
    while not gone(pid):
        assert time.monotonic() < deadline, f"process {pid} lives on"
        time.sleep(0.05)


def test_every_way_to_end(ground: Ground) -> None:
    ends = ["count", "refuses", "breaks", "not_a_number", "hungry", "dies"]
    runs = dict(zip(ends, ground.start(*((kind, {"to": 3}) for kind in ends)), strict=True))
    ground.launch(*WORKER)

    done = ground.wait_for(runs["count"], "done")
    assert json.loads(done["result"]) == {"counted": 3, "text": "é\u2028"}
    said = {
        kind: ground.wait_for(run, "failed")["error"]
        for kind, run in runs.items()
        if kind != "count"
    }
    assert said["refuses"] == "row 3: the cost is negative"
    assert "fault is ours" in said["breaks"]
    assert "secret detail" not in said["breaks"]
    assert "fault is ours" in said["not_a_number"]
    assert "4096 MB" in said["hungry"]
    assert "interrupted 3 times" in said["dies"]


def test_progress_is_told_while_it_computes(ground: Ground) -> None:
    (run,) = ground.start(("count", {"to": 30}))
    ground.launch(*WORKER)

    row = ground.wait(run, lambda row: (row["value"] or 0) >= 5)
    assert (row["state"], row["stage"], row["bound"]) == ("running", "Counting", 30)
    first = row["heartbeat"]
    assert ground.wait(run, lambda row: row["heartbeat"] > first, seconds=2)


def test_a_computation_that_heeds_nothing_is_stopped_within_two_seconds(ground: Ground) -> None:
    (run,) = ground.start(("stubborn", {}))
    ground.launch(*WORKER)
    ground.wait_for(run, "running")
    ground.python(CANCEL, run)
    asked = time.monotonic()

    ground.wait_for(run, "cancelled")

    assert time.monotonic() - asked < 2


def test_a_look_streams_beside_a_long_run_and_keeps_what_it_had_when_it_is_stopped(
    ground: Ground,
) -> None:
    long, held_up, whole = ground.start(
        ("stubborn", {}), ("grows", {"held_up": True}), ("grows", {})
    )
    ground.launch(*WORKER)

    ground.wait(held_up, lambda row: row["result"] == '{"found": 2}', seconds=120)
    assert ground.row(held_up)["state"] == "running"
    ground.python(CANCEL, held_up)
    ground.wait_for(held_up, "cancelled")

    assert ground.row(held_up)["result"] == '{"found": 2}'
    ground.wait(whole, lambda row: row["state"] == "done")
    assert json.loads(ground.row(whole)["result"]) == {"found": 3, "added": 7}
    assert ground.row(long)["state"] == "running"


def test_a_worker_killed_at_any_moment_loses_nothing(ground: Ground) -> None:
    pids = ground.home / "pids"
    (run,) = ground.start(("count", {"to": 15, "pids": str(pids)}))
    first = ground.launch(*WORKER)
    ground.wait(run, lambda row: (row["value"] or 0) >= 2)

    first.kill()
    first.wait()
    until_gone(int(pids.read_text().split()[0]))  # its computation dies with it
    assert ground.row(run)["state"] == "running"
    ground.launch(*WORKER)

    row = ground.wait_for(run, "done", "failed")
    assert (row["state"], row["attempts"]) == ("done", 2)


def test_only_one_worker_serves_a_folder(ground: Ground) -> None:
    pids = ground.home / "pids"
    (run,) = ground.start(("count", {"to": 10, "pids": str(pids)}))
    ground.launch(*WORKER)
    ground.launch(*WORKER)

    ground.wait_for(run, "done")
    assert len(pids.read_text().split()) == 1


def test_a_worker_told_to_leave_puts_its_run_back(ground: Ground) -> None:
    (run,) = ground.start(("stubborn", {}))
    worker = ground.launch(*WORKER)
    ground.wait_for(run, "running")

    worker.terminate()

    assert worker.wait(timeout=5) == 0
    row = ground.row(run)
    assert (row["state"], row["attempts"], row["lease"]) == ("queued", 0, None)


def test_time_is_capped(ground: Ground) -> None:
    (run,) = ground.start(("stubborn", {}))
    ground.launch(*WORKER, HEADWATER_RUN_MINUTES="0.02")

    assert "0.02 minutes" in ground.wait_for(run, "failed")["error"]


def test_a_server_killed_at_any_moment_takes_its_worker_with_it_and_the_next_goes_on(
    ground: Ground,
) -> None:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    pids = ground.home / "pids"
    (run,) = ground.start(("count", {"to": 15, "pids": str(pids)}))
    server = ground.launch(sys.executable, "-c", SERVE, port)
    ground.wait(run, lambda row: (row["value"] or 0) >= 2)

    server.kill()
    server.wait()
    until_gone(int(pids.read_text().split()[0]), seconds=8)
    again = ground.launch(sys.executable, "-c", SERVE, port)

    assert ground.wait_for(run, "done", "failed")["state"] == "done"
    again.send_signal(signal.SIGTERM)
    assert again.wait(timeout=10) == 0
    from headwater.web.runs import worker_sign

    assert not worker_sign.is_alive(ground.home)


def test_a_file_is_made_beside_runs_and_looks_and_kept_apart(ground: Ground) -> None:
    long, look, bundle = ground.start(
        ("stubborn", {}), ("grows", {"held_up": True}), ("bundles", {"bytes": 5_000_192})
    )
    ground.launch(*WORKER)

    row = ground.wait_for(bundle, "done", "failed", seconds=120)

    assert json.loads(row["result"]) == {"file": "all.bin"}
    assert ground.row(long)["state"] == ground.row(look)["state"] == "running"
    with sqlite3.connect(f"file:{ground.home}/headwater.sqlite3?mode=ro", uri=True) as database:
        ((size, content),) = database.execute("SELECT size, content FROM runs_runfile")
    assert size == 5_000_192
    assert content == bytes(range(256)) * (5_000_192 // 256)


def test_a_file_that_is_stopped_or_whose_worker_is_killed_leaves_nothing_behind(
    ground: Ground,
) -> None:
    pids = ground.home / "pids"
    held_up = {"bytes": 5_000_192, "held_up": True, "pids": str(pids)}
    before = {each.name for each in ground.home.iterdir()}
    (run,) = ground.start(("bundles", held_up))
    first = ground.launch(*WORKER)
    ground.wait(run, lambda row: row["stage"] == "Writing", seconds=120)

    first.kill()
    first.wait()
    until_gone(int(pids.read_text().split()[0]))
    ground.launch(*WORKER)
    ground.wait(run, lambda row: row["attempts"] == 2 and row["stage"] == "Writing", seconds=120)
    ground.python(CANCEL, run)
    asked = time.monotonic()
    ground.wait_for(run, "cancelled")

    assert time.monotonic() - asked < 2
    until_gone(int(pids.read_text().split()[1]))
    left = {each.name for each in ground.home.iterdir()} - before
    assert left <= {"log", "pids", "worker.lock", "headwater.sqlite3-wal", "headwater.sqlite3-shm"}
    with sqlite3.connect(f"file:{ground.home}/headwater.sqlite3?mode=ro", uri=True) as database:
        assert database.execute("SELECT count(*) FROM runs_runfile").fetchone() == (0,)
