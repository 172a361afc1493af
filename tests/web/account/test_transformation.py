"""The path of a transformation: the ledger, processes with one clock, growth, and their records."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from following import followed, links, main_of, opened

from headwater.errors import ConflictError, InputError, NotAllowedError
from headwater.web.account.actions import growth, processes
from headwater.web.account.actions import transformation as actions
from headwater.web.account.gather import gathered
from headwater.web.account.models_path import Growth, Process, Saving
from headwater.web.organization.actions import make_token
from headwater.web.organization.models import AuditEvent
from headwater.web.service.actions import catalogue, engagements, needs
from headwater.web.service.models import Engagement, Need, Offering
from headwater.web.strategy.models import Objective

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PAGE = "/account/transformation"
Browse = Callable[[User], Client]


def claim(by: User, **more: Any) -> Saving:
    given: dict[str, Any] = {
        "title": "Fewer printers",
        "cost_line": "Print contract",
        "period": "2026",
        "amount": 40.0,
        "baseline": 90.0,
        "baseline_source": "Ledger 4711",
        "evidence": "Invoice 118",
        "evidenced": date(2026, 2, 20),
        "by": by,
    }
    return actions.claim_saving(**{**given, **more})


@pytest.fixture
def grown(dev: User, amara: User) -> None:
    """One of everything: a goal, a saving that counts and one that does not, a process, growth."""
    catalogue.load_starter(by=dev, at=AT)
    Objective.objects.create(key="safe", name="A safe harbour")
    actions.set_goal(amount=100.0, reason="The budget", by=dev)
    actions.confirm_saving(saving=claim(dev), by=amara)
    claim(dev, cost_line="Toner", evidence="")
    processes.register_process(
        title="From need to advice", customer="Traders", owner="Dev", days=10, since=AT.date(),
        services=["need-discovery", "options-advice"], by=dev, at=AT,
    )  # fmt: skip
    growth.plan_growth(title="A second quay", objectives=["safe"], by=dev)
    growth.plan_growth(title="Something else", by=dev)


def serve(key: str, need: Need, by: User, at: datetime, *, days: int | None) -> Engagement:
    made = engagements.ask(
        offering=Offering.objects.get(key=key), title=key, need=need, customer_name="Traders",
        by=by, at=at,
    )  # fmt: skip
    made = engagements.take_in(engagement=made, answer="Yes", lead=by, by=by, at=at)
    made = engagements.agree(engagement=made, scope="All", agreed_with="Traders", by=by, at=at)
    made = engagements.start(engagement=made, by=by, at=at)
    if days is None:
        return made
    return engagements.deliver(
        engagement=made, what="Done", by=by, at=at + timedelta(days=days)
    )  # fmt: skip


def need_of(by: User) -> Need:
    return needs.record_need(
        title="Floods close the quay", for_whom="Traders", found_by="office", by=by, at=AT
    )


def test_only_evidenced_and_confirmed_savings_count(grown: None) -> None:
    ledger = actions.path(found=gathered()).reading.ledger
    assert ([e.id for e in ledger.admitted], ledger.total) == (["S-1"], 40.0)
    (refused,) = ledger.refused
    assert any("no evidence" in each for each in refused.reasons)
    assert any("Nobody has confirmed" in each for each in refused.reasons)


def test_whoever_claims_cannot_confirm(owner: User, dev: User, amara: User) -> None:
    made = claim(owner)  # an owner may do both, but not for one saving
    with pytest.raises(NotAllowedError, match="second person"):
        actions.confirm_saving(saving=made, by=owner)
    with pytest.raises(NotAllowedError):
        actions.confirm_saving(saving=made, by=dev)
    actions.confirm_saving(saving=made, by=amara)
    with pytest.raises(ConflictError, match="already"):
        actions.confirm_saving(saving=made, by=amara)
    assert AuditEvent.objects.filter(name="account.saving.confirmed").count() == 1


def test_what_a_claim_lacks_is_added_and_confirmed_anew(
    grown: None, dev: User, amara: User, signed_in: Browse
) -> None:
    sent = {
        "title": "Toner", "cost_line": "Toner", "period": "2026", "amount": "5", "baseline": "9",
        "baseline_source": "Ledger", "evidence": "Memo 3", "evidenced": "2026-02-20",
    }  # fmt: skip
    browser = signed_in(dev)
    address = reverse("account:mend_saving", args=[2])
    assert browser.post(address, {**sent, "version": 7}).status_code == 409
    assert browser.post(address, {**sent, "version": 1}).status_code == 302
    made = Saving.objects.get(number=2)
    actions.confirm_saving(saving=made, by=amara)
    assert len(actions.path(found=gathered()).reading.ledger.admitted) == 2
    browser.post(address, {**sent, "version": 2})
    made.refresh_from_db()
    assert made.confirmed_by is None


def test_a_withdrawn_claim_counts_no_more(grown: None, dev: User) -> None:
    actions.withdraw_saving(saving=Saving.objects.get(number=1), by=dev)
    assert actions.path(found=gathered()).reading.ledger.admitted == ()
    assert Saving.objects.count() == 2


def test_services_for_one_need_are_one_run_with_one_clock(grown: None, dev: User) -> None:
    need = need_of(dev)
    serve("need-discovery", need, dev, AT + timedelta(hours=1), days=2)
    serve("options-advice", need, dev, AT + timedelta(days=7), days=9)
    serve("options-advice", need_of(dev), dev, AT + timedelta(days=8), days=1)  # of another need

    found = actions.path(found=gathered(), at=AT + timedelta(days=30))

    (run,) = found.runs
    assert [each.engagement for each in run.steps] == ["E-1", "E-2"]
    assert run.clock.outcome == "breached"  # ten working days from the first request on
    assert run.steps[1].handed_over > 0
    figures = {each.key: each for each in found.reading.standing.figures}
    assert figures["end_to_end_attainment"].rest == ("run:from-need-to-advice/E-1",)


def test_a_run_that_is_not_over_is_open(grown: None, dev: User) -> None:
    serve("need-discovery", need_of(dev), dev, AT + timedelta(hours=1), days=2)
    (run,) = actions.path(found=gathered(), at=AT + timedelta(days=3)).runs
    assert (run.clock.outcome, len(run.steps)) == ("open", 1)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"services": ["need-discovery"]}, "takes 2 to"),
        ({"services": ["need-discovery", "nothing"]}, "no service 'nothing'"),
        ({"days": 0}, "1 to 1000"),
        ({"title": "From need to advice"}, "already"),
    ],
)
def test_a_process_that_cannot_be_is_refused(
    fault: dict[str, Any], said: str, grown: None, dev: User
) -> None:
    given: dict[str, Any] = {
        "title": "Other", "customer": "Traders", "days": 5,
        "services": ["need-discovery", "options-advice"], "by": dev,
    }  # fmt: skip
    with pytest.raises(InputError, match=said):
        processes.register_process(**{**given, **fault})
    assert Process.objects.count() == 1


def test_every_link_leads_to_a_record_that_exists(
    grown: None, dev: User, signed_in: Browse
) -> None:
    need = need_of(dev)
    serve("need-discovery", need, dev, AT + timedelta(hours=1), days=2)
    serve("options-advice", need, dev, AT + timedelta(days=5), days=2)
    browser = signed_in(dev)
    page = opened(browser, PAGE)
    measures = {each for each in links(page) if "/transformation/records/" in each}
    assert {each.rpartition("/")[2] for each in measures} == {
        "savings_admitted", "savings_goal", "attainment", "processes_owned",
        "end_to_end_attainment", "growth_linked",
    }  # fmt: skip
    records = {record for each in measures for record in followed(browser, each)}
    assert {f"{PAGE}#saving-S-1", f"{PAGE}#saving-S-2", f"{PAGE}#growth-G-1"} <= records
    for each in links(page):
        assert browser.get(each).status_code == 200, each


def test_the_page_says_where_we_are_and_what_holds(
    grown: None, amara: User, signed_in: Browse
) -> None:
    said = main_of(signed_in(amara).get(PAGE))
    assert "We work on" in said
    assert "Claimed savings that the ledger admits: at least 80% from 5 records is asked" in said
    assert "GBP 40" in said
    assert "A safe harbour" in said
    assert "no objective: it does not count" in said
    assert "Confirm" in said  # the second claim


def test_empty_it_says_how_to_begin(dev: User, signed_in: Browse) -> None:
    said = main_of(signed_in(dev).get(PAGE))
    assert "no goal is set" in said
    assert "a second person who confirms it" in said


@pytest.mark.parametrize(
    ("name", "sent", "made"),
    [
        ("saving", {"title": "Less", "cost_line": "Fuel", "period": "2026", "amount": "5"}, Saving),
        ("growth", {"title": "More"}, Growth),
        ("process", {"title": "P", "customer": "C", "step_1": "pre-review",
                     "step_2": "options-advice"}, Process),
    ],
)  # fmt: skip
def test_forms_write_it_down_or_say_what_is_missing(
    name: str, sent: dict[str, str], made: Any, dev: User, signed_in: Browse
) -> None:
    catalogue.load_starter(by=dev, at=AT)
    browser = signed_in(dev)
    address = reverse(f"account:{name}")
    assert browser.post(address, {"title": ""}).status_code == 422
    assert made.objects.count() == 0
    assert browser.post(address, sent).status_code == 302
    assert made.objects.count() == 1


def test_more_runs_ask_no_more_of_the_database(grown: None, dev: User, signed_in: Browse) -> None:
    browser = signed_in(dev)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            browser.get(PAGE)
        return len(queries)

    serve("need-discovery", need_of(dev), dev, AT + timedelta(hours=1), days=2)
    before = asked()
    for number in range(3):
        serve("need-discovery", need_of(dev), dev, AT + timedelta(hours=number), days=2)
        claim(dev, cost_line=f"Line {number}")
    assert asked() == before


def test_a_program_reads_and_writes_the_path(grown: None, dev: User, client: Client) -> None:
    secret = make_token(name="writer", scope="write", days=1, by=dev).secret
    headers = {"Authorization": f"Bearer {secret}"}
    sent = {"title": "Less fuel", "cost_line": "Fuel", "period": "2026", "amount": 5}
    made = client.post(
        "/api/v1/account/transformation/savings", sent, "application/json", headers=headers
    )
    assert (made.status_code, made.json()["id"]) == (201, "S-3")
    told = client.get("/api/v1/account/transformation", headers=headers).json()
    assert told["reading"]["ledger"]["total"] == 40.0
    assert len(told["reading"]["ledger"]["refused"]) == 2
