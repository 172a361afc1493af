"""The record of work of all rooms, and the page of each record."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.test import Client

from headwater.web.account.gather import gathered
from headwater.web.judgement.actions.recording import Words, record_decision
from headwater.web.service.models import Engagement

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def hours(number: int) -> datetime:
    return AT + timedelta(hours=number)


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
