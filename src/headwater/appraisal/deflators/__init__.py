"""Price indexes: dated data files, one an edition, with their source."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files

from headwater.errors import InputError


@dataclass(frozen=True, slots=True)
class Deflator:
    """One edition of a price index; `index` is by calendar year."""

    name: str
    title: str
    currency: str
    source: str
    edition: str
    date: str
    notes: tuple[str, ...]
    index: Mapping[int, Decimal]


def deflator(name: str) -> Deflator:
    """Return a price index by name.

    Raises
    ------
    InputError
        If there is none of that name.
    """
    entry = files(__name__) / f"{name}.json"
    if not name or not entry.is_file():
        raise InputError(f"there is no price index {name!r}")
    raw = json.loads(entry.read_text(encoding="utf-8"))
    index = {int(year): Decimal(value) for year, value in raw["index"].items()}
    return Deflator(**{**raw, "notes": tuple(raw["notes"]), "index": index})
