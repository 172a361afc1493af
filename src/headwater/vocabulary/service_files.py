"""What the files of a service office hold: events, agreements, calendars and the record of work."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from headwater.vocabulary.service import ServiceEvent, ServiceLevelAgreement
from headwater.vocabulary.service_calendar import BusinessCalendar
from headwater.vocabulary.service_path import ChainLink, SavingClaimed
from headwater.vocabulary.service_work import RecordOfWork


@dataclass(frozen=True, slots=True)
class ChainGiven:
    """One run over several services, as files tell it: its links, and what is promised for it.

    Attributes
    ----------
    run
        Its id.
    process
        What runs of its kind are called; they are counted together.
    agreement
        Id of the promise for the whole; "" where nothing is promised.
    calendar
        Id of the customer's calendar, which counts where nothing is promised.
    """

    run: str
    process: str
    links: tuple[ChainLink, ...]
    agreement: str = ""
    calendar: str = ""


@dataclass(frozen=True, slots=True)
class ServiceFiles:
    """Everything read; the record has no clocks yet: they are read from the events.

    `agreements` and `calendars` are by id, `services` names the service of each engagement;
    `notes` say how things were read, as sentences.
    """

    events: tuple[ServiceEvent, ...] = ()
    agreements: Mapping[str, ServiceLevelAgreement] = field(default_factory=dict)
    calendars: Mapping[str, BusinessCalendar] = field(default_factory=dict)
    services: Mapping[str, str] = field(default_factory=dict)
    record: RecordOfWork = RecordOfWork()
    chains: tuple[ChainGiven, ...] = ()
    savings: tuple[SavingClaimed, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StateLog:
    """How a log of another system is to be read: one row each time a request changes.

    Attributes
    ----------
    case, state, at
        Headings of the request, of its state or activity, and of the moment.
    opened
        Heading of the moment at which it was requested; "" is that of its first row.
    states
        What each state means: working, waiting, delivered, closed, withdrawn, or noted, which
        changes nothing. Others must not occur.
    zone
        IANA name of the zone of moments without an offset.
    dates
        "day first" or "month first" where numbers stand for months; "" where the file shows it.
    sla
        Id of the agreement, or the heading of a column that holds it in `sla_column`.
    """

    case: str
    state: str
    at: str
    states: Mapping[str, str]
    opened: str = ""
    zone: str = "UTC"
    dates: str = ""
    sla: str = ""
    sla_column: str = ""
