"""How much room words take, without the fonts: a wide estimate, so that nothing overflows.

Advance widths are those of a wide sans-serif face, rounded up; the faces that slides are shown
in (Arial, Liberation Sans, Helvetica, Inter, DejaVu Sans) are as wide or narrower.
"""

import unicodedata
from functools import lru_cache

_WIDTHS = (  # of the characters from space to tilde, in hundredths of the size
    "032040046084064095078028039039050084032036032034064064064064064064064064064064034034084084084"
    "053100069069070077064058078076030030066056087075079061079070064062074069099069062069039034039"
    "084050050062064055064062036064064028028058028098064062064064042053040064060082060060053064034"
    "064084"
)
_ASCII = tuple(int(_WIDTHS[place : place + 3]) / 100 for place in range(0, len(_WIDTHS), 3))
_WIDE = 1.05  # East Asian characters, emoji and the like fill their square
_OTHER = 0.72  # letters of other alphabets, on the wide side
_BOLD = 1.13
LINE = 1.2  # height of a line, in sizes


@lru_cache(maxsize=4096)
def _advance(character: str) -> float:
    place = ord(character) - 32
    if 0 <= place < len(_ASCII):
        return _ASCII[place]
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return 0.0
    if unicodedata.east_asian_width(character) in ("W", "F") or ord(character) > 0x2500:
        return _WIDE
    base = unicodedata.normalize("NFD", character)[0]
    if base != character:
        return _advance(base)
    return 1.0 if character in "…—" else _OTHER


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of one line of text, in points, for a type size in points."""
    return sum(map(_advance, text)) * size * (_BOLD if bold else 1.0)


def wrap(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines no wider than `room` points; a word that is too long is cut."""
    lines: list[str] = []
    line, used = "", 0.0
    space = width(" ", size, bold=bold)
    for word in filter(None, text.split(" ")):
        for part in _parts(word, room, size, bold):
            taken = width(part, size, bold=bold)
            if line and used + space + taken <= room:
                line, used = f"{line} {part}", used + space + taken
            else:
                if line:
                    lines.append(line)
                line, used = part, taken
    return [*lines, line] if line else lines or [""]


def _parts(word: str, room: float, size: float, bold: bool) -> list[str]:
    if width(word, size, bold=bold) <= room:
        return [word]
    head, dash, tail = word.partition("–")
    if tail:  # the ends of a range may stand on two lines
        return [*_parts(head + dash, room, size, bold), *_parts(tail, room, size, bold)]
    parts, part, used = [], "", 0.0
    for character in word:
        taken = width(character, size, bold=bold)
        if part and used + taken > room:
            parts.append(part)
            part, used = "", 0.0
        part, used = part + character, used + taken
    return [*parts, part]


def clip(text: str, room: float, size: float, *, lines: int, bold: bool = False) -> str:
    """Return the text, cut with an ellipsis where it takes more than `lines` lines."""
    broken = wrap(text, room, size, bold=bold)
    if len(broken) <= lines:
        return text
    last = broken[lines - 1]
    while last and width(last + "…", size, bold=bold) > room:
        last = last[:-1]
    return " ".join([*broken[: lines - 1], last.rstrip(" ,;:") + "…"])


def height(text: str, room: float, size: float, *, bold: bool = False) -> float:
    """Return the height of a text that wraps at `room` points, in points."""
    return len(wrap(text, room, size, bold=bold)) * size * LINE
