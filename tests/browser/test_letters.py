"""Letters to sponsors and what it would take, in a real browser: on a desktop and on a phone."""

import re
from collections.abc import Callable
from typing import Any
from zipfile import ZipFile

from playwright.sync_api import Page, expect

PHONE, DESKTOP = (390, 844), (1440, 900)
SIZES = (DESKTOP, PHONE)
Opened = Callable[..., Page]
Check = Callable[[Page], list[str]]


def decide(page: Page) -> str:
    """Start a run and wait for what it finds; return its address."""
    page.goto("/portfolio/")
    page.get_by_role("button", name="Rationalize").click()
    link = page.locator("main a[href*='/portfolio/']").first
    link.wait_for(timeout=90_000)
    link.click()
    page.wait_for_url(re.compile("/portfolio/.+/"))
    return page.url


def check(page: Page, axe: Check) -> None:
    """Hold the page against WCAG and against the width of its window, on both sizes."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.mouse.move(0, 0)
        assert axe(page) == []
        assert page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )


def one_file(page: Page, axe: Check) -> None:
    """Ask for everything in one file, stop it, ask again, and take it away once it is ready."""
    row = page.locator("#file-zip")
    row.get_by_role("button", name="Prepare no-pack.zip").click()
    row.get_by_role("button", name="Stop").click()
    expect(row.get_by_text("It was stopped before it ended.")).to_be_visible(timeout=60_000)
    check(page, axe)
    row.get_by_role("button", name="Prepare it again").click()
    ready = row.get_by_role("link", name=re.compile("^no-pack.zip"))
    expect(ready).to_be_visible(timeout=180_000)
    expect(page.locator("#files[hx-get]")).to_have_count(0)
    check(page, axe)
    with page.expect_download() as download:
        ready.click()
    assert download.value.suggested_filename == "no-pack.zip"
    assert "all-answers.pdf" in ZipFile(download.value.path()).namelist()


def without_javascript(page: Page, letters: str) -> None:
    """Ask for a file where nothing runs in the browser: the page loads itself until it is ready."""
    page.goto(letters)
    page.get_by_role("button", name="Prepare all-answers.pdf").click()
    page.wait_for_url(f"{letters}all")
    ready = page.get_by_role("link", name=re.compile("^all-answers.pdf"))
    expect(ready).to_be_visible(timeout=180_000)
    with page.expect_download() as download:
        ready.click()
    assert download.value.suggested_filename == "all-answers.pdf"


def test_what_it_takes_and_the_letters(
    opened: Opened, sample_server: Any, sample_cookies: Any, axe: Check
) -> None:
    page = opened(sample_server, sample_cookies, size=DESKTOP)
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    address = decide(page)

    page.goto(f"{address}?show=stop")
    page.locator("table.calls tbody th a").first.click()
    page.get_by_role("link", name="Work it out").click()
    expect(page.get_by_text("Each alone, all else as it is.")).to_be_visible(timeout=90_000)
    expect(page.locator("#takes[hx-get]")).to_have_count(0, timeout=180_000)  # all of it
    assert "/takes" not in page.url  # swapped into the page
    check(page, axe)

    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    page.goto(address)
    page.get_by_role("link", name="All papers").click()
    check(page, axe)
    page.get_by_label("Looked at again on").fill("2099-03-15")
    page.get_by_label("Whom to ask").fill("Dev <dev@rivermouth.example>")
    page.get_by_role("button", name="Prepare the letters").click()
    page.get_by_role("link", name="See the result").click(timeout=180_000)
    check(page, axe)
    letters = page.url
    one_file(page, axe)
    assert page.url == letters  # swapped into the page
    without_javascript(opened(sample_server, sample_cookies, java_script_enabled=False), letters)

    page.locator("main tbody th a").first.click()
    sheet = page.frame_locator("iframe.sheet-frame")
    expect(sheet.get_by_text("15 March 2099")).to_be_visible()
    check(page, axe)
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("^PDF")).click()
    assert download.value.suggested_filename.endswith(".pdf")
    assert heard == []
