"""A brake on guessing: refused attempts are counted by name and by network address."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from headwater.errors import NotAllowedError
from headwater.web.organization.models import SignInFailure

WINDOW = timedelta(minutes=15)


class TooManyAttemptsError(NotAllowedError):
    """Too many attempts were refused; the message says when to come back."""

    http_status = 429


def check(limits: Mapping[str, int], *, what: str = "Sign-in") -> None:
    """Raise TooManyAttemptsError if one of the names was refused as often as its limit says.

    `limits` is name -> most refusals in a quarter of an hour; blank names are not counted.
    """
    since = timezone.now() - WINDOW
    for name, most in limits.items():
        if name and SignInFailure.objects.filter(key=_key(name), at__gte=since).count() >= most:
            raise TooManyAttemptsError(
                f"{what} was refused {most} times. Please wait a quarter of an hour."
            )


@transaction.atomic
def note(*names: str) -> None:
    """Count a refusal for each name; names are kept as keyed digests only."""
    SignInFailure.objects.filter(at__lt=timezone.now() - WINDOW).delete()
    SignInFailure.objects.bulk_create(SignInFailure(key=_key(name)) for name in names if name)


def _key(name: str) -> str:
    return salted_hmac("headwater.sign_in", name, algorithm="sha256").hexdigest()
