"""Everything about trust in workshops that takes long: ``python -m benchmarks.workshops``.

``[--quick]`` does a tenth of it. SQLite, and PostgreSQL where its programs are on this machine.
"""

import json
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks.workshops import kill, postgresql
from benchmarks.workshops.installation import Installation

UNLIKELY = 0.001
"""How rarely chance would bring an order before it counts as telling something: there are many."""


def main(arguments: list[str]) -> int:
    """Collide, look for traces and order, kill; print what was found, and 1 if a promise broke."""
    share = 10 if "--quick" in arguments else 1
    broken = 0
    for database in ("sqlite", "postgresql"):
        with ExitStack() as stack:
            url = ""
            if database == "postgresql":
                cluster = stack.enter_context(postgresql.cluster())
                if cluster is None:
                    print(postgresql.WITHOUT)
                    continue
                url = cluster.url
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            broken += _collisions(Installation(folder / "collisions", url), 100 // share)
            if not url:  # PostgreSQL's own log keeps what it keeps
                broken += _traces(Installation(folder / "traces"), 20 // share)
            broken += _order(Installation(folder / "order", url), 1000 // share)
        killed = kill.kill_often(60 // share, 20, database)
        print(f"{database} kills", json.dumps(killed), flush=True)
        broken += killed["lost"] + killed["doubled"] + len(killed["faults"])
    return 1 if broken else 0


def _told(place: Installation, module: str, *arguments: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        place.run(f"benchmarks.workshops.{module}", *map(str, arguments))
    )
    print(f"{'postgresql' if place.url else 'sqlite'} {module}", json.dumps(found), flush=True)
    return found


def _collisions(place: Installation, rounds: int) -> int:
    found = _told(place, "parallel", 100, rounds)
    return sum(count for name, count in found.items() if name != "rounds")


def _traces(place: Installation, rounds: int) -> int:
    found = _told(place, "traces", 50, rounds)
    return int(found["after_closing"] + (found["while_open"] == 0))


def _order(place: Installation, sessions: int) -> int:
    found = _told(place, "order", sessions)
    return sum(1 for likely in found["p"].values() if likely < UNLIKELY)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
