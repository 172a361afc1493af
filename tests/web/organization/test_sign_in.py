"""Signing in: links that work once, passwords, and the brake on guessing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from headwater.errors import NotAllowedError
from headwater.web.organization import actions
from headwater.web.organization.models import AuditEvent, SignInLink

pytestmark = pytest.mark.django_db
GOOD = "four plain words together"


def test_a_link_is_shown_first_and_used_up_by_its_button(client: Client, amara: User) -> None:
    path = actions.make_link(user=amara, by=None).path

    shown = client.get(path)
    assert "Sign in as Amara" in shown.content.decode()
    assert "_auth_user_id" not in client.session

    entered = client.post(path)
    assert entered.headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(amara.pk)
    assert client.get("/").status_code == 200
    assert Client().get(path).status_code == 403
    assert Client().post(path).status_code == 403


def test_only_the_digest_of_a_link_is_kept(amara: User) -> None:
    made = actions.make_link(user=amara, by=None)
    secret = made.path.rsplit("/", 1)[1]

    kept = str(SignInLink.objects.values().get()) + str(list(AuditEvent.objects.values()))
    assert secret not in kept


def test_an_expired_link_does_not_sign_in(client: Client, amara: User) -> None:
    path = actions.make_link(user=amara, by=None, lasts=timedelta(hours=1)).path
    SignInLink.objects.update(expires=timezone.now() - timedelta(seconds=1))

    answer = client.post(path)

    assert answer.status_code == 403
    assert "has been used or has expired" in answer.content.decode()


def test_a_new_link_closes_the_old_one(client: Client, amara: User) -> None:
    old = actions.make_link(user=amara, by=None).path
    actions.make_link(user=amara, by=None)

    assert client.post(old).status_code == 403


def test_two_at_the_same_moment_one_gets_in(amara: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have seen the link open; the conditional update lets one through."""
    secret = actions.make_link(user=amara, by=None).path.rsplit("/", 1)[1]
    seen_open = actions.open_link(secret=secret, address="")
    monkeypatch.setattr(
        "headwater.web.organization.actions.sign_in.open_link", lambda **given: seen_open
    )

    assert actions.use_link(secret=secret, address="") == amara
    with pytest.raises(NotAllowedError, match="has been used"):
        actions.use_link(secret=secret, address="")


def test_the_session_gets_a_new_key_at_sign_in(client: Client, amara: User) -> None:
    client.get(reverse("organization:sign_in"))
    session = client.session
    session["planted"] = "by someone else"
    session.save()
    before = session.session_key

    client.post(actions.make_link(user=amara, by=None).path)

    assert client.session.session_key != before


def test_nobody_has_a_password_from_the_start() -> None:
    owner = actions.found()

    assert not owner.has_usable_password()
    for guess in ("", "owner", "admin", "password", "headwater"):
        with pytest.raises(NotAllowedError):
            actions.check_password(username="owner", password=guess, address=guess)


def test_a_password_signs_in_and_leads_onward(client: Client, amara: User) -> None:
    actions.set_password(user=amara, password=GOOD, by=amara)

    answer = client.post("/sign-in", {"username": " Amara ", "password": GOOD, "next": "/runs/"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/runs/")


@pytest.mark.parametrize(
    "onward", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"]
)
def test_it_never_leads_to_another_site(client: Client, amara: User, onward: str) -> None:
    actions.set_password(user=amara, password=GOOD, by=amara)

    answer = client.post("/sign-in", {"username": "amara", "password": GOOD, "next": onward})

    assert answer.headers["Location"] == "/"


def test_a_wrong_password_and_an_unknown_name_sound_the_same(client: Client, amara: User) -> None:
    actions.set_password(user=amara, password=GOOD, by=amara)

    wrong = client.post("/sign-in", {"username": "amara", "password": "wrong"})
    unknown = client.post("/sign-in", {"username": "nobody", "password": "wrong"})

    assert wrong.status_code == unknown.status_code == 403
    for answer in (wrong, unknown):
        assert "do not belong together" in answer.content.decode()


def test_guessing_is_slowed_down_even_with_the_right_answer(client: Client, amara: User) -> None:
    actions.set_password(user=amara, password=GOOD, by=amara)
    for number in range(10):
        sent = {"username": "amara", "password": str(number)}
        assert client.post("/sign-in", sent).status_code == 403

    answer = client.post("/sign-in", {"username": "amara", "password": GOOD})

    assert answer.status_code == 429
    assert "quarter of an hour" in answer.content.decode()
    other = client.post("/sign-in", {"username": "chioma", "password": "x"})
    assert other.status_code == 403  # colleagues at the same address are not shut out


def test_an_address_that_tries_links_is_shut_out(client: Client, amara: User) -> None:
    for number in range(30):
        client.get(f"/sign-in/guess{number}")

    assert client.get(actions.make_link(user=amara, by=None).path).status_code == 429


def test_a_weak_password_is_refused_and_says_how(
    signed_in: Callable[[User], Client], amara: User
) -> None:
    client = signed_in(amara)

    answer = client.post("/me/password", {"password": "short", "again": "short"})

    assert answer.status_code == 422
    assert "at least 12 characters" in answer.content.decode()
    assert not User.objects.get(pk=amara.pk).has_usable_password()


def test_a_new_password_ends_other_sessions_and_asks_for_the_old_one(
    signed_in: Callable[[User], Client], amara: User
) -> None:
    here, elsewhere = signed_in(amara), signed_in(amara)

    assert here.post("/me/password", {"password": GOOD, "again": GOOD}).status_code == 302
    assert here.get("/me").status_code == 200
    assert elsewhere.get("/me").status_code == 302
    without_old = here.post("/me/password", {"password": GOOD + "!", "again": GOOD + "!"})
    assert without_old.status_code == 422


def test_signing_out_takes_a_press_of_the_button(
    signed_in: Callable[[User], Client], amara: User
) -> None:
    client = signed_in(amara)

    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out").status_code == 302
    assert client.get("/").headers["Location"] == "/sign-in?next=/"


def test_a_form_without_its_token_changes_nothing(amara: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(amara)

    answer = client.post("/sign-out")

    assert answer.status_code == 403
    assert "form has gone stale" in answer.content.decode()
    assert client.get("/").status_code == 200
