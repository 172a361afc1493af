"""Hold the portfolio engine against the slow oracle: `python -m benchmarks.portfolio_oracle 10000`.

Random problems with rules, synergies, ranges and unknowns; prints mismatches, expected none.
"""

import sys
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1] / "tests/oracle"))

USUAL = 2_000


def main(count: int, first: int, most: int) -> int:
    import agreement

    started = perf_counter()
    mismatches = 0
    for seed in range(first, first + count):
        for line in agreement.differences(seed, most=most):
            mismatches += 1
            print(line)
        if (seed - first + 1) % 500 == 0:
            seconds = perf_counter() - started
            print(f"{seed - first + 1:,} problems, {mismatches} mismatches, {seconds:.0f} s")
    print(f"{count:,} problems of up to {most} projects: {mismatches} mismatches")
    return 1 if mismatches else 0


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    sys.exit(main(*(given + [USUAL, 0, 8][len(given) :])))
