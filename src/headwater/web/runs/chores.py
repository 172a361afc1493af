"""Small things to be done again and again, which rooms name and the worker does between runs."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError

from headwater.errors import HeadwaterError

log = logging.getLogger("headwater.web.runs")


@dataclass(slots=True)
class Chore:
    """One chore: quick, safe to do twice, and how many seconds lie between two times."""

    name: str
    work: Callable[[], object]
    every: float
    last: float = 0.0


_CHORES: dict[str, Chore] = {}


def register(name: str, work: Callable[[], object], *, every: float) -> None:
    """Name a chore; call it once, in the ``ready`` of a room's AppConfig."""
    if name in _CHORES:
        raise ValueError(f"two chores bear the name {name!r}")
    _CHORES[name] = Chore(name, work, every)


def do_due() -> None:
    """Do the chores whose time has come; one that fails is told to the log and tried again."""
    for chore in _CHORES.values():
        if time.monotonic() - chore.last < chore.every:
            continue
        chore.last = time.monotonic()
        try:
            chore.work()
        except (HeadwaterError, DatabaseError) as error:
            log.warning(
                "the chore %r did not succeed and will be tried again: %s", chore.name, error
            )
