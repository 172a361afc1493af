"""A full room: people who think two seconds and hand in four times out of five.

``python -m benchmarks.workshops.load [--people 10,300] [--seconds 25] [--mode named]
[--databases sqlite,postgresql] [--database URL]``. The generator runs on the machine of the server
and takes its share of the processors, which is printed: one process, sockets without a library.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import quantiles
from typing import Any

from benchmarks.workshops import postgresql
from benchmarks.workshops.installation import Installation, children_of, cpu_seconds_of
from benchmarks.workshops.phones import Phone

THINK, WRITES = 2.0, 0.8
GOALS = {300: 0.5, 500: 1.0}  # seconds, of the slowest write but one in a hundred
RATIO = 10  # times the same at ten people
IDLE = 20.0  # seconds for which the server may get ready before people come


def main(arguments: list[str]) -> int:
    """Print one line for each size of room; 1 if a ballot was lost or an error was answered."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", default="10,300,500,1000")
    parser.add_argument("--seconds", type=float, default=25)
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--database", default="")
    parser.add_argument("--mode", default="named")
    given = parser.parse_args(arguments)
    sizes = [int(each) for each in given.people.split(",")]
    broken = 0
    for database in ["postgresql"] if given.database else given.databases.split(","):
        with ExitStack() as stack:
            url, cluster = given.database, None
            if database == "postgresql" and not url:
                cluster = stack.enter_context(postgresql.cluster())
                if cluster is None:
                    print(postgresql.WITHOUT)
                    continue
                url = cluster.url
            name = "PostgreSQL" if url else "SQLite"
            print(f"{name}, {given.mode}, {time.strftime('%d %B %Y')}; load {_load()}", flush=True)
            broken += _rooms(sizes, given, url, cluster)
    return 1 if broken else 0


def _rooms(sizes: list[int], given: Any, url: str, cluster: postgresql.Cluster | None) -> int:
    """Fill one room after the other on one server; return what was broken."""
    broken, first = 0, None
    with tempfile.TemporaryDirectory() as folder:
        place = Installation(Path(folder), url)
        rooms = [place.seed(people, given.mode)[0] for people in sizes]
        place.start()
        try:
            asyncio.run(_warm_up(place, rooms))
            for people, room in zip(sizes, rooms, strict=True):
                found = measure(place, room, people, given.seconds, cluster)
                first = first or found["cuts"][98]
                print(line(people, found, first), flush=True)
                broken += found["lost"] + found["errors"] + found["without_retry"]
                broken += found["unanswered"] + len(found["faults"])
        finally:
            place.stop()
    return broken


def measure(
    place: Installation,
    room: dict[str, Any],
    people: int,
    seconds: float,
    cluster: postgresql.Cluster | None = None,
) -> dict[str, Any]:
    """Fill a room, and hold what was promised against what is kept."""
    phones = [Phone(place.port, room, number) for number in range(people)]
    before, began, own = place.cpu_seconds(), time.monotonic(), time.process_time()
    database = cpu_seconds_of(*_processes(cluster))
    asyncio.run(_crowd(phones, began + seconds))
    lasted = time.monotonic() - began
    spent = {
        "server": place.cpu_seconds() - before,
        "database": cpu_seconds_of(*_processes(cluster)) - database,
        "people": time.process_time() - own,
    }
    kept = json.loads(place.run("benchmarks.workshops.kept", room["round"]))
    return _found(phones, room, kept, spent, lasted)


def _processes(cluster: postgresql.Cluster | None) -> list[int]:
    if cluster is None or cluster.server is None:
        return []
    return [cluster.server.pid, *children_of(cluster.server.pid)]


async def _warm_up(place: Installation, rooms: list[dict[str, Any]]) -> None:
    """Let the server read its templates, and what it prepares beside, before it is timed."""
    for room in rooms:
        for phone in [Phone(place.port, room, number) for number in range(5)]:
            await phone.look()
            phone.close()
    until, before = time.monotonic() + IDLE, place.cpu_seconds()
    while time.monotonic() < until:
        await asyncio.sleep(1)
        now = place.cpu_seconds()
        if now - before < 0.05:
            return
        before = now


async def _crowd(phones: list[Phone], until: float) -> None:
    async with asyncio.TaskGroup() as crowd:
        for phone in phones:
            crowd.create_task(phone.live(until, THINK, WRITES, seed=1))


def _found(
    phones: list[Phone],
    room: dict[str, Any],
    kept: dict[str, Any],
    spent: dict[str, float],
    lasted: float,
) -> dict[str, Any]:
    writes = sorted(each for phone in phones for each in phone.writes)
    reads = sorted(each for phone in phones for each in phone.reads)
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
    if room["mode"] != "named":  # the hidden modes keep no key that a person could be found by
        lost = abs(sum(1 for phone in phones if phone.acked) - kept["answered"])
    return {
        "writes": acked,
        "rate": acked / lasted,
        "cuts": _cuts(writes),
        "looks": _cuts(reads),
        "most": writes[-1] if writes else 0.0,
        "statuses": statuses,
        "errors": sum(count for status, count in statuses.items() if status not in (200, 503)),
        "unanswered": sum(len(phone.unsure) for phone in phones),
        "without_retry": sum(phone.without_retry for phone in phones),
        "lost": lost,
        "faults": kept["faults"],
        "cpu": {who: each / max(1, sum(statuses.values())) for who, each in spent.items()},
        "share": spent["people"] / max(0.001, sum(spent.values())),
    }


def _cuts(times: list[float]) -> list[float]:
    return quantiles(times, n=100, method="inclusive") if len(times) > 1 else [0.0] * 99


def line(people: int, found: dict[str, Any], first: float) -> str:
    """Say what was found in one line; `first` is the same cut of the smallest room."""
    cuts, cpu = found["cuts"], found["cpu"]
    other = {status: count for status, count in found["statuses"].items() if status != 200}
    return (
        f"{people:5d} people: {found['writes']:6d} writes ({found['rate']:.0f}/s), "
        f"p50 {cuts[49] * 1000:.0f} ms, p95 {cuts[94] * 1000:.0f} ms, "
        f"p99 {cuts[98] * 1000:.0f} ms, most {found['most'] * 1000:.0f} ms, "
        f"looks p99 {found['looks'][98] * 1000:.0f} ms; "
        f"other answers {other or 'none'}, unanswered {found['unanswered']}, "
        f"503 without Retry-After {found['without_retry']}; "
        f"lost {found['lost']}, trail {'whole' if not found['faults'] else 'BROKEN'}; "
        f"CPU a request: server {cpu['server'] * 1000:.1f} ms, database "
        f"{cpu['database'] * 1000:.1f} ms, people {cpu['people'] * 1000:.2f} ms "
        f"({found['share']:.0%} of all); load {_load()}{_goal(people, cuts[98], first)}"
    )


def _goal(people: int, cut: float, first: float) -> str:
    if people not in GOALS:
        return ""
    met = cut <= GOALS[people] and (people != 300 or cut <= RATIO * first)
    ratio = f" and {RATIO} times the p99 of the first room" if people == 300 else ""
    return f"; goal p99 of {GOALS[people] * 1000:.0f} ms{ratio}: {'met' if met else 'NOT met'}"


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
