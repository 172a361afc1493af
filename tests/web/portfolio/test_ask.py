"""Questions on the portfolio page: their order, the line, and answering one right there."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from headwater.vocabulary.units import Interval
from headwater.web.organization.models import AuditEvent
from headwater.web.portfolio import actions
from headwater.web.projects.models import Edit, Project
from headwater.web.runs.models import Run

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]
Decide = Callable[..., Run]


@pytest.fixture
def run(decide: Decide) -> Run:
    """Every benefit is a range of 2; those of the three cheap ones decide nothing alone."""
    Project.objects.filter(key="Library").update(benefit_low=0, benefit_high=12)
    return decide()


def place(run: Run, about: str) -> int:
    found = actions.decision_of(run).questions
    return next(at for at, each in enumerate(found) if each.about == about)


def post(client: Client, run: Run, at: int, text: str, **more: Any) -> Any:
    sent = {"text": text, "version": Project.objects.get(key="Library").version}
    return client.post(reverse("portfolio:answer", args=[run.pk, at]), sent | more)


def test_the_page_draws_the_line_below_the_questions(
    signed_in: Browser, amara: User, run: Run
) -> None:
    page = signed_in(amara).get(reverse("portfolio:show", args=[run.pk])).content.decode()

    decision = actions.decision_of(run)
    assert decision.line is not None
    assert decision.questions[0].about == "benefit of Library"
    asked = page.index("What is the benefit of Library")
    line = page.index('class="ask-line"')
    assert asked < line < page.index("What is below the line")
    assert decision.line.below == len(decision.line.rest) > 0
    assert page.index("benefit of Quay") > line


def test_an_answer_goes_into_the_list_with_its_trail_and_runs_again(
    signed_in: Browser, dev: User, run: Run
) -> None:
    client, at = signed_in(dev), place(run, "benefit of Library")
    form = client.get(reverse("portfolio:answer", args=[run.pk, at])).content.decode()
    assert 'value="0..12"' in form

    saved = post(client, run, at, "3")
    assert saved.url.endswith(f"{run.pk}/#ask")
    assert Project.objects.get(key="Library").benefit == Interval(3, 3)
    edit = Edit.objects.get()
    assert (edit.by, edit.before["benefit_high"]) == (dev, 12)
    event = AuditEvent.objects.get(name="projects.question.answered")
    assert event.detail["about"] == "benefit of Library"

    again = post(client, run, at, "4", again="1")
    started = Run.objects.order_by("-number").first()
    assert started is not None
    assert started.pk != run.pk
    assert again.url == reverse("runs:show", args=[started.pk])
    assert (started.inputs["budget"], started.inputs["seed"]) == (10, 1)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [("", "Write an answer"), ("lots", "is not a number")],
)
def test_what_is_no_answer_stays_in_the_form(
    signed_in: Browser, dev: User, run: Run, text: str, wrong: str
) -> None:
    response = post(signed_in(dev), run, place(run, "benefit of Library"), text)

    assert response.status_code == 422
    assert wrong in response.content.decode()
    assert f'value="{text}"' in response.content.decode()
    assert not Edit.objects.exists()


def test_a_leader_sees_who_may_answer_and_may_not(
    signed_in: Browser, amara: User, run: Run
) -> None:
    client, at = signed_in(amara), place(run, "benefit of Library")

    page = client.get(reverse("portfolio:answer", args=[run.pk, at])).content.decode()
    assert "takes the role: owner or portfolio office" in page
    assert post(client, run, at, "3").status_code == 403
    assert not Edit.objects.exists()


def test_a_fragment_is_swapped_in_and_a_question_that_is_none_is_not_found(
    signed_in: Browser, dev: User, ben: User, run: Run
) -> None:
    client = signed_in(dev)
    address = reverse("portfolio:answer", args=[run.pk, 0])

    assert "<html" not in client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert client.get(reverse("portfolio:answer", args=[run.pk, 99])).status_code == 404
    assert signed_in(ben).get(address).status_code == 403


def test_the_sponsor_is_whom_to_ask_and_a_project_that_is_gone_says_so(
    signed_in: Browser, dev: User, run: Run
) -> None:
    at = place(run, "benefit of Library")
    Project.objects.filter(key="Library").update(sponsor="Amara <i>")
    asked = signed_in(dev).get(reverse("portfolio:answer", args=[run.pk, at])).content.decode()
    assert "Whom to ask: Amara &lt;i&gt;, its sponsor" in asked
    Project.objects.filter(key="Library").update(removed=True)

    page = signed_in(dev).get(reverse("portfolio:answer", args=[run.pk, at])).content.decode()

    assert "not in the list any more" in page
    assert post(signed_in(dev), run, at, "3").status_code == 422
