"""From a need to a charter in a real browser: found, worked on, accepted by link, recognized."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

PHONE, DESKTOP = (390, 844), (1440, 900)
Opened = Callable[..., Page]
Check = Callable[[Page], list[str]]


def check(page: Page, axe: Check) -> None:
    """Hold the page against WCAG and against the width of its window, on both sizes."""
    for width, height in (PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": height})
        page.mouse.move(0, 0)
        assert axe(page) == [], page.url
        assert page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        ), page.url


def invite(page: Page, name: str, server: Any) -> str:
    """Give a leader a seat; return the address that signs them in."""
    page.goto("/people")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("E-mail address").fill(f"{name.lower()}@rivermouth.example")
    page.locator("#id_role").select_option("leader")
    page.get_by_role("button", name="Make the invitation").click()
    return page.locator("#link").inner_text().strip()


def act(page: Page, verb: str, *, fills: dict[str, str]) -> None:
    """Do what comes next, or what else can happen."""
    card = page.locator("section.next")
    for label, text in fills.items():
        card.get_by_label(label).first.fill(text)
    card.get_by_role("button", name=verb).click()


def test_from_a_need_to_a_charter(
    opened: Opened, sample_server: Any, sample_cookies: Any, axe: Check
) -> None:
    page = opened(sample_server, sample_cookies, size=DESKTOP)
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    link = invite(page, "Amara", sample_server)
    amara = opened(sample_server, size=PHONE)
    amara.goto(link)
    amara.get_by_role("button", name=re.compile("Sign in as")).click()

    page.goto("/service/catalogue")
    check(page, axe)

    # the need comes first: what is lacking, what shows it, then the logic
    page.get_by_role("link", name="Needs").click()
    page.get_by_role("link", name=re.compile("Record (a|the first) need")).first.click()
    check(page, axe)
    page.get_by_label("What is lacking?").fill("Families wait eleven weeks for a school place")
    page.get_by_label("For whom?").fill("900 families a year")
    page.get_by_label("Found by the office").check()
    page.get_by_label("What shows it?").fill("77 days from application to decision")
    page.get_by_label("Where does that come from?").fill("Admissions register")
    page.get_by_role("button", name="Record and go on to the session").click()
    page.get_by_role("button", name="Save and go on").click()
    for text in ("Decisions before the summer", "No paper"):
        page.get_by_label(re.compile("(Benefit|Response) 1")).fill(text)
        page.get_by_role("checkbox").first.check()
        check(page, axe)
        page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("Solution 1").fill("A form that shows its state")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Save and see the map").click()
    expect(page.locator(".map-card")).to_have_count(4)
    check(page, axe)
    with page.expect_download() as taken:
        page.get_by_role("link", name="PDF").click()
    need = re.search(r"\bN-\d+", page.locator("main").inner_text())
    assert need
    assert taken.value.suggested_filename == f"logic-map-{need[0]}.pdf"

    # the engagement, on the need
    page.get_by_role("link", name="Ask for a service").click()
    page.get_by_label("Which service?").select_option("options-advice")
    page.get_by_label("What is it about?").fill("Ways to decide by May")
    page.get_by_label("For whom?").select_option(label="Amara")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_text("in time").first).to_be_visible()
    check(page, axe)
    act(page, "Take it in", fills={"What do you answer?": "On Thursday", "Or, without": "Dev"})
    act(
        page,
        "Agree on scope and level",
        fills={"What will be done?": "Three ways", "Agreed with": "Amara"},
    )
    act(page, "Start the work", fills={})
    page.get_by_label(re.compile("of step 1")).fill("criteria.docx")
    page.get_by_role("button", name=re.compile("Done.*Set the yardstick")).click()
    expect(page.get_by_text("criteria.docx").first).to_be_visible()
    act(page, "Deliver", fills={"What was delivered?": "Three ways on four pages"})
    engagement = page.url

    # the customer answers on a phone, without an account, and accepts
    page.get_by_role("button", name="Make a link").click()
    asking = page.locator("#asking").inner_text().strip()
    check(page, axe)
    customer = opened(sample_server, size=PHONE)
    customer.goto(asking)
    check(customer, axe)
    customer.get_by_role("radio", name="9", exact=True).check()
    customer.get_by_label("What should we know?").fill("Clear")
    customer.get_by_label("Yes, I accept it").check()
    customer.get_by_role("button", name="Send").click()
    expect(customer.get_by_role("heading", name="Thank you")).to_be_visible()
    check(customer, axe)
    customer.goto(asking)
    expect(customer.get_by_text("answered already")).to_be_visible()

    # the leader recognizes what it brought
    amara.goto(engagement)
    act(amara, "Recognize its value", fills={"What did it bring?": "We chose a cheaper way"})
    expect(amara.get_by_text("We chose a cheaper way").first).to_be_visible()
    check(amara, axe)

    # the charter ends the time before it
    page.goto(engagement)
    page.get_by_role("link", name="Issue a charter").click()
    check(page, axe)
    page.get_by_role("button", name="Issue the charter").click()
    expect(page.get_by_text("days from the need")).to_be_visible()
    check(page, axe)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Word").click()
    charter = re.search(r"/charters/(\d+)/", page.url)
    assert charter
    assert taken.value.suggested_filename == f"charter-{charter[1]}.docx"

    for address in (
        "/service/engagements", "/service/engagements/list", "/service/engagements/timeline",
        "/service/levels", "/service/satisfaction", "/service/charters", "/service/vision",
        "/service/vision/edit", "/service/levels/calendars/office", "/organization/about",
        "/organization/units", "/organization/stakeholders", "/service/needs",
        "/service/catalogue/offering/options-advice/", f"{engagement}clock/delivery",
    ):  # fmt: skip
        assert page.goto(address), address
        check(page, axe)
    assert heard == []
