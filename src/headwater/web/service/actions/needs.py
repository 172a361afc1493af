"""The register of needs: recording, changing, evidence, answering."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from headwater.errors import ConflictError, InputError
from headwater.service import needs as engine
from headwater.vocabulary.need import Likeness
from headwater.web.organization import audit
from headwater.web.organization.models import Unit, name_of
from headwater.web.organization.permissions import check_can
from headwater.web.organization.versions import write_if_unchanged
from headwater.web.service.actions.texts import line, moment, passage, past
from headwater.web.service.models import Evidence, Need, NeedEvent

MOST_COMPARED = 5_000
DOUBT = engine.DOUBT


@dataclass(frozen=True, slots=True)
class Fact:
    """Evidence as it is handed in."""

    text: str
    source: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """A need that says nearly the same as another, and the words that they share."""

    need: Need
    likeness: Likeness


@transaction.atomic
def record_need(
    *,
    title: str,
    for_whom: str,
    found_by: str,
    found_on: date | None = None,
    lacking: str = "",
    unit: Unit | None = None,
    owner: User | None = None,
    owner_name: str = "",
    urgency: str = "",
    urgency_reason: str = "",
    needed_by: date | None = None,
    objectives: Sequence[str] = (),
    evidence: Sequence[Fact] = (),
    by: User,
    at: datetime | None = None,
) -> Need:
    """Write a need into the register.

    Parameters
    ----------
    title
        What is lacking, in one sentence.
    found_by
        ``asked`` or ``office``: who came first.
    found_on
        The day on which it became known; the day of `at` unless given.
    owner, owner_name
        Who has the need: a person with a seat here, or else a name.
    objectives
        Keys of objectives that it stands in the way of.
    at
        When it is written down; now, unless history is being taken over.

    Raises
    ------
    InputError
        If something is missing, too long, unknown or still to come.
    """
    check_can(by, "record_needs")
    at = moment(at)
    values = _values(
        title=title,
        for_whom=for_whom,
        lacking=lacking,
        unit=unit,
        owner=owner,
        owner_name=owner_name,
        urgency=urgency,
        urgency_reason=urgency_reason,
        needed_by=needed_by,
        objectives=objectives,
    )
    values |= {"found_by": _found_by(found_by), "found_on": past(found_on, at, what="Found on")}
    last: int = Need.objects.aggregate(last=Max("number"))["last"] or 0
    made = Need.objects.create(number=last + 1, at=at, by=by, **values)
    happened(made, "recorded", by=by, at=at, detail={"found_by": found_by})
    audit.record("service.need.recorded", target=made, by=by, detail={"number": made.number})
    for fact in evidence:
        add_evidence(need=made, text=fact.text, source=fact.source, day=fact.day, by=by, at=at)
    return made


@transaction.atomic
def change_need(
    *,
    need: Need,
    version: int,
    title: str,
    for_whom: str,
    found_by: str,
    found_on: date,
    lacking: str = "",
    unit: Unit | None = None,
    owner: User | None = None,
    owner_name: str = "",
    urgency: str = "",
    urgency_reason: str = "",
    needed_by: date | None = None,
    objectives: Sequence[str] = (),
    by: User,
    at: datetime | None = None,
) -> Need:
    """Change what is written of a need; what it said before stays in its events.

    Raises
    ------
    ConflictError
        If someone changed it since `version` was shown.
    InputError
        As `record_need` does; or if the need was merged into another.
    """
    check_can(by, "record_needs")
    at = moment(at)
    _check_not_merged(need)
    values = _values(
        title=title,
        for_whom=for_whom,
        lacking=lacking,
        unit=unit,
        owner=owner,
        owner_name=owner_name,
        urgency=urgency,
        urgency_reason=urgency_reason,
        needed_by=needed_by,
        objectives=objectives,
    )
    values |= {"found_by": _found_by(found_by), "found_on": past(found_on, at, what="Found on")}
    before = {name: _plain(getattr(need, name)) for name in values}
    after = {name: _plain(value) for name, value in values.items()}
    changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if not changed:
        return need
    write_if_unchanged(need, version, values)
    happened(need, "changed", by=by, at=at, detail=changed)
    audit.record("service.need.changed", target=need, by=by, detail={"fields": sorted(changed)})
    return need


@transaction.atomic
def add_evidence(
    *,
    need: Need,
    text: str,
    source: str,
    day: date | None = None,
    by: User,
    at: datetime | None = None,
) -> Evidence:
    """Add a fact that shows the need, with its source and day."""
    check_can(by, "record_needs")
    at = moment(at)
    _check_not_merged(need)
    made = Evidence.objects.create(
        need=need,
        text=passage(text, what="The evidence", most=2_000, needed=True),
        source=line(source, what="The source", needed=True),
        day=past(day, at, what="The day of the evidence"),
        at=at,
        by=by,
    )
    happened(need, "evidence_added", by=by, at=at, detail={"source": made.source})
    audit.record("service.evidence.added", target=need, by=by, detail={"source": made.source})
    return made


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: User, at: datetime | None = None) -> None:
    """Take evidence out; that it was there stays in the need's events."""
    check_can(by, "record_needs")
    said = {"text": evidence.text, "source": evidence.source, "day": f"{evidence.day}"}
    happened(evidence.need, "evidence_removed", by=by, at=moment(at), detail=said)
    audit.record("service.evidence.removed", target=evidence.need, by=by, detail=said)
    evidence.delete()


@transaction.atomic
def answer_need(
    *,
    need: Need,
    answer: str,
    text: str,
    answered_on: date | None = None,
    by: User,
    at: datetime | None = None,
) -> Need:
    """Say what answered a need; without a project counts as a success like any other.

    Parameters
    ----------
    answer
        ``small``, ``advice``, ``project``; "" where it is no longer needed.
    text
        What was done, in words.
    """
    check_can(by, "record_needs")
    at = moment(at)
    if answer and answer not in Need.Answer.values:
        raise InputError(f"{answer!r} is no answer; choose {', '.join(Need.Answer.values)}.")
    if not need.is_open:
        raise ConflictError(f"{need.label} is not open: {need.get_state_display().lower()}.")
    values = {
        "state": Need.State.ANSWERED if answer else Need.State.DROPPED,
        "answer": answer,
        "answer_text": passage(text, what="What was done", most=2_000, needed=True),
        "answered_on": past(answered_on, at, what="Answered on"),
    }
    write_if_unchanged(need, need.version, values)
    kind = "answered" if answer else "dropped"
    happened(need, kind, by=by, at=at, detail={"answer": answer, "text": need.answer_text})
    audit.record(f"service.need.{kind}", target=need, by=by, detail={"answer": answer})
    return need


@transaction.atomic
def reopen_need(*, need: Need, reason: str, by: User, at: datetime | None = None) -> Need:
    """Open an answered need again."""
    check_can(by, "record_needs")
    if need.state not in (Need.State.ANSWERED, Need.State.DROPPED):
        raise ConflictError(f"{need.label} is {need.get_state_display().lower()}.")
    reason = line(reason, what="The reason", needed=True)
    values = {"state": Need.State.OPEN, "answer": "", "answer_text": "", "answered_on": None}
    write_if_unchanged(need, need.version, values)
    happened(need, "reopened", by=by, at=moment(at), detail={"reason": reason})
    audit.record("service.need.reopened", target=need, by=by, detail={"reason": reason})
    return need


def near(need: Need) -> tuple[Near, ...]:
    """Return the standing needs that say nearly the same, the most alike first."""
    rows = Need.objects.standing().select_related("owner")[:MOST_COMPARED]
    by_key = {row.label: row for row in rows}
    by_key.setdefault(need.label, need)
    texts = {key: row.title for key, row in by_key.items()}
    found = engine.alike(texts, to=need.label)
    return tuple(
        Near(by_key[each.other if each.one == need.label else each.one], each)
        for each in found[: engine.MOST_SHOWN]
    )


def happened(
    need: Need, kind: str, *, by: User | None, at: datetime, detail: Mapping[str, Any]
) -> NeedEvent:
    """Write one event of a need; the caller holds the transaction."""
    by_name = name_of(by) if by else audit.SYSTEM
    return NeedEvent.objects.create(
        need=need, kind=kind, at=at, by=by, by_name=by_name, detail=dict(detail)
    )


def _values(
    *,
    title: str,
    for_whom: str,
    lacking: str,
    unit: Unit | None,
    owner: User | None,
    owner_name: str,
    urgency: str,
    urgency_reason: str,
    needed_by: date | None,
    objectives: Sequence[str],
) -> dict[str, Any]:
    if urgency not in Need.Urgency.values:
        raise InputError(f"{urgency!r} is no urgency; choose {', '.join(Need.Urgency.values[1:])}.")
    return {
        "title": line(title, what="What is lacking", needed=True),
        "for_whom": line(for_whom, what="For whom", needed=True),
        "lacking": passage(lacking, what="The description"),
        "unit": unit,
        "owner": owner,
        "owner_name": "" if owner else line(owner_name, what="The owner", most=200),
        "urgency": urgency,
        "urgency_reason": line(urgency_reason, what="Why so soon"),
        "needed_by": needed_by,
        "objectives": sorted({line(key, what="The objective", most=500) for key in objectives}),
    }


def _found_by(found_by: str) -> str:
    if found_by not in Need.Found.values:
        raise InputError(f"Say who found it: {' or '.join(Need.Found.values)}.")
    return found_by


def _check_not_merged(need: Need) -> None:
    if need.state == Need.State.MERGED and need.merged_into is not None:
        raise ConflictError(f"{need.label} was merged into {need.merged_into.label}; write there.")


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | list | int | float):
        return value
    return str(value)
