"""The ground of the sample year: people as roles, units, calendar, catalogue, vision."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils.text import slugify

from headwater.vocabulary.service_calendar import BusinessCalendar
from headwater.web.account.actions.sample.text import ANALYST, FACILITATOR, HEAD, LEADERS
from headwater.web.organization import actions as organization
from headwater.web.organization.models import Role, Stakeholder, Unit
from headwater.web.service.actions import calendars, catalogue, vision
from headwater.web.service.models import Calendar, VisionEdition

HOURS = BusinessCalendar.weekly(
    "office.1", "America/New_York", hours="09:00-12:30, 13:00-17:30", country="US"
)
"""The hours of the sample's office, lunch left out, with the public holidays of its country."""
SEATS: Mapping[str, Role] = {
    **dict.fromkeys(LEADERS, Role.LEADER),
    HEAD: Role.PORTFOLIO_OFFICE,
    ANALYST: Role.PORTFOLIO_OFFICE,
    FACILITATOR: Role.FACILITATOR,
}


def people(*, by: User) -> dict[str, User]:
    """Give each role a seat; nobody can sign in to one until an owner makes a link."""
    found = {}
    for name, role in SEATS.items():
        email = f"{slugify(name)}@sample.example"
        made = organization.invite(email=email, name=name, role=role, by=by)
        user = User.objects.get(username=email)
        user.sign_in_links.all().delete()  # the link of an invitation that nobody hands over
        del made
        found[name] = user
    return found


def lay(found: Mapping[str, Any], seats: Mapping[str, User], *, by: User, at: datetime) -> None:
    """Write units, notes, stakeholders, calendar and catalogue, as of the year's first day."""
    for name, leader, purpose in found["units"]:
        if not Unit.objects.filter(name=name).exists():
            organization.add_unit(
                name=name, leader=seats.get(leader), leader_name=leader, purpose=purpose, by=by
            )
    for subject, text, source in found["notes"]:
        organization.write_note(
            subject=subject, text=text, source=f"{source} (simulated)", by=by, at=at
        )
    if not Stakeholder.objects.exists():
        for name, part, decides, pays, affected, influence, interest, cares in found[
            "stakeholders"
        ]:
            organization.save_stakeholder(
                name=name, part=part, decides=decides, pays=pays, is_affected=affected,
                influence=influence, interest=interest, cares_about=cares, by=by,
            )  # fmt: skip
    if not Calendar.objects.exists():
        calendars.save_calendar(record=HOURS, name="Office hours", is_usual=True, by=by, at=at)
    catalogue.load_starter(by=by, at=at)


def draft(found: Mapping[str, Any], *, by: User, at: datetime) -> VisionEdition:
    """Draft the service vision."""
    said = found["vision"]
    return vision.draft_vision(
        for_whom=said["for"],
        outcomes=said["outcomes"],
        difference=said["difference"],
        standards=[vision.Standard(*each) for each in said["standards"]],
        review_on=(at + timedelta(days=180)).date(),
        by=by,
        at=at,
    )
