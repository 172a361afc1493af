"""Find a browser for the browser tests; install one if there is none.

Tried in this order: the file named by HEADWATER_BROWSER, a Chromium or Chrome on the machine,
the one that Playwright keeps; then, as root on Debian, the package chromium; then Playwright's
own download. Prints what it found; exit code 1 when all of it failed.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TextIO

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
PLACES = (
    "/usr/bin/chromium",
    "/usr/bin/google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def find() -> str | None:
    """Return the path of a browser, on the machine or Playwright's own; None when there is none."""
    if os.environ.get("HEADWATER_BROWSER"):
        return find_installed()
    return find_installed() or _playwrights_own()


def find_installed() -> str | None:
    """Return the path of a browser on the machine; None when there is none."""
    named = os.environ.get("HEADWATER_BROWSER")
    if named:
        return named if Path(named).is_file() else None
    for found in (*map(shutil.which, NAMES), *PLACES):
        if found and Path(found).is_file():
            return str(found)
    return None


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def install() -> None:
    """Install a browser by the means that this machine has."""
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        quiet = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
        subprocess.run([*quiet, "update"], env=environment, check=False)
        packages = [*quiet, "install", "-y", "--no-install-recommends", "chromium"]
        if subprocess.run(packages, env=environment, check=False).returncode == 0:
            return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def _say(text: str, where: TextIO | None = None) -> None:
    (where or sys.stdout).write(text + "\n")
    (where or sys.stdout).flush()


def main() -> int:
    """Find, else install and find; say what came of it."""
    named = os.environ.get("HEADWATER_BROWSER")
    browser = find()
    if browser is None and named:
        _say(f"HEADWATER_BROWSER names {named}, and there is no such file.", sys.stderr)
        return 1
    if browser is None:
        _say("No browser found; installing Chromium for the browser tests.")
        install()
        browser = find()
    if browser is None:
        _say(
            "No browser could be installed, and the browser tests need one. Install Chromium or "
            "Chrome, or name one: HEADWATER_BROWSER=/path/to/chrome make test",
            sys.stderr,
        )
        return 1
    _say(f"Browser for the tests: {browser}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
