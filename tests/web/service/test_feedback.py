"""The one question by link, value, and complaints."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from headwater.errors import ConflictError, InputError, NotAllowedError
from headwater.web.organization.models import AuditEvent, Role
from headwater.web.service.actions import engagements, figures, vision
from headwater.web.service.actions import feedback as actions
from headwater.web.service.models import Asking, Complaint, Engagement, Feedback, Offering

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]


@pytest.fixture
def delivered(offerings: dict[str, Offering], amara: User, dev: User) -> Engagement:
    made = engagements.ask(
        offering=offerings["pre-review"], title="The harbour wall", customer=amara, by=amara
    )
    made = engagements.take_in(engagement=made, answer="Soon", lead=dev, by=dev)
    made = engagements.agree(engagement=made, scope="Sums", agreed_with="Amara", by=dev)
    return engagements.deliver(engagement=made, what="Nine findings", by=dev)


@pytest.fixture
def path(delivered: Engagement, dev: User) -> str:
    return actions.ask_customer(engagement=delivered, by=dev).path


def test_somebody_without_an_account_answers_once_and_accepts(
    client: Client, path: str, delivered: Engagement
) -> None:
    page = client.get(path).content.decode()
    assert "Would you come to us again" in page
    assert "Nine findings" in page
    assert client.get(path).status_code == 200  # looking does not use it up

    done = client.post(path, {"score": "9", "comment": "Clear", "accepts": "yes"})

    assert "Thank you" in done.content.decode()
    delivered.refresh_from_db()
    assert delivered.stage == "accepted"
    event = delivered.events.get(kind="accepted")
    assert (event.by, event.by_name) == (None, "Amara")
    assert event.detail["by link"] == "made by Dev for Amara"
    found = Feedback.objects.get()
    assert (found.score, found.comment, found.name) == (9, "Clear", "Amara")
    assert client.get(path).status_code == 403
    assert client.post(path, {"score": "1"}).status_code == 403
    assert Feedback.objects.count() == 1


def test_the_office_cannot_answer_for_the_customer_unseen(
    signed_in: Browser, client: Client, path: str, delivered: Engagement, dev: User
) -> None:
    office = signed_in(dev)
    page = office.get(path).content.decode()
    assert "it is kept that you opened this link" in page
    assert "Yes, I accept it" not in page
    assert AuditEvent.objects.get(name="service.question.opened").by == dev

    refused = office.post(path, {"score": "10", "accepts": "yes"})
    assert refused.status_code == 403
    assert "You are signed in as a member of the office" in refused.content.decode()
    delivered.refresh_from_db()
    assert (delivered.stage, Feedback.objects.count()) == ("delivered", 0)

    assert client.post(path, {"score": "9", "accepts": "yes"}).status_code == 200
    found = Feedback.objects.get()
    assert found.in_session_of is None
    assert delivered.events.get(kind="accepted").detail["opened before by"] == "Dev"
    shown = office.get(reverse("service:engagement", args=[delivered.pk])).content.decode()
    assert "the link was opened before by Dev of the office" in shown


def test_an_answer_in_a_session_of_the_office_says_so_and_bars_recognition(
    signed_in: Browser, path: str, delivered: Engagement, seat_for: Callable[..., User], amara: User
) -> None:
    owner = seat_for("Owner", Role.OWNER)
    assert signed_in(owner).post(path, {"score": "10"}).status_code == 200
    assert Feedback.objects.get().in_session_of == owner
    for address in ("service:satisfaction", "service:engagement"):
        args = [delivered.pk] if address.endswith("engagement") else []
        shown = signed_in(amara).get(reverse(address, args=args)).content.decode()
        assert "in the session of Owner" in shown

    with pytest.raises(NotAllowedError, match="answered in your session"):
        engagements.accept(engagement=delivered, by=owner)
    accepted = engagements.accept(engagement=delivered, by=amara)
    with pytest.raises(NotAllowedError, match="answered in your session"):
        actions.state_value(engagement=accepted, kind="recognized", words="x", by=owner)


def test_a_leader_who_is_signed_in_answers_as_the_customer(
    signed_in: Browser, path: str, delivered: Engagement, amara: User
) -> None:
    assert signed_in(amara).post(path, {"score": "9", "accepts": "yes"}).status_code == 200
    delivered.refresh_from_db()
    assert delivered.stage == "accepted"
    assert Feedback.objects.get().in_session_of is None


def test_not_yet_needs_a_reason_and_opens_it_again(
    client: Client, path: str, delivered: Engagement
) -> None:
    refused = client.post(path, {"score": "3", "accepts": "no"})
    assert refused.status_code == 422
    assert "Say what is missing" in refused.content.decode()
    assert Asking.objects.get().used is None  # nothing was written

    client.post(path, {"score": "3", "comment": "The dates", "accepts": "no"})

    delivered.refresh_from_db()
    assert delivered.stage == "working"
    assert delivered.events.get(kind="reopened").reason == "The dates"


@pytest.mark.parametrize("sent", [{}, {"score": "11"}, {"score": "x", "comment": "y"}])
def test_an_answer_that_cannot_be_used_leaves_the_link_open(
    client: Client, path: str, sent: dict[str, str]
) -> None:
    assert client.post(path, sent).status_code == 422
    assert client.get(path).status_code == 200
    assert not Feedback.objects.exists()


def test_an_expired_or_unknown_link_tells_nothing(client: Client, path: str) -> None:
    Asking.objects.update(expires=timezone.now() - timedelta(seconds=1))
    old, unknown = client.get(path), client.get(reverse("service:answer", args=["x" * 32]))
    assert old.status_code == unknown.status_code == 403
    for answer in (old, unknown):
        assert actions.STALE in answer.content.decode()


def test_the_secret_is_not_kept_and_guessing_is_slowed(client: Client, path: str) -> None:
    secret = path.rsplit("/", 1)[1]
    assert secret not in str(Asking.objects.values())
    for number in range(30):
        client.get(reverse("service:answer", args=[f"guess-{number}"]))
    assert client.get(path).status_code == 429


def test_a_link_for_an_answer_only_cannot_accept(delivered: Engagement, dev: User) -> None:
    asking = actions.ask_customer(engagement=delivered, may_accept=False, by=dev).asking
    with pytest.raises(NotAllowedError, match="answer only"):
        actions.answer(asking=asking, score=9, accepts=True)
    actions.answer(asking=asking, score=9)


def test_nobody_is_asked_before_the_delivery(offerings: dict[str, Offering], dev: User) -> None:
    made = engagements.ask(
        offering=offerings["pre-review"], title="x", customer_name="The head of schools", by=dev
    )
    with pytest.raises(ConflictError, match="not delivered yet"):
        actions.ask_customer(engagement=made, by=dev)


def test_the_link_is_shown_once_on_the_page(
    signed_in: Browser, delivered: Engagement, dev: User
) -> None:
    page = signed_in(dev).post(reverse("service:ask_customer", args=[delivered.pk]), {"name": ""})
    assert "http://testserver/service/answer/" in page.content.decode()
    again = signed_in(dev).get(reverse("service:engagement", args=[delivered.pk]))
    assert "/service/answer/" not in again.content.decode()


def test_the_net_score_has_an_interval_and_leads_to_its_answers(
    signed_in: Browser, delivered: Engagement, dev: User
) -> None:
    for score in (10, 9, 9, 7, 2):
        asking = actions.ask_customer(engagement=delivered, by=dev).asking
        actions.answer(asking=asking, score=score, comment=f"Said {score}")

    found = actions.contentment()
    assert found.net == pytest.approx(0.4)
    assert found.interval is not None
    assert found.interval.low < 0.4 < found.interval.high
    page = signed_in(dev).get(reverse("service:satisfaction")).content.decode()
    assert "+40" in page
    assert "Said 2" in page
    assert "Only 5 answered" in page


def test_value_says_who_and_when_and_only_the_customer_recognizes(
    signed_in: Browser, delivered: Engagement, dev: User, amara: User
) -> None:
    act = reverse("service:act", args=[delivered.pk, "value"])
    sent = {"kind": "forecast", "words": "A mistake less", "amount": "5000", "said_by": "Amara"}
    assert signed_in(dev).post(act, sent).status_code == 302
    assert signed_in(dev).post(act, {**sent, "kind": "recognized"}).status_code == 422
    with pytest.raises(ConflictError, match="accepted or recognized"):
        actions.state_value(engagement=delivered, kind="recognized", words="x", by=amara)
    engagements.accept(engagement=delivered, by=amara)
    recognize = reverse("service:act", args=[delivered.pk, "recognize"])
    assert (
        signed_in(amara).post(recognize, {"words": "It held", "amount": "4000"}).status_code == 302
    )

    sums = actions.value_of(list(delivered.values.all()))
    assert dict(sums.sums) == {"forecast": 5000, "recognized": 4000}
    recognized = delivered.values.get(kind="recognized")
    assert (recognized.said_by, recognized.on) == ("Amara", timezone.now().date())
    with pytest.raises(InputError, match="no number"):
        actions.state_value(
            engagement=delivered, kind="delivered", words="x", amount=float("nan"), by=dev
        )


def test_a_complaint_and_what_was_done(
    signed_in: Browser, delivered: Engagement, dev: User
) -> None:
    client = signed_in(dev)
    act = reverse("service:act", args=[delivered.pk, "complain"])
    client.post(act, {"text": "Ten days of silence", "said_by": "The head librarian"})
    client.post(reverse("service:complain"), {"text": "Too many forms", "said_by": "Amara"})
    assert Complaint.objects.count() == 2
    complaint = Complaint.objects.get(engagement=delivered)
    client.post(reverse("service:settle", args=[complaint.pk]), {"done": "A weekly word"})

    page = client.get(reverse("service:satisfaction")).content.decode()
    assert "A weekly word" in page
    with pytest.raises(ConflictError):
        complaint.refresh_from_db()
        actions.settle_complaint(complaint=complaint, done="again", by=dev)


def test_every_figure_of_the_vision_leads_to_a_page(
    signed_in: Browser, delivered: Engagement, dev: User
) -> None:
    standards = [
        vision.Standard(f"S {key}", key, "10")
        for key in list(figures.FIGURES)[: vision.MOST_STANDARDS]
    ]
    vision.draft_vision(for_whom="x", outcomes=["y"], standards=standards, by=dev)
    client = signed_in(dev)
    for each in figures.FIGURES.values():
        assert client.get(each.records).status_code == 200, each.key
        assert each.compute().of >= 0
    kept = figures.figure("response-kept").compute()
    assert (kept.value, kept.of) == (1.0, 1)
    assert "S response-kept" in client.get(reverse("service:vision")).content.decode()
