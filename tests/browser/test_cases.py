"""Business cases in a real browser: pages that everyone can use, and the grid as a spreadsheet."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

Check = Callable[[Page], list[str]]
SIZES = ((390, 844), (1440, 900))
PASTED = """text => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
  document.activeElement.dispatchEvent(event);
}"""


def test_the_grid_pastes_undoes_fills_and_tries(sample_page: Page, axe: Check) -> None:
    page = sample_page
    page.goto("/appraisal/cases")
    page.get_by_role("link", name="Evening opening").click()
    address = page.url
    page.goto(f"{address}grid")

    def cell(name: str) -> str:
        return page.get_by_label(name, exact=True).input_value()

    first = page.get_by_label("Roof and heating 2028", exact=True)
    first.focus()
    page.evaluate(PASTED, "1\t2\n3\t4\n")
    assert [cell(f"{line} {year}") for line in ("Roof and heating", "Lockers") for year in
            (2028, 2029)] == ["1", "2", "3", "4"]  # fmt: skip
    first.press("Control+z")
    assert (cell("Roof and heating 2028"), cell("Lockers 2029")) == ("", "")
    first.fill("7")
    first.press("Tab")
    first.focus()
    first.press("Control+r")
    assert cell("Roof and heating 2045") == "7"
    first.press("Enter")
    expect(page.get_by_label("Lockers 2028", exact=True)).to_be_focused()
    first.focus()
    first.press("Control+z")
    assert cell("Roof and heating 2045") == ""
    page.get_by_role("button", name="Redo").click()
    assert cell("Roof and heating 2045") == "7"

    # A block at the name of a new line: each row becomes a line, its amounts under the years.
    frame = page.get_by_role("region", name="Cash flows of Repair and lend lockers")
    frame.get_by_label("New line, name").focus()
    page.evaluate(PASTED, "Ramp\t9\t8\nBells\t3\n")
    fresh = frame.locator("tr[data-new]")
    expect(fresh).to_have_count(3)
    assert fresh.nth(0).locator("input.number").nth(1).input_value() == "8"
    assert fresh.nth(1).locator("input.words").first.input_value() == "Bells"
    page.get_by_role("button", name="One year more").click()
    expect(page.get_by_label("Roof and heating 2046", exact=True)).to_be_visible()

    lockers = page.get_by_label("Lockers 2028", exact=True)
    lockers.fill("5")
    lockers.press("Shift+ArrowDown")
    lockers.press("Shift+ArrowDown")
    lockers.press("Control+d")
    assert cell("Upkeep 2028") == "5"
    lockers.press("Control+z")
    lockers.press("Escape")
    page.get_by_role("button", name="Try").click()
    expect(page.get_by_role("status").filter(has_text="Tried, not kept")).to_be_visible()
    assert cell("Roof and heating 2045") == "7"

    pages = ("", "grid", "compare", "options")
    for path in (
        *(f"{address}{page}" for page in pages),
        *(f"/appraisal/{page}" for page in ("across", "bundles", "bundles/new")),
    ):
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            page.goto(path)
            assert axe(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
