"""A whole workshop in real browsers: a facilitator, the wall, and four phones."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Server, no_sideways_scroll

WALL = (1920, 1080)
PICTURES = os.environ.get("HEADWATER_PICTURES", "")


def picture(page: Page, name: str) -> None:
    """Keep a picture of a screen, where a folder for them is named."""
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page="wall" not in name)


class Room:
    """The facilitator's browser, the wall and the phones of one workshop."""

    def __init__(self, opened: Callable[..., Page], server: Server, cookies: Any) -> None:
        self.opened, self.server, self.cookies = opened, server, cookies
        self.desk = opened(server, cookies)
        self.phones: list[Page] = []

    def make(self, title: str, template: str) -> None:
        desk = self.desk
        desk.goto("/judgement/workshops/new")
        desk.get_by_label("What is it called?").fill(title)
        desk.get_by_text(template, exact=True).click()
        desk.get_by_role("button", name="Make it").click()
        desk.wait_for_url(re.compile("/judgement/workshops/[0-9a-f-]+$"))
        desk.on("dialog", lambda dialog: dialog.accept())
        self.address = desk.url

    def invite(self, *names: str) -> None:
        for name in names:
            row = self.desk.get_by_role("row", name=re.compile(f"^{name} "))
            row.get_by_role("button", name=re.compile("^Link")).click()
            link = self.desk.locator("#personal-link").inner_text()
            phone = self.opened(self.server, size=PHONE, has_touch=True)
            phone.goto(link)
            phone.get_by_role("button", name=f"Join as {name}").click()
            phone.wait_for_url(re.compile("/room$"))
            self.phones.append(phone)
            self.desk.goto(self.address)

    def walk_in(self, *names: str) -> None:
        code = self.desk.locator("code").first.inner_text().rpartition("/")[2]
        pin = self.desk.locator(".join-card .figure").inner_text()
        for name in names:
            phone = self.opened(self.server, size=PHONE, has_touch=True)
            phone.goto("/j/")
            phone.get_by_label("Code").fill(code.lower())
            phone.get_by_role("button", name="Go on").click()
            phone.get_by_label("PIN").fill(pin)
            phone.get_by_label("Your name").fill(name)
            phone.get_by_role("button", name="Join").click()
            phone.wait_for_url(re.compile("/room$"))
            self.phones.append(phone)

    def change_point(self, title: str, **lists: str) -> None:
        point = self.desk.locator("details", has_text=title).first
        point.locator("summary").click()
        for name, text in lists.items():
            point.locator(f"[name={name}]").fill(text)
        point.get_by_role("button", name="Keep", exact=True).click()

    def add_point(self, title: str, *, kind: str, method: str, subjects: str, up: int) -> None:
        new = self.desk.locator("details.add")
        new.locator("summary").click()
        new.get_by_label("What happens").select_option(label=kind)
        new.get_by_label("Title").fill(title)
        new.locator("[name=method]").select_option(method)
        new.locator("[name=subjects]").fill(subjects)
        new.get_by_role("button", name="Add", exact=True).click()
        for _ in range(up):
            point = self.desk.locator(".agenda details", has_text=title).first
            point.locator("summary").click()
            point.get_by_role("button", name="Move up").click()

    def press(self, name: str, *, exact: bool = False) -> None:
        self.desk.get_by_role("button", name=name, exact=exact).click()


@pytest.fixture
def room(opened: Callable[..., Page], server: Server, cookies: Any) -> Room:
    return Room(opened, server, cookies)


def judge_step_by_step(phone: Page, best: str, worst: str, times: str) -> None:
    """Answer by the best-worst method: first which, then how many times as much."""
    most = phone.get_by_role("group", name="Which criterion matters most?")
    least = phone.get_by_role("group", name="Which criterion matters least?")
    most.get_by_role("radio", name=best).check()
    least.get_by_role("radio", name=worst).check()
    phone.get_by_role("button", name="Next").click()
    asked = phone.get_by_role(
        "group", name=f"How many times as much does {best} matter as {worst}?"
    )
    asked.get_by_role("radio", name=times, exact=True).check()


def streaming(page: Page) -> None:
    """Wait until the page listens to the room."""
    page.wait_for_selector("html[data-stream=open]")


def test_a_whole_workshop(room: Room, axe: Callable[[Page], list[str]]) -> None:
    desk = room.desk
    room.make("The quay", "Decide")
    desk.get_by_label("Add people").fill("Amara <amara@rivermouth.example>\nDev")
    desk.get_by_role("button", name="Add", exact=True).first.click()
    room.change_point("Decision", subjects="Rebuild\nRepair\nWait")
    room.add_point(
        "Weights", kind="Judge criteria", method="best_worst",
        subjects="Safety\nCost\nSpeed", up=1,
    )  # fmt: skip
    picture(desk, "prepare")
    assert axe(desk) == []

    room.invite("Amara", "Dev")
    picture(desk, "prepare-joined")
    room.walk_in("Chioma", "Ben")
    amara, dev, chioma, ben = room.phones
    picture(ben, "phone-waiting")

    wall = room.opened(room.server, room.cookies, size=WALL)
    wall.goto(f"{room.address}/wall")
    streaming(wall)
    picture(wall, "wall-joining")
    room.press("Open the workshop")
    desk.wait_for_url(re.compile("/console$"))
    streaming(desk)
    for phone in room.phones:
        streaming(phone)
        expect(phone.get_by_role("heading", name="The question and the options")).to_be_visible()
    expect(wall.get_by_role("heading", name="The question and the options")).to_be_visible()
    picture(desk, "console-discuss")

    # a method that adapts: step by step on the phone, a range, back, and ending early
    room.press("Next: Weights")
    room.press("Open the question")
    for phone in room.phones:
        expect(phone.get_by_role("button", name="Next")).to_be_visible()
    picture(amara, "phone-step-1")
    assert axe(amara) == []
    judge_step_by_step(amara, "Safety", "Speed", "8")
    amara.reload()  # a phone that was put away goes on where it was
    asked = amara.get_by_role("group", name="How many times as much does Safety matter as Speed?")
    asked.get_by_role("radio", name="8", exact=True).check()
    picture(amara, "phone-step-2")
    assert axe(amara) == []
    assert no_sideways_scroll(amara)
    amara.get_by_role("button", name="Next").click()
    expect(amara.get_by_text("That is all that needs asking")).to_be_visible()
    amara.get_by_role("button", name="Back").click()
    expect(asked.get_by_role("radio", name="8", exact=True)).to_be_checked()  # nothing is lost
    amara.get_by_role("button", name="Next").click()
    expect(amara.get_by_text("That is all that needs asking")).to_be_visible()
    amara.get_by_role("button", name="Hand in").click()
    for phone, best, worst in ((dev, "Cost", "Safety"), (chioma, "Safety", "Cost")):
        judge_step_by_step(phone, best, worst, "3")
        phone.get_by_role("button", name="Hand in this much").click()
    most = ben.get_by_role("group", name="Which criterion matters most?")
    most.locator("summary").click()
    most.get_by_label("Comment on").fill("The tide will not wait")
    judge_step_by_step(ben, "Speed", "Cost", "5")
    ben.get_by_role("button", name="Hand in this much").click()
    for phone in room.phones:
        expect(phone.get_by_role("heading", name="Your answer is in")).to_be_visible()
    expect(desk.get_by_role("heading", name="All have answered")).to_be_visible()
    room.press("Close the question")
    room.press("Reveal", exact=True)
    expect(wall.locator(".bars").first).to_contain_text("Safety")
    expect(amara.locator(".measures").first).to_contain_text("Kendall")
    picture(amara, "phone-agreement")
    picture(desk, "console-agreement")
    assert axe(desk) == []
    assert axe(amara) == []

    room.press("Next: Decision")
    expect(amara.get_by_role("heading", name="Decision")).to_be_visible()
    room.press("Open the question")
    for phone in room.phones:
        expect(phone.get_by_role("button", name="Hand in")).to_be_visible()
        assert no_sideways_scroll(phone)
    expect(amara.get_by_text("After the reveal everyone here sees")).to_be_visible()
    picture(amara, "phone-ballot")
    assert axe(amara) == []

    # by thumb, by keyboard, and without a network
    amara.get_by_role("radio", name="Rebuild").check()
    amara.get_by_label("Why").fill("The wall will not last")
    amara.get_by_role("button", name="Hand in").click()
    expect(amara.get_by_role("heading", name="Your answer is in")).to_be_visible()
    dev.get_by_role("radio", name="Rebuild").focus()
    dev.keyboard.press("ArrowDown")
    dev.keyboard.press("Tab")
    dev.keyboard.type("Cheaper")
    for _ in range(3):
        dev.keyboard.press("Tab")
        if dev.evaluate("document.activeElement.textContent").strip() == "Hand in":
            break
    dev.keyboard.press("Enter")
    expect(dev.get_by_role("heading", name="Your answer is in")).to_be_visible()
    expect(desk.get_by_text("2 of 4 have answered")).to_be_visible()
    expect(desk.get_by_text("Ben, Chioma")).to_be_visible()
    expect(wall.get_by_text("2 of 4 have answered")).to_be_visible()
    picture(desk, "console-open")
    picture(wall, "wall-open")

    chioma.context.set_offline(True)
    chioma.get_by_role("radio", name="Rebuild").check()
    chioma.get_by_role("button", name="Hand in").click()
    expect(chioma.get_by_text("You are offline.")).to_be_visible()
    picture(chioma, "phone-offline")
    chioma.context.set_offline(False)
    expect(chioma.get_by_role("heading", name="Your answer is in")).to_be_visible(timeout=15_000)
    ben.get_by_role("radio", name="Wait").check()
    ben.get_by_role("button", name="Hand in").click()
    expect(desk.get_by_role("heading", name="All have answered")).to_be_visible()
    picture(ben, "phone-in")

    # nothing is told before the reveal
    for screen in (wall, desk, ben):
        assert "will not last" not in screen.content()
    room.press("Close the question")
    expect(amara.get_by_role("heading", name="Answers are in")).to_be_visible()
    room.press("Reveal", exact=True)
    expect(wall.get_by_role("heading", name="Decision")).to_be_visible()
    expect(wall.locator(".bars")).to_contain_text("Rebuild")
    expect(amara.locator(".bars")).to_contain_text("Rebuild")
    picture(amara, "phone-results")
    picture(wall, "wall-results")
    picture(desk, "console-results")
    assert axe(amara) == []
    assert axe(wall) == []
    assert axe(desk) == []

    # a second round, an answer on someone's behalf, and the record
    desk.get_by_label("Park a thought").fill("Who pays for the crane?")
    room.press("Park", exact=True)
    expect(desk.locator("#parking li")).to_contain_text("Who pays for the crane?")
    room.press("Judge again")
    expect(ben.get_by_role("button", name="Hand in")).to_be_visible()
    for phone in room.phones:
        phone.get_by_role("radio", name="Rebuild").check()
        phone.get_by_role("button", name="Hand in").click()
        expect(phone.get_by_role("heading", name="Your answer is in")).to_be_visible()
    room.press("Close the question")
    room.press("Reveal", exact=True)
    desk.get_by_role("link", name="Record the decision").click()
    expect(desk.get_by_label("What was decided")).to_have_value("Rebuild")
    desk.get_by_label("It is opened again when").fill("The bids exceed GBP 12 million")
    picture(desk, "record")
    assert axe(desk) == []
    desk.get_by_role("button", name="Keep it for good").click()
    expect(desk.get_by_role("heading", name="What it rests on")).to_be_visible()
    picture(desk, "decision")
    assert axe(desk) == []
    with desk.expect_download() as told:
        desk.get_by_role("link", name="Minutes, Word").click()
    assert told.value.suggested_filename == "decision-1-minutes.docx"
    desk.goto("/judgement/decisions")
    picture(desk, "decisions")
    assert axe(desk) == []
    desk.goto(f"{room.address}/console")
    room.press("End")
    expect(amara.get_by_role("heading", name="Thank you")).to_be_visible()
    picture(wall, "wall-end")


def test_criteria_on_a_phone_with_ranges_and_dont_know(
    room: Room, axe: Callable[[Page], list[str]]
) -> None:
    desk = room.desk
    room.make("What counts", "Score a shortlist")
    room.change_point("Scores of the shortlist", subjects="Tram\nFerry", criteria="Safety\nReach")
    room.walk_in("Amara")
    (phone,) = room.phones
    desk.goto(room.address)
    room.press("Open the workshop")
    desk.get_by_role("link", name="Scores of the shortlist").click()
    room.press("Open the question")
    expect(phone.get_by_role("button", name="Hand in")).to_be_visible()

    first = phone.get_by_role("group", name="Safety").first
    first.get_by_role("radio", name="4").check()
    second = phone.get_by_role("group", name="Reach").first
    second.locator("summary", has_text="A range instead").click()
    second.get_by_label("from").fill("2")
    second.get_by_label("to", exact=True).fill("9")
    phone.get_by_label("Don’t know").nth(2).check()
    picture(phone, "phone-scores")
    assert axe(phone) == []
    phone.get_by_role("button", name="Hand in").click()

    expect(phone.get_by_text("lies off the scale")).to_be_visible()
    picture(phone, "phone-fault")
    assert axe(phone) == []
    phone.get_by_role("group", name="Reach").first.get_by_label("to", exact=True).fill("3")
    phone.get_by_role("button", name="Hand in").click()
    expect(phone.get_by_role("heading", name="Your answer is in")).to_be_visible()
    phone.get_by_role("link", name="Change it").click()
    expect(phone.get_by_role("group", name="Safety").first.get_by_label("4")).to_be_checked()
    expect(phone.get_by_label("Don’t know").nth(2)).to_be_checked()
    assert no_sideways_scroll(phone)
    phone.goto(phone.url.partition("/room")[0] + "/who-sees-what")
    picture(phone, "phone-modes")
    assert axe(phone) == []
    assert no_sideways_scroll(phone)
