"""End-to-end processes: registered, changed by editions, ended, taken up again, removed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import zip_longest

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify

from headwater.errors import ConflictError, InputError
from headwater.vocabulary.offering import Revision
from headwater.vocabulary.service import ServiceLevelAgreement, Target
from headwater.vocabulary.shapes import to_json
from headwater.web.account.actions import process_runs
from headwater.web.account.models_path import Process, ProcessEdition
from headwater.web.organization import audit
from headwater.web.organization.permissions import check_can
from headwater.web.service.actions import calendars
from headwater.web.service.actions.texts import line, moment, past
from headwater.web.service.models import Agreement, Offering

MOST_STEPS = 12
DAYS = (1, 1_000)


@transaction.atomic
def register_process(
    *,
    title: str,
    customer: str,
    services: Sequence[str],
    units: Sequence[str] = (),
    owner: str = "",
    days: int | None = None,
    since: date | None = None,
    by: User,
    at: datetime | None = None,
) -> Process:
    """Register an end-to-end process: its services in order, its owner and its one promise.

    Parameters
    ----------
    services
        Keys of offerings, in the order of the chain.
    units
        The unit or region that gives each service, in the same order; "" or fewer: not said.
    days
        Working days, on the usual calendar, within which the customer has the whole; None: no
        promise yet.
    since
        The first day whose runs count; today unless given.

    Raises
    ------
    InputError
        If there are fewer than two services, one is unknown, or the title is taken.
    """
    check_can(by, "edit_catalogue")
    at = moment(at)
    title = line(title, what="The name", most=200, needed=True)
    key = slugify(title)[:60] or "process"
    if Process.objects.filter(key=key).exists():
        raise InputError(f"There is a process {title!r} already; give this one another name.")
    made = Process(key=key, version=0, since=since or at.date())
    _write(
        made, title=title, customer=customer, services=services, units=units, owner=owner,
        days=days,
        holds_from=made.since, note="", by=by, at=at,
    )  # fmt: skip
    audit.record("account.process.registered", target=made, by=by, detail={"steps": len(services)})
    return made


@transaction.atomic
def change_process(
    *,
    process: Process,
    seen: int,
    title: str,
    customer: str,
    services: Sequence[str],
    units: Sequence[str] = (),
    owner: str = "",
    days: int | None = None,
    since: date | None = None,
    holds_from: date | None = None,
    note: str = "",
    by: User,
    at: datetime | None = None,
) -> Process:
    """Write a new edition of a process; runs that began before it holds keep to theirs.

    Parameters
    ----------
    seen
        The edition that the person had before them.
    since
        The first day whose runs count; as it was unless given.
    holds_from
        The first day on which a run that begins goes by this edition; today unless given. An
        earlier day corrects what the editions before said of those runs.

    Raises
    ------
    ConflictError
        If someone wrote another edition meanwhile, or it has ended.
    InputError
        As `register_process`; if nothing is different; if it is to hold from a day to come.
    """
    check_can(by, "edit_catalogue")
    at = moment(at)
    process = _held(process, seen)
    if process.ended_on:
        raise ConflictError(f"{process} has ended; take it up again before you change it.")
    before = newest(process)
    was = process.since
    process.since = since or was
    holds_from = past(holds_from, at, what="The day from which it holds")
    made = _write(
        process, title=title, customer=customer, services=services, units=units, owner=owner,
        days=days,
        holds_from=holds_from, note=note, by=by, at=at,
    )  # fmt: skip
    fields = [each.field for each in changes(before, made)]
    if process.since != was:
        fields.append("Counts from")
    if not fields:
        raise InputError("Nothing is different from the edition before.")
    detail = {"edition": made.number, "fields": fields, "holds_from": f"{made.holds_from}"}
    audit.record("account.process.changed", target=process, by=by, detail=detail)
    return process


@transaction.atomic
def end_process(
    *,
    process: Process,
    seen: int,
    reason: str,
    on: date | None = None,
    by: User,
    at: datetime | None = None,
) -> Process:
    """End a process: runs that begin after that day do not count, those before it go on.

    Raises
    ------
    ConflictError
        If it has ended already, or was changed meanwhile.
    InputError
        If there is no reason, or the day is still to come.
    """
    check_can(by, "edit_catalogue")
    process = _held(process, seen)
    if process.ended_on:
        raise ConflictError(f"{process} has ended already.")
    process.ended_why = line(reason, what="The reason", most=500, needed=True)
    process.ended_on = past(on, moment(at), what="The last day")
    process.save(update_fields=["ended_on", "ended_why"])
    detail = {"on": f"{process.ended_on}", "reason": process.ended_why}
    audit.record("account.process.ended", target=process, by=by, detail=detail)
    return process


@transaction.atomic
def resume_process(*, process: Process, seen: int, by: User) -> Process:
    """Take up a process again that had ended; runs in between count again."""
    check_can(by, "edit_catalogue")
    process = _held(process, seen)
    if not process.ended_on:
        raise ConflictError(f"{process} has not ended.")
    detail = {"ended_on": f"{process.ended_on}", "reason": process.ended_why}
    process.ended_on, process.ended_why = None, ""
    process.save(update_fields=["ended_on", "ended_why"])
    audit.record("account.process.resumed", target=process, by=by, detail=detail)
    return process


@transaction.atomic
def remove_process(
    *, process: Process, seen: int, by: User, at: datetime | None = None
) -> None:  # fmt: skip
    """Remove a process that was registered by mistake; one with runs is ended instead.

    Raises
    ------
    ConflictError
        If a run rests on it, or it was changed meanwhile.
    """
    check_can(by, "edit_catalogue")
    process = _held(process, seen)
    runs = len(process_runs.chains_of([process], moment(at)))
    if runs:
        many = "A run rests" if runs == 1 else f"{runs} runs rest"
        raise ConflictError(f"{many} on {process}: end it instead, so that they stay on record.")
    kept = {"key": process.key, "edition": process.version}
    audit.record("account.process.removed", target=process, by=by, detail=kept)
    process.delete()


def newest(process: Process) -> ProcessEdition:
    """Return the edition in force."""
    return process.editions.select_related("agreement").get(number=process.version)


def history(process: Process) -> list[tuple[ProcessEdition, tuple[Revision, ...]]]:
    """Return all editions, the newest first, with what each says differently from before."""
    editions = list(process.editions.select_related("by", "agreement"))
    return [
        (edition, changes(before, edition) if before else ())
        for edition, before in zip(editions, [*editions[1:], None], strict=True)
    ]


def changes(before: ProcessEdition, after: ProcessEdition) -> tuple[Revision, ...]:
    """Return what two editions say differently, field by field."""
    one, other = _said(before), _said(after)
    return tuple(Revision(name, one[name], other[name]) for name in one if one[name] != other[name])


def _said(edition: ProcessEdition) -> Mapping[str, str]:
    return {
        "Name": edition.title,
        "Customer": edition.customer,
        "Services": ", ".join(_step(each) for each in edition.steps),
        "Answers for the whole": edition.owner_name,
        "Promise": f"{edition.days} working days" if edition.days else "",
    }


def _step(said: Mapping[str, str]) -> str:
    return f"{said['service']} ({said['unit']})" if said["unit"] else said["service"]


def _held(process: Process, seen: int) -> Process:
    """Hold the row for this transaction, if it is still the edition that the person saw."""
    found = Process.objects.select_for_update().get(pk=process.pk)
    if found.version != seen:
        raise ConflictError(
            f"{found} was changed by someone else while you were editing: it is in edition "
            f"{found.version} now, you saw {seen}."
        )
    return found


def _write(
    row: Process,
    *,
    title: str,
    customer: str,
    services: Sequence[str],
    units: Sequence[str],
    owner: str,
    days: int | None,
    holds_from: date,
    note: str,
    by: User,
    at: datetime,
) -> ProcessEdition:
    """Write an edition, and what it says as what the process is now."""
    known = set(Offering.objects.values_list("key", flat=True))
    if unknown := [each for each in services if each not in known]:
        raise InputError(f"The catalogue has no service {unknown[0]!r}.")
    if not 2 <= len(services) <= MOST_STEPS:
        raise InputError(f"A process takes 2 to {MOST_STEPS} services; one alone is a service.")
    row.title = line(title, what="The name", most=200, needed=True)
    row.customer = line(customer, what="The customer", most=200, needed=True)
    row.steps = [
        {"service": each, "unit": line(unit, what="The unit", most=200), "region": ""}
        for each, unit in zip_longest(services, units[: len(services)], fillvalue="")
    ]
    owner = line(owner, what="The owner", most=200)
    if owner != row.owned_by:
        row.owner, row.owner_name = None, owner
    row.version += 1
    if days != row.days:
        row.agreement = _promise(row, days, at) if days is not None else None
    row.save()
    return ProcessEdition.objects.create(
        process=row, number=row.version, title=row.title, customer=row.customer, steps=row.steps,
        owner_name=row.owned_by, agreement=row.agreement, holds_from=holds_from,
        note=line(note, what="What changed", most=500), at=at, by=by,
    )  # fmt: skip


def _promise(row: Process, days: int, at: datetime) -> Agreement:
    if not DAYS[0] <= days <= DAYS[1]:
        raise InputError(f"Promise {DAYS[0]} to {DAYS[1]} working days for the whole.")
    base = f"process.{row.key}"
    before = Agreement.objects.filter(Q(key=base) | Q(key__startswith=f"{base}.")).count()
    said = ServiceLevelAgreement(
        id=f"{base}.{before + 1}" if before else base,
        title=f"{row.title}, end to end",
        calendar=calendars.usual(at=at).id_now,
        targets=(Target("delivery", days, "days"),),
    )
    return Agreement.objects.create(key=said.id, title=said.title, record=to_json(said))
