"""Records to plain JSON values and back, by their type hints.

Intervals become a number when they are known, else [low, high]; tuple keys become "a | b";
instants and days become ISO 8601 text.
"""

import json
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from math import isfinite
from typing import Any, TypeVar

from headwater.errors import InputError
from headwater.vocabulary.units import Interval

R = TypeVar("R")
JOIN = " | "


def to_json(value: Any) -> Any:
    """Turn a record, or what records hold, into values that `json.dumps` takes."""
    if isinstance(value, Interval):
        return value.low if value.is_point else [value.low, value.high]
    if is_dataclass(value):
        return {each.name: to_json(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {_key(key): to_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value]
    if isinstance(value, date):  # an instant is a date too
        return value.isoformat()
    return value


def to_text(value: Any) -> str:
    """Write a record as the text of a JSON file: two spaces deep, a line break at the end."""
    return json.dumps(to_json(value), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def from_json(kind: type[R], value: Any) -> R:
    """Make a record of the given kind from what `to_json` gave.

    Raises
    ------
    InputError
        If a field is missing or has the wrong shape; the message names it.
    """
    made: R = _read(kind, value, kind.__name__)
    return made


def _key(key: Any) -> str:
    return JOIN.join(key) if isinstance(key, tuple) else str(key)


def _read(kind: Any, value: Any, place: str) -> Any:
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if kind is Any or origin is typing.Literal:
        return value
    if origin in (types.UnionType, typing.Union):
        if value is None:
            return None
        return _read(next(each for each in inner if each is not type(None)), value, place)
    if kind is Interval:
        return _interval(value, place)
    if kind in (date, datetime):
        return _instant(kind, value, place)
    if is_dataclass(kind):
        return _record(kind, value, place)
    if origin is tuple:
        return _tuple(inner, value, place)
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(inner, value, place)
    return _plain(kind, value, place)


def _interval(value: Any, place: str) -> Interval:
    if isinstance(value, list) and len(value) == 2:
        low, high = (_plain(float, each, place) for each in value)
        return Interval(low, high)
    return Interval.point(_plain(float, value, place))


def _instant(kind: type[date], value: Any, place: str) -> date:
    try:
        return kind.fromisoformat(value)
    except (TypeError, ValueError):
        example = "2026-03-02T09:15:00+01:00" if kind is datetime else "2026-03-02"
        raise InputError(f"{place} should be written like {example}, not {value!r}") from None


def _record(kind: Any, value: Any, place: str) -> Any:
    if not isinstance(value, Mapping):
        raise InputError(f"{place} should be an object")
    hints = typing.get_type_hints(kind)
    known = {each.name for each in fields(kind)}
    try:
        return kind(
            **{
                name: _read(hints[name], item, f"{place}.{name}")
                for name, item in value.items()
                if name in known
            }
        )
    except TypeError as error:
        if lacking := _needed(kind) - set(value):
            raise InputError(f"{place} lacks {_listed(lacking)}") from None
        raise InputError(f"{place} does not hold together: {error}") from None


def _needed(kind: Any) -> set[str]:
    return {
        each.name
        for each in fields(kind)
        if each.init and each.default is MISSING and each.default_factory is MISSING
    }


def _listed(names: set[str], most: int = 4) -> str:
    some = sorted(names)
    more = f" and {len(some) - most} more fields" if len(some) > most else ""
    return f"{', '.join(some[:most])}{more}"


def _tuple(inner: tuple[Any, ...], value: Any, place: str) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise InputError(f"{place} should be a list")
    kinds = inner[:1] * len(value) if len(inner) == 2 and inner[1] is Ellipsis else inner
    if len(kinds) != len(value):
        raise InputError(f"{place} should hold {len(kinds)} things, not {len(value)}")
    return tuple(
        _read(each, item, f"{place}[{number}]")
        for number, (each, item) in enumerate(zip(kinds, value, strict=True))
    )


def _mapping(inner: tuple[Any, ...], value: Any, place: str) -> dict[Any, Any]:
    if not isinstance(value, Mapping):
        raise InputError(f"{place} should be an object")
    return {
        _read_key(inner[0], key, place): _read(inner[1], item, f"{place}.{key}")
        for key, item in value.items()
    }


def _read_key(kind: Any, key: str, place: str) -> Any:
    if typing.get_origin(kind) is tuple:
        return tuple(key.split(JOIN))
    if kind is int:
        try:
            return int(key)
        except ValueError:
            raise InputError(f"{place}: {key!r} should be a whole number") from None
    return key


def _plain(kind: Any, value: Any, place: str) -> Any:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if kind is float and number:
        if not isfinite(value):
            raise InputError(f"{place} should be a finite number, not {value}")
        return float(value)
    if isinstance(value, kind) and (kind is not int or number):
        return value
    raise InputError(f"{place} should be {kind.__name__}, not {value!r}")
