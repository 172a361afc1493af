"""What can be run: each room names its kinds of run when its application is ready."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from headwater.errors import InputError
from headwater.vocabulary.progress import Watcher
from headwater.web.runs.models import Run

Work: TypeAlias = Callable[[dict[str, Any], Watcher], dict[str, Any]]
"""Inputs and a watcher to a result; both plain JSON. It runs in a process of its own, where it
must not touch the database: all it needs is in its inputs."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of run: its work, and the address of the page that shows the result."""

    name: str
    work: Work
    result_url: Callable[[Run], str] | None = None


_KINDS: dict[str, Kind] = {}


def register(name: str, work: Work, *, result_url: Callable[[Run], str] | None = None) -> None:
    """Name a kind of run; call it once, in the ``ready`` of a room's AppConfig."""
    if name in _KINDS:
        raise ValueError(f"two kinds of run bear the name {name!r}")
    _KINDS[name] = Kind(name, work, result_url)


def find(name: str) -> Kind:
    """Return the kind of that name.

    Raises
    ------
    InputError
        If no room has named it; the message lists those there are.
    """
    try:
        return _KINDS[name]
    except KeyError:
        known = ", ".join(sorted(_KINDS)) or "none"
        raise InputError(f"there is no kind of run {name!r}; there are: {known}") from None


def result_url(run: Run) -> str:
    """Return the address of the page that shows a finished run's result; '' if there is none."""
    kind = _KINDS.get(run.kind)
    return kind.result_url(run) if kind and kind.result_url else ""
