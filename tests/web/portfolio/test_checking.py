"""Second opinions on a run: other decision rules, and the certificate."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from headwater.web.portfolio.actions import checking
from headwater.web.projects.models import Project, ProjectList
from headwater.web.runs.models import Run

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]


def ask(client: Client, page: str, run: Run) -> Any:
    return client.get(reverse(f"portfolio:{page}", args=[run.pk]))


def test_each_rule_says_what_it_asks_for_and_where_it_differs(
    signed_in: Browser, dev: User, amara: User, decide: Callable[..., Run], listed: ProjectList
) -> None:
    """The Quay may be worth anything: by the middle it is in, at worst it is not."""
    Project.objects.filter(key="Quay").update(benefit_low=0, benefit_high=60)
    run = decide()

    response = ask(signed_in(amara), "rules", run)

    page = response.content.decode()
    advice = {each.found.rule: each for each in response.context["advice"]}
    assert list(advice) == ["expected_value", "minimax_regret", "maximin"]
    assert "Quay" in advice["expected_value"].found.chosen
    assert "Quay" not in advice["maximin"].found.chosen
    assert ("Quay", "Quay") in advice["maximin"].moves[1]
    assert advice["maximin"].found.worst > advice["expected_value"].found.worst
    assert "Of all portfolios, the one whose value under the least favourable weights" in page
    assert "It recommends the same projects as this run." in page
    assert "1 drops out" in page
    assert "<b>Bus</b>" not in page


def test_rules_come_in_one_after_another(
    queued_looks: None, work_off: Callable[[Run], Any], dev: User, decide: Callable[..., Run]
) -> None:
    run = decide()
    look = checking.other_rules(run=run, by=dev).look

    shown = work_off(look)

    assert [len(each["rules"]) for each in shown] == [1, 2, 3]
    assert len(checking.other_rules(run=run, by=dev).found) == 3


def test_what_is_recommended_is_certified(
    signed_in: Browser, amara: User, decide: Callable[..., Run]
) -> None:
    page = ask(signed_in(amara), "certificate", decide()).content.decode()

    assert "All 6 checks passed." in page
    assert page.count(">passed<") == 6
    assert "proved best" in page
    assert "19" in page


def test_a_choice_that_was_tampered_with_fails_its_certificate(
    signed_in: Browser, amara: User, decide: Callable[..., Run]
) -> None:
    run = decide()
    Run.objects.filter(pk=run.pk).update(result=run.result | {"value": 23.0, "bound": 23.0})

    page = ask(signed_in(amara), "certificate", run).content.decode()

    assert "checks failed" in page
    assert ">failed<" in page


@pytest.mark.parametrize("page", ["rules", "certificate"])
def test_nobody_without_a_seat_looks(
    signed_in: Browser, ben: User, decide: Callable[..., Run], page: str
) -> None:
    assert ask(signed_in(ben), page, decide()).status_code == 403
