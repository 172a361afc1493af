"""What if, scenarios and what money buys in a real browser: desktop, phone, keyboard, plain."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

PHONE, DESKTOP = (390, 844), (1440, 900)
Opened = Callable[..., Page]
Check = Callable[[Page], list[str]]


def fits(page: Page) -> bool:
    return bool(
        page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
    )


def check(page: Page, axe: Check) -> None:
    page.mouse.move(0, 0)
    assert axe(page) == []
    assert fits(page)


def listen(page: Page) -> list[str]:
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("console", lambda said: heard.append(said.text) if said.type == "error" else None)
    return heard


def worked_out(page: Page) -> None:
    """Wait until the worker has worked out what the page looks at, and it no longer asks."""
    page.wait_for_load_state()
    expect(page.locator("#look[hx-get]")).to_have_count(0, timeout=180_000)


def portfolio(page: Page) -> None:
    """Open the sample's decision; the first time it is still being computed."""
    page.goto("/portfolio/")
    if not page.locator("#what-if").count():
        page.get_by_role("button", name="Rationalize").click()
        page.wait_for_url(re.compile("/runs/"))
        link = page.locator("main a[href*='/portfolio/']").first
        link.wait_for(timeout=90_000)
        link.click()
    expect(page.locator("#what-if")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_what_if_is_answered_kept_and_compared(
    opened: Opened, sample_server: Any, sample_cookies: Any, axe: Check, size: tuple[int, int]
) -> None:
    page = opened(sample_server, sample_cookies, size=size)
    heard = listen(page)
    portfolio(page)
    answer = page.locator("#what-if-answer")
    expect(answer).to_contain_text("As it is today")

    page.get_by_label("All budgets, change in %").fill("-10")
    page.keyboard.press("Tab")
    expect(answer).to_contain_text("every budget falls by 10%")
    expect(answer).to_contain_text("Leave")
    expect(page.get_by_label("All budgets, change in per cent")).to_have_value("-10")
    page.get_by_text("Projects in or out").click()
    page.get_by_label("Another project").fill("Pay.gov")
    page.get_by_role("button", name="Leave out").click()
    expect(answer).to_contain_text("Pay.gov is not on offer")
    expect(page.get_by_label("Another project")).to_have_value("")
    check(page, axe)

    page.get_by_role("button", name="Keep as a scenario").click()
    page.wait_for_url(re.compile(r"/portfolio/scenarios/\d+$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Every budget falls by 10%")
    check(page, axe)
    page.get_by_role("link", name="Grow another from it").click()
    page.get_by_label("What (line 1)", exact=True).select_option("cost_percent")
    page.get_by_label("How much (line 1)").fill("5")
    name = f"Dearer too, {size[0]}"
    page.get_by_label("Name").fill(name)
    check(page, axe)
    page.get_by_role("button", name="Make the scenario").click()
    page.wait_for_url(re.compile(r"/portfolio/scenarios/\d+$"))
    expect(page.get_by_text("Own step")).to_be_visible()

    page.get_by_role("link", name="Scenarios").first.click()
    check(page, axe)
    page.get_by_label("Compare today's choice").check()
    page.get_by_label(f"Compare {name}").check()
    page.get_by_role("button", name="Compare the two ticked").click()
    worked_out(page)
    expect(page.get_by_role("heading", name="Which input moved the value")).to_be_visible()
    expect(page.locator(".causes")).to_contain_text("Costs and needs")
    check(page, axe)
    assert heard == []


def test_points_of_the_frontier_are_reached_with_the_keyboard(
    opened: Opened, sample_server: Any, sample_cookies: Any, axe: Check
) -> None:
    page = opened(sample_server, sample_cookies, size=DESKTOP)
    heard = listen(page)
    portfolio(page)
    page.get_by_role("link", name=re.compile("What money buys")).click()
    worked_out(page)
    today = page.locator("a.level.today")
    expect(today.locator(".told")).to_be_visible()
    check(page, axe)

    expect(page.locator("a.level[tabindex='0']")).to_have_count(1)
    today.focus()
    page.keyboard.press("ArrowLeft")
    focused = page.locator("a.level:focus")
    expect(focused.locator(".told")).to_be_visible()
    expect(today.locator(".told")).to_be_hidden()
    page.keyboard.press("Home")
    expect(page.locator("a.level").first).to_be_focused()
    page.keyboard.press("End")
    row = page.locator(focused.get_attribute("href") or "")
    page.keyboard.press("Enter")
    expect(row).to_be_visible()
    page.locator("a.level").nth(3).locator(".reach").hover()
    expect(page.locator("a.level").nth(3).locator(".told")).to_be_visible()
    assert heard == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_pages_around_a_decision_are_readable(
    opened: Opened,
    sample_server: Any,
    sample_cookies: Any,
    axe: Check,
    size: tuple[int, int],
    scheme: str,
) -> None:
    page = opened(sample_server, sample_cookies, size=size, scheme=scheme)
    heard = listen(page)
    portfolio(page)
    show = page.locator("#what-if form.knobs").get_attribute("action") or ""
    run = show.removesuffix("/what-if")
    page.goto(f"{run}/conditions")
    check(page, axe)
    page.get_by_role("link", name=re.compile("Work it out for")).first.click()
    expect(page.locator(".conditions")).to_contain_text("It would be enough that", timeout=180_000)
    expect(page.locator(".conditions[hx-get]")).to_have_count(0, timeout=180_000)
    check(page, axe)
    page.goto(f"{run}/?show=stop")
    page.locator("table.calls tbody th a").first.click()
    page.get_by_role("link", name="Make room for it").click()
    expect(page.get_by_text("Gives up").first).to_be_visible(timeout=180_000)
    for address in ("", "/scenarios", "/scenarios/new", "/what-if", "/money"):
        check(page, axe)
        page.goto(f"{run}{address}")
    check(page, axe)
    assert heard == []


def test_it_all_works_without_scripts(
    browser: Browser, sample_server: Any, sample_cookies: Any
) -> None:
    context = browser.new_context(
        base_url=sample_server.url, storage_state=sample_cookies, java_script_enabled=False
    )
    page = context.new_page()
    portfolio(page)
    expect(page.get_by_label("All budgets, change in per cent")).to_be_hidden()
    page.get_by_label("All budgets, change in %").fill("-20")
    page.get_by_role("button", name="See what happens").click()
    expect(page).to_have_url(re.compile("/what-if$"))
    answer = page.locator("#what-if-answer")
    expect(answer).to_contain_text("every budget falls by 20%")
    expect(page.get_by_label("All budgets, change in %")).to_have_value("-20")

    page.get_by_label("Another project").fill("Pay.gov")
    page.get_by_role("button", name="Leave out").click()
    expect(answer).to_contain_text("Pay.gov is not on offer")
    expect(answer).to_contain_text("every budget falls by 20%")
    page.get_by_role("button", name="Keep as a scenario").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Every budget falls by 20%")
    page.get_by_text("Name and note").click()
    page.get_by_label("Name").fill("A hard year")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A hard year")
    page.get_by_role("button", name="Put away").click()
    expect(page.get_by_text("A hard year").first).to_be_attached()
    context.close()
