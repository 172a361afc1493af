"""Markup that cannot be broken into: text becomes markup only by being escaped."""

import html
from typing import NewType

Markup = NewType("Markup", str)
VOID = {"meta", "input", "br", "use", "circle", "rect", "line", "path"}


def text(content: str) -> Markup:
    """Return text as markup, with every character that means something escaped."""
    return Markup(html.escape(content, quote=True))


def behind(address: str, content: str, style: str | None = None) -> Markup:
    """Return text that leads to the page behind it, or just text where there is none."""
    return element("a", text(content), href=address, style=style) if address else text(content)


def raw(content: str) -> Markup:
    """Take the house's own style or script as markup; never what somebody typed."""
    return Markup(content)


def element(name: str, /, *children: Markup, **attributes: str | float | bool | None) -> Markup:
    """Return an element; `class_` and `http_equiv` stand for class and http-equiv.

    Attributes that are None or False are left out, those that are True stand alone, and every
    other value is escaped.
    """
    parts = [name]
    for key, value in attributes.items():
        said = key.rstrip("_").replace("_", "-")
        if value is True:
            parts.append(said)
        elif value is not None and value is not False:
            parts.append(f'{said}="{html.escape(str(value), quote=True)}"')
    opened = " ".join(parts)
    if name in VOID and not children:
        return Markup(f"<{opened}>" if name in ("meta", "input", "br") else f"<{opened}/>")
    return Markup(f"<{opened}>{''.join(children)}</{name}>")
