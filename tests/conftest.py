"""What all tests share: which browser to use, and that browser tests come last."""

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

INSTALL = Path(__file__).parent / "browser/install.py"
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-features=Translate,OptimizationHints,MediaRouter",
)


# the same examples on every machine, however busy it is
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Mark tests with a browser, and run them last.

    The browser's library leaves an event loop running in its process, in which Django refuses
    to ask the database: whoever asks it must have been there before.
    """
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
    yield
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the browser that install.py finds, silent on the network."""
    spec = importlib.util.spec_from_file_location("browser_install", INSTALL)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found = module.find_installed()
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    more: dict[str, Any] = {"args": [*QUIET, *(["--no-sandbox"] if as_root else [])]}
    return browser_type_launch_args | more | ({"executable_path": found} if found else {})
