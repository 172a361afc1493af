"""Phones: each keeps a connection, thinks, hands in or looks, and keeps what was promised."""

import asyncio
import random
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

TOKEN = "a" * 32
"""The same in cookie and form: what the protection against forged requests compares."""


@dataclass
class Phone:
    """One participant: what was acknowledged, and what came instead."""

    port: int
    room: dict[str, Any]
    number: int
    revision: int = 0
    acked: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)
    reads: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    without_retry: int = 0
    again: int = 0
    _pipe: "tuple[asyncio.StreamReader, asyncio.StreamWriter] | None" = None

    async def live(self, until: float, think: float, share_of_writes: float, seed: int) -> None:
        """Think, then hand in or look, until the time is up."""
        chance = random.Random(f"{seed} {self.number}")
        await asyncio.sleep(chance.uniform(0, think))
        while time.monotonic() < until:
            if chance.random() < share_of_writes:
                await self.hand_in(chance)
            else:
                await self.look()
            await asyncio.sleep(chance.uniform(0.5 * think, 1.5 * think))
        self.close()

    async def hand_in(self, chance: random.Random, key: str = "") -> int:
        """Send a ballot; keep its key as acknowledged, or as unsure where no answer came."""
        self.again += bool(self.unsure)
        key = key or (self.unsure[0] if self.unsure else uuid4().hex)
        fields = {f"q{n}-value": str(chance.randint(0, 100)) for n in range(self.room["questions"])}
        body = urlencode(
            fields | {"key": key, "revision": self.revision, "csrfmiddlewaretoken": TOKEN}
        )
        began = time.perf_counter()
        try:
            status, headers = await self._ask("POST", f"ballot/{self.room['round']}", body)
        except (OSError, EOFError, ValueError, TimeoutError):
            if key not in self.unsure:
                self.unsure.append(key)
            self.close()
            return 0
        self.statuses[status] = self.statuses.get(status, 0) + 1
        if status == 200:
            self.unsure = [each for each in self.unsure if each != key]
            self.writes.append(time.perf_counter() - began)
            self.acked.append(key)
            self.revision += 1
        elif status == 503 and "retry-after" not in headers:
            self.without_retry += 1
        return status

    async def look(self) -> int:
        """Ask for the room's screen."""
        began = time.perf_counter()
        try:
            status, _ = await self._ask("GET", "now", "")
        except (OSError, EOFError, ValueError, TimeoutError):
            self.close()
            return 0
        self.statuses[status] = self.statuses.get(status, 0) + 1
        if status == 200:
            self.reads.append(time.perf_counter() - began)
        return status

    async def _ask(self, method: str, page: str, body: str) -> tuple[int, dict[str, str]]:
        async with asyncio.timeout(30):
            if self._pipe is None:
                self._pipe = await asyncio.open_connection("127.0.0.1", self.port)
            reader, writer = self._pipe
            writer.write(self._request(method, page, body))
            await writer.drain()
            first = (await reader.readline()).split()
            if len(first) < 2:
                raise EOFError("hung up")
            status = int(first[1])
            headers: dict[str, str] = {}
            while line := (await reader.readline()).strip():
                name, _, value = line.decode("latin-1").partition(":")
                headers[name.lower()] = value.strip()
            if headers.get("transfer-encoding") == "chunked":
                while size := int(await reader.readline(), 16):
                    await reader.readexactly(size + 2)
                await reader.readline()
            else:
                await reader.readexactly(int(headers.get("content-length", "0")))
            if headers.get("connection") == "close":
                self.close()
        return status, headers

    def _request(self, method: str, page: str, body: str) -> bytes:
        session = self.room["sessions"][self.number]
        lines = [
            f"{method} /j/{self.room['code']}/{page} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            f"Cookie: headwater_session={session}; csrftoken={TOKEN}{self._device}",
            "HX-Request: true",
        ]
        if method == "POST":
            lines += [
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}",
            ]
        return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()

    @property
    def _device(self) -> str:
        """Return the cookie that an anonymous ballot needs: the device's own secret."""
        if self.room["mode"] != "anonymous":
            return ""
        name = self.room["round"].replace("-", "")
        return f"; headwater_device_{name}={self.number:032d}"

    def close(self) -> None:
        """Hang up."""
        if self._pipe is not None:
            self._pipe[1].close()
        self._pipe = None
