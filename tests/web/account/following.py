"""Following the links of a page as a person does, down to the records."""

import re
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from django.test import Client


def main_of(page: Any) -> str:
    """Return the page's own part, without the frame."""
    return unescape(page.content.decode().partition("<main")[2].partition("</main>")[0])


def links(page: Any) -> set[str]:
    """Return the addresses that the page's own part leads to."""
    return set(re.findall(r'href="([^"#][^"]*)"', main_of(page)))


def opened(browser: Client, address: str) -> Any:
    """Follow a link, and find on the page the part that it names."""
    parts = urlsplit(address)
    page = browser.get(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    assert page.status_code == 200, address
    if parts.fragment:
        assert f'id="{parts.fragment}"' in page.content.decode(), address
    return page


def followed(browser: Client, figure: str) -> set[str]:
    """Open the records behind a figure and the page of each; every row has one."""
    behind = opened(browser, figure)
    rows = re.findall(r'<th scope="row">(.*?)</th>', main_of(behind))
    assert rows, figure
    found = set()
    for row in rows:
        address = re.search(r'<a href="([^"]+)"', row)
        assert address, (figure, row)
        opened(browser, address[1])
        found.add(address[1])
    return found
