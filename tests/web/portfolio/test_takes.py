"""What it would take to turn the answer on a project: the page, the fragment, and who may."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from headwater import journey
from headwater.vocabulary.shapes import from_json
from headwater.vocabulary.workbook import Workbook
from headwater.web.organization.models import Role
from headwater.web.portfolio.actions import takes as taking
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


def ask(client: Client, run: Run, project: str, **more: Any) -> Any:
    return client.get(reverse("portfolio:takes", args=[run.pk]), {"id": project}, **more)


def decide_again(run: Run, project: str, **changed: float) -> bool:
    """Say whether a run on changed data recommends a project."""
    plain = run.inputs["workbook"]
    budget = changed.pop("budget", run.inputs["budget"])
    for each in plain["projects"]:
        if each["id"] == project:
            each.update(changed)
    decision = journey.rationalize(from_json(Workbook, plain), budget=budget)
    return next(each.chosen for each in decision.projects if each.id == project)


def test_a_projects_page_offers_to_work_it_out(
    signed_in: Browser, dev: User, decide: Decide
) -> None:
    run = decide()
    page = signed_in(dev).get(reverse("portfolio:project", args=[run.pk]), {"id": "Library"})

    assert "What would it take" in page.content.decode()
    assert f'href="{reverse("portfolio:takes", args=[run.pk])}?id=Library"' in page.content.decode()


def test_every_change_that_it_names_turns_the_answer(
    signed_in: Browser, dev: User, decide: Decide
) -> None:
    run = decide()
    response = ask(signed_in(dev), run, "Library")

    changes = {each.kind: each for each in response.context["takes"].changes}
    assert set(changes) == {"cost", "value", "budget"}
    assert all(each.found and each.verified for each in changes.values())
    assert not decide_again(run, "Library")
    assert decide_again(run, "Library", cost=changes["cost"].to)
    assert decide_again(run, "Library", budget=changes["budget"].to)
    page = response.content.decode()
    assert page.count("solved again</span>") == 3
    for each in changes.values():
        assert each.text in page


def test_it_says_who_would_have_to_go(signed_in: Browser, dev: User, decide: Decide) -> None:
    response = ask(signed_in(dev), decide(), "Library")

    moved = response.context["takes"].displaces
    assert (moved.forced, moved.possible) == ("in", True)
    assert set(moved.leaves) <= {"Tram", "Ferry", "<b>Bus</b>"}
    assert moved.leaves
    assert "With Library forced in" in response.content.decode()


def test_a_recommended_project_is_told_what_takes_it_out(
    signed_in: Browser, dev: User, decide: Decide
) -> None:
    response = ask(signed_in(dev), decide(), "<b>Bus</b>")

    assert response.context["takes"].displaces.forced == "out"
    assert "&lt;b&gt;Bus&lt;/b&gt; drops out" in response.content.decode()
    assert "<b>Bus</b>" not in response.content.decode()


def test_htmx_gets_the_part_and_others_the_page(
    signed_in: Browser, dev: User, decide: Decide
) -> None:
    run, client = decide(), signed_in(dev)

    part = ask(client, run, "Quay", headers=HTMX).content.decode()
    page = ask(client, run, "Quay").content.decode()

    assert part.lstrip().startswith('<section class="card takes" id="takes"')
    assert "<html" not in part
    assert "<html" in page
    assert 'id="takes"' in page


def test_a_mandatory_project_has_nothing_that_takes_it_out(
    signed_in: Browser, dev: User, listed: ProjectList, decide: Decide
) -> None:
    Project.objects.filter(key="Quay").update(mandatory=True, mandatory_basis="Harbour Act")

    page = ask(signed_in(dev), decide(), "Quay").content.decode()

    assert "It is mandatory, so no change" in page


def test_what_no_one_valued_has_no_change_of_value(
    signed_in: Browser, dev: User, listed: ProjectList, decide: Decide
) -> None:
    Project.objects.update(benefit_low=None, benefit_high=None)

    takes = ask(signed_in(dev), decide(), "Quay").context["takes"]

    assert [each.kind for each in takes.changes] == ["cost", "budget"]


def test_the_same_question_is_not_worked_out_twice(
    signed_in: Browser, decide: Decide, dev: User
) -> None:
    run, client = decide(), signed_in(dev)
    page = reverse("portfolio:project", args=[run.pk])
    before = client.get(page, {"id": "Quay"}).content.decode()
    first = taking.what_it_takes(run=run, project="Quay", by=dev)

    assert taking.what_it_takes(run=run, project="Quay", by=dev) == first
    assert Run.objects.filter(kind=taking.KIND).count() == 1
    after = client.get(page, {"id": "Quay"}).content.decode()
    assert ("Work it out" in before, "Work it out" in after) == (True, False)
    assert first.found is not None
    assert escape(first.found.displaces.text) in after


def test_a_first_answer_comes_before_the_weights_are_tried(
    queued_looks: None, work_off: WorkOff, signed_in: Browser, decide: Decide, dev: User
) -> None:
    run, client = decide(), signed_in(dev)
    waiting = ask(client, run, "Library").content.decode()
    look = Run.objects.get(kind=taking.KIND)

    first, whole = work_off(look)
    Run.objects.filter(pk=look.pk).update(state=State.RUNNING, result=first)
    meanwhile = ask(client, run, "Library").content.decode()

    assert "Waiting for the worker" in waiting
    assert 'hx-trigger="every 1s"' in waiting
    assert "solved again" in meanwhile
    assert "The weights are tried next" in meanwhile
    assert {e["kind"] for e in first["takes"]["changes"]} <= {
        e["kind"] for e in whole["takes"]["changes"]
    }


def test_a_project_that_is_not_there(signed_in: Browser, dev: User, decide: Decide) -> None:
    assert ask(signed_in(dev), decide(), "no such").status_code == 404


def test_whoever_may_read_may_ask(
    signed_in: Browser, seat_for: Callable[..., User], ben: User, decide: Decide
) -> None:
    run = decide()

    assert ask(signed_in(seat_for("Olu", Role.OBSERVER)), run, "Quay").status_code == 200
    assert ask(signed_in(ben), run, "Quay").status_code == 403
