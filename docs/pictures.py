"""`python docs/pictures.py`: take the pictures of the pages anew, from a fresh demo."""

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

IMAGES = Path(__file__).parent / "images"
PORT = 8973
PAGES = {  # name: path, both schemes and widths (else desktop in light only)
    "home": ("/", False),
    "intake": ("/intake/", False),
    "projects": ("/projects/", True),
    "limits": ("/projects/limits", False),
    "objectives": ("/strategy/", False),
    "values": ("/judgement/", True),
    "answers": ("/judgement/give", False),
    "portfolio": ("/portfolio/", True),
    "people": ("/people", False),
    "audit": ("/audit", False),
}
AROUND = {  # pages around the newest decision: what stands behind its address
    "scenarios": "/scenarios",
    "what-if": "/what-if",
    "money": "/money",
    "conditions": "/conditions",
}
TALLEST = 2400  # pixels; a picture shows the beginning of a longer page


def main() -> None:
    """Serve the sample from a new data folder, sign in by the link, and take the pictures."""
    with tempfile.TemporaryDirectory() as home:
        command = [Path(sys.executable).parent / "headwater", "demo", "--port", str(PORT)]
        log = Path(home) / "log"
        with log.open("w") as out:
            server = subprocess.Popen([*command, "--home", home], stdout=out, stderr=out)
        try:
            link = _link(log)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=os.environ.get("HEADWATER_BROWSER", "/usr/bin/chromium"),
                    args=["--no-sandbox", "--disable-background-networking"],
                )
                page = browser.new_page(base_url=f"http://127.0.0.1:{PORT}")
                page.goto(link)
                page.locator("main button").first.click()
                _wait_for_decision(page)
                for name, (path, all_ways) in PAGES.items():
                    _take(page, name, path, all_ways)
                page.goto("/portfolio/")
                asks = page.locator("#what-if form.knobs").get_attribute("action") or ""
                _plant(page, asks.removesuffix("/what-if"))
                for name, path in AROUND.items():
                    _take(page, name, asks.removesuffix("/what-if") + path, False)
                browser.close()
        finally:
            server.terminate()
            server.wait()


def _link(log: Path) -> str:
    for _ in range(120):
        if found := re.search(r"http\S+/sign-in/\S+", log.read_text()):
            return found.group()
        time.sleep(0.5)
    raise SystemExit(log.read_text())


def _wait_for_decision(page: Page) -> None:
    """Wait for the first run of the demo."""
    for _ in range(90):
        page.goto("/portfolio/")
        if page.locator("#what-if").count():
            return
        time.sleep(1)
    raise SystemExit("the demo's first run did not end")


def _plant(page: Page, run: str) -> None:
    """Make a small tree of scenarios, so that its picture shows one."""
    page.goto(f"{run}/scenarios")
    page.get_by_role("form", name="Budget cut").get_by_role("button").click()
    page.get_by_role("link", name="Grow another from it").click()
    page.get_by_label("What (line 1)", exact=True).select_option("remove")
    page.get_by_label("Of what (line 1)").fill("Pay.gov")
    page.get_by_role("button", name="Make the scenario").click()
    page.goto(f"{run}/scenarios")
    page.get_by_label("Project", exact=True).select_option(label="IRS.GOV - Portal Environment")
    page.get_by_role("form", name="Project slips").get_by_role("button").click()
    page.wait_for_url("**/scenarios/*")


def _take(page: Page, name: str, path: str, all_ways: bool) -> None:
    for scheme in ("light", "dark") if all_ways else ("light",):
        for width in (1440, 390) if all_ways else (1440,):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.set_viewport_size({"width": width, "height": 900})
            answer = page.goto(path)
            assert answer and answer.ok, path
            tall = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
            page.set_viewport_size({"width": width, "height": tall})
            page.wait_for_timeout(300)
            page.screenshot(path=IMAGES / f"page-{name}-{width}-{scheme}.png")


if __name__ == "__main__":
    main()
