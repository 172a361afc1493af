"""The service catalogue: the starter set, editions compared, and offerings read from a file."""

import json
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from headwater.errors import InputError
from headwater.vocabulary.offering import Offering, Revision
from headwater.vocabulary.service import Target
from headwater.vocabulary.shapes import from_json, to_json

FORMAT, VERSION = "headwater catalogue", 1
FIELDS = {
    "title": "Title",
    "purpose": "Purpose",
    "may_ask": "Who may ask",
    "gives": "What they get",
    "asks": "What is needed from them",
    "levels": "Service levels",
    "measures": "Measures",
    "steps": "Playbook",
}
"""The fields that editions are compared on, as pages call them."""


def starter() -> tuple[Offering, ...]:
    """Return the offerings that a new office starts from; to be edited like any others."""
    return read(files(__package__).joinpath("starter.json").read_text(encoding="utf-8"))


def read(text: str) -> tuple[Offering, ...]:
    """Read a catalogue from the text of its file.

    Raises
    ------
    InputError
        If it is no catalogue, a field is missing or wrong, or two offerings bear the same key.
    """
    try:
        value: Any = json.loads(text)
    except ValueError as error:
        raise InputError(f"the catalogue is no JSON: {error}") from None
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise InputError(f'a catalogue begins with "format": "{FORMAT}"')
    if value.get("version") != VERSION:
        raise InputError(f"this reads catalogues of version {VERSION}, not {value.get('version')}")
    found = tuple(from_json(Offering, each) for each in value.get("offerings", ()))
    keys = [each.key for each in found]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise InputError(f"two offerings bear the same key: {', '.join(twice)}")
    return found


def write(offerings: Sequence[Offering]) -> str:
    """Write offerings as the text of a file that `read` takes."""
    value = {"format": FORMAT, "version": VERSION, "offerings": to_json(tuple(offerings))}
    return json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def revisions(before: Offering, after: Offering) -> tuple[Revision, ...]:
    """Return what two editions of an offering say differently, field by field."""
    found = []
    for field, title in FIELDS.items():
        one, other = _said(getattr(before, field)), _said(getattr(after, field))
        if one != other:
            found.append(Revision(title, one, other))
    return tuple(found)


def _said(value: Any) -> str:
    if isinstance(value, Target):
        return f"{value.measure} within {value}"
    if isinstance(value, tuple):
        return "\n".join(_said(each) for each in value)
    if hasattr(value, "artefact"):
        parts = (value.title, value.detail, f"[{value.artefact}]" if value.artefact else "")
        return " – ".join(each for each in parts if each)
    return str(value)
