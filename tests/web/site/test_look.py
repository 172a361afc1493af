"""The look: vendored files are those recorded, and colours are those of the documents."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

from headwater.presentation import palette
from headwater.presentation.palette import contrast
from headwater.web import site

STATIC = Path(site.__file__).parent / "static"
VENDOR = STATIC / "vendor"
RECORDED = json.loads((VENDOR / "vendor.json").read_text())


def tokens(side: int) -> dict[str, str]:
    """Return the colours of tokens.css: 0 light, 1 dark."""
    text = (STATIC / "headwater/css/tokens.css").read_text()
    found = re.findall(r"--([\w-]+): light-dark\(#(\w{6}), #(\w{6})\);", text)
    return {name: colours[side] for name, *colours in found}


def test_every_vendored_file_is_recorded_with_its_digest() -> None:
    recorded = {path: digest for entry in RECORDED for path, digest in entry["files"].items()}
    there = {
        path.relative_to(VENDOR).as_posix(): "sha512-"
        + base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "vendor.json"
    }

    assert there == recorded
    assert all({"name", "version", "licence", "integrity"} <= set(entry) for entry in RECORDED)


@pytest.mark.parametrize(("side", "paper"), [(0, palette.LIGHT), (1, palette.DARK)])
def test_a_page_and_a_slide_say_it_in_the_same_shade(side: int, paper: palette.Palette) -> None:
    found = tokens(side)

    for tone, name in (("", "plain"), ("start",) * 2, ("contested",) * 2, ("stop",) * 2):
        shade = paper.tones[tone]  # type: ignore[index]
        assert found[f"{name}-fill"] == shade.fill
        assert found[f"{name}-ink"] == shade.ink
        assert found[f"{name}-tint"] == shade.tint
    assert (found["ink"], found["muted"], found["rule"]) == (paper.ink, paper.muted, paper.rule)


@pytest.mark.parametrize("side", [0, 1], ids=["light", "dark"])
def test_words_and_marks_stand_out(side: int) -> None:
    """WCAG 2.2: 4.5 : 1 for words, 3 : 1 for marks, borders of controls and focus rings."""
    found = tokens(side)
    for ground in ("page", "paper", "sunken", "muted-tint"):
        for words in ("ink", "muted", "link"):
            assert contrast(found[words], found[ground]) >= 4.5, (words, ground)
    for tone in ("plain", "start", "contested", "stop", "muted"):
        assert contrast(found[f"{tone}-ink"], found[f"{tone}-tint"]) >= 4.5, tone
    for mark in ("edge", "focus", "start-fill", "contested-fill", "stop-fill", "plain-fill"):
        assert contrast(found[mark], found["paper"]) >= 3, mark
    assert contrast(found["on-accent"], found["accent"]) >= 4.5
    assert contrast(found["on-accent"], found["accent-strong"]) >= 4.5


def test_every_icon_named_in_the_guide_is_in_the_sprite() -> None:
    from headwater.web.site.views import ICONS

    there = re.findall(r'<symbol id="(\w+)"', (STATIC / "headwater/icons.svg").read_text())
    assert sorted(there) == sorted(ICONS)
