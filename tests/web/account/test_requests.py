"""Requests of another system, taken over from a CSV file on the web."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from headwater.intake.services import read_log
from headwater.service import read_clocks
from headwater.vocabulary.service_files import StateLog
from headwater.web.account.actions import requests
from headwater.web.service.actions import calendars, catalogue, clocks, keeping
from headwater.web.service.models import Agreement, Clock, Engagement, Offering

pytestmark = pytest.mark.django_db
ROWS = """number,state,updated,opened
R1,New,2026-03-02T09:00:00,2026-03-02T09:00:00
R1,Active,2026-03-02T10:00:00,2026-03-02T09:00:00
R1,Awaiting User Info,2026-03-03T10:00:00,2026-03-02T09:00:00
R1,Active,2026-03-09T10:00:00,2026-03-02T09:00:00
R1,Resolved,2026-03-10T15:00:00,2026-03-02T09:00:00
R1,Closed,2026-03-12T15:00:00,2026-03-02T09:00:00
R2,New,2026-03-04T09:00:00,2026-03-04T09:00:00
R2,Awaiting User Info,2026-03-04T10:00:00,2026-03-04T09:00:00
R2,Active,2026-03-05T10:00:00,2026-03-04T09:00:00
R2,Resolved,2026-03-20T10:00:00,2026-03-04T09:00:00
R2,Active,2026-03-23T10:00:00,2026-03-04T09:00:00
R3,New,2026-03-04T09:00:00,2026-03-04T09:00:00
R3,Cancelled,2026-03-04T11:00:00,2026-03-04T09:00:00
R4,Closed,2026-03-04T11:00:00,2026-03-04T09:00:00
R4,Closed,2026-03-05T11:00:00,2026-03-04T09:00:00
"""
STATES = {
    "New": "noted",
    "Active": "working",
    "Awaiting User Info": "waiting",
    "Resolved": "delivered",
    "Closed": "closed",
    "Cancelled": "withdrawn",
}
ADDRESS = "account:take_over"


@pytest.fixture
def offerings(dev: User) -> dict[str, Offering]:
    """Load the starter set."""
    catalogue.load_starter(by=dev)
    return {each.key: each for each in Offering.objects.all()}


def sent(offering: str = "pre-review", **more: object) -> dict[str, object]:
    columns = {"case": "number", "state": "state", "at": "updated", "opened": "opened"}
    given = {"said": list(STATES), "means": list(STATES.values()), "offering": offering}
    return {
        "text": ROWS, "name": "desk.csv", "do": "take", "customer": "All units", "zone": "UTC",
        **columns, **given, **more,
    }  # fmt: skip


def test_a_file_is_looked_into_then_taken_over_and_counts_as_the_engine_does(
    offerings: dict[str, Offering],
    dev: User,
    signed_in: Callable[[User], Client],
    tmp_path: Path,
) -> None:
    browser = signed_in(dev)
    upload = SimpleUploadedFile("desk.csv", ROWS.encode())
    page = browser.post(reverse(ADDRESS), {"file": upload}).content.decode()
    assert "desk.csv: 15 rows" in page
    assert '<option value="waiting" selected>' in page  # guessed from "Awaiting"
    assert '<option value="withdrawn" selected>' in page
    assert not Engagement.objects.exists()
    assert '<option value="updated" selected>updated, as in 2026-03-02T09:00:00' in page

    done = browser.post(reverse(ADDRESS), sent(), follow=True)
    assert "4 requests were taken over" in done.content.decode()
    stages = dict(Engagement.objects.values_list("title", "stage"))
    assert stages == {
        "Request R1": "accepted", "Request R2": "working", "Request R3": "withdrawn",
        "Request R4": "accepted",
    }  # fmt: skip
    assert all(keeping.stored_is_true(each) for each in Engagement.objects.all())
    made_up = Engagement.objects.get(title="Request R1").events.filter(detail__has_key="taken over")
    assert {each.kind for each in made_up} == {"agreed", "started"}

    path = tmp_path / "log.csv"
    path.write_text(ROWS)
    agreement = Agreement.objects.get(key__startswith="pre-review.")
    log = StateLog("number", "state", "updated", STATES, opened="opened", sla=agreement.key)
    read = read_clocks(
        read_log(path, log=log).events,
        agreements={agreement.key: agreement.said},
        calendars=calendars.records(),
        at=timezone.now(),
    )
    kept = {
        (each.engagement.title.removeprefix("Request "), each.measure): each
        for each in Clock.objects.select_related("engagement")
    }
    delivery = [each for each in read if each.measure == "delivery"]
    assert len(delivery) == 4
    for each in delivery:
        row = kept[each.engagement, "delivery"]
        assert clocks.outcome_at(row, timezone.now()).replace("warning", "open") == each.outcome
        assert row.settled == each.settled

    again = browser.post(reverse(ADDRESS), sent(), follow=True).content.decode()
    assert "0 requests were taken over; 4 were here already" in again
    assert Engagement.objects.count() == 4


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"case": ""}, "Choose the column for: the request"),
        ({"text": "just words"}, "a row for each change"),
        ({"state": "nowhere"}, "There is no column"),
        ({"text": ROWS.replace("2026-03-20T10", "2096-03-20T10")}, "still to come"),
        ({"text": ROWS.replace("2026-03-20T10:00:00", "soon")}, "soon"),
        ({"customer": ""}, "For whom"),
        ({"means": ["nonsense"] * 6}, "nonsense"),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_is_written(
    change: dict[str, object],
    said: str,
    offerings: dict[str, Offering],
    dev: User,
    signed_in: Callable[[User], Client],
) -> None:
    answer = signed_in(dev).post(reverse(ADDRESS), sent(**change))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Engagement.objects.exists()


def test_another_source_with_the_same_numbers_is_another_matter(
    offerings: dict[str, Offering], dev: User, signed_in: Callable[[User], Client]
) -> None:
    browser = signed_in(dev)
    browser.post(reverse(ADDRESS), sent())
    browser.post(reverse(ADDRESS), sent(name="other.csv"))
    assert Engagement.objects.count() == 8


def test_columns_are_guessed_from_what_stands_in_them() -> None:
    """A column named like a moment, but filled with names, is none."""
    seen = requests.look(
        "number,opened_by,opened_at,state,state_date,updated_by,updated_at,closed_at\n"
        "7,Ben,29-02-2016 01:16,New,29-02-2016 01:23,Dev,29-02-2016 01:23,\n"
    )
    assert dict(seen.guesses) == {
        "case": "number", "state": "state", "at": "updated_at", "opened": "opened_at",
    }  # fmt: skip
    assert seen.examples["updated_by"] == "Dev"
    assert requests.look("id,status\n7,New\n").guesses["at"] == ""


def test_what_an_engagement_cannot_do_is_said(
    offerings: dict[str, Offering], dev: User, signed_in: Callable[[User], Client]
) -> None:
    done = signed_in(dev).post(reverse(ADDRESS), sent(), follow=True).content.decode()
    # R2 is answered as it is paused, and again; R4 is closed twice
    assert "2 changes were left out, as an engagement is neither answered nor accepted" in done
