"""The room that keeps promises of time: calendars, clocks, attainment, and what was recognized.

Pure: instants come in as arguments, figures go out with the ids of the records behind them.
"""

from headwater.service.clock import deadline, elapsed, read_clocks
from headwater.service.public_holidays import public_holidays
from headwater.service.terms import target_seconds
from headwater.service.zones import IANA_VERSION

__all__ = [
    "IANA_VERSION",
    "deadline",
    "elapsed",
    "public_holidays",
    "read_clocks",
    "target_seconds",
]
