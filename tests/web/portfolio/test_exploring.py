"""Around a decision: room for a project, what would have to be true, zombies, what money buys."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from headwater.web.portfolio import actions
from headwater.web.portfolio.actions import exploring
from headwater.web.projects.models import Project, ProjectList
from headwater.web.runs.models import Run, State

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]
Decide = Callable[..., Run]
WorkOff = Callable[[Run], list[dict[str, Any]]]
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()


def ask(client: Client, name: str, run: Run, **asked: Any) -> Any:
    headers = asked.pop("headers", {})
    return client.get(reverse(f"portfolio:{name}", args=[run.pk]), asked, headers=headers)


def test_a_project_that_is_not_recommended_offers_to_make_room(
    signed_in: Browser, dev: User, decide: Decide
) -> None:
    run, client = decide(), signed_in(dev)

    out = ask(client, "project", run, id="Library").content.decode()
    inside = ask(client, "project", run, id="Tram").content.decode()

    address = reverse("portfolio:room", args=[run.pk])
    assert f'href="{address}?id=Library"' in out
    assert address not in inside


def test_it_names_the_smallest_sets_to_stop(signed_in: Browser, dev: User, decide: Decide) -> None:
    response = ask(signed_in(dev), "room", decide(), id="Library")

    rooms = response.context["rooms"]
    assert [each.stops for each in rooms.rooms] == [("Tram",), ("<b>Bus</b>", "Ferry")]
    assert rooms.among == "recommended"
    page = response.content.decode()
    assert "&lt;b&gt;Bus&lt;/b&gt;" in page
    assert "<b>Bus</b>" not in page
    assert "Gives up" in page
    assert "Frees GBP" in page


def test_what_has_begun_goes_on_and_what_stopping_costs_is_taken_off(
    signed_in: Browser, dev: User, decide: Decide, listed: ProjectList
) -> None:
    Project.objects.filter(key__in=["Ferry", "Quay"]).update(stage="In delivery")
    run, client = decide(), signed_in(dev)

    begun = ask(client, "room", run, id="Tram").context["rooms"]
    dear = ask(client, "room", run, id="Tram", exits="Ferry = 5m\nquay=0").context["rooms"]

    assert (begun.among, begun.running) == ("running", ("Ferry", "Quay"))
    assert {each.stops for each in begun.rooms} == {("Quay",)}
    assert {each.stops for each in dear.rooms} == {("Quay",)}
    assert ask(client, "room", run, id="Library", exits="Ferry 5").status_code == 422


def test_what_stands_in_the_way_is_named(signed_in: Browser, dev: User, decide: Decide) -> None:
    run = decide("5")

    page = ask(signed_in(dev), "room", run, id="Quay").content.decode()

    assert "Nothing makes room" in page
    assert "total budget" in page


def test_running_projects_that_no_good_portfolio_has_are_shown(
    signed_in: Browser, dev: User, decide: Decide, listed: ProjectList
) -> None:
    Project.objects.filter(key__in=["Quay", "Tram"]).update(stage="running")
    run = decide()

    response = ask(signed_in(dev), "show", run)

    assert [each.project for each in response.context["zombies"]] == ["Quay"]
    assert "Running, yet hardly any good portfolio has them: 1 project" in response.content.decode()


def test_what_would_have_to_be_true_is_verified_by_a_run(
    signed_in: Browser, dev: User, decide: Decide
) -> None:
    run, client = decide(), signed_in(dev)

    response = ask(client, "conditions", run, want="Library")

    found = response.context["found"]
    first = found.sets[0]
    assert [each.kind for each in first.assumptions] == ["budget"]
    again = decide(f"{first.assumptions[0].to:g}")
    assert {e.id for e in actions.decision_of(again).projects if e.chosen} == set(first.chosen)
    assert first.assumptions[0].text in response.content.decode()
    part = ask(client, "conditions", run, want="Library", headers=HTMX).content.decode()
    assert "<html" not in part
    assert first.assumptions[0].text in part


def test_the_nearest_are_offered_first(signed_in: Browser, dev: User, decide: Decide) -> None:
    response = ask(signed_in(dev), "conditions", decide())

    assert all(not each.chosen and each.core_index > 0 for each in response.context["first"])
    assert 'name="want" value="Quay"' in response.content.decode()


def test_a_wanted_project_that_is_not_there_is_said(
    signed_in: Browser, dev: User, decide: Decide
) -> None:
    response = ask(signed_in(dev), "conditions", decide(), want="Nowhere")

    assert response.status_code == 422
    assert "Nowhere" in response.content.decode()


def test_money_says_who_enters_where_and_what_a_little_more_brings(
    signed_in: Browser, dev: User, decide: Decide
) -> None:
    run = decide()

    response = ask(signed_in(dev), "money", run)

    page = response.content.decode()
    levels = response.context["levels"]
    inside: set[str] = set()
    for level in levels:
        inside = (inside | set(level.enters)) - set(level.leaves)
        if level.is_today:
            assert inside == {"Tram", "Ferry", "<b>Bus</b>"}
            assert level.value == pytest.approx(19)
    assert inside == {"Tram", "Ferry", "Library", "Quay", "<b>Bus</b>"}
    assert page.count('class="level') == len(levels)
    assert 'class="level today"' in page
    assert "<b>Bus</b>" not in page
    [marginal] = response.context["found"].marginal
    assert marginal.limit == "total budget"
    assert "5% more brings" in page


def test_a_limit_that_is_not_there_is_said(signed_in: Browser, dev: User, decide: Decide) -> None:
    response = ask(signed_in(dev), "money", decide(), limit="Nowhere")

    assert response.status_code == 422
    assert "no limit" in response.content.decode()


def test_a_first_line_comes_early_and_what_a_little_more_brings_last(
    queued_looks: None, work_off: WorkOff, signed_in: Browser, dev: User, decide: Decide
) -> None:
    run, client = decide(), signed_in(dev)
    ask(client, "money", run)
    look = Run.objects.get(kind=exploring.MONEY)

    coarse, fine, whole = work_off(look)
    Run.objects.filter(pk=look.pk).update(state=State.RUNNING, result=coarse)
    meanwhile = ask(client, "money", run)

    assert coarse["marginal"] is None
    assert fine["marginal"] is None
    assert whole["marginal"]
    page = meanwhile.content.decode()
    assert len(meanwhile.context["levels"]) == len(coarse["steps"])
    assert "What is found so far stands below" in page
    assert "It comes after the line" in page


@pytest.mark.parametrize("name", ["room", "conditions", "money", "scenarios", "what_if"])
def test_a_leader_may_look_and_someone_without_a_seat_may_not(
    signed_in: Browser, amara: User, ben: User, decide: Decide, name: str
) -> None:
    run = decide()

    assert ask(signed_in(amara), name, run, id="Library").status_code == 200
    assert ask(signed_in(ben), name, run, id="Library").status_code == 403
