"""Coming in by a one-time link, finding one's way on a phone, in the light and in the dark."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

OWN_PAGES = ("/", "/runs/", "/people", "/organization", "/audit", "/me", "/me/password", "/style")


def test_a_link_signs_in_once_and_then_never_again(
    opened: Callable[..., Page], server: Any
) -> None:
    address = server.link()
    first, second = opened(server), opened(server)
    second.goto(address)  # a preview of the link does not use it up

    first.goto(address)
    first.get_by_role("button", name="Sign in as Owner").click()
    expect(first.get_by_role("navigation", name="Main")).to_be_visible()

    second.get_by_role("button", name="Sign in as Owner").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("Not allowed")
    second.goto(address)
    expect(second.get_by_text("has been used or has expired")).to_be_visible()
    second.goto("/people")
    expect(second).to_have_url(re.compile(r"/sign-in\?next=/people"))


def test_the_menu_opens_and_closes_on_a_phone(
    opened: Callable[..., Page], server: Any, cookies: Any
) -> None:
    page = opened(server, cookies, size=(390, 844))
    page.goto("/")
    navigation = page.get_by_role("navigation", name="Main")
    button = page.get_by_role("button", name="Menu")

    expect(navigation).to_be_hidden()
    button.click()
    expect(navigation).to_be_visible()
    page.keyboard.press("Escape")
    expect(navigation).to_be_hidden()
    expect(button).to_be_focused()
    button.click()
    navigation.get_by_role("link", name="Runs").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Runs")


def test_inviting_on_a_phone_shows_a_link_that_works(
    opened: Callable[..., Page], server: Any, cookies: Any, axe: Callable[[Page], list[str]]
) -> None:
    page = opened(server, cookies, size=(390, 844))
    page.goto("/people")
    page.get_by_label("Name").fill("Amara")
    page.get_by_label("E-mail address").fill("amara@rivermouth.example")
    page.get_by_role("button", name="Make the invitation").click()

    assert axe(page) == []
    fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    assert page.evaluate(fits)
    theirs = opened(server)
    theirs.goto(page.locator("#link").inner_text())
    theirs.get_by_role("button", name="Sign in as Amara").click()
    expect(theirs.get_by_role("heading", level=1)).to_have_text("Our organization")
    expect(theirs.get_by_role("link", name="People")).to_have_count(0)


def test_a_token_is_made_and_revoked_after_a_question(
    opened: Callable[..., Page], server: Any, cookies: Any, axe: Callable[[Page], list[str]]
) -> None:
    page = opened(server, cookies, size=(390, 844), scheme="dark")
    page.goto("/me")
    page.get_by_label("What uses it").fill("Nightly export")
    page.get_by_role("button", name="Make a token").click()
    expect(page.locator("#token")).to_have_text(re.compile("hw_"))
    assert axe(page) == []
    fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    assert page.evaluate(fits)

    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="Revoke Nightly export").click()
    expect(page.get_by_role("button", name="Revoke Nightly export")).to_be_visible()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Revoke Nightly export").click()
    expect(page.get_by_text("Revoked", exact=True)).to_be_visible()
    expect(page.locator("#toasts")).to_contain_text("is revoked")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(390, 844), (1440, 900)], ids=["phone", "desktop"])
def test_every_page_is_accessible_and_fits(
    opened: Callable[..., Page],
    server: Any,
    cookies: Any,
    axe: Callable[[Page], list[str]],
    scheme: str,
    size: tuple[int, int],
) -> None:
    page = opened(server, cookies, size=size, scheme=scheme)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for address in (*OWN_PAGES, "/no-such-page"):
        answer = page.goto(address)
        assert answer
        assert answer.status == (404 if "such" in address else 200), address
        assert axe(page) == [], address
        fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        assert page.evaluate(fits), address
    assert [line for line in said if "404" not in line] == []


def test_the_theme_is_chosen_and_kept(signed_in_page: Page) -> None:
    page = signed_in_page
    page.goto("/")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)

    page.get_by_role("button", name="Dark theme").click()
    dark = page.evaluate(ground)
    page.goto("/runs/")

    assert dark != light
    assert page.evaluate(ground) == dark
    expect(page.get_by_role("button", name="Dark theme")).to_have_attribute("aria-pressed", "true")


def test_pages_work_without_scripts(opened: Callable[..., Page], server: Any, cookies: Any) -> None:
    page = opened(server, cookies, size=(390, 844), java_script_enabled=False)
    page.goto("/")
    page.get_by_role("link", name="Audit").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Audit trail")
    expect(page.get_by_text("organization.founded")).to_be_visible()


def test_the_page_of_the_api_runs_under_the_policy(signed_in_page: Page) -> None:
    refused: list[str] = []
    signed_in_page.on(
        "console",
        lambda message: (
            refused.append(message.text)
            if "Content Security Policy" in message.text and message.type == "error"
            else None
        ),
    )
    signed_in_page.goto("/api/v1/docs")

    expect(signed_in_page.get_by_text("/api/v1/me").first).to_be_visible()
    assert not [line for line in refused if "script" in line]
