"""The page of maturity: levels, measures, and the records behind each number."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from following import followed, links, main_of, opened

from headwater.web.judgement.actions.recording import Words, record_decision
from headwater.web.organization.actions import make_token
from headwater.web.service.actions import needs
from headwater.web.service.models import Engagement

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("query", ["", "?service=pre-review"])
def test_every_link_leads_to_a_record_that_exists(
    query: str, worked: Engagement, dev: User, signed_in: Callable[[User], Client]
) -> None:
    record_decision(by=dev, words=Words(title="The wall", decision="Build it"))
    browser = signed_in(dev)
    page = opened(browser, reverse("account:maturity") + query)
    measures = {each for each in links(page) if each.startswith("/account/maturity/")}
    assert len(measures) >= 7  # one for each measure with records
    found = {record for each in measures for record in followed(browser, each)}
    kinds = {each.split("/")[2] for each in found}
    assert {"needs", "engagements"} <= kinds


def test_the_page_says_the_level_and_what_raises_it(
    worked: Engagement, dev: User, signed_in: Callable[[User], Client]
) -> None:
    said = main_of(signed_in(dev).get(reverse("account:maturity")))
    assert "What would make it responsive" in said
    assert "Promises kept: at least 80% from 5 records is asked, now 100% from 2" in said
    assert "Pre-review" in said  # the table of services


def test_nothing_recorded_says_how_to_begin(dev: User, signed_in: Callable[[User], Client]) -> None:
    said = main_of(signed_in(dev).get(reverse("account:maturity")))
    assert "Nothing to count yet" in said
    assert reverse("service:needs") in said


@pytest.mark.parametrize(
    "address", ["maturity?service=nobody", "maturity/nothing", "maturity/attainment?service=x"]
)
def test_what_is_not_there_is_not_found(
    address: str, worked: Engagement, dev: User, signed_in: Callable[[User], Client]
) -> None:
    assert signed_in(dev).get(f"/account/{address}").status_code == 404


def test_more_records_ask_no_more_of_the_database(
    worked: Engagement, dev: User, signed_in: Callable[[User], Client]
) -> None:
    browser = signed_in(dev)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse("account:maturity"))
            browser.get(reverse("account:maturity_figure", args=["needs_found"]))
        return len(queries)

    before = asked()
    for number in range(5):
        needs.record_need(title=f"Lack {number}", for_whom="All", found_by="office", by=dev)
    assert asked() == before


def test_a_program_gets_the_level_with_the_page_of_each_record(
    worked: Engagement, dev: User, client: Client
) -> None:
    secret = make_token(name="reader", scope="read", days=1, by=dev).secret
    headers = {"Authorization": f"Bearer {secret}"}
    told = client.get("/api/v1/account/maturity", headers=headers).json()
    assert told["standing"]["at"]["key"] == "reactive"
    named = {n for f in told["standing"]["figures"] for n in (*f["records"], *f["rest"])}
    assert named == told["addresses"].keys()
    wrong = client.get("/api/v1/account/maturity?service=nobody", headers=headers)
    assert wrong.status_code == 422
