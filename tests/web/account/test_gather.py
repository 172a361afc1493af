"""The record of work of all rooms, and the page of each record."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.test import Client

from headwater.web.account.gather import gathered
from headwater.web.judgement.actions.recording import Words, record_decision
from headwater.web.service.actions import catalogue, engagements, feedback, needs, promises, working
from headwater.web.service.models import Engagement, Offering

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def hours(number: int) -> datetime:
    return AT + timedelta(hours=number)


@pytest.fixture
def worked(amara: User, dev: User) -> Engagement:
    """One need, answered by a pre-review: with a pause, a decision, an answer and a value."""
    catalogue.load_starter(by=dev, at=AT)
    need = needs.record_need(
        title="Floods close the quay", for_whom="Traders", found_by="office", by=dev, at=AT
    )
    made = engagements.ask(
        offering=Offering.objects.get(key="pre-review"),
        title="The harbour wall",
        need=need,
        customer=amara,
        by=amara,
        at=hours(1),
    )
    made = engagements.take_in(engagement=made, answer="Soon", lead=dev, by=dev, at=hours(2))
    made = engagements.agree(
        engagement=made, scope="Sums", agreed_with="Amara", by=dev, at=hours(3)
    )
    promises.pause(engagement=made, reason="Figures", by=dev, at=hours(4))
    promises.resume(engagement=made, by=dev, at=hours(5))
    made = engagements.start(engagement=made, by=dev, at=hours(5))
    working.submit(engagement=made, to="The board", by=dev, at=hours(6))
    working.decide(engagement=made, decision="Build", by_whom="Amara", by=dev, at=hours(30))
    made = engagements.deliver(engagement=made, what="Nine findings", by=dev, at=hours(31))
    asking = feedback.ask_customer(engagement=made, by=dev, at=hours(32)).asking
    feedback.answer(asking=asking, score=9, comment="Clear", accepts=True, at=hours(33))
    made.refresh_from_db()
    feedback.state_value(
        engagement=made, kind="recognized", words="Safer", amount=2e5, by=amara, at=hours(34),
        on=hours(34).date(),
    )  # fmt: skip
    complaint = feedback.complain(
        text="Too late", said_by="Amara", engagement=made, by=dev, at=hours(35), on=hours(35).date()
    )
    feedback.settle_complaint(complaint=complaint, done="We call first", by=dev, at=hours(36))
    return made


def test_each_record_has_a_page_that_opens(
    worked: Engagement, dev: User, signed_in: Callable[[User], Client]
) -> None:
    record_decision(by=dev, words=Words(title="The wall", decision="Build it"))
    found = gathered(at=hours(100))
    record = found.record
    browser = signed_in(dev)
    ids = [f"need:{each.id}" for each in record.needs]
    ids += [f"engagement:{each.id}" for each in record.engagements]
    ids += [f"decision:{each.id}" for each in record.decisions]
    ids += [f"value:{each.id}" for each in record.values]
    ids += [f"feedback:{each.id}" for each in record.feedback]
    ids += [f"lesson:{each.id}" for each in record.lessons]
    ids += [f"clock:{each.engagement}/{each.measure}" for each in record.clocks]
    ids += [f"customer:{each.customer}" for each in record.engagements]
    assert len(ids) == 10
    for each in ids:
        address = urlsplit(found.address(each))
        assert address.path, each
        page = browser.get(address.path, dict(p.split("=") for p in address.query.split("&") if p))
        assert page.status_code == 200, each
        if address.fragment:
            assert f'id="{address.fragment}"' in page.content.decode(), each
        if each.startswith("customer:"):
            assert "The harbour wall" in page.content.decode()


def test_decisions_of_engagements_and_of_the_room_stand_side_by_side(
    worked: Engagement, dev: User
) -> None:
    record_decision(by=dev, words=Words(title="The wall", decision="Build it"))
    decisions = gathered().record.decisions
    assert [each.id for each in decisions] == ["decision:E-1", "D-1"]
    assert decisions[0].submitted == hours(6).date()
    assert [each.id for each in gathered().record.lessons] == ["complaint:1"]


def test_an_unknown_record_has_no_page(db: None) -> None:
    found = gathered()
    assert found.address("need:N-9") == found.address("clock:E-9/delivery") == ""
    assert found.addresses(["need:N-9"]) == {}
    assert found.name("need:N-9") == "N-9"
