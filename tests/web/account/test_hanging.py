"""What hangs on an engagement or a need stands on its page, and leads there."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from following import links, main_of, opened

from headwater.web.account.gather.hanging import hanging_on
from headwater.web.appraisal.actions import keeping
from headwater.web.appraisal.models import Case
from headwater.web.judgement.actions.recording import Words, record_decision
from headwater.web.judgement.models import Workshop
from headwater.web.presentation.actions_charter import issue_charter
from headwater.web.service.models import Engagement

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]


@pytest.fixture
def hung(worked: Engagement, dev: User) -> Engagement:
    """A case, a decision, a workshop and a charter on the one engagement."""
    keeping.load_sample(by=dev)
    keeping.link(case=Case.objects.order_by("pk")[0], need=None, engagement=worked, by=dev)
    record_decision(by=dev, words=Words(title="The wall of E-1", decision="Build it"))
    record_decision(by=dev, words=Words(title="Another: E-12", decision="Not this one"))
    Workshop.objects.create(title="The wall", purpose="What E-1 found", code="AAAA1111", pin="1")
    Workshop.objects.create(title="Elsewhere", purpose="E-11", code="BBBB1111", pin="1")
    issue_charter(engagement=worked, name="The wall", by=dev)
    return worked


def test_all_of_it_stands_on_the_page_and_opens(
    hung: Engagement, dev: User, signed_in: Browse
) -> None:
    found = hanging_on(user=dev, engagement=hung)
    assert [each.kind for each in found] == ["Business case", "Workshop", "Decision", "Charter"]
    browser = signed_in(dev)
    page = opened(browser, reverse("service:engagement", args=[hung.pk]))
    assert "What hangs on it" in main_of(page)
    for each in found:
        assert each.title in main_of(page)
        if each.page:
            assert each.page in links(page)
            opened(browser, each.page)


def test_what_hangs_on_the_need_stands_there(
    hung: Engagement, dev: User, signed_in: Browse
) -> None:
    assert hung.need is not None
    kinds = {each.kind for each in hanging_on(user=dev, need=hung.need)}
    assert kinds == {"Charter"}  # the rest names the engagement alone
    keeping.link(case=Case.objects.order_by("pk")[0], need=hung.need, engagement=None, by=dev)
    page = opened(signed_in(dev), reverse("service:need", args=[hung.need.pk]))
    assert str(Case.objects.order_by("pk")[0]) in main_of(page)


def test_a_workshop_opens_for_its_facilitators_alone(
    hung: Engagement, dev: User, chioma: User
) -> None:
    def pages(user: User) -> list[str]:
        found = hanging_on(user=user, engagement=hung)
        return [each.page for each in found if each.kind == "Workshop"]

    assert pages(dev) == [""]
    Workshop.objects.get(title="The wall").facilitators.add(chioma)
    assert pages(chioma) != [""]


def test_nothing_hangs_on_what_nothing_names(
    worked: Engagement, dev: User, signed_in: Browse
) -> None:
    assert hanging_on(user=dev, engagement=worked) == []
    page = opened(signed_in(dev), reverse("service:engagement", args=[worked.pk]))
    assert "What hangs on it" not in main_of(page)


def test_queries_do_not_grow_with_what_hangs(
    hung: Engagement, dev: User, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(8):
        record_decision(by=dev, words=Words(title=f"Again {number}: E-1", decision="Yes"))
    with django_assert_max_num_queries(6):  # type: ignore[attr-defined]
        assert len(hanging_on(user=dev, engagement=hung)) == 12
