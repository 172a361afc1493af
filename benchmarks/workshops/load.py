"""A full room: people who think two seconds and hand in four times out of five.

``python -m benchmarks.workshops.load [--people 10,300] [--seconds 30] [--database URL]``. The
generator runs on the machine of the server and takes its share of the processors.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import quantiles
from typing import Any

from benchmarks.workshops.installation import Installation
from benchmarks.workshops.phones import Phone

THINK, WRITES = 2.0, 0.8


def main(arguments: list[str]) -> int:
    """Print one line for each size of room; 1 if an acknowledged ballot was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", default="10,300,500,1000")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--database", default="")
    parser.add_argument("--mode", default="named")
    given = parser.parse_args(arguments)
    lost = 0
    name = "PostgreSQL" if given.database else "SQLite"
    print(f"{name}, {given.mode}; load {os.getloadavg()[0]:.1f}")
    for people in map(int, given.people.split(",")):
        found = measure(people, given.seconds, given.database, given.mode)
        print(line(people, found), flush=True)
        lost += found["lost"]
    return 1 if lost else 0


def measure(people: int, seconds: float, database: str = "", mode: str = "named") -> dict[str, Any]:
    """Fill a room, and hold what was promised against what is kept."""
    with tempfile.TemporaryDirectory() as folder:
        place = Installation(Path(folder), database)
        (room,) = place.seed(people, mode)
        place.start()
        asyncio.run(_warm_up([Phone(place.port, room, number) for number in range(10)]))
        try:
            phones = [Phone(place.port, room, number) for number in range(people)]
            before, began = place.cpu_seconds(), time.monotonic()
            asyncio.run(_crowd(phones, began + seconds))
            spent, lasted = place.cpu_seconds() - before, time.monotonic() - began
        finally:
            place.stop()
        kept = json.loads(place.run("benchmarks.workshops.kept", room["round"]))
        return _found(phones, room, kept, spent, lasted)


async def _warm_up(phones: list[Phone]) -> None:
    """Let the server read its templates before it is timed."""
    for phone in phones:
        await phone.look()
        phone.close()


async def _crowd(phones: list[Phone], until: float) -> None:
    async with asyncio.TaskGroup() as crowd:
        for phone in phones:
            crowd.create_task(phone.live(until, THINK, WRITES, seed=1))


def _found(
    phones: list[Phone], room: dict[str, Any], kept: dict[str, Any], spent: float, lasted: float
) -> dict[str, Any]:
    writes = sorted(each for phone in phones for each in phone.writes)
    statuses: dict[int, int] = {}
    for phone in phones:
        for status, count in phone.statuses.items():
            statuses[status] = statuses.get(status, 0) + count
    acked = sum(len(phone.acked) for phone in phones)
    lost = sum(
        1
        for phone in phones
        for key in phone.acked[-150:]
        if key not in kept["ballots"].get(room["participants"][phone.number], {"keys": ()})["keys"]
    )
    return {
        "writes": acked,
        "rate": acked / lasted,
        "cuts": quantiles(writes, n=100, method="inclusive") if len(writes) > 1 else [0.0] * 99,
        "most": writes[-1] if writes else 0.0,
        "statuses": statuses,
        "unanswered": sum(len(phone.unsure) for phone in phones),
        "without_retry": sum(phone.without_retry for phone in phones),
        "lost": lost,
        "faults": kept["faults"],
        "cpu": spent / max(1, sum(statuses.values())),
    }


def line(people: int, found: dict[str, Any]) -> str:
    """Say what was found in one line."""
    cuts = found["cuts"]
    other = {status: count for status, count in found["statuses"].items() if status != 200}
    return (
        f"{people:5d} people: {found['writes']:6d} writes ({found['rate']:.0f}/s), "
        f"p50 {cuts[49] * 1000:.0f} ms, p95 {cuts[94] * 1000:.0f} ms, "
        f"p99 {cuts[98] * 1000:.0f} ms, most {found['most'] * 1000:.0f} ms; "
        f"other answers {other or 'none'}, unanswered {found['unanswered']}, "
        f"503 without Retry-After {found['without_retry']}; "
        f"lost {found['lost']}, trail {'whole' if not found['faults'] else 'BROKEN'}; "
        f"{found['cpu'] * 1000:.1f} ms CPU a request; load {os.getloadavg()[0]:.1f}"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
