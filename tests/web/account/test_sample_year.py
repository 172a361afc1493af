"""The sample year: seeded, written by the actions people use, and marked wherever it shows."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from following import links, main_of, opened

from headwater.errors import NotAllowedError
from headwater.numeric.streams import stream
from headwater.service.catalogue import starter
from headwater.web.account.actions import transformation
from headwater.web.account.actions.sample import load_sample_year
from headwater.web.account.actions.sample.course import course
from headwater.web.account.actions.sample.ground import HOURS
from headwater.web.account.gather import gathered
from headwater.web.account.models import SampleYear, Saving
from headwater.web.organization.audit import verify_chain
from headwater.web.service.actions import clocks, keeping, needs
from headwater.web.service.models import (
    Charter,
    Complaint,
    Engagement,
    EngagementEvent,
    Feedback,
    Need,
    ValueStatement,
    VisionEdition,
)
from headwater.web.strategy.models import Objective

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 14, 15, 30, tzinfo=UTC)


def test_the_year_lives_and_every_clock_is_what_its_events_say(
    owner: User, dev: User, signed_in: Callable[[User], Client]
) -> None:
    assert load_sample_year(by=owner, at=NOW)

    assert Need.objects.filter(found_by="office").count() >= 10
    assert Need.objects.filter(found_by="asked", state="answered").exists()
    assert Engagement.objects.count() >= 40
    assert len(set(Engagement.objects.values_list("stage", flat=True))) >= 7
    assert EngagementEvent.objects.filter(kind="paused").count() >= 5
    assert EngagementEvent.objects.filter(kind="reopened").exists()
    late = clocks.attained(measure="delivery", at=NOW)
    assert 0 < len(late.breached) < len(late.met)
    assert Feedback.objects.filter(score__gte=9).exists()
    assert Feedback.objects.filter(score__lte=6).exists()
    assert ValueStatement.objects.filter(kind="recognized").count() >= 4
    assert Complaint.objects.filter(done_at=None).exists()
    assert Complaint.objects.exclude(done_at=None).exists()
    assert Charter.objects.filter(need=None).exists()
    assert Charter.objects.exclude(need=None).exists()
    assert VisionEdition.objects.exclude(agreed_at=None).exists()

    assert all(keeping.stored_is_true(each) for each in Engagement.objects.all())
    last = max(EngagementEvent.objects.values_list("at", flat=True))
    assert NOW - timedelta(days=7) < last <= NOW
    assert verify_chain() == ()

    marked = SampleYear.objects.get()
    assert marked.notice in gathered().illustrative
    assert f"N-{marked.need}" in marked.notice
    assert not load_sample_year(by=owner, at=NOW)  # once only

    browser = signed_in(dev)
    for name in ("service:needs", "service:board", "service:levels", "service:satisfaction",
                 "service:vision", "service:charters", "service:timeline", "service:catalogue",
                 "organization:units", "organization:about", "account:customer"):  # fmt: skip
        page = browser.get(reverse(name))
        assert page.status_code == 200, name
        assert "They are facts about no organization." in page.content.decode(), name


def test_each_stage_of_the_transformation_lives(
    owner: User, dev: User, signed_in: Callable[[User], Client]
) -> None:
    for key in ("T3", "T4", "T5", "T6"):
        Objective.objects.create(key=key, name=f"Outcome {key}")
    load_sample_year(by=owner, at=NOW)

    path = transformation.path(found=gathered(at=NOW), at=NOW)
    ledger = path.reading.ledger
    assert path.goal is not None and ledger.total >= path.goal.amount
    assert len(ledger.admitted) == 8
    assert [each.saving.id for each in ledger.refused] == ["S-9", "S-10"]
    assert any("no evidence" in each for each in ledger.refused[0].reasons)
    assert any("claimed already by S-2" in each for each in ledger.refused[1].reasons)
    assert Saving.objects.exclude(withdrawn_at=None).count() == 1
    units = [step.unit for step in path.reading.processes[0].steps]
    assert len(set(units)) == 3 and all(units)
    assert {each.clock.outcome for each in path.runs} == {"met", "breached"}
    assert max(len(each.steps) for each in path.runs) == 3
    assert any("answered on the way" in doubt for each in path.runs for doubt in each.doubts)
    assert path.reading.unlinked == ("G-5",)
    standing = path.reading.standing
    assert standing.at is not None and standing.at.key == "cost"
    assert standing.next is not None and standing.holds

    browser = signed_in(dev)
    page = opened(browser, reverse("account:transformation"))
    assert "saving S-11" in main_of(page)
    figures = [each for each in links(page) if "/transformation/records/" in each]
    assert len(figures) == 8
    for each in figures:
        behind = opened(browser, each)
        own = re.findall(r'<th scope="row"><a href="([^"]+)"', main_of(behind))
        assert len(own) == main_of(behind).count('<th scope="row">') > 0, each
        opened(browser, own[0])


def test_no_year_is_written_over_real_work_nor_by_just_anybody(
    owner: User, dev: User, signed_in: Callable[[User], Client]
) -> None:
    with pytest.raises(NotAllowedError):
        load_sample_year(by=dev)
    needs.record_need(title="A real one", for_whom="Us", found_by="office", by=dev)
    assert not load_sample_year(by=owner)
    page = signed_in(dev).get(reverse("service:needs")).content.decode()
    assert "facts about no organization" not in page


def test_one_seed_gives_one_course_and_another_gives_another() -> None:
    (offering,) = [each for each in starter() if each.key == "pre-review"]

    def drawn(seed: int) -> object:
        return course(
            stream(seed, 3), opened=NOW, levels=offering.levels, steps=4, hours=HOURS, progress=0.5
        )

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)
