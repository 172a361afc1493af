"""kill -9 of the server and its worker while people hand in; what was acknowledged must be kept.

``python -m benchmarks.workshops.kill [--kills 60] [--people 20] [--database URL]``. A ballot whose
answer never came is sent again with its key, as a phone does.
"""

import argparse
import asyncio
import json
import random
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.workshops.installation import Installation
from benchmarks.workshops.phones import Phone


def main(arguments: list[str]) -> int:
    """Print what was found; 1 if anything was lost, doubled or broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--database", default="")
    given = parser.parse_args(arguments)
    found = kill_often(given.kills, given.people, given.database)
    print(json.dumps(found))
    return 1 if found["lost"] or found["doubled"] or found["faults"] else 0


def kill_often(kills: int, people: int, database: str = "") -> dict[str, Any]:
    """Kill so often, and hold what was acknowledged against what is kept."""
    began, chance = time.monotonic(), random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        place = Installation(Path(folder), database)
        (room,) = place.seed(people, "named")
        phones = [Phone(place.port, room, number) for number in range(people)]
        for number in range(kills):
            place.start()
            asyncio.run(_until_killed(place, phones, chance.uniform(0.3, 1.5), number))
        place.start()
        asyncio.run(_settle(phones))
        place.stop()
        kept = json.loads(place.run("benchmarks.workshops.kept", room["round"]))
    return {
        "kills": kills,
        "acknowledged": sum(len(phone.acked) for phone in phones),
        "seconds": round(time.monotonic() - began),
        **_held(phones, room, kept),
    }


async def _until_killed(
    place: Installation, phones: list[Phone], after: float, number: int
) -> None:
    async def kill() -> None:
        await asyncio.sleep(after)
        await asyncio.to_thread(place.stop, signal.SIGKILL)

    until = time.monotonic() + after
    async with asyncio.TaskGroup() as crowd:
        crowd.create_task(kill())
        for phone in phones:
            crowd.create_task(phone.live(until, 0.05, 1.0, seed=number))


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
