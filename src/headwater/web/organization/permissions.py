"""Who may do what, as one table. `check_can` raises and says who may; `can` only answers."""

from collections.abc import Mapping

from django.contrib.auth.models import AnonymousUser, User

from headwater.errors import NotAllowedError
from headwater.web.organization.models import Role, Seat

OWNER, OFFICE, FACILITATOR = Role.OWNER, Role.PORTFOLIO_OFFICE, Role.FACILITATOR
LEADER, OBSERVER = Role.LEADER, Role.OBSERVER

ROLES: Mapping[str, tuple[Role, ...]] = {
    "read": (OWNER, OFFICE, FACILITATOR, LEADER, OBSERVER),
    "edit_projects": (OWNER, OFFICE),
    "edit_strategy": (OWNER, OFFICE, FACILITATOR),
    "judge": (OWNER, OFFICE, FACILITATOR, LEADER),  # the office hands in what leaders wrote down
    "facilitate": (OWNER, OFFICE, FACILITATOR),
    "run": (OWNER, OFFICE, FACILITATOR),
    "download": (OWNER, OFFICE, FACILITATOR, LEADER),
    "describe_customer": (OWNER, OFFICE),
    "record_needs": (OWNER, OFFICE, FACILITATOR, LEADER),
    "edit_catalogue": (OWNER, OFFICE),
    "ask_service": (OWNER, OFFICE, FACILITATOR, LEADER),
    "triage": (OWNER, OFFICE),
    "work_engagements": (OWNER, OFFICE, FACILITATOR),
    "accept": (OWNER, LEADER),  # the customer's side: the office never accepts its own work
    "edit_cases": (OWNER, OFFICE, FACILITATOR),
    "comment_cases": (OWNER, OFFICE, FACILITATOR, LEADER),
    "approve_cases": (OWNER, LEADER),
    "manage_people": (OWNER,),
    "read_audit": (OWNER, OFFICE),
    "manage_tokens": (OWNER, OFFICE, FACILITATOR),
}
"""Action -> the roles that may do it."""

WORDS: Mapping[str, str] = {
    "read": "read here",
    "edit_projects": "change projects",
    "edit_strategy": "change objectives and links",
    "judge": "say what matters more",
    "facilitate": "prepare or run a workshop",
    "run": "start or cancel a computation",
    "download": "take papers away",
    "describe_customer": "change what is written about the organization",
    "record_needs": "record or change needs",
    "edit_catalogue": "change the catalogue, calendars or the service vision",
    "ask_service": "ask for a service",
    "triage": "take requests in or decline them",
    "work_engagements": "work on engagements",
    "accept": "agree to the vision, accept what was delivered or recognize its value",
    "edit_cases": "bring or change business cases",
    "comment_cases": "comment on business cases or agree to them",
    "approve_cases": "approve business cases or send them back",
    "manage_people": "invite people and change roles",
    "read_audit": "read the audit trail",
    "manage_tokens": "make keys for the REST API",
}
"""Action -> how a refusal says it."""


def seat_of(user: User | AnonymousUser) -> Seat | None:
    """Return the person's seat, read once a request; None if there is none."""
    if not isinstance(user, User) or not user.is_active:
        return None
    try:
        return user.seat
    except Seat.DoesNotExist:
        return None


def can(user: User | AnonymousUser, action: str) -> bool:
    """Say whether the person may do the action; for templates that show or hide a button."""
    seat = seat_of(user)
    return seat is not None and seat.role in ROLES[action]


def check_can(user: User | AnonymousUser, action: str) -> None:
    """Raise NotAllowedError, saying who may, unless the person may do the action."""
    if not can(user, action):
        labels = [role.label.lower() for role in ROLES[action]]
        who = labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} or {labels[-1]}"
        raise NotAllowedError(f"You may not {WORDS[action]}. It takes the role: {who}.")
