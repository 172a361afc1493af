"""A million events in the database: `python -m benchmarks.service_web [ENGAGEMENTS] [FOLDER]`.

Fills an installation with 100,000 engagements of ten events each (pauses, changed promises,
reopenings), computes every kept clock from the events, holds them against the engine's replay of
the same events, and asks the pages of attainment. Prints CPU seconds, and wall seconds beside.
"""

import os
import random
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

MANY = 100_000
START = datetime(2024, 1, 2, 9, 0, tzinfo=UTC)
SPAN = 900  # days over which the requests come
PAGES = ("/service/levels", "/service/engagements/list?measure=delivery&outcome=breached")
MIDDLE = ("responded", "agreed", "started", "paused", "resumed", "noted", "noted")


def main(many: int, folder: Path) -> None:
    """Fill, rebuild, check, and time the pages."""
    os.environ["HEADWATER_HOME"] = str(folder)
    from headwater.web.site.prepare import prepare

    prepare(folder)
    from django.conf import settings
    from django.test import Client

    from headwater.web.organization.actions import found
    from headwater.web.service.actions import keeping
    from headwater.web.service.actions.clock_check import differing, event_columns
    from headwater.web.service.models import Engagement, EngagementEvent

    owner = found()
    if not Engagement.objects.exists():
        print(f"{timed(lambda: fill(many, owner))[0]} to write the events")
    print(f"{EngagementEvent.objects.count():,} events of {Engagement.objects.count():,}")
    pks = list(Engagement.objects.values_list("pk", flat=True))
    took, written = timed(lambda: keeping.rebuild(pks))
    print(f"{took} to compute {written:,} kept clocks from all events")
    took, _ = timed(event_columns)
    print(f"{took} to read all events as columns")
    took, wrong = timed(differing)
    print(f"{took} to replay all and compare: {sum(map(len, wrong.values()))} differ")
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(owner)
    for page in PAGES:
        runs = [seconds(lambda page=page: client.get(page)) for _ in range(3)]  # type: ignore[misc]
        cpu, wall = (median(each[part] for each in runs) for part in (0, 1))
        print(f"{cpu:.2f} s CPU, {wall:.2f} s wall: {page}")


def seconds(work: Callable[[], Any]) -> tuple[float, float, Any]:
    cpu, wall = process_time(), perf_counter()
    result = work()
    return process_time() - cpu, perf_counter() - wall, result


def timed(work: Callable[[], Any]) -> tuple[str, Any]:
    cpu, wall, result = seconds(work)
    return f"{cpu:.1f} s CPU, {wall:.1f} s wall", result


def fill(many: int, owner: Any) -> None:
    from headwater.web.service.actions import calendars, catalogue
    from headwater.web.service.actions.promises import promised
    from headwater.web.service.models import Engagement, EngagementEvent

    draw = random.Random(1)
    catalogue.load_starter(by=owner)
    usual = calendars.usual()
    editions = [each for _, each in catalogue.in_force()]
    promises = [promised(each, usual) for each in editions]
    made, events = [], []
    for number in range(1, many + 1):
        place = draw.randrange(len(editions))
        at = START + timedelta(days=SPAN * number / many, minutes=draw.randrange(480))
        made.append(
            Engagement(
                pk=number, number=number, title=f"Work {number}", offering=editions[place],
                initiative="request", customer_name="Rivermouth Council", stage="delivered",
                since=at, opened=at,
            )
        )  # fmt: skip
        agreement = promises[place]
        last = "delivered" if draw.random() < 0.98 else "noted"
        kinds = ["requested", *MIDDLE, last, "reopened" if draw.random() < 0.03 else "noted"]
        for kind in kinds:
            sla = agreement.key if kind == "requested" and agreement else ""
            events.append(
                EngagementEvent(
                    engagement_id=number, kind=kind, at=at, by=owner, by_name="Owner",
                    reason="x" if kind == "paused" else "", sla=sla,
                )
            )  # fmt: skip
            at += timedelta(minutes=draw.randrange(5, 4_000))
        if number % 2_000 == 0 or number == many:
            Engagement.objects.bulk_create(made)
            EngagementEvent.objects.bulk_create(events, batch_size=4_000)
            made, events = [], []


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    if len(sys.argv) > 2:
        main(number, Path(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory() as place:
            main(number, Path(place))
