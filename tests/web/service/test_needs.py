"""The register of needs: recording, evidence, the session, merging, answering."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from headwater.errors import ConflictError, InputError, NotAllowedError
from headwater.web.organization.models import AuditEvent
from headwater.web.projects.actions.needs import attach_need
from headwater.web.projects.models import Project
from headwater.web.service.actions import engagements, logic, merging
from headwater.web.service.actions import needs as actions
from headwater.web.service.models import Merge, Need, NeedEvent, Offering
from headwater.web.strategy.models import Objective

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]
Record = Callable[..., Need]
Card = logic.Card


def test_recording_on_the_page_goes_on_to_the_session(signed_in: Browser, amara: User) -> None:
    Objective.objects.create(key="O1", name="Every child learns")
    sent = {
        "title": "Parents cannot see where their application stands",
        "for_whom": "Parents",
        "found_by": "office",
        "found_on": "2026-03-04",
        "owner": amara.pk,
        "objectives": ["O1"],
        "evidence-text": "420 calls a week",
        "evidence-source": "Telephone log",
        "evidence-day": "2026-02-20",
    }
    answer = signed_in(amara).post(reverse("service:record_need"), sent)

    need = Need.objects.get()
    assert answer.headers["Location"] == reverse("service:session", args=[need.pk, "problem"])
    assert (need.label, need.found_by, need.found_on) == ("N-1", "office", date(2026, 3, 4))
    assert (need.objectives, need.owner) == (["O1"], amara)
    assert need.evidence.get().day == date(2026, 2, 20)
    assert list(need.events.values_list("kind", flat=True)) == ["recorded", "evidence_added"]
    assert set(AuditEvent.objects.values_list("name", flat=True)) >= {
        "service.need.recorded", "service.evidence.added",
    }  # fmt: skip
    page = signed_in(amara).get(reverse("service:need", args=[need.pk])).content.decode()
    assert "420 calls a week" in page
    assert "Every child learns" in page


def test_what_is_wrong_comes_back_with_what_was_typed(signed_in: Browser, amara: User) -> None:
    sent = {"title": "Only this", "found_by": "asked", "evidence-text": "Said so"}

    answer = signed_in(amara).post(reverse("service:record_need"), sent)

    page = answer.content.decode()
    assert (answer.status_code, Need.objects.count()) == (422, 0)
    assert "Only this" in page
    assert "Evidence needs both" in page


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"title": " "}, "What is lacking is missing"),
        ({"found_by": "x"}, "who found it"),
        ({"found_on": timezone.localdate() + timedelta(days=2)}, "still to come"),
        ({"urgency": "soonish"}, "no urgency"),
        ({"for_whom": "x" * 301}, "limit is 300"),
        ({"at": datetime(2026, 3, 4, 9)}, "time zone"),
    ],
)
def test_a_need_that_cannot_be_used_says_why(
    record: Record, more: dict[str, object], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        record(**more)


def test_history_can_be_written_at_its_own_time(record: Record, dev: User) -> None:
    then = datetime(2025, 3, 4, 9, 30, tzinfo=UTC)
    need = record(at=then, found_on=None, evidence=[actions.Fact("Count", "Log")])

    actions.answer_need(need=need, answer="small", text="Done", by=dev, at=then + timedelta(9))

    assert need.found_on == date(2025, 3, 4)
    assert need.evidence.get().day == date(2025, 3, 4)
    assert need.answered_on == date(2025, 3, 13)
    assert [each.at for each in need.events.all()] == [then, then, then + timedelta(9)]


def test_what_it_said_before_stays_in_its_events(need: Need, record: Record, dev: User) -> None:
    same = {"for_whom": need.for_whom, "found_by": "asked", "found_on": need.found_on}

    actions.change_need(need=need, version=1, title="Better told", owner=need.owner, **same, by=dev)

    event = need.events.last()
    assert event is not None
    assert event.detail == {"title": ["Families wait too long for a school place", "Better told"]}
    with pytest.raises(ConflictError, match="changed by someone else"):
        actions.change_need(need=need, version=1, title="Stale", **same, by=dev)


def test_events_cannot_be_rewritten(need: Need) -> None:
    for act in (NeedEvent.objects.all().delete, lambda: NeedEvent.objects.update(kind="x")):
        with pytest.raises(IntegrityError, match="stays as it was written"), transaction.atomic():
            act()


def test_the_session_writes_the_map_and_refuses_to_begin_at_the_end(
    signed_in: Browser, need: Need, dev: User
) -> None:
    client = signed_in(dev)
    last = reverse("service:session", args=[need.pk, "solution"])
    assert "One step back first" in client.get(last).content.decode()
    refused = client.post(last, {"version": need.version, "text-1": "An app"})
    assert refused.status_code == 422

    for part, text, follows in (
        ("problem", "Typed by hand", ""),
        ("benefit", "Decided by May", "p1"),
        ("response", "No paper", "b1"),
        ("solution", "A form", "r1"),
    ):
        need.refresh_from_db()
        sent = {"version": need.version, "text-1": text, "share-1": "", "text-2": " "}
        sent |= {"follows-1": follows} if follows else {}
        answer = client.post(reverse("service:session", args=[need.pk, part]), sent)
        assert answer.status_code == 302, answer.content
    assert answer.headers["Location"] == reverse("service:need", args=[need.pk]) + "#map"
    need.refresh_from_db()
    assert [each.text for each in need.map.items] == [
        "Typed by hand", "Decided by May", "No paper", "A form",
    ]  # fmt: skip
    page = client.get(reverse("service:need", args=[need.pk])).content.decode()
    assert page.count('class="map-card"') == 4
    assert page.count('class="map-link"') == 3
    assert "has no measure" in page


def test_taking_a_card_out_takes_its_links_along(need: Need, dev: User) -> None:
    def write(part: str, *cards: Card) -> None:
        logic.write_part(need=need, part=part, cards=cards, version=need.version, by=dev)  # type: ignore[arg-type]

    write("problem", Card("One"), Card("Two"))
    write("benefit", Card("Better", follows=("p1", "p2")))
    write("problem", Card("One"))

    assert need.map.of("benefit")[0].follows == ("p1",)
    with pytest.raises(InputError, match="0 to 100"):
        write("problem", Card("One", 120))


@pytest.mark.parametrize(
    ("ending", "begins"), [("svg", b"<?xml"), ("pdf", b"%PDF"), ("pptx", b"PK")]
)
def test_the_map_can_be_taken_away(
    signed_in: Browser, need: Need, dev: User, ending: str, begins: bytes
) -> None:
    address = reverse("service:map_file", args=[need.pk, ending])
    assert signed_in(dev).get(address).status_code == 422
    logic.write_part(need=need, part="problem", cards=[Card("One")], version=1, by=dev)

    answer = signed_in(dev).get(address)

    assert answer.content.startswith(begins)
    assert f'filename="logic-map-N-1.{ending}"' in answer.headers["Content-Disposition"]
    assert AuditEvent.objects.filter(name="service.map.taken").count() == 1


def test_near_duplicates_are_shown_and_merged_only_with_the_owners_consent(
    signed_in: Browser, record: Record, amara: User, dev: User, chioma: User
) -> None:
    kept = record(owner=chioma)
    doubled = record("A school place takes families too long", owner=amara)
    address = reverse("service:need", args=[doubled.pk])
    assert "Perhaps the same" in signed_in(dev).get(address).content.decode()

    proposed = reverse("service:propose_merge", args=[doubled.pk])
    signed_in(dev).post(proposed, {"into": kept.pk, "reason": "The same wait"})
    merge = Merge.objects.get()
    for other in (dev, chioma):
        with pytest.raises(NotAllowedError, match="Only the owner of N-2 can answer: Amara"):
            merging.answer_merge(merge=merge, agreed=True, by=other)
    assert "Agree to merge" not in signed_in(dev).get(address).content.decode()
    assert "Agree to merge" in signed_in(amara).get(address).content.decode()
    said = reverse("service:answer_merge", args=[doubled.pk, merge.pk])
    signed_in(amara).post(said, {"agreed": "yes"})

    doubled.refresh_from_db()
    assert (doubled.state, doubled.merged_into) == ("merged", kept)
    assert doubled.events.filter(kind="merged").get().by == amara
    assert kept.events.filter(kind="took_in").exists()
    with pytest.raises(ConflictError, match="merged into N-1"):
        actions.add_evidence(need=doubled, text="x", source="y", by=dev)


def test_consent_of_an_owner_without_a_seat_is_written_down_by_someone_else(
    record: Record, dev: User, chioma: User
) -> None:
    kept, doubled = record(), record("Twice", owner=None, owner_name="The head of schools")
    merge = merging.propose_merge(need=doubled, into=kept, reason="Same", by=dev)

    with pytest.raises(NotAllowedError):
        merging.answer_merge(merge=merge, agreed=True, words="Fine", by=dev)
    with pytest.raises(InputError, match="What the owner said"):
        merging.answer_merge(merge=merge, agreed=True, by=chioma)
    merging.answer_merge(merge=merge, agreed=False, words="They differ", by=chioma)

    doubled.refresh_from_db()
    assert doubled.is_open
    assert Merge.objects.get().words == "They differ"


def test_an_answer_without_a_project_counts_and_can_be_taken_back(
    signed_in: Browser, need: Need, dev: User
) -> None:
    client = signed_in(dev)
    sent = {"answer": "small", "text": "A weekly mail", "answered_on": "2026-05-20"}
    client.post(reverse("service:answer_need", args=[need.pk]), sent)

    listed = client.get(reverse("service:needs"), {"state": "answered"})
    assert listed.context["counts"]["without"] == 1
    assert need.title in listed.content.decode()
    figure = reverse("service:needs") + "?state=answered&answer=without"
    assert figure.replace("&", "&amp;").partition("?")[2] in listed.content.decode()
    assert need.title in client.get(figure).content.decode()
    Need.objects.filter(pk=need.pk).update(answer="project")
    assert need.title not in client.get(figure).content.decode()
    Need.objects.filter(pk=need.pk).update(answer="small")
    client.post(reverse("service:reopen_need", args=[need.pk]), {"reason": "It came back"})
    need.refresh_from_db()
    assert (need.state, need.answered_on) == ("open", None)


def test_a_project_points_to_its_need_and_never_the_other_way_round(
    signed_in: Browser, need: Need, dev: User
) -> None:
    project = Project.objects.create(key="P", name="Online form")
    address = reverse("projects:attach_need", args=[project.pk])

    signed_in(dev).post(address, {"need": need.pk, "version": 1})

    project.refresh_from_db()
    assert project.need == need
    assert (
        "Online form"
        in signed_in(dev).get(reverse("service:need", args=[need.pk])).content.decode()
    )
    assert (
        need.title
        in signed_in(dev).get(reverse("projects:project", args=[project.pk])).content.decode()
    )
    assert not [
        each for each in Need._meta.get_fields() if each.concrete and each.related_model is Project
    ]


def test_the_register_filters_and_its_queries_do_not_grow(
    signed_in: Browser,
    record: Record,
    dev: User,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    for number in range(12):
        record(f"Need {number}", found_by="office" if number % 2 else "asked")
    client = signed_in(dev)

    with django_assert_max_num_queries(12):
        page = client.get(reverse("service:needs"), {"found": "office"})
    assert len(page.context["page"].object_list) == 6
    assert len(client.get(reverse("service:needs"), {"q": "n-3"}).context["page"].object_list) == 1
    assert client.get(reverse("service:needs"), {"page": "x", "state": "y"}).status_code == 200


def test_a_merged_need_hands_its_work_to_the_one_that_stays(
    record: Callable[..., Need],
    offerings: dict[str, Offering],
    listed: Any,
    amara: User,
    dev: User,
) -> None:
    kept, doubled = record(), record("Families wait too long for a place")
    engagement = engagements.ask(
        offering=offerings["pre-review"], title="Wait", need=doubled, customer=amara, by=amara
    )
    project = Project.objects.present().first()
    assert project is not None
    attach_need(project=project, need=doubled, version=project.version, by=dev)
    project.refresh_from_db()
    seen = project.version
    merge = merging.propose_merge(need=doubled, into=kept, reason="The same", by=dev)

    merging.answer_merge(merge=merge, agreed=True, by=amara)

    engagement.refresh_from_db()
    project.refresh_from_db()
    assert (engagement.need, project.need, project.version) == (kept, kept, seen + 1)
    told = kept.events.get(kind="took_in").detail
    assert (told["engagements"], told["projects"]) == (engagement.label, project.name)
    trail = AuditEvent.objects.filter(name="service.need.handed_over", by=amara)
    assert {each.target_title for each in trail} == {engagement.title, project.name}
    assert not doubled.engagements.exists()


def test_a_declined_merge_hands_nothing_over(
    record: Callable[..., Need], offerings: dict[str, Offering], amara: User, dev: User
) -> None:
    kept, doubled = record(), record("Families wait too long for a place")
    made = engagements.ask(
        offering=offerings["pre-review"], title="Wait", need=doubled, customer=amara, by=amara
    )
    merge = merging.propose_merge(need=doubled, into=kept, reason="The same", by=dev)
    merging.answer_merge(merge=merge, agreed=False, by=amara)
    made.refresh_from_db()
    assert made.need == doubled
