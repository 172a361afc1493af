"""Coming in: links that work once, the PIN of a room with its brake, the list."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from headwater.errors import ConflictError, InputError, NotAllowedError
from headwater.web.judgement import actions
from headwater.web.judgement.models import Participant
from headwater.web.organization.actions import TooManyAttemptsError

pytestmark = pytest.mark.django_db


def secret_of(link: actions.PersonalLink) -> str:
    return link.path.rpartition("/")[2]


def test_a_personal_link_works_once_and_only_its_digest_is_kept(
    convene: Any, people: Any, chioma: User
) -> None:
    leader = people(convene())[0]
    secret = secret_of(actions.make_personal_link(participant=leader, by=chioma))

    assert (
        actions.open_personal_link(secret=secret, address="1") == leader
    )  # a preview costs nothing
    assert actions.use_personal_link(secret=secret, address="1") == leader
    with pytest.raises(NotAllowedError, match="used already"):
        actions.use_personal_link(secret=secret, address="1")

    leader.refresh_from_db()
    assert leader.joined
    assert not Participant.objects.filter(digest__contains=secret[:12]).exists()


def test_a_new_link_ends_the_old_one_and_removal_ends_both(
    convene: Any, people: Any, chioma: User
) -> None:
    leader = people(convene())[0]
    old = secret_of(actions.make_personal_link(participant=leader, by=chioma))
    new = secret_of(actions.make_personal_link(participant=leader, by=chioma))
    with pytest.raises(NotAllowedError):
        actions.open_personal_link(secret=old, address="1")

    actions.remove_participant(participant=leader, by=chioma)

    with pytest.raises(NotAllowedError):
        actions.open_personal_link(secret=new, address="1")


def test_guessing_pins_is_braked_by_address_and_by_room(convene: Any) -> None:
    workshop = convene()
    wrong = {"code": workshop.code, "pin": "x", "name": "Eve"}
    for _ in range(20):
        with pytest.raises(NotAllowedError, match="do not belong together"):
            actions.join_by_pin(**wrong, address="1")

    with pytest.raises(TooManyAttemptsError, match="quarter of an hour"):
        actions.join_by_pin(**{**wrong, "pin": workshop.pin}, address="1")
    for number in range(80):
        with pytest.raises(NotAllowedError):
            actions.join_by_pin(**wrong, address=f"other {number}")
    with pytest.raises(TooManyAttemptsError):
        actions.join_by_pin(**{**wrong, "pin": workshop.pin}, address="another")
    assert not workshop.participants.filter(name="Eve").exists()


def test_a_name_is_taken_once_and_a_changed_pin_lets_nobody_new_in(
    convene: Any, chioma: User
) -> None:
    workshop = convene()
    given = {"code": workshop.code.lower(), "pin": workshop.pin, "address": "1"}
    actions.join_by_pin(name="Amara", **given)
    with pytest.raises(ConflictError, match="Amara is on the list already"):
        actions.join_by_pin(name=" Amara ", **given)

    actions.renew_pin(workshop=workshop, by=chioma)

    with pytest.raises(NotAllowedError):
        actions.join_by_pin(name="Dev", **given)


def test_an_account_of_the_same_address_is_tied_to_the_place_on_the_list(
    convene: Any, amara: User, chioma: User
) -> None:
    amara.username = "amara@rivermouth.example"
    amara.save()
    workshop = convene()
    made = actions.add_participant(
        workshop=workshop, name="Amara", email="Amara@Rivermouth.example", by=chioma
    )

    assert made.user == amara
    assert actions.join_with_account(workshop=workshop, user=amara) == made
    assert actions.join_with_account(workshop=workshop, user=chioma) is None


def test_a_proxy_is_another_leader_who_is_there(convene: Any, people: Any, chioma: User) -> None:
    first, second, third = people(convene())
    actions.set_proxy(absent=first, proxy=second, by=chioma)

    for absent, proxy in ((third, third), (third, Participant.objects.get(pk=first.pk))):
        with pytest.raises(InputError):
            actions.set_proxy(absent=absent, proxy=proxy, by=chioma)
    stranger = people(convene())[0]
    with pytest.raises(InputError, match="same workshop"):
        actions.set_proxy(absent=third, proxy=stranger, by=chioma)
