"""Objectives: the tree, the links, who may change them."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from headwater.errors import ConflictError, InputError
from headwater.web.projects.models import Project
from headwater.web.strategy import actions
from headwater.web.strategy.models import Link, Objective

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]


@pytest.fixture
def housing(chioma: User) -> Objective:
    for key in ("A", "B", "C"):
        Project.objects.create(key=key, name=f"Project {key}")
    return actions.add_objective(name="Homes for all", key="H", by=chioma)


def test_it_says_the_next_step_when_it_is_empty(signed_in: Browser, dev: User) -> None:
    assert (
        "No objectives yet" in signed_in(dev).get(reverse("strategy:objectives")).content.decode()
    )


def test_the_tree_names_the_objective_that_nobody_serves(
    signed_in: Browser, chioma: User, housing: Objective
) -> None:
    actions.add_objective(name="Clean water", by=chioma)
    actions.link_projects(objective=housing, projects=["A", "B"], version=1, by=chioma)

    response = signed_in(chioma).get(reverse("strategy:objectives"))

    found = {
        branch.objective.name: (len(branch.coverage.projects), branch.coverage.finding)
        for branch in response.context["branches"]
    }
    assert found == {"Homes for all": (2, ""), "Clean water": (0, "gap")}
    assert response.context["unlinked"] == 1


def test_links_are_exactly_what_was_ticked_and_strengths_stay(
    signed_in: Browser, chioma: User, housing: Objective
) -> None:
    Link.objects.create(project="A", objective="H", strength_low=0.5, strength_high=0.7)
    sent = {"version": 1, "projects": ["A", "C"]}

    signed_in(chioma).post(reverse("strategy:link", args=[housing.pk]), sent)

    assert set(Link.objects.values_list("project", "strength_low")) == {("A", 0.5), ("C", 1.0)}


def test_a_stale_set_of_links_is_refused_and_the_ticks_are_kept(
    signed_in: Browser, chioma: User, dev: User, housing: Objective
) -> None:
    actions.link_projects(objective=housing, projects=["A"], version=1, by=dev)

    response = signed_in(chioma).post(
        reverse("strategy:link", args=[housing.pk]), {"version": 1, "projects": ["B"]}
    )

    ticked = {each.key for each in response.context["projects"] if each.is_linked}
    assert (response.status_code, ticked) == (409, {"B"})
    assert Link.objects.get().project == "A"


def test_an_objective_cannot_stand_below_itself(chioma: User, housing: Objective) -> None:
    below = actions.add_objective(name="Repairs", parent="H", key="R", by=chioma)

    with pytest.raises(InputError, match="below itself"):
        actions.change_objective(
            objective=housing, name="Homes", parent=below.key, weight="", version=1, by=chioma
        )


def test_removing_moves_what_stood_below_up_and_drops_the_links(
    chioma: User, housing: Objective
) -> None:
    actions.add_objective(name="Repairs", parent="H", key="R", by=chioma)
    actions.link_projects(objective=housing, projects=["A"], version=1, by=chioma)
    housing.refresh_from_db()

    actions.remove_objective(objective=housing, version=housing.version, by=chioma)

    assert (Objective.objects.get().parent, Link.objects.count()) == ("", 0)


def test_two_people_do_not_rename_over_each_other(
    chioma: User, dev: User, housing: Objective
) -> None:
    given = {"parent": "", "weight": "0.1..0.3", "version": 1}
    actions.change_objective(objective=housing, name="Homes", by=dev, **given)
    stale = Objective.objects.get()

    with pytest.raises(ConflictError):
        actions.change_objective(objective=stale, name="Houses", by=chioma, **given)

    assert Objective.objects.get().name == "Homes"


@pytest.mark.parametrize("who", ["amara", "ben"])
def test_leaders_read_and_do_not_change(
    signed_in: Browser, request: pytest.FixtureRequest, housing: Objective, who: str
) -> None:
    client = signed_in(request.getfixturevalue(who))

    refused = [
        client.post(reverse("strategy:add"), {"name": "More"}),
        client.post(reverse("strategy:link", args=[housing.pk]), {"version": 1}),
        client.post(reverse("strategy:remove", args=[housing.pk]), {"version": 1}),
    ]

    assert [answer.status_code for answer in refused] == [403] * 3
    assert Objective.objects.count() == 1
