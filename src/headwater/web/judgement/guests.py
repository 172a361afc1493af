"""Who a visitor of a room is: known by their session, or by their account."""

from uuid import UUID

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest

from headwater.errors import NotAllowedError
from headwater.web.judgement import actions
from headwater.web.judgement.models import Participant, Workshop

KEPT = "headwater.rooms"
LASTS = 30 * 24 * 60 * 60  # seconds: longer than most deadlines are away
LIGHT = (
    *("name", "part", "removed", "proxy"),
    *("workshop__code", "workshop__mode", "workshop__pace", "workshop__state"),
)
"""What a hand-in needs to know of a participant and of the workshop."""
DEVICE = "headwater_device"


def workshop_of(code: str) -> Workshop:
    """Return the workshop of that code, or 404."""
    found = Workshop.objects.select_related("now").filter(code=code.upper()).first()
    if found is None:
        raise Http404("no such room")
    return found


def remember(request: HttpRequest, participant: Participant) -> None:
    """Let this browser be the participant from now on."""
    rooms = dict(request.session.get(KEPT, {}))
    request.session.cycle_key()
    rooms[participant.workshop_id.hex] = participant.pk.hex
    request.session[KEPT] = rooms
    if not request.user.is_authenticated:
        request.session.set_expiry(LASTS)


def forget(request: HttpRequest, workshop: Workshop) -> None:
    """Let this browser be nobody in the workshop any more."""
    rooms = dict(request.session.get(KEPT, {}))
    rooms.pop(workshop.pk.hex, None)
    request.session[KEPT] = rooms


def guest(request: HttpRequest, workshop: Workshop) -> Participant | None:
    """Return whom the visitor takes part as; None for a stranger."""
    kept = request.session.get(KEPT, {}).get(workshop.pk.hex)
    if kept:
        found = Participant.objects.filter(pk=UUID(kept), workshop=workshop, removed=False).first()
        if found is not None:
            return found
    if isinstance(request.user, User):
        return actions.join_with_account(workshop=workshop, user=request.user)
    return None


def seated_guest(request: HttpRequest, code: str) -> Participant:
    """Return whom the visitor takes part as, with the workshop, in one look where it can be.

    Raises as `known_guest` does.
    """
    kept = set(request.session.get(KEPT, {}).values())
    found = (
        Participant.objects.select_related("workshop")
        .only(*LIGHT)
        .filter(pk__in=[UUID(each) for each in kept], workshop__code=code.upper(), removed=False)
    )
    return found.order_by().first() or known_guest(request, workshop_of(code))


def known_guest(request: HttpRequest, workshop: Workshop) -> Participant:
    """Return whom the visitor takes part as.

    Raises
    ------
    NotAllowedError
        If the visitor is a stranger; the message says how to get in.
    """
    found = guest(request, workshop)
    if found is None:
        raise NotAllowedError(
            "You have not joined this workshop on this device. Open your personal link, or go to "
            f"/j/{workshop.code} and enter the PIN that is shown in the room."
        )
    return found


def account(request: HttpRequest) -> User | None:
    """Return the visitor's account, if they signed in."""
    return request.user if isinstance(request.user, User) else None


def device_cookie(round_id: UUID) -> str:
    """Name the cookie in which a device keeps its secret for one round."""
    return f"{DEVICE}_{round_id.hex}"
