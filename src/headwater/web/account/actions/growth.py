"""The growth plan: initiatives planned, changed, dropped and taken up again."""

from collections.abc import Sequence
from datetime import date, datetime
from math import isfinite
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from headwater.errors import ConflictError, InputError
from headwater.web.account.models_path import Growth
from headwater.web.organization import audit
from headwater.web.organization.permissions import check_can
from headwater.web.service.actions.texts import line, moment
from headwater.web.strategy.models import Objective

MOST_MONEY = 1e15
FIELDS = ("title", "objectives", "value", "owner_name", "starts")


@transaction.atomic
def plan_growth(
    *,
    title: str,
    objectives: Sequence[str] = (),
    value: float | None = None,
    owner: str = "",
    starts: date | None = None,
    by: User,
    at: datetime | None = None,
) -> Growth:
    """Plan something that grows out of what was freed; it counts once it names an objective.

    Raises
    ------
    InputError
        If the title is missing, an objective is unknown, or the value is no number.
    """
    check_can(by, "work_engagements")
    made = Growth(
        number=(Growth.objects.aggregate(last=Max("number"))["last"] or 0) + 1,
        at=moment(at),
        by=by,
    )
    _write(made, title=title, objectives=objectives, value=value, owner=owner, starts=starts)
    audit.record("account.growth.planned", target=made, by=by)
    return made


@transaction.atomic
def change_growth(
    *,
    growth: Growth,
    seen: int,
    title: str,
    objectives: Sequence[str] = (),
    value: float | None = None,
    owner: str = "",
    starts: date | None = None,
    by: User,
) -> Growth:
    """Change an initiative; what it said before is in the audit trail.

    Raises
    ------
    ConflictError
        If someone changed or dropped it since version `seen`.
    InputError
        As `plan_growth`.
    """
    check_can(by, "work_engagements")
    growth = _held(growth, seen)
    if growth.dropped_at:
        raise ConflictError(f"{growth.label} was dropped; take it up again before you change it.")
    before = _said(growth)
    growth.version += 1
    _write(growth, title=title, objectives=objectives, value=value, owner=owner, starts=starts)
    after = _said(growth)
    detail = {
        name: {"before": before[name], "after": after[name]}
        for name in FIELDS
        if before[name] != after[name]
    }
    audit.record("account.growth.changed", target=growth, by=by, detail=detail)
    return growth


@transaction.atomic
def drop_growth(
    *, growth: Growth, seen: int, reason: str, by: User, at: datetime | None = None
) -> Growth:
    """Take an initiative off the plan, with a reason; it stays on record and no longer counts.

    Raises
    ------
    ConflictError
        If someone changed or dropped it since version `seen`.
    InputError
        If there is no reason.
    """
    check_can(by, "work_engagements")
    growth = _held(growth, seen)
    if growth.dropped_at:
        raise ConflictError(f"{growth.label} was dropped already.")
    growth.dropped_why = line(reason, what="The reason", most=500, needed=True)
    growth.dropped_at = moment(at)
    growth.version += 1
    growth.save()
    audit.record(
        "account.growth.dropped", target=growth, by=by, detail={"reason": growth.dropped_why}
    )
    return growth


@transaction.atomic
def resume_growth(*, growth: Growth, seen: int, by: User) -> Growth:
    """Put an initiative back on the plan."""
    check_can(by, "work_engagements")
    growth = _held(growth, seen)
    if not growth.dropped_at:
        raise ConflictError(f"{growth.label} is on the plan already.")
    detail = {"reason": growth.dropped_why}
    growth.dropped_at, growth.dropped_why = None, ""
    growth.version += 1
    growth.save()
    audit.record("account.growth.resumed", target=growth, by=by, detail=detail)
    return growth


def _held(growth: Growth, seen: int) -> Growth:
    """Hold the row for this transaction, if it is still the version that the person saw."""
    found = Growth.objects.select_for_update().get(pk=growth.pk)
    if found.version != seen:
        raise ConflictError(f"{found.label} was changed by someone else while you were editing.")
    return found


def _said(row: Growth) -> dict[str, Any]:
    return {name: getattr(row, name) for name in FIELDS} | {
        "starts": row.starts.isoformat() if row.starts else None
    }


def _write(
    row: Growth,
    *,
    title: str,
    objectives: Sequence[str],
    value: float | None,
    owner: str,
    starts: date | None,
) -> None:
    given = list(dict.fromkeys(objectives))
    known = set(Objective.objects.values_list("key", flat=True)) | set(row.objectives)
    if unknown := [each for each in given if each not in known]:
        raise InputError(f"The strategy has no objective {unknown[0]!r}.")
    if value is not None and not (isfinite(value) and abs(value) <= MOST_MONEY):
        raise InputError("The value is no number that can be added up; leave it blank.")
    row.title = line(title, what="The initiative", needed=True)
    row.objectives = given
    row.value = value
    row.owner_name = line(owner, what="The owner", most=200)
    row.starts = starts
    row.save()
