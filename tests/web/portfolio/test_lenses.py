"""The pages of the lenses: what they tell, the API beside them, and who may look."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from headwater.vocabulary.shapes import JOIN, to_json
from headwater.web.judgement.models import Item, Round, Workshop
from headwater.web.organization import actions as organization
from headwater.web.portfolio.actions import lenses
from headwater.web.projects import actions as projects
from headwater.web.projects.models import Project
from headwater.web.runs.models import Run

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]
Decide = Callable[..., Run]


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()


@pytest.fixture
def units(listed: Any) -> None:
    """Transport has Tram, Ferry and Bus; culture the Library; the harbour office the Quay."""
    Project.objects.filter(key__in=("Tram", "Ferry", "<b>Bus</b>")).update(unit="Transport")
    Project.objects.filter(key="Library").update(unit="Culture <i>")
    Project.objects.filter(key="Quay").update(unit="Harbour")


def asked(person: User, run: Run, lens: str, **sent: str) -> Any:
    """Ask the API for a lens, with a token of the person."""
    made = organization.make_token(name="Test", scope="read", days=1, by=person)
    headers = {"Authorization": f"Bearer {made.secret}"}
    return Client().get(f"/api/v1/portfolio/decision/{run.pk}/{lens}", sent, headers=headers)


def test_the_fair_share_page_names_whom_the_optimum_starves(
    signed_in: Browser, amara: User, units: None, decide: Decide
) -> None:
    run = decide()

    response = signed_in(amara).get(reverse("portfolio:fair_share", args=[run.pk]))

    page = response.content.decode()
    outcome = response.context["found"].over("units")
    assert outcome.starved
    assert "Culture &lt;i&gt;" in page
    assert "Culture <i>" not in page
    assert page.count('class="badge stop">starved') == len(outcome.starved)
    assert f"{outcome.price * 100:.1f}%" in page


def test_without_units_the_page_says_what_to_fill_in(
    signed_in: Browser, amara: User, decide: Decide
) -> None:
    response = signed_in(amara).get(reverse("portfolio:fair_share", args=[decide().pk]))

    assert response.status_code == 200
    assert "fill in the unit of each project" in response.content.decode()


def test_the_answer_is_kept_and_the_api_gives_the_same(
    dev: User, units: None, decide: Decide
) -> None:
    run = decide()
    shared = lenses.fair_share(run=run, by=dev)

    assert lenses.fair_share(run=run, by=dev).look == shared.look
    answer = asked(dev, run, "fair-share").json()
    assert answer["fairness"] == to_json(shared.found)


def test_signals_compare_with_the_run_before_and_tell_late_edits(
    signed_in: Browser, dev: User, decide: Decide
) -> None:
    first = decide()
    quay = Project.objects.get(key="Quay")
    projects.change(project=quay, field="benefit", text="40", version=quay.version, by=dev)
    second = decide()

    response = signed_in(dev).get(reverse("portfolio:signals", args=[second.pk]))

    page = response.content.decode()
    seen = response.context["seen"]
    assert seen.before is not None
    assert seen.before.pk == first.pk
    assert "Share of mandatory" in page
    assert not any(each.startswith("Late edits") for each in seen.missing)
    assert f'<option value="{first.pk}" selected>' in page
    alone = signed_in(dev).get(reverse("portfolio:signals", args=[second.pk]), {"before": "none"})
    assert any("no earlier cycle" in each for each in alone.context["seen"].missing)


def test_a_share_that_is_none_is_refused_where_it_was_typed(
    signed_in: Browser, dev: User, decide: Decide
) -> None:
    client, address = signed_in(dev), reverse("portfolio:signals", args=[decide().pk])

    for typed in ("many", "150"):
        response = client.get(address, {"usual": typed})
        assert response.status_code == 422
        assert f'value="{typed}"' in response.content.decode()
    assert client.get(address, {"usual": "15%"}).status_code == 200
    assert client.get(address, {"before": "1"}).status_code == 404


def test_the_api_gives_signals_with_what_was_not_looked_at(dev: User, decide: Decide) -> None:
    first, second = decide(), decide()

    answer = asked(dev, second, "signals", before=str(first.pk), usual="0.2").json()

    assert answer["before"] == str(first.pk)
    assert {each["kind"] for each in answer["watch"]["signals"]} >= {"mandatory"}
    assert answer["not_looked"]


@pytest.mark.parametrize("name", ["fair_share", "signals"])
def test_who_has_no_seat_sees_nothing(
    signed_in: Browser, ben: User, decide: Decide, name: str
) -> None:
    run = decide()

    assert signed_in(ben).get(reverse(f"portfolio:{name}", args=[run.pk])).status_code == 403
    assert Client().get(reverse(f"portfolio:{name}", args=[run.pk])).status_code == 302
    assert Client().get(f"/api/v1/portfolio/decision/{run.pk}/signals").status_code == 401


def scored_by_name(mode: str, code: str) -> Round:
    """Six people score five projects on fit by name; each of the first five sponsors one."""
    workshop = Workshop.objects.create(title="Scores", mode=mode, code=code, pin="1")
    item = Item.objects.create(workshop=workshop, place=1, kind="projects", title="Score them")
    people = [f"Person {number}" for number in range(6)]
    projects = list(Project.objects.order_by("name"))
    for person, project in zip(people, projects, strict=False):
        Project.objects.filter(pk=project.pk).update(sponsor=person)
    questions = [
        {
            "key": f"{project.name}{JOIN}fit",
            "by_person": [
                [
                    person,
                    9.0 if at == number else 4.0 + at % 2,
                    9.0 if at == number else 4.0 + at % 2,
                ]
                for number, person in enumerate(people)
            ],
        }
        for at, project in enumerate(projects)
    ]
    now = timezone.now()
    return Round.objects.create(
        item=item, number=1, mode=mode, state="revealed", frozen={"kind": "projects"},
        digest="0" * 64, revealed=now, published={"questions": questions},
    )  # fmt: skip


def test_sponsors_are_held_against_the_panel_of_a_workshop_with_names(
    signed_in: Browser, dev: User, decide: Decide
) -> None:
    run = decide()
    scored_by_name("named", "AAAA")
    Run.objects.filter(pk=run.pk).update(created=timezone.now())

    seen = lenses.signals(run=Run.objects.get(pk=run.pk), by=dev)

    assert seen.watch is not None
    [whole] = [e for e in seen.watch.signals if e.kind == "sponsor" and e.about == "all sponsors"]
    assert "5 sponsors score their own projects above the panel" in whole.text
    assert not any("Sponsors above the panel" in each for each in seen.missing)


def test_scores_of_a_hidden_round_are_never_read(dev: User, decide: Decide) -> None:
    run = decide()
    scored_by_name("anonymous", "BBBB")
    Run.objects.filter(pk=run.pk).update(created=timezone.now())

    seen = lenses.signals(run=Run.objects.get(pk=run.pk), by=dev)

    assert any(each.startswith("Sponsors above the panel") for each in seen.missing)
