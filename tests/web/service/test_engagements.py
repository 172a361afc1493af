"""Engagements: their course, their clocks computed from events, and who may do what."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from headwater.errors import ConflictError, InputError, NotAllowedError
from headwater.vocabulary.service import Target
from headwater.vocabulary.service_calendar import BusinessCalendar, OwnDay
from headwater.web.organization.models import AuditEvent, Role
from headwater.web.service.actions import (
    calendars,
    clocks,
    engagements,
    events,
    feedback,
    keeping,
    promises,
    record,
    working,
)
from headwater.web.service.models import (
    Agreement,
    CalendarEdition,
    Engagement,
    EngagementEvent,
    Need,
    Offering,
)

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]
Asked = Callable[..., Engagement]


def march(day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of March 2026 in London, where the clocks change on the 29th."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def asked(offerings: dict[str, Offering], amara: User) -> Asked:
    """Amara asks for a pre-review on Monday, 2 March 2026, at 9."""

    def make(key: str = "pre-review", at: datetime | None = None, **more: Any) -> Engagement:
        given: dict[str, Any] = {"title": "The harbour wall", "customer": amara, "by": amara}
        return engagements.ask(offering=offerings[key], at=at or march(2), **{**given, **more})

    return make


@pytest.fixture
def delivered(asked: Asked, dev: User) -> Engagement:
    """It is taken in, agreed, and delivered on Thursday."""
    made = asked()
    made = engagements.take_in(
        engagement=made, answer="On Thursday", lead=dev, by=dev, at=march(2, 11)
    )
    made = engagements.agree(
        engagement=made, scope="Sums and dates", agreed_with="Amara", by=dev, at=march(2, 12)
    )
    made = engagements.start(engagement=made, by=dev, at=march(3))
    return engagements.deliver(
        engagement=made, what="Nine findings", band="hours", by=dev, at=march(5)
    )


def read(engagement: Engagement, at: datetime) -> dict[str, Any]:
    return {each.measure: each for each in clocks.readings(engagement, at=at)}


def test_the_clock_counts_from_the_request_on_what_the_catalogue_promises(asked: Asked) -> None:
    made = asked()

    found = read(made, march(2, 13))

    assert found["response"].used_seconds == 4 * 3600
    assert found["response"].due == march(2, 17)
    assert found["delivery"].due == march(5, 17)
    assert found["response"].events == (f"event:{made.events.get().pk}",)


def test_a_request_outside_hours_counts_from_the_next_opening(asked: Asked) -> None:
    made = asked(at=march(7, 20))  # a Saturday evening

    assert read(made, march(9, 10))["response"].used_seconds == 3600
    assert read(made, march(8, 12))["response"].used_seconds == 0


def test_the_whole_course_and_everything_behind_it(delivered: Engagement, amara: User) -> None:
    done = engagements.accept(engagement=delivered, words="Clear", by=amara, at=march(6))
    feedback.state_value(
        engagement=done,
        kind="recognized",
        words="A mistake less",
        amount=5_000,
        by=amara,
        at=march(9),
    )

    done.refresh_from_db()
    assert done.stage == "recognized"
    kinds = list(done.events.values_list("kind", flat=True))
    assert kinds == [
        "requested", "responded", "agreed", "started", "delivered", "accepted", "recognized",
    ]  # fmt: skip
    found = read(done, march(31))
    assert (found["response"].outcome, found["delivery"].outcome) == ("met", "met")
    assert found["delivery"].used_seconds == 24 * 3600  # three working days of eight hours
    assert keeping.stored_is_true(done)
    assert AuditEvent.objects.filter(name="service.engagement.accepted").exists()


def test_the_office_never_accepts_or_recognizes_its_own_work(
    delivered: Engagement, dev: User, owner: User, chioma: User, amara: User, asked: Asked
) -> None:
    for other in (dev, chioma):
        with pytest.raises(NotAllowedError):
            engagements.accept(engagement=delivered, by=other)
    own = engagements.take_in(engagement=asked(), answer="x", lead=owner, by=owner, at=march(2, 10))
    own = engagements.agree(engagement=own, scope="x", agreed_with="y", by=owner, at=march(2, 11))
    own = engagements.deliver(engagement=own, what="z", by=owner, at=march(3))
    with pytest.raises(NotAllowedError, match="did the work"):
        engagements.accept(engagement=own, by=owner)
    own = engagements.accept(engagement=own, by=amara, at=march(4))
    with pytest.raises(NotAllowedError, match="did the work"):
        feedback.state_value(engagement=own, kind="recognized", words="x", by=owner)


def test_a_pause_is_not_lost_when_the_promise_changes(asked: Asked, dev: User) -> None:
    """A fault that users of service desks report: the pause lost with the change."""
    made = engagements.take_in(engagement=asked(), answer="x", lead=dev, by=dev, at=march(2, 10))
    made = promises.pause(engagement=made, reason="Waits for figures", by=dev, at=march(2, 12))
    made = promises.change_promise(
        engagement=made,
        levels=[Target("delivery", 6, "days")],
        reason="More to look at",
        by=dev,
        at=march(2, 14),
    )
    assert read(made, march(4))["delivery"].used_seconds == 3 * 3600
    assert made.is_paused
    with pytest.raises(ConflictError, match="waits already"):
        promises.pause(engagement=made, reason="again", by=dev, at=march(3))
    made = promises.resume(engagement=made, by=dev, at=march(4))
    assert read(made, march(4, 10))["delivery"].used_seconds == 4 * 3600
    assert read(made, march(4, 10))["delivery"].target_seconds == 6 * 8 * 3600
    assert keeping.stored_is_true(made)


def test_reopening_lets_the_delivery_clock_go_on(delivered: Engagement, amara: User) -> None:
    again = engagements.reopen(engagement=delivered, reason="The dates", by=amara, at=march(9))

    assert again.stage == "working"
    found = read(again, march(9, 12))["delivery"]
    assert (found.state, found.used_seconds) == ("running", 27 * 3600)
    late = read(again, march(10, 12))["delivery"]
    assert late.outcome == "breached"
    (alarm,) = [
        each for each in clocks.alarms(at=march(10, 12)) if each.clock.measure == "delivery"
    ]
    assert (alarm.engagement, alarm.kind) == (again, "breached")


def test_a_changed_calendar_holds_from_then_on_and_editions_stay(asked: Asked, dev: User) -> None:
    made = asked()
    usual = calendars.usual()
    record_ = calendars.newest(usual).said
    closed = BusinessCalendar(
        "x", "Europe/London", record_.week, own_days=(OwnDay("2026-03-04", "Moving house"),)
    )
    saved = calendars.save_calendar(
        record=closed, name="Office hours", calendar=usual, seen=1, is_usual=True, by=dev
    )
    before = read(made, march(5, 17))["delivery"].used_seconds
    made = promises.change_calendar(
        engagement=made, calendar=saved, reason="We move", by=dev, at=march(3, 9)
    )
    assert before == 32 * 3600
    assert read(made, march(5, 17))["delivery"].used_seconds == 24 * 3600
    with pytest.raises(IntegrityError, match="stays as it was written"), transaction.atomic():
        CalendarEdition.objects.update(number=7)
    with pytest.raises(ConflictError):
        calendars.save_calendar(record=closed, name="Hours", calendar=saved, seen=1, by=dev)
    with pytest.raises(InputError):
        calendars.save_calendar(
            record=BusinessCalendar("x", "Nowhere/Land", record_.week), name="Odd", by=dev
        )


def test_two_people_at_once_do_not_both_take_it_in(asked: Asked, dev: User, owner: User) -> None:
    made = asked()
    stale = Engagement.objects.get(pk=made.pk)
    engagements.take_in(engagement=made, answer="Mine", lead=dev, by=dev, at=march(2, 10))
    with pytest.raises(ConflictError, match="it is triaged"):
        engagements.take_in(engagement=stale, answer="Mine", lead=owner, by=owner, at=march(2, 11))


def test_nothing_is_dated_before_what_happened_last(asked: Asked, dev: User) -> None:
    with pytest.raises(InputError, match="cannot be dated before"):
        engagements.take_in(engagement=asked(), answer="x", lead=dev, by=dev, at=march(1))


def test_events_cannot_be_rewritten(asked: Asked) -> None:
    asked()
    for act in (
        lambda: EngagementEvent.objects.update(kind="delivered"),
        lambda: Agreement.objects.update(title="x"),
    ):
        with pytest.raises(IntegrityError, match="stays as it was written"), transaction.atomic():
            act()


def test_steps_hand_offs_and_decisions_are_events(
    delivered: Engagement, asked: Asked, dev: User, chioma: User
) -> None:
    made = engagements.take_in(
        engagement=asked("options-advice"), answer="x", lead=dev, by=dev, at=march(2, 10)
    )
    made = engagements.agree(engagement=made, scope="x", agreed_with="y", by=dev, at=march(2, 11))
    made = working.finish_step(
        engagement=made, step=1, artefact="criteria.docx", by=dev, at=march(3)
    )
    with pytest.raises(ConflictError, match="done already"):
        working.finish_step(engagement=made, step=1, by=dev, at=march(3))
    with pytest.raises(InputError, match="no step 9"):
        working.finish_step(engagement=made, step=9, by=dev, at=march(3))
    made = working.hand_over(engagement=made, lead=chioma, reason="Leave", by=dev, at=march(4))
    assert (made.lead, events.standing(made).handed_over) == (chioma, 1)
    with pytest.raises(InputError, match="has it already"):
        working.hand_over(engagement=made, lead=chioma, reason="x", by=dev, at=march(4))
    made = engagements.start(engagement=made, by=chioma, at=march(4))
    made = working.submit(engagement=made, to="The board", by=chioma, at=march(5))
    assert read(made, march(6))["decision"].used_seconds == 8 * 3600
    made = working.decide(
        engagement=made, decision="The second way", by_whom="The board", by=chioma, at=march(6)
    )
    assert read(made, march(20))["decision"].outcome == "met"
    (decision,) = record.record_of_work(at=march(30)).decisions
    assert (decision.submitted, decision.decided) == (march(5).date(), march(6).date())


def test_the_record_of_work_leads_back_to_the_pages(delivered: Engagement, need: Need) -> None:
    found = record.record_of_work(at=march(30))

    assert [each.id for each in found.needs] == [need.label]
    (done,) = found.engagements
    assert (done.id, done.service, done.delivered) == ("E-1", "pre-review", march(5).date())
    assert {each.engagement for each in found.clocks} == {"E-1"}


def test_attainment_counts_what_the_clocks_say_and_links_to_the_engagements(
    signed_in: Browser, delivered: Engagement, asked: Asked, dev: User
) -> None:
    late = asked(title="Late")
    found = clocks.attained(measure="response", at=march(20))
    assert (found.met, found.breached) == (("E-1",), ("E-2",))
    assert found.share == 0.5
    again = clocks.attained(measure="response", at=march(2, 12))
    assert (again.met, again.open) == (("E-1",), ("E-2",))

    for place, tally in clocks.tallied(at=march(20)).items():
        whole = clocks.attained(measure=place[1], offering=place[0], at=march(20))
        assert (tally.met, tally.breached, tally.open) == tuple(
            map(len, (whole.met, whole.breached, whole.open))
        )
        assert (tally.share, tally.interval, tally.verdict, tally.budget) == (
            whole.share, whole.interval, whole.verdict, whole.budget,
        )  # fmt: skip
    page = signed_in(dev).get(reverse("service:levels")).content.decode()
    assert "1 late" in page
    listed = signed_in(dev).get(
        reverse("service:engagements"), {"measure": "response", "outcome": "breached"}
    )
    assert [card.engagement for card in listed.context["cards"]] == [late]


def test_the_page_offers_what_can_happen_and_shows_the_clock_with_its_events(
    signed_in: Browser, delivered: Engagement, amara: User, dev: User
) -> None:
    address = reverse("service:engagement", args=[delivered.pk])
    page = signed_in(amara).get(address)
    assert page.context["next"][0] == "accept"
    assert signed_in(dev).get(address).context["next"] is None
    clock = signed_in(amara).get(reverse("service:clock", args=[delivered.pk, "delivery"]))
    assert [each.kind for each in clock.context["events"]] == ["requested", "delivered"]
    assert "3 days of 4 days of working time" in clock.content.decode()


def test_whoever_is_to_be_told_is_named_once_the_time_is_used(
    signed_in: Browser, asked: Asked, dev: User
) -> None:
    made = asked(at=march(2))
    page = signed_in(dev).get(reverse("service:engagement", args=[made.pk])).content.decode()
    assert "Escalated to Head of the portfolio office" in page


def test_forms_come_back_with_what_is_wrong(signed_in: Browser, asked: Asked, dev: User) -> None:
    made = asked(at=None)
    client = signed_in(dev)
    act = reverse("service:act", args=[made.pk, "take-in"])
    answer = client.post(act, {"answer": "", "lead": dev.pk})
    assert answer.status_code == 422
    assert client.post(act, {"answer": "Soon"}).status_code == 422  # nobody leads it
    assert client.post(act, {"answer": "Soon", "lead": dev.pk}).status_code == 302
    agree = reverse("service:act", args=[made.pk, "agree"])
    sent = {"scope": "Sums", "agreed_with": "Amara", "response": "1 day", "delivery": "6 days"}
    assert client.post(agree, {**sent, "delivery": "soon"}).status_code == 422
    assert client.post(agree, sent).status_code == 302
    made.refresh_from_db()
    last = made.events.exclude(sla="").last()
    assert last is not None
    assert last.sla.startswith("E-1/1@office")
    assert client.post(reverse("service:act", args=[made.pk, "nonsense"])).status_code == 404


def test_the_board_shows_where_things_stand_and_its_queries_do_not_grow(
    signed_in: Browser,
    asked: Asked,
    delivered: Engagement,
    dev: User,
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(10):
        asked(title=f"Wall {number}")
    client = signed_in(dev)
    with django_assert_max_num_queries(24):
        page = client.get(reverse("service:board"))
    columns = {each["title"]: len(each["cards"]) for each in page.context["columns"]}
    assert (columns["Asked"], columns["Delivered"]) == (10, 1)
    with django_assert_max_num_queries(14):
        client.get(reverse("service:engagements"))
    assert client.get(reverse("service:timeline")).context["chart"].lanes


def test_asking_on_the_page_begins_the_clock(
    signed_in: Browser, offerings: dict[str, Offering], amara: User, need: Need
) -> None:
    client = signed_in(amara)
    form = client.get(reverse("service:ask"), {"offering": "options-advice", "need": need.pk})
    assert f'<option value="{need.pk}" selected' in form.content.decode()
    sent = {"offering": "options-advice", "title": "Ways", "need": need.pk, "customer": amara.pk}
    answer = client.post(reverse("service:ask"), {**sent, "initiative": "request"})

    made = Engagement.objects.get()
    assert answer.headers["Location"] == reverse("service:engagement", args=[made.pk])
    assert made.clocks.count() == 3
    assert made.title in client.get(reverse("service:need", args=[need.pk])).content.decode()
    offerings["options-advice"].is_retired = True
    offerings["options-advice"].save()
    assert client.post(reverse("service:ask"), sent).status_code == 422


def test_nobody_is_asked_for_is_refused(asked: Asked) -> None:
    with pytest.raises(InputError, match="for whom"):
        asked(customer=None)


def test_a_chain_of_services_is_followed(asked: Asked, signed_in: Browser, dev: User) -> None:
    first = asked()
    second = asked(title="Then the case", follows=first, at=march(2) + timedelta(days=1))
    page = signed_in(dev).get(reverse("service:engagement", args=[first.pk])).content.decode()
    assert f"{second.label}: Then the case" in page


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.LEADER])
def test_a_refusal_comes_before_the_faults_of_the_form(
    signed_in: Browser, asked: Asked, seat_for: Callable[..., User], role: Role
) -> None:
    client = signed_in(seat_for("Someone", role))
    assert client.post(reverse("service:act", args=[asked().pk, "take-in"])).status_code == 403
