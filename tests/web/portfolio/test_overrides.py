"""Overrides: the price before anything is written, the ledger, undoing, and who may."""

from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from headwater.portfolio import optimum
from headwater.portfolio.override import ordered
from headwater.refusing.answers import problem_of
from headwater.vocabulary.override import Override
from headwater.vocabulary.shapes import from_json
from headwater.vocabulary.workbook import Workbook
from headwater.web.organization.audit import verify_chain
from headwater.web.organization.models import AuditEvent
from headwater.web.portfolio.models import OverrideEntry
from headwater.web.runs.models import Run

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]
QUAY = {"kind": "force_in", "project": "Quay", "reason": "The harbour must hold.", "cycle": "2026"}


@pytest.fixture
def run(decide: Callable[..., Run]) -> Run:
    """Of 10 million: Tram, Ferry and Bus are chosen; Library and Quay are not."""
    return decide()


def ask(client: Client, run: Run, name: str, sent: dict[str, Any], *more: int) -> Any:
    return client.post(reverse(f"portfolio:{name}", args=[run.pk, *more]), sent)


def confirm(client: Client, run: Run, **sent: Any) -> Any:
    seen = {"key": str(uuid4()), "version": OverrideEntry.objects.count()}
    return ask(client, run, "confirm_override", QUAY | seen | sent)


def test_an_empty_ledger_says_so_and_the_form_proposes_the_year(
    signed_in: Browser, dev: User, run: Run
) -> None:
    page = signed_in(dev).get(reverse("portfolio:overrides", args=[run.pk])).content.decode()

    assert "Nobody has overruled this choice" in page
    assert f'name="cycle" value="{datetime.now(UTC).year}"' in page
    assert escape("<b>Bus</b>") in page
    assert "<b>Bus</b>" not in page


def test_the_price_is_shown_before_anything_is_written(
    signed_in: Browser, dev: User, run: Run
) -> None:
    response = ask(signed_in(dev), run, "price_override", QUAY)

    page = response.content.decode()
    priced = response.context["price"].order
    problem = problem_of(from_json(Workbook, run.inputs["workbook"]), budget=10)
    forced = ordered(problem, Override("force_in", "Quay", "Dev", "The harbour must hold."))
    assert priced.value_lost == pytest.approx(optimum(problem).value - optimum(forced).value)
    assert priced.value_lost > 0
    assert (priced.displaced, priced.entered) == (("<b>Bus</b>", "Tram"), ("Quay",))
    assert escape(priced.text) in page
    assert f"{priced.share * 100:.1f}%" in page
    assert "Nothing has been written yet" in page
    assert OverrideEntry.objects.count() == 0
    assert not AuditEvent.objects.filter(name__startswith="portfolio.override").exists()


def test_an_order_that_nothing_allows_is_explained_and_cannot_be_confirmed(
    signed_in: Browser, dev: User, run: Run
) -> None:
    client = signed_in(dev)
    confirm(client, run)
    confirm(client, run, project="Library")
    page = ask(client, run, "price_override", QUAY | {"project": "Tram"}).content.decode()

    assert "This cannot be carried out" in page
    assert "by order of Dev" in page
    assert 'name="key"' not in page
    response = confirm(client, run, project="Tram")
    assert (response.status_code, OverrideEntry.objects.count()) == (422, 2)
    assert "cannot all hold together" in response.content.decode()


def test_confirming_records_the_price_by_name_and_shows_it(
    signed_in: Browser, dev: User, run: Run
) -> None:
    client = signed_in(dev)
    response = confirm(client, run)

    entry = OverrideEntry.objects.get()
    event = AuditEvent.objects.get(name="portfolio.override.confirmed")
    assert response["Location"] == reverse("portfolio:overrides", args=[run.pk])
    assert (entry.number, entry.by, entry.by_name, entry.cycle) == (1, dev, "Dev", "2026")
    assert (event.by, event.detail["value_lost"]) == (dev, entry.value_lost)
    assert verify_chain() == ()
    found = client.get(reverse("portfolio:overrides", args=[run.pk]))
    assert found.context["standing"].cycles[0].by_person == {"Dev": entry.value_lost}
    assert "The harbour must hold." in found.content.decode()
    front = client.get(reverse("portfolio:show", args=[run.pk])).content.decode()
    share = f"{entry.value_lost / abs(run.result['value']) * 100:.1f}%"
    assert "1 standing" in front
    assert f"{share} of the value" in front


def test_a_form_sent_twice_counts_once(signed_in: Browser, dev: User, run: Run) -> None:
    client, key = signed_in(dev), str(uuid4())

    answers = [confirm(client, run, key=key, version=0) for _ in range(2)]

    assert [each.status_code for each in answers] == [302, 302]
    assert OverrideEntry.objects.count() == 1
    assert AuditEvent.objects.filter(name="portfolio.override.confirmed").count() == 1
    other = confirm(client, run, key=key, version=1, project="Library")
    assert (other.status_code, OverrideEntry.objects.count()) == (409, 1)


def test_a_price_that_has_aged_is_not_confirmed_and_the_text_is_kept(
    signed_in: Browser, dev: User, owner: User, run: Run
) -> None:
    confirm(signed_in(owner), run)
    response = confirm(signed_in(dev), run, project="Library", version=0, reason="Books first.")

    assert (response.status_code, OverrideEntry.objects.count()) == (409, 1)
    assert "look at the price again" in response.content.decode()
    assert "Books first.</textarea>" in response.content.decode()


def test_an_order_that_stands_is_not_given_twice(
    signed_in: Browser, dev: User, owner: User, run: Run
) -> None:
    confirm(signed_in(owner), run)
    response = ask(signed_in(dev), run, "price_override", QUAY)

    assert response.status_code == 409
    assert "number 1, of Owner" in response.content.decode()


def test_later_orders_are_priced_after_those_that_stand(
    signed_in: Browser, dev: User, run: Run
) -> None:
    client = signed_in(dev)
    confirm(client, run)
    response = ask(client, run, "price_override", QUAY | {"kind": "force_out", "project": "Ferry"})
    price = response.context["price"]
    confirm(client, run, kind="force_out", project="Ferry")

    assert price.standing == 1
    total = sum(OverrideEntry.objects.values_list("value_lost", flat=True))
    assert price.together.value_lost == pytest.approx(total)
    assert "With the 1 standing" in response.content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"reason": " "}, "Write the reason in words"),
        ({"reason": "123"}, "Write the reason in words"),
        ({"reason": "x" * 2_001}, "2,000 is the most"),
        ({"project": ""}, "Choose the project"),
        ({"project": "No such"}, "is no project of this run"),
        ({"kind": ""}, "Choose what is ordered"),
        ({"kind": "bribe"}, "is not an override"),
        ({"kind": "reorder"}, "Choose the project that it goes behind"),
        ({"kind": "reorder", "other": "Quay"}, "cannot go behind itself"),
        ({"cycle": "c" * 41}, "40 is the most"),
    ],
)
@pytest.mark.parametrize("name", ["price_override", "confirm_override"])
def test_an_order_with_a_fault_comes_back_with_its_text(
    signed_in: Browser, dev: User, run: Run, name: str, sent: dict[str, str], said: str
) -> None:
    seen = {"key": str(uuid4()), "version": 0}
    order = {**QUAY, "cycle": "Spring", **sent}

    response = ask(signed_in(dev), run, name, order | seen)

    page = response.content.decode()
    assert (response.status_code, OverrideEntry.objects.count()) == (422, 0)
    assert said in page
    assert f">{order['reason'].strip()}" in page
    assert f'name="cycle" value="{order["cycle"]}"' in page


def test_a_hostile_reason_is_text(signed_in: Browser, dev: User, run: Run) -> None:
    client, hostile = signed_in(dev), '"><script>alert(1)</script>{{ 7 }}'
    priced = ask(client, run, "price_override", QUAY | {"reason": hostile}).content.decode()
    confirm(client, run, reason=hostile)
    listed = client.get(reverse("portfolio:overrides", args=[run.pk])).content.decode()
    again = ask(client, run, "undo_override", {"reason": "<script>1"}, 1).content.decode()

    for page in (priced, listed, again):
        assert "<script>alert" not in page
        assert "<script>1" not in page
    assert escape(hostile) in priced
    assert escape(hostile) in listed


def test_an_exemption_says_by_how_much_the_limit_is_overrun(
    signed_in: Browser, dev: User, run: Run
) -> None:
    client = signed_in(dev)
    priced = ask(client, run, "price_override", QUAY | {"kind": "exempt"}).content.decode()
    confirm(client, run, kind="exempt")
    listed = client.get(reverse("portfolio:overrides", args=[run.pk])).content.decode()

    assert "total budget by 6" in priced
    assert "total budget overrun by 6" in listed


def test_undoing_takes_a_reason_and_leaves_the_line(
    signed_in: Browser, dev: User, owner: User, run: Run
) -> None:
    confirm(signed_in(dev), run)
    client = signed_in(owner)

    refused = ask(client, run, "undo_override", {"reason": "42"}, 1)
    assert refused.status_code == 422
    assert 'value="42"' in refused.content.decode()
    assert OverrideEntry.objects.get().stands

    assert ask(client, run, "undo_override", {"reason": "A pier will do."}, 1).status_code == 302
    entry = OverrideEntry.objects.get()
    page = client.get(reverse("portfolio:overrides", args=[run.pk]))
    assert (entry.stands, entry.undone_by, entry.undone_by_name) == (False, owner, "Owner")
    assert (page.context["standing"].count, page.context["standing"].value_lost) == (0, 0)
    assert "A pier will do." in page.content.decode()
    assert AuditEvent.objects.get(name="portfolio.override.undone").by == owner
    assert ask(client, run, "undo_override", {"reason": "Again."}, 1).status_code == 409
    assert ask(client, run, "undo_override", {"reason": "Again."}, 9).status_code == 404
    assert ask(client, run, "price_override", QUAY).status_code == 200
    assert confirm(client, run, version=2).status_code == 302
    assert list(OverrideEntry.objects.values_list("number", flat=True)) == [1, 2]


def test_the_database_keeps_every_line_as_it_was(signed_in: Browser, dev: User, run: Run) -> None:
    client = signed_in(dev)
    confirm(client, run)
    lines = OverrideEntry.objects.all()
    for change in (
        lambda: lines.delete(),
        lambda: lines.update(reason="Never said."),
        lambda: lines.update(value_lost=0),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    ask(client, run, "undo_override", {"reason": "A pier will do."}, 1)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        lines.update(undone_at=None)


@pytest.mark.parametrize(
    ("who", "read", "act"),
    [
        ("owner", 200, True),
        ("dev", 200, True),
        ("chioma", 200, True),
        ("amara", 200, False),
        ("ben", 403, False),
    ],
)
def test_who_may_see_price_confirm_and_undo(
    signed_in: Browser, request: pytest.FixtureRequest, run: Run, who: str, read: int, act: bool
) -> None:
    client = signed_in(request.getfixturevalue(who))
    page = client.get(reverse("portfolio:overrides", args=[run.pk]))
    priced = ask(client, run, "price_override", QUAY)
    confirmed = confirm(client, run)
    undone = ask(client, run, "undo_override", {"reason": "No."}, 1)

    assert page.status_code == read
    assert ("Show the price" in page.content.decode()) == act
    answers = [priced.status_code, confirmed.status_code, undone.status_code]
    assert answers == ([200, 302, 302] if act else [403, 403, 403])
    assert OverrideEntry.objects.count() == int(act)


def test_a_run_without_a_decision_has_no_overrides(signed_in: Browser, dev: User, run: Run) -> None:
    Run.objects.filter(pk=run.pk).update(state="failed")

    client = signed_in(dev)
    assert client.get(reverse("portfolio:overrides", args=[run.pk])).status_code == 404
    assert ask(client, run, "price_override", QUAY).status_code == 404
