"""Streams of events on a real server: replay, no connection held, an end in time."""

import asyncio
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.workshops.installation import Installation

VIEWERS, CONNECTIONS = 20, 3
MOVE = """
import sys
from headwater.web.site.prepare import set_up
set_up()
from headwater.web.judgement import actions
from headwater.web.judgement.models import Workshop
from headwater.web.organization.actions import found
workshop = Workshop.objects.get()
for minutes in map(int, sys.argv[1:]):
    actions.set_timer(workshop=workshop, minutes=minutes, by=found())
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Installation, Any]]:
    monkeypatch.setenv("HEADWATER_DATABASE_CONNECTIONS", str(CONNECTIONS))
    (tmp_path / "move.py").write_text(MOVE)
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    made = Installation(tmp_path / "home")
    (room,) = made.seed(VIEWERS, "named")
    made.start()
    yield made, room
    made.stop()


async def _open(
    place: Installation, room: Any, number: int, after: int, last: str = ""
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", place.port)
    again = f"Last-Event-ID: {last}\r\n" if last else ""
    writer.write(
        f"GET /j/{room['code']}/events?after={after} HTTP/1.1\r\nHost: 127.0.0.1\r\n{again}"
        f"Cookie: headwater_session={room['sessions'][number]}\r\n\r\n".encode()
    )
    return reader, writer


async def _until(reader: asyncio.StreamReader, words: str, *, times: int = 1) -> str:
    found = ""
    async with asyncio.timeout(40):
        while found.count(words) < times:
            piece = await reader.read(4096)
            if not piece:
                break
            found += piece.decode()
    return found


def test_streams_replay_hold_no_connection_and_end_in_time(
    place: tuple[Installation, Any],
) -> None:
    asyncio.run(_watch(*place))


async def _watch(place: Installation, room: Any) -> None:
    crowd = [await _open(place, room, number, 0) for number in range(VIEWERS)]
    for reader, _ in crowd:
        begun = await _until(reader, "id: ")
        assert "200 OK" in begun
        assert "text/event-stream" in begun  # what was announced before it listened is replayed

    # three connections serve twenty open streams and the pages beside them
    page, writer = await asyncio.open_connection("127.0.0.1", place.port)
    writer.write(
        f"GET /j/{room['code']}/now HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        f"Cookie: headwater_session={room['sessions'][0]}\r\n\r\n".encode()
    )
    assert "200 OK" in await _until(page, "now-body")

    await asyncio.to_thread(place.run, "move", "5", "7")
    told = [await _until(reader, "data: timer", times=2) for reader, _ in crowd]
    numbers = {int(each.split("id: ")[-1].split("\n")[0]) for each in told if "id: " in each}
    assert len(numbers) == 1
    last = numbers.pop()

    # who comes back says which event it knows, and gets exactly those after it
    reader, _ = await _open(place, room, 1, 0, last=str(last - 1))
    again = await _until(reader, f"id: {last}\n")
    assert f"id: {last - 1}\n" not in again

    stranger, writer = await asyncio.open_connection("127.0.0.1", place.port)
    writer.write(f"GET /j/{room['code']}/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    assert "403 Forbidden" in await _until(stranger, "\r\n\r\n")

    began = time.monotonic()
    await asyncio.to_thread(place.stop)
    assert time.monotonic() - began < 20
    log = (place.home / "server.log").read_text()
    assert "Traceback" not in log
    assert "graceful shutdown exceeded" not in log
