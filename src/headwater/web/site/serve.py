"""Serving: uvicorn for the pages, and the worker of the runs as a process beside it."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

APPLICATION = "headwater.web.site.asgi:application"
GRACE = 3  # seconds that open requests have when the server stops
CALM = 5.0  # seconds to wait before a worker that keeps dying is started again


def run(host: str = "127.0.0.1", port: int = 8000, *, workers: int = 1) -> None:
    """Serve the prepared data folder (HEADWATER_HOME) until told to stop (SIGINT or SIGTERM).

    Parameters
    ----------
    workers
        Processes that serve pages; the runs have their own.
    """
    import uvicorn

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "headwater.web.site.settings")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    signal.signal(signal.SIGTERM, _leave)
    how: dict[str, Any] = {
        "host": host,
        "port": port,
        "lifespan": "off",
        "access_log": False,
        "log_level": "warning",
        "server_header": False,
        "timeout_graceful_shutdown": GRACE,
    }
    with run_worker():
        if workers > 1:
            uvicorn.run(APPLICATION, workers=workers, **how)
        else:
            _server(uvicorn.Config(APPLICATION, **how)).run()


def _server(config: Any) -> Any:
    """Return a server that lets open streams go at once when it is told to stop."""
    import uvicorn

    class Server(uvicorn.Server):
        """Uvicorn's server; streams of events would else keep it up for the whole grace."""

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            """Tell the streams, then stop as usual."""
            from headwater.web.judgement.live import hub

            hub.stop()
            super().handle_exit(sig, frame)

    return Server(config)


@contextmanager
def run_worker() -> Iterator[None]:
    """Keep a worker of the runs alive; started again when it dies, stopped at the end."""
    stopping = threading.Event()
    keeper = threading.Thread(target=_keep, args=(stopping,), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stopping.set()
        keeper.join(timeout=10)


def _keep(stopping: threading.Event) -> None:
    while not stopping.is_set():
        began = time.monotonic()
        worker = subprocess.Popen(
            (sys.executable, "-m", "headwater.web.runs.worker", "--with-parent"),
            stdin=subprocess.PIPE,
        )
        while worker.poll() is None and not stopping.wait(0.2):
            pass
        if worker.stdin:
            worker.stdin.close()  # the worker takes this as the word to leave
        try:
            worker.wait(timeout=5)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
        if time.monotonic() - began < CALM:
            stopping.wait(CALM)


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)
