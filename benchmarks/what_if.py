"""How long the server takes for a what-if: `python -m benchmarks.what_if [QUESTIONS]`.

The page's own request, as htmx sends it, through the whole web application in one process: the
sample (99 projects), and 100 made projects under five tight yearly budgets (Chu and Beasley's
make). Questions move all budgets, a weight, or put single projects in or out. Printed are the
median and the worst, CPU and wall, and how many answers were proved best.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter, process_time
from typing import Any

from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Project, Workbook

PROJECTS, PERIODS = 100, 5


def main(questions: int = 40) -> int:
    """Print one line a case; return 1 where an answer took longer than a second of CPU."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["HEADWATER_HOME"] = home
        from headwater.web.site.prepare import prepare

        prepare(Path(home))
        from headwater.web.portfolio.actions import get_ready

        get_ready()
        slow = 0
        for name, workbook, budget in cases():
            slow += _case(name, workbook, budget, questions)
    return 1 if slow else 0


def cases() -> Iterator[tuple[str, Workbook, float | None]]:
    """Name, what is known, and the total budget."""
    from headwater import intake, samples

    sample = intake.read(samples.path()).workbook
    assert sample
    yield "the sample, 99 projects, 3 budgets, 7 criteria", sample, 2500.0
    for seed in range(3):
        yield f"100 made projects, 5 tight budgets, seed {seed}", made(seed), None


def made(seed: int) -> Workbook:
    """Projects with costs 1 to 1000 a year, worth their mean cost and a bit; half fits."""
    draw = Random(seed)
    periods = [str(2026 + year) for year in range(PERIODS)]
    projects = []
    for number in range(PROJECTS):
        costs = {period: Interval.point(float(draw.randint(1, 1000))) for period in periods}
        total = sum(each.low for each in costs.values())
        worth = Interval.point(round(total / PERIODS + 500 * draw.random(), 2))
        projects.append(
            Project(
                f"P{number}", f"Project {number}", Interval.point(total),
                costs_by_period=costs, benefit=worth,
            )
        )  # fmt: skip
    budgets = {each: sum(p.costs_by_period[each].low for p in projects) / 2 for each in periods}
    return Workbook(tuple(projects), budgets=budgets)


def _case(name: str, workbook: Workbook, budget: float | None, questions: int) -> int:
    from django.test import Client
    from django.urls import reverse

    run, owner = _decided(name, workbook, budget)
    client = Client(headers={"host": "localhost"})
    client.force_login(owner)
    address = reverse("portfolio:what_if", args=[run.pk])
    first = perf_counter()
    client.post(address, {"percent": "-1"}, headers={"HX-Request": "true"})
    first = perf_counter() - first
    cpu, wall, proved = [], [], 0
    for sent in asked(workbook, run.result, questions):
        at, busy = perf_counter(), process_time()
        answer = client.post(address, sent, headers={"HX-Request": "true"})
        cpu.append(process_time() - busy)
        wall.append(perf_counter() - at)
        assert answer.status_code == 200, answer.content
        proved += _proved(answer.content.decode())
    print(
        f"{name}: CPU median {1000 * median(cpu):.0f} ms, worst {1000 * max(cpu):.0f} ms; wall "
        f"median {1000 * median(wall):.0f} ms, worst {1000 * max(wall):.0f} ms; {proved} of "
        f"{len(cpu)} proved; the first one, with framing, {1000 * first:.0f} ms",
        flush=True,
    )
    return max(cpu) > 1


def _proved(page: str) -> bool:
    assert "<dt>Value</dt>" in page or "Nothing is allowed then" in page, page
    return "not proved best" not in page


def _decided(name: str, workbook: Workbook, budget: float | None) -> tuple[Any, Any]:
    from headwater import journey
    from headwater.vocabulary.shapes import to_json
    from headwater.web.organization import actions as people
    from headwater.web.runs import actions as runs
    from headwater.web.runs.models import Run, State

    owner = people.found()
    inputs = {"workbook": to_json(workbook), "budget": budget, "seed": 1, "title": name}
    run = runs.start(kind="rationalize", title=name, inputs=inputs | {"digest": ""}, by=owner)
    result = to_json(journey.rationalize(workbook, budget=budget))
    Run.objects.filter(pk=run.pk).update(state=State.DONE, result=result)
    return Run.objects.get(pk=run.pk), owner


def asked(workbook: Workbook, result: Any, questions: int) -> Iterator[dict[str, str]]:
    """Give what a person would send: budgets, a weight, and projects put in or left out."""
    draw = Random(7)
    ids = [each.id for each in workbook.projects]
    chosen = [each["id"] for each in result["projects"] if each["chosen"]]
    others = [each for each in ids if each not in set(chosen)]
    weights = [each["criterion"] for each in result["weights"]]
    for number in range(questions):
        sent = {"percent": str(draw.randint(-30, 20) or 1)}
        if number % 3 == 1:
            sent = {"percent": "0", f"p:{draw.choice(others)}": "in"}
            sent[f"p:{draw.choice(chosen)}"] = "out"
        if number % 3 == 2 and len(weights) > 1:
            sent[f"w:{draw.choice(weights)}"] = str(draw.randint(20, 60))
        yield sent


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
