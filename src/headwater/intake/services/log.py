"""Logs of other systems, one row each time a request changes, made into events."""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from headwater.errors import InputError
from headwater.intake.files import open_source
from headwater.intake.findings import Findings
from headwater.intake.services.moments import check_order
from headwater.intake.services.office import known_zone, refuse
from headwater.intake.services.tables import Sheet
from headwater.vocabulary.service import EventKind, ServiceEvent
from headwater.vocabulary.service_files import ServiceFiles, StateLog

MEANINGS = ("working", "waiting", "delivered", "closed", "withdrawn", "noted")
MOST_STATES = 40
_WORDS = (
    ("withdrawn", r"cancel|withdr|reject|declin|abandon|invalid|duplicate"),
    ("waiting", r"wait|pending|hold|suspend|await|paus"),
    ("closed", r"clos|accept"),
    ("delivered", r"resolv|deliver|done|complet|finish|solved"),
    ("noted", r"^new$|^opened$|regist|queue|logged|insert|assign"),
)
"""Words that states have in their names, and what they then mean as a rule; the first counts."""


def read_log(source: Path, *, log: StateLog) -> ServiceFiles:
    """Turn a log of states or activities into events.

    The first row of a request (or the moment in `log.opened`) is its request; the first work on
    it is the response. Going into a waiting state is a pause, leaving it ends the pause; work
    after delivery is a reopening; closing is acceptance, and delivery where none was recorded.

    Raises
    ------
    InputError
        If the file cannot be read, a heading is missing, a state has no meaning, or a row must
        be mended; each with sheet, row and column.
    """
    check_order(log.dates)
    if wrong := sorted(set(log.states.values()) - set(MEANINGS)):
        raise InputError(f"{wrong[0]!r} is no meaning of a state; use one of {', '.join(MEANINGS)}")
    findings = Findings()
    (grid, *_) = open_source(Path(source), findings)
    mapping = {"case": log.case, "state": log.state, "at": log.at}
    mapping |= {"opened": log.opened} if log.opened else {}
    mapping |= {"sla": log.sla_column} if log.sla_column else {}
    sheet = Sheet(grid, tuple(mapping), tuple(mapping), findings, mapping=mapping, others=True)
    if log.dates:
        sheet.fix_order(log.dates)
    zone = known_zone(log.zone)
    cases: dict[str, list[_Step]] = {}
    unknown: dict[str, list[int]] = {}
    by_fold = {name.casefold(): meaning for name, meaning in log.states.items()}
    for row in sheet.rows():
        at = row.moment("at", zone)
        meaning = by_fold.get(row.text("state").casefold(), "")
        if not meaning:
            unknown.setdefault(row.text("state"), []).append(row.number)
        opened = row.moment("opened", zone) if log.opened else None
        if at is not None and meaning:
            step = _Step(row.number, at, row.text("state"), meaning, opened, row.text("sla"))
            cases.setdefault(row.text("case"), []).append(step)
    for name, rows in sorted(unknown.items(), key=lambda each: -len(each[1])):
        many = f"{len(rows):,} rows" if len(rows) > 1 else "1 row"
        mend = f"{name!r} has no meaning ({many}); give it one of {', '.join(MEANINGS)}"
        findings.fault(grid.name, rows[0], sheet.headings["state"], mend)
    refuse(findings)
    events = [event for case, steps in cases.items() for event in _events(case, steps, log)]
    return ServiceFiles(events=tuple(events), notes=_notes(cases, findings))


def guess(state: str) -> str:
    """Guess what a state means from its name; a person has to look at it."""
    found = (kind for kind, words in _WORDS if re.search(words, state, re.IGNORECASE))
    return next(found, "working")


def states_in(source: Path, heading: str) -> dict[str, tuple[int, str]]:
    """Return the states of a log, the commonest first: how many rows, and a guess at each.

    Raises
    ------
    InputError
        If the file cannot be read, has no such column, or the column holds no states.
    """
    findings = Findings()
    (grid, *_) = open_source(Path(source), findings)
    sheet = Sheet(grid, ("state",), ("state",), findings, mapping={"state": heading}, others=True)
    found = Counter(row.text("state") for row in sheet.rows())
    refuse(findings)
    check_states(heading, found)
    return {name: (number, guess(name)) for name, number in found.most_common()}


def check_states(heading: str, found: Collection[str]) -> None:
    """Raise InputError if a column holds too many different values to be states."""
    if len(found) > MOST_STATES:
        raise InputError(
            f"The column {heading!r} has {len(found):,} different values; a state has a few. "
            "Choose another column."
        )


@dataclass(frozen=True, slots=True)
class _Step:
    row: int
    at: datetime
    state: str
    meaning: str
    opened: datetime | None
    sla: str


def _events(case: str, steps: list[_Step], log: StateLog) -> list[ServiceEvent]:
    steps = sorted(steps, key=lambda each: each.at)
    first = steps[0]
    asked = first.opened if first.opened and first.opened <= first.at else first.at
    sla = log.sla or first.sla
    events: list[ServiceEvent] = []

    def add(kind: EventKind, step: _Step, at: datetime | None = None) -> None:
        name = f"{case}/{step.row}/{kind}"
        reason = step.state if kind in ("paused", "reopened", "withdrawn") else ""
        events.append(
            ServiceEvent(
                name, case, kind, at or step.at, reason=reason,
                sla=sla if kind == "requested" else "",
            )
        )  # fmt: skip

    add("requested", first, asked)
    responded = waiting = over = False
    for step in steps:
        for kind in _kinds(step.meaning, responded=responded, waiting=waiting, over=over):
            add(kind, step)
        if step.meaning != "noted":
            responded = responded or step.meaning in ("working", "delivered")
            waiting = step.meaning == "waiting"
            over = step.meaning in ("delivered", "closed", "withdrawn")
    return events


def _kinds(meaning: str, *, responded: bool, waiting: bool, over: bool) -> list[EventKind]:
    """Return the events that a step into a state stands for."""
    kinds: list[EventKind] = []
    if meaning == "noted":
        return kinds
    if over and meaning in ("working", "waiting"):
        kinds.append("reopened")
    elif waiting and meaning != "waiting":
        kinds.append("resumed")
    if not responded and meaning in ("working", "delivered"):
        kinds.append("responded")
    if meaning == "waiting" and not waiting:
        kinds.append("paused")
    if meaning == "withdrawn" and not over:
        kinds.append("withdrawn")
    if meaning in ("delivered", "closed") and not over:
        kinds.append("delivered")
    if meaning == "closed":
        kinds.append("accepted")
    return kinds


def _notes(cases: Mapping[str, list[_Step]], findings: Findings) -> tuple[str, ...]:
    late = sum(
        1 for steps in cases.values()
        if steps[0].opened and steps[0].opened > min(each.at for each in steps)
    )  # fmt: skip
    said = [f"{len(cases):,} requests from {sum(map(len, cases.values())):,} rows."]
    if late:
        said.append(
            f"{late:,} requests are dated after their first change; they count from the change."
        )
    return (*said, *findings.notes)
