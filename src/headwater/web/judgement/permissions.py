"""Who may do what in a workshop. `check_` raises and says who may; `can_` only answers."""

from django.contrib.auth.models import AnonymousUser, User

from headwater.errors import NotAllowedError
from headwater.web.judgement.models import Participant, Workshop
from headwater.web.organization.permissions import check_can


def check_can_conduct(by: User | AnonymousUser, workshop: Workshop) -> None:
    """Raise NotAllowedError unless the person facilitates this workshop."""
    check_can(by, "facilitate")
    if not can_conduct(by, workshop):
        raise NotAllowedError(
            "Only the facilitators of this workshop may do that; one of them can add you."
        )


def can_conduct(user: User | AnonymousUser, workshop: Workshop) -> bool:
    """Say whether the person facilitates this workshop; an owner may any."""
    return Workshop.objects.conducted_by(user).filter(pk=workshop.pk).exists()


def check_can_judge(participant: Participant) -> None:
    """Raise NotAllowedError unless the participant is a leader who is still invited."""
    if participant.removed:
        raise NotAllowedError("You no longer take part in this workshop; ask its facilitator.")
    if participant.part != Participant.Part.LEADER:
        raise NotAllowedError("You take part as an observer: you see what is shown, and judge not.")
