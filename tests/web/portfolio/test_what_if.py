"""The what-if panel: the answer, as a page and as a fragment, and keeping it as a scenario."""

from collections.abc import Callable
from html import escape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from headwater import journey
from headwater.vocabulary.shapes import from_json
from headwater.vocabulary.workbook import Workbook
from headwater.web.organization.models import AuditEvent
from headwater.web.portfolio.models import Scenario
from headwater.web.runs.models import Run

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def run(decide: Callable[..., Run]) -> Run:
    """Of 10 million: Tram, Ferry and Bus are chosen, worth 19; Library and Quay are not."""
    return decide()


def ask(client: Client, run: Run, name: str = "what_if", **sent: Any) -> Any:
    headers = sent.pop("headers", {})
    body = {key.replace("__", ":"): value for key, value in sent.items()}
    return client.post(reverse(f"portfolio:{name}", args=[run.pk]), body, headers=headers)


def test_the_portfolio_page_holds_the_panel_with_todays_figures(
    signed_in: Browser, dev: User, run: Run
) -> None:
    page = signed_in(dev).get(reverse("portfolio:show", args=[run.pk])).content.decode()

    assert f'action="{reverse("portfolio:what_if", args=[run.pk])}"' in page
    assert 'name="b:total budget" value="10"' in page
    assert "As it is today: 3 projects for GBP 10 million, worth 19" in page


def test_less_money_is_answered_as_a_run_on_less_money_would(
    signed_in: Browser, dev: User, run: Run
) -> None:
    response = ask(signed_in(dev), run, percent="-30")

    found = response.context["found"]
    again = journey.rationalize(from_json(Workbook, run.inputs["workbook"]), budget=7)
    assert found.value == pytest.approx(again.value)
    assert set(found.chosen) == {each.id for each in again.projects if each.chosen}
    page = response.content.decode()
    assert "every budget falls by 30%" in page
    assert "−6" in page
    assert "<html" in page


def test_with_scripts_only_the_answer_comes(signed_in: Browser, dev: User, run: Run) -> None:
    page = ask(signed_in(dev), run, percent="-30", headers=HTMX).content.decode()

    assert page.strip().startswith("{#") is False
    assert "<html" not in page
    assert 'id="what-if-answer"' in page
    assert "hx-swap-oob" not in page


def test_a_project_that_is_named_is_put_in_and_stays_on_the_panel(
    signed_in: Browser, dev: User, run: Run
) -> None:
    response = ask(signed_in(dev), run, percent="0", add="quay", side="in", headers=HTMX)

    page = response.content.decode()
    assert "Quay must be chosen" in page
    assert 'hx-swap-oob="true"' in page
    assert 'name="p:Quay" value="in" checked' in page
    assert "Quay" in response.context["found"].chosen


def test_single_budgets_and_sides_count(signed_in: Browser, dev: User, run: Run) -> None:
    sent = {"b__total budget": "12m", "p__Tram": "out"}

    found = ask(signed_in(dev), run, **sent).context["found"]

    assert found.changes == ("the total budget is GBP 12 million", "Tram is not on offer")
    assert "Tram" not in found.chosen
    assert found.uses[0].amount_after == 12


def test_todays_figures_are_no_change(signed_in: Browser, dev: User, run: Run) -> None:
    response = ask(signed_in(dev), run, percent="0", **{"b__total budget": "10"})

    assert response.context["found"] is None
    assert "Nothing is different from today" in response.content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"percent": "lots"}, "must be a number"),
        ({"percent": "nan"}, "must be a number"),
        ({"percent": "9" * 400}, "must be a number"),
        ({"percent": "1e308"}, "1,000,000% is the most"),
        ({"percent": "-120"}, "more than 100%"),
        ({"b__total budget": "$5m"}, "GBP"),
        ({"p__Nowhere": "in"}, "no project 'Nowhere'"),
        ({"add": "Nowhere", "side": "in"}, "no project 'Nowhere'"),
    ],
)
def test_what_is_no_answer_is_said_and_stays_typed(
    signed_in: Browser, dev: User, run: Run, sent: dict[str, str], said: str
) -> None:
    client = signed_in(dev)

    page = ask(client, run, **sent)
    part = ask(client, run, **sent, headers=HTMX)

    assert (page.status_code, part.status_code) == (422, 200)
    assert escape(said) in page.content.decode()
    assert escape(said) in part.content.decode()
    for name, text in sent.items():
        if name in ("percent", "b__total budget"):
            assert f'value="{escape(text)}"' in page.content.decode()


def test_what_clashes_is_named(signed_in: Browser, dev: User, run: Run) -> None:
    page = ask(signed_in(dev), run, percent="-50", p__Quay="in").content.decode()

    assert "Nothing is allowed then" in page
    assert "Quay must be chosen by the scenario" in page
    assert "total budget of GBP 5 million" in page


def test_one_click_keeps_it(signed_in: Browser, dev: User, run: Run) -> None:
    client = signed_in(dev)
    hidden = dict(ask(client, run, percent="-30").context["hidden"])

    response = client.post(reverse("portfolio:keep_what_if", args=[run.pk]), hidden)

    kept = Scenario.objects.get()
    assert response["Location"] == reverse("portfolio:scenario", args=[kept.pk])
    assert (kept.name, kept.words) == ("Every budget falls by 30%", ["every budget falls by 30%"])
    assert (kept.value, kept.by_name) == (13, "Dev")
    assert AuditEvent.objects.filter(name="portfolio.scenario.made", by=dev).count() == 1


def test_nothing_that_differs_is_not_kept(signed_in: Browser, dev: User, run: Run) -> None:
    response = ask(signed_in(dev), run, "keep_what_if", percent="0")

    assert (response.status_code, Scenario.objects.count()) == (422, 0)
    assert "at least one thing that is different" in response.content.decode()


def test_a_leader_may_ask_and_not_keep(signed_in: Browser, amara: User, run: Run) -> None:
    client = signed_in(amara)

    response = ask(client, run, percent="-30")

    assert response.status_code == 200
    assert "Keep as a scenario" not in response.content.decode()
    assert ask(client, run, "keep_what_if", percent="-30").status_code == 403
    assert Scenario.objects.count() == 0


def test_without_a_seat_nobody_asks(signed_in: Browser, ben: User, run: Run) -> None:
    assert ask(signed_in(ben), run, percent="-30").status_code == 403
