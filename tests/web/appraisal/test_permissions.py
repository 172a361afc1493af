"""Every address of the room of business cases, held against the table of roles."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import get_resolver, reverse

from headwater.web.appraisal.models import Case, CaseBundle
from headwater.web.organization.models import Role
from headwater.web.organization.permissions import ROLES

pytestmark = pytest.mark.django_db

GETS = {
    "cases": "read",
    "bring": "edit_cases",
    "template": "read",
    "case": "read",
    "grid": "edit_cases",
    "review": "read",
    "compare": "read",
    "paper": "download",
    "across": "read",
    "own_template": "download",
    "options": "read",
    "bundles": "read",
    "new_bundle": "edit_cases",
    "bundle": "read",
    "edit_bundle": "edit_cases",
}
POSTS = {
    "sample": "edit_cases",
    "sign": "comment_cases",
    "comment": "comment_cases",
    "link": "edit_cases",
    "into_projects": "edit_projects",
    "take_back": "edit_cases",
    "simulate": "run",
    "bundle_into_portfolio": "edit_projects",
    "remove_bundle": "edit_cases",
}
OF_ONE: dict[str, tuple[str, ...]] = {
    "case": (),
    "grid": (),
    "own_template": (),
    "review": (),
    "compare": (),
    "paper": ("story.docx",),
    "into_projects": (),
    "take_back": (),
    "simulate": (),
    "sign": (),
    "comment": (),
    "link": (),
    "options": (),
}
"""Addresses that name a case, with what else they name."""
OF_BUNDLE = ("bundle", "edit_bundle", "bundle_into_portfolio", "remove_bundle")
SENT = {
    "sign": {"seen": "1", "verdict": "agreed"},
    "comment": {"text": "Well told."},
    "take_back": {"seen": "1"},
}


def test_every_address_has_a_line_here() -> None:
    found = get_resolver("headwater.web.appraisal.urls").reverse_dict
    assert {name for name in found if isinstance(name, str)} == {*GETS, *POSTS}


@pytest.mark.parametrize("role", [*Role, None])
def test_each_role_may_do_what_the_table_says(
    role: Role | None,
    case: Case,
    bundle: CaseBundle,
    seat_for: Callable[..., User],
    signed_in: Callable[[User], Client],
) -> None:
    browser = signed_in(seat_for("Someone", role))
    for name, action in {**GETS, **POSTS}.items():
        args = [case.pk, *OF_ONE[name]] if name in OF_ONE else []
        args = [bundle.pk] if name in OF_BUNDLE else args
        address = reverse(f"appraisal:{name}", args=args)
        page = browser.get(address) if name in GETS else browser.post(address, SENT.get(name, {}))
        allowed = role is not None and role in ROLES[action]
        assert (page.status_code != 403) == allowed, (name, role, page.status_code)
        assert page.status_code < 500
