"""Budgets, capacities and rules."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from headwater.errors import ConflictError, InputError
from headwater.web.projects import actions
from headwater.web.projects.models import Budget, Capacity, Project, ProjectList, Rule

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _list(db: None) -> None:
    ProjectList.objects.create(pk=1, currency="GBP", scale=1_000_000)
    for key in ("A", "B"):
        Project.objects.create(key=key, name=f"Project {key}")


def test_the_total_is_read_in_the_lists_unit(dev: User) -> None:
    assert actions.set_budget(text="3.6bn", version=1, by=dev).budget == 3600
    assert actions.set_budget(text="250", version=2, by=dev).budget == 250
    assert actions.set_budget(text="", version=3, by=dev).budget is None


def test_a_period_and_a_capacity_are_set_and_taken_away(dev: User) -> None:
    actions.set_period_budget(period="FY2027", text="12", version=1, by=dev)
    actions.set_capacity(role="developer", period="FY2027", text="8", version=2, by=dev)
    assert (Budget.objects.get().amount, Capacity.objects.get().amount) == (12, 8)

    actions.set_period_budget(period="FY2027", text="", version=3, by=dev)
    actions.set_capacity(role="developer", period="FY2027", text="", version=4, by=dev)
    assert (Budget.objects.count(), Capacity.objects.count()) == (0, 0)


def test_a_stale_limit_is_refused_and_the_typed_amount_is_kept(
    signed_in: Browser, dev: User, owner: User
) -> None:
    actions.set_budget(text="10", version=1, by=owner)

    sent = {"amount": "20", "version": 1}
    response = signed_in(dev).post(reverse("projects:set_limit", args=["total"]), sent)

    assert response.status_code == 409
    assert 'value="20"' in response.content.decode()
    assert ProjectList.current().budget == 10


def test_a_rule_names_projects_by_id_or_name(dev: User) -> None:
    rule = actions.add_rule(
        kind="requires", project="project a", other=["B"], value=None, version=1, by=dev
    )

    assert (rule.project, rule.other) == ("A", ["B"])


@pytest.mark.parametrize(
    ("kind", "other", "value", "said"),
    [
        ("requires", ["Z"], None, "not on the list: Z"),
        ("requires", ["A"], None, "at least two"),
        ("at_most", ["B"], None, "needs a number"),
        ("at_most", ["B"], 1.5, "counts projects"),
        ("synergy", ["B"], float("nan"), "needs a number"),
        ("prefers", ["B"], None, "There is no rule"),
    ],
)
def test_a_rule_that_says_nothing_usable_is_refused(
    dev: User, kind: str, other: list[str], value: float | None, said: str
) -> None:
    with pytest.raises(InputError, match=said):
        actions.add_rule(kind=kind, project="A", other=other, value=value, version=1, by=dev)

    assert (Rule.objects.count(), ProjectList.current().version) == (0, 1)


def test_two_people_do_not_add_rules_over_each_other(dev: User, owner: User) -> None:
    actions.add_rule(kind="excludes", project="A", other=["B"], value=None, version=1, by=owner)

    with pytest.raises(ConflictError):
        actions.add_rule(kind="requires", project="A", other=["B"], value=None, version=1, by=dev)


def test_the_page_shows_all_of_it(signed_in: Browser, dev: User, amara: User) -> None:
    actions.add_rule(kind="excludes", project="A", other=["B"], value=None, version=1, by=dev)

    assert "excludes" in signed_in(dev).get(reverse("projects:limits")).content.decode()
    seen_by_a_leader = signed_in(amara).get(reverse("projects:limits")).content.decode()
    assert "Add a rule" not in seen_by_a_leader
