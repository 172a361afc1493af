"""Hold the service clock against a minute-by-minute oracle: `python -m benchmarks.service_oracle`.

Every change of the clocks of 60 zones from 2000 to 2037, then random engagements with pauses,
changed agreements and calendars, reopenings and withdrawals; prints mismatches, expected none.
"""

import sys
from pathlib import Path
from random import Random
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[1] / "tests/oracle"))

USUAL = 100_000


def main(count: int = USUAL, seed: int = 0) -> int:
    import minutes

    mismatches, done = 0, 0

    def hold(random: Random, zone: str, around: object = None) -> None:
        nonlocal mismatches, done
        for line in minutes.differences(random, zone, around):
            mismatches += 1
            print(line)
        done += 1
        if done % 10_000 == 0:
            print(f"{done:,} intervals, {mismatches} mismatches, {process_time():.0f} CPU s")

    changes = 0
    for zone in minutes.ZONES:
        for number, day in enumerate(minutes.changes(zone)):
            changes += 1
            hold(Random(f"{seed} {zone} {number}"), zone, day)
    print(f"{changes:,} changes of {len(minutes.ZONES)} zones, 2000 to 2037: all looked at")
    for number in range(count):
        random = Random(f"{seed} {number}")
        hold(random, random.choice(minutes.ZONES))
    print(f"{count:,} random intervals and {changes:,} changes: {mismatches} mismatches")
    return 1 if mismatches else 0


if __name__ == "__main__":
    sys.exit(main(*(int(each) for each in sys.argv[1:])))
