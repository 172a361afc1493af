"""Every address of the room of the account, held against the table of roles."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import get_resolver, reverse

from headwater.web.account.actions import growth, processes
from headwater.web.organization.models import Role
from headwater.web.organization.permissions import ROLES
from headwater.web.service.actions import catalogue

pytestmark = pytest.mark.django_db

GETS = {
    "customer": "read",
    "maturity": "read",
    "maturity_figure": "read",
    "figure": "read",
    "digest": "read",
    "take_over": "triage",
    "digest_file": "read",
    "statement_of": "read",
    "statement_figure": "read",
    "statement_file": "download",
    "transformation": "read",
    "transformation_figure": "read",
    "goal": "edit_catalogue",
    "saving": "work_engagements",
    "process": "edit_catalogue",
    "show_process": "read",
    "change_process": "edit_catalogue",
    "growth": "work_engagements",
    "change_growth": "work_engagements",
    "drop_growth": "work_engagements",
}
POSTS = {
    "goal": "edit_catalogue",
    "saving": "work_engagements",
    "process": "edit_catalogue",
    "growth": "work_engagements",
    "change_process": "edit_catalogue",
    "end_process": "edit_catalogue",
    "resume_process": "edit_catalogue",
    "remove_process": "edit_catalogue",
    "change_growth": "work_engagements",
    "drop_growth": "work_engagements",
    "resume_growth": "work_engagements",
    "mend_saving": "work_engagements",
    "confirm_saving": "accept",
    "withdraw_saving": "work_engagements",
}
"""Every address of the room: one without a line here fails the test below."""
ARGS = {
    "figure": ["needs_open"],
    "maturity_figure": ["needs_found"],
    "statement_of": ["2026-Q1"],
    "statement_figure": ["2026-Q1", "needs_heard"],
    "statement_file": ["2026-Q1", "json"],
    "transformation_figure": ["savings_goal"],
    "mend_saving": [7],
    "confirm_saving": [7],
    "withdraw_saving": [7],
    **{name: ["a-chain"] for name in POSTS if name.endswith("_process")},
    "show_process": ["a-chain"],
    **{name: [1] for name in POSTS if name.endswith("_growth")},
}
LEADS = {"statement": "read"}
"""Addresses that only lead on to another page."""


@pytest.fixture
def registers(seat_for: Callable[[str, Role | None], User]) -> None:
    """A process and an initiative, so that there is something to look at."""
    dev = seat_for("Dev", Role.PORTFOLIO_OFFICE)
    catalogue.load_starter(by=dev)
    processes.register_process(
        title="A chain", customer="Traders", services=["need-discovery", "pre-review"], by=dev
    )
    growth.plan_growth(title="More", by=dev)


def test_every_address_has_a_line() -> None:
    (room,) = [
        each
        for each in get_resolver().url_patterns
        if getattr(each, "namespace", None) == "account"
    ]
    assert {e.name for e in room.url_patterns} == GETS.keys() | POSTS.keys() | LEADS.keys()


@pytest.mark.parametrize("name", GETS)
@pytest.mark.parametrize("role", [*Role, None])
def test_only_those_may_look(
    name: str,
    role: Role | None,
    registers: None,
    seat_for: Callable[[str, Role | None], User],
    signed_in: Callable[[User], Client],
) -> None:
    browser = signed_in(seat_for("Amara", role))
    status = browser.get(reverse(f"account:{name}", args=ARGS.get(name))).status_code
    assert status == (200 if role in ROLES[GETS[name]] else 403)


@pytest.mark.parametrize("name", LEADS)
@pytest.mark.parametrize("role", [*Role, None])
def test_only_those_are_led_on(
    name: str,
    role: Role | None,
    seat_for: Callable[[str, Role | None], User],
    signed_in: Callable[[User], Client],
) -> None:
    browser = signed_in(seat_for("Amara", role))
    status = browser.get(reverse(f"account:{name}")).status_code
    assert status == (302 if role in ROLES[LEADS[name]] else 403)


@pytest.mark.parametrize("name", POSTS)
@pytest.mark.parametrize("role", [*Role, None])
def test_only_those_may_do(
    name: str,
    role: Role | None,
    seat_for: Callable[[str, Role | None], User],
    signed_in: Callable[[User], Client],
) -> None:
    browser = signed_in(seat_for("Amara", role))
    status = browser.post(reverse(f"account:{name}", args=ARGS.get(name)), {}).status_code
    assert (status != 403) == (role in ROLES[POSTS[name]])
