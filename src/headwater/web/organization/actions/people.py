"""Founding the organization, inviting people, and changing what they may do."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from headwater.errors import ConflictError, InputError
from headwater.web.organization import audit
from headwater.web.organization.actions.sign_in import LinkMade, make_link
from headwater.web.organization.models import Organization, Role, Seat, Unit, name_of
from headwater.web.organization.permissions import check_can

USUAL_NAME = "Our organization"
FIRST_OWNER = "owner"


@transaction.atomic
def found(*, name: str = USUAL_NAME, currency: str = "GBP") -> User:
    """Make the organization and its first owner unless they are there; return an active owner.

    The owner has no password: the first sign-in is by a one-time link.
    """
    organization, made = Organization.objects.get_or_create(
        id=1, defaults={"name": name, "currency": currency}
    )
    if made:
        audit.record("organization.founded", target=organization, by=None)
    owner = User.objects.filter(seat__role=Role.OWNER, is_active=True).order_by("pk").first()
    if owner is None:
        owner = _new_person(FIRST_OWNER, "Owner")
        seat = Seat.objects.create(user=owner, role=Role.OWNER)
        audit.record("organization.person.seated", target=seat, by=None, detail={"role": "owner"})
    return owner


@transaction.atomic
def rename(*, name: str, currency: str, by: User) -> Organization:
    """Change what the organization is called and the currency it counts in."""
    check_can(by, "manage_people")
    organization = Organization.objects.get()
    before = {"name": organization.name, "currency": organization.currency}
    organization.name, organization.currency = name.strip(), currency.strip().upper()
    if not organization.name:
        raise InputError("The organization needs a name.")
    if len(organization.currency) != 3 or not organization.currency.isalpha():
        raise InputError(f"{currency!r} is not a currency: write three letters, such as GBP.")
    organization.save()
    after = {"name": organization.name, "currency": organization.currency}
    audit.record(
        "organization.renamed", target=organization, by=by, detail={"from": before, "to": after}
    )
    return organization


@transaction.atomic
def invite(*, email: str, name: str, role: str, by: User, unit: Unit | None = None) -> LinkMade:
    """Give a new person a seat and a one-time link to hand over.

    Raises
    ------
    NotAllowedError
        If `by` is not an owner.
    InputError
        If the e-mail address or the role is none.
    ConflictError
        If a person of that address has a seat already.
    """
    check_can(by, "manage_people")
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise InputError(f"{email!r} is not an e-mail address.") from None
    _check_role(role)
    if User.objects.filter(username=email).exists():
        raise ConflictError(f"{email} has a seat here already; make a new link for them instead.")
    person = _new_person(email, name.strip() or email.split("@")[0], email)
    seat = Seat.objects.create(user=person, role=role, unit=unit)
    audit.record("organization.person.invited", target=seat, by=by, detail={"role": role})
    return make_link(user=person, by=by)


@transaction.atomic
def change_role(*, user: User, role: str, by: User) -> Seat:
    """Change what a person may do; the last owner stays owner."""
    check_can(by, "manage_people")
    _check_role(role)
    seat = Seat.objects.select_related("user").get(user=user)
    before = seat.role
    if before == role:
        return seat
    if before == Role.OWNER:
        _check_not_last_owner(user)
    seat.role = role
    seat.save(update_fields=["role"])
    audit.record(
        "organization.role.changed", target=seat, by=by, detail={"from": before, "to": role}
    )
    return seat


@transaction.atomic
def deactivate(*, user: User, by: User) -> Seat:
    """Sign a person out for good: links and tokens die with it; what they did stays on record."""
    check_can(by, "manage_people")
    seat = Seat.objects.select_related("user").get(user=user)
    if seat.role == Role.OWNER:
        _check_not_last_owner(user)
    seat.user.is_active = False
    seat.user.save(update_fields=["is_active"])
    now = timezone.now()
    seat.user.sign_in_links.filter(used=None).update(used=now)
    seat.user.api_tokens.filter(revoked=None).update(revoked=now)
    audit.record("organization.person.deactivated", target=seat, by=by)
    return seat


@transaction.atomic
def activate(*, user: User, by: User) -> Seat:
    """Let a deactivated person in again; they need a new link or their password."""
    check_can(by, "manage_people")
    seat = Seat.objects.select_related("user").get(user=user)
    seat.user.is_active = True
    seat.user.save(update_fields=["is_active"])
    audit.record("organization.person.activated", target=seat, by=by)
    return seat


def _new_person(username: str, name: str, email: str = "") -> User:
    person = User(username=username, email=email, first_name=name[:150])
    person.set_unusable_password()
    person.save()
    return person


def _check_role(role: str) -> None:
    if role not in Role.values:
        raise InputError(f"{role!r} is no role; the roles are: {', '.join(Role.values)}.")


def _check_not_last_owner(user: User) -> None:
    others = User.objects.filter(seat__role=Role.OWNER, is_active=True).exclude(pk=user.pk)
    if not others.exists():
        raise ConflictError(
            f"{name_of(user)} is the last owner; make someone else an owner first, "
            "or nobody could invite people any more."
        )
