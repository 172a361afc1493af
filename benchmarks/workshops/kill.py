"""kill -9 of the server and its worker while people hand in; what was acknowledged must be kept.

``python -m benchmarks.workshops.kill [--kills 60] [--people 20]
[--databases sqlite,postgresql]``. A ballot whose
answer never came is sent again with its key, as a phone does.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.workshops import postgresql
from benchmarks.workshops.installation import Installation
from benchmarks.workshops.phones import Phone

PATIENCE = 30.0  # seconds after which a server is killed even if it acknowledged little


def main(arguments: list[str]) -> int:
    """Print what was found; 1 if anything was lost, doubled or broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--databases", default="sqlite,postgresql")
    given = parser.parse_args(arguments)
    broken = 0
    for database in given.databases.split(","):
        found = kill_often(given.kills, given.people, database)
        print(database, json.dumps(found), flush=True)
        broken += bool(found.get("lost") or found.get("doubled") or found.get("faults"))
    return 1 if broken else 0


def kill_often(kills: int, people: int, database: str = "sqlite") -> dict[str, Any]:
    """Kill so often, and hold what was acknowledged against what is kept.

    On PostgreSQL every third kill takes the database along, in the same moment.
    """
    if database == "sqlite":
        return _kill_often(kills, people, None)
    with postgresql.cluster() as cluster:
        return (
            {"not run": postgresql.WITHOUT} if not cluster else _kill_often(kills, people, cluster)
        )


def _kill_often(kills: int, people: int, cluster: postgresql.Cluster | None) -> dict[str, Any]:
    began, chance = time.monotonic(), random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        place = Installation(Path(folder), cluster.url if cluster else "")
        (room,) = place.seed(people, "named")
        phones = [Phone(place.port, room, number) for number in range(people)]
        place.start_often()
        for number in range(kills):
            place.start()
            along = cluster if number % 3 == 2 else None
            asyncio.run(_until_killed(place, along, phones, chance, number))
            if along is not None:
                along.start()
        place.start()
        asyncio.run(_settle(phones))
        place.close()
        kept = json.loads(place.run("benchmarks.workshops.kept", room["round"]))
    return {
        "kills": kills,
        "of the database too": kills // 3 if cluster else 0,
        "acknowledged": _acknowledged(phones),
        "sent again": sum(phone.again for phone in phones),
        "seconds": round(time.monotonic() - began),
        "load": round(os.getloadavg()[0], 1),
        **_held(phones, room, kept),
    }


async def _until_killed(
    place: Installation,
    cluster: postgresql.Cluster | None,
    phones: list[Phone],
    chance: random.Random,
    number: int,
) -> None:
    """Let people hand in; kill at an odd moment after a few dozen were acknowledged."""
    before = _acknowledged(phones)
    enough, patience = chance.randint(20, 100), time.monotonic() + PATIENCE
    over = asyncio.Event()

    async def kill() -> None:
        while _acknowledged(phones) < before + enough and time.monotonic() < patience:
            await asyncio.sleep(0.01)
        await asyncio.sleep(chance.uniform(0, 0.05))
        over.set()
        if cluster is not None:
            cluster.kill()
        await asyncio.to_thread(place.stop, signal.SIGKILL)

    async def live(phone: Phone) -> None:
        while not over.is_set():
            await phone.live(time.monotonic() + 0.2, 0.05, 1.0, seed=number)

    async with asyncio.TaskGroup() as crowd:
        crowd.create_task(kill())
        for phone in phones:
            crowd.create_task(live(phone))


def _acknowledged(phones: list[Phone]) -> int:
    return sum(len(phone.acked) for phone in phones)


async def _settle(phones: list[Phone]) -> None:
    """Send again what was never answered, as a phone does when it is back."""
    for phone in phones:
        chance = random.Random(0)
        while phone.unsure:
            if (status := await phone.hand_in(chance)) != 200:
                raise RuntimeError(f"phone {phone.number} was answered {status} after a restart")
        phone.close()


def _held(phones: list[Phone], room: dict[str, Any], kept: dict[str, Any]) -> dict[str, Any]:
    lost = doubled = revisions = 0
    for phone in phones:
        ballot = kept["ballots"].get(room["participants"][phone.number])
        if ballot is None:
            lost += len(phone.acked)
            continue
        remembered = phone.acked[-len(ballot["keys"]) :]
        lost += sum(1 for key in remembered if key not in ballot["keys"])
        lost += max(0, len(phone.acked) - ballot["revision"])
        doubled += max(0, ballot["revision"] - len(phone.acked))
        doubled += len(ballot["keys"]) - len(set(ballot["keys"]))
        revisions += ballot["revision"]
    return {
        "lost": lost,
        "doubled": doubled + abs(kept["accepted"] - revisions),
        "faults": kept["faults"],
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
