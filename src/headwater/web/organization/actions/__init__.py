"""What people do in the organization: set it up, sign in, invite, change roles, make tokens."""

from headwater.web.organization.actions.customer import (
    add_unit,
    change_unit,
    notes,
    remove_stakeholder,
    remove_unit,
    save_stakeholder,
    write_note,
)
from headwater.web.organization.actions.people import (
    activate,
    change_role,
    deactivate,
    found,
    invite,
    rename,
)
from headwater.web.organization.actions.sign_in import (
    LinkMade,
    check_password,
    make_link,
    open_link,
    set_password,
    use_link,
)
from headwater.web.organization.actions.tokens import TokenMade, make_token, revoke_token, use_token
from headwater.web.organization.brake import TooManyAttemptsError

__all__ = [
    "LinkMade",
    "TokenMade",
    "TooManyAttemptsError",
    "activate",
    "add_unit",
    "change_role",
    "change_unit",
    "check_password",
    "deactivate",
    "found",
    "invite",
    "make_link",
    "make_token",
    "notes",
    "open_link",
    "remove_stakeholder",
    "remove_unit",
    "rename",
    "revoke_token",
    "save_stakeholder",
    "set_password",
    "use_link",
    "use_token",
    "write_note",
]
