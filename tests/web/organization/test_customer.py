"""What is known of the customer: notes with their source and day, units, stakeholders."""

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from headwater.errors import ConflictError, InputError
from headwater.web.organization import actions
from headwater.web.organization.models import Note, Stakeholder, Unit

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]


def test_a_new_note_takes_the_place_of_the_one_before_which_stays(
    signed_in: Browser, dev: User
) -> None:
    address = reverse("organization:note", args=["culture"])
    client = signed_in(dev)
    client.post(address, {"text": "Careful", "source": "Talks", "as_of": "2025-01-02"})
    client.post(address, {"text": "Bolder now", "source": "Talks", "as_of": "2026-01-02"})

    assert [each.text for each in actions.notes()["culture"]] == ["Bolder now", "Careful"]
    about = client.get(reverse("organization:about")).content.decode()
    assert "Bolder now" in about
    assert "1 earlier" in about
    assert "Careful" in client.get(address).content.decode()
    assert client.get(reverse("organization:note", args=["weather"])).status_code == 404


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"subject": "weather"}, "no subject"),
        ({"text": " "}, "1 to 5,000"),
        ({"as_of": date(2999, 1, 1)}, "still to come"),
    ],
)
def test_a_note_that_cannot_be_used_says_why(dev: User, more: dict[str, object], said: str) -> None:
    given: dict[str, object] = {"subject": "culture", "text": "Careful", **more}
    with pytest.raises(InputError, match=said):
        actions.write_note(**given, by=dev)  # type: ignore[arg-type]
    assert not Note.objects.exists()


def test_units_stand_in_a_tree_with_their_leaders(
    signed_in: Browser, dev: User, amara: User
) -> None:
    client = signed_in(dev)
    client.post(reverse("organization:units"), {"name": "Children"})
    top = Unit.objects.get()
    client.post(
        reverse("organization:units"), {"name": "Places", "parent": top.pk, "leader": amara.pk}
    )

    tree = client.get(reverse("organization:units")).context["tree"]
    assert [(each["unit"].name, each["depth"]) for each in tree] == [("Children", 0), ("Places", 1)]
    assert tree[1]["unit"].led_by == "Amara"
    below = Unit.objects.get(name="Places")
    same = {"name": "Children", "leader": None, "by": dev}
    with pytest.raises(InputError, match="below itself"):
        actions.change_unit(unit=top, parent=below, version=1, **same)
    with pytest.raises(ConflictError):
        actions.change_unit(unit=top, parent=None, version=9, **same)
    with pytest.raises(InputError, match="still has parts"):
        actions.remove_unit(unit=top, version=1, by=dev)
    with pytest.raises(InputError, match="already"):
        actions.add_unit(name="Places", by=dev)


def test_a_stakeholder_has_a_part_and_stands_in_its_columns(signed_in: Browser, dev: User) -> None:
    client = signed_in(dev)
    address = reverse("organization:stakeholders")
    assert client.post(address, {"name": "Parents"}).status_code == 422
    client.post(address, {"name": "Parents", "is_affected": "on", "influence": "1"})
    client.post(address, {"name": "Cabinet", "decides": "on", "pays": "on"})

    columns = client.get(address).context["columns"]
    assert [[who.name for who in each["who"]] for each in columns] == [
        ["Cabinet"], ["Cabinet"], ["Parents"],
    ]  # fmt: skip
    parents = Stakeholder.objects.get(name="Parents")
    one = reverse("organization:stakeholder", args=[parents.pk])
    client.post(one, {"name": "Parents", "pays": "on", "version": 1})
    parents.refresh_from_db()
    assert (parents.pays, parents.is_affected, parents.version) == (True, False, 2)
    client.post(reverse("organization:remove_stakeholder", args=[parents.pk]), {"version": 2})
    assert Stakeholder.objects.get().name == "Cabinet"
