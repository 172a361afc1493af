"""Everything about trust in workshops that takes long: ``python -m benchmarks.workshops``."""

import json
import os
import sys
import tempfile
from pathlib import Path

from benchmarks.workshops import kill
from benchmarks.workshops.installation import Installation


def main() -> int:
    """Collide, look for traces, kill; print what was found, and 1 if a promise was broken."""
    url = os.environ.get("HEADWATER_DATABASE_URL", "")
    with tempfile.TemporaryDirectory() as folder:
        collided = json.loads(
            Installation(Path(folder) / "a", url).run("benchmarks.workshops.parallel", "100", "100")
        )
        print("collisions", collided, flush=True)
        traces = {}
        if not url:
            traces = json.loads(
                Installation(Path(folder) / "b").run("benchmarks.workshops.traces", "50", "20")
            )
            print("traces", traces, flush=True)
    killed = kill.kill_often(60, 20, url)
    print("kills", killed)
    broken = sum(collided[name] for name in collided if name != "rounds")
    broken += traces.get("after_closing", 0) + killed["lost"] + killed["doubled"]
    return 1 if broken or killed["faults"] else 0


if __name__ == "__main__":
    sys.exit(main())
