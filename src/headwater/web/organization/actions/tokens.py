"""Tokens of the REST API: made and shown once, used, revoked."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from headwater.errors import InputError, NotAllowedError
from headwater.web.organization import audit
from headwater.web.organization.models import ApiToken
from headwater.web.organization.permissions import can, check_can

MARK = "hw_"  # so that a token left in a file is recognized for what it is
LONGEST = 365  # days


@dataclass(frozen=True, slots=True)
class TokenMade:
    """A token just made; `secret` is shown this once."""

    token: ApiToken
    secret: str


@transaction.atomic
def make_token(*, name: str, scope: str, days: int, by: User) -> TokenMade:
    """Make a token for oneself.

    Parameters
    ----------
    scope
        ``read`` or ``write``; never more than the person may.
    days
        How long it lasts, 1 to 365.

    Raises
    ------
    NotAllowedError
        If the person's role may not make tokens.
    InputError
        If the name is blank, or scope or days are out of range.
    """
    check_can(by, "manage_tokens")
    name = name.strip()
    if not name or len(name) > 100:
        raise InputError("Name the token after what uses it, in 1 to 100 characters.")
    if scope not in ApiToken.Scope.values:
        raise InputError(f"{scope!r} is no scope; write read or write.")
    if not 1 <= days <= LONGEST:
        raise InputError(f"A token lasts 1 to {LONGEST} days; {days} were asked for.")
    secret = MARK + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=by,
        name=name,
        digest=_digest(secret),
        scope=scope,
        expires=timezone.now() + timedelta(days=days),
    )
    audit.record(
        "organization.token.made", target=token, by=by, detail={"scope": scope, "days": days}
    )
    return TokenMade(token, secret)


@transaction.atomic
def revoke_token(*, token: ApiToken, by: User) -> ApiToken:
    """Close a token at once: one's own, or as an owner anyone's."""
    if token.user_id != by.pk and not can(by, "manage_people"):
        raise NotAllowedError("Only its person or an owner may revoke a token.")
    if token.revoked is None:
        token.revoked = timezone.now()
        token.save(update_fields=["revoked"])
        audit.record("organization.token.revoked", target=token, by=by)
    return token


def use_token(*, secret: str) -> ApiToken | None:
    """Return the open token of that secret, its person with it; None if there is none.

    A person whose role may no longer make tokens may no longer use them either.
    """
    token = (
        ApiToken.objects.select_related("user__seat").filter(digest=_digest(secret)).first()
        if secret.startswith(MARK)
        else None
    )
    if token is None or not token.is_open or not can(token.user, "manage_tokens"):
        return None
    today = timezone.now().date()
    if token.last_used != today:  # once a day: reading must not become writing
        ApiToken.objects.filter(pk=token.pk).update(last_used=today)
    return token


def _digest(secret: str) -> str:
    return salted_hmac("headwater.token", secret, algorithm="sha256").hexdigest()
