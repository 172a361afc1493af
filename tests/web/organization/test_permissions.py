"""Who may do what: the table, and every address held against it."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from headwater.errors import NotAllowedError
from headwater.web.organization.models import Role, Stakeholder, Unit
from headwater.web.organization.permissions import ROLES, WORDS, can, check_can

pytestmark = pytest.mark.django_db

EVERYONE, SIGNED_IN = "everyone", "signed in"
WHO = {
    "home": SIGNED_IN,
    "health": EVERYONE,
    "style": "manage_people",
    "organization:sign_in": EVERYONE,
    "organization:link": EVERYONE,
    "organization:sign_out": EVERYONE,
    "organization:me": SIGNED_IN,
    "organization:password": SIGNED_IN,
    "organization:make_token": "manage_tokens",
    "organization:revoke_token": SIGNED_IN,
    "organization:people": "manage_people",
    "organization:invite": "manage_people",
    "organization:change_role": "manage_people",
    "organization:new_link": "manage_people",
    "organization:deactivate": "manage_people",
    "organization:activate": "manage_people",
    "organization:organization": "manage_people",
    "organization:audit": "read_audit",
    "organization:about": "read",
    "organization:note": "read",
    "organization:units": "read",
    "organization:unit": "read",
    "organization:remove_unit": "describe_customer",
    "organization:stakeholders": "read",
    "organization:stakeholder": "read",
    "organization:remove_stakeholder": "describe_customer",
    "runs:list": "read",
    "runs:show": "read",
    "runs:live": "read",
    "runs:cancel": "run",
    "runs:again": "run",
}
"""Every address of these rooms: an address without a line here fails the test below."""

POSTS = {
    "make_token", "revoke_token", "invite", "change_role", "new_link", "deactivate", "activate",
    "cancel", "again", "sign_out", "remove_unit", "remove_stakeholder",
}  # fmt: skip


def addresses() -> set[str]:
    found = set()
    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLPattern) and pattern.name:
            found.add(pattern.name)
        elif isinstance(pattern, URLResolver) and pattern.namespace in ("organization", "runs"):
            found |= {f"{pattern.namespace}:{each.name}" for each in pattern.url_patterns}
    return found


def test_every_address_has_a_line() -> None:
    assert addresses() == set(WHO)


@pytest.mark.parametrize("name", WHO)
def test_each_role_gets_what_the_table_says(
    name: str,
    signed_in: Callable[[User], Client],
    seat_for: Callable[..., User],
) -> None:
    run = _run(seat_for("Asker", Role.OWNER))
    target = seat_for("Target", Role.OBSERVER)
    for role in (*Role, None):
        who = seat_for(f"Person {role}", role)
        status = _ask(signed_in(who), name, target, run)
        if WHO[name] in (EVERYONE, SIGNED_IN):
            continue
        allowed = role is not None and role in ROLES[WHO[name]]
        assert (status != 403) == allowed, f"{role} at {name}: {status}"
    stranger = _ask(Client(), name, target, run)
    assert (stranger == 302) == (WHO[name] != EVERYONE or name.endswith("sign_out")), name


def _ask(client: Client, name: str, target: User, run: object) -> int:
    arguments: dict[str, list[object]] = {
        "organization:link": ["no-such-link"],
        "organization:revoke_token": [uuid4()],
        "runs:show": [run],
        "runs:live": [run],
        "runs:cancel": [run],
        "runs:again": [run],
        "organization:note": ["culture"],
    }
    unit, _ = Unit.objects.get_or_create(name="Schools")
    who, _ = Stakeholder.objects.get_or_create(name="Parents", is_affected=True)
    for page in ("unit", "remove_unit"):
        arguments[f"organization:{page}"] = [unit.pk]
    for page in ("stakeholder", "remove_stakeholder"):
        arguments[f"organization:{page}"] = [who.pk]
    person = ("change_role", "new_link", "deactivate", "activate")
    given = [target.pk] if name.endswith(person) else arguments.get(name, [])
    address = reverse(name, args=given)
    sent = {"role": "observer", "name": "x", "scope": "read", "days": "3", "email": "x"}
    sent["version"] = "1"
    ask = client.post if name.rpartition(":")[2] in POSTS else client.get
    return int(ask(address, sent if ask == client.post else None).status_code)


def _run(by: User) -> object:
    from headwater.web.runs.models import Run

    return Run.objects.create(kind="t", number=1, title="T", by=by, inputs={}).pk


def test_a_refusal_says_who_may(amara: User, ben: User) -> None:
    with pytest.raises(NotAllowedError, match=r"change projects.*: owner or portfolio office"):
        check_can(amara, "edit_projects")
    with pytest.raises(NotAllowedError, match="read here"):
        check_can(ben, "read")


def test_a_deactivated_person_and_a_stranger_may_nothing(owner: User) -> None:
    assert can(owner, "manage_people")
    owner.is_active = False
    for action in ROLES:
        assert not can(owner, action)
        assert not can(AnonymousUser(), action)


def test_every_action_has_words_and_the_owner_may_all() -> None:
    assert set(ROLES) == set(WORDS)
    assert all(Role.OWNER in roles for roles in ROLES.values())
    assert {action for action, roles in ROLES.items() if Role.OBSERVER in roles} == {"read"}
