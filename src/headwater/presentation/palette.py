"""One calm set of colours for every document, with a sign for each call beside its colour.

Colours are six hex digits. `fill` is for marks (at least 3 : 1 against the paper), `ink` for
words (at least 4.5 : 1 against paper and tint), `tint` for surfaces behind words.
"""

from dataclasses import dataclass

from headwater.vocabulary.report import Tone


@dataclass(frozen=True, slots=True)
class Shade:
    """The colours of one meaning."""

    fill: str
    ink: str
    tint: str


@dataclass(frozen=True, slots=True)
class Palette:
    """Every colour that a document uses on one kind of paper."""

    paper: str
    surface: str
    ink: str
    muted: str
    rule: str
    accent: str
    tones: dict[Tone, Shade]


LIGHT = Palette(
    paper="FFFFFF",
    surface="F3F6F8",
    ink="16212C",
    muted="52606D",
    rule="D3DAE1",
    accent="1D3F5E",
    tones={
        "": Shade("3F6A93", "274B6D", "E6EEF5"),
        "start": Shade("0E7C7B", "0A5D5C", "DFF1F0"),
        "contested": Shade("B7791F", "7A4F0B", "FBF0DA"),
        "stop": Shade("A8476A", "8A3153", "F8E6EC"),
        "limit": Shade("2F3E4C", "16212C", "E4E8EC"),
        "muted": Shade("8391A0", "52606D", "EEF1F4"),
    },
)

DARK = Palette(
    paper="11181F",
    surface="1A232C",
    ink="E8EDF2",
    muted="A6B3BF",
    rule="33414E",
    accent="A9CBEA",
    tones={
        "": Shade("6FA3D3", "9CC4EA", "1E3247"),
        "start": Shade("35B3AE", "63D2CC", "123836"),
        "contested": Shade("E0A33B", "F2C26B", "3B2D10"),
        "stop": Shade("DE7C9E", "F2A3BD", "421F2D"),
        "limit": Shade("E8EDF2", "E8EDF2", "2C3843"),
        "muted": Shade("7C8B99", "A6B3BF", "27323C"),
    },
)

SIGNS: dict[str, str] = {"start": "●", "contested": "▲", "stop": "■"}
"""The mark that goes with each call, so that colour never speaks alone."""


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21, by the formula of WCAG 2."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(part * c for part, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
