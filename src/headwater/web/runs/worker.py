"""The worker of the runs: `python -m headwater.web.runs.worker`.

One worker serves a data folder, kept by a lock. It takes runs from the queue, gives each to a
child process, writes down how far it is and what it has so far, and kills it when a person
cancels or the time is up. One child is kept free for looks at what other runs found, and one is
started where a file is to be written of it.
Killed at any moment it loses nothing: the next worker finds the runs it held and starts them
again. With `--with-parent` it ends when its standard input closes, that is, with the server.
"""

import contextlib
import logging
import os
import queue as queues
import signal
import sys
import threading
import time
from types import FrameType
from typing import TYPE_CHECKING

from headwater.errors import HeadwaterError

if TYPE_CHECKING:
    from headwater.web.runs.queue import Held
    from headwater.web.runs.slot import Slot

TICK = 0.25  # seconds between two looks at the queue
WRITE_EVERY = 0.3  # seconds between two writes of a run's progress
BEAT_EVERY = 1.0  # seconds between two signs of life
FIND_LOST_EVERY = 2.0  # seconds
WARM_LOOKS_AFTER = 5.0  # seconds
SLOTS = "HEADWATER_RUN_SLOTS"
MINUTES = "HEADWATER_RUN_MINUTES"
USUAL_MINUTES = 60

log = logging.getLogger("headwater.web.runs")


class Worker:
    """Takes runs and sees them through, until told to stop."""

    def __init__(self, slots: int = 1, minutes: float = USUAL_MINUTES) -> None:
        from headwater.web.runs.slot import Slot

        self._stopping = threading.Event()
        self._bell: queues.SimpleQueue[None] = queues.SimpleQueue()
        runs = [Slot(self._bell) for _ in range(slots)]
        self._slots = [*runs, *(Slot(self._bell, lane=each) for each in ("looks", "papers"))]
        for each in runs:
            each.warm()
        self._born = time.monotonic()
        self._minutes = minutes
        self._looked = 0.0

    def stop(self) -> None:
        """Ask it to leave; the runs it holds go back into the queue."""
        self._stopping.set()
        self._bell.put(None)

    def work(self) -> None:
        """Serve until told to stop. A busy database or a full disk is waited out."""
        from django.db import DatabaseError, connection

        from headwater.web.runs import queue

        orphans = True  # whoever ran them is dead: we hold the lock
        while not self._stopping.is_set():
            try:
                if orphans:
                    queue.find_lost(all_of_them=True)
                    orphans = False
                self._turn()
            except DatabaseError:
                log.exception("the database does not take writes; trying again")
                connection.close()
                self._stopping.wait(2)
            with contextlib.suppress(queues.Empty):
                self._bell.get(timeout=TICK)
        self._leave()

    def _turn(self) -> None:
        from headwater.web.runs import chores, queue

        for slot in self._slots:
            if slot.held is not None:
                self._see_to(slot)
            if slot.held is None and (held := queue.take(lane=slot.lane)) is not None:
                self._begin(slot, held)
            if slot.lane == "looks" and time.monotonic() - self._born > WARM_LOOKS_AFTER:
                slot.warm()  # not at once: on a start, runs that wait come first
        if time.monotonic() - self._looked >= FIND_LOST_EVERY:
            self._looked = time.monotonic()
            queue.find_lost()
        chores.do_due()

    def _begin(self, slot: "Slot", held: "Held") -> None:
        from headwater.web.runs import queue, registry
        from headwater.web.runs.models import State

        try:
            slot.give(held, registry.filled(held.kind, held.inputs))
        except HeadwaterError as error:
            queue.end(held, State.FAILED, error=str(error))

    def _see_to(self, slot: "Slot") -> None:
        from headwater.web.runs import queue
        from headwater.web.runs.models import State

        held, now = slot.held, time.monotonic()
        if held is None:
            return
        if queue.cancelled(held):
            slot.kill()
            queue.end(held, State.CANCELLED)
            slot.renew()
        elif slot.outcome is not None:
            self._close(slot)
        elif now - slot.started > self._minutes * 60:
            slot.kill()
            error = f"The computation took longer than the {self._minutes:g} minutes it may take."
            queue.end(held, State.FAILED, error=error)
            slot.renew()
        elif now - slot.beaten >= (WRITE_EVERY if slot.progress or slot.so_far else BEAT_EVERY):
            progress, slot.progress = slot.progress, None
            so_far, slot.so_far = slot.so_far, None
            slot.beaten = now
            if not queue.beat(held, progress, so_far):
                log.warning("run %s is no longer ours", held.id)
                slot.renew()

    def _close(self, slot: "Slot") -> None:
        from headwater.web.runs import queue
        from headwater.web.runs.models import State

        held, outcome = slot.held, slot.outcome or {}
        if held is None:
            return
        if slot.progress or slot.so_far:
            queue.beat(held, slot.progress, slot.so_far)
        if "result" in outcome:
            queue.end(held, State.DONE, result=outcome["result"], content=slot.content())
        elif "error" in outcome:
            queue.end(held, State.FAILED, error=str(outcome["error"]))
        else:
            log.warning("run %s died with code %s", held.id, outcome.get("died"))
            queue.put_back(held)
        slot.renew()

    def _leave(self) -> None:
        from headwater.web.runs import queue

        for slot in self._slots:
            slot.kill()
            if slot.held is not None:
                if slot.outcome is not None and "died" not in slot.outcome:
                    self._close(slot)
                    slot.kill()
                else:
                    queue.give_back(slot.held)


def main(arguments: list[str]) -> None:
    """Set Django up, wait for the lock, serve."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "headwater.web.site.settings")
    import django

    django.setup()
    leaving = threading.Event()
    if "--with-parent" in arguments:
        threading.Thread(target=_heed_parent, args=(leaving,), daemon=True).start()
    _heed_signals(leaving)
    from headwater.web.runs import worker_sign

    while (lock := worker_sign.take()) is None:
        if leaving.wait(TICK):
            return
    with lock:
        worker = Worker(
            int(os.environ.get(SLOTS) or 1), float(os.environ.get(MINUTES) or USUAL_MINUTES)
        )
        threading.Thread(target=_stop_when_told, args=(leaving, worker), daemon=True).start()
        log.info("the worker of the runs is ready")
        worker.work()


def _stop_when_told(leaving: threading.Event, worker: Worker) -> None:
    leaving.wait()
    worker.stop()


def _heed_parent(leaving: threading.Event) -> None:
    while os.read(0, 1024):
        pass
    leaving.set()


def _heed_signals(leaving: threading.Event) -> None:
    def leave(number: int, frame: FrameType | None) -> None:
        leaving.set()

    signal.signal(signal.SIGTERM, leave)
    # with a parent, Ctrl+C in the terminal reaches both; the parent then says when to go
    signal.signal(signal.SIGINT, signal.SIG_IGN if "--with-parent" in sys.argv else leave)


if __name__ == "__main__":
    main(sys.argv[1:])
