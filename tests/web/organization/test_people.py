"""Inviting people, changing roles, deactivating; what the organization is called."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from headwater.errors import ConflictError, InputError
from headwater.web.organization import actions
from headwater.web.organization.models import AuditEvent, Organization, Role, Seat

pytestmark = pytest.mark.django_db


def test_founding_twice_makes_one_organization_and_one_owner() -> None:
    first, second = actions.found(name="Rivermouth Council"), actions.found(name="Another")

    assert first == second
    assert Organization.objects.get().name == "Rivermouth Council"
    assert first.seat.role == Role.OWNER


def test_an_invitation_shows_a_link_once(signed_in: Callable[[User], Client], owner: User) -> None:
    client = signed_in(owner)
    sent = {"name": "Amara", "email": "Amara@Rivermouth.example", "role": "leader", "unit": ""}

    answer = client.post("/people/invite", sent)

    page = answer.content.decode()
    path = page.split('id="link">http://testserver')[1].split("<")[0]
    assert "http://testserver" + path not in client.get("/people").content.decode()
    entered = Client()
    assert entered.post(path).status_code == 302
    assert entered.session["_auth_user_id"] == str(User.objects.get(email=sent["email"].lower()).pk)
    assert AuditEvent.objects.filter(name="organization.person.invited").count() == 1


@pytest.mark.parametrize(
    ("email", "role", "status"),
    [
        ("no address", "leader", 422),
        ("amara@rivermouth.example", "emperor", 422),
        ("", "leader", 422),
        ("owner2@rivermouth.example", "leader", 409),
    ],
)
def test_an_invitation_that_cannot_be_keeps_what_was_typed(
    signed_in: Callable[[User], Client], owner: User, email: str, role: str, status: int
) -> None:
    actions.invite(email="owner2@rivermouth.example", name="", role="owner", by=owner)

    answer = signed_in(owner).post("/people/invite", {"name": "X", "email": email, "role": role})

    assert answer.status_code == status
    assert f'value="{email}"' in answer.content.decode() or not email
    assert Seat.objects.count() == 2


def test_a_role_is_changed_and_recorded(
    signed_in: Callable[[User], Client], owner: User, amara: User
) -> None:
    signed_in(owner).post(f"/people/{amara.pk}/role", {"role": "portfolio_office"})

    assert Seat.objects.get(user=amara).role == Role.PORTFOLIO_OFFICE
    event = AuditEvent.objects.get(name="organization.role.changed")
    assert event.detail == {"from": "leader", "to": "portfolio_office"}
    assert event.by == owner


def test_an_unknown_role_is_refused(owner: User, amara: User) -> None:
    with pytest.raises(InputError, match="'emperor' is no role"):
        actions.change_role(user=amara, role="emperor", by=owner)


def test_the_last_owner_stays(signed_in: Callable[[User], Client], owner: User) -> None:
    client = signed_in(owner)

    assert client.post(f"/people/{owner.pk}/role", {"role": "leader"}).status_code == 409
    assert client.post(f"/people/{owner.pk}/deactivate").status_code == 409
    assert Seat.objects.get(user=owner).role == Role.OWNER


def test_a_deactivated_owner_does_not_count_as_one(owner: User, amara: User) -> None:
    actions.change_role(user=amara, role=Role.OWNER, by=owner)
    actions.deactivate(user=amara, by=owner)

    with pytest.raises(ConflictError, match="the last owner"):
        actions.change_role(user=owner, role=Role.LEADER, by=owner)


def test_deactivating_ends_session_links_and_tokens(
    signed_in: Callable[[User], Client], owner: User, dev: User
) -> None:
    theirs = signed_in(dev)
    path = actions.make_link(user=dev, by=owner).path
    secret = actions.make_token(name="export", scope="read", days=9, by=dev).secret

    actions.deactivate(user=dev, by=owner)

    assert theirs.get("/").status_code == 302
    assert Client().post(path).status_code == 403
    assert actions.use_token(secret=secret) is None
    actions.activate(user=User.objects.get(pk=dev.pk), by=owner)
    assert actions.use_token(secret=secret) is None  # what was closed stays closed


def test_there_is_only_one_organization(council: Organization) -> None:
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        Organization.objects.create(id=2, name="Another")


def test_the_organization_is_renamed(signed_in: Callable[[User], Client], owner: User) -> None:
    client = signed_in(owner)

    assert (
        client.post("/organization", {"name": "Rivermouth", "currency": "eur"}).status_code == 302
    )
    assert Organization.objects.get().currency == "EUR"
    assert (
        client.post("/organization", {"name": "Rivermouth", "currency": "12!"}).status_code == 422
    )


def test_the_list_takes_as_many_queries_for_many_people(
    signed_in: Callable[[User], Client], owner: User, seat_for: Callable[..., User]
) -> None:
    client = signed_in(owner)
    with CaptureQueriesContext(connection) as few:
        client.get("/people")
    for number in range(20):
        seat_for(f"Leader {number}", Role.LEADER)
    with CaptureQueriesContext(connection) as many:
        client.get("/people")

    assert len(many) == len(few)
