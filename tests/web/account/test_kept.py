"""What is kept of the record of work is what a reading anew says, whatever happened between."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from headwater.service.glance import glance
from headwater.web.account.actions import customer, maturity, statement
from headwater.web.account.gather import Gathered, gathered, kept, read
from headwater.web.organization import audit
from headwater.web.service.actions import catalogue, engagements, feedback, keeping, needs
from headwater.web.service.models import Clock, Engagement, EngagementEvent, Offering

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)


def same(at: datetime) -> bool:
    """Say whether what is kept is what a reading anew says, clock by clock."""
    found, anew = gathered(at=at), read(at)
    one = [(each.engagement, each.measure, each.outcome) for each in found.record.clocks]
    other = [(each.engagement, each.measure, each.outcome) for each in anew.record.clocks]
    rest = ("needs", "engagements", "decisions", "charters", "values", "feedback", "lessons")
    return one == other and all(
        getattr(found.record, name) == getattr(anew.record, name) for name in rest
    )


def test_every_act_is_seen_at_once(worked: Engagement, dev: User, amara: User) -> None:
    now = timezone.now()
    acts: list[Callable[[], object]] = [
        lambda: needs.record_need(title="Fog", for_whom="Pilots", found_by="asked", by=dev),
        lambda: engagements.ask(
            offering=Offering.objects.get(key="pre-review"), title="Fog", customer=amara, by=amara
        ),
        lambda: engagements.decline(
            engagement=Engagement.objects.get(title="Fog"), reason="No", by=dev
        ),
        lambda: feedback.state_value(
            engagement=worked, kind="delivered", words="Seen", amount=9.0, by=dev
        ),
        lambda: feedback.complain(text="Late", said_by="Amara", engagement=worked, by=dev),
    ]
    before = gathered(at=now)
    for act in acts:
        act()
        assert gathered(at=timezone.now()) is not before
        assert same(timezone.now())
        before = gathered(at=timezone.now())


def test_it_is_read_once_while_nothing_happens(
    worked: Engagement, django_assert_max_num_queries: Callable[..., object]
) -> None:
    at = timezone.now()
    first = gathered(at=at)
    with django_assert_max_num_queries(5):  # type: ignore[attr-defined]
        assert gathered(at=at + timedelta(seconds=5)) is first
    assert gathered(at=at - timedelta(days=1)) is not first  # it says nothing of the past


def test_a_promise_that_breaks_is_seen_without_an_event(dev: User) -> None:
    catalogue.load_starter(by=dev, at=AT)
    made = engagements.ask(
        offering=Offering.objects.get(key="pre-review"), title="The wall", customer_name="Traders",
        by=dev, at=AT,
    )  # fmt: skip
    clock = Clock.objects.get(engagement=made, measure="response")
    assert clock.breach is not None
    early, late = clock.breach - timedelta(hours=1), clock.breach + timedelta(hours=1)

    def outcome(at: datetime) -> str:
        record = gathered(at=at).record
        (found,) = [each.outcome for each in record.clocks if each.measure == "response"]
        return found

    assert outcome(early) == "open"
    assert outcome(early + timedelta(minutes=1)) == "open"
    assert outcome(late) == "breached"
    assert same(late)


def test_clocks_rebuilt_without_a_trail_are_seen(worked: Engagement) -> None:
    first = gathered()
    Clock.objects.all().delete()
    keeping.rebuild([worked.pk])
    assert gathered() is not first and same(timezone.now())


def test_figures_kept_are_those_counted_anew(worked: Engagement, dev: User) -> None:
    for _ in range(2):
        told, found = customer.at_a_glance()
        day = timezone.now().date()
        complaints = [("complaint:1", worked.opened.date() + timedelta(days=1), True)]
        again = glance(read(timezone.now()).record, today=day, complaints=complaints)
        assert [part.key for part in told.parts] == [part.key for part in again.parts]
        assert told.parts[:3] == again.parts[:3]
        fresh = Gathered(found.record, found.where, found.illustrative)
        for service in ("", "pre-review"):
            ask = {"today": day, "service": service}
            assert maturity.standing(found=found, **ask) == maturity.standing(found=fresh, **ask)
            assert maturity.course_of(found=found, **ask) == maturity.course_of(found=fresh, **ask)
        assert statement.made(found=found, period="2026 Q1") == statement.made(
            found=fresh, period="2026 Q1"
        )
        needs.record_need(title="Fog", for_whom="Pilots", found_by="asked", by=dev)


def test_the_state_names_the_trail_and_the_newest_rows(worked: Engagement) -> None:
    state = kept.now_at()
    assert state[:2] == audit.head()
    assert EngagementEvent.objects.order_by("-pk").values_list("pk", flat=True)[0] in state
