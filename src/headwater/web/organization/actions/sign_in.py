"""Signing in: one-time links, passwords for those who set one, and a brake on guessing."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from headwater.errors import InputError, NotAllowedError
from headwater.web.organization import audit, brake
from headwater.web.organization.models import SignInLink
from headwater.web.organization.permissions import check_can

LINK_LASTS = timedelta(hours=24)
MOST_FAILURES = 10  # of one name in a window
MOST_FROM_ADDRESS = 30  # of one network address: colleagues share one
STALE = "This link has been used or has expired. Ask an owner of your organization for a new one."
WRONG = "Name and password do not belong together."


@dataclass(frozen=True, slots=True)
class LinkMade:
    """A link just made; `path` holds the secret and is shown this once."""

    link: SignInLink
    path: str


@transaction.atomic
def make_link(*, user: User, by: User | None, lasts: timedelta = LINK_LASTS) -> LinkMade:
    """Make a link that signs `user` in once; links made before for the person stop working.

    `by` is an owner, or None for the operator of the machine, who may anything here anyway.
    """
    if by is not None:
        check_can(by, "manage_people")
    if not user.is_active:
        raise InputError(f"{user.get_username()} is deactivated; activate the person first.")
    now = timezone.now()
    user.sign_in_links.filter(used=None).update(used=now)
    secret = secrets.token_urlsafe(32)
    link = SignInLink.objects.create(user=user, digest=_digest(secret), expires=now + lasts)
    audit.record("organization.link.made", target=user, by=by)
    return LinkMade(link, reverse("organization:link", args=[secret]))


def open_link(*, secret: str, address: str) -> SignInLink:
    """Return the link of that secret, still unused.

    Raises
    ------
    TooManyAttemptsError
        If too many attempts from the address were refused of late.
    NotAllowedError
        If there is no such link, or it was used or has expired; which of them is not told.
    """
    _check_rate(address)
    link = SignInLink.objects.select_related("user").filter(digest=_digest(secret)).first()
    if link is None or not link.is_open() or not link.user.is_active:
        brake.note(address)
        raise NotAllowedError(STALE)
    return link


def use_link(*, secret: str, address: str) -> User:
    """Use the link up and return its person; of two at the same moment one gets in.

    Raises as `open_link` does.
    """
    link = open_link(secret=secret, address=address)
    with transaction.atomic():
        won = SignInLink.objects.filter(pk=link.pk, used=None).update(used=timezone.now())
        if won:
            audit.record("organization.person.signed_in", target=link.user, by=link.user)
    if not won:
        raise NotAllowedError(STALE)
    return link.user


def check_password(*, username: str, password: str, address: str) -> User:
    """Return the person whose name (or e-mail address) and password these are.

    Raises
    ------
    TooManyAttemptsError
        If too many attempts for the name or from the address were refused of late.
    NotAllowedError
        If they do not belong together; whether the name exists is not told.
    """
    username = username.strip().lower()
    _check_rate(address, username)
    user = authenticate(username=username, password=password)
    if not isinstance(user, User):
        brake.note(address, username)
        raise NotAllowedError(WRONG)
    audit.record("organization.person.signed_in", target=user, by=user)
    return user


@transaction.atomic
def set_password(*, user: User, password: str, by: User) -> None:
    """Set one's own password; every other session of the person ends with it.

    Raises
    ------
    NotAllowedError
        If it is someone else's.
    InputError
        If the password is too short or too common; the message says how.
    """
    if user.pk != by.pk:
        raise NotAllowedError("Only the person may set their password.")
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise InputError(" ".join(error.messages)) from None
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record("organization.password.set", target=user, by=by)


def _check_rate(address: str, username: str = "") -> None:
    brake.check({address: MOST_FROM_ADDRESS, username: MOST_FAILURES})


def _digest(secret: str) -> str:
    return salted_hmac("headwater.link", secret, algorithm="sha256").hexdigest()
