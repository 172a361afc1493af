"""Coming in: personal links that work once, the room's PIN, accounts; proxies; leaving."""

import secrets
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from headwater.errors import ConflictError, InputError, NotAllowedError
from headwater.web.judgement.actions.announcing import announce
from headwater.web.judgement.actions.preparing import new_pin
from headwater.web.judgement.models import Participant, Round, Turnout, Workshop
from headwater.web.judgement.permissions import check_can_conduct
from headwater.web.judgement.states import State
from headwater.web.organization import audit, brake
from headwater.web.organization.models import name_of

MOST_PEOPLE = 2000
MOST_FROM_ADDRESS = 20  # wrong PINs in a quarter of an hour: a meeting room shares one address
MOST_INTO_ROOM = 100
STALE = "This link has been used already or was replaced. Ask the facilitator for a new one."
WRONG_PIN = "Code and PIN do not belong together. Both are on the screen in the room."
CLOSED = "This workshop is over; its facilitator can still show you what came out of it."


@dataclass(frozen=True, slots=True)
class PersonalLink:
    """A link just made; `path` holds the secret and is shown this once."""

    participant: Participant
    path: str


@transaction.atomic
def add_participant(
    *,
    workshop: Workshop,
    name: str,
    email: str = "",
    part: str = Participant.Part.LEADER,
    by: User,
) -> Participant:
    """Put someone on the list; a person with an account of that address is tied to it."""
    check_can_conduct(by, workshop)
    name, email = _name(name), email.strip().lower()
    if part not in Participant.Part.values:
        raise InputError(f"{part!r} is no part; write leader or observer.")
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise InputError(f"{email!r} is not an e-mail address.") from None
    user = User.objects.filter(username=email, is_active=True).first() if email else None
    made = _add(workshop, name, email=email, part=part, user=user)
    _admit(made)
    audit.record("judgement.participant.added", target=made, by=by, detail={"part": part})
    return made


@transaction.atomic
def remove_participant(*, participant: Participant, by: User) -> None:
    """Take someone off the list: their link stops working, what they answered stays counted."""
    check_can_conduct(by, participant.workshop)
    Participant.objects.filter(pk=participant.pk).update(removed=True, digest=None)
    Participant.objects.filter(proxy=participant).update(proxy=None)
    audit.record("judgement.participant.removed", target=participant, by=by)


@transaction.atomic
def make_personal_link(*, participant: Participant, by: User) -> PersonalLink:
    """Make a link that lets the participant in once; one made before stops working."""
    check_can_conduct(by, participant.workshop)
    if participant.removed:
        raise InputError(f"{participant.name} is no longer on the list; add them again first.")
    secret = secrets.token_urlsafe(24)
    Participant.objects.filter(pk=participant.pk).update(digest=_digest(secret))
    audit.record("judgement.link.made", target=participant, by=by)
    return PersonalLink(participant, reverse("room:link", args=[secret]))


def open_personal_link(*, secret: str, address: str) -> Participant:
    """Return whom a link lets in, without using it up.

    Raises
    ------
    TooManyAttemptsError
        If too many attempts from the address were refused of late.
    NotAllowedError
        If there is no such link any more; why is not told.
    """
    _check_rate(address)
    found = Participant.objects.select_related("workshop").filter(digest=_digest(secret)).first()
    if found is None or found.removed:
        brake.note(f"join {address}")
        raise NotAllowedError(STALE)
    return found


def use_personal_link(*, secret: str, address: str) -> Participant:
    """Use a link up and return whom it lets in; of two at the same moment one gets in."""
    found = open_personal_link(secret=secret, address=address)
    with transaction.atomic():
        won = Participant.objects.filter(pk=found.pk, digest=_digest(secret)).update(
            digest=None, joined=True
        )
        if won:
            audit.record("judgement.participant.joined", target=found, by=found.user)
    if not won:
        raise NotAllowedError(STALE)
    return found


def join_by_pin(
    *, code: str, pin: str, name: str, address: str, user: User | None = None
) -> Participant:
    """Let someone in who knows the code and the PIN of the room.

    Raises
    ------
    TooManyAttemptsError
        If too many wrong PINs came from the address, or for the room, of late.
    NotAllowedError
        If code and PIN do not belong together, or nobody new is let in.
    ConflictError
        If someone of that name is in the room already.
    """
    code = code.strip().upper()
    _check_rate(address, code)
    workshop = Workshop.objects.filter(code=code).first()
    if workshop is None or not constant_time_compare(workshop.pin, pin.strip()):
        brake.note(f"join {address}", f"room {code}")
        raise NotAllowedError(WRONG_PIN)
    with transaction.atomic():
        return _enter(workshop, _name(name), user)


def join_with_account(*, workshop: Workshop, user: User) -> Participant | None:
    """Return the participant that the account is on the list as; None if it is not."""
    found = workshop.participants.filter(user=user, removed=False).first()
    if found is not None and not found.joined:
        Participant.objects.filter(pk=found.pk).update(joined=True)
    return found


@transaction.atomic
def renew_pin(*, workshop: Workshop, by: User) -> str:
    """Change the room's PIN; who is in stays in."""
    check_can_conduct(by, workshop)
    pin = new_pin()
    Workshop.objects.filter(pk=workshop.pk).update(pin=pin)
    announce(workshop, "changed", wide=False)
    audit.record("judgement.pin.renewed", target=workshop, by=by)
    return pin


@transaction.atomic
def set_proxy(*, absent: Participant, proxy: Participant | None, by: User) -> None:
    """Let `proxy` cast on behalf of someone absent, who can change the answer; None takes it away.

    Raises
    ------
    InputError
        If the two are the same, are not both leaders of one workshop, or the proxy is absent too.
    """
    check_can_conduct(by, absent.workshop)
    if proxy is not None:
        leaders = {absent.part, proxy.part} == {Participant.Part.LEADER}
        if proxy.pk == absent.pk or proxy.workshop_id != absent.workshop_id or not leaders:
            raise InputError("A proxy is another leader of the same workshop.")
        if proxy.removed or proxy.proxy_id is not None:
            raise InputError(f"{proxy.name} is absent too; choose someone who is there.")
    Participant.objects.filter(pk=absent.pk).update(proxy=proxy)
    announce(absent.workshop, "changed")
    audit.record(
        "judgement.proxy.set",
        target=absent,
        by=by,
        detail={"proxy": proxy.name if proxy else None},
    )


def _enter(workshop: Workshop, name: str, user: User | None) -> Participant:
    if workshop.state == State.CLOSED:
        raise NotAllowedError(CLOSED)
    late = workshop.state == State.OPEN
    if late and not workshop.late_joiners:
        raise NotAllowedError("The workshop has begun and lets nobody new in; ask its facilitator.")
    made = _add(workshop, name, user=user if _free(workshop, user) else None, late=late)
    Participant.objects.filter(pk=made.pk).update(joined=True)
    made.joined = True
    _admit(made)
    audit.record("judgement.participant.joined", target=made, by=user, detail={"by": "PIN"})
    return made


def _add(workshop: Workshop, name: str, **values: object) -> Participant:
    if workshop.participants.count() >= MOST_PEOPLE:
        raise InputError(f"A workshop holds {MOST_PEOPLE:,} people.")
    made, new = Participant.objects.get_or_create(workshop=workshop, name=name, defaults=values)
    if not new and made.removed and "part" in values:
        Participant.objects.filter(pk=made.pk).update(removed=False, **values)
        made.refresh_from_db()
    elif not new:
        raise ConflictError(
            f"Someone called {name} is on the list already. Add an initial, or use the personal "
            "link that the facilitator can send."
        )
    return made


def _admit(participant: Participant) -> None:
    """Let a leader who comes late answer the questions that are open, if late joiners may."""
    if participant.part != Participant.Part.LEADER or not participant.workshop.late_joiners:
        return
    opened = Round.objects.filter(item__workshop=participant.workshop, state=State.OPEN)
    for each in opened:
        Turnout.objects.get_or_create(round=each, participant=participant)


def _free(workshop: Workshop, user: User | None) -> bool:
    return user is not None and not workshop.participants.filter(user=user).exists()


def _name(name: str) -> str:
    name = " ".join(name.replace("\x00", "").split())
    if not name or len(name) > 100:
        raise InputError("Write a name of 1 to 100 characters.")
    return name


def usual_name(user: User) -> str:
    """Return the name that the join form begins with for someone signed in."""
    return name_of(user)


def _check_rate(address: str, code: str = "") -> None:
    limits = {f"join {address}": MOST_FROM_ADDRESS}
    if code:
        limits[f"room {code}"] = MOST_INTO_ROOM
    brake.check(limits, what="Joining")


def _digest(secret: str) -> str:
    return salted_hmac("headwater.join", secret, algorithm="sha256").hexdigest()
