"""Looks at a run: started once, stopped or started anew by a reader, kept for who asks next."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from headwater.vocabulary.scenario import Change
from headwater.web.organization import actions as organization
from headwater.web.portfolio import actions, look_pages
from headwater.web.portfolio.models import Scenario
from headwater.web.portfolio.templatetags.looks import gap
from headwater.web.runs import registry
from headwater.web.runs.models import Run, State

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]
Decide = Callable[..., Run]
WorkOff = Callable[[Run], list[dict[str, Any]]]

PAGES = {
    "room": ("room", {"id": "Library"}),
    "conditions": ("conditions", {"want": "Library"}),
    "money": ("money", {}),
    "takes": ("takes", {"id": "Library"}),
    "fair_share": ("fair_share", {}),
    "signals": ("signals", {}),
    "rules": ("rules", {}),
    "certificate": ("certificate", {}),
}
"""Kind of look, the page that asks it, and what is asked."""


def look_at(client: Client, run: Run, kind: str) -> Any:
    page, asked = PAGES[kind]
    return client.get(reverse(f"portfolio:{page}", args=[run.pk]), asked)


@pytest.mark.parametrize("kind", PAGES)
def test_a_look_waits_can_be_stopped_and_started_anew_by_whoever_may_read(
    queued_looks: None, signed_in: Browser, amara: User, decide: Decide, kind: str
) -> None:
    run, client = decide(), signed_in(amara)

    first = look_at(client, run, kind)
    look = Run.objects.get(kind=kind)
    page = look_pages.address(look)
    stopped = client.post(reverse("runs:cancel", args=[look.pk]), {"back": page}, follow=True)
    loaded_again = look_at(client, run, kind)

    assert first.status_code == 200
    assert "Waiting for the worker" in first.content.decode()
    assert 'http-equiv="refresh"' in first.content.decode()
    assert stopped.redirect_chain == [(page, 302)]
    assert "It was stopped before it ended" in loaded_again.content.decode()
    assert Run.objects.filter(kind=kind).count() == 1
    anew = client.post(reverse("runs:again", args=[look.pk]), {"back": page})
    assert anew.status_code == 302
    assert Run.objects.filter(kind=kind, state=State.QUEUED).count() == 1


@pytest.mark.parametrize("kind", PAGES)
def test_the_second_view_only_reads(
    queued_looks: None,
    work_off: WorkOff,
    signed_in: Browser,
    dev: User,
    amara: User,
    decide: Decide,
    kind: str,
) -> None:
    run = decide()
    look_at(signed_in(dev), run, kind)
    work_off(Run.objects.get(kind=kind))

    page = look_at(signed_in(amara), run, kind).content.decode()

    assert "Waiting for the worker" not in page
    assert 'hx-trigger="every' not in page
    assert Run.objects.filter(kind=kind).count() == 1


def test_scenarios_not_proved_at_once_go_on_improving_and_say_how_far_they_are(
    queued_looks: None, work_off: WorkOff, signed_in: Browser, dev: User, decide: Decide
) -> None:
    run, client = decide(), signed_in(dev)
    cut = actions.make_scenario(
        run=run, changes=(Change("budget_percent", "", -30),), key=uuid4(), by=dev
    )
    found = cut.result | {"chosen": ["Tram"], "gap": 1.0}
    Scenario.objects.filter(pk=cut.pk).update(value=9, gap=1.0, step=-10, result=found)
    address = reverse("portfolio:scenarios", args=[run.pk])

    first = client.get(address).content.decode()
    again = client.get(address).content.decode()

    look = Run.objects.get(kind="tree")
    assert "Waiting for the worker" in first
    assert 'id="stop-look"' in first
    assert f'hx-select-oob="#worth-{cut.pk},#moves-{cut.pk}"' in first
    assert "up to 100% more possible" in again
    assert look_pages.address(look) == address
    work_off(look)
    page = client.get(address).content.decode()
    assert "Waiting for the worker" not in page
    assert "<strong>13</strong>" in page
    assert "-6" in page.replace("\N{MINUS SIGN}", "-")
    assert page.count("proved best") == 2
    assert "more possible" not in page
    assert Run.objects.filter(kind="tree").count() == 1
    one = client.get(reverse("portfolio:scenario", args=[cut.pk])).content.decode()
    assert "Proved best: nothing allowed then is worth more." in one


def test_scenarios_proved_at_once_need_no_look(
    queued_looks: None, signed_in: Browser, dev: User, decide: Decide
) -> None:
    run = decide()
    actions.make_scenario(
        run=run, changes=(Change("budget_percent", "", -30),), key=uuid4(), by=dev
    )

    page = signed_in(dev).get(reverse("portfolio:scenarios", args=[run.pk])).content.decode()

    assert "proved best" in page
    assert not Run.objects.filter(kind="tree").exists()


def test_a_comparison_is_worked_out_again_where_a_scenario_was_improved_since(
    work_off: WorkOff, signed_in: Browser, dev: User, decide: Decide
) -> None:
    run, client = decide(), signed_in(dev)
    cut = actions.make_scenario(
        run=run, changes=(Change("budget_percent", "", -30),), key=uuid4(), by=dev
    )
    sides = {"one": f"run:{run.pk}", "other": f"scenario:{cut.pk}"}
    client.get(reverse("portfolio:compare"), sides)
    look = Run.objects.get(kind="compare")
    poor = look.result["best"][str(cut.pk)] | {"value": 9.0, "bound": 18.0, "gap": 1.0}
    poor |= {"chosen": ["Tram"], "status": "best found"}
    told = look.result["found"] | {"value_after": 9.0}
    Run.objects.filter(pk=look.pk).update(
        result=look.result | {"best": {str(cut.pk): poor}, "found": told}
    )
    Scenario.objects.filter(pk=cut.pk).update(value=9, gap=1.0)

    client.get(reverse("portfolio:scenarios", args=[run.pk]))  # improves it
    page = client.get(reverse("portfolio:compare"), sides)

    assert page.context["comparison"].value_after == 13
    assert Run.objects.filter(kind="compare").count() == 2
    client.get(reverse("portfolio:compare"), sides)
    assert Run.objects.filter(kind="compare").count() == 2


def test_how_much_more_is_possible_is_never_none_while_it_is_open() -> None:
    assert [gap(each) for each in (1e-7, 0.0034, 0.051, 1.2)] == [
        "under 0.01%", "0.34%", "5.1%", "120%",
    ]  # fmt: skip


def test_a_look_goes_back_to_pages_of_ours_only(
    queued_looks: None, signed_in: Browser, dev: User, decide: Decide
) -> None:
    run, client = decide(), signed_in(dev)
    look_at(client, run, "money")
    look = Run.objects.get(kind="money")

    response = client.post(
        reverse("runs:cancel", args=[look.pk]), {"back": "https://elsewhere.example/"}
    )

    assert response.headers["Location"] == reverse("runs:show", args=[look.pk])


def test_the_worker_adds_what_the_run_keeps_and_says_when_it_is_gone(
    queued_looks: None, signed_in: Browser, dev: User, decide: Decide
) -> None:
    run = decide()
    look_at(signed_in(dev), run, "money")
    look = Run.objects.get(kind="money")

    assert "workbook" not in look.inputs
    assert registry.filled("money", look.inputs)["kept"][str(run.pk)]["result"] == run.result
    Run.objects.filter(pk=run.pk).update(state=State.FAILED)
    with pytest.raises(Exception, match="not there any more"):
        registry.filled("money", look.inputs)


def test_the_api_answers_202_with_what_is_found_so_far(
    queued_looks: None, work_off: WorkOff, dev: User, decide: Decide
) -> None:
    run = decide()
    made = organization.make_token(name="Test", scope="read", days=1, by=dev)
    client = Client(headers={"Authorization": f"Bearer {made.secret}"})
    address = f"/api/v1/portfolio/decision/{run.pk}/money"

    waiting = client.get(address)
    look = Run.objects.get(kind="money")
    coarse = work_off(look)[0]
    Run.objects.filter(pk=look.pk).update(state=State.RUNNING, result=coarse)
    meanwhile = client.get(address)
    Run.objects.filter(pk=look.pk).update(state=State.CANCELLED)
    stopped = client.get(address)

    assert (waiting.status_code, waiting.json()["result"]) == (202, None)
    assert meanwhile.json()["result"] == coarse
    assert stopped.status_code == 409
    assert f"/runs/{look.pk}/again" in stopped.content.decode()


def test_a_price_is_worked_out_shown_and_only_then_confirmed(
    queued_looks: None, work_off: WorkOff, signed_in: Browser, dev: User, decide: Decide
) -> None:
    run, client = decide(), signed_in(dev)
    order = {"kind": "force_in", "project": "Quay", "reason": "The harbour must hold."}

    asked = client.post(reverse("portfolio:price_override", args=[run.pk]), order)
    look = Run.objects.get(kind="price")
    page = reverse("portfolio:priced", args=[run.pk, look.pk])
    waiting = client.get(page).content.decode()
    early = client.post(
        reverse("portfolio:confirm_override", args=[run.pk]),
        order | {"version": "0", "key": str(look.pk)},
    )
    work_off(look)
    priced = client.get(page).content.decode()
    done = client.post(
        reverse("portfolio:confirm_override", args=[run.pk]),
        order | {"version": "0", "key": str(look.pk)},
    )

    assert asked.headers["Location"] == page == look_pages.address(look)
    assert "Waiting for the worker" in waiting
    assert early.status_code == 409
    assert "not worked out yet" in early.content.decode()
    assert "The price" in priced
    assert done.status_code == 302
    assert Run.objects.filter(kind="price").count() == 1
