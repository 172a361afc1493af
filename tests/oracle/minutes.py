"""The slow oracle of service clocks: looks at the wall clock once a minute and keeps a tally.

It shares no code with the engine but the records and the rules in words: for every minute it
asks the time zone what the wall shows, and goes through the events from the beginning.
"""

import warnings
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from zoneinfo import ZoneInfo

import holidays

from headwater.service import deadline, read_clocks
from headwater.vocabulary.service import ServiceEvent, ServiceLevelAgreement, Target
from headwater.vocabulary.service_calendar import WEEKDAYS, BusinessCalendar, OwnDay, Span, spans

# fmt: off
ZONES = (
    "UTC", "Europe/London", "Europe/Dublin", "Europe/Berlin", "Europe/Madrid",
    "Europe/Istanbul", "Europe/Moscow", "Europe/Athens", "Europe/Chisinau", "Atlantic/Azores",
    "Africa/Cairo", "Africa/Casablanca", "Africa/Johannesburg", "Africa/Windhoek",
    "Africa/Juba", "Asia/Dubai", "Asia/Tehran", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Dhaka",
    "Asia/Tokyo", "Asia/Seoul", "Asia/Shanghai", "Asia/Pyongyang", "Asia/Gaza",
    "Asia/Jerusalem", "Asia/Beirut", "Asia/Amman", "Asia/Ulaanbaatar", "Asia/Kabul",
    "Asia/Yangon", "Asia/Manila", "Australia/Sydney", "Australia/Adelaide",
    "Australia/Lord_Howe", "Australia/Eucla", "Pacific/Auckland", "Pacific/Chatham",
    "Pacific/Apia", "Pacific/Fakaofo", "Pacific/Tongatapu", "Pacific/Norfolk",
    "Pacific/Marquesas", "America/New_York", "America/Chicago", "America/Denver",
    "America/Phoenix", "America/Anchorage", "America/St_Johns", "America/Sao_Paulo",
    "America/Santiago", "America/Asuncion", "America/Havana", "America/Mexico_City",
    "America/Caracas", "America/Nuuk", "America/Scoresbysund", "America/Argentina/Buenos_Aires",
    "Antarctica/Troll", "Antarctica/Casey",
)
# fmt: on
HOURS = (
    "09:00-17:00",
    "09:00-12:30, 13:30-17:00",
    "00:00-24:00",
    "00:00-02:30, 22:15-24:00",
    "01:30-03:15",
    "08:07-11:41, 11:42-19:59",
)
PLACES = (("", ""), ("GB", "ENG"), ("GB", "SCT"), ("US", ""), ("DE", "BY"), ("IN", ""), ("JP", ""))
FIRST, LAST = 2000, 2037
MINUTE = timedelta(minutes=1)


@cache
def zone(name: str) -> ZoneInfo:
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as stream:
        return ZoneInfo.from_file(stream, key=name)


warnings.filterwarnings("ignore", "Requested Holidays are available only", UserWarning)


@cache
def closed_by_law(country: str, subdivision: str) -> holidays.HolidayBase:
    return holidays.country_holidays(country, subdiv=subdivision or None)


@cache
def minutes_in(hours: tuple[Span, ...]) -> frozenset[int]:
    return frozenset(each for span in hours for each in range(span.opens, span.closes))


class Wall:
    """Says whether a calendar is open in a minute."""

    def __init__(self, calendar: BusinessCalendar) -> None:
        self.calendar = calendar
        self.zone = zone(calendar.zone)
        self.dated = {each.day: each.hours for each in calendar.own_days if len(each.day) == 10}
        self.yearly = {each.day: each.hours for each in calendar.own_days if len(each.day) == 5}
        self.known: dict[date, frozenset[int]] = {}

    def is_open(self, minute: int) -> bool:
        shown = datetime.fromtimestamp(minute * 60, self.zone)
        today = shown.date()
        if today not in self.known:
            self.known[today] = self.minutes_of(today)
        return shown.hour * 60 + shown.minute in self.known[today]

    def minutes_of(self, day: date) -> frozenset[int]:
        written = day.isoformat()
        calendar = self.calendar
        hours = calendar.week[day.weekday()]
        if calendar.country and day in closed_by_law(calendar.country, calendar.subdivision):
            hours = ()
        hours = self.yearly.get(written[5:], hours)
        hours = self.dated.get(written, hours)
        return minutes_in(hours)


def changes(name: str) -> Iterator[datetime]:
    """Days of the years looked at in which the offset of a zone changes."""
    day, end = datetime(FIRST, 1, 1, tzinfo=UTC), datetime(LAST + 1, 1, 1, tzinfo=UTC)
    before = day.astimezone(zone(name)).utcoffset()
    while day < end:
        day += timedelta(days=1)
        now = day.astimezone(zone(name)).utcoffset()
        if now != before:
            yield day - timedelta(days=1)
        before = now


def calendar(random: Random, name: str, number: int) -> BusinessCalendar:
    hours = random.choice(HOURS)
    first = random.choice(WEEKDAYS)
    last = WEEKDAYS[(WEEKDAYS.index(first) + random.randrange(3, 7)) % 7]
    country, subdivision = random.choice(PLACES)
    own = [OwnDay("12-24", "eve", spans("10:00-12:00")), OwnDay("02-29", "leap day")]
    return BusinessCalendar.weekly(
        f"{name} {number}", name, hours=hours, days=f"{first}-{last}",
        country=country, subdivision=subdivision, own_days=tuple(own[: random.randrange(3)]),
    )  # fmt: skip


@cache
def calendars(name: str) -> tuple[BusinessCalendar, ...]:
    return tuple(calendar(Random(f"{name} {number}"), name, number) for number in range(4))


@cache
def wall(one: BusinessCalendar) -> Wall:
    return Wall(one)


def differences(random: Random, name: str, around: datetime | None = None) -> list[str]:
    """Hold one random engagement in a zone against the oracle; say what differs."""
    length = random.choice((1, 60, 600, 2880, 2880, 2880, 8640, 43200 if not around else 2880))
    first = around or datetime(FIRST, 1, 1, tzinfo=UTC) + timedelta(
        minutes=random.randrange((LAST - FIRST) * 525_960)
    )
    start = first - timedelta(minutes=random.randrange(length // 2 + 1)) if around else first
    end = start + timedelta(minutes=random.randint(1, length))
    own = random.choice(calendars(name))
    other = random.choice(calendars(random.choice(ZONES)))
    events, agreements = _history(random, start, end, own, other)
    at = end + timedelta(minutes=random.choice((0, 0, 90)))
    by_id = {own.id: own, other.id: other}
    (reading,) = read_clocks(events, agreements=agreements, calendars=by_id, at=at)
    used, due, last_in_time = tally(events, agreements, by_id, at)
    wrong = []
    if reading.used_seconds != used * 60:
        wrong.append(f"used {reading.used_seconds / 60} minutes, not {used}")
    passed = reading.used_seconds > reading.target_seconds
    if due and reading.due != due:
        wrong.append(f"due {reading.due}, not {due}")
    if passed != (last_in_time is not None) or (passed and reading.breach != last_in_time):
        wrong.append(f"breach {reading.breach}, not {last_in_time}")
    if length <= 600:
        wrong += _deadline(random, own, start)
    return [f"{name}, {own}, {start} to {at}: {each}" for each in wrong]


def _deadline(random: Random, own: BusinessCalendar, start: datetime) -> list[str]:
    minutes, minute = random.randrange(1, 700), int(start.timestamp()) // 60
    counted = 0
    while counted < minutes:
        counted += wall(own).is_open(minute)
        minute += 1
    found = deadline(own, start, minutes * 60)
    expected = datetime.fromtimestamp(minute * 60, UTC)
    return [] if found == expected else [f"{minutes} minutes end {found}, not {expected}"]


def _history(
    random: Random, start: datetime, end: datetime, own: BusinessCalendar, other: BusinessCalendar
) -> tuple[list[ServiceEvent], dict[str, ServiceLevelAgreement]]:
    agreements = {
        name: ServiceLevelAgreement(
            name, name, held.id, (Target("delivery", random.randint(1, 1500), "minutes"),)
        )
        for name, held in (("first", own), ("second", other))
    }
    span = int((end - start).total_seconds()) // 60
    middle = ("paused", "resumed", "sla_changed", "calendar_changed", "delivered", "reopened")
    middle += ("paused", "resumed", "withdrawn", "assigned")
    moments = sorted(random.randint(0, span) for _ in range(random.choice((0, 1, 2, 4, 7))))
    kinds = ["requested", *(random.choice(middle) for _ in moments)]
    if random.random() < 0.5:
        kinds.append("delivered")
        moments.append(span)
    named = {
        "requested": {"sla": "first"},
        "paused": {"reason": "waiting"},
        "calendar_changed": {"calendar": random.choice((own.id, other.id))},
    }
    events = []
    for number, (kind, at) in enumerate(zip(kinds, [0, *moments], strict=True)):
        more = dict(named.get(kind, {}))
        if kind == "sla_changed":
            more = {"sla": random.choice(("first", "second"))}
            more |= {"calendar": own.id} if random.random() < 0.3 else {}
        events.append(ServiceEvent(f"e{number}", "x", kind, start + at * MINUTE, **more))
    return events, agreements


def tally(
    events: list[ServiceEvent],
    agreements: dict[str, ServiceLevelAgreement],
    by_id: dict[str, BusinessCalendar],
    at: datetime,
) -> tuple[int, datetime | None, datetime | None]:
    """Minutes used; when the target was used up; the last moment before more was used."""
    target = _target_at_the_end(events, agreements)
    used, due, beyond = 0, None, None
    held = calendar_id = None
    stopped = paused = withdrawn = False
    left = list(events)
    for minute in range(int(events[0].at.timestamp()) // 60, int(at.timestamp()) // 60):
        while left and left[0].at.timestamp() <= minute * 60:
            event = left.pop(0)
            ended = stopped or withdrawn
            if event.sla:
                held, calendar_id = event.sla, None
            calendar_id = event.calendar or calendar_id
            if event.kind == "delivered":
                stopped, paused = stopped or not withdrawn, False
            elif event.kind == "withdrawn":
                withdrawn, paused = withdrawn or not ended, False
            elif event.kind == "reopened":
                stopped = withdrawn = paused = False
            elif event.kind in ("paused", "resumed"):
                paused = event.kind == "paused"
        runs = not (stopped or paused or withdrawn)
        if runs and wall(by_id[calendar_id or agreements[held].calendar]).is_open(minute):
            if used == target:
                beyond = datetime.fromtimestamp(minute * 60, UTC)
            used += 1
            if used == target:
                due = datetime.fromtimestamp((minute + 1) * 60, UTC)
    return used, due, beyond


def _target_at_the_end(
    events: list[ServiceEvent], agreements: dict[str, ServiceLevelAgreement]
) -> int:
    """The target in force when the clock stopped for good, or at the last event."""
    held, fixed = "", ""
    for event in events:
        held = event.sla or held
        if event.kind in ("delivered", "withdrawn"):
            fixed = fixed or held
        elif event.kind == "reopened":
            fixed = ""
    return agreements[fixed or held].targets[0].amount
