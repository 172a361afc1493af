"""Kept clocks held against a replay of every event, and many events written together."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User

from headwater.web.service.actions import engagements, keeping, promises
from headwater.web.service.actions.clock_check import differing
from headwater.web.service.models import Clock, Engagement, Offering

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def worked(offerings: dict[str, Offering], amara: User, dev: User) -> Engagement:
    """A pre-review with a pause, delivered; and one that was declined."""

    def at(hours: int) -> datetime:
        return AT + timedelta(hours=hours)

    with keeping.together():
        made = engagements.ask(
            offering=offerings["pre-review"], title="Wall", customer=amara, by=amara, at=at(1)
        )
        made = engagements.take_in(engagement=made, answer="Soon", lead=dev, by=dev, at=at(2))
        made = engagements.agree(
            engagement=made, scope="All", agreed_with="Amara", by=dev, at=at(3)
        )
        promises.pause(engagement=made, reason="Figures", by=dev, at=at(5))
        promises.resume(engagement=made, by=dev, at=at(30))
        made = engagements.deliver(engagement=made, what="Findings", by=dev, at=at(200))
        other = engagements.ask(
            offering=offerings["options-advice"], title="Ferry", customer=amara, by=amara, at=at(4)
        )
        engagements.decline(engagement=other, reason="No need", by=dev, at=at(6))
        assert not Clock.objects.exists()  # they come at the end, together
    return made


def test_events_written_together_give_the_clocks_of_events_written_one_by_one(
    worked: Engagement,
) -> None:
    assert Clock.objects.filter(engagement=worked).count() == 2
    for each in Engagement.objects.all():
        assert keeping.stored_is_true(each)
        before = list(each.clocks.values("measure", "outcome", "due", "breach", "settled", "warn"))
        keeping.refresh(each, at=AT)
        after = list(each.clocks.values("measure", "outcome", "due", "breach", "settled", "warn"))
        assert before == after


def test_a_replay_of_all_events_finds_the_clock_that_was_tampered_with(worked: Engagement) -> None:
    assert not any(differing().values())
    row = Clock.objects.get(engagement=worked, measure="delivery")
    assert row.outcome == "breached"
    Clock.objects.filter(pk=row.pk).update(outcome="met")
    assert differing()["delivery"] == ["E-1"]
    keeping.rebuild([worked.pk])
    assert not any(differing().values())
