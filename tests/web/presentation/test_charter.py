"""The charter from an engagement: what is known is gathered, what is not is a gap."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from headwater.errors import ConflictError, InputError, NotAllowedError
from headwater.web.appraisal.actions import keeping
from headwater.web.appraisal.models import Case
from headwater.web.judgement.actions.recording import Words, record_decision
from headwater.web.presentation import actions_charter as actions
from headwater.web.projects import actions as projects
from headwater.web.runs.models import Run
from headwater.web.service.actions import catalogue, engagements, feedback, figures, needs, working
from headwater.web.service.actions.logic import Card, write_part
from headwater.web.service.models import Charter, Engagement, Need, Offering
from headwater.web.strategy.models import Objective

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]
FOUND = timezone.localdate() - timedelta(days=40)


@pytest.fixture
def need(amara: User, dev: User) -> Need:
    Objective.objects.create(key="O1", name="Every child learns")
    made = needs.record_need(
        title="Families wait too long",
        for_whom="Families",
        found_by="asked",
        found_on=FOUND,
        owner=amara,
        objectives=["O1"],
        evidence=[needs.Fact("77 days", "Register", FOUND)],
        by=dev,
    )
    write_part(need=made, part="problem", cards=[Card("By hand")], version=1, by=dev)
    cards = [Card("Decided by May", None, "Days: 77 today", ("p1",))]
    return write_part(need=made, part="benefit", cards=cards, version=2, by=dev)


@pytest.fixture
def agreed(dev: User, amara: User) -> Callable[..., Engagement]:
    catalogue.load_starter(by=dev)

    def make(need: Need | None = None) -> Engagement:
        offering = Offering.objects.get(key="options-advice")
        made = engagements.ask(
            offering=offering, title="Ways to May", need=need, customer=amara, by=amara
        )
        made = engagements.take_in(engagement=made, answer="x", lead=dev, by=dev)
        return engagements.agree(engagement=made, scope="A form", agreed_with="Amara", by=dev)

    return make


def test_a_whole_charter_names_no_gap_and_ends_the_time_before_it(
    signed_in: Browser,
    need: Need,
    agreed: Callable[..., Engagement],
    dev: User,
    decide: Callable[..., Run],
) -> None:
    decide()
    from headwater.web.projects.models import Project

    tram = Project.objects.get(key="Tram")
    projects.attach_need(project=tram, need=need, version=tram.version, by=dev)
    engagement = engagements.start(engagement=agreed(need), by=dev)
    feedback.state_value(engagement=engagement, kind="forecast", words="Calm", amount=9, by=dev)
    engagement = working.decide(
        engagement=engagement, decision="Do it.", by_whom="The board", by=dev
    )
    client = signed_in(dev)
    preview = client.get(reverse("presentation:issue_charter", args=[engagement.pk]))
    assert "Families wait too long" in preview.content.decode()

    client.post(
        reverse("presentation:issue_charter", args=[engagement.pk]),
        {"project": tram.pk, "issued": timezone.localdate().isoformat()},
    )

    made = Charter.objects.get()
    said = actions.record_of(made)
    assert said.gaps == ()
    assert (made.lead_days, said.lead_days, made.project) == (40, 40, "Tram")
    assert said.objectives == ("Every child learns",)
    assert "Portfolio run 1" in said.decision[1]
    assert "Decided by The board" in said.decision[0]
    assert engagement.events.filter(kind="chartered").exists()
    lead = figures.figure("lead-time").compute()
    assert (lead.value, lead.of) == (40, 1)
    assert figures.figure("charters-with-need").compute().value == 1
    page = client.get(reverse("presentation:charter", args=[1])).content.decode()
    assert "40 days from the need" in page
    assert "Tram" in client.get(reverse("service:charters")).content.decode()
    for ending, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
        file = client.get(reverse("presentation:charter_file", args=[1, ending]))
        assert file.content.startswith(begins)


def test_what_is_missing_is_named(agreed: Callable[..., Engagement], dev: User) -> None:
    made = actions.issue_charter(engagement=agreed(), name="Form", by=dev)

    gaps = " ".join(actions.record_of(made).gaps)
    for word in ("No need", "No benefit", "no business case", "No decision"):
        assert word in gaps
    assert made.lead_days is None


def test_who_may_and_when(
    agreed: Callable[..., Engagement], need: Need, dev: User, amara: User
) -> None:
    engagement = agreed(need)
    with pytest.raises(NotAllowedError):
        actions.issue_charter(engagement=engagement, name="Form", by=amara)
    with pytest.raises(InputError, match="The project is missing"):
        actions.issue_charter(engagement=engagement, by=dev)
    with pytest.raises(InputError, match="before its need"):
        actions.issue_charter(
            engagement=engagement, name="Form", issued=FOUND - timedelta(days=1), by=dev
        )
    with pytest.raises(InputError, match="still to come"):
        actions.issue_charter(engagement=engagement, name="F", issued=date(2999, 1, 1), by=dev)
    asked = engagements.ask(
        offering=Offering.objects.first(),
        title="x",
        customer=amara,
        by=amara,  # type: ignore[arg-type]
    )
    with pytest.raises(ConflictError, match="issue a charter"):
        actions.issue_charter(engagement=asked, name="Form", by=dev)
    assert not Charter.objects.exists()


def test_a_recorded_decision_and_a_stored_case_stand_before_what_was_said(
    need: Need, agreed: Callable[..., Engagement], dev: User, chioma: User
) -> None:
    engagement = engagements.start(engagement=agreed(need), by=dev)
    engagement = working.decide(engagement=engagement, decision="Said.", by_whom="Board", by=dev)
    other = agreed()
    for label in (f"E-{other.number}9", engagement.label):
        words = Words(
            title=f"The way to May, {label}",
            decision="Build the form",
            dissent=[("Amara", "Too late.")],
            evidence=[("The request", label)],
            conditions="It opens by May",
        )
        record_decision(words=words, by=chioma)
    keeping.load_sample(by=dev)
    case = Case.objects.get(title__startswith="Evening opening")
    keeping.link(case=case, need=need, engagement=None, by=dev)
    Case.objects.update(is_illustrative=False)

    said = actions.record_of(actions.issue_charter(engagement=engagement, name="Form", by=dev))

    (told,) = said.decision
    assert told.startswith("Decision 2 of ")
    assert "Build the form. Dissent: Amara (Too late)." in told
    assert "It holds under: It opens by May. Recorded by Chioma." in told
    version = keeping.newest(case)
    assert version.said.name in said.case[0]
    assert "not approved" in said.case[0]
    assert "net present value" in said.case[1]
    assert [each.benefit for each in said.measures] == [
        each.outcome for each in version.said.measures
    ]
    assert said.measures

    plain = actions.record_of(actions.issue_charter(engagement=other, name="Other", by=dev))
    assert (plain.decision, plain.case) == ((), ())


def test_an_illustrative_case_stands_behind_no_charter(
    need: Need, agreed: Callable[..., Engagement], dev: User
) -> None:
    engagement = agreed(need)
    keeping.load_sample(by=dev)
    case = Case.objects.get(title__startswith="Evening opening")
    keeping.link(case=case, need=need, engagement=engagement, by=dev)

    said = actions.record_of(actions.issue_charter(engagement=engagement, name="Form", by=dev))

    assert said.case == ()
    assert [each.benefit for each in said.measures] == ["Decided by May"]
