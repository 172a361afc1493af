"""The pages of the account over a million events: `python -m benchmarks.account_pages FOLDER`.

Needs a FOLDER that `python -m benchmarks.service_web 100000 FOLDER` has filled: 100,000
engagements, 1,000,000 events and their kept clocks. Adds 20,000 needs, 30,000 answers, 60,000
statements of value and 10,000 charters (once), then asks each page three times right after
something was written (`written`) and three times more (`kept`), or as often as a second argument
says. Prints medians, CPU and wall.
"""

import os
import random
import sys
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

RUNS = 3
NEEDS, ANSWERS, VALUES, CHARTERS = 20_000, 30_000, 20_000, 10_000
FIRST = date(2024, 1, 2)
PAGES = (
    "/",
    "/account/",
    "/account/figures/needs_open",
    "/account/maturity",
    "/account/maturity/attainment",
    "/account/statement/2026-Q1",
    "/account/transformation",
    "/service/levels",
)


def main(folder: Path, runs: int = RUNS) -> None:
    """Fill what is missing, and time the pages."""
    os.environ["HEADWATER_HOME"] = str(folder)
    from headwater.web.site.prepare import prepare

    prepare(folder)
    from django.conf import settings
    from django.test import Client

    from headwater.web.organization import audit
    from headwater.web.organization.actions import found
    from headwater.web.service.models import Clock, Engagement, EngagementEvent, Need

    owner = found()
    if not Need.objects.exists():
        fill(owner)
    sizes = (EngagementEvent, Engagement, Clock, Need)
    print("; ".join(f"{each.objects.count():,} {each.__name__}" for each in sizes))
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(owner)
    for page in PAGES:
        written, kept = [], []
        for _ in range(runs):
            audit.record("benchmark.written", target=None, by=owner)
            written.append(seconds(client, page))
            kept.append(seconds(client, page))
        print(f"{page:40} written {said(written)}   kept {said(kept)}", flush=True)


def seconds(client: Any, page: str) -> tuple[float, float]:
    """Return CPU and wall seconds of one page."""
    cpu, wall = process_time(), perf_counter()
    answer = client.get(page)
    taken = process_time() - cpu, perf_counter() - wall
    assert answer.status_code == 200, (page, answer.status_code)
    return taken


def said(runs: list[tuple[float, float]]) -> str:
    cpu, wall = (median(each[part] for each in runs) for part in (0, 1))
    return f"{cpu:6.2f} s CPU {wall:6.2f} s wall"


def fill(owner: Any) -> None:
    """Write needs, answers, values and charters beside the engagements."""
    from headwater.web.service.models import Charter, Engagement, Feedback, Need, ValueStatement

    draw = random.Random(2)
    rows = list(Engagement.objects.order_by("pk").values_list("pk", "opened"))

    def write(model: Any, made: Iterable[Any]) -> None:
        model.objects.bulk_create(made, batch_size=2_000)

    write(Need, needs(Need, owner, draw, rows))
    for need, (pk, _) in zip(Need.objects.all(), rows[:: len(rows) // NEEDS], strict=False):
        Engagement.objects.filter(pk=pk).update(need=need)
    write(Feedback, (
        Feedback(engagement_id=pk, score=draw.choice((5, 8, 9, 10)), name="A", at=at + SOON)
        for pk, at in draw.sample(rows, ANSWERS)
    ))  # fmt: skip
    write(ValueStatement, values(ValueStatement, owner, draw, rows))
    write(Charter, (
        Charter(
            number=number, engagement_id=pk, need_id=draw.choice((None, number)),
            project=f"Project {number}", issued=(at + SOON).date(), record={}, at=at, by=owner,
        )
        for number, (pk, at) in enumerate(draw.sample(rows, CHARTERS), 1)
    ))  # fmt: skip


SOON = timedelta(days=20)


def needs(model: Any, owner: Any, draw: random.Random, rows: list[Any]) -> Iterator[Any]:
    for number, (_, at) in zip(range(1, NEEDS + 1), rows[:: len(rows) // NEEDS], strict=False):
        done = draw.random() < 0.8
        yield model(
            pk=number, number=number, title=f"Need {number}", for_whom="Rivermouth Council",
            found_by=draw.choice(("asked", "office")), found_on=at.date(), at=at, by=owner,
            answer="advice" if done else "", answered_on=(at + SOON).date() if done else None,
            state="answered" if done else "open",
        )  # fmt: skip


def values(model: Any, owner: Any, draw: random.Random, rows: list[Any]) -> Iterator[Any]:
    for pk, at in draw.sample(rows, VALUES):
        for kind in ("forecast", "delivered", "recognized"):
            yield model(
                engagement_id=pk, kind=kind, amount=round(draw.uniform(1e3, 1e6)), words="x",
                said_by="Rivermouth Council", on=(at + SOON).date(), at=at + SOON, by=owner,
            )  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else RUNS)
