"""What limits the list: the total budget, budgets by period, capacities, and rules."""

from math import isfinite

from django.contrib.auth.models import User
from django.db import transaction

from headwater.errors import InputError
from headwater.vocabulary.workbook import RULE_KINDS
from headwater.web.organization import audit
from headwater.web.organization.permissions import check_can
from headwater.web.projects.actions.cells import money
from headwater.web.projects.models import (
    Budget,
    Capacity,
    Project,
    ProjectList,
    Rule,
    write_if_unchanged,
)

COUNTED = ("at_least", "at_most")


@transaction.atomic
def set_budget(*, text: str, version: int, by: User) -> ProjectList:
    """Set the total budget, as people write it ("3.6bn"); blank takes it away."""
    check_can(by, "edit_projects")
    found = ProjectList.current()
    amount = money(text, unit=found.money, what="total budget")
    write_if_unchanged(found, version, {"budget": amount})
    audit.record("projects.budget.set", target=found, by=by, detail={"budget": amount})
    return found


@transaction.atomic
def set_period_budget(*, period: str, text: str, version: int, by: User) -> None:
    """Set what one period may cost; blank takes the limit away."""
    check_can(by, "edit_projects")
    found = ProjectList.current()
    period = _named(period, "period")
    amount = money(text, unit=found.money, what=f"budget of {period}")
    write_if_unchanged(found, version, {})
    if amount is None:
        Budget.objects.filter(period=period).delete()
    else:
        Budget.objects.update_or_create(period=period, defaults={"amount": amount})
    audit.record(
        "projects.budget.set", target=found, by=by, detail={"period": period, "budget": amount}
    )


@transaction.atomic
def set_capacity(*, role: str, period: str, text: str, version: int, by: User) -> None:
    """Set how much of a role one period has; blank takes the limit away."""
    check_can(by, "edit_projects")
    found = ProjectList.current()
    role, period = _named(role, "role"), _named(period, "period")
    amount = money(text, unit=None, what=f"capacity of {role} in {period}")
    write_if_unchanged(found, version, {})
    if amount is None:
        Capacity.objects.filter(role=role, period=period).delete()
    else:
        Capacity.objects.update_or_create(role=role, period=period, defaults={"amount": amount})
    detail = {"role": role, "period": period, "capacity": amount}
    audit.record("projects.capacity.set", target=found, by=by, detail=detail)


@transaction.atomic
def add_rule(
    *, kind: str, project: str, other: list[str], value: float | None, version: int, by: User
) -> Rule:
    """Add a logical rule between projects, named by their keys or their (unique) names.

    Raises
    ------
    InputError
        If the kind is unknown, a project is not on the list, or a number is missing.
    """
    check_can(by, "edit_projects")
    if kind not in RULE_KINDS:
        raise InputError(f"There is no rule {kind!r}; choose one of {', '.join(RULE_KINDS)}.")
    members = _keys([project, *other])
    if len(members) < 2:
        raise InputError("A rule speaks of at least two projects.")
    if (value is None and kind in (*COUNTED, "synergy")) or (value and not isfinite(value)):
        raise InputError(f"A rule {kind.replace('_', ' ')} needs a number.")
    if kind in COUNTED and (value is None or value < 0 or value != int(value)):
        raise InputError(f"A rule {kind.replace('_', ' ')} counts projects: write 0, 1, 2 ...")
    found = ProjectList.current()
    write_if_unchanged(found, version, {})
    rule = Rule.objects.create(kind=kind, project=members[0], other=members[1:], value=value)
    audit.record("projects.rule.added", target=rule, by=by)
    return rule


@transaction.atomic
def remove_rule(*, rule: Rule, version: int, by: User) -> None:
    """Take a rule away."""
    check_can(by, "edit_projects")
    write_if_unchanged(ProjectList.current(), version, {})
    audit.record("projects.rule.removed", target=rule, by=by, detail={"rule": str(rule)})
    rule.delete()


def _named(text: str, what: str) -> str:
    text = text.replace("\x00", "").strip()
    if not text or len(text) > 100:
        raise InputError(f"The {what} needs a name of 1 to 100 characters.")
    return text


def _keys(names: list[str]) -> list[str]:
    listed = list(Project.objects.present().values_list("key", "name"))
    keys = {key for key, _ in listed}
    by_name: dict[str, list[str]] = {}
    for key, name in listed:
        by_name.setdefault(name.casefold(), []).append(key)
    found, missing = [], []
    for name in dict.fromkeys(each.strip() for each in names):
        same = by_name.get(name.casefold(), [])
        if name in keys or len(same) == 1:
            found.append(name if name in keys else same[0])
        else:
            missing.append(name)
    if missing:
        raise InputError(f"The rule names projects that are not on the list: {', '.join(missing)}.")
    return list(dict.fromkeys(found))
