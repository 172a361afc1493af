"""`python -m benchmarks [NAME...]`: benchmarks in turn; each prints its own table of ratios."""

import runpy
import sys

EACH = (
    "portfolio",
    "portfolio_points",
    "portfolio_exact",
    "what_if",
    "signals",
    "asking",
    "service",
    "judgement",
    "appraisal",
    "reidentification",
)

for name in sys.argv[1:] or EACH:
    print(f"\n== {name}\n", flush=True)
    sys.argv = [name]
    try:
        runpy.run_module(f"benchmarks.{name}", run_name="__main__")
    except SystemExit as stop:
        if stop.code:
            raise
