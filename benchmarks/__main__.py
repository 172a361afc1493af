"""`python -m benchmarks`: every benchmark in turn; each prints its own table of ratios."""

import runpy
import sys

EACH = ("benchmarks.portfolio", "benchmarks.signals", "benchmarks.asking")

for name in sys.argv[1:] or EACH:
    print(f"\n== {name}\n", flush=True)
    sys.argv = [name]
    try:
        runpy.run_module(name, run_name="__main__")
    except SystemExit as stop:
        if stop.code:
            raise
