"""One worked course of service at Rivermouth Council, and following links of pages."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from headwater.web.service.actions import catalogue, engagements, feedback, needs, promises, working
from headwater.web.service.models import Engagement, Offering

sys.path.insert(0, str(Path(__file__).parent))

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
