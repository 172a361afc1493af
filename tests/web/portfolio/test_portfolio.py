"""The choice: starting a run, what its page shows, and when it has gone stale."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from headwater.web.portfolio import actions
from headwater.web.projects.actions import change
from headwater.web.projects.models import Project, ProjectList
from headwater.web.runs.models import Run, State

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]
Decide = Callable[..., Run]


def test_it_says_the_one_next_step_before_there_is_anything(signed_in: Browser, dev: User) -> None:
    page = signed_in(dev).get(reverse("portfolio:latest")).content.decode()

    assert "Nothing to choose from yet" in page
    assert reverse("intake:upload") in page


def test_with_projects_the_next_step_is_the_budget(
    signed_in: Browser, dev: User, listed: ProjectList
) -> None:
    page = signed_in(dev).get(reverse("portfolio:latest")).content.decode()

    assert 'name="budget"' in page


def test_starting_goes_to_the_run_with_its_own_copy_of_the_data(
    signed_in: Browser, dev: User, listed: ProjectList
) -> None:
    response = signed_in(dev).post(reverse("portfolio:rationalize"), {"budget": "10m", "seed": ""})

    run = Run.objects.get()
    Project.objects.all().delete()
    assert response["Location"] == reverse("runs:show", args=[run.pk])
    assert (run.inputs["budget"], run.inputs["seed"]) == (10, 1)
    assert len(run.inputs["workbook"]["projects"]) == 5


@pytest.mark.parametrize(
    ("budget", "said"),
    [
        ("", "Nothing limits the choice"),
        ("0", "more than zero"),
        ("-5", "cannot be negative"),
        ("lots", "lots"),
        ("$5m", "the list is in GBP"),
        ("3..5", "must be one amount"),
    ],
)
def test_a_budget_that_is_none_comes_back_with_its_error(
    signed_in: Browser, dev: User, listed: ProjectList, budget: str, said: str
) -> None:
    response = signed_in(dev).post(reverse("portfolio:rationalize"), {"budget": budget})

    page = response.content.decode()
    assert (response.status_code, Run.objects.count()) == (422, 0)
    assert said in page
    assert f'value="{budget}"' in page


def test_the_page_says_what_to_start_with_reasons(
    signed_in: Browser, dev: User, decide: Decide
) -> None:
    run = decide()

    response = signed_in(dev).get(reverse("portfolio:show", args=[run.pk]))

    page = response.content.decode()
    decision = response.context["decision"]
    assert sum(each.cost.high for each in decision.projects if each.chosen) <= 10
    for call in decision.projects:
        assert call.reason.replace("'", "&#x27;") in page
    assert decision.manifest["input_digest"] in page
    assert response.context["headline"] in page


def test_each_chart_has_its_data_as_a_table(signed_in: Browser, dev: User, decide: Decide) -> None:
    page = signed_in(dev).get(reverse("portfolio:show", args=[decide().pk])).content.decode()

    assert page.count("<figure") == page.count("The numbers</summary>") > 0


def test_a_project_has_its_call_and_reason_on_a_page(
    signed_in: Browser, dev: User, decide: Decide
) -> None:
    run = decide()
    client = signed_in(dev)
    address = reverse("portfolio:project", args=[run.pk])

    page = client.get(address, {"id": "<b>Bus</b>"}).content.decode()

    assert "&lt;b&gt;Bus&lt;/b&gt;" in page
    assert "<b>Bus</b>" not in page
    assert client.get(address, {"id": "no such"}).status_code == 404


def test_names_are_text_and_never_markup(signed_in: Browser, dev: User, decide: Decide) -> None:
    page = signed_in(dev).get(reverse("portfolio:show", args=[decide().pk])).content.decode()

    assert "&lt;b&gt;Bus&lt;/b&gt;" in page
    assert "<b>Bus</b>" not in page


def test_it_says_when_the_data_has_changed_since(
    signed_in: Browser, dev: User, decide: Decide
) -> None:
    run = decide()
    client = signed_in(dev)
    address = reverse("portfolio:show", args=[run.pk])
    assert "has changed since" not in client.get(address).content.decode()

    change(project=Project.objects.get(key="Tram"), field="cost", text="9", version=1, by=dev)
    assert "has changed since" in client.get(address).content.decode()

    change(project=Project.objects.get(key="Tram"), field="cost", text="5", version=2, by=dev)
    assert "has changed since" not in client.get(address).content.decode()


def test_the_newest_decision_is_the_one_that_is_shown(
    signed_in: Browser, dev: User, decide: Decide
) -> None:
    decide("5")
    newest = decide("10")
    waiting = actions.rationalize(budget="12", by=dev)

    response = signed_in(dev).get(reverse("portfolio:latest"))

    assert response.context["run"].pk == newest.pk
    assert set(response.context["runs"]) >= {waiting, newest}


def test_a_run_that_is_not_done_leads_to_its_progress(
    signed_in: Browser, dev: User, listed: ProjectList
) -> None:
    run = actions.rationalize(budget="12", by=dev)

    response = signed_in(dev).get(reverse("portfolio:show", args=[run.pk]))

    assert response["Location"] == reverse("runs:show", args=[run.pk])


def test_the_number_of_queries_does_not_grow_with_the_projects(
    signed_in: Browser, dev: User, decide: Decide
) -> None:
    client = signed_in(dev)
    run = decide()
    address = reverse("portfolio:show", args=[run.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    result = run.result
    copies = [
        {**result["projects"][0], "id": f"P{number}", "name": f"P{number}"} for number in range(500)
    ]
    result["projects"] += copies
    Run.objects.filter(pk=run.pk).update(result=result, state=State.DONE)
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(few)


@pytest.mark.parametrize(("who", "status"), [("amara", 403), ("ben", 403), ("chioma", 302)])
def test_who_may_start_a_run(
    signed_in: Browser,
    request: pytest.FixtureRequest,
    listed: ProjectList,
    who: str,
    status: int,
) -> None:
    client = signed_in(request.getfixturevalue(who))

    response = client.post(reverse("portfolio:rationalize"), {"budget": "10"})

    assert (response.status_code, Run.objects.count()) == (status, int(status == 302))


def test_scores_count_by_cost_only_where_the_box_is_ticked(
    signed_in: Browser, dev: User, listed: ProjectList
) -> None:
    client = signed_in(dev)

    client.post(reverse("portfolio:rationalize"), {"budget": "10"})
    client.post(reverse("portfolio:rationalize"), {"budget": "10", "by_size": "1"})

    sized = [run.inputs["workbook"]["sized_by"] for run in Run.objects.order_by("number")]
    assert sized == ["", "cost"]
    digests = {run.inputs["digest"] for run in Run.objects.all()}
    assert len(digests) == 1
