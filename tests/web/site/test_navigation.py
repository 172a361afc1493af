"""The menu: groups, what one may open, and where one is."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from headwater.web.organization.permissions import ROLES
from headwater.web.site.navigation import NAVIGATION, sections

EVERYTHING = dict.fromkeys(ROLES, True)


@pytest.mark.parametrize(
    ("view", "path", "group", "entry"),
    [
        ("home", "/", "Home", "Home"),
        ("service:need", "/service/needs/7/", "Services", "Needs"),
        ("service:session", "/service/needs/7/session/benefit", "Services", "Needs"),
        ("service:clock", "/service/engagements/7/clock/delivery", "Services", "Engagements"),
        ("service:charters", "/service/charters", "Services", "Engagements"),
        ("service:vision", "/service/vision", "Customer", "Service vision"),
        ("organization:units", "/organization/units", "Customer", "The organization"),
        ("projects:limits", "/projects/limits", "Rationalize", "Projects"),
        ("intake:upload", "/intake/", "Rationalize", "Projects"),
        ("organization:people", "/people", "People", "People"),
    ],
)
def test_one_entry_says_where_one_is(view: str, path: str, group: str, entry: str) -> None:
    found = sections(path=path, view=view, may=EVERYTHING)

    assert [each.title for each in found if each.current] == [group]
    (here,) = [each for section in found for each in section.entries if each.current]
    assert here.title == entry


def test_a_page_that_belongs_to_no_entry_marks_none() -> None:
    found = sections(path="/me", view="organization:me", may=EVERYTHING)
    assert not any(each.current for each in found)


def test_a_group_leads_to_the_first_page_that_one_may_open() -> None:
    found = {each.title: each for each in sections(path="/", view="home", may={"read": True})}
    assert "People" not in found
    assert found["Services"].address == reverse("service:needs")


def test_every_entry_has_an_address_and_an_action_that_exists() -> None:
    for page in (page for group in NAVIGATION for page in group.pages):
        assert reverse(page.name)
        assert not page.action or page.action in ROLES


@pytest.mark.django_db
def test_every_page_of_the_menu_opens_for_its_owner(
    signed_in: Callable[[User], Client], owner: User
) -> None:
    client = signed_in(owner)
    for page in (page for group in NAVIGATION for page in group.pages):
        assert client.get(reverse(page.name), follow=True).status_code == 200, page.name
