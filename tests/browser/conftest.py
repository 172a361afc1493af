"""A real browser against the real server: uvicorn, the worker of the runs, a data folder."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

HERE = Path(__file__).parent
PHONE, DESKTOP = (390, 844), (1440, 900)
SERVE = """
import sys
from headwater.web.site.prepare import prepare
prepare(sample=sys.argv[2] == "sample")
from headwater.web.site import serve
serve.run(port=int(sys.argv[1]))
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark all of these, so that they run last."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True)
class Server:
    """A running Headwater."""

    url: str
    home: Path
    environment: dict[str, str]

    def link(self, name: str = "") -> str:
        """Return the address of a new one-time link; for an owner if no name is given."""
        command = [
            sys.executable,
            "-m",
            "headwater.web.site",
            "sign_in_link",
            *filter(None, [name]),
        ]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=True
        )
        return self.url + done.stdout.strip()


def serve(home: Path, *, sample: bool) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "HEADWATER_HOME": str(home)}
    command = [sys.executable, "-c", SERVE, str(port), "sample" if sample else "empty"]
    with (home / "server.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    server = Server(f"http://127.0.0.1:{port}", home, environment)
    try:
        _wait_until_healthy(server, process)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def _wait_until_healthy(server: Server, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 240  # a busy machine takes its time
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{server.url}/health", timeout=2) as answer:
                if b'"worker": true' in answer.read():
                    return
        except OSError:
            pass
        time.sleep(0.2)
    raise RuntimeError(f"the server did not come up:\n{(server.home / 'server.log').read_text()}")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve an empty organization."""
    yield from serve(tmp_path_factory.mktemp("home"), sample=False)


@pytest.fixture(scope="session")
def sample_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the sample."""
    yield from serve(tmp_path_factory.mktemp("sample_home"), sample=True)


@pytest.fixture(scope="session")
def base_url(server: Server) -> str:
    """Let `page.goto("/")` mean the empty organization's server."""
    return server.url


def sign_in(browser: Browser, server: Server) -> Any:
    """Sign an owner in by a one-time link; return the cookies to open other windows with."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(server.link())
    page.get_by_role("button", name=re.compile("Sign in as")).click()
    page.wait_for_url(f"{server.url}/")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture(scope="session")
def cookies(browser: Browser, server: Server) -> Any:
    """What an owner's browser keeps after signing in to the empty organization."""
    return sign_in(browser, server)


@pytest.fixture(scope="session")
def sample_cookies(browser: Browser, sample_server: Server) -> Any:
    """What an owner's browser keeps after signing in to the sample."""
    return sign_in(browser, sample_server)


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open windows: `opened(server, cookies, size=PHONE, scheme="dark")`."""
    contexts: list[BrowserContext] = []

    def open_window(
        server: Server,
        cookies: Any = None,
        *,
        size: tuple[int, int] = DESKTOP,
        scheme: Any = "light",
        **more: Any,
    ) -> Page:
        context = browser.new_context(
            base_url=server.url,
            storage_state=cookies,
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            **more,
        )
        contexts.append(context)
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture
def signed_in_page(opened: Callable[..., Page], server: Server, cookies: Any) -> Page:
    """Show the empty organization to its owner, on a desktop."""
    return opened(server, cookies)


@pytest.fixture
def sample_page(opened: Callable[..., Page], sample_server: Server, sample_cookies: Any) -> Page:
    """Show the sample to its owner, on a desktop."""
    return opened(sample_server, sample_cookies)


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """Hold a page against WCAG 2.2 A and AA; the faults, one a line."""
    checker = Axe()
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

    def check(page: Page) -> list[str]:
        found = checker.run(page, options={"runOnly": {"type": "tag", "values": tags}})
        return [
            f"{fault['id']}: {node['html'][:200]} {node.get('failureSummary', '')}"
            for fault in found.response["violations"]
            for node in fault["nodes"]
        ]

    return check


def no_sideways_scroll(page: Page) -> bool:
    """Say whether the page itself (not a table in its frame) is no wider than the window."""
    fits: bool = page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    return fits
