"""The map as an SVG file: a picture with a title and a description, for screens and print."""

from xml.sax.saxutils import escape

from headwater.presentation.logic_map.layout import GUTTER, Card, Drawing, lay_out
from headwater.presentation.palette import LIGHT
from headwater.presentation.wording import plain
from headwater.vocabulary.need import LogicMap

FACE = "Inter, Arial, Helvetica, sans-serif"
WIDTH, MARGIN, TOP = 1000.0, 30.0, 74.0


def render(logic: LogicMap, subtitle: str = "") -> bytes:
    """Draw the map; the same map gives the same bytes."""
    drawing = lay_out(logic, width=WIDTH - 2 * MARGIN, size=12.0)
    height = TOP + drawing.height + MARGIN
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:g}" '
        f'width="{WIDTH:g}" height="{height:g}" role="img" aria-labelledby="t d" '
        f'font-family="{FACE}">',
        f'<title id="t">{_safe(logic.title)}</title>',
        f'<desc id="d">{_safe(described(logic))}</desc>',
        f'<rect width="{WIDTH:g}" height="{height:g}" fill="#{LIGHT.paper}"/>',
        _words(logic.title, MARGIN, 36, 20, LIGHT.accent, "bold"),
        _words(subtitle, MARGIN, 56, 11, LIGHT.muted),
        f'<g transform="translate({MARGIN:g} {TOP:g})">',
        *_inside(drawing),
        "</g></svg>",
    ]
    return "\n".join(filter(None, parts)).encode()


def described(logic: LogicMap) -> str:
    """Tell in words which card leads to which."""
    said = [f"{each.part}: {each.text}" for each in logic.items]
    said += [f"“{one.text}” leads to “{other.text}”" for one, other in logic.links()]
    return "; ".join(said)


def _inside(drawing: Drawing) -> list[str]:
    found = []
    for place, column in enumerate(drawing.columns):
        shade = LIGHT.tones[column.tone]
        found.append(_words(column.title, column.left, 12, 12.5, shade.ink, "bold"))
        found.append(
            f'<rect x="{column.left:g}" y="19" width="{column.width:g}" height="2" '
            f'fill="#{shade.fill}"/>'
        )
        if place:
            found.append(_words("→", column.left - GUTTER / 2 - 6, 12, 12.5, LIGHT.muted))
    found += [
        f'<path d="{link.path}" fill="none" stroke="#{LIGHT.tones["muted"].fill}" '
        f'stroke-width="1.4"/>'
        for link in drawing.links
    ]
    return found + [_card(card) for card in drawing.cards]


def _card(card: Card) -> str:
    shade = LIGHT.tones[card.tone]
    inks = {"text": LIGHT.ink, "share": shade.ink, "measure": LIGHT.muted}
    drawn = [
        f'<rect x="{card.left:g}" y="{card.top:g}" width="{card.width:g}" '
        f'height="{card.height:g}" rx="5" fill="#{shade.tint}" stroke="#{shade.fill}"/>'
    ]
    for line in card.lines:
        weight = "bold" if line.kind == "share" else ""
        drawn.append(_words(line.text, line.x, line.y, line.size, inks[line.kind], weight))
    return "<g>" + "".join(drawn) + "</g>"


def _words(text: str, x: float, y: float, size: float, ink: str, weight: str = "") -> str:
    if not text:
        return ""
    bold = f' font-weight="{weight}"' if weight else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="#{ink}"{bold}>{_safe(text)}</text>'
    )


def _safe(text: str) -> str:
    return escape(plain(text))
