"""How far a zone's wall clock stands from UTC, from the locked edition of the IANA data."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import numpy as np
import tzdata

from headwater.errors import InputError

IANA_VERSION: str = tzdata.IANA_VERSION
STEP = 12 * 3600  # no zone changes its offset twice within half a day
FIRST_YEAR, LAST_YEAR = 1971, 2199


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """Return a zone from the installed tzdata, so that every machine reads the same edition.

    Raises
    ------
    InputError
        If there is no such zone; the message shows how they are written.
    """
    parts = name.split("/")
    if all(part and not part.startswith(".") for part in parts):
        entry = files("tzdata").joinpath("zoneinfo", *parts)
        if entry.is_file() and not parts[-1].endswith((".py", ".tab", ".zi", ".list")):
            with entry.open("rb") as stream:
                try:
                    return ZoneInfo.from_file(stream, key=name)
                except ValueError:
                    pass  # a file beside the zones
    raise InputError(f"there is no time zone {name!r}; write one like Europe/London or UTC")


@lru_cache(maxsize=1024)
def offsets(name: str, first_year: int, last_year: int) -> tuple[np.ndarray, np.ndarray]:
    """Return when the offset of a zone changes, and to what.

    Returns
    -------
    tuple
        Two int64 arrays of one length: the moment from which each offset holds (seconds since
        1970 UTC; the first is the start of `first_year`), and the offset in seconds east.
    """
    here = zone(name)
    start, end = (
        int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (first_year, last_year + 1)
    )
    moments, found = [start], [_offset(here, start)]
    for at in range(start, end, STEP):
        after = _offset(here, at + STEP)
        if after != found[-1]:
            moments.append(_change(here, at, at + STEP))
            found.append(after)
    return np.array(moments, dtype=np.int64), np.array(found, dtype=np.int64)


def _offset(here: ZoneInfo, at: int) -> int:
    shift = datetime.fromtimestamp(at, here).utcoffset() or timedelta()
    return int(shift.total_seconds())


def _change(here: ZoneInfo, low: int, high: int) -> int:
    """Halve until the second at which the offset of `high` begins."""
    after = _offset(here, high)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(here, middle) == after:
            high = middle
        else:
            low = middle
    return high
