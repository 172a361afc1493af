"""The service catalogue: the starter set, editions, retiring."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from headwater.errors import ConflictError, InputError
from headwater.service import catalogue as engine
from headwater.web.service.actions import catalogue as actions
from headwater.web.service.forms import OfferingForm
from headwater.web.service.models import Offering, OfferingEdition

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]
Offerings = dict[str, Offering]


def test_the_starter_set_is_added_once(signed_in: Browser, dev: User) -> None:
    client = signed_in(dev)
    assert "Begin with the starter set" in client.get(reverse("service:catalogue")).content.decode()

    client.post(reverse("service:starter"))
    client.post(reverse("service:starter"))

    assert Offering.objects.count() == len(engine.starter()) >= 11
    page = client.get(reverse("service:catalogue")).content.decode()
    for each in engine.starter():
        assert each.title in page


def test_an_offering_typed_back_unchanged_is_the_same(offerings: Offerings) -> None:
    for each in offerings.values():
        said = actions.newest(each).said
        form = OfferingForm(offering=said)
        typed = OfferingForm({**form.initial, "note": ""}, offering=said)
        assert typed.is_valid(), typed.errors
        assert typed.record() == said


def test_editing_writes_an_edition_and_shows_what_changed(
    signed_in: Browser, dev: User, offerings: Offerings
) -> None:
    found = offerings["pre-review"]
    form = OfferingForm(offering=actions.newest(found).said)
    sent = {**form.initial, "delivery": "16 hours", "note": "Faster", "version": 1}

    answer = signed_in(dev).post(reverse("service:edit_offering", args=[found.key]), sent)

    assert answer.status_code == 302
    found.refresh_from_db()
    assert found.edition == 2
    assert str(actions.newest(found).said.levels[1]) == "16 hours"
    page = signed_in(dev).get(reverse("service:offering", args=[found.key])).content.decode()
    assert "Faster" in page
    assert "delivery within 4 days" in page
    stale = signed_in(dev).post(reverse("service:edit_offering", args=[found.key]), sent)
    assert stale.status_code == 422
    assert "Your text is kept" in stale.content.decode()


def test_nothing_different_and_another_key_are_refused(dev: User, offerings: Offerings) -> None:
    found = offerings["pre-review"]
    said = actions.newest(found).said
    with pytest.raises(InputError, match="Nothing is different"):
        actions.revise_offering(offering=found, record=said, seen=1, by=dev)
    with pytest.raises(InputError, match="stays the same"):
        actions.revise_offering(offering=found, record=replace(said, key="x"), seen=1, by=dev)
    with pytest.raises(ConflictError, match="you saw 7"):
        actions.revise_offering(offering=found, record=said, seen=7, by=dev)
    with pytest.raises(InputError, match="choose another"):
        actions.add_offering(record=said, by=dev)


def test_an_edition_cannot_be_rewritten(offerings: Offerings) -> None:
    with pytest.raises(IntegrityError, match="stays as it was written"), transaction.atomic():
        OfferingEdition.objects.update(number=9)


def test_a_retired_offering_is_told_apart(
    signed_in: Browser, dev: User, offerings: Offerings
) -> None:
    signed_in(dev).post(reverse("service:retire_offering", args=["pre-review"]))

    page = signed_in(dev).get(reverse("service:catalogue")).content.decode()
    assert "No longer offered" in page
    assert '"pre-review"' not in actions.written()
    assert engine.read(actions.written())


def test_a_new_offering_from_the_form(signed_in: Browser, dev: User) -> None:
    sent = {
        "key": "dry-run",
        "title": "Dry run",
        "purpose": "Try a talk out before it counts",
        "response": "1 day",
        "delivery": "soon",
        "steps": "Listen | once, without a word | Notes",
    }
    address = reverse("service:add_offering")
    wrong = {**sent, "delivery": "3", "escalate": "soon: everybody"}
    assert "Write it like 90%" in signed_in(dev).post(address, wrong).content.decode()
    assert "Write it like 2 days" in signed_in(dev).post(address, sent).content.decode()
    signed_in(dev).post(address, {**sent, "delivery": "3", "escalate": "90% | Dev"})

    said = actions.newest(Offering.objects.get()).said
    assert [str(each) for each in said.levels] == ["1 day", "3 days"]
    assert said.steps[0].artefact == "Notes"
    assert [(rule.share, rule.to) for rule in said.levels[1].escalations] == [(0.9, "Dev")]


def test_the_catalogue_asks_the_database_no_more_for_more_offerings(
    signed_in: Browser, dev: User, offerings: Offerings, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(dev)
    with django_assert_max_num_queries(8):
        client.get(reverse("service:catalogue"))
