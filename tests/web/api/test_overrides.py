"""Overrides over the REST API agree with the pages, under the same rules."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from headwater.vocabulary.progress import ignore
from headwater.web.organization import actions as organization
from headwater.web.portfolio import actions
from headwater.web.portfolio.models import OverrideEntry
from headwater.web.projects.models import Project, ProjectList
from headwater.web.runs.models import Run, State

pytestmark = pytest.mark.django_db
ORDER = {"kind": "force_in", "project": "Quay", "reason": "The harbour must hold.", "cycle": "2026"}


@pytest.fixture
def run(dev: User) -> Run:
    for name, cost, benefit in (("Tram", 5, 9), ("Ferry", 3, 6), ("Quay", 6, 2)):
        Project.objects.create(
            key=name, name=name, cost_low=cost, cost_high=cost,
            benefit_low=benefit, benefit_high=benefit,
        )  # fmt: skip
    ProjectList.objects.create(pk=1, currency="GBP", scale=1_000_000, title="Rivermouth")
    started = actions.rationalize(budget="9", by=dev)
    result = actions.work(started.inputs, ignore)
    Run.objects.filter(pk=started.pk).update(state=State.DONE, result=result)
    return Run.objects.get(pk=started.pk)


@pytest.fixture
def ask(run: Run) -> Callable[..., Any]:
    """Ask for the overrides of the run: method, rest of the path, body, expected status."""

    def send(person: User, method: str, path: str, body: Any, status: int, **more: str) -> Any:
        made = organization.make_token(
            name="Test", scope=more.get("scope", "write"), days=1, by=person
        )
        sent = {"data": json.dumps(body), "content_type": "application/json"} if body else {}
        answer = getattr(Client(), method)(
            f"/api/v1/portfolio/decision/{run.pk}/overrides{path}",
            headers={"Authorization": f"Bearer {made.secret}"},
            **sent,
        )
        assert answer.status_code == status, answer.content
        return answer.json()

    return send


def test_the_api_agrees_with_the_page(
    ask: Callable[..., Any], signed_in: Callable[[User], Client], dev: User, run: Run
) -> None:
    told = ask(dev, "post", "/price", ORDER, 200)
    client = signed_in(dev)
    shown = client.post(reverse("portfolio:price_override", args=[run.pk]), ORDER)
    price = shown.context["price"]
    assert told["priced"]["text"] == price.order.text
    assert told["priced"]["value_lost"] == price.order.value_lost > 0
    assert (told["version"], OverrideEntry.objects.count()) == (0, 0)

    sent = {**ORDER, "version": told["version"], "key": str(uuid4())}
    made = ask(dev, "post", "", sent, 201)
    assert ask(dev, "post", "", sent, 201)["number"] == made["number"] == 1
    assert made["value_lost"] == told["priced"]["value_lost"]

    ledger = ask(dev, "get", "", None, 200)
    page = client.get(reverse("portfolio:overrides", args=[run.pk]))
    assert [each["number"] for each in ledger["entries"]] == [1]
    assert ledger["value_lost"] == page.context["standing"].value_lost
    assert ledger["cycles"][0]["by_person"] == {"Dev": made["value_lost"]}

    assert not ask(dev, "post", "/1/undo", {"reason": "A pier will do."}, 200)["stands"]
    assert ask(dev, "get", "", None, 200)["standing"] == 0


@pytest.mark.parametrize(
    ("path", "sent", "status"),
    [
        ("/price", {"reason": ""}, 422),
        ("/price", {"project": "No such"}, 422),
        ("/price", {"kind": "force_out", "other": "Tram"}, 422),
        ("", {"version": 3}, 409),
        ("", {"version": -1}, 422),
        ("/7/undo", {}, 404),
    ],
)
def test_what_cannot_be_used_is_refused(
    ask: Callable[..., Any], dev: User, path: str, sent: dict[str, Any], status: int
) -> None:
    assert ask(dev, "post", path, {**ORDER, **sent}, status)["detail"]
    assert OverrideEntry.objects.count() == 0


def test_a_reading_token_writes_nothing(ask: Callable[..., Any], dev: User) -> None:
    for path in ("/price", "", "/1/undo"):
        ask(dev, "post", path, {**ORDER, "version": 0}, 403, scope="read")

    assert OverrideEntry.objects.count() == 0
