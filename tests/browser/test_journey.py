"""From a sheet to the board deck in a real browser: desktop, phone, keyboard, without scripts."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from headwater import samples

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
    """Hold the page against WCAG and against the width of its window."""
    page.mouse.move(0, 0)
    assert axe(page) == []
    assert fits(page)


def listen(page: Page) -> list[str]:
    """Collect what the browser complains of: errors of scripts, and what its policy refuses."""
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on(
        "console",
        lambda said: (
            heard.append(said.text)
            if said.type == "error" and "422 (Unprocessable" not in said.text  # typed on purpose
            else None
        ),
    )
    return heard


def rationalize(page: Page) -> None:
    """Start a run from the portfolio page and wait for what it finds."""
    page.goto("/portfolio/")
    page.get_by_role("button", name="Rationalize").click()
    page.wait_for_url(re.compile("/runs/"))
    link = page.locator("main a[href*='/portfolio/']").first
    link.wait_for(timeout=90_000)
    link.click()
    expect(page.get_by_role("heading", name="Portfolio", level=1)).to_be_visible()


def test_the_journey_on_a_desktop(opened: Opened, server: Any, cookies: Any, axe: Check) -> None:
    page = opened(server, cookies, size=DESKTOP)
    heard = listen(page)
    for address, said in (
        ("/projects/", "No projects yet"),
        ("/strategy/", "No objectives yet"),
        ("/judgement/", "Nothing to weigh yet"),
        ("/portfolio/", "Nothing to choose from yet"),
    ):
        page.goto(address)
        expect(page.get_by_text(said)).to_be_visible()
        check(page, axe)

    page.get_by_role("link", name="Bring a sheet").click()
    check(page, axe)
    files = [str(path) for path in sorted(samples.path().glob("*.csv"))]
    page.get_by_label("A workbook").set_input_files(files)
    page.get_by_role("button", name="Read it").first.click()
    expect(page.get_by_text("99 projects are ready")).to_be_visible()
    check(page, axe)

    page.get_by_role("button", name="Use this").click()
    expect(page.get_by_text("99 projects ·")).to_be_visible()
    edit_with_the_keyboard(page)
    check(page, axe)

    rationalize(page)
    expect(page.get_by_text("doubts to know before acting")).to_be_visible()
    check(page, axe)
    with page.expect_download() as download:
        page.get_by_role("link", name="Board deck").click()
    assert download.value.suggested_filename == "board.pptx"
    assert Path(download.value.path()).read_bytes().startswith(b"PK")
    assert heard == []


def edit_with_the_keyboard(page: Page) -> None:
    """Open a cell, spoil it, mend it, go to the next, leave it, and take all of it back."""
    row = page.get_by_role("row").filter(has_text="Aid Data Mart")
    cost = row.locator("[data-field=cost]")
    cost.focus()
    page.keyboard.press("Enter")
    cell = row.get_by_role("textbox")
    expect(cell).to_be_focused()
    expect(cell).to_have_value("4.991")

    cell.fill("lots")
    page.keyboard.press("Enter")
    expect(row.get_by_role("alert")).to_contain_text("lots")
    expect(cell).to_have_value("lots")

    cell.fill("5..7")
    page.keyboard.press("Enter")
    expect(cost).to_have_text("5 – 7")
    expect(cost).to_be_focused()

    page.keyboard.press("Enter")
    expect(cell).to_have_value("5..7")
    cell.fill("9")
    page.keyboard.press("Tab")
    expect(row.get_by_role("textbox", name=re.compile("Delivery confidence"))).to_be_focused()
    expect(cost).to_have_text("9")
    page.keyboard.press("Escape")
    expect(row.get_by_role("textbox")).to_have_count(0)

    for _ in range(2):
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_text("is as it was").last).to_be_visible()
    expect(cost).to_have_text("4.99")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_every_page_is_readable(
    opened: Opened,
    sample_server: Any,
    sample_cookies: Any,
    axe: Check,
    size: tuple[int, int],
    scheme: str,
) -> None:
    page = opened(sample_server, sample_cookies, size=size, scheme=scheme)
    heard = listen(page)
    page.goto("/portfolio/")
    if (
        page.get_by_role("button", name="Rationalize").count()
        and not page.locator("figure").count()
    ):
        rationalize(page)
    papers = page.get_by_role("link", name="All papers").get_attribute("href") or ""
    project = page.locator("table.calls tbody th a").first.get_attribute("href") or ""
    for address in (
        "/projects/",
        "/projects/1/",
        "/projects/1/cell?field=cost",
        "/projects/limits",
        "/strategy/",
        "/strategy/1/",
        "/judgement/",
        "/judgement/give",
        "/portfolio/",
        "/intake/",
        papers,
        project,
    ):
        page.goto(address)
        check(page, axe)
    assert heard == []


def test_a_phone_goes_through_the_journey(
    opened: Opened, sample_server: Any, sample_cookies: Any
) -> None:
    page = opened(sample_server, sample_cookies, size=PHONE)
    page.goto("/projects/?q=Aid+Data+Mart")
    page.locator("[data-field=stage]").click()
    page.get_by_role("textbox", name="Stage").fill("new")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("[data-field=stage]")).to_have_text("new")
    page.get_by_role("button", name="Undo").click()

    page.goto("/judgement/give")
    for box in page.locator(".points input:not([type=hidden])").all():
        box.fill("50..70")
    page.get_by_role("button", name="Keep these answers").click()
    expect(page.get_by_text("50 – 70").first).to_be_visible()
    assert fits(page)


def test_it_all_works_without_scripts(browser: Browser, server: Any, cookies: Any) -> None:
    context = browser.new_context(
        base_url=server.url, storage_state=cookies, java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/intake/")
    page.locator("summary", has_text="paste cells").click()
    page.get_by_label("Copied cells").fill("Name\tCost\nHarbour wall\t3\nNight bus\t4..5\n")
    page.get_by_role("button", name="Read it").last.click()
    page.get_by_role("button", name=re.compile("Use this|Apply")).click()

    page.get_by_role("link", name=re.compile("Cost: 3. Edit")).click()
    page.locator("#cell-text").fill("?")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("tr", has_text="Harbour wall").locator("[data-field=cost]")).to_have_text(
        "?"
    )
    page.get_by_role("button", name="Undo").click()
    context.close()
