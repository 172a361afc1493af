"""The account statement: the page, its files, and the records behind each number."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from following import followed, links, main_of, opened
from pptx import Presentation

from headwater.web.judgement.actions.recording import Words, record_decision
from headwater.web.organization.actions import make_token
from headwater.web.organization.models import AuditEvent
from headwater.web.portfolio.actions import decision_of
from headwater.web.projects.models import Project
from headwater.web.runs.models import Run
from headwater.web.service.models import Engagement

pytestmark = pytest.mark.django_db
QUARTER = "/account/statement/2026-Q1"


def test_every_link_leads_to_a_record_that_exists(
    worked: Engagement, dev: User, signed_in: Callable[[User], Client]
) -> None:
    browser = signed_in(dev)
    page = opened(browser, QUARTER)
    found = links(page)
    numbers = {each for each in found if "/records/" in each}
    assert {each.rpartition("/")[2] for each in numbers} == {
        "needs_heard", "needs_found", "delivered", "accepted", "decisions_taken", "kept",
        "satisfaction", "needs_answered", "value_recognized", "kept.response", "kept.delivery",
        "opened.pre-review", "delivered.pre-review", "accepted.pre-review",
    } - {"needs_answered"}  # fmt: skip
    records = {record for each in numbers for record in followed(browser, each)}
    assert len(records) >= 5
    for each in found - numbers:
        assert browser.get(each).status_code in (200, 302), each


def test_the_page_says_what_the_quarter_brought(
    worked: Engagement, dev: User, signed_in: Callable[[User], Client]
) -> None:
    said = main_of(signed_in(dev).get(QUARTER))
    assert "Rivermouth Council voiced 1 need, was given 1 service" in said
    assert "GBP 200,000" in said
    assert "We call first" in said  # what a complaint led to


def test_each_decision_counts_in_its_own_quarter(
    worked: Engagement, dev: User, signed_in: Callable[[User], Client]
) -> None:
    made = record_decision(by=dev, words=Words(title="The wall", decision="Build it"))
    browser = signed_in(dev)
    later = f"{made.made.year}-Q{(made.made.month + 2) // 3}"
    behind = main_of(opened(browser, f"/account/statement/{later}/records/decisions_taken"))
    assert "The wall" in behind
    assert "The wall" not in main_of(opened(browser, f"{QUARTER}/records/decisions_taken"))


def test_money_of_a_portfolio_decision_is_started_and_stopped(
    decide: Callable[..., Run], dev: User, signed_in: Callable[[User], Client]
) -> None:
    Project.objects.filter(name="Quay").update(stage="Running")  # under way, and not recommended
    run = decide(budget="8")
    calls = {each.name: each for each in decision_of(run).projects}
    assert not calls["Quay"].chosen
    made = record_decision(by=dev, words=Words(title="The list", decision="As it is"), run=run)
    browser = signed_in(dev)
    quarter = f"/account/statement/{made.made.year}-Q{(made.made.month + 2) // 3}"
    said = main_of(opened(browser, quarter))
    spent = sum(e.cost.high for e in calls.values() if e.chosen and e.cost) * 1_000_000
    assert f"GBP {spent:,.0f}" in said
    assert "GBP 6,000,000" in said  # what the quay costs
    for key in ("money_started", "money_stopped"):
        assert followed(browser, f"{quarter}/records/{key}") == {"/judgement/decisions/1"}


@pytest.mark.parametrize("ending", ["pptx", "pdf", "html", "eml", "json"])
def test_files_lead_back_to_the_records(
    ending: str, worked: Engagement, dev: User, signed_in: Callable[[User], Client]
) -> None:
    answer = signed_in(dev).get(f"{QUARTER}/file/{ending}")
    assert answer.headers["Content-Disposition"].endswith(f'account-statement-2026-q1.{ending}"')
    assert AuditEvent.objects.filter(name="account.statement.taken").count() == 1
    body: Any = answer.content
    if ending == "pptx":
        (slide,) = Presentation(BytesIO(body)).slides
        body = slide.notes_slide.notes_text_frame.text.encode()
    wanted = {
        "pptx": f"http://testserver{QUARTER}/records/needs_heard",
        "html": f'href="http://testserver{QUARTER}/records/needs_heard"',
        "pdf": f"/URI(http://testserver{QUARTER})",
        "eml": "testserver/account/statement/2026-Q",
        "json": '"need:N-1"',
    }
    assert wanted[ending].encode() in body


def test_before_anything_is_recorded_it_says_how_to_begin(
    dev: User, signed_in: Callable[[User], Client]
) -> None:
    browser = signed_in(dev)
    page = browser.get(reverse("account:statement"), follow=True)
    assert "Nothing in this quarter" in main_of(page)


@pytest.mark.parametrize(
    "address", ["2026-Q5", "nothing", "2026-Q1/records/nothing", "2026-Q1/file/docx"]
)
def test_what_is_not_there_is_not_found(
    address: str, worked: Engagement, dev: User, signed_in: Callable[[User], Client]
) -> None:
    assert signed_in(dev).get(f"/account/statement/{address}").status_code == 404


def test_a_program_gets_each_number_with_the_pages_of_its_records(
    worked: Engagement, dev: User, client: Client
) -> None:
    secret = make_token(name="reader", scope="read", days=1, by=dev).secret
    headers = {"Authorization": f"Bearer {secret}"}
    assert "2026 Q1" in client.get("/api/v1/account/statements", headers=headers).json()
    told = client.get("/api/v1/account/statements/2026-Q1", headers=headers).json()
    named = {n for f in told["figures"].values() for n in (*f["records"], *f["rest"])}
    assert named == told["addresses"].keys()
    assert told["figures"]["needs_heard"]["records"] == ["need:N-1"]
    assert client.get("/api/v1/account/statements/x", headers=headers).status_code == 422
