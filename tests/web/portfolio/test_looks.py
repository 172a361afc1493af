"""Looks at a run: started once, stopped or started anew by a reader, kept for who asks next."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from headwater.web.organization import actions as organization
from headwater.web.portfolio import look_pages
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
