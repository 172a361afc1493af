"""What people can do with objectives and links: the stair from here to the engine."""

from collections.abc import Collection

from django.contrib.auth.models import User
from django.db import transaction

from headwater import strategy
from headwater.errors import InputError
from headwater.vocabulary.decision import ObjectiveCoverage
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Link as Record
from headwater.vocabulary.workbook import Workbook
from headwater.web.organization import audit
from headwater.web.organization.permissions import check_can
from headwater.web.projects.actions import amount
from headwater.web.projects.models import Project, write_if_unchanged
from headwater.web.strategy.models import LONGEST_NAME, Link, Objective

BATCH = 500


def coverage() -> tuple[ObjectiveCoverage, ...]:
    """Say which projects serve each objective, where there are gaps and where it is crowded.

    Nothing is recommended yet, so every proposed project counts.
    """
    projects = {each.key: each.cost for each in Project.objects.present()}
    links = [link.record() for link in Link.objects.all() if link.project in projects]
    objectives = [each.record() for each in Objective.objects.all()]
    costs = {key: cost.middle if cost else 0.0 for key, cost in projects.items()}
    return strategy.cover(objectives, links, projects=costs, chosen=tuple(costs))


@transaction.atomic
def add_objective(*, name: str, parent: str = "", key: str = "", by: User) -> Objective:
    """Add an objective below `parent` (a key), or at the top.

    Raises
    ------
    InputError
        If the name is empty, the key is taken, or the parent is unknown.
    """
    check_can(by, "edit_strategy")
    name = _name(name)
    key = key.strip() or _free_key()
    if Objective.objects.filter(key=key).exists():
        raise InputError(f"There is an objective with the id {key!r} already; choose another.")
    _check_parent(key, parent)
    made = Objective.objects.create(key=key, name=name, parent=parent)
    audit.record("strategy.objective.added", target=made, by=by)
    return made


@transaction.atomic
def change_objective(
    *, objective: Objective, name: str, parent: str, weight: str, version: int, by: User
) -> Objective:
    """Rename, move or weigh an objective; `weight` is a number, a range, or blank.

    Raises
    ------
    ConflictError
        If someone changed it since `version` was shown.
    InputError
        If the parent is unknown or would close a circle, or the weight is no number.
    """
    check_can(by, "edit_strategy")
    _check_parent(objective.key, parent)
    found = amount(weight, what="weight")
    if found is not None and found.low < 0:
        raise InputError(f"A weight cannot be negative: {weight!r}.")
    low, high = (found.low, found.high) if found else (None, None)
    values = {"name": _name(name), "parent": parent, "weight_low": low, "weight_high": high}
    write_if_unchanged(objective, version, values)
    audit.record("strategy.objective.changed", target=objective, by=by)
    return objective


@transaction.atomic
def remove_objective(*, objective: Objective, version: int, by: User) -> None:
    """Remove an objective with its links; what stood below it moves up one step."""
    check_can(by, "edit_strategy")
    write_if_unchanged(objective, version, {})
    Objective.objects.filter(parent=objective.key).update(parent=objective.parent)
    Link.objects.filter(objective=objective.key).delete()
    audit.record("strategy.objective.removed", target=objective, by=by)
    objective.delete()


@transaction.atomic
def link_projects(
    *, objective: Objective, projects: Collection[str], version: int, by: User
) -> None:
    """Say that exactly these projects (keys) serve the objective; strengths that were, stay.

    Raises
    ------
    InputError
        If a key is not on the list.
    ConflictError
        If someone changed the objective since `version` was shown.
    """
    check_can(by, "edit_strategy")
    wanted = set(projects)
    listed = set(Project.objects.present().values_list("key", flat=True))
    if missing := sorted(wanted - listed):
        raise InputError(f"These are not on the list of projects: {', '.join(missing[:5])}.")
    write_if_unchanged(objective, version, {})
    before = Link.objects.filter(objective=objective.key, project__in=listed)
    held = set(before.values_list("project", flat=True))
    gone, new = sorted(held - wanted), sorted(wanted - held)
    before.filter(project__in=gone).delete()
    Link.objects.bulk_create(Link(project=key, objective=objective.key) for key in new)
    audit.record(
        "strategy.objective.linked",
        target=objective,
        by=by,
        detail={"linked": len(new), "unlinked": len(gone)},
    )


@transaction.atomic
def replace(*, workbook: Workbook, by: User) -> None:
    """Make objectives and links say what the workbook says; the caller records the audit event."""
    check_can(by, "edit_strategy")
    kept = {each.key: each for each in Objective.objects.all()}
    for record in workbook.objectives:
        row = kept.pop(record.id, None)
        if row is not None and row.record() == record:
            continue
        row = row or Objective(key=record.id, version=0)
        row.name, row.parent = record.name, record.parent or ""
        row.weight_low, row.weight_high = _ends(record.weight)
        row.version += 1
        row.save()
    Objective.objects.filter(key__in=list(kept)).delete()
    Link.objects.all().delete()
    Link.objects.bulk_create((_link(each) for each in workbook.links), batch_size=BATCH)


def _link(record: Record) -> Link:
    return Link(
        project=record.project,
        objective=record.objective,
        strength_low=record.strength.low,
        strength_high=record.strength.high,
    )


def _name(text: str) -> str:
    text = text.replace("\x00", "").strip()
    if not text:
        raise InputError("An objective needs a name: write it as people say it.")
    if len(text) > LONGEST_NAME:
        raise InputError(f"The name has {len(text):,} characters; the limit is {LONGEST_NAME}.")
    return text


def _free_key() -> str:
    taken = set(Objective.objects.values_list("key", flat=True))
    number = len(taken) + 1
    while f"O{number}" in taken:
        number += 1
    return f"O{number}"


def _check_parent(key: str, parent: str) -> None:
    above = {each.key: each.parent for each in Objective.objects.all()}
    if parent and parent not in above:
        raise InputError(f"There is no objective with the id {parent!r} to stand below.")
    step = parent
    while step:
        if step == key:
            raise InputError("An objective cannot stand below itself; choose another parent.")
        step = above.get(step, "")


def _ends(interval: Interval | None) -> tuple[float | None, float | None]:
    return (None, None) if interval is None else (interval.low, interval.high)
