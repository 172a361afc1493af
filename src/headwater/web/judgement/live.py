"""Telling open screens of changes: server-sent events from the table of announcements.

A page is drawn with the number of the last event it knows and asks for what comes after it, so
nothing falls between drawing and listening, and a phone that slept catches up. One look at the
table serves all screens of a process: four times a second in SQLite; in PostgreSQL when a
notification comes, and once a second to be sure. Screens are told *that* something changed, with
nothing of what anyone answered; they then ask for what they may see.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from uuid import UUID

from django.db import DatabaseError, connection

from headwater.web.judgement.actions.announcing import CHANNEL
from headwater.web.judgement.actions.progress import progress
from headwater.web.judgement.models import Announcement, Round
from headwater.web.judgement.states import State

LOOK_EVERY = {"sqlite": 0.25, "postgresql": 1.0}  # seconds
COUNT_EVERY = 1.0  # seconds between two counts of who has answered
QUIET = 15.0  # seconds after which a silent stream says that it is still there
MOST_STREAMS = 2000
MOST_WAITING = 200
RETRY = b"retry: 2000\n\n"
ALIVE = b": still here\n\n"

log = logging.getLogger("headwater.web")


@dataclass(eq=False, slots=True)
class Screen:
    """One open screen: what it waits for, and whether it shows who has answered."""

    watches: bool
    queue: "asyncio.Queue[tuple[int, bytes] | None]" = field(
        default_factory=lambda: asyncio.Queue(MOST_WAITING)
    )

    def tell(self, number: int, message: bytes) -> None:
        """Put a message into its queue; a screen that takes nothing is let go."""
        try:
            self.queue.put_nowait((number, message))
        except asyncio.QueueFull:
            with contextlib.suppress(asyncio.QueueEmpty):
                while True:
                    self.queue.get_nowait()
            self.queue.put_nowait(None)


@dataclass(slots=True)
class Place:
    """The screens of one workshop, the last event they were told, and the last turnout."""

    seen: int
    screens: set[Screen] = field(default_factory=set)
    turnout: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one look needs to know of a workshop."""

    seen: int
    watched: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What one look found: new events (number, name, wide), and the turnout in words."""

    events: tuple[tuple[int, str, bool], ...]
    turnout: str | None


class Hub:
    """All open screens of this process."""

    def __init__(self) -> None:
        self._places: dict[UUID, Place] = {}
        self._looking: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, "headwater-live")
        self._stopped = False

    @property
    def is_full(self) -> bool:
        """Whether another screen would be too many."""
        return sum(len(each.screens) for each in self._places.values()) >= MOST_STREAMS

    async def stream(self, workshop: UUID, after: int, *, watches: bool) -> AsyncIterator[bytes]:
        """Give the events of a workshop after a number, as they come, until the screen leaves."""
        screen = Screen(watches)
        place = self._places.setdefault(workshop, Place(after))
        place.seen = min(place.seen, after)
        place.screens.add(screen)
        self._wake.set()
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look_on())
        last = after
        try:
            yield RETRY
            while not self._stopped:
                try:
                    told = await asyncio.wait_for(screen.queue.get(), QUIET)
                except TimeoutError:
                    yield ALIVE
                    continue
                if told is None:
                    return
                number, message = told
                if number and number <= last:
                    continue
                last = number or last
                yield message
        finally:
            place.screens.discard(screen)
            if not place.screens:
                self._places.pop(workshop, None)

    def stop(self) -> None:
        """Let every screen go, so that the server can stop; safe to call from a signal."""
        self._stopped = True
        for place in self._places.values():
            for screen in place.screens:
                screen.tell(0, ALIVE)

    async def _look_on(self) -> None:
        loop = asyncio.get_running_loop()
        vendor = connection.vendor
        listening = asyncio.create_task(self._listen()) if vendor == "postgresql" else None
        counted = 0.0
        while self._places and not self._stopped:
            self._wake.clear()
            count = time.monotonic() - counted >= COUNT_EVERY
            counted = time.monotonic() if count else counted
            asked = {
                key: Asked(each.seen, count and any(s.watches for s in each.screens))
                for key, each in self._places.items()
            }
            found = await loop.run_in_executor(self._thread, look, asked)
            for key, news in found.items():
                if (place := self._places.get(key)) is not None:
                    _tell(place, news)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), LOOK_EVERY[vendor])
        if listening is not None:
            listening.cancel()

    async def _listen(self) -> None:
        import psycopg

        parameters = connection.get_connection_params()
        for name in ("cursor_factory", "context"):
            parameters.pop(name, None)
        while True:
            try:
                heard = await psycopg.AsyncConnection.connect(**parameters, autocommit=True)
                async with heard:
                    await heard.execute(f"LISTEN {CHANNEL}")
                    async for _ in heard.notifies():
                        self._wake.set()
            except psycopg.Error as error:
                log.warning("no longer hears PostgreSQL's notifications, looks instead: %s", error)
            await asyncio.sleep(2)


def look(asked: dict[UUID, Asked]) -> dict[UUID, Found]:
    """Return what is new in each workshop; an unreachable database is tried again."""
    try:
        return {key: _news(key, each) for key, each in asked.items()}
    except DatabaseError as error:
        log.warning("cannot look for news of workshops: %s", error)
        connection.close()
        return {}


def _news(workshop: UUID, asked: Asked) -> Found:
    rows = Announcement.objects.filter(workshop=workshop, number__gt=asked.seen)
    events = tuple(rows.order_by("number").values_list("number", "name", "wide")[:MOST_WAITING])
    if not asked.watched:
        return Found(events, None)
    rounds = Round.objects.filter(item__workshop=workshop, state=State.OPEN).order_by("pk")
    return Found(events, " ".join(progress(each).words for each in rounds))


def _tell(place: Place, news: Found) -> None:
    for number, name, wide in news.events:
        place.seen = max(place.seen, number)
        message = f"id: {number}\nevent: change\ndata: {name}\n\n".encode()
        for screen in tuple(place.screens):
            if wide or screen.watches:
                screen.tell(number, message)
    if news.turnout is not None and news.turnout != place.turnout:
        place.turnout = news.turnout
        for screen in tuple(place.screens):
            if screen.watches:
                screen.tell(0, b"event: progress\ndata: turnout\n\n")


hub = Hub()
