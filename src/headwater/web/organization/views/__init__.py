"""Pages of the organization. Each view: find, check the form, act, show."""

from headwater.web.organization.views.customer import (
    about,
    note,
    remove_stakeholder,
    remove_unit,
    stakeholder,
    stakeholders,
    unit,
    units,
)
from headwater.web.organization.views.me import make_token, me, password, revoke_token
from headwater.web.organization.views.people import (
    activate,
    audit_trail,
    change_role,
    deactivate,
    invite,
    new_link,
    organization,
    people,
)
from headwater.web.organization.views.sign_in import link, sign_in, sign_out

__all__ = [
    "about",
    "activate",
    "audit_trail",
    "change_role",
    "deactivate",
    "invite",
    "link",
    "make_token",
    "me",
    "new_link",
    "note",
    "organization",
    "password",
    "people",
    "remove_stakeholder",
    "remove_unit",
    "revoke_token",
    "sign_in",
    "sign_out",
    "stakeholder",
    "stakeholders",
    "unit",
    "units",
]
