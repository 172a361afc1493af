"""The pages of services at 100,000 engagements: `python benchmarks/levels_page.py FOLDER`.

Makes an installation with 100,000 engagements and their 300,000 kept clocks in FOLDER (once; some
minutes), then asks each page three times and prints the median of CPU seconds and wall seconds.
"""

import os
import random
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

MANY = 100_000
START = datetime(2020, 1, 1, tzinfo=UTC)
PAGES = (
    "/service/levels",
    "/service/engagements",
    "/service/engagements/list",
    "/service/engagements/list?measure=delivery&outcome=breached",
    "/service/engagements/timeline",
)


def main(folder: Path) -> None:
    """Fill the folder unless it is filled, and time the pages."""
    os.environ["HEADWATER_HOME"] = str(folder)
    from headwater.web.site.prepare import prepare

    prepare(folder)
    from django.conf import settings
    from django.test import Client

    from headwater.web.organization.actions import found
    from headwater.web.service.models import Engagement

    owner = found()
    if not Engagement.objects.exists():
        _fill(owner)
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(owner)
    for page in PAGES:
        taken = []
        for _ in range(3):
            cpu, wall = time.process_time(), time.perf_counter()
            assert client.get(page).status_code == 200
            taken.append((time.process_time() - cpu, time.perf_counter() - wall))
        cpu, wall = (statistics.median(each) for each in zip(*taken, strict=True))
        print(f"{page:60} {cpu:6.2f} s CPU {wall:6.2f} s wall")


def _fill(owner: object) -> None:
    from headwater.web.service.actions import catalogue
    from headwater.web.service.models import Clock, Engagement, OfferingEdition

    draw = random.Random(1)
    catalogue.load_starter(by=owner)  # type: ignore[arg-type]
    editions = list(OfferingEdition.objects.all())
    Engagement.objects.bulk_create(
        (
            Engagement(
                number=each + 1,
                title=f"Work {each}",
                offering=draw.choice(editions),
                initiative="request",
                customer_name="Rivermouth Council",
                stage="delivered" if each < MANY - 500 else "working",
                since=START + timedelta(hours=each // 2),
                opened=START + timedelta(hours=each // 2),
            )
            for each in range(MANY)
        ),
        batch_size=2_000,
    )
    rows = []
    for each in Engagement.objects.all():
        for measure in ("response", "delivery", "decision"):
            outcome = draw.choices(("met", "breached", "open"), (80, 18, 2))[0]
            rows.append(
                Clock(
                    engagement=each,
                    measure=measure,
                    outcome=outcome,
                    state="running" if outcome == "open" else "stopped",
                    sla="x",
                    calendar="office.1",
                    target_seconds=1,
                    used_seconds=1,
                    settled=None if outcome == "open" else each.opened,
                    warn=each.opened + timedelta(days=7),
                    due=each.opened + timedelta(days=9),
                    breach=each.opened + timedelta(days=9),
                )
            )
    Clock.objects.bulk_create(rows, batch_size=2_000)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
