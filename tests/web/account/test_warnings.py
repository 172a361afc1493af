"""A promise near its end is seen on its page, board, levels and desk before it is missed."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from headwater.vocabulary.service_calendar import BusinessCalendar
from headwater.web.account.actions.desk import desk
from headwater.web.service.actions import calendars, catalogue, clocks, engagements
from headwater.web.service.models import Engagement, Offering

pytestmark = pytest.mark.django_db
AROUND_THE_CLOCK = BusinessCalendar.weekly("x", "UTC", hours="00:00-24:00", days="mon-sun")
HOURS = 4 * 24  # four days of delivery, on a calendar that never closes


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def near(dev: User, amara: User, now: datetime) -> Engagement:
    """Asked for so long ago that four fifths of the promised time are used."""
    catalogue.load_starter(by=dev)
    calendars.save_calendar(record=AROUND_THE_CLOCK, name="Always", is_usual=True, by=dev)
    begun = now - timedelta(hours=0.8 * HOURS)
    made = engagements.ask(
        offering=Offering.objects.get(key="pre-review"), title="The harbour wall", customer=amara,
        by=amara, at=begun,
    )  # fmt: skip
    return engagements.take_in(engagement=made, answer="Soon", lead=dev, by=dev, at=begun)


def test_it_is_an_alarm_until_it_is_one_of_the_late(near: Engagement, now: datetime) -> None:
    begun = near.opened
    for share, kind in ((0.7, None), (0.8, "warning"), (1.1, "breached")):
        found = clocks.alarms(at=begun + timedelta(hours=share * HOURS))
        assert [each.kind for each in found] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("route", "said"),
    [
        ("service:engagement", "due soon"),
        ("service:board", "Due soon, or late"),
        ("service:levels", "Due soon, or late"),
        ("home", "Most of the promised time is used; you lead it"),
    ],
)
def test_every_place_where_one_looks_says_so(
    route: str, said: str, near: Engagement, dev: User, signed_in: Callable[[User], Client]
) -> None:
    args = [near.pk] if route == "service:engagement" else []
    shown = signed_in(dev).get(reverse(route, args=args)).content.decode()
    assert said in shown
    assert "The harbour wall" in shown


def test_the_office_sees_it_too_and_who_leads_it(
    near: Engagement, owner: User, now: datetime
) -> None:
    (task,) = [each for pile in desk(owner, at=now).piles for each in pile.tasks
               if "harbour wall" in each.title]  # fmt: skip
    assert task.why == f"Most of the promised time is used; led by {near.led_by}"
