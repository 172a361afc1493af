"""Chains: one clock for the customer over services in several regions, on pages and in the API."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from headwater.errors import ConflictError, NotAllowedError
from headwater.vocabulary.service import Target
from headwater.vocabulary.service_calendar import BusinessCalendar
from headwater.web.organization.models import AuditEvent
from headwater.web.service.actions import calendars, chains, engagements
from headwater.web.service.models import Engagement, Offering

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]
Chained = Callable[..., list[Engagement]]
HOUR = 3600


def march(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


@pytest.fixture
def chained(offerings: dict[str, Offering], amara: User, dev: User) -> Chained:
    """Amara asks for advice on a Monday; a case follows from the office in Kolkata."""

    def make(title: str = "The harbour wall") -> list[Engagement]:
        abroad = calendars.Calendar.objects.filter(key="kolkata").first()
        if abroad is None:
            hours = BusinessCalendar.weekly("x", "Asia/Kolkata", hours="10:00-18:00")
            abroad = calendars.save_calendar(record=hours, name="Kolkata", by=dev, at=march(1))
        first = engagements.ask(
            offering=offerings["options-advice"], title=title, customer=amara, by=amara, at=march(2)
        )
        first = engagements.take_in(engagement=first, answer="x", lead=dev, by=dev, at=march(2, 10))
        first = engagements.agree(
            engagement=first, scope="x", agreed_with="Amara", by=dev, at=march(2, 11)
        )
        first = engagements.deliver(engagement=first, what="x", by=dev, at=march(3, 17))
        second = engagements.ask(
            offering=offerings["business-case-building"], title=title, customer=amara,
            calendar=abroad, follows=first, by=dev, at=march(5),
        )  # fmt: skip
        return [first, second]

    return make


def test_the_clock_counts_hand_offs_on_the_hours_of_the_first_request(chained: Chained) -> None:
    first, second = chained()

    found = chains.read(chains.root_of(second), at=march(5, 12))

    assert found.root == first
    assert found.hours.zone == "Europe/London"
    assert [each.hours.zone for each in found.links if each.hours] == [
        "Europe/London", "Asia/Kolkata",
    ]  # fmt: skip
    assert found.reading.clock.used_seconds == (8 + 8 + 8 + 3) * HOUR
    assert [each.step.handed_over for each in found.links] == [0, 8 * HOUR]
    assert [each.engagement for each in found.holders] == [second]
    assert (found.whole, found.reading.clock.outcome) == (None, "none")


def test_a_promise_for_the_whole_is_held_by_the_latest_and_audited(
    chained: Chained, dev: User, amara: User
) -> None:
    first, second = chained()
    chains.promise_whole(engagement=second, within=Target("delivery", 2, "days"), by=dev)
    with pytest.raises(NotAllowedError):
        chains.promise_whole(engagement=second, within=Target("delivery", 9, "days"), by=amara)

    late = chains.read(first, at=march(5, 12))
    assert (late.reading.clock.outcome, late.reading.clock.breach) == ("breached", march(4))
    chains.promise_whole(engagement=first, within=Target("delivery", 9, "days"), by=dev)
    again = chains.read(first, at=march(5, 12))

    assert again.reading.clock.outcome == "open"
    assert AuditEvent.objects.filter(name="service.chain.promised").count() == 2


def test_one_engagement_alone_is_no_chain_to_promise(
    offerings: dict[str, Offering], amara: User, dev: User
) -> None:
    made = engagements.ask(offering=offerings["pre-review"], title="x", customer=amara, by=amara)
    with pytest.raises(ConflictError, match="was not handed over to another service yet"):
        chains.promise_whole(engagement=made, within=Target("delivery", 2, "days"), by=dev)


def test_the_page_shows_each_link_on_one_axis_who_holds_it_and_the_promise(
    chained: Chained, signed_in: Browser, dev: User
) -> None:
    first, second = chained()
    browser = signed_in(dev)
    page = reverse("service:chain", args=[first.pk])

    assert browser.get(reverse("service:chain", args=[second.pk])).headers["Location"] == page
    shown = browser.get(page).content.decode()
    assert shown.count('class="chain-bar"') == 3  # the customer's, and one for each link
    assert "nobody yet: it is not taken in" in shown
    assert "Asia/Kolkata" in shown
    assert "5 Mar 2026, 09:00" in shown

    wrong = browser.post(reverse("service:promise_chain", args=[first.pk]), {"within": "soon"})
    assert wrong.status_code == 422
    assert "Write it like 2 days or 4 hours" in wrong.content.decode()
    browser.post(reverse("service:promise_chain", args=[first.pk]), {"within": "2 days"})
    assert "of 2 days promised for the whole" in browser.get(page).content.decode()


def test_engagement_and_levels_lead_to_it_and_a_hand_over_is_asked_for(
    chained: Chained, signed_in: Browser, amara: User, offerings: dict[str, Offering]
) -> None:
    first, second = chained()
    browser = signed_in(amara)
    link = reverse("service:chain", args=[first.pk])
    assert link in browser.get(reverse("service:levels")).content.decode()
    assert link in browser.get(reverse("service:chains")).content.decode()
    one = browser.get(reverse("service:engagement", args=[second.pk])).content.decode()
    assert reverse("service:chain", args=[second.pk]) in one

    ask = f"{reverse('service:ask')}?follows={second.pk}"
    assert f'name="follows" value="{second.pk}"' in browser.get(ask).content.decode()
    sent = {
        "offering": "assurance-check", "title": "Check it", "initiative": "request",
        "customer": amara.pk, "follows": second.pk,
    }  # fmt: skip
    assert browser.post(reverse("service:ask"), sent).status_code == 302
    assert Engagement.objects.latest("number").follows == second
    assert browser.get(f"{reverse('service:ask')}?follows=²").status_code == 200


def test_lists_take_the_same_queries_for_one_chain_and_for_five(
    chained: Chained, signed_in: Browser, dev: User
) -> None:
    browser = signed_in(dev)
    chained()

    def queries() -> int:
        browser.get(reverse("service:chains"))
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert browser.get(reverse("service:chains")).status_code == 200
        return len(caught)

    one = queries()
    for number in range(4):
        chained(f"Wall {number}")
    assert queries() == one
